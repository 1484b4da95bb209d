"""Which groups are parts of another: "including two children", "most of them women", "2 of whom were children"."""

from pipeline.extract.figures.groups import Group, is_harm
from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import words

_REACH = 5
GLUE = {",", "and", "&", "/", "or", "as", "well", "plus", "along", "with", "together", "also", "in", "addition", "to", "besides", ";",
        "(", ")", "-", '"', "'"}


def mark_subsets(view: View, groups: list[Group]) -> None:
    """Sets ``subset_of`` on every group that breaks down the one before it."""
    parent: Group | None = None
    last: Group | None = None
    for group in groups:
        if group.partitive:
            group.subset_of = parent
        elif parent is not None and _cued(view, parent, group):
            group.subset_of = parent
        elif last is not None and last.subset_of is not None and _continues(view, last, group):
            group.subset_of = last.subset_of
        if group.subset_of is None:
            parent = group
        last = group


def _cued(view: View, parent: Group, group: Group) -> bool:
    """Whether a cue of breakdown stands right before the group, after the group it would break down."""
    start = max(parent.end, group.start - _REACH)
    before = view.lows(start, group.start)
    text = " ".join(before)
    for cue in words().subset_cues:
        at = text.rfind(cue)
        if at < 0 or (at > 0 and text[at - 1] != " ") or text[at + len(cue) : at + len(cue) + 1] not in {"", " "}:
            continue
        between = text[at + len(cue) :].split()
        if not any(is_harm(view, group.start - 1 - n) for n in range(len(between))):
            return True
    return False


def _continues(view: View, last: Group, group: Group) -> bool:
    """Whether a group goes on the list of parts the last one stands in."""
    between = view.lows(last.end, group.start)
    if group.other or group.bare or len(between) > 3:
        return False
    return between in ([","], ["and"], ["&"], ["as", "well", "as"], [",", "and"]) and between != [",", "and"]
