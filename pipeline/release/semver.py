"""The number a release of the data gets, computed from what differs, and why.

MAJOR: a table or column removed or renamed (which is one gone and one new), a column of another type, another key, a
term taken out of a closed vocabulary (a query for it finds nothing any more), or a schema version whose first number
was raised because a meaning was redefined. MINOR: rows, columns, tables or terms added, or values changed. PATCH: the
tables are identical.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.errors import UsageError
from pipeline.release.layout import FIRST, Version, latest, parse_version
from pipeline.release.manifest import read_manifest, release_before
from pipeline.release.views import released_tables
from pipeline.schema import SCHEMA_VERSION, VOCABULARIES, Table, polars_schema


class Level(IntEnum):
    """Which of the three numbers is raised."""

    PATCH = 0
    MINOR = 1
    MAJOR = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """What readers' queries rely on.

    Attributes:
        schema_version: Of the release.
        columns: Table to its columns and their Polars types, as text.
        keys: Table to its primary key.
        terms: ``table.column`` to the closed vocabulary its values come from; empty where the release does not say.
    """

    schema_version: str
    columns: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, tuple[str, ...]]
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which number a difference raises.

    Attributes:
        level: The number.
        reasons: Why, one sentence each, never empty.
    """

    level: Level
    reasons: tuple[str, ...]

    def after(self, before: Version) -> Version:
        """The version that follows another by this verdict."""
        if self.level is Level.MAJOR:
            return Version(before.major + 1, 0, 0)
        if self.level is Level.MINOR:
            return Version(before.major, before.minor + 1, 0)
        return Version(before.major, before.minor, before.patch + 1)

    def __str__(self) -> str:
        return f"{self.level.name}: {'; '.join(self.reasons)}"


def shape_of(release: Path) -> Shape:
    """The shape of a release that stands; a column's type is the Parquet file's, where that can be read.

    Raises:
        IntegrityError: If it has no manifest.
    """
    manifest = read_manifest(release)
    columns = {name: _types(release / entry["file"], entry) for name, entry in manifest["tables"].items()}
    keys = {name: tuple(entry["key"]) for name, entry in manifest["tables"].items()}
    return Shape(manifest["schema_version"], columns, keys, _terms(release))


def _terms(release: Path) -> dict[str, tuple[str, ...]]:
    """Vocabularies as the release's own Data Package declares them; releases before 0.2.0 have none."""
    try:
        package = json.loads((release / "datapackage.json").read_bytes())
        tables = [one for one in package["resources"] if one["path"].endswith(".parquet")]
        return {
            f"{table['name']}.{column['name']}": tuple(column["constraints"]["enum"])
            for table in tables
            for column in table["schema"]["fields"]
            if "enum" in column.get("constraints", {})
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _types(path: Path, entry: Mapping[str, Any]) -> dict[str, str]:
    try:
        return {name: str(dtype) for name, dtype in pl.read_parquet_schema(path).items()}
    except (pl.exceptions.PolarsError, OSError):
        return dict.fromkeys(entry["columns"], "")


def declared_shape(tables: Mapping[str, Table]) -> Shape:
    """The shape of the release this code makes."""
    columns = {
        name: {column: str(dtype()) for column, dtype in polars_schema(table).items()} for name, table in tables.items()
    }
    terms = {
        f"{name}.{column.name}": tuple(VOCABULARIES[column.vocabulary])
        for name, table in tables.items()
        for column in table.fields
        if column.vocabulary
    }
    return Shape(SCHEMA_VERSION, columns, {name: table.key for name, table in tables.items()}, terms)


def terms_changed(old: Shape, new: Shape) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Terms that went, and terms that came, of columns whose vocabulary both releases declare, by ``table.column``."""
    gone, come = {}, {}
    for column in sorted(old.terms.keys() & new.terms.keys()):
        before, after = old.terms[column], new.terms[column]
        if went := [term for term in before if term not in after]:
            gone[column] = went
        if came := [term for term in after if term not in before]:
            come[column] = came
    return gone, come


def verdict(old: Shape, new: Shape, changed: Sequence[str]) -> Verdict:
    """Which number the difference between two releases raises.

    Args:
        old: Shape of the earlier one.
        new: Shape of the later one.
        changed: What differs in rows, in words: ``claim (3 rows)``; or the names of tables that differ.
    """
    breaking = [*_breaking(old, new)]
    if breaking:
        return Verdict(Level.MAJOR, tuple(breaking))
    grown = _grown(old, new)
    if changed:
        grown.append(f"rows added, removed or changed in {', '.join(changed)}")
    if grown:
        return Verdict(Level.MINOR, tuple(grown))
    return Verdict(Level.PATCH, ("the tables are identical",))


def _breaking(old: Shape, new: Shape) -> list[str]:
    found = []
    first, then = parse_version(old.schema_version), parse_version(new.schema_version)
    if first and then and then.major > first.major:
        found.append(f"schema {old.schema_version} → {new.schema_version} redefines a column")
    for name, columns in old.columns.items():
        if name not in new.columns:
            found.append(f"table {name} removed or renamed")
            continue
        now = new.columns[name]
        found += [f"column {name}.{column} removed or renamed" for column in columns if column not in now]
        found += [
            f"column {name}.{column} is {now[column]}, was {kind}"
            for column, kind in columns.items()
            if kind and now.get(column, kind) not in {kind, ""}
        ]
        if old.keys[name] != new.keys[name]:
            found.append(f"the key of {name} is {', '.join(new.keys[name])}, was {', '.join(old.keys[name])}")
    return found + _terms_said(terms_changed(old, new)[0], "removed from")


def _grown(old: Shape, new: Shape) -> list[str]:
    tables = [f"table {name} added" for name in new.columns if name not in old.columns]
    columns = [
        f"column {name}.{column} added"
        for name, held in new.columns.items()
        for column in held
        if name in old.columns and column not in old.columns[name]
    ]
    return [*tables, *columns, *_terms_said(terms_changed(old, new)[1], "added to")]


def _terms_said(changed: Mapping[str, Sequence[str]], what: str) -> list[str]:
    """One sentence a term: many tables share a column's vocabulary."""
    tables: dict[tuple[str, str], list[str]] = {}
    for place, terms in changed.items():
        table, column = place.split(".")
        for term in terms:
            tables.setdefault((column, term), []).append(table)
    return [f"term {term} {what} {column} of {', '.join(held)}" for (column, term), held in tables.items()]


def next_version(published: Path, asked: str | None) -> Version:
    """Version the next release gets: the one asked for, else the one suggested if any row changes.

    Args:
        published: Folder of releases.
        asked: ``MAJOR.MINOR.PATCH``, or None.

    Raises:
        UsageError: If the version asked for is none, stands already, is not above the latest, or raises less than the
            columns of the tables demand.
    """
    last = latest(published)
    newest = parse_version(last.name) if last else None
    version = parse_version(asked) if asked is not None else None
    if asked is not None and version is None:
        raise UsageError(f"{asked!r} is not a release version.", "Give three numbers, as in 0.2.0.")
    if version and (published / str(version)).exists():
        raise UsageError(f"Release {version} stands already and is never overwritten.", "Give a higher version.")
    if version and newest and version < newest:
        raise UsageError(f"Release {version} would stand below the latest, {newest}.", f"Give one above {newest}.")
    if last is None or newest is None:
        return version or FIRST
    foreseen = verdict(shape_of(last), declared_shape(released_tables()), ["some table"])
    if version and foreseen.level is Level.MAJOR:
        refuse_too_low(version, newest, foreseen)
    return version or foreseen.after(newest)


def refuse_too_low(version: Version, newest: Version, given: Verdict) -> None:
    """Raise UsageError where a version promises readers more sameness than there is."""
    suggested = given.after(newest)
    if version < suggested:
        raise UsageError(
            f"Release {version} would say too little: since {newest} the change is {given}.",
            f"Give {suggested} or higher, or no version at all.",
        )


def accepted(published: Path, asked: str, suggested: str, why: str) -> Version:
    """The number somebody confirms or raises.

    Args:
        published: Folder of releases.
        asked: The number they give.
        suggested: The lowest one that says enough.
        why: What that rests on.

    Raises:
        UsageError: If it is none, stands already, or says less than what changed.
    """
    version, lowest = next_version(published, asked), parse_version(suggested)
    if lowest and version < lowest:
        raise UsageError(
            f"Release {version} would say too little: the change is {why}.", f"Give {suggested} or higher."
        )
    return version


def succession(published: Path, version: str | None) -> tuple[Path | None, str]:
    """The release before the one to be made, and its number.

    Args:
        published: Folder of releases.
        version: Of a release that stands and is made again, or asked for a new one; None for the next.

    Raises:
        UsageError: If the version cannot be used.
        IntegrityError: If a release that stands lacks its manifest or the release it follows.
    """
    if version and (published / version).is_dir():
        return release_before(published / version), version
    return latest(published), str(next_version(published, version))
