"""Runs of capitalised words that can be the name of a place."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS

from pipeline.extract import vocabulary
from pipeline.extract.context import Context, discourse
from pipeline.extract.figures.words import whole_words
from pipeline.extract.gazette import demonyms, known
from pipeline.text.dates import calendar_names

_ARTICLE = re.compile(r"[ae][lrsdtznh]{1,2}")
_NAMED_KINDS = frozenset({"camp", "base", "airbase", "airport"})
"""Kinds of places that stay in a name: "Tarn Camp"."""


@cache
def _kinds() -> frozenset[str]:
    return frozenset(noun for nouns in vocabulary.load("places")["kinds"].values() for noun in nouns)


@cache
def _sites() -> frozenset[str]:
    return frozenset(vocabulary.load("places")["kinds"]["site"])


@cache
def _organisations() -> frozenset[str]:
    return frozenset(vocabulary.load("places")["organisations"])


@cache
def _bodies() -> frozenset[str]:
    return frozenset(vocabulary.load("places")["bodies"])


@cache
def _described() -> re.Pattern[str]:
    return re.compile(vocabulary.load("places")["described"], re.IGNORECASE)


@cache
def _party() -> re.Pattern[str]:
    return re.compile("|".join(vocabulary.load("actors")["parties"]), re.IGNORECASE)


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


@cache
def _ordinary(word: str) -> bool:
    """Whether a word in lower case is one of harm, of attack or of grammar, whatever its capital says."""
    return word in STOP_WORDS or word in whole_words() or discourse()["attack"].fullmatch(word) is not None


class Words(NamedTuple):
    """How the document writes words: without a capital, and with one where no rule of style asks for it."""

    common: frozenset[str]
    names: frozenset[str]


def written(context: Context, _: int) -> Words:
    """How a document writes its words, for :meth:`Context.find`."""
    common = re.findall(r"(?<![\w-])[a-z][a-z’'-]+", context.document.text)
    names = [
        word.strip("’'")
        for text in context.texts
        if not is_title(text)
        for word in re.findall(r"(?<=[\w,;] )[^\W\d_a-z][\w’'-]+", text)
    ]
    return Words(frozenset(common), frozenset(re.sub(r"[’']s$", "", name).lower() for name in names))


def is_title(text: str) -> bool:
    """Whether a sentence is a title with capitals on most words, where a capital makes no name."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def name_spans(text: str, start: int, end: int, held: Words, *, title: bool) -> list[tuple[int, int]]:
    """Stretches of a run of capitalised words that can be a name: ordinary words and organisations cut off.

    Args:
        text: The sentence.
        start: Where the run starts.
        end: Where it ends.
        held: How the document writes words.
        title: True where the sentence is a title.
    """
    found = [(start + run[0].start(), start + run[-1].end()) for run in _runs(text[start:end], held, title) if run]
    return [(first, last) for first, last in found if _nameable(text[first:last])]


def _nameable(name: str) -> bool:
    """Whether a name can be a place's: none of a party's, no abbreviation nobody knows ("ABCD", "Karst Fund (KF)")."""
    first = re.match(r"[\w’']+", name.strip("#“\"‘'"))
    if (
        not re.search(r"[^\W\d_]{2,}", name)
        or _ARTICLE.fullmatch(name.lower())
        or (first and first[0].lower().replace("’", "") in _bodies())
    ):
        return False
    if known(name):
        return True
    abbreviated = re.search(r"\(([A-Z]{2,6})s?\)$", name)
    if abbreviated and not known(abbreviated[1]):
        return False
    bare = name.strip("#“”\"‘’'_.,")
    if bare.lower() in _NAMED_KINDS:
        return False
    return not _party().fullmatch(bare) and not re.fullmatch(r"[A-Z]{2,5}s?", bare)


def _runs(text: str, held: Words, title: bool) -> Iterator[list[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for word in re.finditer(r"[^\s/]+|/", text):
        bare = word[0].strip("#“”\"'’(),./").lower()
        following = re.match(r"[\w’'-]+", text[word.end() + 1 :])
        if following and (bare in _never() or bare in STOP_WORDS) and known(f"{bare} {following[0]}"):
            # "West Bank": a word that is no name by itself opens a known one.
            yield run
            run = [word]
            continue
        if word[0] == "/":
            continue
        stem = re.sub(r"[’']s$", "", bare)
        if stem in _organisations() or (stem in _sites() and run):
            # "Manbij Military Council" is no place; "Aisha School" is a site, kept for the noun after it to say so.
            yield run if stem in _kinds() else []
            run = []
        elif _described().fullmatch(bare):
            run = []
        elif _ends_name(stem, held, title):
            yield run
            run = []
        else:
            run.append(word)
            if stem != bare or (stem.endswith("s") and known(stem[:-1]) and not known(stem)):
                # "Syria's Hasakah" names two places; so does what lost its apostrophe.
                yield run
                run = []
    yield run


def _ends_name(stem: str, held: Words, title: bool) -> bool:
    """Whether a word is no part of a name: of grammar or harm, a common noun of this document, a kind of place."""
    if stem in _never():
        return True
    article = _ARTICLE.fullmatch(stem) is not None and not (title and stem in STOP_WORDS)
    if stem in _kinds() and stem not in _NAMED_KINDS and not stem.startswith("al-"):
        return True
    if known(stem) or article:
        return False
    return _ordinary(stem) or (stem not in held.names and (stem in held.common or title))
