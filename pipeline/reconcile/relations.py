"""How one claim bears on another.

Belongs here: rows of ``claim_relation`` and roles of claims. Does not: deciding which claims are one event.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pipeline.reconcile.event import Event
from pipeline.reconcile.mention import Figure, Mention
from pipeline.reconcile.parts import COMBATANTS, counts

Relation = tuple[str, str, str, str]
"""From, to, relation, basis."""


def role(mention: Mention, event: Event) -> str:
    """What a claim does in its event (vocabulary ``claim_role``)."""
    if mention.stance in ("denies", "doubts"):
        return "denial"
    if mention.claim_id in event.numbers.counted:
        return "count"
    if not counts(mention):
        return "context"
    if mention.claim_id in event.numbers.partial:
        return "part"
    origin = event.origins[mention.claim_id].origin_id
    counted = [
        x
        for x in event.mentions
        if x.claim_id in event.numbers.counted and event.origins[x.claim_id].origin_id == origin
    ]
    if not counted:
        # A word's floor beside numbers, or an outlet's own words beside a speaker's larger figure.
        return "context"
    return "restatement" if any(x.document_id == mention.document_id for x in counted) else "same_origin"


def link(mention: Mention, event: Event) -> dict[str, Any]:
    """What a claim does in its event, whose word it is and when it was, as columns of ``incident_claim``."""
    origin, days = event.origins[mention.claim_id], event.inferred.get(mention.claim_id)
    return {
        "role": role(mention, event),
        "victims": "combatants" if event.numbers.bucket[mention.claim_id] == COMBATANTS else "civilians",
        "counts_for": "; ".join(event.numbers.standing.get(mention.claim_id, ())) or None,
        "origin_id": origin.origin_id,
        "origin_is_named": origin.identified,
        "origin_basis": origin.basis,
        "inferred_date_start": None if days is None else days.start,
        "inferred_date_end": None if days is None else days.end,
        "inferred_date_from": None if days is None else days.source,
        "inferred_date_basis": None if days is None else days.basis,
    }


def relate(events: list[Event], denied: dict[str, list[str]], contains: list[tuple[str, str]]) -> list[Relation]:
    """Rows of ``claim_relation``, sorted.

    Args:
        events: Every event.
        denied: Denying claim to the claims it denies.
        contains: Ids of totals and of the events they cover.
    """
    found: dict[tuple[str, str, str], str] = {}
    for event in events:
        _within(event, found)
    for claim, targets in denied.items():
        found.update({(claim, target, "denies"): "denial_of_nearest_claim" for target in targets})
    anchors = {event.incident_id: _anchor(event) for event in events}
    found.update({(anchors[a], anchors[b], "contains"): "totals_cover_events" for a, b in contains})
    by_id = {event.incident_id: event for event in events}
    parts: dict[str, list[Event]] = defaultdict(list)
    for total, part in contains:
        parts[total].append(by_id[part])
    for total, inside in parts.items():
        _arithmetic(by_id[total], [event for event in inside if event.kind == "incident"], found)
    return sorted((a, b, relation, basis) for (a, b, relation), basis in found.items())


def _within(event: Event, found: dict[tuple[str, str, str], str]) -> None:
    _parts(event, found)
    by_origin: dict[str, list[Mention]] = defaultdict(list)
    for mention in event.mentions:
        if counts(mention):
            by_origin[event.origins[mention.claim_id].origin_id].append(mention)
    for group in by_origin.values():
        _one_origin(event, group, found)
    counted = [x for x in event.mentions if x.claim_id in event.numbers.counted]
    for index, a in enumerate(counted):
        for b in counted[index + 1 :]:
            if event.origins[a.claim_id].origin_id != event.origins[b.claim_id].origin_id and _exclude(a, b, event):
                found[a.claim_id, b.claim_id, "contradicts"] = "bounds_exclude_each_other"


def _arithmetic(total: Event, parts: list[Event], found: dict[tuple[str, str, str], str]) -> None:
    """Whether a speaker's own figures for two or more parts of a total add up to it, leave a rest, or exceed it."""
    told: dict[tuple[str, str], list[tuple[Mention, Figure]]] = defaultdict(list)
    for event in parts:
        for mention, figure in _killed(event):
            told[mention.document_id, event.origins[mention.claim_id].origin_id].append((mention, figure))
    for whole, figure in _killed(total):
        here = told[whole.document_id, total.origins[whole.claim_id].origin_id]
        fitting = [(x, part) for x, part in here if whole.victim_class in (x.victim_class, "unknown", "mixed")]
        least = sum(part.low or 0 for _, part in fitting)
        if len(fitting) < 2 or figure.low is None or (figure.high is None and least > figure.low):
            continue
        rest = figure.low - least
        basis = "parts_add_up" if rest == 0 else "parts_leave_a_rest" if rest > 0 else "parts_exceed_total"
        found.update({(whole.claim_id, x.claim_id, "contains"): basis for x, _ in fitting})


def _killed(event: Event) -> Iterator[tuple[Mention, Figure]]:
    """The figures killed that stand for an origin, words' floors left out."""
    for mention in event.mentions:
        stands = "killed" in event.numbers.standing.get(mention.claim_id, ())
        if stands and mention.killed is not None and not mention.killed.weak:
            yield mention, mention.killed


def _parts(event: Event, found: dict[tuple[str, str, str], str]) -> None:
    """Figures that count some of those another figure of the event counts, and sums that others add up to."""
    for parts in event.numbers.parts.values():
        for claim_id, part in parts.items():
            if (claim_id, part.whole, "contains") not in found:
                found.setdefault((part.whole, claim_id, "contains"), part.basis)
    for whole, summands in event.numbers.sums.items():
        found.update({(whole, claim_id, "contains"): "parts_add_up" for claim_id in summands})


def _one_origin(event: Event, group: list[Mention], found: dict[tuple[str, str, str], str]) -> None:
    """An origin's repetitions point at the claim that stands for it."""
    counted = [x for x in group if x.claim_id in event.numbers.counted]
    for mention in group:
        if mention.claim_id in event.numbers.counted or mention.claim_id in event.numbers.partial:
            continue
        others = [x for x in counted if _same_bucket(x, mention)]
        if not others:
            continue
        here = [x for x in others if x.document_id == mention.document_id]
        target = (here or others)[0]
        basis = event.origins[mention.claim_id].basis
        if here:
            found[mention.claim_id, target.claim_id, "restates"] = basis
        else:
            found[mention.claim_id, target.claim_id, "same_origin_as"] = basis
        if _replaces(target, mention):
            found[target.claim_id, mention.claim_id, "supersedes"] = "later_figure_of_one_origin"


def _replaces(later: Mention, earlier: Mention) -> bool:
    if later.killed is None or earlier.killed is None or later.killed.number == earlier.killed.number:
        return False
    if later.killed.weak or earlier.killed.weak:
        # A word is counted out by a number, not replaced by it.
        return False
    newer = later.published is not None and earlier.published is not None and later.published > earlier.published
    return later.stance == "revises" or newer


def _same_bucket(a: Mention, b: Mention) -> bool:
    return (a.victim_class == "combatant") == (b.victim_class == "combatant")


def _exclude(a: Mention, b: Mention, event: Event) -> bool:
    both = set(event.numbers.standing[a.claim_id]) & set(event.numbers.standing[b.claim_id])
    pairs = [(a.figures[harm], b.figures[harm]) for harm in ("killed", "injured") if harm in both]
    return _same_bucket(a, b) and any(not x.weak and not y.weak and (_below(x, y) or _below(y, x)) for x, y in pairs)


def _below(x: Figure, y: Figure) -> bool:
    return x.high is not None and y.low is not None and x.high < y.low


def _anchor(event: Event) -> str:
    """The claim that stands for an event: of its least figure, else its first."""
    columns = event.numbers.columns()
    return str(columns["min_claim_id"] or min(mention.claim_id for mention in event.mentions))
