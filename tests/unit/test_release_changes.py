"""Every row that came, changed or went has a reason."""

import copy

import polars as pl
import pytest

from pipeline.release import publish
from pipeline.release.changes import change_log, row_changes
from pipeline.release.derive import as_published
from pipeline.schema import TABLES
from support.ledger import inputs, tables

TWO = ("first.txt", "second.txt")
MADE_BY = {
    "release": "0.2.0",
    "schema_version": "1.0.0",
    "code": {"sha256": "a"},
    "lexicon": {"sha256": "b"},
    "model": {"sha256": "c"},
    "written_with": {"polars": "2"},
    "inputs": inputs(),
}


def published_form(made):
    return as_published(made, None, {"release": "0.1.0"})


def reasons(old, new, made_by_old=MADE_BY, made_by_new=MADE_BY):
    log = change_log(published_form(old), published_form(new), made_by_old, made_by_new)
    return {(row["table_name"], row["change"], row["reason"]) for row in log.iter_rows(named=True)}


def made_by(**changed):
    return copy.deepcopy(MADE_BY) | changed


def test_rows_of_a_new_document_name_it_as_the_reason():
    found = reasons(tables(TWO), tables(), made_by(inputs=inputs(TWO)))
    new = "new document: made-up/third.txt"
    assert {reason for _, _, reason in found} == {new}
    assert ("incident", "added", new) in found
    assert ("claim_evidence", "added", new) in found


def test_rows_of_a_document_that_is_gone_name_that():
    found = reasons(tables(), tables(TWO), made_by_new=made_by(inputs=inputs(TWO)))
    assert {(change, reason) for _, change, reason in found} == {("removed", "document removed: made-up/third.txt")}


def test_an_altered_file_is_a_document_that_changed_not_one_new_and_one_gone():
    old, new = tables(("first.txt",)), tables(("first.txt",))
    new["source_document"] = new["source_document"].with_columns(document_id=pl.lit("d-other"))
    assert {(change, reason) for _, change, reason in reasons(old, new)} == {
        ("added", "document changed: made-up/first.txt"),
        ("removed", "document changed: made-up/first.txt"),
    }


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"code": {"sha256": "x"}}, "rule changed"),
        ({"lexicon": {"sha256": "x"}}, "rule changed"),
        ({"model": {"sha256": "x"}}, "rule changed"),
        ({"schema_version": "1.1.0"}, "schema changed"),
        ({"written_with": {"polars": "3"}}, "library changed"),
        ({"inputs": inputs() | {"curation": {"judgements.csv": "9" * 64}}}, "curation changed"),
        ({"inputs": inputs() | {"gazetteer": {}}}, "reference data changed"),
        ({"inputs": inputs() | {"made-up": inputs()["made-up"] | {"documents.csv": "9"}}}, "document metadata changed"),
        ({"code": {"sha256": "x"}, "inputs": inputs() | {"curation": {}}}, "rule changed; curation changed"),
        ({}, "cause outside the recorded inputs and code"),
    ],
)
def test_a_row_whose_documents_stayed_names_what_else_changed(changed, reason):
    assert reasons(tables(), tables(killed=14), made_by_new=made_by(**changed)) == {
        ("claim", "changed", reason),
        ("incident", "changed", reason),
    }


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
