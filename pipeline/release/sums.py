"""What the incidents of an area and period come to, asked of the tables of a release or a build.

Belongs here: running the macro ``harm_in`` over Parquet files. Does not: what it sums and leaves out (``sums.sql``).
"""

import datetime
from importlib.resources import files
from pathlib import Path

import polars as pl

from pipeline.release.layout import MACROS
from pipeline.schema import TABLES
from pipeline.storage import read_table

_READ = ("claim", "incident", "incident_claim", "incident_relation", "place", "place_name")


def macros() -> str:
    """The statement that makes the macro."""
    return files("pipeline.release").joinpath(MACROS).read_text(encoding="utf-8")


def harm_in(folder: Path, area: str, first: datetime.date, last: datetime.date) -> pl.DataFrame:
    """Sums over the incidents of an area and period, nobody counted twice.

    Args:
        folder: Folder with the Parquet files of a release or a build.
        area: Name or id of a place.
        first: First day.
        last: Last day.

    Returns:
        One row for each place of that name, with the columns ``sums.sql`` explains.
    """
    # DuckDB takes a fifth of a second to import, which publishing without a change need not pay.
    import duckdb

    with duckdb.connect() as con:
        for name in _READ:
            con.register(f"frame_{name}", read_table(TABLES[name], folder))
            con.execute(f"CREATE TABLE {name} AS FROM frame_{name}").fetchall()
        con.execute(macros()).fetchall()
        rows: pl.DataFrame = con.sql("FROM harm_in(?, ?, ?)", params=[area, first, last]).pl()
    return rows
