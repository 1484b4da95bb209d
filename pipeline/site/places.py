"""Where on the map an event may have been: never a point, always a circle that holds the places it can mean.

The radii are conventions of drawing, not measurements:

- a settlement or spot with coordinates: 5 km around its point;
- "near" a place (``where_prec`` 2): 25 km, as the precision is defined;
- an area, or a place of which only the area is known: the circle that holds every settlement the gazetteer has in it;
- only the country, or nothing: no circle, and the page says how many events that concerns.
"""

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from pipeline.site.ledger import Ledger, Row
from pipeline.site.words import cut

NEAR_KM = 25.0
SETTLEMENT_KM = 5.0
_KM_A_DEGREE = 111.195
_COUNTRY_OR_MORE = 6
_NEAR = 2


@dataclass(frozen=True, slots=True)
class Circle:
    """Where a place is, as a circle; ``wide`` where it stands for an area."""

    name: str
    latitude: float
    longitude: float
    km: float
    wide: bool


class Places:
    """Circles of the places of a release."""

    def __init__(self, ledger: Ledger) -> None:
        self._places = ledger.places

    def circle(self, place_id: str | None, precision: int | None) -> Circle | None:
        """The circle of a place named with that precision (UCDP where_prec), None where nothing can be drawn."""
        place = self._places.get(place_id or "")
        if place is None or precision is None or precision >= _COUNTRY_OR_MORE:
            return None
        if precision <= _NEAR and place["latitude"] is not None and place["longitude"] is not None:
            km = NEAR_KM if precision == _NEAR else SETTLEMENT_KM
            return Circle(cut(place["name"], 60), place["latitude"], place["longitude"], km, False)
        return self._area(place)

    def _area(self, place: Row) -> Circle | None:
        """The circle of the smallest area above a place that has settlements with coordinates."""
        seen = set()
        at: Row | None = place
        while at is not None and at["place_id"] not in seen and at["kind"] != "country":
            seen.add(at["place_id"])
            points = self._points.get(at["place_id"], [])
            if len(points) > 1:
                return _around(cut(at["name"], 60), points)
            at = self._places.get(at["parent_id"] or "")
        return None

    @cached_property
    def _points(self) -> dict[str, list[tuple[float, float]]]:
        """Latitude and longitude of every settlement below each area."""
        found: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for place in self._places.values():
            if place["latitude"] is None or place["longitude"] is None:
                continue
            seen: set[str] = set()
            above = place["parent_id"]
            while above is not None and above not in seen and above in self._places:
                seen.add(above)
                found[above].append((place["latitude"], place["longitude"]))
                above = self._places[above]["parent_id"]
        return found


def _around(name: str, points: list[tuple[float, float]]) -> Circle:
    latitude = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
    longitude = (min(p[1] for p in points) + max(p[1] for p in points)) / 2
    km = max(_distance(latitude, longitude, *point) for point in points)
    return Circle(name, latitude, longitude, max(km, NEAR_KM), True)


def _distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres between two points, near enough for a circle on a map."""
    north = (other_latitude - latitude) * _KM_A_DEGREE
    east = (other_longitude - longitude) * _KM_A_DEGREE * math.cos(math.radians((latitude + other_latitude) / 2))
    return math.hypot(north, east)


def ring(circle: Circle, corners: int = 48) -> list[list[float]]:
    """The circle as a closed line of longitudes and latitudes, clockwise as seen on the map."""
    cosine = max(math.cos(math.radians(circle.latitude)), 0.05)
    line = []
    for corner in range(corners + 1):
        turn = 2 * math.pi * (corner % corners) / corners
        north = circle.km / _KM_A_DEGREE * math.cos(turn)
        east = circle.km / _KM_A_DEGREE * math.sin(turn) / cosine
        line.append([round(circle.longitude + east, 4), round(circle.latitude + north, 4)])
    return line
