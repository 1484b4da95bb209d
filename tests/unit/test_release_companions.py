"""Files beside the tables: made from the release alone, named in the manifest, and no tampering with them passes."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline.release import companions, publish, rebuild_check, verify
from pipeline.release.companions import Companion
from pipeline.release.manifest import write_json, write_sums
from support.ledger import inputs, tables

COUNT = Companion("count.txt", "Rows.", lambda made: f"{made.tables['claim'].height}\n".encode(), from_rows=True)
CODE = Companion("code.txt", "Files made before it.", lambda made: ", ".join(sorted(made.files)).encode())


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(companions, "COMPANIONS", (COUNT, CODE))
        return publish(tables(), tmp_path_factory.mktemp("published"), inputs=inputs()).path


@pytest.fixture
def release(pristine, tmp_path):
    return Path(shutil.copytree(pristine, tmp_path / pristine.name))


def found(path):
    return {(finding.file, finding.problem.split(":")[0]) for finding in verify(path).findings}


def forget(release, file):
    manifest = json.loads((release / "manifest.json").read_text())
    del manifest["files"][file]
    write_json(manifest, release / "manifest.json")
    write_sums(release)


def test_a_release_holds_its_companions_and_verifies(release):
    assert (release / "count.txt").read_text() == "3\n"
    assert (release / "code.txt").read_text() == "count.txt", "a companion can describe those made before it"
    assert {"count.txt", "code.txt"} <= json.loads((release / "manifest.json").read_text())["files"].keys()
    assert verify(release).ok


def test_an_altered_companion_is_named_even_where_the_sums_were_mended(release):
    (release / "count.txt").write_text("4\n")
    assert found(release) == {("count.txt", "has been changed")}
    write_sums(release)
    assert found(release) == {("count.txt", "sha256 is not the one in manifest.json")}


def test_a_missing_companion_is_named_even_where_the_sums_were_mended(release):
    (release / "count.txt").unlink()
    assert found(release) == {("count.txt", "is missing, and SHA256SUMS lists it")}
    write_sums(release)
    assert found(release) == {("count.txt", "is in the manifest, and SHA256SUMS does not list it")}


def test_a_file_the_manifest_does_not_know_is_named_even_where_the_sums_list_it(release):
    forget(release, "count.txt")
    assert found(release) == {("count.txt", "is not described by manifest.json")}


def test_a_release_from_before_a_companion_verifies_and_rebuilds(release):
    (release / "count.txt").unlink()
    forget(release, "count.txt")
    assert verify(release).ok


def test_a_rebuild_makes_companions_again_and_names_those_that_differ(release, monkeypatch):
    monkeypatch.setattr(companions, "COMPANIONS", (COUNT, CODE))
    monkeypatch.setattr("pipeline.release.rebuild.COMPANIONS", (COUNT, CODE))
    assert rebuild_check(tables(), release, inputs=inputs()).different == ()
    (release / "code.txt").write_text("other")
    (release / "count.txt").write_text("other")
    made = rebuild_check(tables(), release, inputs=inputs())
    assert {(file.file, file.decisive) for file in made.different} == {("count.txt", True), ("code.txt", False)}
    assert not made.ok
