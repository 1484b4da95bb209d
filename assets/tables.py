"""Offending rows as Markdown tables for the Dagster page. Text from sources is data: no markup is read from it."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from assets.catalogue import TABLE_OF
from pipeline.text.hidden import escape

SHOWN = 20
"""Offending rows a check shows; all are in ``quality_violation``."""
_LONG = 160


def markdown_table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(headers)} |", "|" + "--|" * len(headers)]
    lines += [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines)


def offending_rows(violations: pl.DataFrame, table: str, rows: pl.DataFrame) -> str:
    """The rows that broke a rule: key, what was found, and what stands in the row.

    Args:
        violations: Rows of ``quality_violation`` of the rule.
        table: Table the rule looks at.
        rows: Its rows.
    """
    shown = violations.head(SHOWN)
    held = _by_key(rows, table, set(shown["row_key"]))
    cells = [
        (row["row_key"], row["detail"] or "", _values(held.get(row["row_key"], {})))
        for row in shown.iter_rows(named=True)
    ]
    more = violations.height - shown.height
    text = markdown_table(("row", "found", "in the row"), cells)
    return f"{text}\n\n… and {more:,} more in `quality_violation`" if more else text


def _by_key(rows: pl.DataFrame, table: str, keys: set[str]) -> Mapping[str, dict[str, Any]]:
    if table not in TABLE_OF or rows.is_empty():
        return {}
    # A rule names a row by its key, the values joined.
    joined = pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in TABLE_OF[table].key], separator="|")
    found = rows.with_columns(joined.alias("row_key")).filter(pl.col("row_key").is_in(keys))
    return {row.pop("row_key"): row for row in found.iter_rows(named=True)}


def _values(row: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {_short(value)}" for name, value in row.items() if value not in (None, False))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _cell(value: object) -> str:
    text = html.escape(escape(value), quote=False)
    for mark in "\\|`*_[]":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
