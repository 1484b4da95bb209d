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
_OPENERS = "-\"'“‘«([•*#@<–—"
# The mark, quotes or brackets that close after it, white space, and no small letter or comma next.
_END = re.compile(rf"(?<![.!?…])[.!?…]++[{_CLOSERS}]*+[^\S{BREAKS}]++(?=[^a-z,;:%)\]}}”’»])")
_GLUED = re.compile(r"(?<=[a-z]{2})[.!?](?=[A-Z][a-z]*+ )")
_LINE = re.compile(rf"[^{BREAKS}]++")
_FIRST_WORD = re.compile(r"[\"'“‘«(\[\s]*+([^\W_]++)")
_EDGE = re.compile(r"[\s\ufeff\u200b-\u200f\u2060\xad]++")
_INVISIBLE = frozenset("\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\xad")
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_GLANCE = 40
_LONGEST = 10
"""Longest abbreviation; a longer word before a full stop ends its sentence without a look."""


def split_sentences(text: str, start: int, end: int) -> Iterator[Offsets]:
    """Sentences of ``text[start:end]``, in order, disjoint, not empty, without outer white space.

    Args:
        text: The document.
        start: First code point to look at.
        end: One past the last one.
    """
    for line in _LINE.finditer(text, start, end):
        begin, stop = line.span()
        for cut in _cuts(text, begin, stop):
            yield from _pieces(text, begin, cut)
            begin = cut
        yield from _pieces(text, begin, stop)


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where a new sentence starts inside a line."""
    cuts = [found.end() for found in _END.finditer(text, start, end) if _ends(text, start, *found.span(), end)]
    glued = [found.end() for found in _GLUED.finditer(text, start, end) if _starter(text, found.end(), end)]
    return sorted({*cuts, *glued}) if glued else cuts


def _ends(text: str, start: int, at: int, after: int, end: int) -> bool:
    """True where the mark at ``at`` ends a sentence and the next one starts at ``after``."""
    first = text[after]
    if first.islower() or (first in _OPENERS and _small_inside(text, after)):
        return False
    if text[at] != "." or text[at + 1] in ".!?…":
        return True
    space = text.rfind(" ", max(start, at - _LONGEST - 1), at)
    if space < 0 and at - start > _LONGEST:
        return True
    begin = max(space + 1, start)
    word = re.split(r"[-–—/]", text[begin:at])[-1].lstrip("([{\"'“‘«").lower()
    if begin - start <= 2 and _NUMBER.fullmatch(text[begin:at]):
        return False
    titles, unsure, _ = _words()
    if word in titles:
        return False
    return not (word in unsure or _DOTTED.fullmatch(word)) or _starter(text, after, end)


def _small_inside(text: str, at: int) -> bool:
    inner = _FIRST_WORD.match(text, at, at + _GLANCE)
    return bool(inner and inner[1][0].islower())


def _starter(text: str, at: int, end: int) -> bool:
    found = _FIRST_WORD.match(text, at, min(end, at + _GLANCE))
    return bool(found and found[1].lower() in _words()[2])


def _pieces(text: str, start: int, end: int) -> Iterator[Offsets]:
    """The stretch without outer white space, cut at white space where it is too long."""
    start = _skip(text, start, end)
    while end > start and (text[end - 1].isspace() or text[end - 1] in _INVISIBLE):
        end -= 1
    while end - start > MAX_CHARS:
        space = text.rfind(" ", start + MAX_CHARS // 2, start + MAX_CHARS)
        cut = space if space > 0 else start + MAX_CHARS
        yield from _pieces(text, start, cut)
        start = _skip(text, cut, end)
    if start < end:
        yield start, end


def _skip(text: str, start: int, end: int) -> int:
    found = _EDGE.match(text, start, end)
    return found.end() if found else start


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = load("sentences.yml")
    titles, unsure, starters = (frozenset(map(str, data[name])) for name in ("titles", "unsure", "starters"))
    return titles, unsure, starters
