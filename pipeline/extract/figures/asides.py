"""People a sentence sets aside: "militants not counted", "not including fighters"."""

from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import cue

_BREAKS = {",", ";", ".", "(", ")", "-", ":"}


def set_aside(view: View) -> set[int]:
    """Tokens of the phrases that say who is not among the victims; groups in them are nobody."""
    found: set[int] = set()
    for i in range(len(view.tokens)):
        pair = " ".join(view.lows(i, i + 2))
        if view.low(i) in cue("exclusions") or pair in cue("exclusions"):
            found.update(range(i, _edge(view, i, 1)))
        if pair in cue("closing_exclusions"):
            found.update(range(_edge(view, i, -1) + 1, i + 2))
    return found


def _edge(view: View, i: int, step: int) -> int:
    while 0 <= i < len(view.tokens) and view.low(i) not in _BREAKS:
        i += step
    return i
