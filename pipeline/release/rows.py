"""Rows that differ between two releases, by key; why they do is ``pipeline.release.reasons``."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import polars as pl

from pipeline.schema import Table

Row = Mapping[str, Any]
Key = tuple[Any, ...]
Values = Mapping[str, tuple[Any, Any]]
"""Column to what it was and what it is."""


class RowChange(NamedTuple):
    """One row of a table that differs.

    Attributes:
        key: Its primary key.
        was: The row in the earlier release, None where it was added.
        now: The row in the later one, None where it was removed.
    """

    key: Key
    was: Row | None
    now: Row | None

    @property
    def change(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        return "added" if self.was is None else "removed" if self.now is None else "changed"

    @property
    def values(self) -> Values:
        """Columns that differ, if the row stayed."""
        if self.was is None or self.now is None:
            return {}
        return {name: (was, self.now[name]) for name, was in self.was.items() if was != self.now[name]}

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that differ."""
        return tuple(self.values)


def row_changes(old: pl.DataFrame, new: pl.DataFrame, table: Table) -> list[RowChange]:
    """Rows added, removed or changed, by key; columns that only one side has are not compared."""
    if not set(table.key) <= set(old.columns):
        old = new.clear()
    shared = [column for column in new.columns if column in old.columns]
    before, after = _by_key(old.select(shared), table), _by_key(new.select(shared), table)
    found = []
    for key in sorted(before.keys() | after.keys(), key=lambda key: tuple(map(str, key))):
        was, now = before.get(key), after.get(key)
        if was != now:
            rows = (dict(zip(shared, row, strict=True)) if row else None for row in (was, now))
            found.append(RowChange(key, *rows))
    return found


def _by_key(frame: pl.DataFrame, table: Table) -> dict[Key, Key]:
    at = [frame.columns.index(name) for name in table.key]
    return {tuple(row[index] for index in at): row for row in frame.iter_rows()}
