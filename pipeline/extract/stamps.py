"""The day a text bears as its own: what relative words count from when nothing outside the text tells better."""

import datetime
import re
from functools import cache

from pipeline.extract.context import Context
from pipeline.extract.model import Document, Span
from pipeline.text.dates import absolute_dates

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
    return [
        (Span(start, end), first)
        for start, end, first, last in context.find(absolute, 0)
        if first == last and _is_stamp(document, start, end)
    ]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "clock_after": re.compile(r"\s*(?:at\s+)?[,·|-]?\s*\d{1,2}:\d\d"),
        "clock_before": re.compile(r"\d{1,2}:\d\d\s*(?:[AaPp]\.?[Mm]\.?)?\s*[·,|-]?\s*$"),
        "agency": re.compile(r"\s*/\s*[A-Z]"),
        "dash": re.compile(r"\s*[–—-]"),
    }


def _is_stamp(document: Document, start: int, end: int) -> bool:
    text, patterns = document.text, _patterns()
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    before, after = text[line_start:start], text[end : line_end if line_end >= 0 else len(text)]
    return (
        (start < 1500 and not before.strip() and not after.strip())
        or (before.strip().endswith("(") and bool(patterns["agency"].match(after)))
        or bool(patterns["clock_after"].match(after) or patterns["clock_before"].search(before))
        or (start < 600 and before.isupper() and bool(patterns["dash"].match(after)))
        or before.lstrip().startswith("—")
    )


def reference_date(context: Context) -> datetime.date | None:
    """The day relative words count from: the day the text bears as its own, else the publication date."""
    stamps = context.find(find_stamps, 0)
    return stamps[0][1] if stamps else context.document.publication_date
