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
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.release.changelog import changes
from pipeline.release.contents import Contents
from pipeline.release.provenance import provenance


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


COMPANIONS: tuple[Companion, ...] = (
    Companion("CHANGES.md", "What changed since the release before, in words.", changes),
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
    tables: Mapping[str, pl.DataFrame], manifest: Mapping[str, Any], before: Path | None
) -> dict[str, bytes]:
    """File name to bytes of every companion of a release, in the order of ``COMPANIONS``."""
    files: dict[str, bytes] = {}
    for companion in COMPANIONS:
        files[companion.file] = companion.make(Contents(tables, manifest, before, dict(files)))
    return files
