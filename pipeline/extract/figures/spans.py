"""From rows to figures: spans in the raw text, quotes cut at clauses."""

from dataclasses import dataclass, replace

from pipeline.extract.figures.modality import revises
from pipeline.extract.figures.phrases import Group
from pipeline.extract.figures.rows import Part, Row
from pipeline.extract.figures.view import View
from pipeline.extract.model import Bounds, Count, Document, Figure, Sentence, Span
from pipeline.text.normalise import word_end

_CLAUSE = 160
"""Characters a quote may reach beyond number and harm to the end of the clause."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sentence stands: turns what was read into spans of the raw text."""

    raw: str
    read: str
    base: int

    def span(self, start: int, end: int) -> Span:
        """Raw span of some characters as read; a censored word's end is the raw word's."""
        return Span(self.base + start, self.base + word_end(self.raw, self.read, end))

    def count(self, part: Part | None) -> Count | None:
        return None if part is None else replace(part.count, span=self.span(*part.count.span))

    def bounds(self, bounds: Bounds) -> Bounds:
        return replace(bounds, span=self.span(*bounds.span))


def figures_of(
    document: Document, sentence: Sentence, view: View, groups: list[Group], rows: list[Row]
) -> list[Figure]:
    """Figures of one sentence with spans in the raw text."""
    start = sentence.span.start
    place = _Place(document.text[start : start + len(view.text)], view.text, start)
    return [_figure(place, view, sentence, groups, row) for row in rows]


def _figure(place: _Place, view: View, sentence: Sentence, everyone: list[Group], row: Row) -> Figure:
    parts = [*row.parts.values(), *([row.combined] if row.combined else [])]
    harm = parts[0].harm
    named = [group for part in parts for group in part.groups]
    groups = [*named, *(g for g in everyone if g.subset_of in named)]
    first = min(*(g.start for g in groups), *(p.harm.start for p in parts))
    last = max(*(g.end for g in groups), *(p.harm.end for p in parts))
    people = parts[0].groups
    subsets = {
        f"{name}_{effect}": place.bounds(bounds)
        for effect, part in row.parts.items()
        for name, bounds in part.subsets.items()
    }
    return Figure(
        sentence=sentence.index,
        quote=place.span(*_quote(view, first, last)),
        harm=place.span(view.tokens[harm.start].start, view.tokens[harm.end - 1].end),
        victims=place.span(view.tokens[people[0].start].start, view.tokens[people[-1].end - 1].end),
        killed=place.count(row.parts.get("killed")),
        injured=place.count(row.parts.get("injured")),
        combined=place.count(row.combined),
        subsets=subsets,
        victim_class=next((p.victim_class for p in parts if p.victim_class != "unknown"), "unknown"),
        stance="revises" if revises(view, harm) else "asserts",
        modality=harm.modality,
        partial=harm.partial,
    )


def _quote(view: View, first: int, last: int) -> tuple[int, int]:
    """From number to harm, widened to the clause around them."""
    start, end = view.tokens[first].start, view.tokens[last - 1].end
    left, right = _edge(view.text, start, -1), _edge(view.text, end, 1)
    while left < start and view.text[left].isspace():
        left += 1
    while right > end and view.text[right - 1].isspace():
        right -= 1
    return left, right


def _edge(text: str, at: int, step: int) -> int:
    """The end of the sentence or clause on one side, or the place itself where neither is near."""
    for marks in ((";",), (", ", ": ", " | ", " - ")):
        if step < 0:
            edge = max((n + len(mark) for mark in marks if (n := text.rfind(mark, 0, at)) >= 0), default=0)
        else:
            edge = min((n for mark in marks if (n := text.find(mark, at)) >= 0), default=len(text))
        if abs(edge - at) <= _CLAUSE:
            return edge
    return at
