"""Words of harm in a sentence, and on which side of each its victims stand."""

from dataclasses import dataclass, field

from pipeline.extract.figures.idle import counts_persons
from pipeline.extract.figures.phrases import Group, is_harm, person_noun
from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import HarmVerb, cue, words


@dataclass(slots=True)
class Harm:
    """One mention of harm.

    Attributes:
        start: First token.
        end: After the last token.
        effects: ``killed``, ``injured`` or both where the words do not divide them.
        frame: Where the victims stand: ``right`` (object), ``left`` (subject), ``of`` (complement of a noun), ``self``
            (the noun counts its victims), ``inner`` (between number and noun), ``list`` (after a colon), ``toll``,
            ``lives``, ``fate`` (named before what came of it).
        of_persons: The object must be a known person noun.
        anchor: The token whose place in the tree says who was harmed.
        modality: Vocabulary ``modality``.
        partial: The words tell of some of those harmed: "two children were among the dead".
        groups: Who was harmed.
    """

    start: int
    end: int
    effects: tuple[str, ...]
    frame: str
    of_persons: bool = False
    anchor: int = 0
    modality: str = "reported"
    partial: bool = False
    groups: list[Group] = field(default_factory=list)


def find_harms(view: View, groups: list[Group]) -> list[Harm]:
    """All mentions of harm in a sentence, left to right; coordinated ones over the same people are one."""
    covered = {i: group for group in groups for i in range(group.start, group.end)}
    harms: list[Harm] = []
    i = 0
    while i < len(view.tokens):
        harm = _phrase_at(view, i) or _lives_at(view, i) or _sum_at(view, i, harms) or _word_at(view, i, covered)
        harm = harm or _unsurvived(view, i)
        if harm is None:
            i += 1
            continue
        harms.append(harm)
        i = max(harm.end, i + 1)
    return _combined(view, harms)


def _phrase_at(view: View, i: int) -> Harm | None:
    for size in (size for size in (4, 3, 2) if i + size <= len(view.tokens)):
        # "fell innocent victims", "lost their young lives": an adjective inside breaks no phrase.
        kept = [n for n in range(i, i + size) if n in {i, i + size - 1} or view.pos(n) != "ADJ"]
        if (found := words().phrases.get(" ".join(view.low(n) for n in kept))) is not None:
            effect, kind = found
            if kind == "intransitive":
                return Harm(i, i + size, (effect,), "left", anchor=_governor(view, i))
            form = "base" if view.tokens[i].tag in {"VB", "VBZ", "VBP"} else "participle"
            frame = "right" if view.tokens[i].tag == "VBG" else _voice(view, i, i + size, form)
            return Harm(i, i + size, (effect,), frame, kind == "of_persons", anchor=_governor(view, i))
    return None


def _governor(view: View, i: int) -> int:
    """The word whose subject is harmed: of "survived with burns" the verb."""
    return view.tokens[i].head if view.pos(i) == "ADP" else i


def _lives_at(view: View, i: int) -> Harm | None:
    """As in "claimed the lives of N", "claimed N lives"."""
    if view.low(i) not in words().harm["takers"]:
        return None
    for n in range(i + 1, min(i + 8, len(view.tokens))):
        if view.low(n) in {"life", "lives"}:
            if (n - i <= 3 and "of" in view.lows(n + 1, n + 4)) or view.low(n + 1) == "more":
                return Harm(i, n + 1, ("killed",), "of", anchor=n)
            return Harm(i, i + 1, ("killed",), "lives", anchor=n)
        if view.pos(n) == "VERB" and view.counted[n] is None:
            return None
    return None


def _unsurvived(view: View, i: int) -> Harm | None:
    """As in "none of the nine passengers survived", "a hundred were inside and none survived"."""
    if view.low(i) not in words().harm["survivals"] or "none" not in view.lows(i - 10, i):
        return None
    return Harm(i, i + 1, ("killed",), "survivors", anchor=i)


def _word_at(view: View, i: int, covered: dict[int, Group]) -> Harm | None:
    low, known = view.low(i), words()
    group = covered.get(i)
    if (harm := _suffered(view, i) or _header(view, i) or _listed(view, i)) is not None:
        return harm
    if group is not None and i == group.head and group.effect is not None:
        effects = ("killed", "injured") if group.effect == "both" else (group.effect,)
        return Harm(i, i + 1, effects, "self", anchor=i) if group.kind in {"number", "none"} else _noun_at(view, i)
    if group is not None and i in group.inner:
        return Harm(i, i + 1, (known.states.get(low) or known.verbs[low].effect,), "inner", anchor=i)
    if low in known.harm["bodies"] and (harm := _bodies(view, i, group)) is not None:
        return harm
    if low in known.harm["tolls"] and (low not in {"count", "tally"} or view.low(i - 1) == "body"):
        return Harm(i, i + 1, ("killed",), "toll", anchor=i)
    if (harm := _numbering(view, i) or _condoled(view, i)) is not None:
        return harm
    if low in cue("toll_nouns") and (harm := _number_of(view, i)) is not None:
        return harm
    if (verb := known.verbs.get(low)) is not None and not (view.pos(i) == "NOUN" and view.low(i + 1) == "against"):
        return _verb_at(view, i, verb)
    if low in {"among", "amongst"} and (harm := _among_the_dead(view, i)) is not None:
        return harm
    if (effect := known.states.get(low)) is not None:
        return None if _people_spoken_of(view, i) else Harm(i, i + 1, (effect,), "left", anchor=i)
    return _noun_at(view, i)


def _bodies(view: View, i: int, group: Group | None) -> Harm | None:
    """As in "the bodies of 12 people were pulled from the rubble", "recovered three bodies"."""
    if view.low(i) == "bodies" and view.low(i + 1) == "of" and i + 2 in view.counts:
        return Harm(i, i + 1, ("killed",), "of", anchor=i)
    near = view.lows(i - 8, i + 16)
    if not set(words().harm["body_verbs"]) & set(near):
        return None
    if group is not None and group.kind == "number" and group.head == i:
        return Harm(i, i + 1, ("killed",), "self", anchor=i)
    return Harm(i, i + 1, ("killed",), "of", anchor=i) if view.low(i + 1) == "of" else None


def _number_of(view: View, i: int) -> Harm | None:
    """As in "the number of injured civilians has risen to ten": the toll by another name."""
    begin = i + 2 if view.low(i + 1) == "of" else i + 1
    if (
        (begin == i + 1 and not is_harm(view, begin))
        or view.low(i - 1) in {"a", "unknown", "large"}
        or view.counted[i] is not None
    ):
        return None
    known = words()
    for n in range(begin, min(i + 8, len(view.tokens))):
        low = view.low(n)
        effect = known.states.get(low) or known.victim_nouns.get(low) or known.harm_nouns.get(low)
        effect = effect or (known.verbs[low].effect if low in known.verbs else None)
        if effect is None and low == "victims":
            effect = "killed"
        if effect is not None:
            effects = ("killed", "injured") if effect == "both" else (effect,)
            return Harm(i, n + 1, effects, "toll", anchor=i)
        if n in view.counts:
            return None
    return None


def _condoled(view: View, i: int) -> Harm | None:
    """As in "condolences to the families of the three fighters"."""
    if view.low(i) not in words().harm["condolences"]:
        return None
    for n in range(i + 2, i + 7):
        family = view.low(n - 2) if view.low(n - 1) in {'"', "'"} else view.low(n - 1)
        if view.low(n) == "of" and family in words().families and {n + 1, n + 2} & view.counts.keys():
            return Harm(i, n + 1, ("killed",), "list", anchor=i)
    return None


def _numbering(view: View, i: int) -> Harm | None:
    """As in "the dead numbered 19 and the wounded 45": those harmed stand before their number."""
    low, known = view.low(i), words()
    effect = known.victim_nouns.get(low) or known.states.get(low)
    effect = effect or (known.verbs[low].effect if low in known.verbs else None)
    if effect not in {"killed", "injured"} or view.low(i - 1) not in {"the", "those"}:
        return None
    if view.low(i + 1) in cue("numbering") and i + 2 in view.counts:
        return Harm(i, i + 2, (effect,), "toll", anchor=i)
    placed = view.counts.get(i + 2) if view.low(i + 1) == "," else None
    if placed is not None and " ".join(view.lows(placed.end, placed.end + 2)) in cue("totals"):
        return Harm(i, i + 2, (effect,), "toll", anchor=i)
    again = i + 1 in view.counts and cue("numbering") & set(view.lows(0, i))
    return Harm(i, i + 1, (effect,), "toll", anchor=i) if again else None


def _noun_at(view: View, i: int) -> Harm | None:
    low, known = view.low(i), words()
    effect = known.harm_nouns.get(low)
    if effect is None:
        return None
    if view.low(i + 1) in known.harm["tolls"]:
        return None
    return Harm(i, i + 1, (effect,), "fate" if _fated(view, i) else "of", anchor=i)


def _fated(view: View, i: int) -> bool:
    """As in "shelled two shepherds, which led to their death": the victims stand before."""
    owner = i - 1
    while view.pos(owner) == "ADJ":
        owner -= 1
    return view.low(owner) in cue("owners") and bool(set(words().harm["causes"]) & set(view.lows(owner - 2, owner)))


def _suffered(view: View, i: int) -> Harm | None:
    """As in "sustained various injuries", "with serious injuries": the sufferers stand before the verb."""
    known = words()
    if view.low(i) not in known.harm["injuries"]:
        return None
    before = i - 1
    while before > i - 6 and view.low(before) not in known.harm["sufferers"]:
        modifies = view.pos(before) in {"ADJ", "ADV", "DET", "NOUN", "VERB"} or view.low(before) in {"-", '"', "'"}
        if not modifies and view.counted[before] is None:
            break
        before -= 1
    if view.low(before) in known.harm["sufferers"]:
        return Harm(before, i + 1, ("injured",), "left", anchor=_governor(view, before))
    return None


def _verb_at(view: View, i: int, verb: HarmVerb) -> Harm | None:
    low = view.low(i)
    if view.low(i + 1) in words().harm["not_harm_after"]:
        return None
    if not verb.transitive:
        return Harm(i, i + 1, (verb.effect,), "left", anchor=i)
    if low.endswith("ing"):
        if view.low(i + 1) == "of" or (view.pos(i) == "NOUN" and view.low(i + 1) in {"to", "among"}):
            return Harm(i, i + 1, (verb.effect,), "of", anchor=i)
        return Harm(i, i + 1, (verb.effect,), "right", verb.of_persons, anchor=i)
    if _people_spoken_of(view, i) or _adjective(view, i):
        return None
    return Harm(i, i + 1, (verb.effect,), _voice(view, i, i + 1, verb.form), verb.of_persons, anchor=i)


def _people_spoken_of(view: View, i: int) -> bool:
    """As in "the dead", "the killed and wounded": people mentioned before, not a new statement."""
    low, known = view.low(i), words()
    if not is_harm(view, i) or low in known.harm_nouns or low.endswith("ing"):
        return False
    if view.low(i - 1) in cue("conjunctions") and is_harm(view, i - 2):
        return _people_spoken_of(view, i - 2)
    return view.low(i - 1) in {"the", "those", "these"} and view.pos(i + 1) not in {"NOUN", "PROPN", "ADJ", "NUM"}


def _adjective(view: View, i: int) -> bool:
    """As in "Wounded civilians lay": a participle before a plural that nothing counts."""
    token = view.tokens[i]
    return token.dep == "amod" and token.head > i and view.low(i) in words().states


def _header(view: View, i: int) -> Harm | None:
    """As in "Fatalities: nine civilians, three fighters", "Killed: 5": the harm heads the list of its victims."""
    low, known = view.low(i), words()
    effect = known.victim_nouns.get(low) or known.states.get(low) or known.harm_nouns.get(low)
    if effect is None and low in known.verbs and known.verbs[low].form == "participle":
        effect = known.verbs[low].effect
    if (
        effect not in {"killed", "injured"}
        or view.low(i + 1) != ":"
        or i + 2 not in view.counts
        or _ends_people(view, i - 1)
    ):
        return None
    return Harm(i, i + 2, (effect,), "list", anchor=i)


def _ends_people(view: View, i: int) -> bool:
    """Whether a number or a noun of people stands at a token: its word of harm heads no list."""
    return i >= 0 and (view.counted[i] is not None or person_noun(view, i) is not None)


def _listed(view: View, i: int) -> Harm | None:
    """As in "the injured are: A, B", "those who died included two pupils", "among those killed were a girl and B"."""
    low, known = view.low(i), words()
    effect = known.victim_nouns.get(low) or known.states.get(low)
    effect = effect or (known.verbs[low].effect if low in known.verbs else None)
    before = view.lows(i - 3, i)
    if effect not in {"killed", "injured"} or view.low(i - 1) not in {"the", "those", "who"}:
        return None
    first = end = _after_setting(view, i + 1) if view.low(i - 1) in {"those", "who"} else i + 1
    while view.low(end) in cue("list_openers"):
        end += 1
    opened = view.lows(first, end)
    some = bool({"among", "amongst"} & set(before) or cue("subset_openers") & set(opened))
    whole = ":" in opened or (end in view.counts or view.low(end) in cue("ones"))
    if not opened or "of" in before or not (some or whole):
        return None
    return Harm(i, end, (effect,), "list", anchor=i, partial=some)


def _after_setting(view: View, i: int) -> int:
    """Past "in the two attacks" in "those killed in the two attacks include"; the same place where no list follows."""
    if view.low(i) not in cue("settings"):
        return i
    for n in range(i + 1, i + 10):
        if view.low(n) in cue("subset_openers"):
            return n
        if view.pos(n) in {"VERB", "AUX", "PUNCT", ""}:
            return i
    return i


def _sum_at(view: View, i: int, harms: list[Harm]) -> Harm | None:
    """As in "two in Saraqeb, bringing the day's total to 16": the total of what was just told."""
    if not harms or view.low(i) not in cue("toll_nouns") or view.low(i + 1) != "to" or i + 2 not in view.counts:
        return None
    return Harm(i, i + 1, harms[-1].effects, "toll", anchor=i) if cue("bringing") & set(view.lows(i - 5, i)) else None


def _among_the_dead(view: View, i: int) -> Harm | None:
    """As in "63 civilians among innocent victims", "was among the dead"."""
    for n in range(i + 1, min(i + 4, len(view.tokens))):
        low = view.low(n)
        if _listed(view, n) is not None:
            return None
        for effect, people in (("killed", "dead"), ("injured", "hurt")):
            if low in cue(people):
                return Harm(i, n + 1, (effect,), "left", anchor=i, partial=view.low(n - 1) in {"the", "those"})
        if view.pos(n) not in {"DET", "ADJ", "PRON"}:
            return None
    return None


def _voice(view: View, i: int, end: int, form: str) -> str:
    """``right`` for an active verb, ``left`` for a passive or reduced one."""
    if form in {"base", "third"} and view.low(i) != "hurt" and not view.low(i).endswith("ed"):
        return "right"
    before = i - 1
    while before >= 0 and (view.pos(before) == "ADV" or view.low(before) in {"reportedly", "also", '"', "'"}):
        before -= 1
    if view.low(before) in cue("be"):
        return "left"
    if _joined_to_passive(view, before):
        return "left"
    if view.low(before) in cue("have"):
        return "right"
    if view.low(end) == "(" and view.counted[i - 1] is not None:
        return "left"  # "22 killed (eight of them children)"
    after = end
    if view.low(after) == "and" and view.tokens[after + 1 : after + 2] and view.tokens[after + 1].head == i:
        after += 2 if view.pos(after + 1) == "VERB" and not is_harm(view, after + 1) else 0
    while after < len(view.tokens) and view.low(after) in {'"', "'", "(", "also", "only"}:
        after += 1
    if _begins_object(view, after):
        if _number_then_harm(view, i, after):
            return "left"
        return "right"
    return "left"


def _joined_to_passive(view: View, before: int) -> bool:
    """As in "were killed and wounded": the first participle's auxiliary serves the second."""
    if view.low(before) not in cue("conjunctions") or not is_harm(view, before - 1):
        return False
    first = before - 2
    while first >= 0 and view.pos(first) == "ADV":
        first -= 1
    return view.low(first) in cue("be")


def _begins_object(view: View, i: int) -> bool:
    if i in view.counts:
        return counts_persons(view, view.counts[i])
    if view.low(i) in cue("object_starts"):
        return True
    nominal = view.pos(i) in {"NOUN", "PROPN", "ADJ", "DET", "NUM"}
    return nominal and view.low(i) not in words().stops and not is_harm(view, i)


def _number_then_harm(view: View, i: int, after: int) -> bool:
    """As in "3 killed 5 wounded", "nine killed 12 others injured": lost commas; each number has its word behind it."""
    placed = view.counts.get(after)
    if placed is None or (view.pos(i - 1) not in {"NOUN", "PROPN", "NUM"} and view.counted[i - 1] is None):
        return False
    n = placed.end
    while n < placed.end + 3 and view.pos(n) in {"NOUN", "PROPN", "ADJ"} and not is_harm(view, n):
        n += 1
    return view.low(n) in words().states and view.pos(n + 1) not in {"NOUN", "PROPN", "ADJ"}


def _combined(view: View, harms: list[Harm]) -> list[Harm]:
    """As in "killed and wounded": two words of harm with nothing between but "and" are one undivided harm."""
    result: list[Harm] = []
    for harm in harms:
        last = result[-1] if result else None
        if last is not None and _one_harm(view, last, harm):
            effects = tuple(dict.fromkeys((*last.effects, *harm.effects)))
            frame = last.frame if last.frame in {"inner", "self"} else harm.frame
            result[-1] = Harm(last.start, harm.end, effects, frame, last.of_persons, last.anchor)
        else:
            result.append(harm)
    return result


def _one_harm(view: View, first: Harm, second: Harm) -> bool:
    between = view.lows(first.end, second.start)
    if between not in (["and"], ["or"], ["&"], ["/"], ["and", "/", "or"], ["-"], [",", "and"], ["and", "the"]):
        return False
    if first.frame == "self":
        return second.frame == "of" and between == ["and"] and view.low(second.end) != "of"
    return first.frame == second.frame or {first.frame, second.frame} <= {"left", "right", "inner", "of"}
