"""From claims to the reconciled tables.

Belongs here: the order of the steps, and rows. Does not: any rule (each has its module).
"""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.authority.places import Gazetteer
from pipeline.authority.reference import Tables
from pipeline.reconcile import relations, totals
from pipeline.reconcile.curation import read_judgements
from pipeline.reconcile.dates import infer_days
from pipeline.reconcile.event import Event, anchor_of, days_of, place_of
from pipeline.reconcile.grade import Grader
from pipeline.reconcile.identity import Memory, keep_ids
from pipeline.reconcile.linking import Link, holding, link
from pipeline.reconcile.mention import Mention, read_mentions
from pipeline.reconcile.numbers import count
from pipeline.reconcile.origins import Tracer
from pipeline.schema import TABLES, conform, empty


def reconcile(
    tables: Tables,
    curation: Path | None,
    memory: Memory | None = None,
    kept: Path | None = None,
    *,
    workers: int = 1,
    backend: str = "pool",
) -> Tables:
    """Reconcile claims into incidents.

    Args:
        tables: claim and source_document as ``authority.resolve`` leaves them, and the authority tables.
        curation: Folder with ``judgements.csv``, or None.
        memory: Of the release whose incident ids go on; None where there is none.
        kept: Folder that keeps judgements on pairs from run to run; the result does not depend on it.
        workers: Processes that may share the linking of many claims; the result does not depend on them.
        backend: What runs them (see ``backends.runner``).

    Returns:
        claim_relation, pair_judgement, incident, incident_claim, incident_relation and id_history; the same for every
        order of the input rows.

    Raises:
        InputError: If a judgement names a claim there is not, or cannot be used.
        UsageError: If there is no such backend, or it is not installed.
    """
    gazetteer = Gazetteer.of(tables["place"], tables["place_name"])
    mentions = read_mentions(tables, gazetteer)
    by_id = {mention.claim_id: mention for mention in mentions}
    kinds = {mention.claim_id: mention.aggregation if mention.tells else None for mention in mentions}
    curated = read_judgements(curation, kinds, set(tables["source_document"]["document_id"]))
    linked = link(mentions, gazetteer, curated, kept, workers, backend)
    denied = _denials(mentions, linked.members, linked.home, by_id)
    events = _events(linked.members, denied, by_id, tables)
    history = keep_ids(events, memory or Memory())
    events.sort(key=lambda event: event.incident_id)
    inferred = infer_days([event.mentions for event in events if event.kind == "incident"])
    for event in events:
        event.inferred = {x.claim_id: inferred[x.claim_id] for x in event.mentions if x.claim_id in inferred}
        event.place = place_of(event.mentions, gazetteer)
        event.days = days_of(event.mentions, event.inferred)
    related = totals.relate(events, gazetteer, linked.judged, curated.judged_as("negative"))
    contains = [(a, b) for a, b, relation, _ in related if relation == "contains"]
    parts: dict[str, list[Event]] = defaultdict(list)
    named = {event.incident_id: event for event in events}
    for whole, part in contains:
        parts[whole].append(named[part])
    held = holding(linked.judged, {x.claim_id: event.incident_id for event in events for x in event.mentions})
    rows: dict[str, list[dict[str, Any]]] = {
        "claim_relation": _rows(
            relations.relate(events, denied, contains), ("from_claim", "to_claim", "relation", "basis")
        ),
        "incident": [_incident_row(event, parts[event.incident_id]) for event in events],
        "incident_claim": [row for event in events for row in _link_rows(event, held)],
        "incident_relation": _rows(related, ("from_incident", "to_incident", "relation", "basis")),
    }
    made = {name: _frame(found, name) for name, found in rows.items()}
    judged = conform(linked.judged.drop("forbidden"), TABLES["pair_judgement"])
    return made | {"pair_judgement": judged, "id_history": history}


def _frame(rows: list[dict[str, Any]], name: str) -> pl.DataFrame:
    table = TABLES[name]
    return conform(pl.DataFrame(rows, infer_schema_length=None), table) if rows else empty(table)


def _rows(found: list[tuple[str, str, str, str]], columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in found]


def _denials(
    mentions: list[Mention], members: dict[str, list[str]], home: dict[str, str], by_id: dict[str, Mention]
) -> dict[str, list[str]]:
    """What each denial denies: the nearest claim of its document by another speaker, and that claim's group there."""
    denied: dict[str, list[str]] = {}
    documents: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        documents[mention.document_id].append(mention)
    for denial in mentions:
        if denial.stance != "denies":
            continue
        others = [
            x
            for x in documents[denial.document_id]
            if x.stance != "denies" and x.claim_id in home and (x.speaker != denial.speaker or denial.speaker is None)
        ]
        if not others:
            continue
        nearest = min(others, key=lambda x: (max(x.start - denial.end, denial.start - x.end, 0), x.start, x.claim_id))
        group = members[home[nearest.claim_id]]
        denied[denial.claim_id] = sorted(x for x in group if by_id[x].document_id == denial.document_id)
    return denied


def _events(
    members: dict[str, list[str]], denied: dict[str, list[str]], by_id: dict[str, Mention], tables: Tables
) -> list[Event]:
    tracer = Tracer(tables["organisation"], tables["source_document"])
    grader = Grader(tables["organisation"], tables["organisation_name"], tables["actor_name"])
    deniers: dict[str, set[str]] = defaultdict(set)
    for claim, targets in denied.items():
        for target in targets:
            deniers[target].add(claim)
    events = []
    for group in members.values():
        ids = set(group).union(*(deniers[x] for x in group))
        mentions = [by_id[x] for x in sorted(ids)]
        if not any(mention.figures for mention in mentions):
            # Nobody gives even a word for how many: there is nothing to reconcile.
            continue
        origins = tracer.trace(mentions)
        numbers = count(mentions, origins)
        grade = grader.grade(mentions, numbers, origins)
        anchor = anchor_of(mentions)
        kind = by_id[anchor].aggregation
        events.append(Event(anchor, kind, mentions, origins, numbers, grade))
    return events


def _incident_row(event: Event, parts: list[Event]) -> dict[str, Any]:
    place, days = event.place, event.days
    return {
        "incident_id": event.incident_id,
        "incident_kind": event.kind,
        "event_date_start": None if days is None else days.start,
        "event_date_end": None if days is None else days.end,
        "date_precision": None if days is None else days.precision,
        "place_id": None if place is None else place.place_id,
        "place_as_written": None if place is None else place.place_as_written,
        "place_precision": None if place is None else place.precision,
        "country": _most([x.country for x in event.mentions]),
        **event.numbers.columns(),
        "alleged_actors": "; ".join(event.actors) or None,
        "strike_status": event.grade.strike_status,
        "civilian_harm_status": event.grade.harm_status,
        "grade_rule": event.grade.rule,
        "n_claims": len(event.mentions),
        "n_documents": len(event.documents),
        "n_origins_provable": event.grade.provable,
        "n_origins_possible": event.grade.possible,
        "target_type": _most([x.target for x in event.mentions]),
        "weapon_class": _most([x.weapon for x in event.mentions]),
        "residual_min": None if event.kind == "incident" else totals.residual(event, parts),
    }


def _most(values: list[str | None]) -> str | None:
    """The value most claims give; the first in the alphabet of those given equally often."""
    votes = Counter(value for value in values if value is not None)
    return min(votes, key=lambda value: (-votes[value], value), default=None)


def _link_rows(event: Event, held: dict[str, Link]) -> list[dict[str, Any]]:
    rows = []
    for mention in event.mentions:
        rule, score, by = _link(mention, event, held)
        rows.append(
            {
                "incident_id": event.incident_id,
                "claim_id": mention.claim_id,
                **relations.link(mention, event),
                "judgement": "positive",
                "score": score,
                "rule": rule,
                "decided_by": by,
            }
        )
    return rows


def _link(mention: Mention, event: Event, held: dict[str, Link]) -> Link:
    """The rule, score and judge of the strongest pair that holds a claim in its event."""
    if mention.stance == "denies":
        return "denial_of_nearest_claim", None, "rule"
    found = held.get(mention.claim_id, ("first_claim", None, "rule"))
    return ("first_claim", None, "rule") if mention.claim_id == event.anchor and found[2] == "rule" else found
