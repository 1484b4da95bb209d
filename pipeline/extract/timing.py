"""When: dates of the event as written, resolved only where the text or its publication date resolves them."""

import calendar
import datetime
import re
from functools import cache
from typing import NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.model import Document, EventDate, Figure, Span
from pipeline.text.dates import absolute_dates, calendar_names, yearless_dates


class When(NamedTuple):
    """Time words of a sentence.

    Attributes:
        span: Where they stand.
        start: First day meant; None where nothing resolves the words.
        end: Last day meant.
        basis: Vocabulary ``date_basis``; None where unresolved.
        telling: True where the words date the telling and not the event.
        opening: True where the words open the sentence.
    """

    span: Span
    start: datetime.date | None
    end: datetime.date | None
    basis: str | None
    telling: bool
    opening: bool


_DAY = datetime.timedelta(days=1)


def reference_date(context: Context) -> datetime.date | None:
    """The day relative words count from: the day the text itself bears as its own, else the publication date.

    A date with a clock time, a date alone on its line and the date in an agency's dateline are the text's own.
    """
    return context.find(_reference, 0) if context.texts else context.document.publication_date


def _reference(context: Context, _: int) -> datetime.date | None:
    own = _own_date(context.document)
    return own or context.document.publication_date


@cache
def _stamp() -> tuple[re.Pattern[str], re.Pattern[str]]:
    clock = re.compile(r"^\s*(?:at\s+)?[,·|-]?\s*\d{1,2}:\d\d|\d{1,2}:\d\d\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:·|,|\||-)?\s*$")
    agency = re.compile(r"[(–—-]\s*$|^\s*/\s*[A-Z]")
    return clock, agency


def _own_date(document: Document) -> datetime.date | None:
    clock, agency = _stamp()
    text = document.text
    for start, end, first, last in absolute_dates(text):
        if first != last:
            continue
        line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        before, after = text[line_start:start], text[end : line_end if line_end >= 0 else len(text)]
        alone = not before.strip() and not after.strip() and start < 1500
        bracketed = before.strip().endswith("(") and bool(agency.search(after))
        timed = bool(clock.match(after) or clock.search(before))
        dateline = start < 600 and before.isupper() and bool(re.match(r"\s*[–—-]", after))
        signed = before.lstrip().startswith("—")
        if alone or bracketed or timed or dateline or signed:
            return first
    return None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words, names = vocabulary.load("timing"), calendar_names()
    flags = re.IGNORECASE
    long_days = "|".join(name for name in names.weekdays if name.endswith("day"))
    months = "|".join(sorted((name for name in names.months if len(name) > 3 or name == "may"), key=len, reverse=True))
    numbers = "|".join(sorted(words["numbers"], key=len, reverse=True))
    days = "|".join(
        rf"(?P<d{days}>{'|'.join(options)})" for days, options in sorted(words["days"].items(), reverse=True)
    )
    return {
        "days": re.compile(rf"\b(?:{days}|(?P<night>{'|'.join(words['night_before'])}))\b", flags),
        "ago": re.compile(rf"\b(?P<n>\d{{1,3}}|{numbers})\s+(?P<unit>day|week|month)s?\s+ago\b", flags),
        "weekday": re.compile(rf"\b(?P<last>last\s+)?(?P<day>{long_days})\b(?!\s*\(?\d)", flags),
        "window": re.compile(
            rf"\b(?:in|within|over|during|for|throughout)\s+(?:the\s+)?(?:past\s+|last\s+|previous\s+)?"
            rf"(?P<n>\d{{1,3}}|{numbers})\s+(?P<unit>hour|day|week|month|year)s?\b|"
            rf"\b(?:past|last)\s+(?P<n2>\d{{1,3}}|{numbers})\s+(?P<unit2>hour|day|week|month|year)s?\b",
            flags,
        ),
        "since": re.compile(r"\bsince\s+(?:the\s+)?(?:(?:start|beginning|outbreak|end)\s+of\s+)?", flags),
        "month": re.compile(rf"\b(?P<month>{months})\b(?!\s*\d)"),
        "month_item": re.compile(rf"^\W*(?P<month>{months})\s*:", flags),
        "year": re.compile(r"\b(?P<part>early|mid|late|the beginning of|the start of)?\s*(?P<year>(?:19|20)\d\d)\b"),
        "telling_before": re.compile(
            rf"\b(?:{words['telling']})\b(?:\s+(?:in|a|an|the|its|his|her|on|early|earlier|late|later|statement|tweet|"
            rf"press|release|that|evening|morning|North|Press|AFP|Reuters|AP|[A-Z]\w+)){{0,5}},?\s*(?:on|of|by)?\s*$"
        ),
        "telling_after": re.compile(rf"^(?:\s+(?:evening|morning|night|afternoon))?\s+(?:{words['telling']})\b"),
        "telling_clause": re.compile(
            rf"^(?:\s+(?:evening|morning|night|afternoon))?,\s+(?:[\w’'.()“”\"*-]+\s+){{0,9}}?(?:has\s+|have\s+|had\s+)?"
            rf"(?:initially\s+|also\s+)?(?P<verb>{words['telling']})\b"
        ),
        "recording": re.compile(rf"(?:{words['recording']})$"),
    }


def _number(word: str) -> int:
    return int(word) if word.isdigit() else int(vocabulary.load("timing")["numbers"][word.lower()])


def _back(reference: datetime.date, number: int, unit: str) -> datetime.date:
    if unit == "hour":
        return reference - _DAY * -(-number // 24)
    if unit in ("month", "year"):
        months = reference.year * 12 + reference.month - 1 - number * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return datetime.date(year, month + 1, min(reference.day, calendar.monthrange(year, month + 1)[1]))
    return reference - _DAY * number * (7 if unit == "week" else 1)


def _latest(reference: datetime.date, weekday: int) -> datetime.date:
    return reference - _DAY * ((reference.weekday() - weekday) % 7)


Days = tuple[datetime.date, datetime.date]


def _with_year(context: Context, month: int, day: int, last_day: int) -> tuple[Days | None, str | None]:
    """A year-less day: the latest on or before the reference, else the nearest to the text's own absolute dates."""
    reference = reference_date(context)
    anchors = [first for _, _, first, last in context.find(_absolute, 0) if first == last]
    basis = "publication"
    if reference is None:
        if not anchors:
            return None, None
        reference, basis = anchors[0] + _DAY * 180, "text"
    for year in (reference.year, reference.year - 1):
        try:
            first, last = datetime.date(year, month, day), datetime.date(year, month, last_day)
        except ValueError:
            continue
        if first <= reference:
            return (first, last), basis
    return None, None


def _absolute(context: Context, _: int) -> list[tuple[int, int, datetime.date, datetime.date]]:
    """Absolute dates of the whole document, by its raw offsets."""
    return absolute_dates(context.document.text)


def find_times(context: Context, sentence: int) -> list[When]:
    """Time words of a sentence, longest reading first where two overlap, in reading order."""
    text, patterns, reference = context.texts[sentence], _patterns(), reference_date(context)
    raw: list[tuple[int, int, Days | None, str | None]] = [
        (start, end, (first, last), "text") for start, end, first, last in _joined(absolute_dates(text), text)
    ]
    for day in yearless_dates(text):
        days, basis = _with_year(context, day.month, day.day, day.last_day)
        raw.append((day.start, day.end, days, basis))
    relative = "publication" if reference else None
    for found in patterns["window"].finditer(text):
        number, unit = _number(found["n"] or found["n2"]), (found["unit"] or found["unit2"]).lower()
        span = (_back(reference, number, unit), reference) if reference else None
        raw.append((found.start(), found.end(), span, relative))
    for found in patterns["ago"].finditer(text):
        day_ago = _back(reference, _number(found["n"]), found["unit"].lower()) if reference else None
        raw.append((found.start(), found.end(), (day_ago, day_ago) if day_ago else None, relative))
    for found in patterns["days"].finditer(text):
        raw.append((found.start(), found.end(), _relative_day(found, reference), relative))
    for found in patterns["weekday"].finditer(text):
        day_of = _latest(reference, calendar_names().weekdays[found["day"].lower()]) if reference else None
        if day_of and found["last"] and day_of == reference:
            day_of -= _DAY * 7
        raw.append((found.start(), found.end(), (day_of, day_of) if day_of else None, relative))
    raw += _months(context, sentence)
    return _read(context, sentence, raw)


def _relative_day(found: re.Match[str], reference: datetime.date | None) -> Days | None:
    if reference is None:
        return None
    if found["night"]:
        return reference - _DAY, reference
    back = next(int(name[1:]) for name, value in found.groupdict().items() if value and name != "night")
    return reference - _DAY * back, reference - _DAY * back


def _months(context: Context, sentence: int) -> list[tuple[int, int, Days | None, str | None]]:
    """A month named alone: an item of a list by month, or "in July"; the year is the text's or the reference's."""
    text, patterns = context.texts[sentence], _patterns()
    found = patterns["month_item"].match(text) or re.search(
        rf"\bin\s+{patterns['month'].pattern}(?!,?\s+(?:of\s+)?\d)", text
    )
    if not found:
        return []
    month, reference = calendar_names().months[found["month"].lower()], reference_date(context)
    years = [
        int(year["year"])
        for index in range(sentence, max(sentence - 15, -1), -1)
        for year in patterns["year"].finditer(context.texts[index])
    ]
    year = years[0] if years else None
    basis = "text"
    if year is None or not patterns["month_item"].match(text):
        if reference is None:
            return [(found.start("month"), found.end("month"), None, None)]
        year, basis = reference.year - (month > reference.month), "publication"
    last = calendar.monthrange(year, month)[1]
    days = (datetime.date(year, month, 1), datetime.date(year, month, last))
    return [(found.start("month"), found.end("month"), days, basis)]


def _joined(
    dates: list[tuple[int, int, datetime.date, datetime.date]], text: str
) -> list[tuple[int, int, datetime.date, datetime.date]]:
    """Two dates joined by a dash, a slash or "to" are one stretch of time."""
    joined: list[tuple[int, int, datetime.date, datetime.date]] = []
    for date in dates:
        held = joined[-1] if joined else None
        if held and held[3] <= date[2] and re.fullmatch(r"\s*(?:[-–—/]|to|and|until)\s*", text[held[1] : date[0]]):
            joined[-1] = (held[0], date[1], held[2], date[3])
        else:
            joined.append(date)
    return joined


def _read(context: Context, sentence: int, raw: list[tuple[int, int, Days | None, str | None]]) -> list[When]:
    text, offset, patterns = context.texts[sentence], context.start(sentence), _patterns()
    times: list[When] = []
    taken: list[tuple[int, int]] = []
    for start, end, days, basis in sorted(raw, key=lambda entry: (entry[0] - entry[1], entry[0])):
        if any(start < held_end and held_start < end for held_start, held_end in taken):
            continue
        taken.append((start, end))
        since = re.search(patterns["since"].pattern + r"$", text[:start], re.IGNORECASE)
        if since:
            start = since.start()
            days = (days[0], reference_date(context) or days[1]) if days else None
            if days and days[0] > days[1]:
                days = (days[0], days[0])
        opening = not re.search(
            r"\w{3}",
            re.sub(r"\b(?:on|in|late|early|the|also|at|during|of|hours)\b", "", text[:start], flags=re.IGNORECASE),
        )
        times.append(
            When(
                Span(offset + start, offset + end),
                days[0] if days else None,
                days[1] if days else None,
                basis if days else None,
                _dates_telling(text, start, end, opening),
                opening,
            )
        )
    return sorted(times + _since_years(context, sentence, taken))


def _since_years(context: Context, sentence: int, taken: list[tuple[int, int]]) -> list[When]:
    """ "since 2018", "since early 2022", "so far in 2022": from the year's first day."""
    text, offset, patterns = context.texts[sentence], context.start(sentence), _patterns()
    times = []
    for found in re.finditer(
        rf"(?:{patterns['since'].pattern}|\bso far in\s+(?:the year\s+)?){patterns['year'].pattern}",
        text,
        re.IGNORECASE,
    ):
        if any(found.start() < end and start < found.end() for start, end in taken):
            continue
        first = datetime.date(int(found["year"]), 1, 1)
        reference = reference_date(context)
        last = reference if reference and reference >= first else None
        span = Span(offset + found.start(), offset + found.end())
        times.append(When(span, first, last, "text", False, False))
    return times


def _dates_telling(text: str, start: int, end: int, opening: bool) -> bool:
    patterns = _patterns()
    if not opening and patterns["telling_before"].search(text[:start]):
        return True
    after = text[end:]
    if patterns["telling_after"].match(after):
        return True
    clause = patterns["telling_clause"].match(after) if opening else None
    return bool(clause)


def opens_with_date(text: str) -> bool:
    """Whether a sentence opens with a date or a day ("On June 29, ...", "Yesterday, ...")."""
    head = re.sub(r"^\W*(?:on|in|at|late|early|last|the)\s+", "", text, flags=re.IGNORECASE)[:40]
    patterns = _patterns()
    if patterns["weekday"].match(head) or patterns["days"].match(head):
        return True
    return any(start <= 2 for start, *_ in absolute_dates(head)) or any(day.start <= 2 for day in yearless_dates(head))


def precision(first: datetime.date, last: datetime.date) -> int:
    """UCDP GED's date_prec: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 longer."""
    days = (last - first).days + 1
    return next((value for limit, value in ((1, 1), (6, 2), (7, 3), (31, 4)) if days <= limit), 5)


def as_event_date(context: Context, when: When, basis: str | None = None) -> EventDate:
    """A date of the event from time words; ``basis`` overrides what the words themselves rest on."""
    text = context.document.slice(when.span)
    if when.start is None:
        return EventDate(text, (when.span,), None, None, None, None)
    last = when.end or when.start
    return EventDate(text, (when.span,), when.start, when.end, precision(when.start, last), basis or when.basis)


def code_own_date(context: Context, figure: Figure) -> When | None:
    """Time words of the figure's own sentence that date its event, the nearest stretch first."""
    times = [when for when in context.find(find_times, figure.sentence) if not when.telling]
    if not times:
        return None
    segments = context.segments(figure)
    for stretch in (Span(segments.quote.start, segments.after.end), segments.before):
        inside = [when for when in times if stretch.start <= when.span.start < stretch.end]
        resolved = [when for when in inside if when.start]
        if inside:
            return (resolved or inside)[0]
    return times[0]


def code_carried_date(context: Context, figure: Figure) -> When | None:
    """Time words of an earlier sentence on the same event, or of the sentence that opens the document's first topic."""
    for index in context.nearby(figure):
        times = [when for when in context.find(find_times, index) if not when.telling]
        resolved = [when for when in times if when.start]
        if times:
            return (resolved or times)[0]
    return None
