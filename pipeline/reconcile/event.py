"""One event or total: its claims, and what they agree on.

Belongs here: place, days and means of a group of claims. Does not: numbers (``numbers``), days inferred across
documents (``dates``) or how events relate (``totals``).
"""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from pipeline.authority.places import Gazetteer
from pipeline.reconcile.dates import Inferred
from pipeline.reconcile.grade import Grade
from pipeline.reconcile.mention import Mention
from pipeline.reconcile.numbers import Numbers
from pipeline.reconcile.origins import Origin


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day the event can have been, and UCDP's date_prec."""

    start: datetime.date
    end: datetime.date
    precision: int | None


@dataclass(slots=True)
class Event:
    """A group of claims with everything derived from them; ``anchor`` is the claim a new id is made from."""

    anchor: str
    kind: str
    mentions: list[Mention]
    origins: dict[str, Origin]
    numbers: Numbers
    grade: Grade
    incident_id: str = ""
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
    stated = own or [Days(day.start, day.end, 2) for x in mentions if (day := inferred.get(x.claim_id)) is not None]
    if not stated:
        return None
    start, end = max(x.start for x in stated), min(x.end for x in stated)
    if start > end:
        votes = Counter((x.start, x.end) for x in stated)
        start, end = min(votes, key=lambda interval: (-votes[interval], interval))
    precisions = [x.precision for x in stated if x.precision is not None]
    return Days(start, end, min(precisions, default=None))
