"""Whose word a claim is, so that one voice heard through ten outlets counts once.

Belongs here: tracing the claims of one event to origins. Does not: the event's numbers (``numbers``).
Documents are never the unit of corroboration.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl
from rapidfuzz import fuzz

from pipeline.authority.keys import WORDS
from pipeline.reconcile.levels import shared
from pipeline.reconcile.mention import Mention
from pipeline.reconcile.weights import WEIGHTS
from pipeline.storage import short_id

_TITLES = frozenset(WORDS["titles"])


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a claim comes from.

    Attributes:
        origin_id: The same for claims of one origin.
        identified: True where a named body or person stands behind it. An unnamed source, or an outlet's
            unattributed words, may be any of the others, and so proves no independence.
        basis: Rule that traced it.
    """

    origin_id: str
    identified: bool
    basis: str


class Tracer:
    """Traces claims to origins, one event at a time."""

    def __init__(self, organisation: pl.DataFrame, duplicate_of: dict[str, str | None]) -> None:
        columns = ("organisation_id", "organisation_type")
        self.media = {x for x, kind in organisation.select(columns).iter_rows() if kind == "media"}
        self.duplicate_of = duplicate_of

    def trace(self, mentions: list[Mention]) -> dict[str, Origin]:
        """Origins of the claims of one event, by claim id; the order of the claims does not matter."""
        ordered = sorted(mentions, key=lambda mention: mention.claim_id)
        found = {mention.claim_id: self._alone(mention) for mention in ordered}
        for mention in ordered:
            if mention.speaker is None:
                found[mention.claim_id] = self._restated(mention, ordered, found) or found[mention.claim_id]
        _one_person(ordered, found)
        for index, a in enumerate(ordered):
            for b in ordered[index + 1 :]:
                self._same_wire(a, b, found)
        return found

    def _alone(self, mention: Mention) -> Origin:
        if mention.asserter_id is not None:
            return Origin(short_id("origin", "organisation", mention.asserter_id), True, "same_speaker")
        document = self.duplicate_of.get(mention.document_id) or mention.document_id
        if mention.speaker is not None:
            if mention.named:
                person = " ".join(sorted(_person(mention)))
                return Origin(short_id("origin", "person", person), True, "same_speaker")
            return Origin(short_id("origin", "unnamed", document, mention.speaker), False, "unnamed_in_one_document")
        if mention.publisher_id is not None:
            identified = mention.publisher_id not in self.media
            return Origin(short_id("origin", "organisation", mention.publisher_id), identified, "own_voice")
        return Origin(short_id("origin", "document", document), False, "own_voice")

    def _restated(self, mention: Mention, others: list[Mention], found: dict[str, Origin]) -> Origin | None:
        """An outlet's own words in a report that attributes the figure are the speaker's."""
        spoken = [x for x in others if x.speaker is not None and x.document_id == mention.document_id]
        same = [x for x in spoken if any(one.number == other.number for one, other in shared(mention, x))]
        # A report that gives no figure of its own in its own voice rests on whoever it quotes, if that is one.
        origins = {found[x.claim_id].origin_id for x in spoken}
        if not same and len(origins) == 1 and all(figure.weak for figure in mention.figures.values()):
            same = spoken
        if not same:
            return None
        nearest = min(same, key=lambda x: (abs(x.start - mention.start), x.claim_id))
        origin = found[nearest.claim_id]
        return Origin(origin.origin_id, origin.identified, "restates_speaker")

    def _same_wire(self, a: Mention, b: Mention, found: dict[str, Origin]) -> None:
        """Two outlets with the same figures in nearly the same words within a week carry one wire."""
        x, y = found[a.claim_id], found[b.claim_id]
        if a.document_id == b.document_id or x.origin_id == y.origin_id or (x.identified and y.identified):
            return
        alike = (
            fuzz.token_set_ratio(a.words, b.words) >= WEIGHTS.limits["same_words"]
            and min(len(a.words), len(b.words)) > 40
        )
        if alike and _breakdown(a) == _breakdown(b) and _within_a_week(a.published, b.published):
            keep = min((x, y), key=lambda origin: (not origin.identified, origin.origin_id))
            gone = {x.origin_id, y.origin_id} - {keep.origin_id}
            for claim_id, origin in found.items():
                if origin.origin_id in gone:
                    found[claim_id] = Origin(keep.origin_id, keep.identified, "wire_copy")


def _one_person(mentions: list[Mention], found: dict[str, Origin]) -> None:
    """'Mr Ging' and 'John Ging' of one event are one person: the fuller name's origin stands for both."""
    spoken = [x for x in mentions if x.speaker is not None and x.asserter_id is None and _person(x)]
    for mention in spoken:
        fuller = [
            x.claim_id
            for x in spoken
            if x.named and _person(mention) < _person(x) and (mention.named or mention.document_id == x.document_id)
        ]
        if fuller:
            found[mention.claim_id] = found[min(fuller)]


def _person(mention: Mention) -> frozenset[str]:
    return frozenset((mention.speaker or "").split()) - _TITLES


def _breakdown(mention: Mention) -> tuple[tuple[str, int | None, int | None], ...]:
    return tuple(sorted((name, figure.low, figure.high) for name, figure in mention.figures.items()))


def _within_a_week(a: date | None, b: date | None) -> bool:
    return a is None or b is None or abs((a - b).days) <= WEIGHTS.limits["wire_copy_days"]
