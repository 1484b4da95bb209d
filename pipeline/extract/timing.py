"""When: the date of a figure's event as written, from its own sentence or carried from one on the same event."""

import datetime

from pipeline.extract.context import Context
from pipeline.extract.model import EventDate, Figure, Span
from pipeline.extract.times import When, find_times, is_window

_MONTH = datetime.timedelta(days=31)


def precision(first: datetime.date, last: datetime.date) -> int:
    """UCDP GED's date_prec: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 longer."""
    days = (last - first).days + 1
    return next((value for limit, value in ((1, 1), (6, 2), (7, 3), (31, 4)) if days <= limit), 5)


def as_event_date(context: Context, when: When, carried: bool) -> EventDate:
    """A date of the event from time words; ``carried`` where another sentence holds them."""
    text = context.document.slice(when.span)
    if when.start is None:
        return EventDate(text, (when.span,), None, None, None, None)
    last = when.end or when.start
    basis = "previous" if carried else when.basis
    return EventDate(text, (when.span,), when.start, when.end, precision(when.start, last), basis)


def _is_long(when: When) -> bool:
    return bool(when.start and when.end and when.end - when.start > _MONTH)


_ASIDE = 3
"""Sentences from which on a window of time no longer dates what others tell."""


def _is_window(context: Context, figure: Figure, when: When) -> bool:
    """Whether time words are a counted stretch back from the telling, some sentences away."""
    sentences = context.document.sentences
    index = next(held.index for held in sentences if held.span.start <= when.span.start < held.span.end)
    return abs(index - figure.sentence) >= _ASIDE and is_window(context.document.slice(when.span))


def _first(times: list[When]) -> When | None:
    return next((when for when in times if when.start), times[0] if times else None)


def _of_events(context: Context, sentence: int) -> list[When]:
    return [when for when in context.find(find_times, sentence) if not when.telling]


def own_date(context: Context, figure: Figure) -> When | None:
    """Time words of the figure's own sentence that date its event, the nearest stretch first."""
    times = _of_events(context, figure.sentence)
    segments = context.segments(figure)
    for stretch in (Span(segments.quote.start, segments.after.end), segments.before):
        inside = [when for when in times if stretch.start <= when.span.start < stretch.end]
        if inside:
            return _first(inside)
    return times[0] if times else None


def carried_date(
    context: Context, figure: Figure, nearby: list[int], places: frozenset[str], total: bool
) -> When | None:
    """Time words of another sentence on the same event.

    First of a sentence of the same topic that names the figure's own place, then of the nearest; last the day a
    sentence opens with, though it tells when something was said ("On Saturday, the ministry accused ...").

    Args:
        context: The document.
        figure: The figure.
        nearby: Other sentences on the same event, the likeliest first.
        places: Words of the names of the figure's place.
        total: True for a figure over several events; a long stretch of time dates nothing else.
    """
    from pipeline.extract.chains import sentence_words

    about = [index for index in nearby if places & sentence_words(context, index)] if places else []
    told = [
        when
        for index in (*about, *nearby)
        if (when := _first([held for held in _of_events(context, index) if total or not _is_long(held)]))
    ]
    if told and not total and all(_is_window(context, figure, when) for when in told):
        # "over the past 24 hours, X said on Tuesday": what others told that day is dated to that day.
        days = [
            when
            for index in (figure.sentence, *nearby)
            for when in context.find(find_times, index)
            if when.telling and when.start and when.start == when.end
        ]
        told = days[:1] or told
    if told:
        return next((when for when in told if when.start), told[0])
    for index in (figure.sentence, *nearby[:2]):
        found = _first([when for when in context.find(find_times, index) if when.opening])
        if found and found.start:
            return found
    return None
