from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.release.views import released_tables
from pipeline.schema import (
    TABLES,
    VOCABULARIES,
    conform,
    dictionary,
    duckdb_ddl,
    empty,
    polars_schema,
)

ROOT = Path(__file__).parents[2]


def test_the_data_dictionary_in_docs_is_the_one_the_schema_generates() -> None:
    written = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary(released_tables()), "run: make docs"


@pytest.mark.parametrize("name", TABLES)
def test_every_column_says_what_it_means_and_every_reference_and_vocabulary_exists(name: str) -> None:
    table = TABLES[name]
    assert len(set(table.columns)) == len(table.columns)
    assert set(table.key) <= set(table.columns)
    for field in table.fields:
        assert field.meaning.endswith((".", "'.")), f"{name}.{field.name}"
        if field.vocabulary:
            assert field.vocabulary in VOCABULARIES
        if field.references:
            other, column = field.references.split(".")
            assert column in TABLES[other].columns


def test_duckdb_shows_the_meaning_of_every_column_as_its_comment() -> None:
    connection = duckdb.connect()
    for table in TABLES.values():
        for statement in duckdb_ddl(table):
            connection.execute(statement).fetchall()
    comments = connection.execute("SELECT table_name, column_name, comment FROM duckdb_columns()").fetchall()
    assert {(table, column): comment for table, column, comment in comments if table in TABLES} == {
        (table.name, field.name): field.meaning for table in TABLES.values() for field in table.fields
    }


def test_conform_orders_columns_and_rows_and_adds_missing_ones_as_null() -> None:
    table = TABLES["claim_evidence"]
    frame = pl.DataFrame({"field": ["b", "a"], "claim_id": ["c2", "c1"], "evidence_start": [1, 2]})
    result = conform(frame, table)
    assert result.columns == table.columns
    assert dict(result.schema) == polars_schema(table)
    assert result["claim_id"].to_list() == ["c1", "c2"]
    assert result["evidence_end"].null_count() == 2


def test_conform_refuses_a_column_nobody_declared() -> None:
    with pytest.raises(ValueError, match="surprise"):
        conform(pl.DataFrame({"surprise": [1]}), TABLES["claim"])


def test_a_frame_without_columns_becomes_an_empty_table_and_not_a_row_of_nulls() -> None:
    assert conform(pl.DataFrame(), TABLES["claim"]).equals(empty(TABLES["claim"]))
