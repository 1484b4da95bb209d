"""Numbers of things in running text: digits and words, their bounds and the words that qualify them.

Knows nothing about people or harm. Works on normalised text (:func:`pipeline.text.normalise.parsable`) and returns
offsets into it, which are offsets into the raw text too.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from pipeline.extract.model import Count, Span
from pipeline.text.dates import calendar_names


class Number(NamedTuple):
    """A number as written: where, and its value."""

    start: int
    end: int
    value: int


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files("pipeline.text").joinpath("quantities.yml").read_text("utf-8"))
    return data


_DIGITS = re.compile(
    r"""(?<![\w/:#$€£.])(?<!\d[,.])(?<![A-Za-z]-)
    (?P<whole>\d{1,3}(?:[,.]\d{3})+|\d{1,12})
    (?:\.(?P<part>\d{1,3}))?
    (?:[ ](?P<scale>dozen|hundred|thousand|million))?
    (?![\w/%]|[.,:]\d|[ ]?%|-[A-Za-z])""",
    re.VERBOSE | re.IGNORECASE,
)


@cache
def _word_run() -> re.Pattern[str]:
    data = _words()
    scales = "|".join(data["scales"])
    words = "|".join(sorted((*data["units"], *data["teens"], *data["tens"]), key=len, reverse=True))
    one = f"(?:{words}|{scales})"
    glue = rf"(?:[ ]?-[ ]?|[ ]+(?:and[ ]+)?)(?={one}\b)"
    return re.compile(rf"(?<![\w$€£])(?<!(?-i:[a-z])-)(?:{one}{glue}){{0,30}}{one}(?!\w|-[A-Za-z])", re.IGNORECASE)


_WORD = re.compile(r"[a-z]+", re.IGNORECASE)


def find_numbers(text: str) -> list[Number]:
    """Cardinal numbers in digits or words, left to right, not overlapping.

    "1,234", "300.000", "1.2 million", "twenty-one", "three hundred and five". Ordinals, ages written as one word
    ("12-year-old"), parts of names ("S-300"), times, fractions, prices and percentages are no numbers of things.

    Args:
        text: Normalised text.

    Returns:
        The numbers with their spans.
    """
    found = [number for match in _DIGITS.finditer(text) if (number := _from_digits(match)) is not None]
    for match in _word_run().finditer(text):
        found.extend(_from_words(match))
    found.sort()
    result: list[Number] = []
    for number in found:
        if not result or number.start >= result[-1].end:
            result.append(number)
    return result


def _from_digits(match: re.Match[str]) -> Number | None:
    whole, part, scale = match.group("whole", "part", "scale")
    digits = re.sub(r"[,.]", "", whole)
    if part is not None and scale is None:
        return None
    factor = _words()["scales"][scale.lower()] if scale else 1
    value = int(digits) * factor + (int(part) * factor // 10 ** len(part) if part else 0)
    return Number(match.start(), match.end(), value)


def _from_words(match: re.Match[str]) -> Iterator[Number]:
    """Reads a run of number words, splitting it where the words stop making one number ("two three")."""
    total = current = 0
    start = end = -1
    for word in _WORD.finditer(match.group()):
        low = word.group().lower()
        if low == "and":
            continue
        step = _step(low, total, current, started=start >= 0)
        if step is None:
            if start >= 0:
                yield Number(match.start() + start, match.start() + end, total + current)
            total, current = _step(low, 0, 0, started=False) or (0, 1)
            start = word.start()
        else:
            total, current = step
            start = word.start() if start < 0 else start
        end = word.end()
    yield Number(match.start() + start, match.start() + end, total + current)


def _step(word: str, total: int, current: int, *, started: bool) -> tuple[int, int] | None:
    """The number so far with one more word, or None where the word cannot continue it."""
    data = _words()
    if word in data["units"]:
        fits = not started or (data["units"][word] > 0 and current % 10 == 0 and current % 100 != 10)
        return (total, current + data["units"][word]) if fits else None
    if word in data["teens"] or word in data["tens"]:
        value = data["teens"].get(word) or data["tens"][word]
        return (total, current + value) if current % 100 == 0 else None
    scale: int = data["scales"][word]
    if scale <= 100:
        return (total, max(current, 1) * scale) if current < 100 and not (started and current == 0) else None
    if (started and current == 0) or (total and total % (scale * 1000)):
        return None
    return (total + max(current, 1) * scale, 0)


class _Patterns(NamedTuple):
    floors: re.Pattern[str]
    before: dict[str, re.Pattern[str]]
    after: dict[str, re.Pattern[str]]


@cache
def _patterns() -> _Patterns:
    data = _words()
    phrases = sorted((*data["exact"], *data["floors"], *data["vague"]), key=len, reverse=True)
    return _Patterns(
        re.compile(rf"(?<![\w-])[\"']?(?P<phrase>{'|'.join(map(re.escape, phrases))})(?![\w-])[\"']?", re.IGNORECASE),
        {
            name: re.compile(rf"(?<!\w)(?:{'|'.join(words)})\s*$", re.IGNORECASE)
            for name, words in data["before"].items()
        },
        {name: re.compile(rf"\s*(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) for name, words in data["after"].items()},
    )


_RANGE = re.compile(r"[ ]?-[ ]?|[ ]+(?:to|or|and)[ ]+", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<!\w)(?:between|from)[ ]+$", re.IGNORECASE)
_MONTH = re.compile(r"([A-Za-z]+)\.?[ ]+$")
_REACH = 24
_DAYS = 31


def find_counts(text: str) -> list[Count]:
    """Numbers with their bounds; the words of the qualifier are part of the span.

    "more than 90" is at least 91 with an open end; "around 160" is 160 at face value; "up to 200" has no lower
    bound; "dozens" has the lexicon's floor; "several" is at least two; "between 400 and 500" is a range.

    Args:
        text: Normalised text.

    Returns:
        Counts left to right, not overlapping.
    """
    numbers = [_qualified(text, number) for number in find_numbers(text)]
    counts = _ranges(text, numbers)
    taken = [(count.span.start, count.span.end) for count in counts]
    for match in _patterns().floors.finditer(text):
        start, end = match.span()
        if all(end <= a or start >= b for a, b in taken):
            counts.append(_lexical(text, match))
        elif (over := _covered(start, end, counts)) is not None and match.group("phrase").lower() not in ("some",):
            # "a hundred" was read as the bare scale word inside it.
            counts[over] = _lexical(text, match)
    return sorted(counts, key=lambda count: count.span)


def _covered(start: int, end: int, counts: list[Count]) -> int | None:
    inside = [n for n, count in enumerate(counts) if start <= count.span.start and count.span.end <= end]
    return inside[0] if len(inside) == 1 else None


def _bounds(value: int, qualifier: str) -> tuple[int | None, int | None, str]:
    match qualifier:
        case "at_least":
            return value, None, "stated"
        case "more_than":
            return value + 1, None, "entailed"
        case "up_to":
            return None, value, "stated"
        case "fewer_than":
            return None, max(value - 1, 0), "entailed"
        case "around":
            return value, value, "nominal"
    return value, value, "stated"


def _qualified(text: str, number: Number) -> Count:
    start, end, qualifier = number.start, number.end, "exact"
    left = text[max(0, start - _REACH) : start]
    shift = start - len(left)
    for name, pattern in _patterns().before.items():
        if match := pattern.search(left.rstrip("\"' ") + " " if left[-1:] in "\"' " else left):
            qualifier, start = name, shift + match.start()
            break
    else:
        for name, pattern in _patterns().after.items():
            if match := pattern.match(text, end):
                qualifier, end = name, match.end()
                break
    minimum, maximum, basis = _bounds(number.value, qualifier)
    return Count(Span(start, end), number.value, minimum, maximum, qualifier, basis)


def _ranges(text: str, counts: list[Count]) -> list[Count]:
    """Joins "10-15", "10 to 15", "between 400 and 500", "between 35 and more than 40"."""
    result: list[Count] = []
    for count in counts:
        previous = result[-1] if result else None
        if previous is not None and (joined := _range(text, previous, count)) is not None:
            result[-1] = joined
        else:
            result.append(count)
    return result


def _range(text: str, low: Count, high: Count) -> Count | None:
    glue = text[low.span.end : high.span.start]
    if not _RANGE.fullmatch(glue) or low.value is None or high.value is None or low.value >= high.value:
        return None
    opening = _BETWEEN.search(text[max(0, low.span.start - _REACH) : low.span.start])
    if ("and" in glue.lower() and not opening) or low.qualifier not in ("exact", "around", "at_least"):
        return None
    month = _MONTH.search(text[max(0, low.span.start - _REACH) : low.span.start])
    if month is not None and month[1].lower() in calendar_names().months and high.value > _DAYS:
        return None  # "since October 7 to 41,020"
    start = low.span.start - (len(opening.group()) if opening else 0)
    open_end = high.qualifier in ("more_than", "at_least")
    return Count(Span(start, high.span.end), None, low.value, None if open_end else high.value, "range", "stated")


def _lexical(text: str, match: re.Match[str]) -> Count:
    data = _words()
    phrase = match.group("phrase").lower()
    span = Span(*match.span())
    if phrase in data["exact"]:
        return _qualified(text, Number(span.start, span.end, data["exact"][phrase]))
    if phrase in data["floors"]:
        qualifier, floor = data["floors"][phrase]
        return Count(span, None, floor, None, qualifier, "lexicon")
    return Count(span, None, 2, None, "unknown", "lexicon")
