"""Noun phrases about people: their noun, modifiers, victim class, and plurals that share one number."""

from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import Noun, cue, words
from pipeline.extract.model import Count

MODIFIERS = {"ADJ", "NOUN", "PROPN", "X"}
_INSIDE = {"-", "'", '"', "'s", "/", "(", ")", "#", "*"}
_LONGEST = 14
_ADULT = 18


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
        nested: A part of a part ("62 soldiers, including eight officers" of a toll).
        joined: Several nouns share the number ("women and children").
        rank: A mere rank ("two officers"), of the side named beside it.
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
    nested: bool = False
    joined: bool = False
    rank: bool = False


@dataclass(slots=True)
class Phrase:
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


def person_noun(view: View, i: int) -> Noun | None:
    """The person noun a token is, or None."""
    return words().noun(view.low(i), name=view.is_name(i)) if i < len(view.tokens) else None


def read(view: View, begin: int, *, plural: bool) -> Phrase:
    """Reads modifiers and noun from a token on, and a plural joined by "and" that shares the number.

    Args:
        view: The sentence.
        begin: Where the phrase begins, after the number or article.
        plural: Whether a plural noun is to be expected.

    Returns:
        The phrase; its ``head`` is None where no noun follows.
    """
    phrase = Phrase(begin)
    i = begin
    while i < min(begin + _LONGEST, len(view.tokens)):
        aside = _aside_end(view, i)
        if _closing_quote(view, begin, i) or (aside is None and not _take(view, phrase, i, plural=plural)):
            break
        i = aside or i + 1
    state = phrase.inner[-1] if phrase.inner and phrase.head is None and not phrase.other else None
    if state is not None and view.low(begin - 1) == "of" and view.low(state) in words().states:
        # "dozens of wounded", "three of the injured": the state stands for its people.
        phrase.head, phrase.noun, phrase.end = state, Noun("unknown", plural=True), state + 1
        phrase.nouns.append(phrase.noun)
    if phrase.head is not None:
        phrase.inner = [n for n in phrase.inner if n < phrase.head]
        _join(view, phrase)
    return phrase


def _closing_quote(view: View, begin: int, i: int) -> bool:
    """Whether a quotation that began before the phrase ends here."""
    if i <= begin or view.low(i) != '"' or view.tokens[i].start > view.tokens[i - 1].end:
        return False
    return view.lows(begin, i).count('"') % 2 == 0


def _aside_end(view: View, i: int) -> int | None:
    """End of brackets with words of their own before a person noun: "120 Daesh (banned in Russia) militants"."""
    if view.low(i) != "(":
        return None
    end = next((n for n in range(i + 2, i + 7) if view.low(n) == ")"), None)
    if end is None or person_noun(view, end + 1) is None or all(view.is_name(n) for n in range(i + 1, end)):
        return None
    return None if any(n in view.counts for n in range(i, end)) else end + 1


def _take(view: View, phrase: Phrase, i: int, *, plural: bool) -> bool:
    """Adds one token to a phrase; False where the phrase ends with it or before it."""
    low, pos, noun = view.low(i), view.pos(i), person_noun(view, i)
    if low in cue("others"):
        phrase.other, phrase.end = True, i + 1
        return True
    if i in view.counts or low in words().stops or not (low[0].isalnum() or low in _INSIDE) or _dash(view, i):
        return False
    if is_harm(view, i) and noun is None:
        return _take_harm(view, phrase, i, plural=plural)
    if noun is not None and (pos != "VERB" or phrase.head is None):
        phrase.head, phrase.noun, phrase.end = i, noun, i + 1
        phrase.nouns.append(noun)
        complete = (noun.plural or not plural) and not _goes_on(view, i + 1, noun)
        return not complete and not is_harm(view, i)
    if pos == "NUM" and (not low.isalnum() or view.low(i + 1) in {"-", "year", "years"}):
        return True  # a designation or an age: "L-39", "14-year-old"
    if pos in MODIFIERS and low not in {"dead", "alive"}:
        if pos in {"NOUN", "PROPN"} and (phrase.noun is None or not phrase.noun.plural):
            phrase.head, phrase.noun, phrase.end = i, None, i + 1
        return True
    modifies = view.tokens[i].tag in {"VBN", "VBG"} and view.pos(i + 1) in MODIFIERS
    # "twelve badly injured pupils"; "two were badly injured" has no number right before.
    graded = low in cue("degrees") and phrase.head is None and is_harm(view, i + 1)
    return modifies or graded or low in _INSIDE


def _dash(view: View, i: int) -> bool:
    """Whether a hyphen stands free, as a dash between clauses."""
    return view.low(i) == "-" and i > 0 and view.tokens[i].start > view.tokens[i - 1].end


def _take_harm(view: View, phrase: Phrase, i: int, *, plural: bool) -> bool:
    """As in "11 injured students", "400 deaths": a word of harm inside a phrase or as its head."""
    low = view.low(i)
    counted = low.endswith("s") if plural else view.counted[i - 1] is not None and not low.endswith("ing")
    modified = phrase.head is None or (phrase.head == i - 1 and phrase.noun is not None and not phrase.noun.plural)
    if counted and low in words().harm_nouns and modified:
        phrase.head, phrase.end = i, i + 1  # "seven deaths", "seven civilian deaths"
        return False
    if low not in words().states and view.tokens[i].tag not in {"VBN", "JJ", "VBD"}:
        return False
    finite = view.tokens[i].tag == "VBD" and view.tokens[i].dep in {"ROOT", "ccomp", "conj", "advcl", "relcl"}
    if view.low(i + 1) == "(" or (finite and phrase.head is not None):
        return False  # "22 killed (eight children)", "drones killed a commander"
    phrase.inner.append(i)
    return True


def _goes_on(view: View, i: int, first: Noun) -> bool:
    """Whether a person noun only modifies the next one: "women SDF fighters", "civilian casualties"."""
    if view.low(i) == "-" and view.tokens[i].start == view.tokens[i - 1].end:
        return True  # "rebel-held"
    if view.is_name(i) and view.low(i) in cue("impersonal"):
        return True  # "the Syrian Observatory"
    common = view.pos(i) == "NOUN" or view.low(i) in words().things
    if common and not first.plural and view.low(i) not in words().stops and not is_harm(view, i):
        return True
    for n in range(i, min(i + 4, len(view.tokens))):
        if view.low(n) in words().stops or n in view.counts or is_harm(view, n):
            return False
        noun = person_noun(view, n)
        if noun is not None and view.pos(n) != "VERB":
            return True
        if view.pos(n) not in {"PROPN", "ADJ", "NOUN"} and view.low(n) not in {"-", "(", ")", "/"}:
            return False
    return False


def _join(view: View, phrase: Phrase) -> None:
    """As in "militants and prisoners": a second plural without a number of its own shares the first one's."""
    i = phrase.end
    while phrase.noun is not None and phrase.noun.plural and view.low(i) in {"and", "&", "/", ","}:
        at = _plural_at(view, i + 1)
        noun = None if at is None else person_noun(view, at)
        if at is None or noun is None or (view.low(i) == "," and view.low(at + 1) not in {"and", "&"}):
            return
        phrase.nouns.append(noun)
        phrase.end = i = at + 1
        phrase.joined = True


def _plural_at(view: View, start: int) -> int | None:
    """Where a plural person noun stands that nothing counts or determines, at most three words on."""
    for n in range(start, min(start + 4, len(view.tokens))):
        if n in view.counts or view.low(n) in cue("definites") | cue("ones") or is_harm(view, n):
            return None
        found = person_noun(view, n)
        if found is not None and found.plural:
            return n
        if view.pos(n) not in {"ADJ", "PROPN", "NOUN"} and not (view.low(n) == "-" or view.low(n - 1) == "-"):
            return None
    return None


def make(view: View, start: int, phrase: Phrase, count: Count, kind: str) -> Group:
    """The group a phrase with a head stands for."""
    assert phrase.head is not None
    low = view.low(phrase.head)
    group = Group(start, phrase.end, phrase.head, count, kind, other=phrase.other, inner=phrase.inner)
    group.person = phrase.noun is not None
    group.effect = words().victim_nouns.get(low) or words().harm_nouns.get(low) or words().states.get(low)
    group.victim_class = _class_of(view, start, phrase)
    marks = view.lows(start, phrase.end)
    group.joined = phrase.joined
    group.rank = low in words().ranks and phrase.head > 0 and view.counted[phrase.head - 1] is not None
    if not phrase.joined or kind == "vague":
        group.child = any(noun.child for noun in phrase.nouns) or is_minor(view, start, phrase.end)
        group.woman = any(noun.woman for noun in phrase.nouns) or "female" in marks
    return group


def is_minor(view: View, start: int, end: int) -> bool:
    """As in "a 5-year-old": an age under 18 makes a child."""
    for i in range(start, end):
        if view.low(i).isdigit() and "old" in view.lows(i + 1, i + 6) and int(view.low(i)) < _ADULT:
            return bool({"year", "years"} & set(view.lows(i + 1, i + 4)))
    return False


def _class_of(view: View, start: int, phrase: Phrase) -> str:
    assert phrase.head is not None
    classes = {noun.victim_class for noun in phrase.nouns} if phrase.joined else set()
    if len(classes - {"unknown"}) > 1:
        return "mixed"
    own = phrase.noun.victim_class if phrase.noun is not None else "unknown"
    if (
        own == "civilian"
        and view.low(phrase.head) in words().weak
        and _names(view.lows(start, phrase.end), "combatant")
    ):
        return "combatant"
    if own != "unknown":
        return own
    belonging = phrase.end
    while view.low(belonging) in cue("believed") | {"to", "be"}:
        belonging += 1
    end = next((i for i in range(belonging, belonging + 8) if view.pos(i) == "AUX" or is_harm(view, i)), belonging + 8)
    after = view.lows(belonging, end) if view.low(belonging) in cue("belonging") else []
    for victim_class in ("civilian", "combatant"):
        if _names(view.lows(start, phrase.end), victim_class) or _names(after, victim_class):
            return victim_class
    classes.discard("unknown")
    return classes.pop() if len(classes) == 1 else "unknown"


def _names(lows: list[str], victim_class: str) -> bool:
    """Whether one word or two in a row tell the class."""
    pairs = (" ".join(pair) for pair in pairwise(lows))
    return not words().class_words[victim_class].isdisjoint((*lows, *pairs))
