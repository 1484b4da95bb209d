"""A table kept from run to run under a hash of the code: what other code wrote is never read.

Belongs here: the file. Does not: what is kept and how it is found again (``remembered``, ``blocks``).
"""

import hashlib
from pathlib import Path

import polars as pl


class KeptTable:
    """One Parquet file of a folder, named by the code that wrote it; files of other code are forgotten.

    Args:
        folder: Where it lies; made when first written.
        schema: Its columns. A file that is broken or has others counts as none.
    """

    def __init__(self, folder: Path, schema: pl.Schema) -> None:
        from pipeline.release.fingerprint import fingerprint

        code = hashlib.sha256(repr(sorted(fingerprint().items())).encode()).hexdigest()[:32]
        self._path = folder / f"{code}.parquet"
        self._schema = schema

    def read(self) -> pl.DataFrame:
        """The rows kept; none where nothing usable is there."""
        try:
            kept = pl.read_parquet(self._path)
        except (OSError, pl.exceptions.PolarsError):
            kept = pl.DataFrame()
        return kept if kept.schema == self._schema else pl.DataFrame(schema=self._schema)

    def write(self, rows: pl.DataFrame) -> None:
        """Put rows in the place of those kept; a run that is killed leaves the old ones."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".part")
        rows.write_parquet(unfinished)
        unfinished.replace(self._path)
        for other in self._path.parent.glob("*.*"):
            if other != self._path:
                other.unlink(missing_ok=True)
