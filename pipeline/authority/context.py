"""What a document says about where it plays: the larger areas it names decide between namesakes.

Belongs here: reading areas and countries out of a document's words. Does not: which place a phrase means
(``matching``).
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from pipeline.authority.keys import WORDS, place_key
from pipeline.authority.phrases import members, read
from pipeline.authority.places import Gazetteer
from pipeline.authority.reference import Tables

_NAME = re.compile(r"[^\W\d_][\w’'ʿ-]*(?:[ \u00a0][^\W\d_][\w’'ʿ-]*){0,3}")
_WORD = r"[^\W\d_a-z][\w’'ʿ-]*"
_CALLED = re.compile(rf"(?:city|town) of {_WORD}(?: {_WORD}){{0,3}}|{_WORD}(?: {_WORD}){{0,3}} (?:city|town)\b")
"""A settlement the text calls a city or a town; names begin with a capital or are in another script."""

_METONYMS = frozenset(WORDS["metonyms"])


@dataclass(frozen=True, slots=True)
class Context:
    """What a document says about where it plays.

    Attributes:
        governorates: Every governorate the text names.
        home: The one governorate it is about: of the title, else of its places, else of the text; or None.
        cities: Cities it calls so.
        towns: Towns it calls so.
        countries: Its country; several where the claims name several.
    """

    governorates: frozenset[str] = frozenset()
    home: str | None = None
    cities: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


def contexts_of(tables: Tables, gazetteer: Gazetteer) -> dict[str, Context]:
    """What each document says about where it plays."""
    places: dict[str, list[str]] = defaultdict(list)
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    columns = ("document_id", "place_as_written", "place_container_as_written", "country")
    for document, place, container, country in tables["claim"].select(columns).iter_rows():
        places[document] += [text for text in (place, container) if text]
        if country:
            countries[document].update(gazetteer.named(country, frozenset({"country"})))
    titles = dict(tables["source_document"].select("document_id", "title").iter_rows())
    texts = dict(tables["document_text"].select("document_id", "text").iter_rows()) if "document_text" in tables else {}
    reader = _Reader(gazetteer)
    return {
        document: reader.context(titles.get(document), parts, texts.get(document), countries[document])
        for document, parts in places.items()
    }


def _spans(length: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(length) for b in range(a + 1, length + 1)]


class _Reader:
    """Reads documents over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._known: dict[str, list[str]] = {}
        kinds = {"governorate", "country"}
        self.wide = {
            key: kept
            for key, ids in gazetteer.index.items()
            if (kept := [x for x in ids if gazetteer.rows[x]["kind"] in kinds])
        }
        # A word joined by hyphens has a key of several parts.
        self.parts = {
            " ".join(parts[a:b]) for key in self.wide for parts in [key.split()] for a, b in _spans(len(parts))
        }

    def context(self, title: str | None, parts: list[str], text: str | None, countries: Counter[str]) -> Context:
        g = self.gazetteer
        tiers = [self._wide_names([title or ""]), self._wide_names(parts), self._read(text or "")]
        named: Counter[str] = Counter(countries)
        for tier in tiers:
            named.update(x for x in tier if g.rows[x]["kind"] == "country")
        chosen = frozenset(countries) or frozenset(x for x, _ in named.most_common(1))
        kept = [
            {
                x
                for x in tier
                if g.rows[x]["kind"] == "governorate"
                and (not chosen or g.of_kind(x, "country") in chosen)
                and (x not in _METONYMS or depth < 2)
            }
            for depth, tier in enumerate(tiers)
        ]
        home = next((next(iter(tier)) for tier in kept if len(tier) == 1), None)
        cities, towns = self._settlements([*parts, *_CALLED.findall(text or "")])
        return Context(frozenset().union(*kept), home, cities, towns, chosen)

    def _wide_names(self, parts: list[str]) -> list[str]:
        """Governorates and countries that titles and claims name; they come again and again, and are read once."""
        for part in parts:
            if part not in self._known:
                self._known[part] = self._read(part)
        return [place for part in parts for place in self._known[part]]

    def _read(self, words: str) -> list[str]:
        return [place for match in _NAME.finditer(words) for place in self._names_in(match[0])]

    def _settlements(self, parts: list[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Cities and towns that the claims' places call so."""
        found: dict[str, set[str]] = {"city": set(), "town": set()}
        for part in dict.fromkeys(parts):
            for reading in map(read, members(part)):
                for kind in found.keys() & reading.cues:
                    ids = [x for name in reading.names for x in self.gazetteer.named(name, frozenset({"city", "town"}))]
                    found[kind].update(ids)
        return frozenset(found["city"]), frozenset(found["town"])

    def _names_in(self, run: str) -> list[str]:
        """Governorates and countries named in a run of up to four words."""
        words = run.replace("\u00a0", " ").split(" ")
        keys = [place_key(word) for word in words]
        if self.parts.isdisjoint(keys):
            return []
        found: list[str] = []
        for start, word in enumerate(words):
            if not word[:1].isupper() and word.isascii():
                continue
            for end in range(len(words), start, -1):
                found += self.wide.get(" ".join(filter(None, keys[start:end])), ())
        return found
