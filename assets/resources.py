"""What every asset is handed: the folders of the run.

Belongs here: paths, reading and writing of the working Parquet. Does not: anything about what is in a table.
"""

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import polars as pl

from assets.catalogue import TABLE_OF, UNFINISHED
from pipeline.storage import frame_hash, read_table, write_table

ROOT = Path(__file__).resolve().parents[1]
"""The checkout this code belongs to."""

Tables = dict[str, pl.DataFrame]


class Workspace(dg.ConfigurableResource[None]):
    """Folders of one run, and the working Parquet in ``build``.

    Attributes:
        raw: Folder of collections, or one collection.
        reference: Folder that holds ``gazetteer`` and ``authority``.
        curation: Folder of curators' decisions, if any.
        build: Folder the tables are written to.
        published: Folder of releases.
        follows: True where incident ids go on from the releases there.
        locked: True where inputs must be those of the lock files.
        workers: Processes extraction may use.
        backend: What runs extraction's batches: pool, daft or ray (docs/speed.md).
        version: Number for the release, or of the one made again; None lets the release decide.
    """

    raw: str = str(ROOT / "data" / "raw")
    reference: str = str(ROOT / "data" / "raw")
    curation: str | None = str(ROOT / "data" / "raw" / "curation")
    build: str = str(ROOT / "data" / "build")
    published: str = str(ROOT / "data" / "published")
    follows: bool = True
    locked: bool = True
    workers: int = 1
    backend: str = os.environ.get("HARM_LEDGER_BACKEND", "pool")
    version: str | None = None

    def read(self, *names: str) -> Tables:
        """Tables some assets hold, keyed by asset name; an asset not made yet reads as no rows."""
        return {name: read_table(TABLE_OF[name], self._folder(name)) for name in names}

    def write(self, frames: Mapping[str, pl.DataFrame], clock: "Clock") -> Iterator["dg.MaterializeResult[None]"]:
        """Write assets' tables and tell Dagster rows, seconds and data version of each."""
        for name, frame in frames.items():
            table = TABLE_OF[name]
            folder = self._folder(name)
            folder.mkdir(parents=True, exist_ok=True)
            rows = write_table(frame, table, folder)
            yield dg.MaterializeResult(
                asset_key=name,
                metadata={
                    "dagster/row_count": rows.height,
                    "seconds": round(clock.seconds, 3),
                    "path": dg.MetadataValue.path(folder / f"{name}.parquet"),
                },
                data_version=dg.DataVersion(frame_hash(rows)),
            )

    @property
    def batches(self) -> Path:
        """Where extraction keeps the batches it has finished; they outlive a run that is stopped."""
        return Path(self.build) / "working" / "batches"

    @property
    def pairs(self) -> Path:
        """Where reconciliation keeps its judgements on pairs of claims, for the next run."""
        return Path(self.build) / "working" / "pairs"

    @property
    def preview(self) -> Path:
        """The file with all that a release would change, in words."""
        return Path(self.build) / "release_preview.md"

    def clear(self) -> None:
        """Take away the tables and the preview of an earlier run, so that a run cut short leaves no mixture behind."""
        for name in TABLE_OF:
            (self._folder(name) / f"{name}.parquet").unlink(missing_ok=True)
        self.preview.unlink(missing_ok=True)

    def _folder(self, name: str) -> Path:
        # What later stages complete is kept apart from the finished tables.
        return Path(self.build) / "working" if name in UNFINISHED else Path(self.build)


@dataclass(slots=True)
class Clock:
    """Seconds since it was started."""

    start: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """Seconds so far."""
        return time.perf_counter() - self.start
