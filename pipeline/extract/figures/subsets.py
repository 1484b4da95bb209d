"""Which groups are parts of another: "including two children", "most of them women", "2 of whom were children"."""

import re
from functools import cache

from pipeline.extract.figures.phrases import Group, is_harm
from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import cue, words

_REACH = 5


@cache
def _joiners() -> re.Pattern[str]:
    listed = "|".join(sorted(map(re.escape, cue("joiners")), key=len, reverse=True))
    return re.compile(rf"(?:,? ?(?:{listed})|,)(?: [\"']| both)?")


def joined(view: View, start: int, end: int) -> bool:
    """Whether nothing but a conjunction or comma stands in a stretch of tokens, brackets aside."""
    return _joiners().fullmatch(" ".join(_without_brackets(view.lows(start, end))).replace(" ,", ",")) is not None


def mark_subsets(view: View, groups: list[Group]) -> None:
    """Sets ``subset_of`` on every group that is part of another of the sentence."""
    parent: Group | None = None
    last: Group | None = None
    for group in groups:
        if group.partitive and parent is not None and group.victim_class == "unknown":
            group.victim_class = parent.victim_class
        if (group.partitive and not _own_harm(view, group)) or (
            parent is not None and _opens(view, parent, last, group)
        ):
            group.subset_of = parent
            group.nested = last is not None and last is not parent and _cued(view, last, None, group)
        elif last is not None and last.subset_of is not None and _continues(view, groups, last, group):
            group.subset_of = last.subset_of
        if parent is not None and group.subset_of is None and _among(view, parent, groups, group):
            parent.subset_of = group
        if group.subset_of is None:
            parent = group
        last = group
    _mark_sums(view, groups)
    _mark_closed(view, groups)
    for group in groups:
        # A part of a part is a part of the whole.
        whole = group.subset_of.subset_of if group.subset_of is not None else None
        if whole is not None and whole is not group:
            group.subset_of, group.nested = whole, True


def _own_harm(view: View, group: Group) -> bool:
    """As in "22 were detained, two of whom were wounded", "clashed with gunmen, killing 16 of them"."""
    if is_harm(view, group.start - 1) and view.low(group.start - 1).endswith("ing"):
        return True
    i = group.end
    while view.pos(i) in {"AUX", "ADV"}:
        i += 1
    if not (i > group.end or group.bare) or not is_harm(view, i):
        return False
    before = {_effect(view, n) for n in range(group.start)} - {None}
    return not before or (before == {"injured"} and _effect(view, i) == "killed")


def _effect(view: View, i: int) -> str | None:
    low, known = view.low(i), words()
    verb = known.verbs.get(low)
    return verb.effect if verb is not None else known.states.get(low)


def _opens(view: View, parent: Group, last: Group | None, group: Group) -> bool:
    if parent.effect == "both" and (group.effect or is_harm(view, group.end)):
        return False  # "200 casualties: 80 killed and 120 wounded"
    return _cued(view, parent, last, group) or _itemised(view, parent, last, group)


def _mark_sums(view: View, groups: list[Group]) -> None:
    """As in "six people were killed (four men and two women)": a list that adds up to the number before."""
    for n, whole in enumerate(groups):
        total, added = whole.count.value, 0
        if (
            whole.kind != "number"
            or total is None
            or total < 2
            or whole.effect == "both"
            or whole.subset_of is not None
        ):
            continue
        for m in range(n + 1, len(groups)):
            part = groups[m]
            before = view.low(part.start - 1) if m == n + 1 else ""
            opens = m > n + 1 or before in {"(", ":", "-", ","}
            if part.subset_of is not None or part.count.value is None or not opens:
                break
            if m > n + 1 and not joined(view, groups[m - 1].end, part.start):
                break
            added += part.count.value
            if added == total and m > n + 1:
                for found in groups[n + 1 : m + 1]:
                    found.subset_of = whole
                break


def _mark_closed(view: View, groups: list[Group]) -> None:
    """As in "160 civilians, 9 women and 35 children among them": the cue closes the list of parts."""
    for n, last in enumerate(groups):
        close = " ".join(view.lows(last.end, last.end + 3))
        if not any(close.startswith(closer) for closer in cue("part_closers")):
            continue
        first = n
        while first > 0 and joined(view, groups[first - 1].end, groups[first].start):
            first -= 1
        whole = groups[first]
        if first < n and whole.kind == "number" and view.lows(whole.end, groups[first + 1].start)[:1] == [","]:
            for part in groups[first + 1 : n + 1]:
                part.subset_of = whole


def _among(view: View, part: Group, groups: list[Group], whole: Group) -> bool:
    """As in "Nine nurses were among some 40 killed", "two children among six dead"."""
    if whole.count.minimum is None or whole.kind != "number" or view.low(whole.start - 1) not in {"among", "amongst"}:
        return False
    inside = {i for g in groups if g.subset_of is part for i in range(g.start, g.end)}
    return all(
        i in inside or view.pos(i) in {"AUX", "ADV"} or view.low(i) in words().subset_cues | {"being", ","}
        for i in range(part.end, whole.start - 1)
    )


def _itemised(view: View, parent: Group, last: Group | None, group: Group) -> bool:
    """As in "reached 166: 114 fighters, seven civilians", "22 killed (eight children)": the number is broken down."""
    if parent.kind != "number" or last is not parent:
        return False
    between = view.lows(parent.end, group.start)
    return (
        between[-1:] in ([":"], ["("])
        and len(between) <= 12
        and not any(is_harm(view, i) for i in range(max(parent.end + 1, group.start - 2), group.start))
    )


def _cued(view: View, parent: Group, last: Group | None, group: Group) -> bool:
    """Whether a cue of breakdown stands right before the group, after the group it would break down."""
    start = max(parent.end, last.end if last else 0, group.start - _REACH)
    before = view.lows(start, group.start)
    text = " ".join(before)
    for opener in words().subset_cues:
        at = text.rfind(opener)
        if at < 0 or (at > 0 and text[at - 1] != " ") or text[at + len(opener) : at + len(opener) + 1] not in {"", " "}:
            continue
        between = text[at + len(opener) :].split()
        if not any(is_harm(view, group.start - 1 - n) for n in range(len(between))):
            return True
    return False


def _whole_end(part: Group) -> int:
    """Where the number a part belongs to ends."""
    return part.subset_of.end if part.subset_of is not None else part.start


def _without_brackets(lows: list[str]) -> list[str]:
    depth, kept = 0, []
    for low in lows:
        depth += low == "("
        if depth == 0 and low != ")":
            kept.append(low)
        depth -= low == ")" and depth > 0
    return kept


def _continues(view: View, groups: list[Group], last: Group, group: Group) -> bool:
    """Whether a group goes on the list of parts the last one stands in."""
    if "(" in view.lows(_whole_end(last), last.start) and ")" not in view.lows(_whole_end(last), group.start):
        return True
    between = _without_brackets(view.lows(last.end, group.start))
    if between == [";"]:
        return ":" in view.lows(_whole_end(last), last.start)
    if group.other and between in ([",", "and"], ["and"]) and ":" in view.lows(_whole_end(last), last.start):
        # "1,201: 378 civilians, 290 soldiers and 232 others", unless a verb of its own follows.
        return not any(view.pos(i) in {"AUX", "VERB"} or is_harm(view, i) for i in range(group.end, group.end + 3))
    if group.other or group.bare:
        return False
    if between in ([",", "and"], ["and"]) and view.low(group.head) in cue("counted_before"):
        return True
    if between in ([","], ["and"], ["&"], ["as", "well", "as"]):
        return True
    if between == [",", "and"]:
        # "including a child, two women, and five officers": the comma before "and" only closes a list of commas.
        before = groups[groups.index(last) - 1] if groups.index(last) else None
        return before is not None and before.subset_of is last.subset_of and view.lows(before.end, last.start) == [","]
    return (
        between[-1:] in ([","], ["and"])
        and between[:1] == ["of"]
        and not any(is_harm(view, i) or view.pos(i) in {"VERB", "AUX"} for i in range(last.end, group.start))
    )
