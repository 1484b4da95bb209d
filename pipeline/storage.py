"""Tables on disk: reviewed CSV, Parquet bytes that depend on the rows alone, a hash that depends on no format."""

import csv
import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl

from pipeline.errors import InputError
from pipeline.schema import TABLES, Table, conform, empty


def read_csv(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows of a reviewed CSV file as they stand, checked for their columns.

    Raises:
        InputError: If the file cannot be read or lacks a column.
    """
    return (row for _, row in read_csv_lines(path, columns))


def read_csv_lines(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows as :func:`read_csv` gives them, each with the line it starts on.

    Raises:
        InputError: If the file cannot be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in columns if column not in (reader.fieldnames or [])]
            if missing:
                raise InputError(f"{path.name} lacks the column(s) {', '.join(missing)}.", "Restore the header.")
            for row in reader:
                if None in row or None in row.values():
                    raise InputError(
                        f"{path.name} line {reader.line_num} has a different number of values than the header.",
                        "Quote values that hold a comma.",
                    )
                yield reader.line_num - sum(value.count("\n") for value in row.values()), row
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read: {error}.", "Restore it from version control.") from error


def write_table(frame: pl.DataFrame, table: Table, folder: Path) -> pl.DataFrame:
    """Write ``<folder>/<table>.parquet`` in the published form: declared columns, sorted by the key.

    Args:
        frame: Rows; columns are a subset of the table's.
        table: Declaration of the table.
        folder: Existing folder.

    Returns:
        The rows as written.

    Raises:
        ValueError: If the frame has undeclared columns.
    """
    path = folder / f"{table.name}.parquet"
    rows = conform(frame, table)
    # Fixed settings: the bytes are then a function of the rows and the Polars version.
    rows.write_parquet(path, compression="zstd", compression_level=3, row_group_size=100_000)
    return rows


def read_table(table: Table, folder: Path) -> pl.DataFrame:
    """Read ``<folder>/<table>.parquet``, or no rows where the file is absent.

    A table of an earlier release comes with the columns declared now: new ones are NULL, those given up are left out.
    """
    path = folder / f"{table.name}.parquet"
    if not path.exists():
        return empty(table)
    frame = pl.read_parquet(path)
    return conform(frame.select(name for name in frame.columns if name in table.columns), table)


def read_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Every declared table of a folder, absent ones as empty frames."""
    return {name: read_table(table, folder) for name, table in TABLES.items()}


def content_hash(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """sha256 of a table's content, whatever format it is stored in.

    One line of JSON with the column names, then one a row in key order: dates as ISO 8601, everything else
    as JSON has it. DuckDB's and Polars' rows give the same hash.
    """
    digest = hashlib.sha256()
    for row in (columns, *rows):
        line = json.dumps(list(row), ensure_ascii=False, separators=(",", ":"), default=_iso)
        digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def frame_hash(frame: pl.DataFrame) -> str:
    """``content_hash`` of a frame as it stands."""
    return content_hash(frame.columns, frame.iter_rows())


def file_hash(path: Path) -> str:
    """sha256 of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def short_id(prefix: str, *parts: object) -> str:
    """An id made from stable raw values: the prefix and 16 hexadecimal digits of their sha256."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return f"{prefix}-{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _iso(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")
