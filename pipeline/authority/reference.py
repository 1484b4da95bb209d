"""The authority tables, read from ``data/raw/gazetteer`` and ``data/raw/authority``.

Belongs here: reading and joining the reviewed CSV files. Does not: matching (``places``, ``names``).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.authority.geonames import ADMIN1_COLUMNS, COUNTRY_COLUMNS, PLACE_COLUMNS, script_of
from pipeline.errors import InputError
from pipeline.schema import TABLES, VOCABULARIES, conform
from pipeline.storage import read_csv

CITY_SIZE = 50_000
"""Inhabitants from which a GeoNames settlement counts as a city, as the vocabulary ``place_kind`` has it."""

_RENAMED = ("country", "governorate")
"""Kinds of places that GeoNames has and the curated table may name otherwise."""

Tables = dict[str, pl.DataFrame]


def load_reference(raw_reference: Path) -> Tables:
    """Read the authority tables.

    Args:
        raw_reference: Folder that holds ``gazetteer/`` and ``authority/`` (the repository's ``data/raw``).

    Returns:
        place, place_name, organisation, organisation_name, actor and actor_name, as the schema declares them.

    Raises:
        InputError: If a file is missing, lacks a column, repeats an id, names an id or term nobody declares, or has a
            name with outer spaces.
    """
    places, names = _places(raw_reference / "gazetteer")
    organisations, organisation_names = _bodies(raw_reference / "authority" / "organisations.csv", "organisation_id")
    actors, actor_names = _bodies(raw_reference / "authority" / "actors.csv", "actor_id")
    tables = {
        "place": places,
        "place_name": names,
        "organisation": [{**row, "is_belligerent": row["is_belligerent"] == "true"} for row in organisations],
        "organisation_name": organisation_names,
        "actor": actors,
        "actor_name": actor_names,
    }
    return {name: conform(pl.DataFrame(rows, infer_schema_length=None), TABLES[name]) for name, rows in tables.items()}


def _places(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows: dict[str, dict[str, Any]] = {}
    names: dict[tuple[str, str], dict[str, Any]] = {}
    countries = _countries(folder, rows, names)
    _geonames(folder, countries, rows, names)
    for row in read_csv(folder / "places_curated.csv", ("place_id", "name", "kind", "parent_id", "source")):
        # A curated country or area puts the name in common use in place of GeoNames'.
        known = rows.get(row["place_id"], {})
        if known and known["kind"] not in _RENAMED:
            raise InputError(f"places_curated.csv repeats the id {row['place_id']}.", "Give each place one row.")
        if row["kind"] not in VOCABULARIES["place_kind"]:
            raise InputError(f"places_curated.csv has the unknown kind {row['kind']!r}.", "See place_kind.")
        rows[row["place_id"]] = {
            **known,
            **row,
            "parent_id": row["parent_id"] or None,
            "latitude": float(row["latitude"]) if row["latitude"] else None,
            "longitude": float(row["longitude"]) if row["longitude"] else None,
            "coordinate_precision": row["coordinate_precision"] or None,
        }
        _name(names, row["place_id"], row["name"], "curated")
    for row in read_csv(folder / "place_names_curated.csv", ("place_id", "name", "source")):
        if row["place_id"] not in rows:
            raise InputError(
                f"place_names_curated.csv names the unknown place {row['place_id']}.", "Add the place or mend the id."
            )
        _name(names, row["place_id"], row["name"], row["source"])
    for place in rows.values():
        _locate(place, rows)
    return list(rows.values()), list(names.values())


def _countries(
    folder: Path, rows: dict[str, dict[str, Any]], names: dict[tuple[str, str], dict[str, Any]]
) -> dict[str, str]:
    ids = {}
    for row in read_csv(folder / "countries.csv", COUNTRY_COLUMNS):
        place_id = f"country-{row['country_code'].lower()}"
        ids[row["country_code"]] = place_id
        rows[place_id] = {
            "place_id": place_id,
            "name": row["name"],
            "kind": "country",
            "parent_id": None,
            "source": f"GeoNames {row['geonameid']}, CC BY 4.0",
        }
        _name(names, place_id, row["name"], "GeoNames")
    return ids


def _geonames(
    folder: Path,
    countries: dict[str, str],
    rows: dict[str, dict[str, Any]],
    names: dict[tuple[str, str], dict[str, Any]],
) -> None:
    areas = _admin1(folder, countries, rows, names)
    for row in read_csv(folder / "geonames_places.csv", PLACE_COLUMNS):
        place_id = f"gn-{row['geonameid']}"
        rows[place_id] = {
            "place_id": place_id,
            "name": row["name"],
            "kind": "city" if int(row["population"]) >= CITY_SIZE else "town",
            "parent_id": areas.get((row["country_code"], row["admin1"]), countries[row["country_code"]]),
            "latitude": float(row["latitude"]),
            "longitude": float(row["longitude"]),
            "population": int(row["population"]) or None,
            "coordinate_precision": "settlement",
            "source": f"GeoNames {row['geonameid']}, CC BY 4.0",
        }
        for name in (row["name"], *filter(None, row["names"].split(";"))):
            _name(names, place_id, name, "GeoNames")


def _admin1(
    folder: Path,
    countries: dict[str, str],
    rows: dict[str, dict[str, Any]],
    names: dict[tuple[str, str], dict[str, Any]],
) -> dict[tuple[str, str], str]:
    """First-level areas; which place each of GeoNames' codes means, as codes of other schemes mean others."""
    crosswalk = {(row["country_code"], row["geonames_admin1"]): row for row in _crosswalk(folder)}
    areas: dict[tuple[str, str], str] = {}
    for row in read_csv(folder / "admin1.csv", ADMIN1_COLUMNS):
        code = (row["country_code"], row["admin1"])
        known = crosswalk.get(code, {"place_id": f"gn-{row['geonameid']}", "ocha_pcode": ""})
        place_id = areas[code] = known["place_id"]
        rows[place_id] = {
            "place_id": place_id,
            "name": row["name"],
            "kind": "governorate",
            "parent_id": countries[row["country_code"]],
            "iso_3166_2": row["iso_3166_2"] or None,
            "ocha_pcode": known["ocha_pcode"] or None,
            "source": f"GeoNames {row['geonameid']}, CC BY 4.0",
        }
        for name in (row["name"], *filter(None, row["names"].split(";"))):
            _name(names, place_id, name, "GeoNames")
    for code, known in crosswalk.items():
        if code not in areas:
            raise InputError(
                f"admin1_crosswalk.csv has the code {'.'.join(code)}, which admin1.csv lacks.", "Mend the code."
            )
        if known["iso_3166_2"] != (rows[known["place_id"]]["iso_3166_2"] or ""):
            raise InputError(
                f"admin1_crosswalk.csv and admin1.csv differ on the ISO code of {'.'.join(code)}.",
                "Mend the one that is wrong.",
            )
    return areas


def _crosswalk(folder: Path) -> Iterator[dict[str, str]]:
    columns = ("country_code", "geonames_admin1", "iso_3166_2", "ocha_pcode", "place_id")
    return read_csv(folder / "admin1_crosswalk.csv", columns)


def _locate(place: dict[str, Any], rows: dict[str, dict[str, Any]]) -> None:
    """Fill country and governorate by walking up the parents."""
    place["country"] = place["governorate"] = None
    step: dict[str, Any] | None = place
    seen: set[str] = set()
    while step is not None:
        if step["place_id"] in seen:
            raise InputError(f"{step['place_id']} lies in itself.", "Mend parent_id in places_curated.csv.")
        seen.add(step["place_id"])
        if step["kind"] == "governorate":
            place["governorate"] = step["name"]
        if step["kind"] == "country":
            place["country"] = step["name"]
        parent = step["parent_id"]
        if parent is not None and parent not in rows:
            raise InputError(f"{step['place_id']} lies in the unknown place {parent}.", "Mend parent_id.")
        step = None if parent is None else rows[parent]


def _name(names: dict[tuple[str, str], dict[str, Any]], place_id: str, name: str, source: str) -> None:
    _trimmed(name, place_id)
    # A later, reviewed row takes over a spelling that GeoNames has too.
    names[place_id, name] = {"place_id": place_id, "name": name, "script": script_of(name) or "Latn", "source": source}


def _trimmed(name: str, row: str) -> None:
    if name != name.strip():
        raise InputError(f"{row} has the name {name!r} with spaces around it.", "Take the outer spaces away.")


def _bodies(path: Path, key: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    for row in read_csv(path, (key, "name", "source", "aliases")):
        aliases = row.pop("aliases")
        if any(row[key] == other[key] for other in rows):
            raise InputError(f"{path.name} repeats the id {row[key]}.", "Give each one row.")
        rows.append({column: value or None for column, value in row.items()})
        spellings = [name for name in dict.fromkeys((row["name"], *aliases.split(";"))) if name]
        for name in spellings:
            _trimmed(name, row[key])
        names += [{key: row[key], "name": name} for name in spellings]
    known = {row[key] for row in rows}
    for row in rows:
        if row.get("parent_id") and row["parent_id"] not in known:
            raise InputError(f"{path.name}: {row[key]} has the unknown parent {row['parent_id']}.", "Mend parent_id.")
        kind = row.get("organisation_type")
        if kind is not None and kind not in VOCABULARIES["organisation_type"]:
            raise InputError(f"{path.name}: {row[key]} has the unknown type {kind!r}.", "See organisation_type.")
    return rows, names
