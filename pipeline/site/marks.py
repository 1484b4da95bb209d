"""A text cut where marks begin and end: marks may overlap, the text stays whole and in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.site.words import visible

_AROUND = 320
"""Characters of the paragraph that are shown on either side of a quote."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text, end exclusive, and what it is."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks; ``ends`` are those that end with it."""

    text: str
    keys: tuple[str, ...]
    ends: tuple[str, ...]


def pieces(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> list[Piece]:
    """The text from ``start`` to ``end``, cut at every end of a mark.

    Args:
        text: The whole text that marks count in.
        marks: Marks; those outside the stretch are left out, those that cross its border are cut.
        start: First character.
        end: One past the last; the end of the text by default.
    """
    stop = len(text) if end is None else min(end, len(text))
    inside = [
        Mark(max(mark.start, start), min(mark.end, stop), mark.key)
        for mark in marks
        if mark.start < stop and mark.end > start and mark.start < mark.end
    ]
    borders = sorted({start, stop, *(mark.start for mark in inside), *(mark.end for mark in inside)})
    return [
        Piece(
            visible(text[left:right]),
            tuple(dict.fromkeys(mark.key for mark in inside if mark.start <= left and right <= mark.end)),
            tuple(dict.fromkeys(mark.key for mark in inside if mark.end == right)),
        )
        for left, right in pairwise(borders)
    ]


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of the paragraph that a quote is shown in: whole words, on either side no more than a few lines."""
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    newline = text.find("\n", end)
    last = min(len(text) if newline < 0 else newline, end + _AROUND)
    while first > 0 and first < start and not text[first - 1].isspace():
        first += 1
    while last < len(text) and last > end and not text[last].isspace():
        last -= 1
    return first, last
