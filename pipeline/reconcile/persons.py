"""Persons that a quote names: two claims that name one person tell of one event.

Belongs here: telling a person's name from a body's or a place's. Does not: who the person is. Names are compared and
never stored: no table has them.
"""

import re
from collections.abc import Iterable

from pipeline.authority.keys import WORDS, plain

_NO_NAME = frozenset(WORDS["titles"]) | frozenset(WORDS["articles"])
_PART = r"(?:[Aa]l-|[Ee]l-)?[A-ZÀ-ÞŠŞÇ][^\W\d_]+(?:[-’'`][^\W\d_]+)*"
_LINK = r"(?:bin|ibn|bint|al|el)"
_NAME = re.compile(rf"\b{_PART}(?:\s+(?:{_LINK}\s+)?{_PART}){{1,4}}")
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = re.compile(r"(?:^|[.!?:;|“\"]\s*|\n\s*)$")
_CALLED = re.compile(r"\b(?:named|called|identified as)\s+$")
_TITLE_CASE = 0.5
"""A quote with more of its words capitalised than this is set in title case, where every word may look like a name."""


def vocabulary(names: Iterable[str]) -> frozenset[str]:
    """Words of the names of places, bodies and sides."""
    return frozenset(word for name in names for word in plain(name).split())


def persons(quote: str, known: frozenset[str]) -> frozenset[str]:
    """Keys of the persons a quote names: two capitalised words or more that no place, body or side is called by.

    Args:
        quote: Words of a claim.
        known: See ``vocabulary``.
    """
    found = set()
    for match in _NAME.finditer(quote):
        tokens = plain(match[0]).split()
        before = quote[: match.start()]
        if _OPENING.search(before):
            # The first word of a sentence is capitalised whatever it is.
            tokens = tokens[1:]
        own = [word for word in tokens if word not in _NO_NAME and len(word) > 1]
        if len(own) > 1 and (sum(word not in known for word in own) > 1 or _CALLED.search(before)):
            found.add(" ".join(own))
    return frozenset() if found and _in_title_case(quote) else frozenset(found)


def _in_title_case(quote: str) -> bool:
    words: list[str] = _WORD.findall(quote)
    return sum(word[0].isupper() for word in words) > _TITLE_CASE * len(words)
