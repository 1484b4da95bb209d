"""Who a sentence says struck: parties as subjects, agents and owners of an attack, and how sure the text is."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.model import Span
from pipeline.extract.parties import PARTY, adjective, armed, one_party, parties, party_words, veiled


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
    "blamed_on": 5,
    "suspected": 5,
    "with": 5,
    "from_area": 4,
    "from_side": 4,
    "claimed": 5,
    "unknown": 5,
    "owner": 4,
    "means": 4,
    "its": 3,
    "machine": 2,
}
"""What each pattern is worth: an agent or a subject before the owner of a strike, a mere "Turkish drone" last."""


_NAMED = frozenset({"said_to_be", "from_side", "means", "machine", "unknown"})
"""Patterns that begin with an adjective of a party ("Turkish shelling") and so look at the text itself."""


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
    one, joint = PARTY, parties()
    means, machine = (f"(?i:{'|'.join(words[name])})" for name in ("means", "machines"))
    stationed = r"(?i:stationed|deployed|positioned|based|operating|in|on|near|from|outside)"
    where = rf"(?i:{words['whereabouts']})\b|[“(]?[A-Z][\w’'-]*[”)]?|{one}"
    apposition = rf"(?:\s+{stationed}(?:\s+(?:{where})){{1,10}},?|\s+members)?"
    adverbs = rf"(?:,?\s+(?i:{words['adverbs']}|on\s+\w+|\w+day|\w+ly)\b,?){{0,4}}"
    unnamed = r"(?i:(?:an?\s+|the\s+)?(?:unknown|unidentified|another|his|her|their)\s+[\w-]+)"
    members = r"(?i:members\s+of)\s+[\w\s\ue000\ue001-]{3,30}"
    titled = rf"[A-Z“][\w’'“”-]+(?:\s+[A-Z][\w’'”-]+)*\s+(?:{one}|(?i:{armed()}|{'|'.join(words['heads'])}))"
    group = rf"(?i:the|this)\s+(?i:{words['group_nouns']})"
    return {
        "claimed": rf"(?P<name>{joint})\s+(?i:{words['claimed']})",
        "group": rf"(?P<name>\b{group})\s+(?i:{words['group_acts']})",
        "verb": rf"(?P<name>{joint}){apposition}{adverbs}\s+{_verbs()}\b",
        "by": (
            rf"\b(?i:(?:{words['done']})\b(?:(?!\b(?:{words['aided']})\b)[\w\s\ue000\ue001-]){{0,20}}?\bby|"
            r"at\s+the\s+hands\s+of)\s+"
            rf"(?P<name>{joint}|{unnamed}|{members}|(?:the\s+)?{titled})"
        ),
        # "mutual shelling between X on one side and Y": both are said to have fired.
        "between": (
            rf"\b(?i:bombardment|shelling|fire|attacks|strikes)\s+between\s+"
            rf"(?P<name>{joint}(?:[^.;]{{1,50}}?\s+and\s+{one})?)"
        ),
        "with": rf"\b(?i:{words['fought']})\s+(?P<name>{joint})",
        "blamed_on": rf"\b(?i:(?:blamed|pinned)\s+(?:[\w-]+\s+){{0,3}}?on|attributed\s+to)\s+(?P<name>{joint})",
        "suspected": (
            rf"(?P<name>{joint})\s+(?i:(?:is|are|was|were|(?:has|have|had)\s+been)\s+"
            r"(?:\w+ly\s+)?(?:accused|blamed|suspected))\b"
        ),
        "from_area": (
            rf"\b(?i:(?:fired|launched|came|coming)\s+from\s+[^.;,]{{0,40}}?(?:controlled|held)\s+by)\s+"
            rf"(?P<name>{joint})"
        ),
        "from_side": (
            rf"\b(?i:(?:fired|launched|came|coming|shelling|bombardment|fire|rockets|shells|missiles)\s+from\s+(?:the\s+)?)"
            rf"(?P<name>(?i:{adjective()}))(?i:(?:’s|'s)?(?:-\s?(?:held|controlled|run)|\s+(?:positions?|territory|bases?|areas?))\b)"
        ),
        "said_to_be": rf"\b(?i:{words['said_to_be']})(?P<name>(?i:{adjective()})(?!\w))",
        "unknown": rf"(?i:{words['unknown_source']})",
        "means": (
            rf"(?P<name>\b(?i:{adjective()})(?!\w)(?:[\s/-]+(?:and\s+)?(?i:{adjective()}|enemy|air|combat|military|suicide|armed|ground|"
            rf"warplanes?|drones?|forces)\b){{0,6}}?)[’'\"”]?\s+{means}\b"
        ),
        "owner": rf"(?P<name>{one})[’']s?\s+(?:[\w-]+\s+){{0,3}}?(?:{means}|{machine})\b",
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
def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns, compiled when first looked for."""
    return re.compile(_sources()[name])


def find_perpetrators(context: Context, sentence: int) -> list[Perpetrator]:
    """Parties a sentence names as doers of an attack, in reading order."""
    text, offset = context.event_texts[sentence], context.start(sentence)
    veil, found = veiled(text), []
    for name, rank in RANKS.items():
        for match in pattern(name).finditer(text if name in _NAMED else veil):
            start, end = trim(text, *match.span("name"))
            # "an attack on regime forces killed three": not the ones who killed.
            if end > start and not (name == "verb" and _is_governed(text[: match.start()])):
                span = Span(offset + start, offset + end)
                found.append(Perpetrator(span, rank, certainty(text, match.start(), match.end())))
    return sorted(found)


def _is_governed(before: str) -> bool:
    """Whether a preposition before a name keeps it from being the subject; "the forces of X" are X."""
    return bool(pattern("not_subject").search(before)) and not pattern("forces_of").search(before)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of a party's name inside a stretch of text: no article, quotation mark or possessive ending."""
    article = pattern("article").match(text, start, end)
    start = article.end() if article else start
    while end > start and text[end - 1] in " ,’'\"”":
        end -= 1
    if text[end - 2 : end] in ("’s", "'s"):
        end -= 2
    while start < end and text[start] in " “\"'’":
        start += 1
    return start, end


def certainty(text: str, start: int, end: int) -> str:
    """How sure a text is that a party did it, by the words before its name: ``alleged``, ``believed`` or ``stated``."""
    window = text[max(0, start - 45) : end]
    if pattern("alleged").search(window):
        return "alleged"
    return "believed" if pattern("believed").search(window) else "stated"


def find_parties(context: Context, sentence: int) -> list[Perpetrator]:
    """Armed parties a sentence names in whatever role, in reading order."""
    text, offset = context.event_texts[sentence], context.start(sentence)
    found = []
    spans = [span for match in one_party().finditer(text) for span in _joined(text, *match.span())]
    for first, last in spans:
        start, end = trim(text, first, last)
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
