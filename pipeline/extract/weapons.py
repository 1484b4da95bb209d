"""With what: the means of an attack, what it was aimed at, and how many strikes are named."""

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.model import Figure, Named, Span


class Weapon(NamedTuple):
    """A word that names a means; ``rank`` says how much it settles, ``yields`` the one class it gives way to."""

    span: Span
    value: str
    rank: int
    yields: str | None


@cache
def _classes() -> list[tuple[re.Pattern[str], str, int, str | None]]:
    return [
        (
            re.compile(rf"\b(?:{'|'.join(entry['words'])})(?![\w-]*drones?\b)\b", re.IGNORECASE),
            entry["class"],
            entry["rank"],
            entry.get("yields"),
        )
        for entry in vocabulary.load("weapons")["classes"]
    ]


@cache
def _targets() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(rf"\b(?:{'|'.join(entry['words'])})\b", re.IGNORECASE), entry["class"])
        for entry in vocabulary.load("weapons")["targets"]
    ]


def find_weapons(context: Context, sentence: int) -> list[Weapon]:
    """Every word of a sentence that names a means of attack, in reading order."""
    text, start = context.event_texts[sentence], context.start(sentence)
    found = [
        Weapon(Span(start + match.start(), start + match.end()), value, rank, yields)
        for pattern, value, rank, yields in _classes()
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda weapon: (weapon.span, weapon.value))


def own_weapon(context: Context, figure: Figure) -> Weapon | None:
    """The most specific word for a means in the figure's own stretch of text, else in its sentence."""
    own = context.find(find_weapons, figure.sentence)
    subject, harm = (
        [item for item in own if span.start <= item.span.start and item.span.end <= span.end]
        for span in (context.harmer(figure), figure.harm)
    )
    if subject:
        return _strongest([*subject, *harm])  # "gunmen beheaded four": the verb of harm may say more
    for cause in context.causes(figure):
        bound = _strongest([item for item in own if cause.start <= item.span.start and item.span.end <= cause.end])
        if settles(bound):
            return bound
    segments = context.segments(figure)
    stretch = Span(segments.before.start, segments.after.end)
    near = [weapon for weapon in own if stretch.start <= weapon.span.start and weapon.span.end <= stretch.end]
    told = _strongest(near)
    return told if told and (told.yields or settles(told)) else _strongest(own)


def _strongest(weapons: list[Weapon]) -> Weapon | None:
    return max(weapons, key=lambda weapon: (weapon.rank, -weapon.span.start), default=None)


def settles(weapon: Weapon | None) -> bool:
    """Whether a word says the class by itself: "strike" and "rocket" do not where others tell more."""
    return weapon is not None and weapon.rank >= int(vocabulary.load("weapons")["weak"])


def agrees(own: Weapon | None, other: Weapon | None) -> bool:
    """Whether a telling's word for the means can stand for that of another: one that yields does so to one class."""
    return own is None or other is None or own.yields is None or other.value in (own.value, own.yields)


def nearby_weapon(context: Context, figure: Figure, own: Weapon | None, nearby: list[int]) -> Weapon | None:
    """The means told by other sentences on the same event, where the figure's own does not settle it.

    The first sentence that settles it; for a headline the class most of the sentences name.
    """
    if own is None or not (own.yields or settles(own)):
        told_next = _told_next(context, figure)
        if told_next:
            return told_next
    told = [_strongest(context.find(find_weapons, index)) for index in nearby]
    if own and own.yields:
        sentences = context.document.sentences
        close = [
            weapon
            for index in nearby
            if sentences[index].is_headline or sentences[index].paragraph == sentences[figure.sentence].paragraph
            for weapon in context.find(find_weapons, index)
            if weapon.value == own.yields
        ]
        return close[0] if close else _called(context, figure) or own
    settling = [weapon for weapon in told if weapon and settles(weapon)]
    if context.document.sentences[figure.sentence].is_headline and settling:
        votes = Counter(weapon.value for weapon in (*settling, *([own] if own else [])))
        return max(settling, key=lambda weapon: (votes[weapon.value], -weapon.span.start))
    return settling[0] if settling else _strongest([weapon for weapon in (own, *told) if weapon])


def fighting(context: Context, sentences: list[int]) -> Weapon | None:
    """The first word for fighting in some sentences."""
    held = (weapon for index in sentences for weapon in context.find(find_weapons, index))
    return next((weapon for weapon in held if weapon.value == "clash"), None)


def _called(context: Context, figure: Figure) -> Weapon | None:
    """What the next sentences call the event ("the raid"), where its own words fit several means."""
    own = figure.sentence
    for index in range(own + 1, min(own + 3, len(context.texts))):
        if context.blocks[index] != context.blocks[own] or index in context.with_figures:
            return None
        offset = context.start(index)
        called = [found.span(1) for found in _events().finditer(context.event_texts[index])]
        for weapon in context.find(find_weapons, index):
            if not weapon.yields and (weapon.span.start - offset, weapon.span.end - offset) in called:
                return weapon
    return None


def _told_next(context: Context, figure: Figure) -> Weapon | None:
    """What the next sentence says of the attack just told ("The attack was carried out with mortars")."""
    after = figure.sentence + 1
    if after >= len(context.texts) or after in context.with_figures or not context.takes_up(after):
        return None
    told = _strongest(context.find(find_weapons, after))
    return told if settles(told) else None


@cache
def _events() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:the|this|these|that)\s+({'|'.join(vocabulary.load('weapons')['events'])})\b", re.IGNORECASE
    )


def named_weapon(weapon: Weapon) -> Named:
    """A weapon as the coding of a claim has it."""
    return Named(weapon.value, (weapon.span,))


def find_targets(context: Context, sentence: int) -> list[Named]:
    """Every word of a sentence for what attacks are aimed at, in reading order."""
    text, start = context.event_texts[sentence], context.start(sentence)
    found = [
        Named(value, (Span(start + match.start(), start + match.end()),))
        for pattern, value in _targets()
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda target: (target.spans, target.value))


@cache
def _aimed() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:target\w*|hit(?:s|ting)?|struck|on|against|bomb\w*|shell\w*|in|into|destroy\w*)\s+"
        r"((?:[\w“”\"'’-]+\s+){0,6}[\w-]+)",
        re.IGNORECASE,
    )


def code_target(context: Context, figure: Figure) -> Named | None:
    """What was aimed at, where the figure's sentence names it; NULL where it does not."""
    text, start = context.event_texts[figure.sentence], context.start(figure.sentence)
    for aimed in _aimed().finditer(text):
        for pattern, value in _targets():
            found = pattern.search(text, aimed.start(1), aimed.end(1))
            if found:
                return Named(value, (Span(start + found.start(), start + found.end()),))
    return None


_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
        ],
        1,
    )
}


@cache
def _strikes() -> re.Pattern[str]:
    numbers = "|".join(_NUMBERS)
    nouns = "|".join(vocabulary.load("weapons")["strike_nouns"])
    return re.compile(
        rf"\b(?:(?P<over>more than|over)|(?P<least>at least|no fewer than)|(?P<about>about|around|nearly))?\s*"
        rf"\b(?P<number>\d{{1,3}}|{numbers})\s+(?:[a-z-]+\s+){{0,2}}?(?:{nouns})\b",
        re.IGNORECASE,
    )


def code_strikes(context: Context, figure: Figure) -> tuple[int | None, int | None]:
    """How many strikes the figure's sentence names; the upper bound is None where it is open."""
    found = _strikes().search(context.event_texts[figure.sentence])
    if not found:
        return None, None
    word = found["number"].lower()
    number = int(word) if word.isdigit() else _NUMBERS[word]
    if found["over"]:
        return number + 1, None
    return number, None if found["least"] else number
