"""Groups of people in a sentence: "at least 23 FSA fighters", "a child", "two others", "164", "no civilians"."""

from pipeline.extract.figures.idle import counts_persons
from pipeline.extract.figures.phrases import MODIFIERS, Group, is_harm, is_minor, make, person_noun, read
from pipeline.extract.figures.view import Placed, View
from pipeline.extract.figures.words import cue, words
from pipeline.extract.model import Count, Span


def find_groups(view: View) -> list[Group]:
    """All groups of people in a sentence, left to right, not overlapping."""
    groups: list[Group] = []
    i = 0
    while i < len(view.tokens):
        group = _group_at(view, i) if i not in view.aside else None
        if group is None:
            i += 1
        else:
            i = max(group.end, i + 1)
            if groups and _belongs(view, groups[-1], group):
                _absorb(groups[-1], group)
            else:
                groups.append(group)
    return groups


def _belongs(view: View, first: Group, second: Group) -> bool:
    """As in "two members of the regime forces", "a father of three children": the second only tells of the first."""
    if first.kind == "one" and second.kind == "number" and first.person:
        return view.lows(first.end, second.start) == ["of"]
    if first.kind not in {"number", "one"} or first.bare or not first.person or second.kind not in {"vague", "one"}:
        return False
    if second.kind == "vague" and view.lows(first.end, second.start) == [","] and view.low(second.end) == ",":
        return True  # "two children, brothers, were"
    return view.lows(first.end, second.start) in (["of"], ["from"], ["of", "the"], ["from", "the"])


def _absorb(first: Group, second: Group) -> None:
    first.end = second.end
    if first.victim_class == "unknown":
        first.victim_class = second.victim_class


def _group_at(view: View, i: int) -> Group | None:
    if (placed := view.counts.get(i)) is not None:
        return _numbered(view, placed) if counts_persons(view, placed) else None
    if view.counted[i] is not None:
        return None
    if view.low(i) in cue("negatives") and (nobody := _nobody(view, i)) is not None:
        return nobody
    if (family := _family(view, i)) is not None:
        return family
    if view.low(i) in cue("ones") or (view.low(i) in cue("definites") and view.pos(i) != "SCONJ"):
        return _determined(view, i)
    if _starts_phrase(view, i):
        return _undetermined(view, i)
    return None


def _numbered(view: View, placed: Placed) -> Group | None:
    i = placed.end
    if placed.count.qualifier == "unknown" and view.low(placed.first - 1) in cue("questions"):
        return None
    if view.lows(placed.first - 2, placed.first) == [",", "not"] and view.low(placed.end) == ",":
        return None  # "twelve, not twenty, were killed"
    partitive = definite = False
    if view.low(i) == "of":
        i += 1
        if view.low(i) in cue("partitives"):
            partitive, i = True, i + 1
            if _of_things(view, placed):
                return None
        while view.low(i) in cue("definites") and view.low(i) != "'s":
            i, definite = i + 1, True
    if i > placed.end and not partitive and (whole := view.counts.get(i)) is not None:
        if placed.count.qualifier == "unknown":
            return _numbered(view, whole)  # "a group of over 60 men"
        i = whole.end  # "64 of the 100 passengers"
    while partitive and view.pos(i) == "AUX":
        i += 1
    phrase = read(view, i, plural=placed.count.value != 1)
    start = placed.first
    if view.low(start - 1) in cue("definites") - {"'s", "that"}:
        start, definite = start - 1, True
    if phrase.head is None:
        vague = placed.count.qualifier == "unknown"
        if vague and not phrase.other and not phrase.inner and not partitive:
            return None
        end = phrase.end if phrase.other else (i if partitive or definite else placed.end)
        if definite and view.low(end) in words().states and is_harm(view, end + 1):
            end += 1  # "three of the 20 wounded died"
        group = Group(start, end, placed.end - 1, placed.count, "number", other=phrase.other, bare=not phrase.other)
        group.definite, group.partitive = definite, partitive
        return group
    if view.low(phrase.head) in words().things and not is_harm(view, phrase.head):
        return None
    group = make(view, start, phrase, placed.count, "number")
    group.definite, group.partitive = definite, partitive
    return group


def _of_things(view: View, placed: Placed) -> bool:
    """As in "24 barrel bombs, nine of them on houses": the number before counts no people."""
    heads = [read(view, other.end, plural=True).head for other in view.counts.values() if other.end <= placed.first]
    return bool(heads) and all(head is not None and view.low(head) in words().things for head in heads)


def _one(view: View, start: int, end: int) -> Count:
    return Count(Span(view.tokens[start].start, view.tokens[end - 1].end), 1, 1, 1, "exact", "entailed")


def _several(view: View, start: int, end: int) -> Count:
    return Count(Span(view.tokens[start].start, view.tokens[end - 1].end), None, 2, None, "unknown", "lexicon")


def _determined(view: View, i: int) -> Group | None:
    """As in "a child", "the ISIS member", "his wife", "another", "the wounded"."""
    definite = view.low(i) in cue("definites")
    alone = i + 1 if view.low(i) == "another" else i + 2 if view.low(i + 1) in cue("ordinals") else None
    if alone is not None and _stands_alone(view, i, alone):
        return Group(i, alone, alone - 1, _one(view, i, alone), "one", other=True)
    if (size := words().sizes.get(view.low(i + 1))) is not None and definite and view.low(i + 2) != "of":
        count = Count(Span(view.tokens[i].start, view.tokens[i + 1].end), size, size, size, "exact", "entailed")
        return Group(i, i + 2, i + 1, count, "one")
    phrase = read(view, i + 1, plural=False)
    if phrase.noun is None and (end := _end_of_age(view, i + 1)) is not None:
        return Group(i, end, end - 1, _one(view, i, end), "one", child=is_minor(view, i, end))
    if phrase.head is None or phrase.noun is None:
        return None
    if phrase.noun.plural:
        group = make(view, i, phrase, _several(view, i, phrase.end), "vague")
    elif phrase.noun.countable:
        group = make(view, i, phrase, _one(view, i, phrase.end), "one")
        group.end = _name_after(view, group.end)
    else:
        return None
    group.definite = definite
    group.other = group.other or view.low(i) == "another"
    return group


def _stands_alone(view: View, i: int, end: int) -> bool:
    """As in "another was wounded", "killed one and injured another"."""
    if is_harm(view, end) or view.pos(end) in {"AUX", "ADP"}:
        return True
    return is_harm(view, i - 1) and view.pos(end) in {"PUNCT", "CCONJ", ""}


def _end_of_age(view: View, i: int) -> int | None:
    """End of an age that stands for its person: "a 16-year-old"."""
    if not _aged(view, i):
        return None
    return next((n + 1 for n in range(i + 1, i + 6) if view.low(n) == "old"), None)


def _nobody(view: View, i: int) -> Group | None:
    """As in "no casualties", "no civilians", "no one": the source says none."""
    end = _end_of_none(view, i)
    if end is None or not set(words().harm["survivals"]).isdisjoint(view.lows(i, i + 10)):
        return None
    count = Count(Span(view.tokens[i].start, view.tokens[end - 1].end), 0, 0, 0, "exact", "stated")
    group = Group(i, end, end - 1, count, "none")
    phrase = read(view, i + 1, plural=True)
    if phrase.head is not None and phrase.end == end:
        group.victim_class = make(view, i, phrase, count, "none").victim_class
    low = view.low(end - 1)
    group.effect = words().victim_nouns.get(low) or words().harm_nouns.get(low)
    return group


def _end_of_none(view: View, i: int) -> int | None:
    if view.low(i) not in {"no", "without"}:
        return i + 1
    near = range(i + 1, min(i + 6, len(view.tokens)))
    if view.low(i) == "without":
        # "Not … without casualties" says that there were some.
        if any(view.low(n) in cue("denials") for n in range(max(i - 10, 0), i)):
            return None
        end = next((n + 1 for n in near if view.low(n) in cue("none_of")), None)
        return None if end is None or any(view.low(n) in {",", ";", "."} for n in range(i, end)) else end
    if view.low(i + 1) == "one":
        return i + 2
    phrase = read(view, i + 1, plural=True)
    if phrase.head is not None and phrase.noun is not None:
        return phrase.end
    harm = next((n for n in near if view.low(n) in words().harm_nouns), None)
    if harm is not None and all(view.pos(n) in {"ADJ", "NOUN"} for n in range(i + 1, harm)):
        return harm + 1
    return None


def _family(view: View, i: int) -> Group | None:
    """As in "a family of six": as many persons as the number says."""
    for n in range(i, min(i + 4, len(view.tokens))):
        placed = view.counts.get(n + 2) if view.lows(n + 1, n + 2) == ["of"] else None
        if view.low(n) in words().families and placed is not None:
            if view.pos(placed.end) in MODIFIERS and not is_harm(view, placed.end):
                return None
            return Group(i, placed.end, n, placed.count, "number", "civilian")
        if view.pos(n) not in {"ADJ", "NOUN", "PROPN", "DET"}:
            return None
    return None


def _starts_phrase(view: View, i: int) -> bool:
    """Whether an undetermined noun phrase begins here: a headline's "SDF member", "15-year-old Ali", "civilians"."""
    if _aged(view, i):
        return True
    if view.pos(i) not in {"ADJ", "NOUN", "PROPN"} and person_noun(view, i) is None:
        return False
    return view.low(i) not in words().stops and not (is_harm(view, i) and person_noun(view, i) is None)


def _aged(view: View, i: int) -> bool:
    """Whether an age as a modifier begins here: "15-year-old"."""
    years = {"year", "years"} & set(view.lows(i + 1, i + 4))
    return view.pos(i) == "NUM" and bool(years) and "old" in view.lows(i + 1, i + 6)


def _undetermined(view: View, i: int) -> Group | None:
    if view.low(i - 1) == "many" and view.low(i - 2) in cue("questions"):
        return None
    phrase = read(view, i, plural=False)
    if _aged(view, i) and phrase.noun is None and phrase.head is not None and view.is_name(phrase.head):
        return Group(i, phrase.end, phrase.head, _one(view, i, phrase.end), "one")
    if phrase.head is None and view.low(i) == "others":
        return Group(i, i + 1, i, _several(view, i, i + 1), "vague", other=True)
    if phrase.head is None or phrase.noun is None:
        return None
    if phrase.noun.plural:
        if view.low(i - 1) == "both" and not phrase.joined and view.low(phrase.end) != "and":
            count = Count(Span(view.tokens[i - 1].start, view.tokens[phrase.end - 1].end), 2, 2, 2, "exact", "entailed")
            return make(view, i, phrase, count, "number")
        return make(view, i, phrase, _several(view, i, phrase.end), "vague")
    if not phrase.noun.countable:
        return None
    group = make(view, i, phrase, _one(view, i, phrase.end), "one")
    group.end = _name_after(view, group.end)
    return group


def _name_after(view: View, i: int) -> int:
    """End of a person's name standing in apposition to a noun: "commander Adam Sule"."""
    while view.is_name(i) and not is_harm(view, i) and view.low(i) not in words().stops:
        i += 1
    return i
