"""Who struck: the alleged perpetrator as written, and how sure the text is."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.model import Figure, Named, Span


class Perpetrator(NamedTuple):
    """A party a sentence names as doer; a higher ``rank`` says more about who it was."""

    span: Span
    rank: int
    certainty: str


@cache
def _party() -> str:
    demonyms = [name.lower() for entry in vocabulary.load("regions").values() for name in entry["demonyms"]]
    parties = vocabulary.load("actors")["parties"]
    return "|".join(sorted([*map(re.escape, demonyms), *parties], key=lambda word: (-len(word), word)))


@cache
def _country() -> str:
    names = sorted(vocabulary.load("regions"), key=lambda word: (-len(word), word))
    return "|".join(re.escape(name) for name in names) + r"|Türkiye|Kremlin|Moscow|Ankara|Tel Aviv|America"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = vocabulary.load("actors")
    party, country = f"(?i:{_party()})", f"(?:{_country()})"
    head, means, verb = (f"(?i:{'|'.join(words[name])})" for name in ("heads", "means", "verbs"))
    quote = "[“”\"'’]?"
    # An article, then adjectives and names of the party, then its noun: "the Turkish forces", "unidentified gunmen".
    named = rf"(?:{quote}\b(?:{party})\b{quote}(?:[\s/-]+(?:{party}|\w+-\w+|ground|air|naval|affiliated|proxy|allied|local|special|combat|military|armed|group|democratic|secret|security|border|missile|rocket|opposition|militia|army|of|members|the|warplane|fighter|new|missile launchers|forces)\b)*?\s+)"
    noun = rf"(?:{named}{quote}\b{head}\b{quote}(?:’s|'s|’)?(?:\s+\([A-Z]{{2,6}}\))?(?:\s+(?:members|snipers?|fighters|forces|factions|state))?)"
    bare = rf"(?:\b(?i:sdf|ypg|isis|isil|hts|pkk|idf|taliban|houthis|hamas|hezbollah|islamic state|syrian democratic forces|hayat tahrir al-sham|rapid support forces|the regime|the coalition|factions|gunmen|militants|rebel factions|rebels|mercenaries|asayish|daesh|government forces|terrorists)\b(?:\s+\([A-Z]{{2,6}}\))?|\b{country}\b|“[A-Z][\w’' -]+”\s+factions)"
    actor = rf"(?:(?i:the\s+|an?\s+|suspected\s+)?(?:{noun}|{bare}))"
    joint = rf"{actor}(?:\s+(?i:and|with|or)\s+(?i:the\s+|their\s+|its\s+)?(?:{actor}|(?i:(?:affiliated|proxy|allied|opposition|terrorist|mercenary|SNA|local|loyalist)\s+)*(?:(?i:proxy|affiliated|opposition)\s+)*(?:{head}|(?i:SNA))\b(?:\s+(?i:factions|forces|groups))?))?"
    extra = r"(?:\s+(?i:forces|stationed in [^,]{3,40},|deployed in [^,]{3,40}|positioned[^,]{3,30},|located[^,]{3,60},|members))?"
    adverbs = r"(?:,?\s+(?i:also|again|on\s+\w+|have|has|had|reportedly|allegedly|intensively|indiscriminately|recently|heavily|directly|which|late|\w+day|\w+ly|with a rocket|who|began to|continued to|started|of|the|missile launchers|tanks|artillery|personnel|snipers?)\b,?){0,4}"
    return {
        "verb": re.compile(rf"(?P<name>{joint}){extra}{adverbs}\s+{verb}\b"),
        "by": re.compile(
            rf"(?i:\b{words['done']}\b[\w\s-]{{0,20}}?\bby\s+)(?P<name>{joint}|(?i:(?:an?\s+|the\s+)?(?:unknown|unidentified|another|his|her|their)\s+[\w-]+)|(?i:members of)\s+[\w\s-]{{3,30}}|[A-Z“][\w’'“”-]+(?:\s+[A-Z][\w’'”-]+)*\s+(?i:{head[4:-1]}))"
        ),
        "unknown": re.compile(rf"(?i:{words['unknown_source']})"),
        "means": re.compile(
            rf"(?P<name>(?i:(?:{_party()}))(?:[\s/-]+(?i:{_party()}|enemy|occupation|air|combat|military|suicide|armed|ground|warplanes?|drones?|forces))*?)[’'\"”]?\s+{means}\b"
        ),
        "owner": re.compile(rf"(?P<name>\b{country}|(?i:the\s+)?{noun}|{bare})[’']s?\s+(?:[\w-]+\s+){{0,3}}?{means}\b"),
        "accused": re.compile(rf"\b(?i:accus\w+|blam\w+)\s+(?P<name>{joint})"),
        "drone": re.compile(
            rf"(?P<name>(?:(?i:{_party()})\s+)+(?i:(?:combat|suicide|armed|military|kamikaze|reconnaissance|war)\s+)*(?i:drones?|warplanes?|fighter jets|jets|aircraft|planes|artillery|missiles?|forces))\b"
        ),
        "believed": re.compile(words["believed"], re.IGNORECASE),
        "alleged": re.compile(words["accused"], re.IGNORECASE),
    }


_RANKS = {"by": 6, "verb": 6, "accused": 5, "unknown": 5, "owner": 4, "means": 4, "drone": 2}


def find_perpetrators(context: Context, sentence: int) -> list[Perpetrator]:
    """Parties a sentence names as doers of an attack, in reading order."""
    text, offset, patterns = context.event_texts[sentence], context.start(sentence), _patterns()
    found = []
    for name, rank in _RANKS.items():
        for match in patterns[name].finditer(text):
            start, end = _trim(text, *match.span("name"))
            if end > start:
                span = Span(offset + start, offset + end)
                found.append(Perpetrator(span, rank, _certainty(text, match.start(), match.end())))
    return sorted(found)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    article = re.match(r"(?:the|a|an|suspected|of)\s+", text[start:end], re.IGNORECASE)
    start += article.end() if article else 0
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


def code_actor(context: Context, figure: Figure) -> tuple[Named | None, str | None]:
    """The alleged perpetrator of a figure's event as written, and vocabulary ``actor_certainty``.

    The figure's own stretch of text comes first, then its sentence, then other sentences on the same event. A
    sentence that names none ("an explosion") where no other does leaves it unknown.
    """
    own = context.find(find_perpetrators, figure.sentence)
    segments = context.segments(figure)
    victims = figure.victims
    for stretch in (
        Span(segments.quote.start, segments.after.end),
        Span(segments.before.start, segments.after.end),
        context.document.sentences[figure.sentence].span,
    ):
        inside = [item for item in own if stretch.start <= item.span.start and item.span.end <= stretch.end]
        chosen = _best(inside, figure, victims)
        if chosen:
            return _named(context, chosen), chosen.certainty
    for index in context.nearby(figure):
        chosen = _best(context.find(find_perpetrators, index), figure, None)
        if chosen:
            return _named(context, chosen), chosen.certainty
    return None, None


def _best(items: list[Perpetrator], figure: Figure, victims: Span | None) -> Perpetrator | None:
    held = [item for item in items if not victims or not (victims.start <= item.span.start < victims.end)]
    return max(
        held,
        key=lambda item: (item.rank, -abs(item.span.start - figure.harm.start), item.span.end - item.span.start),
        default=None,
    )


def _named(context: Context, item: Perpetrator) -> Named:
    return Named(context.document.slice(item.span), (item.span,))
