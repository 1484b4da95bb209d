"""What differs between two releases' rows, and why: ``change_log``."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import polars as pl

from pipeline.release.causes import causes_of
from pipeline.schema import TABLES, Table

Tables = Mapping[str, pl.DataFrame]
LEDGER = ("change_log", "id_history")
"""Tables about the difference between releases: they are no difference themselves."""
TOLD = "quality_result"
_OF_OUTCOMES = ("change_log", "quality_result", "quality_violation")


class RowChange(NamedTuple):
    """One row of a table that differs: its key, what happened, and the columns that differ if it stayed."""

    key: tuple[Any, ...]
    change: str
    columns: tuple[str, ...]


def compared(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of a table that count as a difference between releases.

    Left out is what rules say of ``change_log`` and of the outcomes themselves: it follows from what differs, so that
    the same tables built again would differ from a release that had changes to tell of.
    """
    return frame.filter(~pl.col("table_name").is_in(_OF_OUTCOMES)) if name == TOLD else frame


def row_changes(old: pl.DataFrame, new: pl.DataFrame, table: Table) -> list[RowChange]:
    """Rows added, removed or changed, by key; columns that only one side has are not compared."""
    if not set(table.key) <= set(old.columns):
        old = new.clear()
    shared = [column for column in new.columns if column in old.columns]
    before, after = _by_key(old.select(shared), table), _by_key(new.select(shared), table)
    found = []
    for key in sorted(before.keys() | after.keys(), key=lambda key: tuple(map(str, key))):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            found.append(RowChange(key, "added" if was is None else "removed", ()))
        elif was != now:
            columns = tuple(name for name, a, b in zip(shared, was, now, strict=True) if a != b)
            found.append(RowChange(key, "changed", columns))
    return found


def _by_key(frame: pl.DataFrame, table: Table) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    at = [frame.columns.index(name) for name in table.key]
    return {tuple(row[index] for index in at): row for row in frame.iter_rows()}


def change_log(
    old: Tables, new: Tables, made_by_old: Mapping[str, Any], made_by_new: Mapping[str, Any]
) -> pl.DataFrame:
    """Rows of ``change_log``: everything that differs from the release before, with a reason.

    A row about documents that came, went or were altered, or about claims that curators decided on, has these as its
    reason, by name; any other row has what changed in the recorded inputs, code, lexicon, model and libraries.

    Args:
        old: Tables of the release before.
        new: Tables of this one.
        made_by_old: Manifest of the release before.
        made_by_new: Manifest of this one, its ``tables`` not needed.
    """
    causes = causes_of(old, new, made_by_old, made_by_new)
    rows = [
        {
            "table_name": name,
            "row_key": "|".join(map(str, change.key)),
            "change": change.change,
            "columns": ", ".join(change.columns) or None,
            "reason": causes.reason(name, dict(zip(TABLES[name].key, change.key, strict=True))),
            "release": made_by_new["release"],
        }
        for name, frame in new.items()
        if name not in LEDGER
        for change in row_changes(compared(name, old.get(name, frame.clear())), compared(name, frame), TABLES[name])
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(TABLES["change_log"].columns, pl.String))
