"""Chains of places: a place and the larger ones a sentence puts it in."""

import re
from collections.abc import Callable
from functools import cache

from pipeline.extract import vocabulary
from pipeline.extract.context import Context
from pipeline.extract.gazette import fold, known
from pipeline.extract.model import Figure
from pipeline.extract.toponyms import COUNTRY, DISTRICT, SITE, SPOT, TOWN, Toponym, find_toponyms

Chain = tuple[Toponym, ...]
"""A place and, after it, the larger places the text puts it in ("X in Y, north of Z")."""

NOWHERE = COUNTRY + 1
"""Level of no place at all."""


@cache
def _joins() -> re.Pattern[str]:
    """What may stand between a place and the larger one it lies in."""
    kinds = "|".join(sorted(re.escape(noun) for nouns in vocabulary.load("places")["kinds"].values() for noun in nouns))
    return re.compile(
        r"[’'”\")]*(?:s\b)?(?:[\s,(“\"|]|\([^)]{2,30}\)|\b(?:in|of|at|near|the|to|on|from|its|a|\d+|km|\w+\s+kilomet\w+|kilomet\w+|about|some|"
        r"lies|located|situated|which|is|north\w*|south\w*|east\w*|west\w*|central|border|capital|outskirts|N\.|S\.|E\.|W\.|"
        rf"largest|biggest|main|{kinds})|-)*"
    )


def find_chains(context: Context, sentence: int) -> list[Chain]:
    """Places of a sentence, each with the larger ones that follow it right away."""
    text, offset = context.texts[sentence], context.start(sentence)
    chains: list[list[Toponym]] = []
    for place in context.find(find_toponyms, sentence):
        if chains:
            last = chains[-1][-1]
            between = text[last.span.end - offset : place.span.start - offset]
            nested = not last.elsewhere or place.level >= last.level
            if nested and len(between) < 70 and _joins().fullmatch(between):
                chains[-1].append(place)
                continue
        chains.append([place])
    return [tuple(chain) for chain in chains]


def head(context: Context, chain: Chain) -> Toponym:
    """The place a chain is about: its first, unless what follows is what the first owns or is smaller.

    "Syria's Hasakah" is Hasakah; "Fakhora school in Jabaliya" is Jabaliya, as people name where they live.
    """
    text, chosen = context.document.text, chain[0]
    for place in chain[1:]:
        owned = re.match(r"[’']?s\b", text[chosen.span.end : chosen.span.end + 3]) is not None
        smaller = place.level < chosen.level and (chosen.level >= SITE or place.level == SPOT)
        if owned or (smaller and (chosen.level == SITE or chosen.level > place.level + 1)):
            chosen = place
    return chosen


def level_of(context: Context, chain: Chain | None) -> int:
    """Level of the place a chain is about; ``NOWHERE`` where there is none."""
    return NOWHERE if chain is None else head(context, chain).level


@cache
def _rural() -> re.Pattern[str]:
    return re.compile(r"\b(?:countryside|rural|badia|desert|steppe)\b", re.IGNORECASE)


_BESIDE = 30
"""Characters around a name that say that its countryside is meant."""


def width(context: Context, chain: Chain | None) -> int:
    """Level of the place a chain is about, that of a province for its countryside."""
    if chain is None:
        return NOWHERE
    place = head(context, chain)
    text, span = context.document.text, place.span
    rural = _rural().search(text, max(0, span.start - _BESIDE), span.end + _BESIDE)
    return area_level(context, place) if rural else place.level


def area_level(context: Context, place: Toponym) -> int:
    """Level of a place, that of the area itself for its countryside."""
    held = known(context.document.slice(place.names[0]))
    return max(place.level, held.level) if held and place.level == DISTRICT else place.level


def lies_in(context: Context, inner: Chain, outer: Chain) -> bool:
    """Whether the text puts one chain's place into, or beside, the place another is about: "X, west of Y" in "Y"."""
    within, around = head(context, inner), head(context, outer)
    held = place_words(context, tuple(place for place in inner if place is not within))
    area = place_words(context, (around,))
    # "West of X (Y)" is told more closely by "Z, west of X".
    told = area & held if around.relative else area <= held
    return bool(area) and bool(told) and not area & place_words(context, (within,)) and within.level <= around.level


def place_words(context: Context, chain: Chain) -> frozenset[str]:
    """Words of every name of a chain, folded, without articles."""
    if chain not in context.words_of:
        names = [context.document.slice(span) for place in chain for span in place.names]
        words = (word for name in names for word in fold(name).split())
        context.words_of[chain] = frozenset(word for word in words if len(word) > 2)
    return context.words_of[chain]


def sentence_words(context: Context, sentence: int) -> frozenset[str]:
    """Words of every place a sentence names."""
    return frozenset().union(*(place_words(context, chain) for chain in context.find(find_chains, sentence)))


def happens(context: Context, chain: Chain) -> bool:
    """Whether a place is one where something happened, by the words before it."""
    return head(context, chain).cued and not chain[0].elsewhere and not head(context, chain).elsewhere


def usable(context: Context, sentence: int, limit: int, least: int = SPOT) -> list[Chain]:
    """Places of a sentence where something happened, from one level up to another, which is left out."""
    return [
        chain
        for chain in context.find(find_chains, sentence)
        if happens(context, chain) and least <= head(context, chain).level < limit
    ]


def openings(words: frozenset[str]) -> frozenset[str]:
    """The first letters of names, which spellings of one name share ("Kobane", "Kobani")."""
    return frozenset(word[:4] for word in words)


def by_nearness(context: Context, figure: Figure) -> Callable[[Chain], tuple[int, bool, int]]:
    """Key that puts the smallest place first, then the one nearest to the figure's word of harm."""

    def key(chain: Chain) -> tuple[int, bool, int]:
        # A village and a town are both where people live: the nearer one counts.
        return max(level_of(context, chain), TOWN), chain[0].relative, abs(chain[0].span.start - figure.harm.end)

    return key
