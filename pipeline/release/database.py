"""The DuckDB file of a release: written from its Parquet files, and read back to compare."""

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from pipeline.schema import Table, duckdb_ddl
from pipeline.storage import content_hash

STORAGE_VERSION = "v1.2.0"
"""Format every DuckDB 1.2 and later opens, DuckDB-Wasm included; the default of 2.0 they cannot read."""


_CREATES_MACRO = re.compile(r"\s*CREATE MACRO\b")
_COMMENT = re.compile(r"^--.*\n", re.MULTILINE)

BLOCK_SIZE = 16_384
"""Bytes. Each column and key takes a block at least, which at the default of 262144 makes 6 MB of a dozen rows."""


def write_database(path: Path, tables: Sequence[Table], macros: str = "") -> None:
    """Write a DuckDB file with the tables of the Parquet files beside it, their keys and comments.

    Args:
        path: File to make; ``<table>.parquet`` is read from its folder.
        tables: Tables, in the order they are made.
        macros: Statement that makes a macro over them.
    """
    with duckdb.connect() as con:
        con.execute(
            f"ATTACH {_text(str(path))} AS release (STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_SIZE})"
        ).fetchall()
        con.execute("USE release").fetchall()
        con.execute("BEGIN").fetchall()
        for table in tables:
            con.execute(";\n".join(duckdb_ddl(table))).fetchall()
            columns = ", ".join(_name(column) for column in table.columns)
            source = _text(str(path.parent / f"{table.name}.parquet"))
            con.execute(f"INSERT INTO {table.name} SELECT {columns} FROM read_parquet({source})").fetchall()
        if macros:
            con.execute(macros).fetchall()
        con.execute("COMMIT").fetchall()
        con.execute("USE memory").fetchall()
        # Detaching writes everything into the one file and leaves no log beside it.
        con.execute("DETACH release").fetchall()


def database_hashes(path: Path, tables: Mapping[str, tuple[Sequence[str], Sequence[str]]]) -> dict[str, str]:
    """Content hash of tables of a DuckDB file, and of every table or view it holds beyond them.

    Args:
        path: DuckDB file; it is opened read-only and may not reach any other file.
        tables: Table name to its columns and the key its rows are ordered by.

    Returns:
        Table name to content hash; "" for one that was not asked about.

    Raises:
        duckdb.Error: If the file cannot be read or lacks a column.
    """
    hashes = {}
    with duckdb.connect(str(path), read_only=True, config={"enable_external_access": "false"}) as con:
        held = [row[0] for row in con.sql("SELECT table_name FROM information_schema.tables ORDER BY ALL").fetchall()]
        for name in held:
            hashes[name] = ""
            if name in tables:
                columns, key = (", ".join(map(_name, names)) for names in tables[name])
                rows = con.sql(f"SELECT {columns} FROM {_name(name)} ORDER BY {key}").fetchall()
                hashes[name] = content_hash(tables[name][0], rows)
    return hashes


def foreign_macros(path: Path, macros: str) -> list[str]:
    """Names of macros that a DuckDB file holds otherwise than a statement makes them, or holds or lacks beyond it.

    Args:
        path: DuckDB file; it is opened read-only and may not reach any other file.
        macros: The statement; whatever does anything but create macros is not run, and makes nothing.

    Raises:
        duckdb.Error: If the file or the statement cannot be read.
    """
    held, made = _macros(path), _made(macros, path)
    return sorted(name for name in held.keys() | made.keys() if held.get(name) != made.get(name))


def _macros(path: Path) -> dict[str, tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True, config={"enable_external_access": "false"}) as con:
        rows = con.sql(
            "SELECT function_name, parameters::VARCHAR, macro_definition FROM duckdb_functions() "
            "WHERE NOT internal ORDER BY ALL"
        ).fetchall()
    return {row[0]: row[1:] for row in rows}


def _made(macros: str, beside: Path) -> dict[str, tuple[object, ...]]:
    """Macros as a DuckDB file with the same tables holds them: it spells them out otherwise than they were written."""
    statements = duckdb.extract_statements(macros)
    if not all(_CREATES_MACRO.match(_COMMENT.sub("", statement.query)) for statement in statements):
        return {}
    with tempfile.TemporaryDirectory(prefix="harm-ledger-") as scratch:
        path = Path(scratch) / "macros.duckdb"
        with duckdb.connect() as con:
            con.execute(f"ATTACH {_text(str(path))} AS made (STORAGE_VERSION '{STORAGE_VERSION}')").fetchall()
            con.execute(f"ATTACH {_text(str(beside))} AS held (READ_ONLY)").fetchall()
            con.execute("SET enable_external_access = false").fetchall()
            con.execute("USE made").fetchall()
            names = con.sql(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'held' ORDER BY ALL"
            ).fetchall()
            for (name,) in names:
                con.execute(f"CREATE TABLE {_name(name)} AS FROM held.{_name(name)} LIMIT 0").fetchall()
            for statement in statements:
                con.execute(statement.query).fetchall()
            con.execute("USE memory").fetchall()
            con.execute("DETACH made").fetchall()
            con.execute("DETACH held").fetchall()
        return _macros(path)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
