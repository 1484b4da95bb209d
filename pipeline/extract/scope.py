"""One event, several under one number, or a running total."""

import re
from functools import cache

from pipeline.extract import vocabulary
from pipeline.extract.context import Context, discourse
from pipeline.extract.model import Figure, Span
from pipeline.extract.toponyms import COUNTRY, PROVINCE, TOWN

Scope = tuple[str, tuple[Span, ...]]
"""Vocabulary ``aggregation`` and the words that say so."""

INCIDENT: Scope = ("incident", ())


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = vocabulary.load("scope")
    lists = {name: re.compile("|".join(words[name]), re.IGNORECASE) for name in ("cumulative", "windows")}
    singles = (
        "plural_events",
        "many_places",
        "spread",
        "many_targets",
        "month_item",
        "ordinal",
        "anaphora",
        "single_place",
        "fighting",
        "fight",
        "single_event",
        "war",
        "further",
    )
    return lists | {name: re.compile(words[name], re.IGNORECASE) for name in singles}


def told_scope(context: Context, figure: Figure) -> Scope:
    """What the words of time and number say of a figure's scope, before its place is known.

    A start ("since September") makes a running total; a stretch of time, or many places named at once, an aggregate.
    Words such as "these attacks" take over what the sentence before says of them.
    """
    own = _in_stretch(context, figure)
    if own != INCIDENT:
        return own
    if _patterns()["further"].search(context.document.slice(figure.quote)):
        return _in_text(context, figure.sentence, 0, len(context.texts[figure.sentence]))
    return _taken_up(context, figure.sentence)


def _taken_up(context: Context, sentence: int) -> Scope:
    """What the sentences before say of the attacks a sentence goes on with ("the strikes"), as far back as they do."""
    before = sentence - 1
    referring = _patterns()["anaphora"].search(context.texts[sentence])
    if before < 0 or referring is None:
        return INCIDENT
    same = _same_paragraph(context, before, sentence)
    # Outlets that give each sentence a paragraph of its own go on with "the strikes": several, not one of them.
    if not same and not referring[0].endswith("s"):
        return INCIDENT
    told = _in_text(context, before, 0, len(context.texts[before]))
    return _taken_up(context, before) if told == INCIDENT and same else told


def _same_paragraph(context: Context, one: int, two: int) -> bool:
    sentences = context.document.sentences
    return sentences[one].paragraph == sentences[two].paragraph


def _in_stretch(context: Context, figure: Figure) -> Scope:
    text, start = context.event_texts[figure.sentence], context.start(figure.sentence)
    segments = context.segments(figure)
    low, high = segments.before.start - start, segments.after.end - start
    # "Second attack in 24 hours | Civilian killed": the words before the bar head another statement.
    low = max(low, text.rfind("|", 0, segments.quote.start - start) + 1)
    return _in_text(context, figure.sentence, low, high)


def _in_text(context: Context, sentence: int, low: int, high: int) -> Scope:
    patterns, text, start = _patterns(), context.event_texts[sentence], context.start(sentence)
    for name, value in (("cumulative", "cumulative"), ("windows", "aggregate")):
        for found in patterns[name].finditer(text, low, high):
            if not patterns["ordinal"].search(text[low : found.start()]):
                return value, (Span(start + found.start(), start + found.end()),)
    many = patterns["many_places"].search(text, low, high)
    if many and any(patterns[name].search(text, low, high) for name in ("plural_events", "spread")):
        return "aggregate", (Span(start + many.start(), start + many.end()),)
    kinds = patterns["many_targets"].search(text, low, high)
    if kinds:
        return "aggregate", (Span(start + kinds.start(), start + kinds.end()),)
    item = patterns["month_item"].match(text)
    return ("aggregate", (Span(start + item.start(), start + item.end()),)) if item else INCIDENT


def code_scope(context: Context, figure: Figure, told: Scope, level: int, names: tuple[Span, ...]) -> Scope:
    """The scope of a figure, its place known.

    Args:
        context: The document.
        figure: The figure.
        told: What :func:`told_scope` found.
        level: Level of the place in the figure's own sentence.
        names: Names of the figure's place.

    Returns:
        ``told``, unless a month's item tells of one place; or an aggregate where attacks in the plural cover three
        places or more, or a province and more deaths than one attack is likely to cause.
    """
    patterns = _patterns()
    if _is_toll_of_war(figure):
        return "cumulative", told[1] or (figure.quote,)
    if _single_victim(figure):
        return INCIDENT
    if told[1] and patterns["month_item"].match(context.texts[figure.sentence]) and level <= TOWN:
        return INCIDENT
    if told != INCIDENT:
        return told
    plural = patterns["plural_events"]
    if len(names) > 2:
        listing = next(
            held.index for held in context.document.sentences if held.span.start <= names[0].start < held.span.end
        )
        if plural.search(context.event_texts[listing]):
            return "aggregate", names
    text, start = context.event_texts[figure.sentence], context.start(figure.sentence)
    segments = context.segments(figure)
    found = plural.search(text, segments.before.start - start, segments.after.end - start)
    many = max((count.minimum or 0 for count in (figure.killed, figure.injured) if count), default=0)
    worded = any(
        count and count.value is None and (count.minimum or 0) > 2 for count in (figure.killed, figure.injured)
    )
    large = many >= int(vocabulary.load("scope")["many"]) or worded
    alone = patterns["single_place"].search(text)
    if found and large and not alone and PROVINCE <= level <= COUNTRY:
        return "aggregate", (Span(start + found.start(), start + found.end()),)
    mass = many >= int(vocabulary.load("scope")["mass"])
    if mass and not alone and not patterns["single_event"].search(text) and PROVINCE <= level <= COUNTRY:
        return "aggregate", (figure.quote,)
    return _fighting(context, figure)


def _single_victim(figure: Figure) -> bool:
    """Whether one person was harmed: in one event, however many places were hit."""
    counts = [count for count in (figure.killed, figure.injured, figure.combined) if count]
    return len(counts) == 1 and counts[0].maximum == 1


def of_one_event(context: Context, figure: Figure) -> bool:
    """Whether a figure's own stretch tells of one attack and of none in the plural, or its victim is a single one."""
    patterns, segments = _patterns(), context.segments(figure)
    text, start = context.event_texts[figure.sentence], context.start(figure.sentence)
    low, high = segments.before.start - start, segments.after.end - start
    single = patterns["single_event"].search(text, low, high) and not patterns["plural_events"].search(text, low, high)
    return _single_victim(figure) or bool(single)


def _fighting(context: Context, figure: Figure) -> Scope:
    """Fighting that goes on: told so by the figure's sentence, or by its paragraph before it where nothing else is."""
    patterns, sentences = _patterns(), context.document.sentences
    text, start = context.event_texts[figure.sentence], context.start(figure.sentence)
    segments = context.segments(figure)
    found = patterns["fighting"].search(text, segments.before.start - start, segments.after.end - start)
    if found:
        return "aggregate", (Span(start + found.start(), start + found.end()),)
    attack = discourse()["attack"].search(text)
    if attack and not patterns["fight"].fullmatch(attack[0]):
        return INCIDENT
    for index in range(figure.sentence - 1, -1, -1):
        if sentences[index].paragraph != sentences[figure.sentence].paragraph:
            break
        found = patterns["fighting"].search(context.event_texts[index])
        if found:
            return "aggregate", (Span(context.start(index) + found.start(), context.start(index) + found.end()),)
        if discourse()["attack"].search(context.texts[index]):
            break
    return INCIDENT


def is_of_war(context: Context, figure: Figure, scope: str) -> bool:
    """Whether a running total is a whole war's: no one attack, doer or means is told for it."""
    if scope != "cumulative":
        return False
    stretch = context.segments(figure)
    text = context.document.text[stretch.before.start : stretch.after.end]
    return _is_toll_of_war(figure) or bool(_patterns()["war"].search(text))


def _is_toll_of_war(figure: Figure) -> bool:
    """Whether more died than in any attack ("At least 150,000 have died in it")."""
    most = max((count.minimum or 0 for count in (figure.killed, figure.injured) if count), default=0)
    return most >= int(vocabulary.load("scope")["war_toll"])
