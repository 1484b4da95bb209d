"""The places of the tables: what they are called, what they lie in, how far apart they are.

Belongs here: names, parents and distances. Does not: which place a phrase of a text means (``matching``).
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from pipeline.authority.keys import WORDS, place_key, skeleton

NEAR_KM = 25.0
"""UCDP where_prec 2: within about 25 km of a known point."""

PRECISION = {"country": 6, "region": 5, "governorate": 4, "district": 3, "subdistrict": 3}
"""UCDP where_prec of what a place row stands for; settlements and spots are 1."""

REGION = PRECISION["region"]

WIDE = 3
"""Precisions from this one up name an area, not a spot."""

AREA_AROUND: dict[str, str] = WORDS["area_around"]
"""Areas that are one city alone, and the area around each."""


@dataclass(slots=True)
class Gazetteer:
    """The place tables, indexed by key.

    Attributes:
        rows: Rows of ``place`` by id.
        index: Ids of the places that bear a key.
        reviewed: Keys that a person gave a place.
        own: Keys of a place's first name.
    """

    rows: dict[str, dict[str, Any]]
    index: dict[str, tuple[str, ...]]
    reviewed: frozenset[tuple[str, str]]
    own: frozenset[tuple[str, str]]
    _above: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _seats: dict[str, str | None] = field(default_factory=dict)
    _skeletons: dict[tuple[str, str], dict[str, set[str]]] = field(default_factory=dict)

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
        own = frozenset((place_key(row["name"]), place_id) for place_id, row in rows.items())
        return cls(rows, {key: tuple(sorted(ids)) for key, ids in index.items()}, frozenset(reviewed), own)

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

    def seat(self, area: str) -> str | None:
        """The largest settlement of an area that bears the area's own name: Damascus of Damascus Governorate."""
        if area not in self._seats:
            keys = [place_key(self.rows[area]["name"].rsplit(" ", 1)[0])]
            keys += [key for key, place_id in self.reviewed if place_id == area]
            bearers = {x for key in keys for x in self.index.get(key, ()) if self.precision(x) < WIDE}
            inside = sorted(x for x in bearers if self.within(x, area))
            self._seats[area] = max(inside, key=lambda x: self.rows[x]["population"] or 0, default=None)
        return self._seats[area]

    def said_in(self, place_id: str, area: str) -> bool:
        """True where reports put the place 'in' the area though it may lie beside it.

        Harasta is 'in Damascus', whose governorate is the city alone; so is what lies within ``NEAR_KM`` of the seat.
        """
        if self.within(place_id, area) or self.within(place_id, AREA_AROUND.get(area, area)):
            return True
        seat = self.seat(area)
        kilometres = None if seat is None else self.kilometres(place_id, seat)
        return kilometres is not None and kilometres <= NEAR_KM

    def alike(self, name: str, governorate: str) -> dict[str, set[str]]:
        """Settlements of a governorate whose names have the same skeleton, with the keys that have it."""
        if not self._skeletons:
            for key, ids in self.index.items():
                bare = skeleton(key)
                for place_id in ids:
                    area = self.of_kind(place_id, "governorate")
                    settled = self.precision(place_id) < WIDE and self.rows[place_id]["kind"] != "unresolved"
                    if bare and area is not None and settled:
                        self._skeletons.setdefault((area, bare), {}).setdefault(place_id, set()).add(key)
        return self._skeletons.get((governorate, skeleton(place_key(name))), {})
