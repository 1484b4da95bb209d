"""A range of persons as people write it.

Belongs here: the one way bounds are shown, wherever they are. Does not: reading numbers (``numbers``).
"""


def written(low: int | None, high: int | None, is_open: bool = False) -> str:
    """Bounds in few characters: ``44``, ``63–91+``, ``12+``, ``≤9``; empty where nothing is said.

    Args:
        low: Lowest number, inclusive.
        high: Highest number, inclusive; None beside a lowest one is an open upper end.
        is_open: True where the highest number is itself a floor ("at least"); shown as a plus sign.
    """
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low}+"
    if low is None:
        return f"≤{high}"
    text = str(high) if low == high else f"{low}–{high}"
    return f"{text}+" if is_open else text
