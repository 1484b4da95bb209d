"""Names of places in a sentence, found by the words around them: villages no table knows are names like any other."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.gazette import demonyms, known
from pipeline.extract.model import Span
from pipeline.text.dates import calendar_names

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
        "described": re.compile(words["described"], re.IGNORECASE),
    }


@cache
def _edges() -> str:
    return str(vocabulary.load("places")["edges"])


@cache
def _never() -> frozenset[str]:
    calendar = [*calendar_names().months, *calendar_names().weekdays]
    return frozenset(
        [
            *calendar,
            *demonyms(),
            *(f"{name}s" for name in demonyms()),
            *(word.lower() for word in vocabulary.load("places")["not_places"]),
        ]
    )


class _Words(NamedTuple):
    """How the document writes words: without a capital, and with one where no rule of style asks for it."""

    common: frozenset[str]
    names: frozenset[str]


def _words(context: Context, _: int) -> _Words:
    common = re.findall(r"(?<![\w-])[a-z][a-z’'-]+", context.document.text)
    names = [
        word.strip("’'")
        for text in context.texts
        if not _capitalised(text)
        for word in re.findall(r"(?<=[\w,;] )[^\W\d_a-z][\w’'-]+", text)
    ]
    return _Words(frozenset(common), frozenset(re.sub(r"[’']s$", "", name).lower() for name in names))


def _capitalised(text: str) -> bool:
    """Whether a sentence is a title with capitals on most words, where a capital makes no name."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def find_toponyms(context: Context, sentence: int) -> list[Toponym]:
    """Places a sentence names, in reading order."""
    text, offset = context.event_texts[sentence], context.start(sentence)
    held = context.find(_words, 0)
    title = _capitalised(text)
    spans = [
        part
        for found in _patterns()["name"].finditer(text)
        for part in _parts(text, found.start(), found.end(), held, title)
    ]
    return sorted(place for group in _lists(text, spans) if (place := _toponym(text, offset, group)))


def _parts(text: str, start: int, end: int, held: _Words, title: bool) -> list[tuple[int, int]]:
    """Stretches of a run of capitalised words that can be a name: ordinary words and organisations cut off."""
    never, kinds = _never(), _kinds()
    organisations = frozenset(vocabulary.load("places")["organisations"])
    kept: list[tuple[int, int]] = []
    run: list[re.Match[str]] = []
    for word in re.finditer(r"[^\s/]+|/", text[start:end]):
        bare = word[0].strip("#“”\"'’(),./").lower()
        following = re.match(r"[\w’'-]+", text[start + word.end() + 1 : end])
        if following and bare in never and known(f"{bare} {following[0]}"):
            # "West Bank": a word that is no name by itself opens a known one.
            kept += _span(start, run)
            run = [word]
            continue
        stem = re.sub(r"[’']s$", "", bare)
        if word[0] == "/":
            continue
        article = re.fullmatch(r"[ae][lrsdtznh]{1,2}", stem) is not None
        ordinary = stem in held.common and not known(stem) and stem not in held.names and not article
        unnamed = title and not known(stem) and stem not in held.names
        kind = stem in kinds and stem not in ("camp", "base", "airbase", "airport") and not stem.startswith("al-")
        if stem in organisations or (stem in kinds and _LEVELS["site"] == kinds.get(stem) and run):
            # "Manbij Military Council" is no place; "Aisha School" is a site, kept for the noun after it to say so.
            if stem not in kinds:
                run = []
            kept += _span(start, run)
            run = []
        elif _patterns()["described"].fullmatch(bare):
            run = []
        elif stem in never or ordinary or unnamed or kind:
            kept += _span(start, run)
            run = []
        else:
            run.append(word)
            if stem != bare:
                # "Syria's Hasakah" names two places.
                kept += _span(start, run)
                run = []
    kept += _span(start, run)
    return [(first, last) for first, last in kept if re.search(r"[^\W\d_]{2,}", text[first:last])]


def _span(start: int, run: list[re.Match[str]]) -> list[tuple[int, int]]:
    return [(start + run[0].start(), start + run[-1].end())] if run else []


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
    name = text[group[0][0] : group[0][1]]
    table = known(re.sub(r"^#|[’']s$", "", name))
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
    beside = patterns["kind_beside"].search(before)
    prep = patterns["before"].search(before)
    word = prep["prep"].lower() if prep else ""
    placed = bool(prep) and word not in ("of", "by", "from", "for", "and", "is", "the", "to", "a")
    relative = bool(patterns["direction_of"].search(before))
    near = relative or any(patterns[cue].search(before) for cue in ("edge_of", "of_attack"))
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
    if noun in ("area", "areas", "region", "zone") and re.search(r"[“”\"]\s?$", before):
        # “Peace Spring” area: the name of an operation, as wide as a district.
        level = max(level, DISTRICT)
    governed = before[: prep.start()] if prep else before
    elsewhere = (
        word == "from"
        or _is_elsewhere(governed[-110:])
        or bool(re.search(r"\bfrom\s+(?:over\s+)?(?:the\s+)?$", governed))
    )
    dateline = _dateline(text)
    elsewhere = elsewhere or group[0][0] < dateline
    names = tuple(Span(offset + start, offset + end) for start, end in (_clean(text, *span) for span in group))
    return Toponym(Span(names[0].start, names[-1].end), names, level, bool(kind or placed or near), elsewhere, relative)


def _names_owner(words: str) -> bool:
    """Whether "of" alone joins a building to the name after it: the town it is in, unless it is called so."""
    return (
        re.fullmatch(r"(?:market|hospital|bridge|station|prison|school|streets?)\s+of\s+", words, re.IGNORECASE)
        is not None
    )


def _is_elsewhere(before: str) -> bool:
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
    while end > start and text[end - 1] in " ”\"'’,.":
        end -= 1
    return start, end
