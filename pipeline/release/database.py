"""The DuckDB file of a release: written from its Parquet files, and read back to compare."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from pipeline.schema import Table, duckdb_ddl
from pipeline.storage import content_hash

STORAGE_VERSION = "v1.2.0"
"""Format every DuckDB 1.2 and later opens, DuckDB-Wasm included; the default of 2.0 they cannot read."""


BLOCK_SIZE = 16_384
"""Bytes. Each column and key takes a block at least, which at the default of 262144 makes 6 MB of a dozen rows."""


def write_database(path: Path, tables: Sequence[Table]) -> None:
    """Write a DuckDB file with the tables of the Parquet files beside it, their keys and comments.

    Args:
        path: File to make; ``<table>.parquet`` is read from its folder.
        tables: Tables, in the order they are made.
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


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
