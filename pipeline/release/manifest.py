"""The manifest of a release: what made it, and what every table of it must be."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import IntegrityError
from pipeline.release.layout import DATABASE, MACROS, MANIFEST, QUALITY, SUMS
from pipeline.schema import Table, duckdb_types
from pipeline.storage import file_hash

Inputs = dict[str, dict[str, str]]
"""Collection, or reserved folder, of data/raw to its files and their sha256."""

_HOW_TO_READ = {
    "sha256": "sha256 of the file's bytes; the same for the same rows and the same version of Polars",
    "content_hash": (
        "sha256 of the rows whatever the format: a JSON array of the column names, then one a row in key order, "
        "each on a line of its own, UTF-8, no spaces, dates as ISO 8601"
    ),
    "parts": "sha256 of each part of the code with its word lists: change_log names the one behind a changed row",
    "reproducible": (
        f"{DATABASE} is written from the Parquet files, and DuckDB lays out the same rows in other bytes from run to "
        f"run: {SUMS} covers it as shipped, a rebuild compares its rows. Every other file comes out the same, byte for "
        "byte"
    ),
}


def table_entry(content: str, rows: int, table: Table, folder: Path) -> dict[str, Any]:
    """The manifest's entry about one table, of that content hash, whose Parquet file stands in ``folder``."""
    path = folder / f"{table.name}.parquet"
    return {
        "file": path.name,
        "rows": rows,
        "columns": table.columns,
        "key": list(table.key),
        "sha256": file_hash(path),
        "content_hash": content,
        # For whoever checks the tables without the schema.
        "types": duckdb_types(table),
        "required": [field.name for field in table.fields if field.required],
        "references": {field.name: field.references for field in table.fields if field.references},
    }


def make_manifest(
    version: str, previous: str | None, made_by: dict[str, Any], inputs: Inputs, entries: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """A release's manifest. It holds no time, host or path, so that a rebuild makes the same one."""
    return {
        "name": "harm-ledger",
        "release": version,
        "previous_release": previous,
        **made_by,
        "inputs": {name: dict(sorted(files.items())) for name, files in sorted(inputs.items())},
        "tables": entries,
        "files": {
            **{entry["file"]: {"reproducible": True} for entry in entries.values()},
            DATABASE: {"reproducible": False},
            QUALITY: {"reproducible": True},
            MACROS: {"reproducible": True},
        },
        "how_to_read": _HOW_TO_READ,
    }


def with_companions(manifest: Mapping[str, Any], companions: Mapping[str, bytes]) -> dict[str, Any]:
    """A manifest that names every companion with the sha256 of its bytes."""
    entries = {
        file: {"reproducible": True, "sha256": hashlib.sha256(data).hexdigest()} for file, data in companions.items()
    }
    return {**manifest, "files": {**manifest["files"], **entries}}


def write_json(value: Any, path: Path) -> None:
    """Write JSON in one fixed form; characters beyond ASCII are escaped, so that none can mislead a reader's eye."""
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="ascii")


def read_manifest(release: Path) -> dict[str, Any]:
    """The manifest of a release.

    Raises:
        IntegrityError: If it is missing or is no manifest.
    """
    try:
        value: dict[str, Any] = json.loads((release / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise _broken(release, str(error)) from error
    _demand(release, value, {"release": str, "schema_version": str, "inputs": dict, "tables": dict, "files": dict})
    for about in value["files"].values():
        if not isinstance(about, dict):
            raise _broken(release, "what it says of a file is no entry")
    wanted = {"file": str, "rows": int, "columns": list, "key": list, "sha256": str, "content_hash": str}
    for entry in value["tables"].values():
        _demand(release, entry, wanted)
        if not all(isinstance(name, str) for name in (*entry["columns"], *entry["key"])):
            raise _broken(release, "a column's name is no text")
    return value


def release_before(release: Path) -> Path | None:
    """The release that a release follows; None for the first.

    Raises:
        IntegrityError: If its manifest is missing, or the release it names is not beside it.
    """
    previous = read_manifest(release)["previous_release"]
    if previous and not (release.parent / previous).is_dir():
        raise IntegrityError(
            f"Release {release.name} follows {previous}, which is not beside it.", "Restore the earlier release."
        )
    return release.parent / previous if previous else None


def _demand(release: Path, value: Any, wanted: dict[str, type]) -> None:
    for name, kind in wanted.items():
        if not isinstance(value, dict) or not isinstance(value.get(name), kind):
            raise _broken(release, f"it has no {name!r} where one belongs")


def write_sums(folder: Path) -> None:
    """Write ``SHA256SUMS`` over every other file of a folder, as ``sha256sum -c`` reads it."""
    files: Iterable[Path] = sorted(path for path in folder.iterdir() if path.name != SUMS)
    lines = (f"{file_hash(path)}  {path.name}\n" for path in files)
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def _broken(release: Path, what: str) -> IntegrityError:
    return IntegrityError(
        f"The manifest of release {release.name} cannot be read: {what}.", "Restore the release from where it came."
    )
