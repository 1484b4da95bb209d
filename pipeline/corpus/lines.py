"""The lines of a text, as the rules of layout see them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

BREAKS = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
"""Every character that ends a line, as ``str.splitlines`` has it."""

_LINE = re.compile(rf"[^{BREAKS}]++")
_EDGE = re.compile(r"[\s\ufeff\u200b-\u200f\u2060\xad]*+")
_LAST = " \t\xa0\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\xad\u3000\u2002\u2003\u2009\u202f"
_STOP = re.compile(r"(?<![.…])[.!?][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

LONG = 300
"""Code points above which a line is taken for text without a look: no furniture is as long."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without outer white space.

    Attributes:
        start: First code point in the document.
        end: One past the last one.
        text: The line.
        words: Number of words; of a long line, of its start.
        stops: True where it ends as a sentence does. An ellipsis is no such end: it cuts headlines short.
    """

    start: int
    end: int
    text: str
    words: int
    stops: bool

    @property
    def is_body(self) -> bool:
        """True for running text: a line that ends as a sentence does and has some words, or is simply long."""
        return (self.stops and self.words >= 8) or self.end - self.start > LONG


def split_lines(text: str) -> list[Line]:
    """Lines of a text that are not blank."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    for found in _LINE.finditer(text):
        opening = _EDGE.match(text, found.start(), found.end())
        start = opening.end() if opening else found.start()
        if start == found.end():
            continue
        line = text[start : found.end()].rstrip(_LAST)
        words = len(_WORD.findall(line[: 4 * LONG]))
        yield Line(start, start + len(line), line, words, bool(_STOP.search(line[-8:])))
