"""What a release holds while it is being made: what its companions are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipeline.release.changes import RowDiff
from pipeline.release.side import Side


@dataclass(frozen=True, slots=True)
class Contents:
    """What a companion is made from.

    Attributes:
        tables: Every table of the release as its Parquet file holds it, views among them.
        manifest: The manifest without companions' hashes; its ``tables`` have file, rows, columns, key and sha256.
        before: The release before; None for the first.
        rows: What differs from it.
        files: Companions made so far, by file name: those that stand above it in ``COMPANIONS``.
    """

    tables: Mapping[str, pl.DataFrame]
    manifest: Mapping[str, Any]
    before: Side | None
    rows: tuple[RowDiff, ...]
    files: Mapping[str, bytes]
