"""Parquet files that carry their own dictionary: what each column means stands in the file itself."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import polars as pl

from pipeline.schema import Field, Table, conform


def write_described(frame: pl.DataFrame, table: Table, folder: Path) -> None:
    """Write ``<folder>/<table>.parquet`` in the published form, with the meaning of the table and of every column.

    Args:
        frame: Rows; columns are a subset of the table's.
        table: Its declaration.
        folder: Existing folder.
    """
    rows = conform(frame, table)
    (folder / f"{table.name}.parquet").write_bytes(parquet(rows, table.fields, about(table)))


def about(table: Table) -> dict[str, str]:
    """What the file says of the table as a whole: ``description``, and ``warning`` where there is one."""
    return {"description": table.meaning} | ({"warning": table.warning} if table.warning else {})


def parquet(frame: pl.DataFrame, fields: tuple[Field, ...], metadata: Mapping[str, str]) -> bytes:
    """A Parquet file whose bytes depend on the arguments and the version of Polars alone.

    Args:
        frame: Rows.
        fields: What its columns mean; a column without one carries nothing.
        metadata: Key-value metadata of the file.
    """
    # PyArrow takes its time to import, which only making a release need pay.
    import pyarrow as pa

    meanings = {field.name: _notes(field) for field in fields}
    schema = pa.schema(
        [
            column.with_metadata(meanings[column.name]) if column.name in meanings else column
            for column in frame.clear().to_arrow().schema
        ]
    )
    file = BytesIO()
    # The settings of pipeline.storage.write_table.
    frame.write_parquet(
        file,
        compression="zstd",
        compression_level=3,
        row_group_size=100_000,
        arrow_schema=schema,
        metadata=dict(metadata),
    )
    return file.getvalue()


def _notes(field: Field) -> dict[str, str]:
    notes = {"description": field.meaning, "required": json.dumps(field.required)}
    if field.vocabulary:
        notes["vocabulary"] = field.vocabulary
    if field.references:
        notes["references"] = field.references
    return notes
