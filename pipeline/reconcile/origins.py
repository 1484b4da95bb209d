"""Whose word a claim is, so that one voice heard through ten outlets counts once.

Belongs here: tracing the claims of one event to origins. Does not: the event's numbers (``numbers``).
Documents are never the unit of corroboration.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl
from rapidfuzz import fuzz

from pipeline.authority.keys import WORDS
from pipeline.reconcile.levels import shared
from pipeline.reconcile.mention import Mention
from pipeline.reconcile.weights import WEIGHTS
from pipeline.storage import short_id

_TITLES = frozenset(WORDS["titles"])
_FURTHER = frozenset((*WEIGHTS.further, "other"))
"""'Another local source' is not the local source."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a claim comes from.

    Attributes:
        origin_id: The same for claims of one origin.
        identified: True where a named body or person stands behind it. An unnamed source, or an outlet's
            unattributed words, may be any of the others, and so proves no independence.
        basis: Rule that traced it (vocabulary ``origin_basis``).
    """

    origin_id: str
    identified: bool
    basis: str


@dataclass(slots=True)
class _Traced:
    """Origins found so far, by claim id."""

    of: dict[str, Origin] = field(default_factory=dict)

    def merge(self, a: str, b: str, basis: str) -> None:
        """Make one origin of two claims' origins; the identified one's name stands for both."""
        x, y = self.of[a], self.of[b]
        if x.origin_id == y.origin_id:
            return
        keep, gone = sorted((x, y), key=lambda origin: (not origin.identified, origin.origin_id))
        for claim_id, origin in self.of.items():
            if origin.origin_id == gone.origin_id:
                self.of[claim_id] = Origin(keep.origin_id, keep.identified, basis)


class Tracer:
    """Traces claims to origins, one event at a time."""

    def __init__(self, organisation: pl.DataFrame, source_document: pl.DataFrame) -> None:
        kinds = organisation.select("organisation_id", "organisation_type")
        self.media = {x for x, kind in kinds.iter_rows() if kind == "media"}
        rows = source_document.select("document_id", "near_duplicate_of", "publisher_id").rows()
        publishers = {document: publisher for document, _, publisher in rows}
        self.first = {document: copied for document, copied, _ in rows if copied is not None}
        self.publisher = {document: publishers.get(self.first.get(document, document)) for document in publishers}

    def trace(self, mentions: list[Mention]) -> dict[str, Origin]:
        """Origins of the claims of one event, by claim id; the order of the claims does not matter."""
        ordered = sorted(mentions, key=lambda mention: mention.claim_id)
        found = _Traced({mention.claim_id: self._alone(mention) for mention in ordered})
        spoken: dict[str, list[Mention]] = defaultdict(list)
        for mention in ordered:
            if mention.speaker is not None:
                spoken[mention.document_id].append(mention)
        attributed = {
            mention.claim_id: origin
            for mention in ordered
            if mention.speaker is None and (origin := _restated(mention, spoken[mention.document_id], found.of))
        }
        found.of |= attributed
        _one_speaker(ordered, found)
        self._relays(ordered, found)
        _wire_copies(ordered, found)
        named = {origin.origin_id for origin in found.of.values() if origin.identified}
        return {x: replace(origin, identified=origin.origin_id in named) for x, origin in found.of.items()}

    def _alone(self, mention: Mention) -> Origin:
        if mention.asserter_id is not None:
            # An outlet that is only cited may rest on anybody; what its own correspondent counted is its own.
            identified = mention.asserter_id not in self.media or mention.correspondent
            return Origin(short_id("origin", "organisation", mention.asserter_id), identified, "same_speaker")
        document = self.first.get(mention.document_id, mention.document_id)
        if mention.speaker is not None:
            if mention.named:
                person = " ".join(sorted(_person(mention)))
                return Origin(short_id("origin", "person", person), True, "same_speaker")
            return Origin(short_id("origin", "unnamed", document, mention.speaker), False, "unnamed_in_one_document")
        publisher = self.publisher.get(mention.document_id)
        if publisher is not None:
            basis = "own_voice" if document == mention.document_id else "text_of_another"
            return Origin(short_id("origin", "organisation", publisher), publisher not in self.media, basis)
        return Origin(short_id("origin", "document", document), False, "own_voice")

    def _relays(self, mentions: list[Mention], found: _Traced) -> None:
        """A body that takes a figure from another is not a second source of it, be it quoted itself elsewhere.

        The Monitor's own report attributes seven dead to medics, an outlet says seven 'according to the Monitor':
        the medics' word. Two bodies that cite each other for one figure are one origin, too: nothing is added by a
        circle.
        """
        by_body: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            own = found.of[mention.claim_id].basis == "own_voice"
            body = self.publisher.get(mention.document_id) if own else mention.asserter_id
            if body is not None:
                by_body[body].append(mention)
        for relayed in mentions:
            relay = self.publisher.get(relayed.document_id)
            if relayed.speaker is None or relay is None or relay == relayed.asserter_id:
                continue
            for cited in by_body.get(relay, ()):
                if cited.document_id != relayed.document_id and _one_figure(relayed, cited):
                    found.merge(relayed.claim_id, cited.claim_id, "one_names_the_other")


def _restated(mention: Mention, spoken: list[Mention], found: dict[str, Origin]) -> Origin | None:
    """An outlet's own words in a report that attributes the figure are the speaker's."""
    same = [x for x in spoken if _one_figure(mention, x)]
    # A report that gives no figure of its own in its own voice rests on whoever it quotes, if that is one.
    origins = {found[x.claim_id].origin_id for x in spoken}
    if not same and len(origins) == 1 and all(figure.weak for figure in mention.figures.values()):
        same = spoken
    if not same:
        return None
    nearest = min(same, key=lambda x: (abs(x.start - mention.start), x.claim_id))
    return replace(found[nearest.claim_id], basis="restates_speaker")


def _one_figure(a: Mention, b: Mention) -> bool:
    return any(x.number == y.number for x, y in shared(a, b))


def _one_speaker(mentions: list[Mention], found: _Traced) -> None:
    """'Mr Ging' and 'John Ging' of one event are one person, 'activists' and 'local activists' of one report one voice.

    The fuller name's origin stands for both.
    """
    spoken = [x for x in mentions if x.speaker is not None and x.asserter_id is None]
    for mention in spoken:
        fuller = [x.claim_id for x in spoken if _fuller(x, mention)]
        if fuller:
            found.of[mention.claim_id] = replace(found.of[min(fuller)], basis="same_speaker")


def _fuller(full: Mention, mention: Mention) -> bool:
    if full.named:
        known, more = _person(mention), _person(full)
        return bool(known) and known < more and (mention.named or mention.document_id == full.document_id)
    if mention.named or mention.document_id != full.document_id:
        return False
    known, more = (frozenset((x.speaker or "").split()) for x in (mention, full))
    return known < more and not _FURTHER & (more - known)


def _wire_copies(mentions: list[Mention], found: _Traced) -> None:
    """Two texts with the same figures in nearly the same words within a week carry one wire.

    Figures of two named bodies are never one for their wording: a relay and its source are told by name.
    """
    alike: dict[tuple[object, ...], list[Mention]] = defaultdict(list)
    for mention in mentions:
        if len(mention.words) >= WEIGHTS.limits["wire_characters"]:
            alike[_breakdown(mention)].append(mention)
    for group in alike.values():
        for index, a in enumerate(group):
            for b in group[index + 1 :]:
                x, y = found.of[a.claim_id], found.of[b.claim_id]
                if a.document_id == b.document_id or x.origin_id == y.origin_id or (x.identified and y.identified):
                    continue
                if _within_a_week(a.published, b.published) and _same_words(a, b):
                    found.merge(a.claim_id, b.claim_id, "wire_copy")


def _same_words(a: Mention, b: Mention) -> bool:
    return fuzz.ratio(a.words, b.words, score_cutoff=WEIGHTS.limits["wire_words"]) > 0


def _person(mention: Mention) -> frozenset[str]:
    return frozenset((mention.speaker or "").split()) - _TITLES


def _breakdown(mention: Mention) -> tuple[tuple[str, int | None, int | None], ...]:
    return tuple(sorted((name, figure.low, figure.high) for name, figure in mention.figures.items()))


def _within_a_week(a: date | None, b: date | None) -> bool:
    return a is None or b is None or abs((a - b).days) <= WEIGHTS.limits["wire_copy_days"]
