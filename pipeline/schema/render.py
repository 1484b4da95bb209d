"""What is generated from the declarations: Polars schemas, DuckDB DDL, the data dictionary."""

import polars as pl

from pipeline.schema.model import Kind, Table
from pipeline.schema.vocabularies import VOCABULARIES

_POLARS: dict[Kind, type[pl.DataType]] = {
    "text": pl.String,
    "count": pl.Int64,
    "offset": pl.Int64,
    "real": pl.Float64,
    "flag": pl.Boolean,
    "date": pl.Date,
}
_DUCKDB: dict[Kind, str] = {
    "text": "VARCHAR",
    "count": "BIGINT",
    "offset": "BIGINT",
    "real": "DOUBLE",
    "flag": "BOOLEAN",
    "date": "DATE",
}


def polars_schema(table: Table) -> dict[str, type[pl.DataType]]:
    """Column names and Polars types of a table, in published order."""
    return {field.name: _POLARS[field.kind] for field in table.fields}


def duckdb_types(table: Table) -> dict[str, str]:
    """Column names and DuckDB types of a table, in published order."""
    return {field.name: _DUCKDB[field.kind] for field in table.fields}


def empty(table: Table) -> pl.DataFrame:
    """A frame of the table's columns with no rows."""
    return pl.DataFrame(schema=polars_schema(table))


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Bring a frame to the published form: declared columns, types, order, rows sorted by the key.

    A declared column the frame lacks becomes NULL; a column that is not declared is an error, so that
    nothing is dropped in silence.

    Raises:
        ValueError: If the frame has a column the table does not declare.
    """
    if frame.width == 0:
        return empty(table)
    schema = polars_schema(table)
    unknown = sorted(set(frame.columns) - set(schema))
    if unknown:
        raise ValueError(f"table {table.name} does not declare the column(s) {', '.join(unknown)}")
    columns = [
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    ]
    return frame.select(columns).sort(*table.key, nulls_last=False, maintain_order=True)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def duckdb_ddl(table: Table) -> list[str]:
    """Statements that create the table in DuckDB, with its key and a comment on every column."""
    lines = [f"    {field.name} {_DUCKDB[field.kind]}{' NOT NULL' if field.required else ''}" for field in table.fields]
    lines.append(f"    PRIMARY KEY ({', '.join(table.key)})")
    statements = [f"CREATE TABLE {table.name} (\n" + ",\n".join(lines) + "\n)"]
    note = table.meaning if table.warning is None else f"{table.meaning} {table.warning}"
    statements.append(f"COMMENT ON TABLE {table.name} IS {_quoted(note)}")
    statements.extend(
        f"COMMENT ON COLUMN {table.name}.{field.name} IS {_quoted(field.meaning)}" for field in table.fields
    )
    return statements


def dictionary(tables: dict[str, Table]) -> str:
    """The data dictionary as Markdown: every table, column and vocabulary."""
    parts = [
        "# Data dictionary",
        "",
        "Generated from `pipeline/schema`. NULL means the source did not say; 0 means the source says none.",
    ]
    for table in tables.values():
        parts += ["", f"## {table.name}", "", table.meaning]
        if table.warning:
            parts += ["", f"**{table.warning}**"]
        parts += ["", f"Key: {', '.join(f'`{name}`' for name in table.key)}.", ""]
        parts += ["| column | type | meaning |", "|--|--|--|"]
        for field in table.fields:
            notes = field.meaning
            if field.vocabulary:
                notes += f" Vocabulary: `{field.vocabulary}`."
            if field.references:
                notes += f" References `{field.references}`."
            required = "" if not field.required else ", never NULL"
            parts.append(f"| `{field.name}` | {_DUCKDB[field.kind]}{required} | {notes} |")
    parts += ["", "## Vocabularies"]
    for name, terms in VOCABULARIES.items():
        parts += ["", f"### {name}", "", "| term | meaning |", "|--|--|"]
        parts += [f"| `{term}` | {meaning} |" for term, meaning in terms.items()]
    return "\n".join(parts) + "\n"
