"""Numbers a document repeats: a bare one takes the victim class its other mentions give."""

from dataclasses import replace

from pipeline.extract.model import Count, Figure


def restated(figures: list[Figure]) -> list[Figure]:
    """Figures of one document, those without a class given the one all equal figures of the document agree on.

    "The strike killed four" after "four girls were killed" speaks of the same four; "four people" stays neutral, as the
    source words it. A single victim is too common a number to tell.
    """
    known: dict[tuple[str, int | None, int | None], set[str]] = {}
    for figure in figures:
        for key in _keys(figure):
            known.setdefault(key, set()).add(figure.victim_class)
    return [_classed(figure, known) for figure in figures]


def _classed(figure: Figure, known: dict[tuple[str, int | None, int | None], set[str]]) -> Figure:
    bare = figure.victims in {count.span for count in (figure.killed, figure.injured) if count is not None}
    if figure.victim_class != "unknown" or not bare:
        return figure
    for key in _keys(figure):
        classes = known[key] - {"unknown"}
        if len(classes) == 1:
            return replace(figure, victim_class=classes.pop())
    return figure


def _keys(figure: Figure) -> list[tuple[str, int | None, int | None]]:
    counts: list[tuple[str, Count | None]] = [("killed", figure.killed), ("injured", figure.injured)]
    return [(name, c.minimum, c.maximum) for name, c in counts if c is not None and c.value is not None and c.value > 1]
