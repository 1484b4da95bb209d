"""Numbers a document repeats: one telling takes the victim class and the parts its other tellings give."""

from dataclasses import replace

from pipeline.extract.figures.carried import neutral_words, sentence_text
from pipeline.extract.figures.words import cue
from pipeline.extract.model import Count, Document, Figure

Key = tuple[str, int | None, int | None]

_NEAR = 4
"""Sentences within which an equal number is the same people; a headline restates any."""


def restated(document: Document, figures: list[Figure]) -> list[Figure]:
    """Figures of one document, with what all equal figures of the document agree on.

    "The strike killed four" after "four girls were killed" speaks of the same four girls; "four people" stays neutral,
    as the source words it. A single victim is too common a number to tell. Parts are not taken over where the number
    stands beside different numbers of the other harm: those are different events.
    """
    known: dict[Key, list[Figure]] = {}
    for figure in figures:
        for key in _keys(figure):
            known.setdefault(key, []).append(figure)
    once = {key: tellings for key, tellings in known.items() if _one_event(tellings)}
    return [_with_parts(document, _classed(document, figure, known), once) for figure in figures]


def _one_event(tellings: list[Figure]) -> bool:
    for counts in ([t.killed for t in tellings], [t.injured for t in tellings]):
        if len({(count.minimum, count.maximum) for count in counts if count is not None}) > 1:
            return False
    return True


def _classed(document: Document, figure: Figure, known: dict[Key, list[Figure]]) -> Figure:
    bare = figure.victims in {count.span for count in (figure.killed, figure.injured) if count is not None}
    if figure.victim_class != "unknown" or not (bare or neutral_words(document, figure)):
        return figure
    for key in _keys(figure):
        classes = {other.victim_class for other in known.get(key, ())} - {"unknown"}
        if len(classes) == 1:
            return replace(figure, victim_class=classes.pop())
    return figure


def _with_parts(document: Document, figure: Figure, known: dict[Key, list[Figure]]) -> Figure:
    """The children and women another telling of the same number names; none where two tellings differ."""
    subsets = dict(figure.subsets)
    for key in _keys(figure):
        if any(name.endswith(key[0]) for name in figure.subsets) or _elsewhere(document, figure):
            continue
        headline = document.sentences[figure.sentence].is_headline
        told = [
            other.subsets
            for other in known.get(key, ())
            if _same(figure, other) and (headline or abs(other.sentence - figure.sentence) <= _NEAR)
        ]
        for name in (f"children_{key[0]}", f"women_{key[0]}"):
            found = [subset[name] for subset in told if name in subset]
            if found and len({(bounds.minimum, bounds.maximum) for bounds in found}) == 1:
                subsets[name] = found[0]
    return replace(figure, subsets=subsets) if len(subsets) > len(figure.subsets) else figure


def _elsewhere(document: Document, figure: Figure) -> bool:
    """As in "three were also killed in another town": others, however equal the number."""
    words = sentence_text(document, figure.sentence).lower().split()
    return not cue("elsewhere").isdisjoint(words)


def _same(figure: Figure, other: Figure) -> bool:
    return len({figure.victim_class, other.victim_class} - {"unknown"}) < 2


def _keys(figure: Figure) -> list[Key]:
    counts: list[tuple[str, Count | None]] = [("killed", figure.killed), ("injured", figure.injured)]
    return [(name, c.minimum, c.maximum) for name, c in counts if c is not None and c.value is not None and c.value > 1]
