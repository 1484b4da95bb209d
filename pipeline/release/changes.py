"""What differs between two releases' rows, and why: the rows of ``change_log``."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from pipeline.release.reasons import Reasons
from pipeline.release.rows import Values, row_changes
from pipeline.release.side import Side
from pipeline.schema import TABLES, conform, empty

LEDGER = ("change_log", "id_history")
"""Tables about the difference between releases: they are no difference themselves."""
TOLD = "quality_result"
_OF_OUTCOMES = ("change_log", "quality_result", "quality_violation")


@dataclass(frozen=True, slots=True)
class RowDiff:
    """One row that differs: its table, key, what happened to it, old and new values where it stayed, and why."""

    table: str
    key: str
    change: str
    values: Values
    reason: str


def compared(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of a table that count as a difference between releases.

    Left out is what rules say of ``change_log`` and of the outcomes themselves: it follows from what differs, so that
    the same tables built again would differ from a release that had changes to tell of.
    """
    return frame.filter(~pl.col("table_name").is_in(_OF_OUTCOMES)) if name == TOLD else frame


def differences(old: Side, new: Side) -> tuple[RowDiff, ...]:
    """Every row that differs between two releases, by table and key, each with the reason for it.

    Args:
        old: The earlier release.
        new: The later one; its manifest's ``tables`` are not needed.
    """
    changed = {
        name: row_changes(compared(name, old.tables.get(name, frame.clear())), compared(name, frame), TABLES[name])
        for name, frame in new.tables.items()
        if name not in LEDGER
    }
    reasons = Reasons(old, new, changed)
    return tuple(
        RowDiff(name, "|".join(map(str, one.key)), one.change, one.values, reasons.of(name, one.key))
        for name, rows in changed.items()
        for one in rows
    )


def change_log(rows: Iterable[RowDiff], release: str) -> pl.DataFrame:
    """``change_log`` of a release.

    Args:
        rows: What differs from the release before.
        release: The release the changes stand in first.
    """
    table = TABLES["change_log"]
    made = [(row.table, row.key, row.change, ", ".join(row.values) or None, row.reason, release) for row in rows]
    return conform(pl.DataFrame(made, schema=empty(table).schema, orient="row"), table)
