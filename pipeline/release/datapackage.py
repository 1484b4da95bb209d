"""``datapackage.json``: a release as a Frictionless Data Package (v1), every table with its schema.

The Parquet files and the two CSV files are tabular resources: types, required values, vocabularies, keys and references
are those of ``pipeline.schema``, so that ``frictionless validate`` checks the rows themselves.
"""

import hashlib
import json
from typing import Any

from pipeline.release.citation import ABSTRACT, KEYWORDS, LICENCE_URL, TITLE
from pipeline.release.contents import Contents
from pipeline.release.layout import DATABASE
from pipeline.release.spreadsheet import FLAT
from pipeline.release.views import released_tables
from pipeline.schema import VOCABULARIES, Field, Table

_TYPES = {
    "text": "string",
    "count": "integer",
    "offset": "integer",
    "real": "number",
    "flag": "boolean",
    "date": "date",
}


def datapackage(made: Contents) -> bytes:
    """The file."""
    package = {
        "profile": "data-package",
        "name": "harm-ledger",
        "id": f"harm-ledger-{made.manifest['release']}",
        "title": TITLE,
        "description": ABSTRACT,
        "version": made.manifest["release"],
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": LICENCE_URL}],
        "keywords": list(KEYWORDS),
        "resources": [*_parquet(made), *_csv(made), _database()],
    }
    return (json.dumps(package, indent=2) + "\n").encode("ascii")


def _parquet(made: Contents) -> list[dict[str, Any]]:
    return [
        {
            **_about(table, table.name),
            "path": entry["file"],
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "hash": f"sha256:{entry['sha256']}",
            "schema": schema(table, parquet=True),
        }
        for name, entry in made.manifest["tables"].items()
        for table in (released_tables()[name],)
    ]


def _csv(made: Contents) -> list[dict[str, Any]]:
    return [
        {
            **_about(table, f"{table.name}.csv"),
            "path": file,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8-sig",
            "bytes": len(made.files[file]),
            "hash": f"sha256:{hashlib.sha256(made.files[file]).hexdigest()}",
            "schema": schema(table, parquet=False),
        }
        for file, table in FLAT.items()
    ]


def _database() -> dict[str, Any]:
    return {
        "name": "duckdb",
        "title": "Every table in one DuckDB file",
        "path": DATABASE,
        "format": "duckdb",
        "mediatype": "application/vnd.duckdb",
    }


def _about(table: Table, name: str) -> dict[str, str]:
    note = f" {table.warning}" if table.warning else ""
    return {"name": name, "profile": "tabular-data-resource", "title": table.name, "description": table.meaning + note}


def schema(table: Table, *, parquet: bool) -> dict[str, Any]:
    """A Table Schema.

    Args:
        table: The table.
        parquet: True for the Parquet file, which refers to the others; False for the CSV file, which stands alone.
    """
    made: dict[str, Any] = {
        "fields": [_field(field, parquet=parquet) for field in table.fields],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    keys = [_reference(field, table) for field in table.fields if field.references]
    return made | ({"foreignKeys": keys} if parquet and keys else {})


def _field(field: Field, *, parquet: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.vocabulary:
        constraints["enum"] = list(VOCABULARIES[field.vocabulary])
    kind = _TYPES[field.kind]
    if parquet and kind == "integer" and not field.required:
        # Frictionless reads Parquet by way of pandas, which knows no NULL among whole numbers and makes them reals.
        kind = "number"
    made = {"name": field.name, "type": kind, "description": field.meaning}
    return made | ({"constraints": constraints} if constraints else {})


def _reference(field: Field, table: Table) -> dict[str, Any]:
    other, column = str(field.references).split(".")
    # An empty name is how the standard says: this same table.
    return {
        "fields": [field.name],
        "reference": {"resource": "" if other == table.name else other, "fields": [column]},
    }
