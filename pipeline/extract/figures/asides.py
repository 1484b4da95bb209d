"""People a sentence sets aside: "militants not counted", "not including fighters"."""

from pipeline.extract.figures.words import cue

_BREAKS = {",", ";", ".", "(", ")", "-", ":"}


def set_aside(lows: list[str]) -> frozenset[int]:
    """Tokens of the phrases that say who is not among the victims; groups in them are nobody.

    Args:
        lows: Lower-case texts of a sentence's tokens.
    """
    found: set[int] = set()
    for i, low in enumerate(lows):
        pair = " ".join(lows[i : i + 2])
        if low in cue("exclusions") or pair in cue("exclusions"):
            found.update(range(i, _edge(lows, i, 1)))
        if pair in cue("closing_exclusions"):
            found.update(range(_edge(lows, i, -1) + 1, i + 2))
    return frozenset(found)


def _edge(lows: list[str], i: int, step: int) -> int:
    while 0 <= i < len(lows) and lows[i] not in _BREAKS:
        i += step
    return i
