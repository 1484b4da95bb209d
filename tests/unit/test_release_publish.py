"""What a release holds, when one is made, and when none is."""

import fcntl
import json
import os
import shutil
import subprocess

import polars as pl
import pytest

from pipeline.errors import HarmLedgerError, IntegrityError, QualityError, UsageError
from pipeline.release import latest, publish, releases, verify
from pipeline.storage import file_hash
from support.ledger import inputs, tables


@pytest.fixture(scope="module")
def first_release(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    return publish(tables(), folder, inputs=inputs()).path


@pytest.fixture
def published(first_release, tmp_path):
    """A folder of releases that holds 0.1.0."""
    shutil.copytree(first_release, tmp_path / "published" / "0.1.0")
    return tmp_path / "published"


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def read(release, table):
    return pl.read_parquet(release / f"{table}.parquet")


def test_first_release_is_0_1_0_and_verifies(tmp_path):
    outcome = publish(tables(), tmp_path / "published", inputs=inputs())
    assert (outcome.version, outcome.created, outcome.previous) == ("0.1.0", True, None)
    assert verify(outcome.path).ok
    assert outcome.fingerprint == file_hash(outcome.path / "SHA256SUMS")
    assert names(tmp_path / "published") == ["0.1.0"]


def test_sha256sum_itself_accepts_every_file(first_release):
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=first_release, check=True)
    listed = [line.split("  ")[1] for line in (first_release / "SHA256SUMS").read_text().splitlines()]
    assert sorted([*listed, "SHA256SUMS"]) == names(first_release)


def test_texts_that_may_not_be_published_stay_out_of_every_file(first_release):
    release = first_release
    assert read(release, "source_document").height == 3
    assert read(release, "document_text").height == 2
    words = b"counted 40 dead across the valley in May 2019.\n"
    assert not [path.name for path in release.iterdir() if words in path.read_bytes()]


def test_unchanged_tables_make_no_release_and_say_so(published):
    again = publish(tables(), published, inputs=inputs())
    assert (again.created, again.version, again.path) == (False, "0.1.0", published / "0.1.0")
    assert again.fingerprint == file_hash(published / "0.1.0" / "SHA256SUMS")
    assert names(published) == ["0.1.0"]


def test_unchanged_tables_make_no_release_after_a_second_one_either(tmp_path):
    publish(tables(("first.txt",)), tmp_path, inputs=inputs(("first.txt",)))
    publish(tables(), tmp_path, inputs=inputs())
    assert not publish(tables(), tmp_path, inputs=inputs()).created
    assert names(tmp_path) == ["0.1.0", "0.2.0"]


def test_changed_tables_raise_the_minor_version_and_leave_the_old_release_alone(published):
    before = file_hash(published / "0.1.0" / "SHA256SUMS")
    second = publish(tables(killed=14), published, inputs=inputs())
    assert (second.version, second.previous) == ("0.2.0", "0.1.0")
    assert second.changed == ("claim", "incident")
    assert file_hash(published / "0.1.0" / "SHA256SUMS") == before
    assert verify(published).ok
    assert latest(published) == second.path


def test_incidents_say_when_they_came_and_when_they_changed(tmp_path):
    publish(tables(("first.txt", "second.txt")), tmp_path, inputs=inputs(("first.txt", "second.txt")))
    publish(tables(), tmp_path, inputs=inputs())
    third = publish(tables(killed=14), tmp_path, inputs=inputs()).path
    stamps = read(third, "incident").select("incident_id", "first_release", "last_changed_release").rows()
    assert stamps == [("i-qasr", "0.1.0", "0.3.0"), ("i-valley", "0.2.0", "0.2.0")]


@pytest.mark.parametrize(
    "asked", ["1", "1.2", "v1.2.3", "01.2.3", "1.2.3-rc.1", "1.2.٣", "../1.2.3", "", "0.0.9", "0.1.0"]
)
def test_versions_that_cannot_be_used_are_refused(published, asked):
    with pytest.raises(UsageError):
        publish(tables(killed=14), published, inputs=inputs(), version=asked)
    assert names(published) == ["0.1.0"]


def test_versions_are_ordered_as_numbers(tmp_path, published):
    for version in ("0.9.0", "0.10.0", "notes", ".building-2.0.0"):
        (tmp_path / version).mkdir()
    assert [path.name for path in releases(tmp_path)] == ["0.9.0", "0.10.0"]
    assert publish(tables(killed=14), published, inputs=inputs(), version="0.10.0").version == "0.10.0"
    assert publish(tables(killed=15), published, inputs=inputs()).version == "0.11.0"


def test_an_existing_folder_is_never_overwritten_even_if_empty(tmp_path):
    (tmp_path / "0.3.0").mkdir()
    with pytest.raises(UsageError, match="never overwritten"):
        publish(tables(), tmp_path, inputs=inputs(), version="0.3.0")


def test_a_failed_blocking_rule_publishes_nothing_and_leaves_all_as_it_was(published):
    with pytest.raises(QualityError, match=r"place\.named"):
        publish(tables(killed=14, failed="error"), published, inputs=inputs())
    assert names(published) == ["0.1.0"]
    with pytest.raises(QualityError):
        publish(tables(failed="error"), published / "new", inputs=inputs())
    assert not (published / "new").exists()


def test_a_failed_warning_does_not_stop_a_release(tmp_path):
    outcome = publish(tables(failed="warning"), tmp_path, inputs=inputs())
    assert outcome.created
    rules = json.loads((outcome.path / "quality.json").read_text())["rules"]
    assert [(rule["rule_id"], rule["outcome"]) for rule in rules] == [
        ("claim.quote", "passed"),
        ("place.named", "failed"),
    ]


def test_tables_that_no_rule_looked_at_are_not_published(tmp_path):
    unchecked = {name: frame for name, frame in tables().items() if name != "quality_result"}
    with pytest.raises(QualityError, match="No quality rule was run"):
        publish(unchecked, tmp_path, inputs=inputs())


def test_no_release_is_built_on_a_damaged_one(published):
    (published / "0.1.0" / "claim.parquet").write_bytes(b"not the claims")
    with pytest.raises(IntegrityError, match=r"claim\.parquet"):
        publish(tables(killed=14), published, inputs=inputs())
    assert names(published) == ["0.1.0"]


def test_two_publishers_do_not_collide(tmp_path):
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(HarmLedgerError, match="Another run is publishing"):
            publish(tables(), tmp_path, inputs=inputs())
    finally:
        os.close(handle)
    assert publish(tables(), tmp_path, inputs=inputs()).created


def test_a_publish_that_fails_half_way_leaves_nothing(published, monkeypatch):

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.release.build.write_sums", full)
    with pytest.raises(HarmLedgerError, match="No space left on device"):
        publish(tables(killed=14), published, inputs=inputs())
    assert names(published) == ["0.1.0"]


def test_a_release_that_does_not_verify_as_built_never_becomes_visible(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "pipeline.release.build._write_database", lambda folder: (folder / "harm-ledger.duckdb").touch()
    )
    with pytest.raises(IntegrityError, match=r"harm-ledger\.duckdb"):
        publish(tables(), tmp_path, inputs=inputs())
    assert names(tmp_path) == []


def test_tables_whose_keys_stand_twice_are_refused_without_a_trace(tmp_path):
    doubled = tables()
    doubled["place_name"] = pl.concat([doubled["place_name"], doubled["place_name"]])
    with pytest.raises(IntegrityError, match="p-qasr"):
        publish(doubled, tmp_path, inputs=inputs())
    assert names(tmp_path) == []


def test_two_publishers_elsewhere_write_the_same_bytes_but_for_the_database(first_release, tmp_path):
    here = first_release
    there = publish({name: frame.reverse() for name, frame in tables().items()}, tmp_path, inputs=inputs()).path
    manifest = json.loads((here / "manifest.json").read_text())
    differing = {path.name for path in here.iterdir() if path.read_bytes() != (there / path.name).read_bytes()}
    assert differing <= {"harm-ledger.duckdb", "SHA256SUMS"}
    assert [name for name, about in manifest["files"].items() if not about["reproducible"]] == ["harm-ledger.duckdb"]


def test_nothing_in_a_release_tells_of_the_machine_it_was_made_on(tmp_path):
    release = publish(tables(), tmp_path, inputs=inputs()).path
    for path in release.iterdir():
        data = path.read_bytes()
        assert str(tmp_path).encode() not in data, path.name
        assert os.uname().nodename.encode() not in data, path.name


def test_manifest_says_what_made_the_release(first_release):
    manifest = json.loads((first_release / "manifest.json").read_text())
    assert manifest["release"] == "0.1.0"
    assert manifest["previous_release"] is None
    assert (
        len(manifest["code"]["sha256"]) == len(manifest["lexicon"]["sha256"]) == len(manifest["model"]["sha256"]) == 64
    )
    assert set(manifest["written_with"]) == {"polars", "duckdb", "spacy"}
    assert manifest["inputs"] == inputs()
    assert manifest["tables"]["claim"]["rows"] == 3


def test_file_names_with_bytes_that_are_no_text_can_stand_in_the_manifest(tmp_path):
    hostile = {"made-up": {"a\udcff\u202etxt.exe": "0" * 64}}
    release = publish(tables(), tmp_path, inputs=hostile).path
    assert json.loads((release / "manifest.json").read_text())["inputs"] == hostile
    assert "\u202e" not in (release / "manifest.json").read_text()
