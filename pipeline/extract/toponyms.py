"""Names of places in a sentence, found by the words around them: villages no table knows are names like any other."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.gazette import known
from pipeline.extract.model import Span
from pipeline.extract.proper import is_title, name_spans, written

SPOT, TOWN, SITE, DISTRICT, PROVINCE, COUNTRY = range(6)
_LEVELS = {"spot": SPOT, "town": TOWN, "site": SITE, "district": DISTRICT, "province": PROVINCE}


class Toponym(NamedTuple):
    """A place, or several listed as one, in a sentence.

    Attributes:
        span: From the first to the last name.
        names: Where each name stands.
        level: How large it is, from ``SPOT`` to ``COUNTRY``; a building (``SITE``) counts as less apt than a town.
        cued: True where a word beside it says it is a place ("village", "in").
        elsewhere: True where the words before it say it is not where something happened.
        relative: True where only a direction from it is told ("west of X").
    """

    span: Span
    names: tuple[Span, ...]
    level: int
    cued: bool
    elsewhere: bool
    relative: bool


_REACH = 160


@cache
def _kinds() -> dict[str, int]:
    return {noun: _LEVELS[level] for level, nouns in vocabulary.load("places")["kinds"].items() for noun in nouns}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = vocabulary.load("places")
    kinds = "|".join(sorted(map(re.escape, _kinds()), key=lambda noun: (-len(noun), noun)))
    article = r"(?:(?<![\w’'])(?:[aAeE]l|[aA]sh|[aA]r|[aAeE]z|[dD]e|[bB]in|[bB]int|[iI]bn))"
    hyphened = r"(?:(?<![\w’'])[aAeE][lnrsdtz]h?)"
    capital = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'‘`´ʿ]*(?:-[\w’'‘]+)*)"
    word = rf"(?:(?:{article} |{hyphened}-)?{capital}|{hyphened}-[\w’']+)"
    joined = rf"#?{word}(?:(?:[ \u00a0]|\s?/\s?){word})*"
    direction, filler = f"(?:{words['directions']})", words["fillers"]
    held = r"[\w-]+-(?:held|controlled|run|backed)"
    owner, joined_direction = r"[A-Z]\w+[’']s", rf"{direction}(?:\s+and(?=\s+{direction}))?"
    before = (
        rf"(?:(?:{filler}|{joined_direction}|{held}|{owner})\s+){{0,6}}"
        rf"(?:(?:{kinds})(?:\s+of)?,?\s+(?:the\s+)?)?[“\"‘']?"
    )
    return {
        "name": re.compile(rf"{joined}(?:\s?\([A-Z][\w’' -]{{2,20}}\)|\s[“\"][A-Z][\w’' -]{{2,20}}[”\"])?"),
        "separator": re.compile(
            rf"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+as well as\s+)(?:the\s+)?(?:(?:{kinds})\s+of\s+)?",
            re.IGNORECASE,
        ),
        "kind_before": re.compile(
            rf"\b(?P<kind>{kinds})\s+(?:of\s*,?\s*|called\s+|named\s+|\w+ed as\s+)(?:the\s+)?[“\"‘']?$", re.IGNORECASE
        ),
        "kind_beside": re.compile(rf"\b(?P<kind>{kinds}),?\s+[“\"‘']?$"),
        "kind_after": re.compile(
            rf"^[”\"’']?\s+(?:\([^)]{{2,30}}\)\s+)?(?:(?:{direction}|{filler})\s+){{0,4}}(?P<kind>{kinds})\b(?!\s+(?:of|council|drone))",
            re.IGNORECASE,
        ),
        # "X, a besieged suburb of Y": what the name is follows it.
        "apposed": re.compile(rf"^,\s+(?:an?|the|another)\s+(?:[\w-]+\s+){{0,3}}?(?P<kind>{kinds})\b", re.IGNORECASE),
        "before": re.compile(rf"\b(?P<prep>{words['prepositions']})\s+{before}$", re.IGNORECASE),
        "direction_of": re.compile(
            rf"\b(?:{direction}|outside|km|kilomet\w+)\s+(?:of|from)\s+(?:the\s+)?(?:(?:{kinds})\s+of\s+)?$",
            re.IGNORECASE,
        ),
        "edge_of": re.compile(
            rf"\b(?:{words['edges']})\s+of\s+(?:the\s+)?(?:(?:{filler}|{direction})\s+){{0,4}}(?:(?:{kinds})\s+of\s+)?$",
            re.IGNORECASE,
        ),
        "of_attack": re.compile(rf"\b(?:{words['of_attack']})s?\s+of\s+(?:the\s+)?$", re.IGNORECASE),
        "elsewhere": re.compile(rf"\b{words['elsewhere']}\b[\w\s’'“”-]{{0,24}}?$", re.IGNORECASE),
        "struck": re.compile(words["struck"], re.IGNORECASE),
        "seen": re.compile(r"\b(?:smoke|flames|rising|rose|footage|heard)\s$", re.IGNORECASE),
        # "fired from the direction of the sea, west of X": where it came from, up to what it was aimed at.
        "launched": re.compile(
            r"\bfrom\s+(?:over\s+|the\s+)*(?:direction|side|air\s?space|sea|mediterranean)\b"
            r"(?:(?!\b(?:target|hit|struck|on|at|in)\w*\b)[^.;]){0,70}$",
            re.IGNORECASE,
        ),
        "undergone": re.compile(rf"^[”\"’']?,?\s+{words['undergone']}"),
        # "the countryside of the town of X": not the town itself.
        "around": re.compile(
            rf"\b(?:countryside|suburbs?|districts?|surroundings)\s+of\s+(?:the\s+)?(?:(?:{filler}|{direction})\s+)*$",
            re.IGNORECASE,
        ),
        "owner": re.compile(rf"\b(?:{words['owners']})\s+(?:the\s+)?$", re.IGNORECASE),
        "firm": re.compile(rf"^[”\"’']?\s+(?:(?!and\b|or\b|in\b)[a-z-]+\s+)?(?:{words['firms']})\b"),
    }


@cache
def _edges() -> str:
    return str(vocabulary.load("places")["edges"])


def find_toponyms(context: Context, sentence: int) -> list[Toponym]:
    """Places a sentence names, in reading order."""
    text, offset = context.event_texts[sentence], context.start(sentence)
    held = context.find(written, 0)
    title = is_title(text)
    spans = [
        part
        for found in _patterns()["name"].finditer(text)
        for part in name_spans(text, found.start(), found.end(), held, title=title)
    ]
    return sorted(place for group in _lists(text, spans) if (place := _toponym(text, offset, group)))


def _lists(text: str, spans: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Names joined by commas and "and"; one with a common noun of its own ("X, Y province") stands alone."""
    groups: list[list[tuple[int, int]]] = []
    for span in spans:
        own = _patterns()["kind_after"].match(text[span[1] :])
        alone = own and not own["kind"].lower().endswith("s")
        area = known(text[span[0] : span[1]])
        if groups and area and area.level >= PROVINCE and "and" not in text[groups[-1][-1][1] : span[0]]:
            # "Raqqa, Syria": an area after a place that is none holds it.
            last = known(text[groups[-1][-1][0] : groups[-1][-1][1]])
            alone = alone or last is None or last.level < area.level
        held = known(text[groups[-1][-1][0] : groups[-1][-1][1]]) if groups else None
        if held and held.level >= PROVINCE and not area and "and" not in text[groups[-1][-1][1] : span[0]]:
            # "the coordinator in Sudan, X Y, said": a name after an area is no second one.
            alone = alone or len(groups[-1]) == 1
        if groups and not alone and _patterns()["separator"].fullmatch(text[groups[-1][-1][1] : span[0]]):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _toponym(text: str, offset: int, group: list[tuple[int, int]]) -> Toponym | None:
    patterns, kinds = _patterns(), _kinds()
    # Only the words right before a name can say what it is: looking at no more keeps long sentences cheap.
    before, after = text[max(0, group[0][0] - _REACH) : group[0][0]], text[group[-1][1] :]
    first, last = _clean(text, *group[0])
    table = known(text[first:last])
    kind = (
        patterns["kind_before"].search(before)
        or patterns["kind_after"].match(after)
        or (patterns["apposed"].match(after) if len(group) == 1 else None)
    )
    if len(group) > 1 and not kind:
        # Without a common noun only the first of a list is sure to be a place, unless tables know the others.
        tail = [span for span in group[1:] if known(text[span[0] : span[1]])]
        single = patterns["kind_after"].match(text[group[0][1] :])
        listed = re.search(r"\b(?:towns|villages|cities|areas|including|between|linking)\b", before[-60:])
        closed = re.match(r"\s+(?:in|near|north|south|east|west|villages|towns)\b|\s*[.,;]|\s*$", after)
        group = group if listed or closed or len(tail) == len(group) - 1 else group[:1]
        kind = kind or single
        after = text[group[-1][1] :]
    if kind and re.search(
        rf"\b(?:{_edges()})\s+of\s+(?:the\s+)?$", before[: kind.end()] if kind.re is patterns["kind_before"] else ""
    ):
        kind = None
    if re.match(r"[’'”]?\s+borders?\b(?!\s+(?:city|town|area|crossing|village|with))", after):
        return None
    if (not table and patterns["firm"].match(after)) or patterns["owner"].search(before):
        return None
    beside = patterns["kind_beside"].search(before)
    prep = patterns["before"].search(before)
    word = prep["prep"].lower() if prep else ""
    placed = bool(prep) and word not in ("of", "by", "from", "for", "and", "is", "the", "to", "a")
    relative = bool(patterns["direction_of"].search(before))
    near = (
        relative
        or any(patterns[cue].search(before) for cue in ("edge_of", "of_attack"))
        or patterns["undergone"].match(after) is not None
    )
    prefix = bool(table) and not text[: group[0][0]].strip() and bool(re.match(r"\s*(?:province)?\s*[:|]", after))
    if not (kind or placed or near or table or prefix or (beside and prep)):
        return None
    cue = kind or beside
    noun = cue["kind"].lower() if cue else ""
    level = kinds[noun] if noun else table.level if table else TOWN
    if (
        cue
        and level == SITE
        and (
            (cue.re is patterns["kind_before"] and _names_owner(cue[0])) or (table and cue.re is patterns["kind_after"])
        )
    ):
        # "the market of X", "X market" with a town's name: it is in X.
        level = table.level if table else TOWN
    if table and table.level >= PROVINCE and level <= TOWN and noun in ("", "area", "areas", "region"):
        level = table.level if not noun else DISTRICT
    if cue and level <= TOWN and patterns["around"].search(before[: cue.start()]) and cue.re is patterns["kind_before"]:
        level = DISTRICT
    if noun in ("area", "areas", "region", "zone") and re.search(r"[“”\"]\s?$", before):
        # “Peace Spring” area: the name of an operation, as wide as a district.
        level = max(level, DISTRICT)
    governed = before[: prep.start()] if prep else before
    elsewhere = (
        (word == "from" and not patterns["seen"].search(governed))
        or is_elsewhere(governed[-110:])
        or bool(re.search(r"(?<!rising )(?<!rose )\bfrom\s+(?:over\s+)?(?:the\s+)?$", governed))
        or bool(patterns["launched"].search(before))
    )
    dateline = _dateline(text)
    elsewhere = elsewhere or group[0][0] < dateline
    names = tuple(Span(offset + start, offset + end) for start, end in (_clean(text, *span) for span in group))
    # A building may be one that speaks ("Karst Center said"): only what stands before it makes it where something was.
    cued = bool(placed or near or (kind and level != SITE))
    return Toponym(Span(names[0].start, names[-1].end), names, level, cued, elsewhere, relative)


def _names_owner(words: str) -> bool:
    """Whether "of" alone joins a building to the name after it: the town it is in, unless it is called so."""
    return (
        re.fullmatch(r"(?:market|hospital|bridge|station|prison|school|streets?)\s+of\s+", words, re.IGNORECASE)
        is not None
    )


def is_elsewhere(before: str) -> bool:
    """Whether the words before a place say it is not where something happened; a hospital that was hit is."""
    found = _patterns()["elsewhere"].search(before)
    return found is not None and not (
        found[0].lower().startswith(("hospital", "office", "embassy", "warehouse", "bases"))
        and _patterns()["struck"].search(before[: found.start()])
    )


def _dateline(text: str) -> int:
    """Where the text after an agency's dateline begins ("QAMISHLI, Syria (North Press) – ..."), 0 without one."""
    found = re.match(r"[A-Z][A-Z’' -]{2,30}(?:,\s[\w ]{2,30})?\s*(?:\([^)]{2,60}\)\s*)?[–—-]\s", text)
    return found.end() if found else 0


def _clean(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in "#“\"'‘ ":
        start += 1
    if text[end - 2 : end] in ("’s", "'s"):
        end -= 2
    while end > start and text[end - 1] in " ”\"'’,._":
        end -= 1
    if text[end - 1 : end] == "s" and known(text[start : end - 1]) and not known(text[start:end]):
        end -= 1  # "Syrias" lost its apostrophe
    return start, end
