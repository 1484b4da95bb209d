"""Every row that came, changed or went stands in ``change_log``, with the columns that differ."""

import polars as pl

from pipeline.release import publish
from pipeline.release.derive import as_published
from pipeline.release.rows import row_changes
from pipeline.schema import TABLES
from support.ledger import inputs, tables


def published_form(made):
    return as_published(made, None, {"release": "0.1.0"}).tables


def test_changed_columns_are_named_and_unchanged_rows_left_out(tmp_path):
    publish(tables(), tmp_path, inputs=inputs())
    log = pl.read_parquet(publish(tables(killed=14), tmp_path, inputs=inputs()).path / "change_log.parquet")
    columns = dict(log.select("table_name", "columns").iter_rows())
    assert columns == {"claim": "killed_value, killed_min", "incident": "killed_min, last_changed_release"}
    assert log["release"].to_list() == ["0.2.0", "0.2.0"]


def test_the_first_release_has_no_change_log():
    first = published_form(tables())
    assert first["change_log"].is_empty()
    assert first["id_history"].is_empty()


def test_nulls_that_stay_null_are_no_change_and_null_is_not_zero():
    frame = published_form(tables())["claim"]
    zero = frame.with_columns(pl.col("injured_min").fill_null(0))
    assert row_changes(frame, frame.clone(), TABLES["claim"]) == []
    assert {change.columns for change in row_changes(frame, zero, TABLES["claim"])} == {("injured_min",)}


def test_rows_of_an_earlier_schema_are_compared_by_the_columns_both_have():
    frame = published_form(tables())["claim"]
    assert row_changes(frame.drop("confidence"), frame, TABLES["claim"]) == []
    assert len(row_changes(frame.drop("claim_id"), frame, TABLES["claim"])) == frame.height
