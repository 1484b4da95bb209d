"""Countries, their larger areas and well-known towns, by name: data, looked up without accents, case or article."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.extract import vocabulary


class Known(NamedTuple):
    """A name the tables know; ``level`` is 1 a town, 4 a first-level area, 5 a country."""

    country: str
    level: int


_ARTICLES = {"al", "el", "ar", "as", "ash", "at", "ad", "az", "an", "the"}


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """A name without accents, case, punctuation and leading article."""
    plain = unicodedata.normalize("NFKD", name.lower())
    words = re.findall(
        r"[a-z0-9]+", "".join(char for char in plain if not unicodedata.combining(char) and char not in "'’‘`")
    )
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words)


@cache
def _names() -> dict[str, Known]:
    names: dict[str, Known] = {}
    for country, entry in vocabulary.load("regions").items():
        for level, key in ((1, "towns"), (4, "areas")):
            names |= {fold(name): Known(country, level) for name in entry[key]}
    return names | {fold(country): Known(country, 5) for country in vocabulary.load("regions")}


@cache
def demonyms() -> dict[str, str]:
    """Demonym, lower case, to country."""
    return {
        name.lower(): country for country, entry in vocabulary.load("regions").items() for name in entry["demonyms"]
    }


def known(name: str) -> Known | None:
    """What the tables know of a name, or None."""
    return _names().get(fold(name))
