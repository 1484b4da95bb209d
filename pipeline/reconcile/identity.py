"""Incident ids that stay while documents come and go, and where an id went.

An incident is its claims. It keeps the id it had in the release before, found by the claims the two share; what is new
gets an id made from its first claim. So the ids of a build follow from its inputs and the release before it, and a
rebuild gives the same. Belongs here: giving ids, and ``id_history``. Does not: grouping claims (``cluster``).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import Self

import polars as pl

from pipeline.errors import IntegrityError
from pipeline.reconcile.event import Event
from pipeline.schema import TABLES, conform
from pipeline.storage import short_id

Words = tuple[str, int, int]
"""Document, and first and last offset of a quote."""

_READ = {
    "incident": ["incident_id", "first_release"],
    "incident_claim": ["incident_id", "claim_id", "judgement"],
    "claim": ["claim_id", "document_id", "quote_start", "quote_end"],
    "id_history": TABLES["id_history"].columns,
}


@dataclass(frozen=True, slots=True)
class Memory:
    """What the release before knows of incidents.

    Attributes:
        release: Number of the release being made.
        home: Incident of each claim.
        words: Where each of these claims is quoted.
        since: Release each incident first stood in.
        history: Rows of ``id_history``.
    """

    release: str = ""
    home: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    since: Mapping[str, str | None] = field(default_factory=dict)
    history: tuple[Mapping[str, str], ...] = ()

    @classmethod
    def of(cls, before: Path | None, release: str) -> Self:
        """What the release before knows; nothing for None.

        Args:
            before: Its folder.
            release: Number of the release being made.

        Raises:
            IntegrityError: If one of its tables cannot be read.
        """
        if before is None:
            return cls(release)
        try:
            read = {name: pl.read_parquet(before / f"{name}.parquet", columns=held) for name, held in _READ.items()}
        except (OSError, pl.exceptions.PolarsError) as error:
            raise IntegrityError(
                f"Release {before.name}, whose incident ids go on, cannot be read: {error}.",
                "Restore the release folder from the repository; releases are never edited.",
            ) from error
        links = read["incident_claim"].filter(pl.col("judgement") == "positive")
        return cls(
            release,
            dict(links.select("claim_id", "incident_id").iter_rows()),
            {claim: (document, start, end) for claim, document, start, end in read["claim"].iter_rows()},
            dict(read["incident"].iter_rows()),
            tuple(read["id_history"].iter_rows(named=True)),
        )

    @property
    def spent(self) -> frozenset[str]:
        """Every id that stands or went: none of them is ever given to another incident."""
        return frozenset(self.since).union(*((row["old_id"], row["new_id"]) for row in self.history))


def keep_ids(events: list[Event], memory: Memory) -> pl.DataFrame:
    """Give every event the id of the remembered incident it shares most claims with, or one never used.

    An id goes on in one event. Where two are alike, the older incident and the event with its first claim have it.

    Args:
        events: Their ids are set.
        memory: Of the release before.

    Returns:
        Rows of ``id_history``: those remembered, and ids merged or split now.
    """
    came = _came_from(events, memory)
    shared = Counter((came[x.claim_id], event.anchor) for event in events for x in event.mentions if x.claim_id in came)
    given: dict[str, str] = {}
    taken: set[str] = set()
    for old, anchor in sorted(shared, key=lambda pair: (-shared[pair], *_age(memory, *pair))):
        if old not in taken and anchor not in given:
            given[anchor] = old
            taken.add(old)
    spent = memory.spent
    for event in events:
        event.incident_id = given.get(event.anchor) or _unused(event.anchor, spent)
    return _history(events, came, memory)


def _came_from(events: list[Event], memory: Memory) -> dict[str, str]:
    """The remembered incident of each claim that stood then, or took the place of one that did.

    An id says what was read; where the same words are read otherwise now, the claim has another id and is still the
    same statement.
    """
    mentions = [mention for event in events for mention in event.mentions]
    found = {x.claim_id: memory.home[x.claim_id] for x in mentions if x.claim_id in memory.home}
    gone: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for claim, incident in memory.home.items():
        if claim not in found:
            document, start, end = memory.words[claim]
            gone[document].append((start, end, incident))
    for mention in mentions:
        if mention.claim_id not in found:
            overlaps = [
                (min(end, mention.end) - max(start, mention.start), incident)
                for start, end, incident in gone[mention.document_id]
                if start < mention.end and mention.start < end
            ]
            if overlaps:
                found[mention.claim_id] = max(overlaps)[1]
    return found


def _age(memory: Memory, old: str, anchor: str) -> tuple[tuple[int, ...], bool, str, str]:
    """Older incidents first, and the event that holds the claim the id was made from."""
    since = tuple(int(part) for part in (memory.since.get(old) or "0").split("."))
    return since, short_id("incident", anchor) != old, old, anchor


def _unused(anchor: str, spent: frozenset[str]) -> str:
    candidates = (short_id("incident", anchor, *again) for again in chain([()], ((n,) for n in count(2))))
    return next(candidate for candidate in candidates if candidate not in spent)


def _history(events: list[Event], came: Mapping[str, str], memory: Memory) -> pl.DataFrame:
    went: dict[str, set[str]] = defaultdict(set)
    for event in events:
        for mention in event.mentions:
            if mention.claim_id in came:
                went[came[mention.claim_id]].add(event.incident_id)
    standing = {event.incident_id for event in events}
    rows = [dict(row) for row in memory.history]
    for old, places in sorted(went.items()):
        gone = old not in standing
        # A claim that moves between incidents that both stood and stand is no change of an id.
        for new in sorted(place for place in places - {old} if gone or place not in memory.since):
            change = "merged" if gone and len(places) == 1 else "split"
            rows.append({"old_id": old, "new_id": new, "change": change, "release": memory.release})
    return conform(pl.DataFrame(rows, infer_schema_length=None), TABLES["id_history"])
