"""Who struck: the alleged perpetrator as written, and how sure the text is."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.gazette import demonyms
from pipeline.extract.model import Figure, Named, Span
from pipeline.extract.parties import adjective, armed, names, party_words, sides


class Perpetrator(NamedTuple):
    """A party a sentence names as doer; a higher ``rank`` says more about who it was."""

    span: Span
    rank: int
    certainty: str


RANKS = {
    "by": 6,
    "verb": 6,
    "machine_of": 6,
    "between": 5,
    "said_to_be": 5,
    "accused": 5,
    "claimed": 5,
    "unknown": 5,
    "owner": 4,
    "means": 4,
    "its": 3,
    "machine": 2,
}
"""What each pattern is worth: an agent or a subject before the owner of a strike, a mere "Turkish drone" last."""


@cache
def _verbs() -> str:
    """What a perpetrator does, as the verb of a sentence; a participle is none ("three soldiers killed in Tarn")."""
    words = vocabulary.load("actors")
    harm = [row for kinds in vocabulary.load("harm")["verbs"].values() for row in kinds["transitive"]]
    attacks, harms = ([row.split() for row in rows] for rows in (words["verbs"], harm))
    finite = "|".join(sorted({form for row in attacks for form in row[:4]}))
    killing = "|".join(sorted({form for row in harms for form in row[:4]}))
    going_on = "|".join(sorted({row[4] for row in (*attacks, *harms)}))
    return (
        rf"(?<!\bthe )(?<!\ban )(?<!\ba )(?i:(?:{finite})\b(?!\s+by\b)|(?:{killing})\b(?!\s*(?:{words['passive']}))"
        rf"|{'|'.join(words['verb_phrases'])}"
        rf"|(?:is|are|was|were|been)\s+(?:\w+\s+){{0,2}}?(?:{going_on}))"
    )


@cache
def _sources() -> dict[str, str]:
    words = vocabulary.load("actors")
    one, joint = names()
    means, machine = (f"(?i:{'|'.join(words[name])})" for name in ("means", "machines"))
    stationed = r"(?i:stationed|deployed|positioned|based|operating|in|on|near|from|outside)"
    apposition = (
        rf"(?:\s+{stationed}(?:\s+(?:(?i:{words['whereabouts']})\b|[“(]?[A-Z][\w’'-]*[”)]?)){{1,10}},?|\s+members)?"
    )
    adverbs = rf"(?:,?\s+(?i:{words['adverbs']}|on\s+\w+|\w+day|\w+ly)\b,?){{0,4}}"
    unnamed = r"(?i:(?:an?\s+|the\s+)?(?:unknown|unidentified|another|his|her|their)\s+[\w-]+)"
    members = r"(?i:members\s+of)\s+[\w\s-]{3,30}"
    titled = rf"[A-Z“][\w’'“”-]+(?:\s+[A-Z][\w’'”-]+)*\s+(?i:{armed()}|{'|'.join(words['heads'])})"
    group = rf"(?i:the|this)\s+(?i:{words['group_nouns']})"
    return {
        "claimed": rf"(?P<name>{joint})\s+(?i:{words['claimed']})",
        "group": rf"(?P<name>\b{group})\s+(?i:{words['group_acts']})",
        "party": one,
        "verb": rf"(?P<name>{joint}){apposition}{adverbs}\s+{_verbs()}\b",
        "by": (
            rf"\b(?i:(?:{words['done']})\b[\w\s-]{{0,20}}?\bby|at\s+the\s+hands\s+of)\s+"
            rf"(?P<name>{joint}|{unnamed}|{members}|(?:the\s+)?{titled})"
        ),
        # "mutual shelling between X on one side and Y": both are said to have fired.
        "between": (
            rf"\b(?i:bombardment|shelling|fire|attacks|strikes)\s+between\s+"
            rf"(?P<name>{joint}(?:[^.;]{{1,50}}?\s+and\s+{one})?)"
        ),
        "said_to_be": rf"\b(?i:{words['said_to_be']})(?P<name>(?i:{adjective()})(?!\w))",
        "unknown": rf"(?i:{words['unknown_source']})",
        "means": (
            rf"(?P<name>\b(?i:{adjective()})(?!\w)(?:[\s/-]+(?i:{adjective()}|enemy|air|combat|military|suicide|armed|ground|"
            rf"warplanes?|drones?|forces)\b){{0,6}}?)[’'\"”]?\s+{means}\b"
        ),
        "owner": rf"(?P<name>{one})[’']s?\s+(?:[\w-]+\s+){{0,3}}?{means}\b",
        "accused": rf"\b(?i:accus\w+|blam\w+)\s+(?P<name>{joint}|(?i:the\s+(?:{words['blamed']}))\b)",
        "its": rf"(?P<name>{one})\s[^.;“”]{{3,80}}?\b(?i:its|their)\s+{means}\b",
        "forces_of": f"(?i:{words['forces_of']})",
        "machine": rf"(?P<name>\b(?:(?i:{adjective()})\s+){{1,4}}{machine})\b",
        "machine_of": rf"{machine}\s+(?:of|belonging\s+to)\s+(?P<name>{joint})",
        "believed": f"(?i:{words['believed']})",
        "alleged": f"(?i:{words['accused']})",
        "not_subject": f"(?i:{words['not_subject']})",
        "article": r"(?i:(?:the|a|an|suspected|of)\s+)",
        "self": (
            r"\b(?:they|it|we|(?:our|its|their) (?:forces|troops|army))\s+(?:had\s+|have\s+)?"
            r"(?:(?!(?:is|are|was|were|be|been|being)\b)\w+\s+){0,2}?"
            r"(?:killed|destroyed|neutrali[sz]ed|eliminated|struck|targeted|responded)\b"
        ),
    }


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """One of the patterns, compiled when first looked for: all of them take a second and a half."""
    return re.compile(_sources()[name])


@cache
def _needed() -> dict[str, re.Pattern[str]]:
    """What some patterns end in, by itself: where it is missing, looking for a name at every letter is spared."""
    words = vocabulary.load("actors")
    means, machine = ("|".join(words[name]) for name in ("means", "machines"))
    ends = {
        "claimed": words["claimed"],
        "verb": _verbs(),
        "by": r"\bby\b|\bhands\s",
        "between": r"\bbetween\s",
        "accused": r"\b(?:accus|blam)",
        "machine_of": machine,
        "means": means,
        "owner": means,
        "its": means,
        "machine": machine,
    }
    return {name: re.compile(rf"(?:{end})", re.IGNORECASE) for name, end in ends.items()}


def find_perpetrators(context: Context, sentence: int) -> list[Perpetrator]:
    """Parties a sentence names as doers of an attack, in reading order."""
    text, offset, needed = context.event_texts[sentence], context.start(sentence), _needed()
    found = []
    for name, rank in RANKS.items():
        if name in needed and not needed[name].search(text):
            continue
        for match in _pattern(name).finditer(text):
            start, end = _trim(text, *match.span("name"))
            # "an attack on regime forces killed three": not the ones who killed.
            if end > start and not (name == "verb" and _is_governed(text[: match.start()])):
                span = Span(offset + start, offset + end)
                found.append(Perpetrator(span, rank, _certainty(text, match.start(), match.end())))
    return sorted(found)


def _is_governed(before: str) -> bool:
    """Whether a preposition before a name keeps it from being the subject; "the forces of X" are X."""
    return bool(_pattern("not_subject").search(before)) and not _pattern("forces_of").search(before)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    article = _pattern("article").match(text, start, end)
    start = article.end() if article else start
    while end > start and text[end - 1] in " ,’'\"”":
        end -= 1
    if text[end - 2 : end] in ("’s", "'s"):
        end -= 2
    while start < end and text[start] in " “\"'’":
        start += 1
    return start, end


def _certainty(text: str, start: int, end: int) -> str:
    window = text[max(0, start - 45) : end]
    if _pattern("alleged").search(window):
        return "alleged"
    return "believed" if _pattern("believed").search(window) else "stated"


def own_actor(context: Context, figure: Figure) -> Perpetrator | None:
    """The alleged perpetrator the figure's own stretch of text names, else its sentence."""
    own = context.find(find_perpetrators, figure.sentence)
    segments = context.segments(figure)
    for stretch in (
        context.harmer(figure),
        Span(segments.quote.start, segments.after.end),
        Span(segments.before.start, segments.after.end),
        context.document.sentences[figure.sentence].span,
    ):
        inside = [item for item in own if stretch.start <= item.span.start and item.span.end <= stretch.end]
        chosen = _best(context, inside, figure)
        if chosen:
            return chosen
    return None


def nearby_actor(context: Context, figure: Figure, sentences: list[int]) -> Perpetrator | None:
    """The alleged perpetrator the first of other sentences on the same event names."""
    for index in sentences:
        # Who was harmed elsewhere goes by the same name as who is said to strike there: another event.
        named = [item for item in context.find(find_perpetrators, index) if not _same_side(context, item, figure)]
        chosen = _best(context, named, figure)
        if chosen:
            return chosen
    return None


def group_actor(context: Context, figure: Figure) -> Perpetrator | None:
    """The party told last before a mention such as "the group", where that is who struck."""
    start = context.start(figure.sentence)
    found = _pattern("group").search(context.texts[figure.sentence], 0, figure.harm.end - start)
    if found is None:
        return None
    for index in range(figure.sentence, max(figure.sentence - 4, -1), -1):
        end = found.start() if index == figure.sentence else len(context.texts[index])
        names = [
            held
            for held in _parties(context, index)
            if held.span.end <= context.start(index) + end and not _shares_party(context, held, figure)
        ]
        if names:
            return names[0]
    return None


def other_side(context: Context, figure: Figure) -> Perpetrator | None:
    """In clashes, who fought those that were harmed: the nearest other party the text names, this sentence first."""
    if figure.victims is None or not party_words(context.document.slice(figure.victims)):
        return None
    if strikes_itself(context, figure):
        return None
    stretch = context.segments(figure)
    if not re.search(
        r"(?i)\b(?:clash\w*|fighting|battles?|firefight)\b",
        context.document.text[stretch.before.start : stretch.after.end],
    ):
        return None
    for index in range(figure.sentence, max(figure.sentence - 4, -1), -1):
        for held in reversed(_parties(context, index)):
            if not _shares_party(context, held, figure):
                return held
    return None


def _parties(context: Context, sentence: int) -> list[Perpetrator]:
    """Armed parties a sentence names in whatever role, in reading order."""
    text, offset = context.event_texts[sentence], context.start(sentence)
    found = []
    spans = [span for match in _pattern("party").finditer(text) for span in _joined(text, *match.span())]
    for first, last in spans:
        start, end = _trim(text, first, last)
        name = text[start:end]
        if (
            end > start
            and party_words(name)
            and not re.search(r"(?i)\b(?:planes?|warplanes?|jets?|drones?|aircrafts?)$", name)
        ):
            found.append(Perpetrator(Span(offset + start, offset + end), RANKS["machine"], "stated"))
    return found


def _joined(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Each of the parties "X and Y forces" names."""
    between = re.search(r"\s+and\s+", text[start:end])
    return [(start, start + between.start()), (start + between.end(), end)] if between else [(start, end)]


def of_another(context: Context, actor: Perpetrator, sentence: int, total: bool) -> bool:
    """Whether a sentence tells only of attacks by parties other than a given one: they say nothing of its means.

    For what one party did in all (``total``), neither does an attack whose doer is not told.
    """
    own = sides(context.document.slice(actor.span))
    others = [sides(context.document.slice(item.span)) for item in context.find(find_perpetrators, sentence)]
    return bool(own) and (total or bool(others)) and not any(own & other or not other for other in others)


def _same_side(context: Context, item: Perpetrator, figure: Figure) -> bool:
    """Whether all that names a party names the victims too, beyond the nation both may belong to."""
    if figure.victims is None:
        return False
    nations = demonyms().keys()
    own = party_words(context.document.slice(figure.victims)) - nations
    name = party_words(context.document.slice(item.span)) - nations
    return bool(name) and name <= own


def _shares_party(context: Context, item: Perpetrator, figure: Figure) -> bool:
    """Whether a party and the victims go by one name ("ISIS members", "seven ISIS fighters")."""
    if figure.victims is None:
        return False
    own = party_words(context.document.slice(figure.victims))
    return bool(own & party_words(context.document.slice(item.span)))


def subject_actor(context: Context, figure: Figure) -> Perpetrator | None:
    """The party that is the subject of a sentence in which it harms ("..., killing three"; "X retaliated, ...")."""
    text, offset = context.texts[figure.sentence], context.start(figure.sentence)
    if not re.fullmatch(r"\w+ing", context.document.slice(figure.harm)):
        return None
    subjects = (
        token
        for token in context.parse(figure.sentence) or ()
        if token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and token.idx + offset < figure.harm.start
    )
    for subject in subjects:
        start, end = subject.left_edge.idx, subject.idx + len(subject.text)
        found = _pattern("party").fullmatch(text[start:end])
        if found:
            start, end = _trim(text, start, end)
            held = Perpetrator(Span(offset + start, offset + end), RANKS["verb"], _certainty(text, start, end))
            return None if _shares_party(context, held, figure) else held
    return None


def strikes_itself(context: Context, figure: Figure) -> bool:
    """Whether a speaker tells of its own strike ("the ministry said that they killed five")."""
    start = context.start(figure.sentence)
    before = context.texts[figure.sentence][: figure.harm.end - start]
    return bool(_pattern("self").search(before[-90:]))


def _best(context: Context, items: list[Perpetrator], figure: Figure) -> Perpetrator | None:
    held = [item for item in items if not _is_victim(context, item, figure)]
    return max(
        held,
        key=lambda item: (item.rank, -abs(item.span.start - figure.harm.start), item.span.end - item.span.start),
        default=None,
    )


def _is_victim(context: Context, item: Perpetrator, figure: Figure) -> bool:
    """Whether a party is who was harmed: named by the very words that name the victims, or their armed body."""
    if figure.victims is None:
        return False
    name = set(re.findall(r"\w+", context.document.slice(item.span).lower()))
    if name <= set(re.findall(r"\w+", context.document.slice(figure.victims).lower())):
        return True
    own = party_words(context.document.slice(figure.victims)) - demonyms().keys()
    return figure.victim_class == "combatant" and bool(own & party_words(context.document.slice(item.span)))


def named_actor(context: Context, item: Perpetrator) -> Named:
    """A perpetrator as the coding of a claim has it."""
    return Named(context.document.slice(item.span), (item.span,))
