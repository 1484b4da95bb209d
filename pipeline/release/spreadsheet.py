"""The flat tables as CSV that is safe to open in a spreadsheet.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return for a formula, and a
text from outside could so make it run one. Every text cell that begins with one of these, or with an apostrophe, gets
one apostrophe in front. To undo it, take one apostrophe away from the front of every text cell that has one. Numbers
and dates stay as they are.
"""

from collections.abc import Mapping
from io import BytesIO

import polars as pl

from pipeline.schema import Table
from pipeline.schema.derived import CLAIM_FLAT, INCIDENT_FLAT

FLAT: dict[str, Table] = {f"{table.name}.csv": table for table in (INCIDENT_FLAT, CLAIM_FLAT)}
"""Files of this kind in a release, and the tables they hold."""
GUARDED = r"^['=+\-@\t\r]"
"""Text cells that get an apostrophe in front."""


def csv(frame: pl.DataFrame, tags: Mapping[str, str] | None = None) -> bytes:
    """CSV, UTF-8 with the mark that makes Excel read it so, line feeds at line ends; NULL is an empty cell.

    Args:
        frame: Rows.
        tags: Column to HXL hashtag; with them, a row of hashtags follows the header.
    """
    file = BytesIO()
    guarded(frame).write_csv(file, include_bom=True, line_terminator="\n")
    data = file.getvalue()
    if tags is None:
        return data
    header, rows = data.split(b"\n", 1)
    return b"\n".join((header, ",".join(tags.get(name, "") for name in frame.columns).encode(), rows))


def guarded(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before every text that a spreadsheet could take for a formula."""
    text = pl.col(pl.String)
    return frame.with_columns(pl.when(text.str.contains(GUARDED)).then("'" + text).otherwise(text).name.keep())
