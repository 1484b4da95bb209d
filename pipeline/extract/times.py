"""Time words of a sentence, resolved only where the text or the day it bears resolves them."""

import calendar
import datetime
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.model import Span
from pipeline.extract.stamps import Dated, absolute, find_stamps, reference_basis, reference_date
from pipeline.text.dates import absolute_dates, calendar_names, yearless_dates

Days = tuple[datetime.date, datetime.date]
Reading = tuple[int, int, Days | None, str | None]
"""Start and end in the sentence, the days meant and what they rest on; no days where nothing resolves the words."""

_DAY = datetime.timedelta(days=1)
_REACH = 160


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


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words, names = vocabulary.load("timing"), calendar_names()
    flags = re.IGNORECASE
    long_days = "|".join(name for name in names.weekdays if name.endswith("day"))
    months = "|".join(name.title() for name in names.months if len(name) > 4 or name in ("may", "june", "july"))
    number = rf"\d{{1,3}}|{'|'.join(sorted(words['numbers'], key=len, reverse=True))}"
    days = "|".join(
        rf"(?P<d{days}>{'|'.join(options)})" for days, options in sorted(words["days"].items(), reverse=True)
    )
    telling, part = words["telling"], r"(?:\s+(?:evening|morning|night|afternoon))?"
    return {
        "days": re.compile(rf"\b(?:{days}|(?P<night>{'|'.join(words['night_before'])}))\b", flags),
        "ago": re.compile(rf"\b(?P<n>{number})\s+(?P<unit>day|week|month)s?\s+ago\b", flags),
        "weekday": re.compile(rf"\b(?P<last>last\s+)?(?P<day>{long_days})\b(?!\s*\(?\d)", flags),
        "window": re.compile(
            rf"\b(?:(?:in|within|over|during|for|throughout)\s+(?:the\s+)?(?:past\s+|last\s+|previous\s+)?|(?:past|last)\s+)"
            rf"(?P<n>{number})\s+(?P<unit>hour|day|week|month|year)s?\b",
            flags,
        ),
        # "two days before this attack"; "the attack comes two days after ..."; "the following day"
        "offset": re.compile(
            rf"\b(?P<n>{number})\s+days?\s+before\s+(?:this|the|that)\b|\b(?:comes?|came)\s+(?P<n2>{number})\s+days?\s+after\b|"
            rf"\b(?P<n3>{number})\s+days?\s+earlier\b|\bthe\s+(?P<previous>previous|preceding)\s+day\b|"
            rf"\b(?P<later>{number})\s+days?\s+later\b|\bthe\s+(?P<following>following|next)\s+day\b",
            flags,
        ),
        "since": re.compile(r"\b(?i:since)\b[^,.;:]{0,60}$"),
        "month": re.compile(
            rf"\b(?:[Ii]n|[Ss]ince|of)\s+(?:(?:early|late|mid)[ -])?(?P<month>{months})\b(?!,?\s+(?:of\s+)?\d)"
        ),
        "item": re.compile(rf"^\W*(?P<month>{months})\s*:"),
        "year": re.compile(
            r"\b(?:(?i:since|so far in)\s+(?:the\s+(?:year|start of|beginning of)\s+|early\s+|late\s+|mid-)?|[Ii]n\s+)"
            r"(?P<year>(?:19|20)\d\d)\b(?![-/])"
        ),
        "any_year": re.compile(r"\b(?:19|20)\d\d\b"),
        "joint": re.compile(r"\s*(?:[-–—/]|to|and|until|through)\s*(?:on\s+)?"),
        "before": re.compile(
            rf"\b(?:{telling})\b(?:\s+(?:in|a|an|the|its|his|her|on|early|earlier|late|later|statement|tweet|press|release|"
            rf"that|evening|morning|[A-Z]\w+)){{0,5}},?\s*(?:on|of|by)?\s*$"
        ),
        "retold": re.compile(words["retold"], flags),
        "after": re.compile(rf"^{part}\s+(?:{telling})\b"),
        "clause": re.compile(
            rf"^{part},\s+(?P<subject>(?:[\w’'.()“”\"*-]+\s+){{0,9}}?)(?:has\s+|have\s+|had\s+)?(?:initially\s+|also\s+)?(?:{telling})\b"
        ),
        "counting": re.compile(words["counting"], flags),
        "head": re.compile(r"^\W*(?:on|in|at|late|early|last|the)\s+", flags),
        "filler": re.compile(r"\b(?:on|in|late|early|the|also|at|during|of|hours|by)\b", flags),
    }


def _number(word: str) -> int:
    return int(word) if word.isdigit() else int(vocabulary.load("timing")["numbers"][word.lower()])


def _back(day: datetime.date, number: int, unit: str) -> datetime.date:
    if unit == "hour":
        return day - _DAY * -(-number // 24)
    if unit in ("month", "year"):
        year, month = divmod(day.year * 12 + day.month - 1 - number * (12 if unit == "year" else 1), 12)
        return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return day - _DAY * number * (7 if unit == "week" else 1)


def find_times(context: Context, sentence: int) -> list[When]:
    """Time words of a sentence, the longest reading where two overlap, in reading order."""
    text, offset = context.texts[sentence], context.start(sentence)
    stamps = {span for span, _ in context.find(find_stamps, 0)}
    times: list[When] = []
    taken: list[tuple[int, int]] = []
    for start, end, days, basis in sorted(
        _readings(context, sentence), key=lambda entry: (entry[0] - entry[1], entry[0])
    ):
        if any(start < held_end and held_start < end for held_start, held_end in taken):
            continue
        taken.append((start, end))
        opening = not re.search(r"\w{3}", _patterns()["filler"].sub("", text[:start]))
        telling = (
            _dates_telling(context, text, start, end, opening)
            or Span(offset + start, offset + end) in stamps
            or _counts(text, start, end, days)
        )
        start, days = _since(context, text, start, days)
        first, last = days or (None, None)
        times.append(When(Span(offset + start, offset + end), first, last, basis if days else None, telling, opening))
    return sorted(times, key=lambda when: when.span)


def is_window(text: str) -> bool:
    """Whether time words count back from the telling ("in the past 24 hours")."""
    return _patterns()["window"].match(text) is not None


def _since(context: Context, text: str, start: int, days: Days | None) -> tuple[int, Days | None]:
    """A start ("since Saturday", "since the campaign began in May") runs to the day the text bears.

    Where it bears none nothing says how long it went on: taken for the event's day, the start would be a false one.
    """
    since = _patterns()["since"].search(text, max(0, start - _REACH), start)
    if not since:
        return start, days
    reference = reference_date(context)
    if days is None or reference is None:
        return since.start(), None
    return since.start(), (days[0], reference) if reference > days[0] else days


def _readings(context: Context, sentence: int) -> Iterator[Reading]:
    text, patterns = context.texts[sentence], _patterns()
    for start, end, first, last in _joined(absolute_dates(text), text):
        yield start, end, (first, last), "text"
    for day in yearless_dates(text):
        days, basis = _with_year(context, day.month, day.day, day.last_day)
        yield day.start, day.end, days, basis
    yield from _relative(text, reference_date(context), reference_basis(context))
    for found in patterns["offset"].finditer(text):
        anchor = _anchor(context, sentence)
        number = _number(found["n"] or found["n2"] or found["n3"] or found["later"] or "one")
        ahead = found["later"] or found["following"]
        held = anchor + _DAY * (number if ahead else -number) if anchor else None
        yield found.start(), found.end(), (held, held) if held else None, "text"
    yield from _months(context, sentence)
    for found in patterns["year"].finditer(text):
        year = int(found["year"])
        yield found.start("year"), found.end("year"), (datetime.date(year, 1, 1), datetime.date(year, 12, 31)), "text"


def _relative(text: str, reference: datetime.date | None, rests_on: str) -> Iterator[Reading]:
    patterns, basis = _patterns(), rests_on if reference else None
    for found in patterns["window"].finditer(text):
        days = (_back(reference, _number(found["n"]), found["unit"].lower()), reference) if reference else None
        yield found.start(), found.end(), days, basis
    for found in patterns["ago"].finditer(text):
        day = _back(reference, _number(found["n"]), found["unit"].lower()) if reference else None
        yield found.start(), found.end(), (day, day) if day else None, basis
    for found in patterns["days"].finditer(text):
        yield found.start(), found.end(), _relative_day(found, reference), basis
    weekdays = [*patterns["weekday"].finditer(text)]
    for found in weekdays:
        day = _latest(reference, found) if reference else None
        yield found.start(), found.end(), (day, day) if day else None, basis
    for found, last in pairwise(weekdays):
        # "on Friday and Saturday": one stretch of time.
        if reference and patterns["joint"].fullmatch(text, found.end(), last.start()):
            until = _latest(reference, last)
            yield found.start(), last.end(), (_latest(until, found), until), basis


def _latest(reference: datetime.date, found: re.Match[str]) -> datetime.date:
    """The latest such weekday on or before the reference; "last Friday" told on a Friday is a week ago."""
    day = reference - _DAY * ((reference.weekday() - calendar_names().weekdays[found["day"].lower()]) % 7)
    return day - _DAY * 7 if found["last"] and day == reference else day


def _relative_day(found: re.Match[str], reference: datetime.date | None) -> Days | None:
    if reference is None:
        return None
    if found["night"]:
        return reference - _DAY, reference
    back = next(int(name[1:]) for name, value in found.groupdict().items() if value and name != "night")
    return reference - _DAY * back, reference - _DAY * back


def _with_year(context: Context, month: int, day: int, last_day: int) -> tuple[Days | None, str | None]:
    """A year-less day: the latest on or before the reference, else the nearest to the text's first absolute date."""
    reference, basis = reference_date(context), reference_basis(context)
    if reference is None:
        dates = context.find(absolute, 0)
        anchors = [first for _, _, first, last in dates if first == last] or [first for _, _, first, _ in dates]
        if not anchors:
            return None, None
        reference, basis = anchors[0] + _DAY * 180, "text"
    for year in (reference.year, reference.year - 1):
        try:
            days = datetime.date(year, month, day), datetime.date(year, month, last_day)
        except ValueError:
            continue
        if days[0] <= reference:
            return days, basis
    return None, None


def _months(context: Context, sentence: int) -> Iterator[Reading]:
    """A month named alone: an item of a list by month takes the list's year, "in July" the latest such month."""
    text, patterns, reference = context.texts[sentence], _patterns(), reference_date(context)
    item = patterns["item"].match(text)
    for found in [item] if item else patterns["month"].finditer(text):
        month = calendar_names().months[found["month"].lower()]
        year = _year_before(context, sentence) if item else None
        basis = "text" if year else reference_basis(context)
        if year is None and reference is not None:
            year = reference.year - (month > reference.month)
        if year is None:
            yield found.start("month"), found.end("month"), None, None
            continue
        last = calendar.monthrange(year, month)[1]
        days = datetime.date(year, month, 1), datetime.date(year, month, last)
        yield found.start("month"), found.end("month"), days, basis


def _year_before(context: Context, sentence: int) -> int | None:
    for index in range(sentence, max(sentence - 15, -1), -1):
        years = _patterns()["any_year"].findall(context.texts[index])
        if years:
            return int(years[0])
    return None


def _anchor(context: Context, sentence: int) -> datetime.date | None:
    """The day of the event told before: what "two days before this attack" counts from."""
    before = [
        when.start
        for index in range(sentence - 1, -1, -1)
        for when in context.find(find_times, index)
        if when.start and when.start == when.end and not when.telling
    ]
    return before[0] if before else None


def _joined(dates: list[Dated], text: str) -> list[Dated]:
    """Two dates joined by a dash, a slash or "to" are one stretch of time."""
    joined: list[Dated] = []
    for date in dates:
        held = joined[-1] if joined else None
        if held and held[3] <= date[2] and _patterns()["joint"].fullmatch(text[held[1] : date[0]]):
            joined[-1] = (held[0], date[1], held[2], date[3])
        else:
            joined.append(date)
    return joined


def _dates_telling(context: Context, text: str, start: int, end: int, opening: bool) -> bool:
    patterns, after, before = _patterns(), text[end:], text[max(0, start - _REACH) : start]
    if re.match(r"[’']s\b", after):
        # "officials said Friday's raid ...": the day is the raid's.
        return False
    if (not opening and patterns["before"].search(before)) or patterns["retold"].search(before):
        return True
    if patterns["after"].match(after):
        return True
    clause = patterns["clause"].match(after) if opening else None
    # "On June 29, SOHR documented ..." in a text of SOHR's: what the outlet noted that day happened that day.
    return clause is not None and not _is_outlet(context, clause["subject"])


def _counts(text: str, start: int, end: int, days: Days | None) -> bool:
    """Whether a stretch of time is what strikes are counted in ("third attack within 24 hours")."""
    stretch = (days is not None and days[1] - days[0] > _DAY) or bool(_patterns()["window"].fullmatch(text, start, end))
    return stretch and bool(_patterns()["counting"].search(text[max(0, start - _REACH) : start]))


def apart_in_time(context: Context, one: int, two: int) -> bool:
    """Whether two sentences date their events to different days."""
    first, second = (
        [when for when in context.find(find_times, index) if when.start and when.end and not when.telling]
        for index in (one, two)
    )
    overlaps = (
        left.start <= right.end and right.start <= left.end
        for left in first
        for right in second
        if left.start and left.end and right.start and right.end
    )
    return bool(first and second) and not any(overlaps)


def _is_outlet(context: Context, subject: str) -> bool:
    publisher = [word for word in re.findall(r"\w+", context.document.publisher_name or "") if len(word) > 2]
    acronym = "".join(word[0] for word in publisher if word[0].isupper())
    own = {acronym, *(word for word in publisher if word.lower() not in ("the", "for", "news", "agency"))}
    return bool(own & set(re.findall(r"\w+", subject)))


def opens_with_date(text: str) -> bool:
    """Whether a sentence opens with a date or a day ("On June 29, ...", "Yesterday, ...")."""
    head = _patterns()["head"].sub("", text)[:40]
    if (
        re.match(rf"\W*{_patterns()['month'].pattern}", text)
        or _patterns()["weekday"].match(head)
        or _patterns()["days"].match(head)
    ):
        return True
    return any(start <= 2 for start, *_ in absolute_dates(head)) or any(day.start <= 2 for day in yearless_dates(head))
