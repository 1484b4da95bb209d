"""Headline, dateline, byline, day of publication and furniture of one text."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, zip_longest
from typing import NamedTuple

from pipeline.corpus.furniture import Marks, find_furniture, mark_repeated_title, plain_words
from pipeline.corpus.lines import Line, split_lines
from pipeline.corpus.rules import load
from pipeline.text.dates import absolute_dates

HEAD_LINES = 15
"""Lines from the top, furniture counted, in which headline and day of publication are looked for."""
MAX_ABOVE_DATE = 2
"""Lines of running text that may stand above a line with the date: a summary, a caption."""
_TITLE_WORDS = (3, 45)
_DASH = "(?:--?|[–—])"
_NAME = r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}"
_DATELINE = re.compile(
    rf"(?:[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de .'’/-]+[A-Z\u00c0-\u00de]"  # BEIRUT, DEIR EZ-ZOR
    rf"(?:, (?:{_NAME}|\d[\w ,]{{3,20}}))?(?: ?\([^()]{{1,40}}\))?"  # , Syria (North Press)
    rf"|{_NAME}, ?[A-Z]{{3,8}})"  # Damascus, SANA
    rf"(?: {_DASH} |{_DASH}(?=\S)|{_DASH} )"
)
_GAP = re.compile(rf"(?:[\s.,:|)]|{_DASH}(?=\s))*+")
_GAP_DASH = re.compile(rf"[\s.,)]*{_DASH}\s")
_AGENCY = re.compile(r"[A-Z][A-Za-z]{1,9}\s{2,}")
_CLOCK = re.compile(r"[\s,.]*\d{1,2}[:.]\d\d(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s(?:GMT|UTC))?")
_WORDS = re.compile(r"[^\W_]+")
_LEADING_PAREN = re.compile(r"\([^()]{6,50}\) ")


class Marked(NamedTuple):
    """A stretch of the text with a part to play (vocabulary ``span_kind``) and the rule that found it."""

    start: int
    end: int
    kind: str
    rule: str


@dataclass(slots=True)
class Layout:
    """What a page is made of.

    Attributes:
        lines: Lines that are not blank.
        spans: Headline, dateline, bylines and furniture, in order.
        title: The headline as written; None where the text has none.
        byline: The first byline as written.
        published: Day of publication the head of the text gives.
    """

    lines: list[Line]
    spans: list[Marked] = field(default_factory=list)
    title: str | None = None
    byline: str | None = None
    published: datetime.date | None = None


def read_layout(text: str, given_title: str | None = None) -> Layout:
    """Find what plays which part in a text.

    The headline is the line that equals the given title or else the first line of some words above the running text
    that does not end as a sentence does. A day of publication counts only where a line near the head holds a date and
    nothing else, starts with one, or is a dateline with one: never out of running prose.

    Args:
        text: The document.
        given_title: Headline as known from outside the text.
    """
    lines = split_lines(text)
    layout = Layout(lines)
    marks = find_furniture(lines)
    _mark_dates(layout, marks)
    title = _title(lines, marks, given_title)
    if title is not None:
        layout.title = lines[title].text
        mark_repeated_title(lines, marks, title)
        layout.spans.append(Marked(lines[title].start, lines[title].end, "headline", "title_line"))
    _find_bylines(layout, marks, title)
    _find_leads(layout, marks, title)
    layout.spans += (Marked(lines[index].start, lines[index].end, "furniture", rule) for index, rule in marks.items())
    layout.spans.sort()
    return layout


def open_stretches(layout: Layout) -> Iterator[tuple[int, int, int]]:
    """What of each line is no furniture: index of the line, start and end. A dateline is a stretch of its own."""
    spans = iter([span for span in layout.spans if span.kind in ("furniture", "dateline")])
    span = next(spans, None)
    for index, line in enumerate(layout.lines):
        start = line.start
        while span is not None and span.start < line.end:
            if start < span.start:
                yield index, start, span.start
            if span.kind == "dateline":
                yield index, span.start, span.end
            start = span.end
            span = next(spans, None)
        if start < line.end:
            yield index, start, line.end


def _title(lines: list[Line], marks: Marks, given: str | None) -> int | None:
    open_lines = [index for index in range(min(HEAD_LINES, len(lines))) if index not in marks]
    if given is not None:
        wanted = plain_words(given)
        equal = [index for index in open_lines if plain_words(lines[index].text) == wanted]
        if equal:
            return equal[0]
    for index in open_lines:
        line = lines[index]
        if line.is_body:
            return None
        if _could_be_title(line) and index + 1 < len(lines):
            return index
    return None


def _could_be_title(line: Line) -> bool:
    low, high = _TITLE_WORDS
    if not low <= line.words <= high or (line.text.endswith((".", ":", ";", ",")) and not line.text.endswith("...")):
        return False
    if line.text.startswith(("•", "*", "-", "—")):
        return False
    return not any(_pattern(kind).fullmatch(line.text) for kind in ("bylines", "captions"))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in load("layout.yml")[kind]))


def _find_bylines(layout: Layout, marks: Marks, title: int | None) -> None:
    for index, line in enumerate(layout.lines):
        if index not in marks and index != title and line.words <= 25 and _pattern("bylines").fullmatch(line.text):
            layout.spans.append(Marked(line.start, line.end, "byline", "byline_line"))
            layout.byline = layout.byline or line.text


def _find_leads(layout: Layout, marks: Marks, title: int | None) -> None:
    """Dateline or dated lead at the start of the first running text."""
    body = next((i for i, line in enumerate(layout.lines) if line.is_body and i not in marks and i != title), None)
    if body is None:
        return
    line = layout.lines[body]
    head = line.text[:400]
    if found := _DATELINE.match(head):
        layout.spans.append(Marked(line.start, line.start + len(found[0].rstrip()), "dateline", "place_and_dash"))
        layout.published = layout.published or _only_day(found[0])
    elif (found := _LEADING_PAREN.match(head)) and _only_day(found[0]):
        layout.spans.append(Marked(line.start, line.start + len(found[0].rstrip()), "dateline", "date_in_brackets"))
        layout.published = layout.published or _only_day(found[0])
    else:
        length, day = _dated_lead(head, layout.title)
        if length:
            layout.published = layout.published or day
            gap = _GAP.match(head, length)
            end = line.start + (gap.end() if gap else length)
            layout.spans.append(Marked(line.start, min(end, line.end), "furniture", "dated_lead"))


def _dated_lead(head: str, title: str | None) -> tuple[int, datetime.date | None]:
    """What stands before the article in a line that runs it all together, as page scrapers leave it.

    "Published July 5 2016 - The headline again - The article" or "The headline again. AFP Tuesday 5 Jul 2016": the
    headline once more, an agency and the day, in any order.

    Returns:
        Length of it, 0 where there is none, and the day.
    """
    at = length = 0
    day = None
    while True:
        gap = _GAP.match(head, at)
        at = gap.end() if gap else at
        if repeated := _repeated(head[at:], title):
            at = length = at + repeated
            continue
        dated = _leading_day(head[at : at + 90]) if day is None else None
        if dated is None or not (length or dated.cued or _ends_lead(head[at + dated.length :], title)):
            return length, day
        at = length = at + dated.length
        day = dated.day


def _ends_lead(rest: str, title: str | None) -> bool:
    """True where a dash or the headline follows: a bare day may as well start a sentence."""
    return bool(_GAP_DASH.match(rest)) or _repeated(rest.lstrip(" .,|"), title) > 0


class _Dated(NamedTuple):
    length: int
    day: datetime.date
    cued: bool


def _leading_day(text: str) -> _Dated | None:
    """A day at the start of a text, after a word that says it is the day of publication or an agency's name."""
    for start, end, first, last in absolute_dates(text)[:1]:
        agency = _AGENCY.match(text)
        before = text[agency.end() if agency else 0 : start]
        if first == last and _is_cue(before):
            clock = _CLOCK.match(text, end)
            return _Dated(clock.end() if clock else end, first, cued=bool(before.strip() or agency))
    return None


def _repeated(text: str, title: str | None) -> int:
    """Length of the headline at the start of a text; 0 where something else stands there."""
    wanted = _WORDS.findall(title.lower()) if title else []
    if len(wanted) < 4:
        return 0
    end = 0
    for word, found in zip_longest(wanted, islice(_WORDS.finditer(text), len(wanted))):
        if found is None or found[0].lower() != word:
            return 0
        end = found.end()
    return 0 if text.startswith("_", end) else end


def _mark_dates(layout: Layout, marks: Marks) -> None:
    """Lines near the head that hold a date and nothing else; the day of publication is the first of them."""
    later = None
    bodies = 0
    for index in range(min(HEAD_LINES, len(layout.lines))):
        line = layout.lines[index]
        bodies += line.is_body and index not in marks
        if bodies > MAX_ABOVE_DATE:
            break
        found = _date_line(line.text) if index not in marks and line.end - line.start <= 120 else None
        if found is None:
            continue
        day, updated = found
        marks[index] = "date_line"
        if updated:
            later = later or day
        else:
            layout.published = layout.published or day
    layout.published = layout.published or later


def _date_line(text: str) -> tuple[datetime.date, bool] | None:
    """Day of a line that holds nothing else, and whether it says that it is the day of a later change."""
    for start, end, first, last in absolute_dates(text)[:1]:
        before = text[:start].strip(" \t|·-–—:،,.")
        rest = _beside().sub("", text[end:])
        if first == last and _is_cue(before) and not re.search(r"[^\W_]", rest):
            return first, _cue(before) in _cues("updated")
    return None


def _only_day(text: str) -> datetime.date | None:
    days = {first for _, _, first, last in absolute_dates(text) if first == last}
    return days.pop() if len(days) == 1 else None


def _cue(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", text.lower()))


@cache
def _cues(kind: str) -> frozenset[str]:
    return frozenset(load("layout.yml")[kind])


def _is_cue(before: str) -> bool:
    return not re.search(r"[^\W_]", before) or _cue(before) in _cues("published") | _cues("updated")


@cache
def _beside() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in load("layout.yml")["beside_date"]), re.IGNORECASE)
