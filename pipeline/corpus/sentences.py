"""Sentences of a text, with exact offsets.

A line always ends a sentence. Inside a line a full stop, question or exclamation mark does, unless the word before it
is a title, an initial or another abbreviation (``sentences.yml``), or what follows cannot start a sentence. One pass of
regular expressions that never look back over what they have seen: time grows with the length of the text, however it
is written.
"""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.corpus.lines import BREAKS
from pipeline.corpus.rules import load

MAX_CHARS = 4_000
"""Longest sentence. Beyond it, text without a full stop is a list and is cut at white space: no parser chokes."""

Offsets = tuple[int, int]

_CLOSERS = r"\"'”’»)\]\*"
_OPENERS = r"\-\"'“‘«(\[•*#@<–—"
# The mark, quotes or brackets that close after it, and the white space that follows.
_END = re.compile(rf"(?<![.!?…])[.!?…]++[{_CLOSERS}]*+(?=[^\S{BREAKS}])[^\S{BREAKS}]++")
_GLUED = re.compile(r"(?<=[a-z]{2})[.!?](?=[A-Z][a-z]*+ )")
_LINE = re.compile(rf"[^{BREAKS}]++")
_WORD_BEFORE = re.compile(r"[^\s(\[{\"“‘«]*$")
_FIRST_WORD = re.compile(rf"[{_OPENERS}\s]*+([^\W_]+)")
_SPACE = re.compile(r"[\s\ufeff\u200b-\u200f\u2060\xad]++")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])$")
_GLANCE = 40


def split_sentences(text: str, start: int, end: int) -> Iterator[Offsets]:
    """Sentences of ``text[start:end]``, in order, disjoint, not empty, without outer white space.

    Args:
        text: The document.
        start: First code point to look at.
        end: One past the last one.
    """
    for line in _LINE.finditer(text, start, end):
        begin = line.start()
        for cut in _cuts(text, line.start(), line.end()):
            yield from _pieces(text, begin, cut)
            begin = cut
        yield from _pieces(text, begin, line.end())


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Where a new sentence starts inside a line."""
    ends = [found.end() for found in _END.finditer(text, start, end) if _ends(text, start, found, end)]
    glued = [found.end() for found in _GLUED.finditer(text, start, end) if _starter(text, found.end(), end)]
    yield from sorted({*ends, *glued}) if glued else ends


def _ends(text: str, start: int, found: re.Match[str], end: int) -> bool:
    after = found.end()
    if after >= end or not _can_start(text, after):
        return False
    mark = text[found.start()]
    stops = found[0].rstrip().rstrip("\"'”’»)]*")
    if mark != "." or len(stops) > 1:
        return True
    before = _WORD_BEFORE.search(text[max(start, found.start() - _GLANCE) : found.start()])
    word = before[0] if before else ""
    if not word:
        return True
    if _NUMBERED.fullmatch(word) and not text[start : found.start() - len(word)].strip():
        return False
    return _word_ends(word, text, after, end)


def _word_ends(word: str, text: str, after: int, end: int) -> bool:
    lower = word.lower().lstrip("-–—/")
    titles, unsure, _ = _words()
    if lower in titles:
        return False
    if lower in unsure or (len(lower) == 1 and lower.isalpha()) or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", lower):
        return _starter(text, after, end)
    return True


def _can_start(text: str, at: int) -> bool:
    first = text[at]
    if first in "\"'“‘«([•*#@<":
        inner = _FIRST_WORD.match(text, at, at + _GLANCE)
        return inner is None or not inner[1][0].islower()
    return not first.islower() and first not in ",;:%)]}”’»"


def _starter(text: str, at: int, end: int) -> bool:
    found = _FIRST_WORD.match(text, at, min(end, at + _GLANCE))
    return bool(found) and found[1].lower() in _words()[2] if found else False


def _pieces(text: str, start: int, end: int) -> Iterator[Offsets]:
    """The stretch without outer white space, cut at white space where it is too long."""
    start = _skip(text, start, end)
    while end > start and _SPACE.fullmatch(text, end - 1, end):
        end -= 1
    while end - start > MAX_CHARS:
        cut = max(text.rfind(" ", start + MAX_CHARS // 2, start + MAX_CHARS), start + MAX_CHARS // 2)
        cut = cut if cut > start + MAX_CHARS // 2 else start + MAX_CHARS
        yield from _pieces(text, start, cut)
        start = _skip(text, cut, end)
    if start < end:
        yield start, end


def _skip(text: str, start: int, end: int) -> int:
    found = _SPACE.match(text, start, end)
    return found.end() if found else start


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = load("sentences.yml")
    titles, unsure, starters = (frozenset(map(str, data[name])) for name in ("titles", "unsure", "starters"))
    return titles, unsure, starters
