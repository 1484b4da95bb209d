"""Who struck: the alleged perpetrator as written, and how sure the text is."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.model import Figure, Named, Span, Speaker


class Perpetrator(NamedTuple):
    """A party a sentence names as doer; a higher ``rank`` says more about who it was."""

    span: Span
    rank: int
    certainty: str


RANKS = {"by": 6, "verb": 6, "machine_of": 6, "accused": 5, "unknown": 5, "owner": 4, "means": 4, "machine": 2}
"""What each pattern is worth: an agent or a subject before the owner of a strike, a mere "Turkish drone" last."""


@cache
def _party() -> str:
    demonyms = [name.lower() for entry in vocabulary.load("regions").values() for name in entry["demonyms"]]
    parties = vocabulary.load("actors")["parties"]
    return "|".join(sorted([*map(re.escape, demonyms), *parties], key=lambda word: (-len(word), word)))


@cache
def _country() -> str:
    names = [*vocabulary.load("regions"), *vocabulary.load("actors")["capitals"]]
    return "|".join(re.escape(name) for name in sorted(names, key=lambda word: (-len(word), word)))


@cache
def _names() -> tuple[str, str]:
    """Regular expressions of one party's name and of parties joined by "and"."""
    words = vocabulary.load("actors")
    head = f"(?i:{'|'.join(words['heads'])})"
    # Adjectives and names of the party, then its noun: "the Turkish forces", "unidentified gunmen".
    party, between = f"(?i:{_party()})", f"(?i:{_party()}|\\w+-\\w+|{words['between']})"
    adjectives = rf"\b{party}\b[”\"'’]?(?:\s+and\s+{party}\b)?(?:[\s/-]+{between}\b){{0,6}}?\s+"
    noun = (
        rf"[“\"']?{adjectives}[“\"']?\b{head}\b[”\"']?(?:’s|'s|’)?(?:\s+\([A-Z]{{2,6}}\))?"
        r"(?:\s+(?i:members|snipers?|fighters|forces|factions|state))?"
    )
    bare = rf"\b(?i:{words['bare']})\b(?:\s+\([A-Z]{{2,6}}\))?|\b(?:{_country()})\b|“[A-Z][\w’' -]+”\s+factions"
    one = rf"(?:(?i:the\s+|an?\s+|suspected\s+)?(?:{noun}|{bare}))"
    follower = rf"(?i:(?:{words['followers']})\s+){{1,4}}(?:{head}|SNA)\b(?:\s+(?i:factions|forces|groups))?"
    other = rf"(?:{one}|{follower}|(?i:proxies|mercenaries|allies))"
    return one, rf"{one}(?:\s+(?i:and|with|or)\s+(?i:the\s+|their\s+|its\s+)?{other})?"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = vocabulary.load("actors")
    one, joint = _names()
    means, verb, machine = (f"(?i:{'|'.join(words[name])})" for name in ("means", "verbs", "machines"))
    apposition = r"(?:\s+(?i:(?:stationed|deployed|positioned|based)\s+in\s+[^,]{3,40},?|members))?"
    adverbs = rf"(?:,?\s+(?i:{words['adverbs']}|on\s+\w+|\w+day|\w+ly)\b,?){{0,4}}"
    unnamed = r"(?i:(?:an?\s+|the\s+)?(?:unknown|unidentified|another|his|her|their)\s+[\w-]+)"
    members = r"(?i:members\s+of)\s+[\w\s-]{3,30}"
    titled = rf"[A-Z“][\w’'“”-]+(?:\s+[A-Z][\w’'”-]+)*\s+(?i:{'|'.join(words['heads'])})"
    return {
        "verb": re.compile(rf"(?P<name>{joint}){apposition}{adverbs}\s+{verb}\b"),
        "by": re.compile(
            rf"\b(?i:{words['done']})\b[\w\s-]{{0,20}}?\b(?i:by)\s+(?P<name>{joint}|{unnamed}|{members}|{titled})"
        ),
        "unknown": re.compile(rf"(?i:{words['unknown_source']})"),
        "means": re.compile(
            rf"(?P<name>\b(?i:{_party()})\b(?:[\s/-]+(?i:{_party()}|enemy|air|combat|military|suicide|armed|ground|"
            rf"warplanes?|drones?|forces)\b){{0,6}}?)[’'\"”]?\s+{means}\b"
        ),
        "owner": re.compile(rf"(?P<name>{one})[’']s?\s+(?:[\w-]+\s+){{0,3}}?{means}\b"),
        "accused": re.compile(rf"\b(?i:accus\w+|blam\w+)\s+(?P<name>{joint})"),
        "machine": re.compile(rf"(?P<name>\b(?:(?i:{_party()})\s+){{1,4}}{machine})\b"),
        "machine_of": re.compile(rf"{machine}\s+(?:of|belonging\s+to)\s+(?P<name>{joint})"),
        "believed": re.compile(words["believed"], re.IGNORECASE),
        "alleged": re.compile(words["accused"], re.IGNORECASE),
        "not_subject": re.compile(words["not_subject"], re.IGNORECASE),
        "article": re.compile(r"(?:the|a|an|suspected|of)\s+", re.IGNORECASE),
        "self": re.compile(
            r"\b(?:they|it|we|(?:our|its|their) (?:forces|troops|army))\s+(?:had\s+|have\s+)?(?:\w+\s+){0,2}?"
            r"(?:killed|destroyed|neutrali[sz]ed|eliminated|struck|targeted|responded)\b"
        ),
    }


def find_perpetrators(context: Context, sentence: int) -> list[Perpetrator]:
    """Parties a sentence names as doers of an attack, in reading order."""
    text, offset, patterns = context.event_texts[sentence], context.start(sentence), _patterns()
    found = []
    for name, rank in RANKS.items():
        for match in patterns[name].finditer(text):
            start, end = _trim(text, *match.span("name"))
            # "an attack on regime forces killed three": not the ones who killed.
            if end > start and not (name == "verb" and patterns["not_subject"].search(text[: match.start()])):
                span = Span(offset + start, offset + end)
                found.append(Perpetrator(span, rank, _certainty(text, match.start(), match.end())))
    return sorted(found)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    article = _patterns()["article"].match(text, start, end)
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
    if _patterns()["alleged"].search(window):
        return "alleged"
    return "believed" if _patterns()["believed"].search(window) else "stated"


def own_actor(context: Context, figure: Figure) -> Perpetrator | None:
    """The alleged perpetrator the figure's own stretch of text names, else its sentence."""
    own = context.find(find_perpetrators, figure.sentence)
    segments = context.segments(figure)
    for stretch in (
        Span(segments.quote.start, segments.after.end),
        Span(segments.before.start, segments.after.end),
        context.document.sentences[figure.sentence].span,
    ):
        inside = [item for item in own if stretch.start <= item.span.start and item.span.end <= stretch.end]
        chosen = _best(context, inside, figure)
        if chosen:
            return chosen
    return None


def nearby_actor(context: Context, figure: Figure) -> Perpetrator | None:
    """The alleged perpetrator another sentence on the same event names, the nearest first."""
    for index in context.nearby(figure):
        chosen = _best(context, context.find(find_perpetrators, index), figure)
        if chosen:
            return chosen
    return None


def strikes_itself(context: Context, figure: Figure, speaker: Speaker | None) -> bool:
    """Whether a speaker tells of its own strike ("the ministry said that they killed five")."""
    start = context.start(figure.sentence)
    before = context.texts[figure.sentence][: figure.harm.end - start]
    return speaker is not None and bool(_patterns()["self"].search(before[-90:]))


def _best(context: Context, items: list[Perpetrator], figure: Figure) -> Perpetrator | None:
    held = [item for item in items if not _is_victim(context, item, figure)]
    return max(
        held,
        key=lambda item: (item.rank, -abs(item.span.start - figure.harm.start), item.span.end - item.span.start),
        default=None,
    )


def _is_victim(context: Context, item: Perpetrator, figure: Figure) -> bool:
    """Whether a party is who was harmed: named by the very words that name the victims."""
    if figure.victims is None:
        return False
    name = set(re.findall(r"\w+", context.document.slice(item.span).lower()))
    return name <= set(re.findall(r"\w+", context.document.slice(figure.victims).lower()))


def named_actor(context: Context, item: Perpetrator) -> Named:
    """A perpetrator as the coding of a claim has it."""
    return Named(context.document.slice(item.span), (item.span,))
