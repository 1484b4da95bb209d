"""Some of the victims told of in a sentence of their own: parts of the total before, never a smaller total."""

from dataclasses import replace

from pipeline.extract.model import Figure

_REACH = 3
"""Sentences between a total, or the last of its parts, and a part of it."""


def apportioned(figures: list[Figure]) -> list[Figure]:
    """Figures of one document, without those that are parts of one before.

    "A strike killed 12. Two children were among the dead": two of the twelve. Children and women become subsets of the
    total; victims of the total's own class add nothing to it; those of another class keep a figure of their own, as
    parts told in one sentence do.
    """
    result: list[Figure] = []
    last: int | None = None  # the total that parts are now told of
    near = 0
    for figure in figures:
        if not figure.partial:
            result.append(figure)
            last, near = len(result) - 1, figure.sentence
            continue
        if last is None or figure.sentence - near > _REACH or not _within(figure, result[last]):
            result.append(figure)
            continue
        near = figure.sentence
        whole = result[last]
        if figure.subsets:
            result[last] = replace(whole, subsets={**figure.subsets, **whole.subsets})
        elif figure.victim_class != whole.victim_class:
            result.append(figure)
    return result


def _within(part: Figure, whole: Figure) -> bool:
    """Whether a total counts the same harm and more people."""
    if whole.stance == "denies":
        return False
    for some, total in ((part.killed, whole.killed), (part.injured, whole.injured)):
        if some is not None:
            most = None if total is None else total.minimum if total.maximum is None else total.maximum
            return most is not None and some.minimum is not None and some.minimum < most
    return False
