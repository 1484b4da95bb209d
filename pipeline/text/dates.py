"""Dates as English-language reports write them.

Only what is written counts: a date without a year, or a numeric date whose day and month could be swapped, is no
absolute date. Month and weekday names are data (``calendar.yml``).
"""

import calendar
import datetime
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml


class CalendarNames(NamedTuple):
    """Names of months (1–12) and weekdays (Monday is 0), lower case, to their number."""

    months: dict[str, int]
    weekdays: dict[str, int]


class DayMonth(NamedTuple):
    """A day and a month written without a year; ``last_day`` equals ``day`` unless a range is written."""

    start: int
    end: int
    day: int
    last_day: int
    month: int


@cache
def calendar_names() -> CalendarNames:
    """Month and weekday names, read once."""
    data = yaml.safe_load((files("pipeline.text") / "calendar.yml").read_text(encoding="utf-8"))
    return CalendarNames(
        {name: number for number, names in data["months"].items() for name in names},
        {name: number for number, names in data["weekdays"].items() for name in names},
    )


def _either(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


_DIGIT = re.compile(r"\d")


@cache
def _pattern() -> re.Pattern[str]:
    """Every written form, with or without a year; one alternative matches at a place."""
    names = calendar_names()
    months, weekdays = _either(names.months), _either(names.weekdays)
    ordinal, dash, space = r"(?:st|nd|rd|th)?", r"\s*(?:[-–—]|to|and|until|till|through)\s*", r"[^\S\n]"
    clock = r"(?:\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*[A-Z]{3,4})?)?"
    day_first = (
        rf"(?<![\d.,:-])(?<!\b\d/)(?<!\b\d\d/)(?P<d1>\d{{1,2}}){ordinal}(?:{dash}(?P<d2>\d{{1,2}}){ordinal})?{space}*(?:of{space}+)?"
        rf"[-،,]?{space}*\b(?P<m1>{months})\b\.?(?:[,،]?[\s-]*(?P<y1>(?:19|20)\d\d)(?!\d))?"
    )
    month_first = (
        rf"\b(?P<m2>{months})\b\.?{space}*(?P<d3>\d{{1,2}}){ordinal}(?![\d:])(?!{space}*[%])"
        rf"(?:{dash}(?P<d4>\d{{1,2}}){ordinal}(?![\d:]))?"
        rf"(?:,?(?:{space}+at)?{clock},?\s+(?P<y2>(?:19|20)\d\d)(?!\d))?"
    )
    month_year = rf"\b(?P<m3>{months})\b\.?,?{space}+(?:of{space}+)?(?P<y3>(?:19|20)\d\d)(?!\d)"
    iso = r"(?<![\d-])(?P<y4>(?:19|20)\d\d)-(?P<m4>\d\d)-(?P<d5>\d\d)(?![\d-])"
    numeric = r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y5>(?:19|20)\d\d)(?![/.-]?\d)"
    return re.compile(
        rf"(?:\b(?:{weekdays})\b\.?,?{space}+)?(?:{iso}|{day_first}|{month_first}|{month_year}|{numeric})",
        re.IGNORECASE,
    )


def _matches(text: str) -> Iterator[re.Match[str]]:
    # Every form has a digit, and most sentences have none: a hundredth of the time tells.
    return _pattern().finditer(text) if _DIGIT.search(text) else iter(())


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _numeric(found: re.Match[str]) -> datetime.date | None:
    """A numeric date, only where one reading of day and month is possible or both mean the same day."""
    year, first, second = int(found["y5"]), int(found["a"]), int(found["b"])
    readings = {day for day in (_day(year, second, first), _day(year, first, second)) if day}
    return readings.pop() if len(readings) == 1 else None


def _written(found: re.Match[str]) -> tuple[int | None, int | None, int, int]:
    """Year, month, first and last day of a match that names its month; year None where not written."""
    months = calendar_names().months
    if found["m1"]:
        year, month, first, last = found["y1"], months[found["m1"].lower()], found["d1"], found["d2"]
    elif found["m2"]:
        year, month, first, last = found["y2"], months[found["m2"].lower()], found["d3"], found["d4"]
    else:
        year, month, first, last = found["y4"], int(found["m4"]), found["d5"], None
    return (int(year) if year else None), month, int(first), int(last or first)


def absolute_dates(text: str) -> list[tuple[int, int, datetime.date, datetime.date]]:
    """Calendar dates the text writes out with their year.

    Args:
        text: Any text.

    Returns:
        Start and end of the words (end exclusive), first and last day, in reading order. A month with a year is the
        whole month, a range of days the range. A weekday written with the date belongs to the words. Days that do
        not exist and numeric dates that could be read two ways are left out.
    """
    return list(_absolute(text))


def _absolute(text: str) -> Iterator[tuple[int, int, datetime.date, datetime.date]]:
    for found in _matches(text):
        first: datetime.date | None
        last: datetime.date | None
        if found["y5"]:
            first = last = _numeric(found)
        elif found["m3"]:
            year, month = int(found["y3"]), calendar_names().months[found["m3"].lower()]
            first = _day(year, month, 1)
            last = _day(year, month, calendar.monthrange(year, month)[1])
        else:
            written, month_, day, last_day = _written(found)
            if written is None or month_ is None:
                continue
            first, last = _day(written, month_, day), _day(written, month_, last_day)
        if first and last and first <= last:
            yield found.start(), found.end(), first, last


def yearless_dates(text: str) -> list[DayMonth]:
    """Days of a month written without a year ("August 15", "3 to 5 May"), in reading order.

    Days no year has and month names without a capital are left out. Which year is meant is for the caller, who knows
    the publication date.
    """
    days = []
    for found in _matches(text):
        name = found["m1"] or found["m2"]
        # "may 20" without a capital is a verb and a number.
        if not name or name[0].islower():
            continue
        year, month, day, last_day = _written(found)
        # 2024 is a leap year: 29 February is a day some year has.
        if year is None and month and _day(2024, month, day) and _day(2024, month, last_day) and day <= last_day:
            days.append(DayMonth(found.start(), found.end(), day, last_day, month))
    return days
