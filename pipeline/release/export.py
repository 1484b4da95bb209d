"""The flat tables of a release as CSV in a folder of one's own, with HXL hashtags where they are wanted."""

from importlib.resources import files
from pathlib import Path

import polars as pl
import yaml

from pipeline.claim_flat import claim_flat
from pipeline.incident_flat import incident_flat
from pipeline.release.spreadsheet import FLAT, csv
from pipeline.storage import read_tables


def export(release: Path, out: Path, *, hxl: bool) -> list[Path]:
    """Write the flat tables of a release, or of a build, as CSV.

    The tables are made anew, so that a release from before one of them existed has it too.

    Args:
        release: Folder of its Parquet files.
        out: Folder to write to; made if absent.
        hxl: True for a row of HXL hashtags under the header.

    Returns:
        The files written.

    Raises:
        OSError: If they cannot be written.
    """
    tables = read_tables(release)
    made: dict[str, pl.DataFrame] = {"incident_flat": incident_flat(tables), "claim_flat": claim_flat(tables)}
    tags = hashtags() if hxl else None
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for file, table in FLAT.items():
        path = out / file
        path.write_bytes(csv(made[table.name], tags))
        written.append(path)
    return written


def hashtags() -> dict[str, str]:
    """Column to HXL hashtag."""
    return dict(yaml.safe_load(files("pipeline.release").joinpath("hxl.yml").read_text(encoding="utf-8")))
