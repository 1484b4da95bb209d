"""Site furniture: which lines of a page are not the article.

What is furniture is left out of extraction, so every rule errs on the side of the text. Two rules keep statements that
stand among the furniture:

- running text (a line of some words that ends as a sentence does) ends a block of other pages' headlines;
- a headline in such a block that writes out a full date of its own ("…, January 15, 2025") is kept: read alone it
  still says when it happened, which is what makes a claim of it. A headline without one means a day that only the page
  it links to can tell.
"""

import re

from pipeline.corpus.lines import LONG, Line
from pipeline.corpus.rules import rule_for
from pipeline.text.dates import absolute_dates

Marks = dict[int, str]
"""Index of a line to the rule that makes it furniture."""

MAX_BLOCK = 40
"""Lines a block of headlines may have."""
_MENU_LINES = 3
_MENU_WORDS = {"head": 3, "foot": 4}
_LABEL_WORDS = 5
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_OTHER_LETTER = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_AGE = re.compile(r".*\d{1,2} ?(min|mins|hr|hrs|h|d|days?|hours?|minutes?)( ago)?", re.IGNORECASE)
_STAMP = re.compile(r"(?!.*\b(19|20)\d\d\b)[A-Z][a-z]{2,8}\.? \d{1,2},? \d{1,2}:\d\d ?([ap]\.?m\.?)?", re.IGNORECASE)


def find_furniture(lines: list[Line]) -> Marks:
    """Lines of site furniture by the rule that found them, the headline repeated at the end apart.

    Args:
        lines: The lines of a text.

    Returns:
        Index of the line to name of the rule.
    """
    marks: Marks = {}
    _mark_single(lines, marks)
    _mark_menus(lines, marks)
    _mark_blocks(lines, marks)
    _mark_labels(lines, marks)
    _mark_dated_links(lines, marks)
    _mark_doubled(lines, marks)
    _mark_closing(lines, marks)
    return marks


def mark_repeated_title(lines: list[Line], marks: Marks, title: int) -> None:
    """Mark the headline where it stands again below the article."""
    last = _last_body(lines, marks)
    wanted = plain_words(lines[title].text)
    for index in range(max(title, last) + 1, len(lines)):
        if last >= 0 and index not in marks and plain_words(lines[index].text) == wanted:
            marks[index] = "headline_repeated"


def plain_words(text: str) -> str:
    """A text's letters and digits in lower case, for comparing headlines."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def is_foreign_script(text: str) -> bool:
    """True where most letters are of another script than Latin."""
    others = 0 if text.isascii() else len(_OTHER_LETTER.findall(text))
    return others > 0 and others > len(_LATIN.findall(text))


def _mark_single(lines: list[Line], marks: Marks) -> None:
    for index, line in enumerate(lines):
        if is_foreign_script(line.text[: 8 * LONG]):
            marks[index] = "other_script"
        elif len(line.text) <= LONG and (rule := rule_for("lines", line.text)):
            marks[index] = rule


def _mark_menus(lines: list[Line], marks: Marks) -> None:
    """Runs of lines of a word or two above the first or below the last running text: navigation."""
    first, last = _first_body(lines, marks), _last_body(lines, marks)
    if last < 0:
        return
    for part, begin, end in (("head", 0, first), ("foot", last + 1, len(lines))):
        run: list[int] = []
        for index in range(begin, end + 1):
            if index < end and _is_label(lines[index], _MENU_WORDS[part]):
                run.append(index)
                continue
            if len(run) >= _MENU_LINES:
                marks.update((member, "menu") for member in run if member not in marks)
            run = []


def _mark_blocks(lines: list[Line], marks: Marks) -> None:
    for heading, line in enumerate(lines):
        rule = rule_for("blocks", line.text) if len(line.text) <= LONG and not line.stops else None
        if rule is None:
            continue
        marks.setdefault(heading, rule)
        for index in range(heading + 1, min(len(lines), heading + 1 + MAX_BLOCK)):
            if lines[index].is_body:
                break
            if index not in marks and not dates_itself(lines[index].text):
                marks[index] = rule


def dates_itself(text: str) -> bool:
    """True for a statement that writes out the full day it speaks of, with enough words beside it to be one."""
    days = [found for found in absolute_dates(text) if found[2] == found[3]]
    return any(len(re.findall(r"[^\W\d_]{2,}", text[:start] + text[end:])) >= 6 for start, end, _, _ in days)


def _mark_labels(lines: list[Line], marks: Marks) -> None:
    for heading, line in enumerate(lines):
        rule = rule_for("labels", line.text) if len(line.text) <= LONG else None
        if rule is None:
            continue
        marks.setdefault(heading, rule)
        for index in range(heading + 1, len(lines)):
            if not _is_label(lines[index], _LABEL_WORDS):
                break
            marks.setdefault(index, rule)


def _mark_dated_links(lines: list[Line], marks: Marks) -> None:
    """Headlines of other pages below the article, told by their age ("16min") or a stamp without year under them."""
    last = _last_body(lines, marks)
    for index in range(last + 1 if last >= 0 else len(lines), len(lines)):
        line = lines[index]
        if index in marks or line.is_body:
            continue
        if _STAMP.fullmatch(line.text):
            marks[index] = "dated_link"
            if index - 1 > last and not lines[index - 1].stops:
                marks.setdefault(index - 1, "dated_link")
        elif line.words >= 4 and _AGE.fullmatch(line.text):
            marks[index] = "dated_link"


def _mark_doubled(lines: list[Line], marks: Marks) -> None:
    """A headline twice in a row inside the article: a card that links to another page."""
    first = _first_body(lines, marks)
    for index in range(first + 1, len(lines) - 1):
        line = lines[index]
        if not line.stops and line.words >= 4 and len(line.text) <= LONG and lines[index + 1].text == line.text:
            marks.setdefault(index, "link_card")
            marks.setdefault(index + 1, "link_card")


def _mark_closing(lines: list[Line], marks: Marks) -> None:
    if not lines:
        return
    middle = lines[-1].end / 2
    for heading, line in enumerate(lines):
        rule = rule_for("closing", line.text) if len(line.text) <= LONG and line.start > middle else None
        if rule is not None:
            for index in range(heading, len(lines)):
                marks.setdefault(index, rule)
            return


def _is_label(line: Line, most: int) -> bool:
    return 0 < line.words <= most and not line.stops and not re.search(r"[(),:;–—]|\d{1,2}:\d\d", line.text)


def _first_body(lines: list[Line], marks: Marks) -> int:
    return next((index for index, line in enumerate(lines) if line.is_body and index not in marks), len(lines))


def _last_body(lines: list[Line], marks: Marks) -> int:
    return next((index for index in range(len(lines) - 1, -1, -1) if lines[index].is_body and index not in marks), -1)
