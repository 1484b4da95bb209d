"""Files of a release beside its tables: one entry each in ``COMPANIONS``.

Each is a pure function from what the release holds to bytes, so that a rebuild makes the same: no clock, no path, no
randomness, everything sorted. The manifest names every companion with its sha256, ``SHA256SUMS`` lists it, ``verify``
refuses a missing, altered or unlisted one, ``rebuild`` makes it again and compares. To add one: write the function in
a module of its own and add a ``Companion`` here; nothing else has to know. Releases made before a companion existed
do not have it, and verify as they stand.

Does not belong here: what a table holds (``pipeline.release.views``), the manifest, ``SHA256SUMS``, the DuckDB file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any

import polars as pl

from pipeline.release.changelog import changes
from pipeline.release.citation import citation
from pipeline.release.contents import Contents
from pipeline.release.croissant import croissant
from pipeline.release.datapackage import datapackage
from pipeline.release.derive import Published
from pipeline.release.geo import geoparquet
from pipeline.release.provenance import provenance
from pipeline.release.spreadsheet import FLAT, csv
from pipeline.release.views import released_tables
from pipeline.schema import dictionary


@dataclass(frozen=True, slots=True)
class Companion:
    """One file.

    Attributes:
        file: Its name in the release.
        meaning: What it is for, one sentence for the README of the release.
        make: Its bytes.
        from_rows: True where the bytes follow from the tables' rows alone. Others tell of the code or its version as
            well, and may come out different in a rebuild by other code without making it fail.
    """

    file: str
    meaning: str
    make: Callable[[Contents], bytes]
    from_rows: bool = False


def _dictionary(_: Contents) -> bytes:
    return dictionary(released_tables()).encode()


def _csv(table: str, made: Contents) -> bytes:
    return csv(made.tables[table])


COMPANIONS: tuple[Companion, ...] = (
    Companion("CHANGES.md", "What changed since the release before, in words.", changes),
    Companion("data-dictionary.md", "Every table, column and term with its meaning.", _dictionary),
    *(
        Companion(
            file,
            f"`{table.name}` for spreadsheets. A text that could be taken for a formula has an apostrophe in front; to "
            "undo it, take one apostrophe away from every text that begins with one.",
            partial(_csv, table.name),
            from_rows=True,
        )
        for file, table in FLAT.items()
    ),
    Companion(
        "incident.geo.parquet",
        "Events with a point as GeoParquet, for maps. The point is the place's, not the strike's; totals and vaguer "
        "places are left out.",
        geoparquet,
    ),
    Companion("datapackage.json", "The release as a Frictionless Data Package: `frictionless validate`.", datapackage),
    Companion("croissant.json", "The release as MLCommons Croissant, for `mlcroissant`.", croissant),
    Companion("CITATION.cff", "How to cite this release.", citation),
    Companion(
        "verify.py",
        "Checks this folder without the project: `python -I verify.py` needs Python and duckdb, nothing else.",
        lambda _: files("pipeline.release").joinpath("verify_alone.py").read_bytes(),
    ),
    Companion(
        "prov.json",
        "How incidents come from claims, claims from documents and those from files, as W3C PROV-JSON.",
        lambda made: provenance(made.tables, made.manifest),
    ),
)
"""In the order they are made."""


def make_companions(
    tables: Mapping[str, pl.DataFrame], manifest: Mapping[str, Any], made: Published
) -> dict[str, bytes]:
    """File name to bytes of every companion of a release, in the order of ``COMPANIONS``."""
    files: dict[str, bytes] = {}
    for companion in COMPANIONS:
        files[companion.file] = companion.make(Contents(tables, manifest, made.before, made.rows, dict(files)))
    return files
