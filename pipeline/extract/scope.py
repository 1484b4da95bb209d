"""One event, several under one number, or a running total."""

import re
from functools import cache

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.model import Figure, PlaceMention, Span


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = vocabulary.load("scope")
    lists = {name: re.compile("|".join(words[name]), re.IGNORECASE) for name in ("cumulative", "windows")}
    single = {name: re.compile(words[name], re.IGNORECASE) for name in ("plural_events", "many_places", "single")}
    return lists | single


def code_scope(context: Context, figure: Figure, place: PlaceMention | None) -> tuple[str, tuple[Span, ...]]:
    """Vocabulary ``aggregation`` of a figure and the words that say so.

    A start ("since September") makes a running total; a stretch of time or of places under one number, or several
    attacks named in the plural over several places, make an aggregate; everything else is one event.
    """
    patterns, text, start = _patterns(), context.event_texts[figure.sentence], context.start(figure.sentence)
    segments = context.segments(figure)
    low, high = segments.before.start - start, segments.after.end - start

    def spans(found: re.Match[str]) -> tuple[Span, ...]:
        return (Span(start + found.start(), start + found.end()),)

    for name, value in (("cumulative", "cumulative"), ("windows", "aggregate")):
        found = patterns[name].search(text, low, high)
        if found:
            return value, spans(found)
    plural = patterns["plural_events"].search(text, low, high)
    many = patterns["many_places"].search(text, low, high)
    if many and plural:
        return "aggregate", spans(many)
    if place and len(place.names) > 2 and plural:
        return "aggregate", place.spans
    return "incident", ()
