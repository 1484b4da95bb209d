"""Which place a phrase means: exact keys, curated aliases, and the context as a veto.

Belongs here: choosing among the places of the gazetteer, or saying that none is meant. Does not: claims and
documents (``resolve``). A name is never matched by likeness: blind fuzzy matching of village names gave only
false hits when it was tried.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from pipeline.authority.keys import place_key
from pipeline.authority.phrases import Phrase, conjuncts, members, read
from pipeline.storage import short_id

NEAR_KM = 25.0
"""UCDP where_prec 2: within about 25 km of a known point."""

PRECISION = {"country": 6, "region": 5, "governorate": 4, "district": 3, "subdistrict": 3}
"""UCDP where_prec of what a place row stands for; settlements and spots are 1."""

REGION = PRECISION["region"]

WIDE = 3
"""Precisions from this one up name an area, not a spot."""


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


@dataclass(frozen=True, slots=True)
class Found:
    """A resolved phrase.

    Attributes:
        place_id: Place, or None where the phrase names none.
        precision: UCDP where_prec of what the words say.
        members: Places of a list, or the place itself.
        unknown: A row for ``place`` where the gazetteer lacks the name.
    """

    place_id: str | None
    precision: int | None
    members: tuple[str, ...] = ()
    unknown: tuple[dict[str, Any], ...] = ()


@dataclass(slots=True)
class Gazetteer:
    """The place tables, indexed by key."""

    rows: dict[str, dict[str, Any]]
    index: dict[str, tuple[str, ...]]
    reviewed: frozenset[tuple[str, str]]
    _above: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, place: pl.DataFrame, place_name: pl.DataFrame) -> "Gazetteer":
        """Index the tables ``place`` and ``place_name``."""
        index: dict[str, set[str]] = defaultdict(set)
        reviewed: set[tuple[str, str]] = set()
        for place_id, name, source in place_name.select("place_id", "name", "source").iter_rows():
            if key := place_key(name):
                index[key].add(place_id)
                if source == "curated":
                    reviewed.add((key, place_id))
        rows = {row["place_id"]: row for row in place.iter_rows(named=True)}
        return cls(rows, {key: tuple(sorted(ids)) for key, ids in index.items()}, frozenset(reviewed))

    def above(self, place_id: str) -> tuple[str, ...]:
        """The place and everything it lies in, innermost first."""
        if place_id not in self._above:
            chain: list[str] = []
            step: str | None = place_id
            while step is not None and step in self.rows and step not in chain:
                chain.append(step)
                step = self.rows[step]["parent_id"]
            self._above[place_id] = tuple(chain)
        return self._above[place_id]

    def of_kind(self, place_id: str, kind: str) -> str | None:
        """The first place of a kind that holds the place, or the place itself."""
        return next((step for step in self.above(place_id) if self.rows[step]["kind"] == kind), None)

    def within(self, inner: str, outer: str) -> bool:
        """True where ``inner`` is ``outer`` or lies in it."""
        return outer in self.above(inner)

    def precision(self, place_id: str) -> int:
        """UCDP where_prec of what a row stands for."""
        return PRECISION.get(self.rows[place_id]["kind"], 1)

    def kilometres(self, a: str, b: str) -> float | None:
        """Great-circle distance, or None where either has no coordinates."""
        points = [(self.rows[x]["latitude"], self.rows[x]["longitude"]) for x in (a, b)]
        if any(value is None for point in points for value in point):
            return None
        (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in points)
        h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
        return 12742.0 * math.asin(math.sqrt(min(1.0, h)))

    def common(self, ids: Iterable[str]) -> str | None:
        """The smallest place that holds all of them."""
        chains = [self.above(place_id) for place_id in ids]
        if not chains:
            return None
        return next((step for step in chains[0] if all(step in chain for chain in chains[1:])), None)

    def named(self, name: str, kinds: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Places of that name, of the kinds asked for."""
        ids = self.index.get(place_key(name), ())
        return tuple(x for x in ids if not kinds or self.rows[x]["kind"] in kinds)

    def find(self, phrase: str, container: str | None, country: str | None, context: Context) -> Found:
        """Resolve a phrase.

        Args:
            phrase: ``place_as_written``, without or with its cue words; a list is joined by '; '.
            container: ``place_container_as_written``.
            country: English short name, where the claim states it.
            context: What the document says.

        Returns:
            The place; for a list the smallest place that holds every member. A name the gazetteer lacks becomes
            a row of kind ``unresolved`` in the container; a phrase without a name gives its container.
        """
        parts = members(phrase)
        if len(parts) == 1:
            found = self._one(parts[0], container, country, context)
            listed = conjuncts(parts[0])
            if not listed or (found.place_id is not None and not found.unknown):
                return found
            parts = listed
        each = [self._one(part, container, country, context) for part in parts]
        ids = tuple(dict.fromkeys(x.place_id for x in each if x.place_id is not None))
        unknown = tuple(row for x in each for row in x.unknown)
        rows = {row["place_id"]: row for row in unknown}
        # A member nobody knows stands in its container.
        whole = self.common(rows[x]["parent_id"] or x if x in rows else x for x in ids) if len(ids) > 1 else None
        if len(ids) == 1:
            return Found(ids[0], each[0].precision, ids, unknown)
        return Found(whole, None if whole is None else max(self.precision(whole), 2), ids, unknown)

    def _one(self, text: str, container: str | None, country: str | None, context: Context) -> Found:
        phrase = read(text)
        if phrase.deictic is not None:
            return self._deictic(phrase.deictic, context)
        around = self._containers((*phrase.containers, *([container] if container else [])), country, context)
        home = self._country(country, context)
        for name in phrase.names:
            chosen = self._choose(name, phrase, around, home, context)
            if chosen is not None:
                return Found(chosen, self._said(chosen, phrase), (chosen,))
        inside = around[0] if around else context.home or home
        if not phrase.names:
            if not around:
                return Found(None, None)
            return Found(around[0], self.precision(around[0]), (around[0],))
        return self._unknown(phrase, inside)

    def _choose(self, name: str, phrase: Phrase, around: list[str], home: str | None, context: Context) -> str | None:
        """Pick among namesakes; None where the context speaks against all of them, or cannot decide."""
        ids = [x for x in self.named(name) if home is None or self.within(x, home)]
        if around:
            kept = [x for x in ids if any(self._beside(x, step) for step in around)]
        else:
            kept = [x for x in ids if self._in_context(x, context)] or [x for x in ids if self._trusted(x, name)]
        if len(kept) > 1:
            inside = [x for x in kept if self.of_kind(x, "governorate") in context.governorates]
            kept = inside or kept
        if len(kept) > 1:
            kept = self._level(kept, phrase)
        return kept[0] if len(kept) == 1 else None

    def _beside(self, place_id: str, container: str) -> bool:
        """True where the container the text names does not speak against the place."""
        if self.precision(container) == REGION:
            return self.of_kind(place_id, "country") == self.of_kind(container, "country")
        settled = self.precision(container) < WIDE
        # 'near Raqqa' beside a settlement: the governorate they share is what the container says.
        outer = self.of_kind(container, "governorate") or container if settled else container
        return self.within(place_id, outer) or self.within(outer, place_id)

    def _in_context(self, place_id: str, context: Context) -> bool:
        governorate = self.of_kind(place_id, "governorate")
        if governorate is None or self.rows[place_id]["kind"] == "governorate" or not context.governorates:
            return True
        return governorate in context.governorates

    def _trusted(self, place_id: str, name: str) -> bool:
        """True where a name holds without its governorate: a city's, or a reviewed one that is not a common one.

        GeoNames' other spellings do not: 'Al-Quriya' of Deir ez-Zor is one of a town 400 km off.
        """
        kind = self.rows[place_id]["kind"]
        key = place_key(name)
        return kind == "city" or ((key, place_id) in self.reviewed and (kind == "town" or " " in key))

    def _level(self, ids: list[str], phrase: Phrase) -> list[str]:
        """Between a governorate and its capital the cue decides; without one the wider is meant."""
        wide = [x for x in ids if self.precision(x) >= WIDE]
        if phrase.cues & {"city", "town"} or (phrase.cues & {"near"} and not phrase.cues & {"around"}):
            narrow = [x for x in ids if self.precision(x) < WIDE]
            return narrow or ids
        return wide if wide and len(wide) < len(ids) else ids

    def _said(self, place_id: str, phrase: Phrase) -> int:
        """Precision of the words: 'near X' and 'X countryside' are within 25 km of X."""
        precision = self.precision(place_id)
        return 2 if precision == 1 and phrase.cues & {"near", "around", "part"} else precision

    def _containers(self, names: tuple[str, ...], country: str | None, context: Context) -> list[str]:
        home = self._country(country, context)
        found = []
        for name in names:
            phrase = read(name)
            for candidate in phrase.names:
                ids = [x for x in self.named(candidate) if home is None or self.within(x, home)]
                ids = self._level(ids, phrase) if len(ids) > 1 else ids
                if len(ids) == 1:
                    found.append(ids[0])
                    break
        # Innermost first: 'in Khasham, Deir Ezzor, Syria'.
        return sorted(dict.fromkeys(found), key=lambda x: (-len(self.above(x)), x))

    def _country(self, country: str | None, context: Context) -> str | None:
        if country is not None:
            ids = self.named(country, frozenset({"country"}))
            if ids:
                return ids[0]
        return self._single(context.countries)

    def _deictic(self, kind: str, context: Context) -> Found:
        one = (
            context.home
            if kind == "governorate"
            else self._single({"city": context.cities, "town": context.towns}.get(kind, frozenset()))
        )
        return Found(None, None) if one is None else Found(one, self.precision(one), (one,))

    @staticmethod
    def _single(ids: frozenset[str]) -> str | None:
        return next(iter(ids)) if len(ids) == 1 else None

    def _unknown(self, phrase: Phrase, inside: str | None) -> Found:
        name = phrase.names[-1] if len(phrase.names) == 1 else phrase.names[1]
        # One id for one name in one governorate, however closely each text places it.
        parent = None if inside is None else self.of_kind(inside, "governorate") or self.of_kind(inside, "country")
        place_id = short_id("place", place_key(name), parent)
        above = None if parent is None else self.rows[parent]
        row = {
            "place_id": place_id,
            "name": name,
            "kind": "unresolved",
            "parent_id": parent,
            "country": None if above is None else above["country"],
            "governorate": None if above is None else above["governorate"],
            "source": "named by a source; in no table",
        }
        precision = 2 if phrase.cues & {"near", "around", "part"} else 1
        return Found(place_id, precision, (place_id,), (row,))
