"""What a party is accused of: the one event of several that a sentence blames somebody for."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.chains import level_of, openings, place_words, usable
from pipeline.extract.context import Context, discourse
from pipeline.extract.model import Figure, Span
from pipeline.extract.retelling import Draft
from pipeline.extract.toponyms import SITE, TOWN
from pipeline.extract.weapons import find_targets, find_weapons, settles

_REACH = 8
"""Sentences before an accusation among which the event it is about is sought."""


class Charge(NamedTuple):
    """What a sentence blames somebody for.

    Attributes:
        named: Means and targets its object names ("the bakery strike"); empty for "Residents blamed Karst".
        words: Whatever other words tell the event apart ("the mill strike"); they need not fit ("the latest strike").
        places: First letters of the settlements the sentence puts it in.
        several: Whether it speaks of more than one event ("the strikes").
    """

    named: frozenset[str]
    words: frozenset[str]
    places: frozenset[str]
    several: bool


class _Event(NamedTuple):
    """What the words around one figure, or a sentence, tell of an attack; ``means`` are those the words settle."""

    figure: Figure | None
    places: frozenset[str]
    means: frozenset[str]
    named: frozenset[str]
    words: frozenset[str]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = vocabulary.load("actors")
    return (
        re.compile(words["accusing"], re.IGNORECASE),
        re.compile(r"\b(?:is|are|was|were|been)\s+(?:\w+ly\s+)?$", re.IGNORECASE),
        re.compile(words["several"], re.IGNORECASE),
        re.compile(words["blamed_event"], re.IGNORECASE),
    )


def find_charge(context: Context, sentence: int) -> Charge | None:
    """What a sentence accuses somebody of; None where it accuses nobody."""
    accusing, passive, several, event = _patterns()
    text = context.event_texts[sentence]
    found = accusing.search(text)
    if found is None:
        return None
    # "The hospital blamed Karst for the strike", but "the strike on the hospital was blamed on Karst".
    first = 0 if passive.search(text[: found.start()]) else found.start()
    plural = several.search(text, first) is not None
    words = _words(" ".join(told["before"] for told in event.finditer(text, first)))
    places = (place_words(context, chain) for chain in usable(context, sentence, SITE))
    stretch = Span(context.start(sentence) + first, context.document.sentences[sentence].span.end)
    return Charge(_named(context, sentence, stretch, plural), words, openings(frozenset().union(*places)), plural)


def blames_for_another(context: Context, draft: Draft, twins: list[Draft], drafts: list[Draft], index: int) -> bool:
    """Whether a sentence accuses a party of another event than a figure's, so that it does not say who struck there.

    An accusation is of the nearest event before it that has the means, the target or the place it names, and of the
    nearest of all where it names none; of several ("the strikes") it is of all that its words fit.

    Args:
        context: The document.
        draft: The figure.
        twins: Its other tellings.
        drafts: The figures around it.
        index: The sentence.
    """
    charge = context.find(find_charge, index)
    if charge is None:
        return False
    own = _event(context, draft.figure.sentence, draft)
    meant = _meant(charge, _told_before(context, drafts, index))
    if charge.several and meant and (_fit(charge, own) or not _fit(charge, meant[0])):
        return False
    tellings = [draft.figure, *(other.figure for other in twins)]
    told = any(event.figure is telling for event in meant for telling in tellings)
    return not told and any(_differ(charge, own, event) for event in meant)


def _meant(charge: Charge, events: list[_Event]) -> list[_Event]:
    """The event a charge is of, out of those told before it, nearest first; all of them where its words fit none."""
    best = max((_fit(charge, event) for event in events), default=0)
    if best == 0 and charge.named:
        return events
    return next(([event] for event in events if _fit(charge, event) == best), [])


def _fit(charge: Charge, event: _Event) -> int:
    return len(charge.named & event.named) + len(charge.words & event.words) + bool(charge.places & event.places)


def _differ(charge: Charge, own: _Event, meant: _Event) -> bool:
    """Whether two events are two: in other settlements, or by other means than one attack combines.

    Where the charge names the means, any other is another event's.
    """
    if own.places and meant.places and not own.places & meant.places:
        return True
    if not own.means or not meant.means or own.means & meant.means:
        return False
    combined = own.means | meant.means <= set(vocabulary.load("weapons")["combined"])
    return not combined or _fit(charge, own) < _fit(charge, meant)


def _told_before(context: Context, drafts: list[Draft], index: int) -> list[_Event]:
    """Events told with a figure, or at a settlement of their own, up to a sentence, the nearest first."""
    events = []
    for sentence in range(index, max(index - _REACH, 0) - 1, -1):
        held = [draft for draft in reversed(drafts) if draft.figure.sentence == sentence]
        events += [_event(context, sentence, draft) for draft in held]
        if not held and sentence < index and discourse()["attack"].search(context.texts[sentence]):
            event = _event(context, sentence, None)
            events += [event] if event.places else []
    return events


def _event(context: Context, sentence: int, draft: Draft | None) -> _Event:
    if draft is None:
        stretch, chains = context.document.sentences[sentence].span, usable(context, sentence, SITE)
    else:
        segments = context.segments(draft.figure)
        stretch = Span(segments.before.start, segments.after.end)
        chains = [draft.chain] if draft.chain and level_of(context, draft.chain) <= TOWN else []
    places = openings(frozenset().union(*(place_words(context, chain) for chain in chains)))
    means = frozenset(
        weapon.value for weapon in context.find(find_weapons, sentence) if settles(weapon) and _in(weapon.span, stretch)
    )
    start = context.start(sentence)
    words = _words(context.event_texts[sentence][stretch.start - start : stretch.end - start])
    return _Event(draft.figure if draft else None, places, means, _named(context, sentence, stretch, False), words)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in re.findall(r"\w{4,}", text.lower()))


def _in(span: Span, stretch: Span) -> bool:
    return stretch.start <= span.start < stretch.end


def _named(context: Context, sentence: int, stretch: Span, settled: bool) -> frozenset[str]:
    """Means and targets a stretch of a sentence names, as classes and by the openings of their words."""
    means = {
        weapon.value
        for weapon in context.find(find_weapons, sentence)
        if _in(weapon.span, stretch) and (settles(weapon) or not settled)
    }
    targets = [target for target in context.find(find_targets, sentence) if _in(target.spans[0], stretch)]
    words = openings(frozenset(context.document.slice(target.spans[0]).lower() for target in targets))
    return frozenset({*means, *(target.value for target in targets), *words})
