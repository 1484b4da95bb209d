"""From linked harms to figures: sums, classes, subsets, and which killed and injured make one row."""

from dataclasses import dataclass, field

from pipeline.extract.figures.harms import Harm
from pipeline.extract.figures.phrases import Group
from pipeline.extract.figures.sums import total
from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import cue
from pipeline.extract.model import Bounds, Count, Figure, Sentence, Span


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
            broken = _breakdown(groups, members) if victim_class == "unknown" else []
            whole = _whole(groups, members) if victim_class == "unknown" else victim_class
            count = total(view, members, harm.groups)
            parts.append(Part(harm, members, whole, count, _subsets(groups, members, count)))
            parts.extend(
                Part(harm, some, name, some[0].count, _subsets(groups, some, some[0].count), piece=True)
                for name, some in broken
            )
            before = whole
    return parts


def _context(view: View, groups: list[Group], harm: Harm) -> str | None:
    """Class of victims given without a noun, from the rest of the sentence.

    "The number of injured civilians has risen to ten"; "most victims were civilians, and planes killed 55 others";
    "a strike against regime forces, killing 16".
    """
    first = harm.groups[0]
    if harm.frame == "toll":
        named = [g for g in groups if harm.start < g.start <= harm.end + 3 and g is not first]
    else:
        named = [g for g in groups if g.end <= first.start]
        if not first.other:
            named = [g for g in named if g.kind == "vague" and view.low(g.start - 1) in cue("attack_links")]
    known = [g.victim_class for g in named if g.victim_class != "unknown"]
    return known[-1] if known else None


def _whole(groups: list[Group], members: list[Group]) -> str:
    """Class of a neutral total by its parts: both classes make it mixed, one makes it that class if they add up."""
    parts = [g for g in groups if g.subset_of in members]
    classes = {g.victim_class for g in parts} - {"unknown"}
    if len(classes) > 1:
        return "mixed"
    return classes.pop() if classes and _add_up(parts, members) else "unknown"


def _add_up(parts: list[Group], members: list[Group]) -> bool:
    return sum(g.count.value or 0 for g in parts) == sum(g.count.value or 0 for g in members)


def _breakdown(groups: list[Group], members: list[Group]) -> list[tuple[str, list[Group]]]:
    """Parts of a neutral total that have a number and a class of their own; children and women are subsets instead."""
    parts = [g for g in groups if g.subset_of in members and not g.partitive]
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
    if any(group.kind != "vague" for group in members):
        return not (harm.frame in {"inner", "self"} and all(group.definite for group in members))
    if harm.frame in {"inner", "self", "of"} or len(harm.effects) > 1:
        return False
    return not any(group.definite for group in members) and view.tokens[harm.start].tag not in {"VB", "VBP"}


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
    return group.victim_class == "combatant" and group.kind == "number" and not group.bare and not group.other


def _subsets(groups: list[Group], members: list[Group], count: Count) -> dict[str, Bounds]:
    """Children and women among the victims; what would exceed the total was misread and is left out."""
    found: dict[str, Bounds] = {}
    own = [group for group in members if group.child or group.woman]
    parts = [g for g in groups if any(g.subset_of is member for member in members) and (g.child or g.woman)]
    for group in (*own, *parts):
        for name, marked in (("children", group.child), ("women", group.woman and not group.child)):
            if marked:
                low = 1 if group.kind == "vague" and group in parts else group.count.minimum or 1
                bounds = Bounds(group.count.span, low, group.count.maximum)
                found[name] = _add(found[name], bounds) if name in found else bounds
    if count.maximum is not None and sum(bounds.maximum or bounds.minimum for bounds in found.values()) > count.maximum:
        return {}
    return found


def _add(first: Bounds, second: Bounds) -> Bounds:
    maximum = None if first.maximum is None or second.maximum is None else first.maximum + second.maximum
    return Bounds(Span(first.span.start, second.span.end), first.minimum + second.minimum, maximum)


@dataclass(slots=True)
class _Row:
    parts: dict[str, Part] = field(default_factory=dict)
    combined: Part | None = None


def rows_of(parts: list[Part]) -> list[_Row]:
    """Killed and injured of one event in one row."""
    rows: list[_Row] = []
    last: _Row | None = None
    for part in parts:
        if len(part.harm.effects) > 1:
            last = None
            if part.count.maximum == 0:
                rows.append(_Row(dict.fromkeys(part.harm.effects, part)))
            elif part.count.value is not None:
                rows.append(_Row(combined=part))
            continue
        effect = part.harm.effects[0]
        if part.piece:
            rows.append(_Row({effect: part}))
        elif last is not None and effect not in last.parts and _one_event(last, part, parts):
            last.parts[effect] = part
        else:
            rows.append(_Row({effect: part}))
            last = rows[-1]
    return rows


def _one_event(row: _Row, part: Part, parts: list[Part]) -> bool:
    other = next(iter(row.parts.values()))
    if 0 in {other.count.maximum, part.count.maximum}:
        return False
    same_harm = [p for p in parts if p.harm is other.harm and not p.piece]
    if len(same_harm) > 1 or len([p for p in parts if p.harm is part.harm and not p.piece]) > 1:
        return False
    classes = {other.victim_class, part.victim_class}
    return len(classes) == 1 or "unknown" in classes


def figures_of(view: View, sentence: Sentence, groups: list[Group], rows: list[_Row]) -> list[Figure]:
    """Figures with spans in the raw text."""
    return [_figure(view, sentence, groups, row) for row in rows]


def _figure(view: View, sentence: Sentence, everyone: list[Group], row: _Row) -> Figure:
    base = sentence.span.start
    parts = [*row.parts.values(), *([row.combined] if row.combined else [])]
    harm = parts[0].harm
    subsets = {
        f"{name}_{effect}": _moved_bounds(bounds, base)
        for effect, part in row.parts.items()
        for name, bounds in part.subsets.items()
    }
    named = [group for part in parts for group in part.groups]
    groups = [*named, *(g for g in everyone if g.subset_of in named)]
    first = min(min(g.start for g in groups), min(p.harm.start for p in parts))
    last = max(max(g.end for g in groups), max(p.harm.end for p in parts))
    people = parts[0].groups
    return Figure(
        sentence=sentence.index,
        quote=_quote(view, base, first, last),
        harm=Span(base + view.tokens[harm.start].start, base + view.tokens[harm.end - 1].end),
        victims=Span(base + view.tokens[people[0].start].start, base + view.tokens[people[-1].end - 1].end),
        killed=_moved(row.parts.get("killed"), base),
        injured=_moved(row.parts.get("injured"), base),
        combined=_moved(row.combined, base),
        subsets=subsets,
        victim_class=next((p.victim_class for p in parts if p.victim_class != "unknown"), "unknown"),
        stance="revises" if harm.revises else "asserts",
        modality=harm.modality,
    )


def _moved(part: Part | None, base: int) -> Count | None:
    if part is None:
        return None
    count = part.count
    return Count(
        Span(base + count.span.start, base + count.span.end),
        count.value,
        count.minimum,
        count.maximum,
        count.qualifier,
        count.basis,
    )


def _moved_bounds(bounds: Bounds, base: int) -> Bounds:
    return Bounds(Span(base + bounds.span.start, base + bounds.span.end), bounds.minimum, bounds.maximum)


_CLAUSE = 160


def _edge(text: str, at: int, step: int) -> int:
    """The end of the sentence or clause on one side, or the place itself where neither is near."""
    for marks in ((";",), (", ", ": ", " | ", " - ")):
        found = [n for mark in marks if (n := text.rfind(mark, 0, at) if step < 0 else text.find(mark, at)) >= 0]
        edge = (max(found) + 2 if step < 0 else min(found)) if found else (0 if step < 0 else len(text))
        if abs(edge - at) <= _CLAUSE:
            return edge
    return at


def _quote(view: View, base: int, first: int, last: int) -> Span:
    """From number to harm, widened to the clause around them."""
    start, end = view.tokens[first].start, view.tokens[last - 1].end
    left, right = _edge(view.text, start, -1), _edge(view.text, end, 1)
    while left < start and view.text[left].isspace():
        left += 1
    while right > end and view.text[right - 1].isspace():
        right -= 1
    return Span(base + left, base + right)
