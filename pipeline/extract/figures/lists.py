"""Who was harmed together: lists, people who shared a victim's fate, and verbs told once for several numbers."""

from itertools import pairwise

from pipeline.extract.figures.harms import Harm
from pipeline.extract.figures.names import named_group
from pipeline.extract.figures.phrases import Group, is_harm
from pipeline.extract.figures.subsets import joined
from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import cue
from pipeline.extract.model import Count, Span

SUBJECT = {"nsubjpass", "nsubj", "csubj"}
"""Dependency labels of subjects."""


def coordinates(
    view: View, groups: list[Group], free: list[Group], harm: Harm, main: Group, following: Harm | None
) -> list[Group]:
    """The main group and those coordinated with it, in reading order."""
    if main not in groups or harm.frame in {"toll", "lives", "inner", "fate"}:
        return [main]
    at = free.index(main)
    listed = [main]
    if harm.frame == "left":
        for group in reversed(free[:at]):
            if not _coordinated(view, groups, group, listed[0]):
                break
            listed.insert(0, group)
        return _with_name(view, _with_names(view, _enumerated(view, listed, main)))
    for group in free[at + 1 :]:
        if following is not None and group.start >= following.start and following.frame not in {"inner"}:
            break
        if taken_by_next(view, group, following) or not _coordinated(view, groups, listed[-1], group):
            break
        listed.append(group)
    return _with_name(view, _with_names(view, _enumerated(view, listed, main)))


def _enumerated(view: View, listed: list[Group], main: Group) -> list[Group]:
    """The list without what a bare comma only puts in apposition ("its deputy commander, Colonel B").

    A list of single persons names its last with "and"; numbers may follow one another with commas alone.
    """
    if len(listed) < 2 or all(group.kind == "number" for group in listed[1:]):
        return listed
    ands = [
        n
        for n in range(1, len(listed))
        if {"and", "&", "plus", "with"} & set(view.lows(listed[n - 1].end, listed[n].start))
    ]
    return listed[: ands[-1] + 1] if ands and main in listed[: ands[-1] + 1] else [main]


def _with_names(view: View, listed: list[Group]) -> list[Group]:
    """As in "Lieutenant A and Private B": a person of known title heads a list of names."""
    first = listed[-1]
    names = named_group(view, first.end - 1) if first.kind == "one" and view.is_name(first.end - 1) else None
    if names is None or names.end <= first.end or (names.count.value or 0) < 2:
        return listed
    more = (names.count.value or 0) - 1
    span = Span(view.tokens[first.end].start, names.count.span.end)
    count = Count(span, more, more, more, "exact", "entailed")
    return [*listed, Group(first.end, names.end, names.end - 1, count, "name", first.victim_class)]


def _with_name(view: View, listed: list[Group]) -> list[Group]:
    """As in "Nassif and the two other fighters": one more, by name."""
    first = listed[0]
    if first.other and first.kind == "number" and view.low(first.start - 1) == "and":
        name = named_group(view, first.start - 2, shortest=1)
        if name is not None:
            return [name, *listed]
    return listed


def companions(view: View, groups: list[Group], free: list[Group], harm: Harm, following: Harm | None) -> list[Group]:
    """As in "was killed along with his wife and a son", "died, as did a guard": who shared the victim's fate."""
    limit = following.start if following is not None else len(view.tokens)
    if harm.frame == "right":
        return _names_beside(view, harm, limit)
    if harm.frame != "left":
        return []
    for n, group in enumerate(free):
        before = " ".join(view.lows(group.start - 2, group.start))
        if (
            group.count.value is None
            or view.pos(group.end) == "AUX"
            or not harm.end < group.start < limit
            or not (before in cue("companions") or view.low(group.start - 1) in cue("companions"))
        ):
            continue
        if any(view.low(i) in cue("clause_ends") for i in range(harm.end, group.start)):
            return []
        listed = [group]
        for other in free[n + 1 :]:
            if other.start >= limit or not _coordinated(view, groups, listed[-1], other):
                break
            listed.append(other)
        return _enumerated(view, listed, group)
    return []


def _names_beside(view: View, harm: Harm, limit: int) -> list[Group]:
    """As in "killed A, one of the leaders of the group, as well as B"."""
    for i in range(harm.end, limit - 4):
        if view.low(i - 1) == "," and " ".join(view.lows(i, i + 3)) in cue("companions"):
            names = named_group(view, i + 3)
            return [names] if names is not None else []
    return []


def gapped(view: View, groups: list[Group], harm: Harm, harms: list[Harm], used: dict[int, set[str]]) -> list[Harm]:
    """As in "Ten people were killed in A, four others in B and two in C": the verb is told once."""
    if harm.frame not in {"left", "right"} or not harm.groups or harm.groups[-1].kind not in {"number", "one"}:
        return []
    limit = min((other.start for other in harms if other.start > harm.start), default=len(view.tokens))
    found: list[Harm] = []
    last = max(harm.end, harm.groups[-1].end)
    for group in (g for g in groups if last <= g.start < limit):
        between = range(last, group.start)
        verbs = (
            any(view.pos(i) in {"VERB", "AUX"} and view.low(i) not in cue("thin") for i in between)
            or view.tokens[group.head].dep in SUBJECT
        )
        apart = any(view.low(i) in cue("settings") for i in between) and view.low(group.end) in cue("settings")
        counted = group.kind == "number" and group.subset_of is None and (group.bare or group.other)
        told = counted or (group.kind == "one" and not group.definite)
        if verbs or id(group) in used or not (apart and told and view.low(group.start - 1) in {",", "and", ";"}):
            break
        found.append(Harm(harm.start, harm.end, harm.effects, "gap", anchor=harm.anchor, groups=[group]))
        last = group.end
    return found


def add_by_degree(view: View, harms: list[Harm]) -> None:
    """As in "two were severely injured and a third was lightly injured": one harm told by its degrees."""
    told = [harm for harm in harms if harm.groups]
    for first, second in pairwise(told):
        alike = first.effects == second.effects and first.frame == second.frame == "left"
        degrees = all(view.low(harm.start - 1) in cue("degrees") for harm in (first, second))
        if alike and (degrees or _further(view, first, second)):
            second.groups = [*first.groups, *second.groups]
            first.groups = []


def _further(view: View, first: Harm, second: Harm) -> bool:
    """As in "two were wounded and three others sustained injuries": the same harm to more people at once."""
    group = second.groups[0]
    own = first.groups[-1].kind == group.kind == "number" and group.other
    return own and view.lows(first.end, group.start) in (["and"], [",", "and"], [","])


def taken_by_next(view: View, group: Group, following: Harm | None) -> bool:
    """Whether a group belongs to the next word of harm ("killed five and three wounded")."""
    if following is None or following.frame not in {"left", "self", "inner"}:
        return False
    if following.start < group.end:
        return True
    return following.frame == "left" and all(
        view.pos(i) in {"AUX", "ADV", "PART"} or view.low(i) in cue("thin") for i in range(group.end, following.start)
    )


def _coordinated(view: View, groups: list[Group], first: Group, second: Group) -> bool:
    if (first.effect and not first.person) or first.kind in {"vague", "none"} or second.kind == "none":
        return False
    parts = [g for g in groups if g.subset_of is first]
    end = max((part.end for part in parts), default=first.end)
    between = view.lows(end, second.start)
    if (
        second.partitive
        or _opens_clause(view, second)
        or (first.person and not second.person and second.count.value is None)
    ):
        return False
    if not between or any(is_harm(view, i) for i in range(first.end, second.start)):
        return False
    if joined(view, end, second.start):
        return True
    if second.kind == "vague" or any(
        (view.pos(i) in {"VERB", "AUX"} and view.low(i) != "aged")
        or is_harm(view, i)
        or view.low(i) in cue("clause_ends")
        for i in range(end, second.start)
    ):
        return False
    if between[-1] not in {",", "and", "&"}:
        return False
    # "a commander of the SDF, a leader of the party, and three civilians": only what belongs to the first in between.
    own = all(view.low(i) in {"of", "from"} for i in range(end, second.start) if view.pos(i) == "ADP")
    return own or conjuncts(view, first, second)


def _opens_clause(view: View, group: Group) -> bool:
    """As in "killing two, and rescuers were searching": the group is what another verb speaks of, not a victim."""
    token = view.tokens[group.head]
    at = token.head
    if "," not in view.lows(group.start - 2, group.start):
        return False
    if token.dep not in SUBJECT or at <= group.head or is_harm(view, at):
        return False
    return view.pos(at) == "VERB" and not any(is_harm(view, i) or view.low(i) == "," for i in range(group.end, at))


def conjuncts(view: View, first: Group, second: Group) -> bool:
    """Whether the tree coordinates two groups."""
    at = second.head
    for _ in range(8):
        token = view.tokens[at]
        if token.dep not in {"conj", "appos"}:
            return False
        at = token.head
        if first.start <= at < first.end:
            return True
    return False
