"""A committed release is made again from the same inputs, and every file that differs is named."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from pipeline.errors import IntegrityError
from pipeline.release import publish, rebuild_check
from support.ledger import inputs, tables

TWO = ("first.txt", "second.txt")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    publish(tables(TWO), folder, inputs=inputs(TWO))
    publish(tables(), folder, inputs=inputs())
    return folder


@pytest.fixture
def second(published, tmp_path):
    """The second of two releases."""
    return Path(shutil.copytree(published, tmp_path / "published")) / "0.2.0"


def test_both_releases_come_out_the_same_byte_for_byte(second):
    made = rebuild_check(tables(), second, inputs=inputs())
    assert made.ok
    assert made.different == ()
    assert {"incident.parquet", "change_log.parquet", "claim_flat.parquet", "quality.json", "manifest.json"} <= {
        file.file for file in made.files
    }
    assert rebuild_check(tables(TWO), second.parent / "0.1.0", inputs=inputs(TWO)).different == ()


def test_other_rows_are_named_with_what_differs(second):
    made = rebuild_check(tables(killed=14), second, inputs=inputs())
    assert not made.ok
    notes = {file.file: (file.status, file.note) for file in made.different}
    status, note = notes["incident.parquet"]
    assert status == "different"
    assert note == "1 row(s) changed in killed_min, last_changed_release; the first: i-qasr"
    assert notes["manifest.json"] == ("different", "differs in files, tables")


def test_the_same_rows_in_other_bytes_are_told_from_other_rows(second):
    pl.read_parquet(second / "claim.parquet").write_parquet(second / "claim.parquet", compression="lz4")
    made = rebuild_check(tables(), second, inputs=inputs())
    assert not made.ok
    assert [(file.file, file.status) for file in made.different] == [("claim.parquet", "same content")]


def test_code_that_changed_without_changing_a_row_shows_in_the_manifest_only(second, monkeypatch):
    from pipeline.release import rebuild

    later = rebuild.fingerprint() | {"code": {"version": "9", "sha256": "9" * 64}}
    monkeypatch.setattr(rebuild, "fingerprint", lambda: later)
    made = rebuild_check(tables(), second, inputs=inputs())
    assert made.ok
    assert ("manifest.json", "differs in code, files") in {(file.file, file.note) for file in made.different}


def test_a_missing_or_broken_file_is_named(second):
    (second / "claim.parquet").write_bytes(b"PAR1")
    (second / "place.parquet").unlink()
    (second / "quality.json").unlink()
    made = rebuild_check(tables(), second, inputs=inputs())
    assert not made.ok
    assert {file.file for file in made.different} == {"claim.parquet", "place.parquet", "quality.json"}


def test_a_rebuild_changes_nothing(second):
    before = {path: path.read_bytes() for path in second.parent.rglob("*") if path.is_file()}
    rebuild_check(tables(killed=14), second, inputs=inputs())
    assert {path: path.read_bytes() for path in second.parent.rglob("*") if path.is_file()} == before


def test_a_release_whose_predecessor_is_missing_cannot_be_rebuilt(second):
    (second.parent / "0.1.0").rename(second.parent / "elsewhere")
    with pytest.raises(IntegrityError, match=r"0\.1\.0"):
        rebuild_check(tables(), second, inputs=inputs())
