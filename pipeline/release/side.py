"""One of two releases that are compared: its tables, what made it, and the shape of its tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.release.manifest import read_manifest
from pipeline.release.semver import Shape, shape_of
from pipeline.release.withdrawn import Withdrawal, withdrawal
from pipeline.schema import TABLES, empty, published_tables


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two releases.

    Attributes:
        tables: Its tables, with the columns they had then; one it did not have has no rows.
        manifest: Its manifest.
        shape: Its columns, keys and terms.
        withdrawn: Its withdrawal, if it was.
    """

    tables: Mapping[str, pl.DataFrame]
    manifest: Mapping[str, Any]
    shape: Shape
    withdrawn: Withdrawal | None = None


def side_of(release: Path, *, marked: bool = True) -> Side:
    """A release that stands.

    Args:
        release: Its folder.
        marked: False to leave out whether it was withdrawn: that changes after the releases that follow are made.

    Raises:
        IntegrityError: If it has no manifest.
        InputError: If the marks of withdrawn releases beside it cannot be read.
    """
    files = {name: release / f"{name}.parquet" for name in published_tables()}
    tables = {name: pl.read_parquet(path) if path.is_file() else empty(TABLES[name]) for name, path in files.items()}
    return Side(tables, read_manifest(release), shape_of(release), withdrawal(release) if marked else None)
