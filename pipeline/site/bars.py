"""Ranges of persons drawn on one shared axis, as percentages of its width: no page needs a script or a style for it.

A closed range is a bar; one number is a mark; an open end runs on as a dashed line to the edge of the axis.
"""

from dataclasses import dataclass

from pipeline.text.ranges import written

_ROOM = 92.0
"""Per cent of the width that numbers take; the rest is where open ends run out."""
_LEAST = 0.9
"""Per cent that the mark of a single number is wide."""
_STEPS = (1, 2, 2.5, 5, 10)
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on the axis and where it stands."""

    value: int
    x: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One range.

    Attributes:
        tone: ``killed``, ``injured``, ``combatants_killed`` or ``combatants_injured``.
        text: The range as people write it: ``63–91+``.
        spoken: The range in words, for whoever hears the page.
        x: Left end of the solid part, in per cent.
        width: Its width; a mark where the range is one number.
        open_from: Where the dashed line of an open upper end starts; None for a closed one.
        open_low: True where only an upper bound is known: the bar then starts at the axis' end with a dashed line.
    """

    tone: str
    text: str
    spoken: str
    x: str
    width: str
    open_from: str | None
    open_low: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """From nobody to the highest number that is drawn, rounded up."""

    top: int
    ticks: tuple[Tick, ...]

    @classmethod
    def over(cls, highest: int) -> "Axis":
        """The axis that has room for that number."""
        step = _step(max(highest, 1))
        top = -(-max(highest, 1) // step) * step
        return cls(top, tuple(Tick(value, _percent(_ROOM * value / top)) for value in range(0, top + 1, step)))

    def bar(self, tone: str, low: int | None, high: int | None, is_open: bool = False) -> Bar | None:
        """The bar of a range, or None where nothing is said.

        Args:
            tone: What is counted.
            low: Lowest number, inclusive.
            high: Highest number, inclusive; None beside a lowest one is an open upper end.
            is_open: True where the highest number is itself a floor.
        """
        if low is None and high is None:
            return None
        start, end = low or 0, low if high is None else high
        left, right = self._at(start), self._at(end or 0)
        width = max(right - left, _LEAST)
        left = left if right - left >= _LEAST else max(0.0, left - _LEAST / 2)
        opens = high is None or is_open
        return Bar(
            tone,
            written(low, high, is_open),
            spoken(low, high, is_open),
            _percent(left),
            _percent(width),
            _percent(left + width) if opens else None,
            low is None,
        )

    def _at(self, number: int) -> float:
        return _ROOM * min(number, self.top) / self.top


def spoken(low: int | None, high: int | None, is_open: bool = False) -> str:
    """A range in words: ``63 to 91, or more``; empty where nothing is said."""
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {low}"
    if low is None:
        return f"at most {high}"
    if low == high:
        return f"at least {high}" if is_open else str(high)
    return f"{low} to {high}{', or more' if is_open else ''}"


def _step(highest: int) -> int:
    """The smallest round step that crosses the axis in at most five."""
    size = 1
    while True:
        for factor in _STEPS:
            step = factor * size
            if step == int(step) and step * _TICKS >= highest:
                return int(step)
        size *= 10


def _percent(share: float) -> str:
    return f"{share:.2f}".rstrip("0").rstrip(".") + "%"
