"""Noun phrases that stand for people: "at least 23 FSA fighters", "a child", "two others", "164"."""

from dataclasses import dataclass, field

from pipeline.extract.figures.view import Placed, View
from pipeline.extract.figures.words import Noun, words
from pipeline.extract.model import Count, Span

_MODIFIERS = {"ADJ", "NOUN", "PROPN", "X"}
_GLUE = {"-", "'", '"', "'s", "/", "(", ")", "#", "*", "of"}
_ONE = {"a", "an", "another", "one"}
_DEFINITE = {"the", "this", "that", "these", "those", "his", "her", "its", "their", "my", "our", "whose", "'s"}
_OTHERS = {"other", "others", "more", "further", "additional", "another"}
_PARTITIVE = {"them", "whom", "these", "those", "which"}
_LONGEST = 14
_NONE_OF = {"casualties", "deaths", "injuries", "fatalities", "victims"}
_ORDINALS = {"second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}


@dataclass(slots=True, eq=False)
class Group:
    """Some people a sentence speaks of.

    Attributes:
        start: First token, the count's or determiner's.
        end: After the last token of the phrase.
        head: Token of the noun, or of the number where no noun stands.
        count: How many.
        kind: ``number``, ``one`` (a single person), ``vague`` (a plural without number), ``name`` or ``none`` ("no
            civilians").
        victim_class: Class of the noun and its modifiers.
        child: Children are meant.
        woman: Women are meant.
        other: "others", "more": people beside those named before.
        bare: A number without a noun.
        definite: "the fighters": people spoken of before.
        person: The noun is known to name people.
        effect: The head itself says what happened ("seven fatalities").
        inner: Words of harm between number and noun ("11 injured students").
        subset_of: The group this one is part of.
        partitive: "two of whom": a part by the words themselves.
    """

    start: int
    end: int
    head: int
    count: Count
    kind: str
    victim_class: str = "unknown"
    child: bool = False
    woman: bool = False
    other: bool = False
    bare: bool = False
    definite: bool = False
    person: bool = True
    effect: str | None = None
    inner: list[int] = field(default_factory=list)
    subset_of: "Group | None" = None
    partitive: bool = False


@dataclass(slots=True)
class _Phrase:
    """A noun phrase being read."""

    end: int
    head: int | None = None
    noun: Noun | None = None
    nouns: list[Noun] = field(default_factory=list)
    inner: list[int] = field(default_factory=list)
    other: bool = False
    joined: bool = False


def is_harm(view: View, i: int) -> bool:
    """Whether a token is a word of harm of any kind."""
    low, known = view.low(i), words()
    return low in known.verbs or low in known.states or low in known.harm_nouns or low in known.victim_nouns


def _noun(view: View, i: int) -> Noun | None:
    return words().noun(view.low(i), name=view.is_name(i)) if i < len(view.tokens) else None


def find_groups(view: View) -> list[Group]:
    """All groups of people in a sentence, left to right, not overlapping."""
    groups: list[Group] = []
    i = 0
    while i < len(view.tokens):
        group = _group_at(view, i)
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
    """ "two members of the regime forces": the second only says whose the first are."""
    if first.kind not in {"number", "one"} or first.bare or not first.person or second.kind not in {"vague", "one"}:
        return False
    return view.lows(first.end, second.start) in (["of"], ["from"], ["of", "the"], ["from", "the"])


def _absorb(first: Group, second: Group) -> None:
    first.end = second.end
    if first.victim_class == "unknown":
        first.victim_class = second.victim_class


def _group_at(view: View, i: int) -> Group | None:
    if (placed := view.counts.get(i)) is not None:
        return _numbered(view, placed) if _counts_things(view, placed) else None
    if view.counted[i] is not None:
        return None
    if view.low(i) in {"no", "nobody", "none", "zero", "without"} and (nobody := _nobody(view, i)) is not None:
        return nobody
    if (family := _family(view, i)) is not None:
        return family
    if view.low(i) in _ONE or view.low(i) in _DEFINITE:
        return _determined(view, i)
    if _starts_phrase(view, i):
        return _undetermined(view, i)
    return None


# --- numbered groups -------------------------------------------------------------------------------------------------


def _counts_things(view: View, placed: Placed) -> bool:
    """False for numbers that count nothing: dates, years, ages, times, parts of names."""
    before, after, value = view.low(placed.first - 1), view.low(placed.end), placed.count.value
    known = words()
    if before in _MONTHS or after in _MONTHS or before in {"aged", "age", "no", "no.", "number", "nos", "under"}:
        return before in {"no", "under"} and after not in _MONTHS
    if placed.count.qualifier == "exact" and value is not None:
        digits = view.tokens[placed.first].text.isdigit()
        if digits and 1900 <= value <= 2100 and _noun(view, placed.end) is None and not is_harm(view, placed.end):
            return False
        if digits and view.is_name(placed.first - 1) and _part_of_name(view, placed):
            return False
        if digits and _age(view, placed):
            return False
    if after in {"a.m", "a.m.", "p.m", "p.m.", "am", "pm", "o'clock", "year", "years"}:
        return False
    return not (before == "no" and after == "one") and not (view.low(placed.first) == "one" and before == "no")


_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec".split()
)


def _part_of_name(view: View, placed: Placed) -> bool:
    """ "Brigade 137", "Article 5": a name before, and nothing after that could be counted."""
    before = view.low(placed.first - 1)
    if is_harm(view, placed.first - 1) or before.endswith("ing") or before in words().harm["leavers"]:
        return False
    return view.pos(placed.end) not in _MODIFIERS and not is_harm(view, placed.end)


def _age(view: View, placed: Placed) -> bool:
    """ "Joana Hisso, 30, also", "Dina Osman (6)": a number alone behind a name."""
    before, after = view.low(placed.first - 1), view.low(placed.end)
    if before == "(" and after == ")":
        return True
    return before == "," and view.is_name(placed.first - 2) and after in {",", ".", "", ")", "and", ";"}


def _numbered(view: View, placed: Placed) -> Group | None:
    i = placed.end
    if placed.count.qualifier == "unknown" and view.low(placed.first - 1) in {"how", "so", "too"}:
        return None
    partitive = definite = False
    if view.low(i) == "of":
        i += 1
        if view.low(i) in _PARTITIVE:
            partitive, i = True, i + 1
    while view.low(i) in _DEFINITE and view.low(i) != "'s":
        i, definite = i + 1, True
    while partitive and view.pos(i) == "AUX":
        i += 1
    phrase = _read(view, i, plural=placed.count.value != 1)
    start = placed.first
    if view.low(start - 1) in _DEFINITE - {"'s", "that"}:
        start, definite = start - 1, True
    if phrase.head is None:
        vague = placed.count.qualifier == "unknown"
        if vague and not phrase.other and not phrase.inner:
            return None
        end = phrase.end if phrase.other else (i if partitive else placed.end)
        return Group(
            start,
            end,
            placed.end - 1,
            placed.count,
            "number",
            other=phrase.other,
            bare=not phrase.other,
            definite=definite,
            partitive=partitive,
        )
    if view.low(phrase.head) in words().things and not is_harm(view, phrase.head):
        return None
    group = _make(view, start, phrase, placed.count, "number")
    group.definite, group.partitive = definite, partitive
    return group


# --- phrases ---------------------------------------------------------------------------------------------------------


def _read(view: View, i: int, *, plural: bool) -> _Phrase:
    """Reads modifiers and noun from a token on, and a plural joined by "and" that shares the number."""
    phrase = _Phrase(i)
    begin = i
    while i < len(view.tokens) and i - begin < _LONGEST:
        low = view.low(i)
        noun = _noun(view, i)
        if low in _OTHERS:
            phrase.other, phrase.end = True, i + 1
        elif i in view.counts or low in words().stops or not (low[0].isalnum() or low in _GLUE):
            break
        elif is_harm(view, i) and noun is None:
            if plural and low in words().harm_nouns and low.endswith("s") and phrase.head is None:
                phrase.head, phrase.end = i, i + 1
                break
            if low not in words().states and view.tokens[i].tag not in {"VBN", "JJ", "VBD"}:
                break
            phrase.inner.append(i)
        elif noun is not None and (view.pos(i) != "VERB" or phrase.head is None):
            phrase.head, phrase.noun, phrase.end = i, noun, i + 1
            phrase.nouns.append(noun)
            if is_harm(view, i) or (noun.plural or not plural) and not _goes_on(view, i + 1, noun):
                break
        elif view.pos(i) == "NUM" and (not low.isalnum() or view.low(i + 1) in {"-", "year", "years"}):
            pass  # a designation or an age: "L-39", "14-year-old"
        elif view.pos(i) in _MODIFIERS and low not in {"dead", "alive"}:
            if view.pos(i) in {"NOUN", "PROPN"} and (phrase.noun is None or not phrase.noun.plural):
                phrase.head, phrase.noun, phrase.end = i, None, i + 1
        elif view.tokens[i].tag in {"VBN", "VBG"} and i + 1 < len(view.tokens) and view.pos(i + 1) in _MODIFIERS:
            pass
        elif low not in _GLUE - {"of"}:
            break
        i += 1
    if (
        phrase.head is None
        and phrase.inner
        and not phrase.other
        and view.low(begin - 1) == "of"
        and view.low(phrase.inner[-1]) in words().states
    ):
        # "dozens of wounded", "three of the injured": the state stands for its people.
        phrase.head = phrase.inner.pop()
        phrase.noun, phrase.end = Noun("unknown", plural=True), phrase.head + 1
        phrase.nouns.append(phrase.noun)
    if phrase.head is not None:
        phrase.inner = [n for n in phrase.inner if n < phrase.head]
        _join(view, phrase)
    return phrase


def _goes_on(view: View, i: int, first: Noun) -> bool:
    """Whether a person noun only modifies the next one: "women SDF fighters", "civilian casualties"."""
    if view.low(i) == "-" and view.tokens[i].start == view.tokens[i - 1].end:
        return True  # "rebel-held"
    if (
        not first.plural
        and (view.pos(i) == "NOUN" or view.low(i) in words().things)
        and view.low(i) not in words().stops
        and not is_harm(view, i)
    ):
        return True
    for n in range(i, min(i + 4, len(view.tokens))):
        if view.low(n) in words().stops or n in view.counts or is_harm(view, n):
            return False
        noun = _noun(view, n)
        if noun is not None and view.pos(n) != "VERB":
            return True
        if view.pos(n) not in {"PROPN", "ADJ", "NOUN"} and view.low(n) not in {"-", "(", ")", "/"}:
            return False
    return False


def _join(view: View, phrase: _Phrase) -> None:
    """ "militants and prisoners": a second plural without a number of its own shares the first one's."""
    i = phrase.end
    while phrase.noun is not None and phrase.noun.plural and view.low(i) in {"and", "&", "/", ","}:
        after = i + 1
        noun = None
        for n in range(after, min(after + 4, len(view.tokens))):
            if n in view.counts or view.low(n) in _DEFINITE | _ONE or is_harm(view, n):
                return
            found = _noun(view, n)
            if found is not None and found.plural:
                noun, after = found, n + 1
                break
            if view.pos(n) not in {"ADJ", "PROPN", "NOUN"}:
                return
        if noun is None or view.low(i) == "," and view.low(after) not in {"and", "&"}:
            return
        phrase.nouns.append(noun)
        phrase.end, phrase.joined = after, True
        i = after


def _make(view: View, start: int, phrase: _Phrase, count: Count, kind: str) -> Group:
    assert phrase.head is not None
    low = view.low(phrase.head)
    group = Group(start, phrase.end, phrase.head, count, kind, other=phrase.other, inner=phrase.inner)
    group.person = phrase.noun is not None
    group.effect = words().victim_nouns.get(low) or words().harm_nouns.get(low) or words().states.get(low)
    group.victim_class = _class_of(view, start, phrase)
    marks = view.lows(start, phrase.end)
    if not phrase.joined:
        group.child = any(noun.child for noun in phrase.nouns)
        group.woman = any(noun.woman for noun in phrase.nouns) or "female" in marks
    return group


def _class_of(view: View, start: int, phrase: _Phrase) -> str:
    assert phrase.head is not None
    classes = {noun.victim_class for noun in phrase.nouns} if phrase.joined else set()
    if len(classes - {"unknown"}) > 1:
        return "mixed"
    own = phrase.noun.victim_class if phrase.noun is not None else "unknown"
    if own == "civilian" and view.low(phrase.head) in words().weak and _names(view, start, phrase.end, "combatant"):
        return "combatant"
    if own != "unknown":
        return own
    after = view.lows(phrase.end, phrase.end + 8) if view.low(phrase.end) in {"of", "from"} else []
    for victim_class in ("civilian", "combatant"):
        listed = words().class_words[victim_class]
        if any(low in listed for low in (*view.lows(start, phrase.end), *after)):
            return victim_class
    classes.discard("unknown")
    return classes.pop() if len(classes) == 1 else "unknown"


def _names(view: View, start: int, end: int, victim_class: str) -> bool:
    listed = words().class_words[victim_class]
    return any(low in listed for low in view.lows(start, end))


# --- groups without a number -----------------------------------------------------------------------------------------


def _one(view: View, start: int, end: int) -> Count:
    return Count(Span(view.tokens[start].start, view.tokens[end - 1].end), 1, 1, 1, "exact", "entailed")


def _several(view: View, start: int, end: int) -> Count:
    return Count(Span(view.tokens[start].start, view.tokens[end - 1].end), None, 2, None, "unknown", "lexicon")


def _determined(view: View, i: int) -> Group | None:
    """ "a child", "the ISIS member", "his wife", "another", "the wounded"."""
    definite = view.low(i) in _DEFINITE
    if view.low(i) == "another" and (is_harm(view, i + 1) or view.pos(i + 1) in {"AUX", "ADP"}):
        return Group(i, i + 1, i, _one(view, i, i + 1), "one", other=True)
    if (
        view.low(i) == "a"
        and view.low(i + 1) in _ORDINALS
        and (is_harm(view, i + 2) or view.pos(i + 2) in {"AUX", "ADP"})
    ):
        return Group(i, i + 2, i + 1, _one(view, i, i + 2), "one", other=True)
    phrase = _read(view, i + 1, plural=False)
    if phrase.head is None or phrase.noun is None:
        return None
    if phrase.noun.plural:
        group = _make(view, i, phrase, _several(view, i, phrase.end), "vague")
    elif phrase.noun.countable:
        group = _make(view, i, phrase, _one(view, i, phrase.end), "one")
        group.end = _name_after(view, group.end)
    else:
        return None
    group.definite = definite
    group.other = group.other or view.low(i) == "another"
    return group


def _nobody(view: View, i: int) -> Group | None:
    """ "no casualties", "no civilians", "no one": the source says none."""
    end = i + 1
    if view.low(i) == "without":
        end = next((n + 1 for n in range(i + 1, min(i + 6, len(view.tokens))) if view.low(n) in _NONE_OF), 0)
        if not end or any(view.low(n) in {",", ";", "."} for n in range(i, end)):
            return None
    elif view.low(i) == "no":
        phrase = _read(view, i + 1, plural=True)
        harm = next((n for n in range(i + 1, min(i + 5, len(view.tokens))) if view.low(n) in words().harm_nouns), None)
        if view.low(i + 1) == "one":
            end = i + 2
        elif phrase.head is not None and phrase.noun is not None:
            end = phrase.end
        elif harm is not None and all(view.pos(n) in {"ADJ", "NOUN"} for n in range(i + 1, harm)):
            end = harm + 1
        else:
            return None
    count = Count(Span(view.tokens[i].start, view.tokens[end - 1].end), 0, 0, 0, "exact", "stated")
    group = Group(i, end, end - 1, count, "none")
    low = view.low(end - 1)
    group.effect = words().victim_nouns.get(low) or words().harm_nouns.get(low)
    return group


def _family(view: View, i: int) -> Group | None:
    """ "a family of six": as many persons as the number says."""
    for n in range(i, min(i + 4, len(view.tokens))):
        if (
            view.low(n) in words().families
            and view.low(n + 1) == "of"
            and (placed := view.counts.get(n + 2)) is not None
        ):
            if view.pos(placed.end) in _MODIFIERS and not is_harm(view, placed.end):
                return None
            return Group(i, placed.end, n, placed.count, "number", "civilian")
        if view.pos(n) not in {"ADJ", "NOUN", "PROPN", "DET"}:
            return None
    return None


def _starts_phrase(view: View, i: int) -> bool:
    """Whether an undetermined noun phrase begins here: a headline's "SDF member", "15-year-old Ali", "civilians"."""
    if _aged(view, i):
        return True
    if view.pos(i) not in {"ADJ", "NOUN", "PROPN"} and _noun(view, i) is None:
        return False
    return view.low(i) not in words().stops and not (is_harm(view, i) and _noun(view, i) is None)


def _aged(view: View, i: int) -> bool:
    """Whether an age as a modifier begins here: "15-year-old"."""
    return (
        view.pos(i) == "NUM"
        and "old" in view.lows(i + 1, i + 6)
        and bool({"year", "years"} & set(view.lows(i + 1, i + 4)))
    )


def _undetermined(view: View, i: int) -> Group | None:
    phrase = _read(view, i, plural=False)
    if _aged(view, i) and phrase.noun is None and phrase.head is not None and view.is_name(phrase.head):
        return Group(i, phrase.end, phrase.head, _one(view, i, phrase.end), "one")
    if phrase.head is None and view.low(i) == "others":
        return Group(i, i + 1, i, _several(view, i, i + 1), "vague", other=True)
    if phrase.head is None or phrase.noun is None:
        return None
    if phrase.noun.plural:
        return _make(view, i, phrase, _several(view, i, phrase.end), "vague")
    if not phrase.noun.countable:
        return None
    group = _make(view, i, phrase, _one(view, i, phrase.end), "one")
    group.end = _name_after(view, group.end)
    return group


def _name_after(view: View, i: int) -> int:
    """End of a person's name standing in apposition to a noun: "commander Jian Tolhildan (Salwa Yusuf)"."""
    while view.is_name(i) and not is_harm(view, i) and view.low(i) not in words().stops:
        i += 1
    return i
