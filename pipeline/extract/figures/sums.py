"""The number of victims named in several phrases of one list."""

from pipeline.extract.figures.phrases import Group
from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import cue
from pipeline.extract.model import Count, Span

_FLOORS = {"at_least", "more_than"}
_EXACT = {"exact", "around"}


def total(view: View, members: list[Group], listed: list[Group]) -> Count:
    """Number of some members of a list.

    "At least" before the first number of the list holds for the others ("at least 23 fighters and three civilians").
    The sum of a number and a floor is a floor; with an unnumbered plural in it, unknown.

    Args:
        view: The sentence.
        members: Those to add up, of one victim class.
        listed: The whole list they stand in.

    Returns:
        Their count, whose qualifier, basis and bounds agree.
    """
    counts = [_risen(view, group) or _residual(view, group) for group in members]
    count = counts[0] if len(counts) == 1 else _sum(counts)
    if members[0] is not listed[0] and listed[0].count.qualifier == "at_least" and count.qualifier == "exact":
        return Count(count.span, count.value, count.minimum, None, "at_least", count.basis)
    return count


def _risen(view: View, group: Group) -> Count | None:
    """As in "climbed from 12 to 19": the new number, not a range."""
    count = group.count
    rising = view.low(group.start - 1) in cue("rising") | cue("revised")
    if count.qualifier != "range" or view.low(group.start) != "from" or not rising or count.maximum is None:
        return None
    return Count(count.span, count.maximum, count.maximum, count.maximum, "exact", "stated")


def _residual(view: View, group: Group) -> Count:
    """As in "others", "several others": who else was harmed, without a number; nothing bounds them."""
    count = group.count
    if group.other and count.qualifier == "unknown" and view.low(group.start) != "a":
        return Count(count.span, None, None, None, "unknown", "lexicon")
    return count


def _sum(counts: list[Count]) -> Count:
    span = Span(min(c.span.start for c in counts), max(c.span.end for c in counts))
    kinds = {c.qualifier for c in counts}
    minimum = sum(c.minimum or 0 for c in counts)
    maximum = None if any(c.maximum is None for c in counts) else sum(c.maximum or 0 for c in counts)
    if kinds <= _EXACT:
        basis = "nominal" if "around" in kinds else next((c.basis for c in counts if c.basis == "entailed"), "stated")
        return Count(span, minimum, minimum, maximum, "around" if "around" in kinds else "exact", basis)
    if kinds <= _EXACT | _FLOORS:
        return Count(span, minimum, minimum, None, "at_least", "stated")
    if kinds <= _EXACT | _FLOORS | {"range", "up_to", "fewer_than"}:
        return Count(span, None, minimum, maximum, "range", "stated")
    numbered = [c for c in counts if c.qualifier in _EXACT | _FLOORS]
    if sum(c.minimum or 0 for c in numbered) > 1:
        # "eight fighters and a number of commanders": the number is the floor.
        floor = sum(c.minimum or 0 for c in numbered)
        return Count(span, floor, floor, None, "at_least", "stated")
    return Count(span, None, minimum, None, "unknown", "lexicon")
