"""The day a text bears as its own: what relative words count from when nothing outside the text tells better."""

import datetime
import re
from functools import cache

from pipeline.extract.context import Context
from pipeline.extract.model import Document, Span
from pipeline.text.dates import absolute_dates, yearless_dates

_HEAD = 1500
"""Characters within which a text bears its own day."""

Dated = tuple[int, int, datetime.date, datetime.date]


def absolute(context: Context, _: int) -> list[Dated]:
    """Absolute dates of the whole document, by its raw offsets."""
    return absolute_dates(context.document.text)


def find_stamps(context: Context, _: int) -> list[tuple[Span, datetime.date]]:
    """Dates that say when the text itself was published, in reading order.

    A date alone on its line near the head, one with a clock time, one in an agency's dateline or brackets, and the
    date under a message. Such a date never dates an event.
    """
    document = context.document
    stamps = [
        (Span(start, end), first)
        for start, end, first, last in context.find(absolute, 0)
        if first == last and _is_stamp(document, start, end)
    ]
    return sorted([*stamps, *_yearless(document)])


_LATE = 7
"""Days within which a report is published after the day its dateline bears."""


def _yearless(document: Document) -> list[tuple[Span, datetime.date]]:
    """Days of datelines without a year ("RIVERTON, May 3 (Agency) - "), which is that of the publication."""
    published = document.publication_date
    if published is None:
        return []
    stamps = []
    for held in yearless_dates(document.text[:_HEAD]):
        if not _in_dateline(document.text, held.start, held.end):
            continue
        for back in range(_LATE):
            day = published - datetime.timedelta(days=back)
            if (day.month, day.day) == (held.month, held.day):
                stamps.append((Span(held.start, held.end), day))
    return stamps


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "clock_after": re.compile(r"\s*(?:at\s+)?[,·|-]?\s*\d{1,2}:\d\d"),
        "clock_before": re.compile(r"\d{1,2}:\d\d\s*(?:[AaPp]\.?[Mm]\.?)?\s*[·,|-]?\s*$"),
        "agency": re.compile(r"\s*/\s*[A-Z]"),
        # "RIVERTON, Hillland, May 3 (Agency) - ": names before the day, a dash after it.
        "names": re.compile(r"\W*[A-Z][\w’'.-]*(?:(?:,\s|\s|/)[A-Z][\w’'.-]*){0,5}[\s,(]*"),
        "dash": re.compile(r"\)?\s*(?:\([^)\n]{2,40}\)\s*)?(?:[–—-]|:\s)"),
    }


def _is_stamp(document: Document, start: int, end: int) -> bool:
    text, patterns = document.text, _patterns()
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    before, after = text[line_start:start], text[end : line_end if line_end >= 0 else len(text)]
    return (
        (start < _HEAD and not before.strip() and not after.strip())
        or (before.strip().endswith("(") and bool(patterns["agency"].match(after)))
        or bool(patterns["clock_after"].match(after) or patterns["clock_before"].search(before))
        or (start < _HEAD and _in_dateline(text, start, end))
        or before.lstrip().startswith("—")
    )


def _in_dateline(text: str, start: int, end: int) -> bool:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return bool(_patterns()["names"].fullmatch(before)) and bool(_patterns()["dash"].match(text, end))


def reference_date(context: Context) -> datetime.date | None:
    """The day relative words count from: the day the text bears as its own, else the publication date."""
    stamps = context.find(find_stamps, 0)
    return stamps[0][1] if stamps else context.document.publication_date


def reference_basis(context: Context) -> str:
    """What :func:`reference_date` rests on, of the vocabulary ``date_basis``."""
    stamped = context.find(find_stamps, 0) and reference_date(context) != context.document.publication_date
    return "stamp" if stamped else "publication"
