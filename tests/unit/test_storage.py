import datetime
from pathlib import Path

import duckdb
import polars as pl

from pipeline.schema import TABLES
from pipeline.storage import content_hash, file_hash, frame_hash, read_table, short_id, write_table

SPANS = TABLES["document_span"]
ROWS = pl.DataFrame(
    {
        "document_id": ["d2", "d1"],
        "span_start": [0, 5],
        "span_end": [4, 9],
        "kind": ["headline", "byline"],
        "rule": ["first_line", "written_by"],
    }
)


def test_the_bytes_of_a_table_do_not_depend_on_the_order_rows_came_in(tmp_path: Path) -> None:
    path = tmp_path / "document_span.parquet"
    write_table(ROWS, SPANS, tmp_path)
    first = file_hash(path)
    write_table(ROWS.reverse(), SPANS, tmp_path)
    assert file_hash(path) == first


def test_a_table_reads_back_as_it_was_written_and_an_absent_one_is_empty(tmp_path: Path) -> None:
    write_table(ROWS, SPANS, tmp_path)
    assert read_table(SPANS, tmp_path).equals(ROWS.sort("document_id"))
    assert read_table(TABLES["claim"], tmp_path).is_empty()


def test_a_table_of_an_earlier_release_is_read_without_the_columns_given_up_since(tmp_path: Path) -> None:
    ROWS.drop("rule").with_columns(given_up=pl.lit(1)).write_parquet(tmp_path / "document_span.parquet")
    read = read_table(SPANS, tmp_path)
    assert read.columns == SPANS.columns
    assert read["rule"].to_list() == [None, None]


def test_duckdb_and_polars_give_one_content_hash(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "day": [datetime.date(2016, 1, 23), None],
            "share": [0.1, 1e-9],
            "text": ['"é\u202e', None],
            "flag": [True, None],
        }
    )
    frame.write_parquet(tmp_path / "t.parquet")
    rows = duckdb.sql(f"SELECT * FROM '{tmp_path / 't.parquet'}'").fetchall()
    assert content_hash(frame.columns, rows) == frame_hash(frame)


def test_one_changed_value_changes_the_content_hash() -> None:
    assert frame_hash(ROWS) != frame_hash(ROWS.with_columns(span_end=pl.col("span_end") + 1))


def test_ids_tell_a_missing_part_from_a_moved_one() -> None:
    assert short_id("c", "a", None, "b") != short_id("c", "a", "b", None)
    assert short_id("c", "a") == short_id("c", "a")
