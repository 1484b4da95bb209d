"""One event or total: its claims, and what they agree on.

Belongs here: place, days and means of a group of claims, and days inferred across documents. Does not: numbers
(``numbers``) or how events relate (``totals``).
"""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from pipeline.authority.places import Gazetteer
from pipeline.reconcile.grade import Grade
from pipeline.reconcile.mention import Mention
from pipeline.reconcile.numbers import Numbers
from pipeline.reconcile.origins import Origin

_SHARED_DAYS = 3
"""A claim dates others only where it pins the event to this many days or fewer."""


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day the event can have been, and UCDP's date_prec."""

    start: datetime.date
    end: datetime.date
    precision: int | None


@dataclass(frozen=True, slots=True)
class Inferred:
    """A day that a link gives a claim, and the claim the day comes from."""

    day: datetime.date
    source: str


@dataclass(slots=True)
class Event:
    """A group of claims with everything derived from them; ``anchor`` is the claim its id is made from."""

    incident_id: str
    anchor: str
    kind: str
    mentions: list[Mention]
    origins: dict[str, Origin]
    numbers: Numbers
    grade: Grade
    inferred: dict[str, Inferred] = field(default_factory=dict)
    days: Days | None = None
    place: Mention | None = None

    @property
    def documents(self) -> set[str]:
        """Documents the claims come from."""
        return {mention.document_id for mention in self.mentions}

    @property
    def places(self) -> tuple[str, ...]:
        """Places of the claim that places the event."""
        return () if self.place is None else self.place.places

    @property
    def actors(self) -> list[str]:
        """Actors named by any claim, sorted."""
        return sorted({mention.actors[0] for mention in self.mentions if mention.actors})


def anchor_of(mentions: list[Mention]) -> str:
    """The claim an incident's id is made from: of the document published first, then of the smallest id.

    Most texts that join an incident later are published later, so a further claim seldom takes the id over; texts
    without a day come last for the same reason. A document that shares no claim with the incident never does. A
    denial is no anchor: what it denies stands without it.
    """
    stated = [mention for mention in mentions if mention.stance != "denies"]
    return min(stated, key=lambda x: (x.published or datetime.date.max, x.claim_id)).claim_id


def place_of(mentions: list[Mention], gazetteer: Gazetteer) -> Mention | None:
    """The claim that places the event: the smallest place, then the one most claims give."""
    placed = [x for x in mentions if x.places or x.place_id]
    if not placed:
        return None
    votes = Counter(x.place_id for x in placed)

    def rank(mention: Mention) -> tuple[int, int, int, bool, str]:
        place = mention.place_id or mention.places[0]
        depth = len(gazetteer.above(place))
        return (mention.precision or 9, -depth, -votes[mention.place_id], mention.is_headline, mention.claim_id)

    return min(placed, key=rank)


def days_of(mentions: list[Mention], inferred: dict[str, Inferred]) -> Days | None:
    """The days the claims leave open; where they share none, those most claims give, the earliest first.

    Inferred days count only where no claim has its own.
    """
    own = [
        Days(x.date_start, x.date_end, x.date_precision)
        for x in mentions
        if x.date_start is not None and x.date_end is not None
    ]
    stated = own or [
        Days(inferred[x.claim_id].day, inferred[x.claim_id].day, 2) for x in mentions if x.claim_id in inferred
    ]
    if not stated:
        return None
    start, end = max(x.start for x in stated), min(x.end for x in stated)
    if start > end:
        votes = Counter((x.start, x.end) for x in stated)
        start, end = min(votes, key=lambda interval: (-votes[interval], interval))
    precisions = [x.precision for x in stated if x.precision is not None]
    return Days(start, end, min(precisions, default=None))


def infer_days(events: list[Event]) -> None:
    """Date claims by the event they share with a dated claim, and their document's other claims of that day.

    'Khasham … yesterday' in an undated report, and Saturday in a dated one, make 'yesterday' of the undated
    report a Saturday. The claim's own date stays NULL: the day stands on the link, with where it comes from.
    """
    texts: dict[tuple[str, str], set[Inferred]] = defaultdict(set)
    for event in events:
        source = _dating(event.mentions)
        if source is None or source.date_start is None or event.kind != "incident":
            continue
        for mention in event.mentions:
            if mention.date_start is None:
                event.inferred[mention.claim_id] = Inferred(source.date_start, source.claim_id)
                if mention.date_text and mention.document_id != source.document_id:
                    texts[mention.document_id, mention.date_text].add(event.inferred[mention.claim_id])
    for event in events:
        for mention in event.mentions:
            found = texts.get((mention.document_id, mention.date_text or ""), set())
            if mention.date_start is None and mention.claim_id not in event.inferred and event.kind == "incident":
                days = {x.day for x in found}
                if len(days) == 1:
                    event.inferred[mention.claim_id] = min(found, key=lambda x: x.source)


def _dating(mentions: list[Mention]) -> Mention | None:
    dated = [
        x
        for x in mentions
        if x.date_start is not None and x.date_end is not None and (x.date_end - x.date_start).days < _SHARED_DAYS
    ]
    return min(dated, key=_narrowest, default=None)


def _narrowest(mention: Mention) -> tuple[int, datetime.date, str]:
    start = mention.date_start or datetime.date.min
    return ((mention.date_end or start) - start).days, start, mention.claim_id
