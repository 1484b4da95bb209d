"""Names of places in a sentence, found by the words around them: villages no table knows are names like any other."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.gazette import demonyms, known
from pipeline.extract.model import Span
from pipeline.text.dates import calendar_names

SPOT, TOWN, DISTRICT, PROVINCE, COUNTRY = range(5)


class Toponym(NamedTuple):
    """A place, or several listed as one, in a sentence.

    Attributes:
        span: From the first to the last name.
        names: Where each name stands.
        level: How large it is, 0 a spot or village to 4 a country.
        cued: True where a word beside it says it is a place ("village", "in").
        elsewhere: True where the words before it say it is not where something happened.
        listed: True where several places are listed.
    """

    span: Span
    names: tuple[Span, ...]
    level: int
    cued: bool
    elsewhere: bool
    listed: bool


@cache
def _kinds() -> dict[str, int]:
    return {noun: int(level) for level, nouns in vocabulary.load("places")["kinds"].items() for noun in nouns}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = vocabulary.load("places")
    kinds = "|".join(sorted(map(re.escape, _kinds()), key=lambda noun: (-len(noun), noun)))
    article = r"(?:[aA][lnrsdtz]h?|[eE][lz]|[aA]sh|[dD]e|[bB]in|[bB]int|[iI]bn)"
    capital = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'‘`´ʿ]*(?:-[\w’'‘]+)*)"
    word = rf"(?:(?:{article}[- ])?{capital}|{article}-[\w’']+)"
    joined = rf"#?{word}(?:(?:[ \u00a0]|\s?/\s?)(?:{article}[ -])?{word})*"
    name = rf"(?:{joined}(?:\s?\([A-Z][\w’' -]{{2,20}}\)|\s[“\"][A-Z][\w’' -]{{2,20}}[”\"])?)"
    separator = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+as well as\s+)"
    return {
        "name": re.compile(name),
        "separator": re.compile(rf"{separator}(?:(?:the\s+)?(?:{kinds})\s+of\s+)?$", re.IGNORECASE),
        "kind_before": re.compile(
            rf"\b(?P<kind>{kinds})\s+(?:of\s*,?\s*|called\s+|named\s+)(?:the\s+)?$", re.IGNORECASE
        ),
        "kind_beside": re.compile(rf"\b(?P<kind>{kinds}),?\s+$"),
        "kind_after": re.compile(
            rf"^[”\"’]?,?\s+(?:(?:{words['directions']}|{words['fillers']})\s+)*(?P<kind>{kinds})\b(?!\s+(?:of|council|attack|drone))",
            re.IGNORECASE,
        ),
        "before": re.compile(
            rf"\b(?P<prep>{words['prepositions']})\s+(?:(?:{words['fillers']})\s+|[\w-]+-(?:held|controlled|run|backed)\s+)*(?:(?:{words['directions']})\s+)*(?:(?:{kinds}|countryside),?\s+)?$",
            re.IGNORECASE,
        ),
        "direction_of": re.compile(
            rf"\b(?:{words['directions']}|outside|km|kilomet\w+)\s+(?:of|from)\s+(?:the\s+)?(?:(?:{kinds})\s+of\s+)?$",
            re.IGNORECASE,
        ),
        "edge_of": re.compile(
            rf"\b(?:{words['edges']})\s+of\s+(?:the\s+)?(?:(?:{words['fillers']}|{words['directions']})\s+)*$",
            re.IGNORECASE,
        ),
        "of_attack": re.compile(rf"\b(?:{words['of_attack']})s?\s+of\s+(?:the\s+)?$", re.IGNORECASE),
        "elsewhere": re.compile(rf"\b{words['elsewhere']}\b[\w\s’'“”-]{{0,24}}?$", re.IGNORECASE),
        "direction": re.compile(rf"(?:^|\s)(?:{words['directions']})\s+$", re.IGNORECASE),
        "owner": re.compile(r"^(?:’s|'s)\s+"),
    }


@cache
def _never() -> frozenset[str]:
    calendar = [*calendar_names().months, *calendar_names().weekdays]
    return frozenset([*calendar, *demonyms(), *(word.lower() for word in vocabulary.load("places")["not_places"])])


def _common(context: Context, _: int) -> frozenset[str]:
    """Words the document also writes without a capital: no names, even where a headline capitalises them."""
    return frozenset(re.findall(r"(?<![\w-])[a-z][a-z’'-]+", context.document.text))


def find_toponyms(context: Context, sentence: int) -> list[Toponym]:
    """Places a sentence names, in reading order."""
    text, offset = context.texts[sentence], context.start(sentence)
    common = context.find(_common, 0) if context.texts else frozenset()
    spans = [
        part
        for found in _patterns()["name"].finditer(text)
        for part in _parts(text, found.start(), found.end(), common)
    ]
    groups = _lists(text, spans)
    found_places = [place for group in groups if (place := _toponym(context, sentence, text, offset, group))]
    return sorted(found_places)


def _parts(text: str, start: int, end: int, common: frozenset[str]) -> list[tuple[int, int]]:
    """Stretches of a run of capitalised words that can be a name: ordinary and impossible words cut off."""
    never, kinds = _never(), _kinds()
    words = list(re.finditer(r"[^\s]+", text[start:end]))
    kept: list[tuple[int, int]] = []
    held: list[re.Match[str]] = []
    for word in [*words, None]:
        bare = word[0].strip("#“”\"'’(),.").lower() if word else ""
        stem = re.sub(r"[’']s$", "", bare)
        first_of_sentence = word is not None and start + word.start() == 0
        ordinary = stem in common and not known(stem) and (first_of_sentence or _headline(text) or len(words) > 0)
        kind = stem in kinds and (
            not held or stem not in ("camp", "school", "base", "airbase", "mosque", "church", "hospital")
        )
        if word is None or stem in never or ordinary and stem not in ("al",) or kind:
            if held:
                kept.append((start + held[0].start(), start + held[-1].end()))
            held = []
            continue
        held.append(word)
    return [(first, last) for first, last in kept if re.search(r"[^\W\d_]{2,}", text[first:last])]


def _headline(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{4,}", text)
    return bool(words) and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _lists(text: str, spans: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    groups: list[list[tuple[int, int]]] = []
    for span in spans:
        if groups and _patterns()["separator"].fullmatch(text[groups[-1][-1][1] : span[0]].replace(" the ", " ")):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _toponym(context: Context, sentence: int, text: str, offset: int, group: list[tuple[int, int]]) -> Toponym | None:
    patterns, kinds = _patterns(), _kinds()
    first, last = group[0][0], group[-1][1]
    before, after = text[:first], text[last:]
    stripped = re.sub(r"[“\"‘']$", "", before)
    kind = patterns["kind_before"].search(stripped) or patterns["kind_after"].match(after)
    beside = patterns["kind_beside"].search(stripped)
    prep = patterns["before"].search(stripped)
    of_prep = prep["prep"].lower() if prep else ""
    placed = bool(prep) and of_prep not in ("of", "by", "from", "for", "and", "is", "the", "to", "a")
    near = (
        patterns["direction_of"].search(stripped)
        or patterns["edge_of"].search(stripped)
        or patterns["of_attack"].search(stripped)
    )
    name = text[group[0][0] : group[0][1]]
    table = known(re.sub(r"^#|[’']s$", "", name))
    hashed = name.startswith("#") and table
    prefix = not before.strip() and bool(re.match(r"\s*(?:province)?\s*[:|]", after))
    if not (kind or placed or near or hashed or table or prefix or (beside and prep)):
        return None
    if kind:
        level = kinds[kind["kind"].lower()]
    elif table:
        level = table.level
    elif beside:
        level = kinds[beside["kind"].lower()]
    else:
        level = TOWN
    if table and table.level >= PROVINCE and level < DISTRICT and not (kind and level in (SPOT, TOWN)):
        level = table.level
    if (
        kind
        and kind["kind"].lower() in ("countryside", "region", "area", "areas", "rural")
        and table
        and table.level >= PROVINCE
    ):
        level = max(level, DISTRICT)
    if len(group) > 1 and not kind and not all(_alike(text[a:b]) for a, b in group):
        group = group[:1]
    governed = stripped[: prep.start()] if prep else stripped
    elsewhere = bool(patterns["elsewhere"].search(governed[-70:])) or of_prep == "from"
    names = tuple(Span(offset + start, offset + end) for start, end in (_clean(text, *span) for span in group))
    return Toponym(
        Span(names[0].start, names[-1].end), names, level, bool(kind or placed or near), elsewhere, len(group) > 1
    )


def _alike(name: str) -> bool:
    return name[:1].isupper() or "-" in name or name.startswith("#")


def _clean(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in "#“\"'‘ ":
        start += 1
    if text[end - 2 : end] in ("’s", "'s"):
        end -= 2
    while end > start and text[end - 1] in " ”\"'’,.":
        end -= 1
    return start, end
