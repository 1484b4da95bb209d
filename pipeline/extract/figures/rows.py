"""From linked harms to figures: sums, classes, subsets, and which killed and injured make one row."""

from dataclasses import dataclass, field

from pipeline.extract.figures.harms import Harm
from pipeline.extract.figures.phrases import Group
from pipeline.extract.figures.sums import total
from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import cue
from pipeline.extract.model import Bounds, Count, Span


@dataclass(slots=True)
class Part:
    """What one harm did to the victims of one class; a ``piece`` is part of a total that has its own part."""

    harm: Harm
    groups: list[Group]
    victim_class: str
    count: Count
    subsets: dict[str, Bounds] = field(default_factory=dict)
    piece: bool = False


def parts_of(view: View, groups: list[Group], harms: list[Harm]) -> list[Part]:
    """The parts of all harms of a sentence, in reading order."""
    parts: list[Part] = []
    before: str | None = None
    for harm in harms:
        if not harm.groups:
            continue
        for victim_class, members in _by_class(harm.groups, before or _context(view, groups, harm)):
            if not _claims(view, members, harm):
                continue
            if len(members) > 1 and _separately(view, harm):
                parts.extend(Part(harm, [one], victim_class, total(view, [one], [one]), {}) for one in members)
                continue
            whole = _whole(view, groups, members) if victim_class == "unknown" else victim_class
            broken = _breakdown(groups, members) if whole in {"mixed", "unknown"} and victim_class == "unknown" else []
            count = total(view, members, harm.groups)
            parts.append(Part(harm, members, whole, count, _subsets(groups, members, count)))
            parts.extend(
                Part(harm, some, name, some[0].count, _subsets(groups, some, some[0].count), piece=True)
                for name, some in broken
            )
            before = whole
    return parts


def _separately(view: View, harm: Harm) -> bool:
    """As in "a soldier and two rebels were killed in separate incidents": no source adds them up."""
    return " ".join(view.lows(harm.end, harm.end + 2)) in cue("separately")


def _context(view: View, groups: list[Group], harm: Harm) -> str | None:
    """Class of victims given without a noun, from the rest of the sentence.

    "The number of injured civilians has risen to ten"; "most victims were civilians, and planes killed 55 others";
    "a strike against regime forces, killing 16".
    """
    first = harm.groups[0]
    if harm.frame == "toll":
        named = [g for g in groups if harm.start < g.start <= harm.end + 3 and g is not first and g.subset_of is None]
    else:
        named = [g for g in groups if g.end <= first.start and g.subset_of is None]
        if not first.other:
            named = [g for g in named if _struck(view, g)]
    known = [g.victim_class for g in named if g.victim_class != "unknown"]
    return known[-1] if known else None


def _struck(view: View, group: Group) -> bool:
    """Whether the sentence says something was done to a group: "against regime forces", "captured 40 rebels"."""
    if group.kind == "vague":
        return view.low(group.start - 1) in cue("attack_links")
    return group.kind == "number" and view.tokens[group.head].dep == "dobj"


def _whole(view: View, groups: list[Group], members: list[Group]) -> str:
    """Class of a neutral total by its parts: both classes make it mixed, one makes it that class if it is all of it."""
    parts = [g for g in groups if g.subset_of in members and not g.nested]
    classes = {g.victim_class for g in parts} - {"unknown"}
    if len(classes) > 1:
        return "mixed"
    entire = any("all of" in " ".join(view.lows(part.start - 3, part.start)) for part in parts)
    return classes.pop() if classes and (entire or _add_up(parts, members)) else "unknown"


def _add_up(parts: list[Group], members: list[Group]) -> bool:
    if any(g.count.value is None for g in (*parts, *members)):
        return False
    return sum(g.count.value or 0 for g in parts) == sum(g.count.value or 0 for g in members)


def _breakdown(groups: list[Group], members: list[Group]) -> list[tuple[str, list[Group]]]:
    """Parts of a neutral total that have a number and a class of their own; children and women are subsets instead."""
    parts = [g for g in groups if g.subset_of in members and not (g.partitive or g.nested)]
    counted = {"number", "one"} if _add_up(parts, members) else {"number"}
    return [
        (g.victim_class, [g])
        for g in parts
        if g.kind in counted and g.victim_class != "unknown" and not g.child and not g.woman
    ]


def _claims(view: View, members: list[Group], harm: Harm) -> bool:
    """False for people mentioned again ("the wounded") and what happens in general ("attacks that kill civilians")."""
    if harm.frame == "self" and all(group.count.qualifier == "unknown" for group in members):
        return False
    if all(view.low(group.start) == "any" or view.low(group.start - 1) == "any" for group in members):
        return False
    if harm.frame == "inner" and all(group.kind == "one" and _sought(view, group) for group in members):
        return False
    if any(group.kind != "vague" for group in members):
        return not (harm.frame in {"inner", "self"} and all(_spoken_of(group) for group in members))
    if harm.frame in {"inner", "self", "of"} or len(harm.effects) > 1:
        return False
    general = view.tokens[harm.start].tag in {"VB", "VBP"} or bool(
        {"is", "are"} & set(view.lows(harm.start - 3, harm.start))
    )
    return not any(group.definite for group in members) and not general


def _sought(view: View, group: Group) -> bool:
    """As in "tried to reach a wounded man", "helping an injured boy": of how he was hurt the sentence tells nothing."""
    token = view.tokens[group.head]
    return token.dep == "dobj" and view.tokens[token.head].tag in {"VB", "VBG", "VBP"}


def _spoken_of(group: Group) -> bool:
    """As in "the wounded child": one spoken of before; "the two wounded children" tells the number again."""
    return group.definite and (group.kind != "number" or group.count.value is None)


def _by_class(members: list[Group], before: str | None) -> list[tuple[str, list[Group]]]:
    """Members by victim class; neutral ones go with the class beside them."""
    classes: list[tuple[str, list[Group]]] = []
    known = {group.victim_class for group in members} - {"unknown"}
    if len(known) == 1 and (known != {"combatant"} or sum(map(_apart, members)) < 2):
        return [(known.pop(), members)]
    for group in members:
        own = group.victim_class
        if own == "unknown" and not classes and (group.other or group.bare or group.kind == "name"):
            own = before or own
        if own == "unknown" and classes and known:
            own = classes[-1][0]
        same = None if _apart(group) else next((entry for entry in classes if entry[0] == own), None)
        if same is not None:
            same[1].append(group)
        else:
            classes.append((own, [group]))
    return classes


def _apart(group: Group) -> bool:
    """Numbered fighters: two such numbers are most often of two sides, and no source adds them up."""
    numbered = group.kind == "number" and group.count.qualifier != "unknown"
    return group.victim_class == "combatant" and numbered and not (group.bare or group.other or group.rank)


def _subsets(groups: list[Group], members: list[Group], count: Count) -> dict[str, Bounds]:
    """Children and women among the victims; what would exceed the total was misread and is left out."""
    found: dict[str, Bounds] = {}
    own = [group for group in members if group.child or group.woman]
    parts = [g for g in groups if any(g.subset_of is member for member in members) and (g.child or g.woman)]
    for group in (*own, *parts):
        for name, marked in (("children", group.child), ("women", group.woman and (group.joined or not group.child))):
            if marked:
                low = 1 if group.kind == "vague" and (group.joined or group in parts) else group.count.minimum or 1
                bounds = Bounds(group.count.span, low, group.count.maximum)
                found[name] = _add(found[name], bounds) if name in found else bounds
    if count.maximum is not None and sum(bounds.maximum or bounds.minimum for bounds in found.values()) > count.maximum:
        return {}
    return found


def _add(first: Bounds, second: Bounds) -> Bounds:
    maximum = None if first.maximum is None or second.maximum is None else first.maximum + second.maximum
    return Bounds(Span(first.span.start, second.span.end), first.minimum + second.minimum, maximum)


@dataclass(slots=True)
class Row:
    """Killed and injured of one event, or an undivided total of both."""

    parts: dict[str, Part] = field(default_factory=dict)
    combined: Part | None = None


def rows_of(parts: list[Part]) -> list[Row]:
    """Killed and injured of one event in one row."""
    rows: list[Row] = []
    last: Row | None = None
    for part in parts:
        if len(part.harm.effects) > 1:
            last = None
            if part.count.maximum == 0:
                rows.append(Row(dict.fromkeys(part.harm.effects, part)))
            elif part.groups[0].kind == "number" and part.count.value != 1:
                rows.append(Row(combined=part))
            continue
        effect = part.harm.effects[0]
        if part.piece:
            rows.append(Row({effect: part}))
        elif last is not None and effect not in last.parts and _one_event(last, part, parts):
            last.parts[effect] = part
        else:
            rows.append(Row({effect: part}))
            last = rows[-1]
    return _divided(rows)


def _divided(rows: list[Row]) -> list[Row]:
    """As in "40 casualties: 12 dead and 28 wounded": a total that is divided at once is no figure of its own."""
    kept: list[Row] = []
    for row in rows:
        whole = kept[-1].combined if kept else None
        if whole is not None and len(row.parts) == 2 and _adds_to(whole, list(row.parts.values())):
            kept.pop()
            for part in row.parts.values():
                part.victim_class = whole.victim_class if part.victim_class == "unknown" else part.victim_class
        kept.append(row)
    return kept


def _adds_to(whole: Part, parts: list[Part]) -> bool:
    counts = [part.count.value for part in parts if part.count.value is not None]
    return len(counts) == len(parts) and sum(counts) == whole.count.value


def _one_event(row: Row, part: Part, parts: list[Part]) -> bool:
    other = next(iter(row.parts.values()))
    if 0 in {other.count.maximum, part.count.maximum}:
        return False
    same_harm = [p for p in parts if p.harm is other.harm and not p.piece]
    if len(same_harm) > 1 or len([p for p in parts if p.harm is part.harm and not p.piece]) > 1:
        return False
    classes = {other.victim_class, part.victim_class}
    return len(classes) == 1 or "unknown" in classes
