"""Tables in DuckDB, and a rule's offending rows as its query finds them."""

import contextlib
import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import duckdb
import polars as pl

from expectations.rule import Rule
from pipeline.schema import DECLARED, Table, empty

_REFERENCE = files("expectations").joinpath("reference")


def connect(tables: Mapping[str, pl.DataFrame], rules: Iterable[Rule]) -> duckdb.DuckDBPyConnection:
    """A connection with a copy of every declared table that some rules' queries name.

    Each has one column more than the table declares: ``row_id``, the primary key's values joined by ``|``. Beside them
    stand ``table_columns`` (table_name, column_name), ``admin_box`` (governorate, country, south, west, north,
    east in degrees) and what ``reference/views.sql`` defines. A table that is not given has no rows.
    """
    connection = _database().cursor()
    wanted = " ".join(rule.sql for rule in rules)
    shared: list[str] = []
    # From the last on: one statement may stand on an earlier one.
    for name, statement in reversed(_shared().items()):
        if name in wanted:
            shared.insert(0, statement)
            wanted += statement
    columns: list[tuple[str, str]] = []
    for name, table in DECLARED.items():
        columns += [(name, column) for column in (tables[name].columns if name in tables else table.columns)]
        if name in wanted:
            frame = tables[name] if name in tables else empty(table)
            connection.register(f"frame_{name}", frame)
            key = _key(table, frame)
            # Copied, not viewed: scanning a frame costs each of the queries more than one copy costs all of them.
            _run(connection, f"CREATE TEMP TABLE {name} AS SELECT *, {key} AS row_id FROM frame_{name}")
    connection.register("table_columns", pl.DataFrame(columns, ["table_name", "column_name"], orient="row"))
    connection.register("admin_box", _boxes())
    for statement in shared:
        # A view over a column that is missing cannot be made; the rules that need it then fail, naming it.
        with contextlib.suppress(duckdb.Error):
            _run(connection, statement)
    return connection


def violations(connection: duckdb.DuckDBPyConnection, rule: Rule) -> list[tuple[str, str]]:
    """Offending rows as (row key, what was found), in key order, one entry a key.

    Raises:
        duckdb.Error: If the query cannot be run over the tables given.
    """
    rows = connection.execute(
        "SELECT row_key, string_agg(DISTINCT detail, '; ' ORDER BY detail) "
        f"FROM (\n{rule.sql}\n) AS offending(row_key, detail) GROUP BY row_key ORDER BY row_key"
    ).fetchall()
    return [(printable(key or ""), shortened(detail or "")) for key, detail in rows]


def printable(text: str) -> str:
    """Text with control and direction characters spelled out."""
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)


def shortened(text: str) -> str:
    """Text fit to be shown: as ``printable``, cut where it is longer than a reader needs."""
    shown = printable(text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


_LONGEST = 300


def _key(table: Table, frame: pl.DataFrame) -> str:
    if not set(table.key) <= set(frame.columns):
        return "NULL::VARCHAR"
    return " || '|' || ".join(f"coalesce({column}::VARCHAR, '')" for column in table.key)


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One empty in-memory database; what is made in it is temporary, so each connection sees only its own."""
    return duckdb.connect()


def _run(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    # duckdb 2.0 refuses the next statement while a result is unread.
    connection.execute(statement).fetchall()


@cache
def _boxes() -> pl.DataFrame:
    with _REFERENCE.joinpath("admin_box.csv").open(encoding="utf-8") as file:
        rows = [
            {"governorate": row["governorate"] or None, "country": row["country"]}
            | {side: float(row[side]) for side in ("south", "west", "north", "east")}
            for row in csv.DictReader(file)
        ]
    return pl.DataFrame(rows, infer_schema_length=None)


@cache
def _shared() -> dict[str, str]:
    """Name to the statement of ``reference/views.sql`` that creates it."""
    text = _REFERENCE.joinpath("views.sql").read_text(encoding="utf-8")
    return {match[1]: match[0] for match in re.finditer(r"CREATE TEMP (?:VIEW|MACRO) (\w+)[^;]*", text)}
