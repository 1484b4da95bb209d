"""What a release holds while it is being made: what its companions are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl


@dataclass(frozen=True, slots=True)
class Contents:
    """What a companion is made from.

    Attributes:
        tables: Every table of the release as its Parquet file holds it, views among them.
        manifest: The manifest without companions' hashes; its ``tables`` have file, rows, columns, key and sha256.
        before: Folder of the release before; None for the first.
        files: Companions made so far, by file name: those that stand above it in ``COMPANIONS``.
    """

    tables: Mapping[str, pl.DataFrame]
    manifest: Mapping[str, Any]
    before: Path | None
    files: Mapping[str, bytes]
