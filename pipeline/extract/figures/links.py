"""Who was harmed by what: joins the groups of a sentence to its words of harm."""

from pipeline.extract.figures.harms import Harm
from pipeline.extract.figures.lists import (
    SUBJECT,
    add_by_degree,
    companions,
    conjuncts,
    coordinates,
    gapped,
    taken_by_next,
)
from pipeline.extract.figures.names import named_group
from pipeline.extract.figures.phrases import Group, is_harm
from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import cue, words
from pipeline.extract.model import Count, Span

_OBJECT = {"dobj", "obj", "oprd", "attr"}
_REACH = 30
_OBJECT_REACH = 8
_TOLL_REACH = 24
_HOPS = 6


def link(view: View, groups: list[Group], harms: list[Harm]) -> None:
    """Fills ``harm.groups`` of every harm whose victims stand in the sentence."""
    used: dict[int, set[str]] = {}
    for n, harm in enumerate(harms):
        previous = harms[n - 1] if n else None
        following = harms[n + 1] if n + 1 < len(harms) else None
        main = _main(view, groups, harm, previous, following, used)
        free = [g for g in groups if g.subset_of is None and (g is main or id(g) not in used)]
        shared = companions(view, groups, free, harm, following)
        if main is None and shared:
            main = _pronoun(view, harm)
        if main is None or used.get(id(main), set()) >= set(harm.effects):
            continue
        if harm.frame == "fate":
            # Who died of it is not counted among the wounded too.
            for other in harms[:n]:
                other.groups = [group for group in other.groups if group is not main]
        harm.groups = [*coordinates(view, groups, free, harm, main, following), *shared]
        for group in harm.groups:
            used.setdefault(id(group), set()).update(harm.effects)
    add_by_degree(view, harms)
    harms[:] = [each for harm in harms for each in (harm, *gapped(view, groups, harm, harms, used))]


def _main(
    view: View,
    groups: list[Group],
    harm: Harm,
    previous: Harm | None,
    following: Harm | None,
    used: dict[int, set[str]],
) -> Group | None:
    match harm.frame:
        case "self" | "inner":
            return next((g for g in groups if g.start <= harm.start < g.end and g.subset_of is None), None)
        case "left":
            return _left(view, groups, harm, previous, used)
        case "survivors":
            return next((g for g in reversed(groups) if g.end <= harm.start and g.kind == "number" and g.person), None)
        case "list":
            return next((g for g in groups if g.start == harm.end and g.subset_of is None), None) or named_group(
                view, harm.end
            )
        case "fate":
            return _fated(view, groups, harm)
        case "right":
            return _right(view, groups, harm, following) or _counted_before(view, groups, harm)
        case "of":
            return _complement(view, groups, harm, following)
        case "lives":
            return next((g for g in groups if g.start > harm.start and g.end <= harm.anchor + 1), None)
        case "toll":
            return _toll(view, groups, harm, following)
    return None


# --- subject ---------------------------------------------------------------------------------------------------------


def _left(
    view: View, groups: list[Group], harm: Harm, previous: Harm | None, used: dict[int, set[str]]
) -> Group | None:
    before = [g for g in groups if g.end <= harm.start and g.subset_of is None]
    free = [g for g in before if not used.get(id(g), set()) & set(harm.effects)]
    free = [g for g in free if not (g.kind == "vague" and g.effect)]
    near = free[-1] if free else None
    alive = near is not None and (near.person or not (harm.of_persons or view.tokens[near.head].dep == "pobj"))
    if near is not None and alive and _adjoins(view, groups, near, harm.start):
        return near
    subject = _subject(view, harm.anchor)
    if subject is not None:
        found = _group_of(view, before, subject)
        if found is not None and found in free:
            # "four troops and three fighters loyal to Karst were killed": the list ends with the last of them.
            last = next((g for g in reversed(free) if _listed_after(view, found, g)), found)
            return last if found.person or not harm.of_persons else None
        if found is None and (named := named_group(view, _first_named(view, subject))) is not None:
            return named
        if found is not None or (near is not None and near.end <= subject):
            return None
        if (someone := _someone(view, subject)) is not None and not harm.of_persons:
            return someone
    floor = previous.end if previous is not None else 0
    if near is None or near.start < floor or harm.start - near.end > _REACH:
        return None
    gap = range(near.end, harm.start)
    if any(view.low(i) in cue("clause_ends") for i in gap) or _verb_between(view, near.end, harm.start):
        return None
    return near if near.person and near.kind != "vague" else None


def _listed_after(view: View, first: Group, group: Group) -> bool:
    return first.kind == group.kind == "number" and group.start > first.end and conjuncts(view, first, group)


def _someone(view: View, subject: int) -> Group | None:
    """As in "an attack planner was killed": a noun no list knows, but of a living being."""
    token, start = view.tokens[subject], subject
    while start > 0 and view.pos(start) in {"NOUN", "ADJ", "PROPN"}:
        start -= 1
    known = words()
    if token.tag != "NN" or view.low(start) not in cue("ones") or view.counted[subject] is not None:
        return None
    if token.low in known.things | known.stops | cue("toll_nouns"):
        return None
    count = Count(Span(view.tokens[start].start, token.end), 1, 1, 1, "exact", "entailed")
    return Group(start, subject + 1, subject, count, "one")


def _first_named(view: View, subject: int) -> int:
    """Where the names begin in "each of A, B and C"; any other subject stands for itself."""
    if view.low(subject) not in cue("distributives") or view.low(subject + 1) != "of":
        return subject
    return next((i for i in range(subject + 2, len(view.tokens)) if view.low(i) not in {'"', "'", "the"}), subject)


def _group_of(view: View, groups: list[Group], at: int) -> Group | None:
    """The group a token stands in, or the one whose complement it is ("members of the militias killed")."""
    for _ in range(4):
        found = next((g for g in groups if g.start <= at < g.end), None)
        if found is not None or view.tokens[at].dep not in {"pobj", "prep", "compound"}:
            return found
        at = view.tokens[at].head
    return None


def _adjoins(view: View, groups: list[Group], group: Group, at: int) -> bool:
    """Whether only auxiliaries, adverbs and the group's own breakdown stand between a group and a place."""
    parts = [g for g in groups if g.subset_of is group]
    inside = {i for part in parts for i in range(part.start, part.end)} | view.aside
    for i in range(group.end, at):
        if i in inside or view.pos(i) in {"AUX", "ADV", "PART"} or view.low(i) in cue("thin"):
            continue
        if parts and (view.low(i) in cue("conjunctions") or any(view.low(i) in c.split() for c in words().subset_cues)):
            continue
        if view.low(i).isdigit() and view.low(i - 1) == "," and view.counted[i] is not None:
            continue  # an age
        return False
    return True


def _verb_between(view: View, start: int, end: int) -> bool:
    """Whether a finite verb other than the harm's own auxiliaries stands in a stretch."""
    return any(view.tokens[i].tag in {"VBD", "VBZ", "VBP"} and view.pos(i) == "VERB" for i in range(start, end))


def _subject(view: View, anchor: int) -> int | None:
    """The token the tree makes the subject of a verb, through relative clauses, coordination and raising."""
    at = anchor
    for _ in range(_HOPS):
        token = view.tokens[at]
        for i, child in enumerate(view.tokens):
            if child.head == at and child.dep in SUBJECT and i < anchor and child.tag not in {"WDT", "WP"}:
                return i
        if token.dep in {"acl", "relcl"}:
            return token.head
        raised = token.dep in {"conj", "xcomp", "auxpass"}
        raised = raised or (token.dep == "ccomp" and view.low(token.head) in words().harm["leavers"])
        if not raised or view.pos(token.head) not in {"VERB", "AUX"} or token.head >= at:
            return None
        at = token.head
    return None


# --- object and complement -------------------------------------------------------------------------------------------


def _right(view: View, groups: list[Group], harm: Harm, following: Harm | None) -> Group | None:
    limit = len(view.tokens)
    if following is not None and following.frame != "inner" and following.frame != "self":
        limit = following.start
    for group in (g for g in groups if g.start >= harm.end and g.subset_of is None):
        if group.start >= limit:
            break
        if _object_of(view, group, harm) or _open_gap(view, harm.end, group.start):
            if harm.of_persons and not _struck_itself(view, harm, group):
                return None
            if not group.person and (harm.of_persons or group.start > harm.end + 1):
                return None
            return group if group.person or not harm.of_persons else None
        break
    return named_group(view, harm.end)


def _struck_itself(view: View, harm: Harm, group: Group) -> bool:
    """False for "destroyed the fortifications of gunmen", "destroyed gunmen's positions": their things, not they."""
    between = range(harm.end, group.start)
    return view.low(group.end) not in {"'", "'s"} and not any(view.pos(i) in {"NOUN", "PROPN"} for i in between)


def _counted_before(view: View, groups: list[Group], harm: Harm) -> Group | None:
    """As in "More than 50 rebels killed NGO", a headline that lost its marks: none but the number before is killed."""
    if harm.of_persons or view.tokens[harm.start].tag not in {"VBN", "VBD"}:
        return None
    ahead = (g for g in groups if g.end == harm.start and g.kind == "number" and not g.bare)
    return next((g for g in ahead if g.subset_of is None), None)


def _object_of(view: View, group: Group, harm: Harm) -> bool:
    return any(
        view.tokens[i].head in range(harm.start, harm.end) and view.tokens[i].dep in _OBJECT
        for i in range(group.start, group.end)
    )


def _open_gap(view: View, start: int, end: int) -> bool:
    if end - start > _OBJECT_REACH:
        return False
    if view.low(start) == "and" and view.pos(start + 1) == "VERB" and view.tokens[start + 1].head == start - 1:
        start += 2  # "killed and crucified five"
    for i in range(start, end):
        low, pos = view.low(i), view.pos(i)
        ends = low == "and" or low in cue("clause_ends") | cue("relatives") | words().families or is_harm(view, i)
        if ends or pos in {"VERB", "AUX", "SCONJ", "PRON"} or (pos == "ADP" and low not in cue("object_links")):
            return False
    return True


def _complement(view: View, groups: list[Group], harm: Harm, following: Harm | None) -> Group | None:
    direct = next((g for g in groups if g.start == harm.end and g.kind == "number" and g.subset_of is None), None)
    if direct is not None and not taken_by_next(view, direct, following):
        return direct
    for at in range(harm.end, min(harm.end + 3, len(view.tokens))):
        if harm.frame == "of" and view.low(harm.end - 1) == "lives" and at in view.counts:
            at -= 1
            break
        if view.low(at) in cue("complement_links") or (at == harm.end and view.low(at) == "against"):
            break
        if view.low(at) in cue("clause_ends") | {","}:
            return None
    else:
        return None
    for group in (g for g in groups if g.start > at and g.subset_of is None):
        thin = all(view.low(i) in cue("complement_thin") for i in range(at + 1, group.start))
        if thin or (group.other and _name_and(view, at + 1, group)):
            return group if group.person else None
        break
    return named_group(view, at + 1)


def _name_and(view: View, at: int, group: Group) -> bool:
    """As in "the killing of Nassif and the two other fighters"."""
    name = named_group(view, at, shortest=1)
    return name is not None and view.lows(name.end, group.start) == ["and"]


def _fated(view: View, groups: list[Group], harm: Harm) -> Group | None:
    """As in "shot a man in Tarn, which led to his death": the last people before of that number."""
    several = view.low(harm.start - 1) == "their" or view.low(harm.start - 2) == "their"
    before = [g for g in groups if g.end <= harm.start and g.person and g.kind in {"one", "number"}]
    told = [
        g for g in before if g.subset_of is None and (g.count.value != 1) == several and view.low(g.start - 1) != "in"
    ]
    return told[-1] if told else None


def _toll(view: View, groups: list[Group], harm: Harm, following: Harm | None) -> Group | None:
    for group in (g for g in groups if g.kind == "number" and g.start > harm.start and g.subset_of is None):
        rising = view.low(group.start - 1) in {"to", "at", "reached"} and view.low(group.start - 2) in cue("rising")
        far = group.start - harm.end
        if (far > _TOLL_REACH and not rising) or taken_by_next(view, group, following):
            return None
        if far > 4 and view.low(group.start - 1) == "of":
            return None
        before = group.start - 1
        while before > harm.start and (view.pos(before) == "ADV" or view.low(before) in {'"', "about"}):
            before -= 1
        if view.low(before) in cue("toll_links") or view.low(group.start) in cue("toll_links"):
            return _lowered(view, groups, group)
        if group.start == harm.end:
            return group
    # "raised to 15 the number of people killed"
    ahead = next((g for g in groups if g.kind == "number" and view.lows(g.end, harm.start) == ["the"]), None)
    return ahead if ahead is not None and view.low(ahead.start - 1) in {"to", "at"} else None


def _lowered(view: View, groups: list[Group], group: Group) -> Group:
    """As in "revised down from 51 to 49": the number that holds now."""
    if view.low(group.start - 1) != "from" and view.low(group.start) != "from":
        return group
    return next((g for g in groups if g.start > group.end and view.low(g.start - 1) == "to"), group)


def _pronoun(view: View, harm: Harm) -> Group | None:
    """As in "He was killed along with": one person spoken of before."""
    subject = _subject(view, harm.anchor)
    if subject is None or view.low(subject) not in cue("pronouns"):
        return None
    token = view.tokens[subject]
    count = Count(Span(token.start, token.end), 1, 1, 1, "exact", "entailed")
    return Group(subject, subject + 1, subject, count, "one", other=True)
