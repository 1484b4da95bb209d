"""Which organisation or actor a name means.

Belongs here: exact keys and whole aliases inside a longer description ('head of SDF media center'). Does not:
guesses; a speaker without a name stays without an id.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from pipeline.authority.keys import WORDS, name_key

_FILLERS = frozenset(WORDS["actor_fillers"])
_CORRESPONDENTS = frozenset(WORDS["correspondents"])
_WORD = re.compile(r"[\w’'.&-]+")


@dataclass(slots=True)
class Names:
    """The names of organisations or of actors, indexed by key."""

    exact: dict[str, str]
    longest: int
    acronyms: dict[str, str]

    @classmethod
    def of(cls, table: pl.DataFrame, key: str) -> "Names":
        """Index a name table with columns ``key`` and ``name``; a name of two bodies names neither."""
        ids: dict[str, set[str]] = defaultdict(set)
        acronyms: dict[str, str] = {}
        for body, name in table.select(key, "name").iter_rows():
            ids[name_key(name)].add(body)
            if name.isupper() and name.isalpha():
                acronyms[name] = body
        exact = {name: next(iter(bodies)) for name, bodies in ids.items() if len(bodies) == 1 and name}
        return cls(exact, max((len(name.split()) for name in exact), default=0), acronyms)

    def whole(self, text: str) -> str | None:
        """The body whose name is the whole text."""
        return self.exact.get(name_key(text))

    def inside(self, text: str) -> list[str]:
        """Bodies named in the text, in order, the longest name first at each word.

        One-word names count only as acronyms in capitals or where the text begins with them: 'Russian' in
        'a Russian-made drone' or 'UN' in 'unit' is nobody.
        """
        bodies: list[str] = []
        words = _WORD.findall(re.sub(r"[()\[\]]", " ", text))
        position = 0
        while position < len(words):
            size, body = self._at(words, position)
            if body is not None and body not in bodies:
                bodies.append(body)
            position += size
        return bodies

    def _at(self, words: list[str], position: int) -> tuple[int, str | None]:
        for size in range(min(self.longest + 1, len(words) - position), 1, -1):
            key = name_key(" ".join(words[position : position + size]))
            if " " in key and (body := self.exact.get(key)) is not None:
                return size, body
        word = words[position].strip(".’'")
        body = self.acronyms.get(word) if word.isupper() else None
        if body is None and position == 0:
            body = self.exact.get(name_key(word))
        return 1, body


def is_correspondent(speaker: str) -> bool:
    """True for an outlet's own people: 'our correspondent in the eastern countryside'."""
    return bool(_CORRESPONDENTS & set(name_key(speaker).split()))


def speaker_id(organisations: Names, speaker: str) -> str | None:
    """Organisation behind a speaker, or None where unnamed or unknown."""
    whole = organisations.whole(speaker)
    if whole is not None:
        return whole
    found = organisations.inside(speaker)
    return found[0] if found else None


def actor_ids(actors: Names, text: str) -> list[str]:
    """Actors named in an alleged perpetrator's description, in order."""
    found: list[str] = []
    for part in re.split(r"\||\s+and\s+|;|,|/", text):
        bare = " ".join(word for word in part.split() if name_key(word) not in _FILLERS)
        whole = actors.whole(part) or actors.whole(bare)
        for body in [whole] if whole else actors.inside(bare):
            if body not in found:
                found.append(body)
    return found
