"""Comparing and exporting releases from the command line, and what it says of a withdrawn one."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import assets.cli_release
from assets.cli import app
from pipeline.release import publish
from support.ledger import inputs, tables

Door = Callable[..., Result]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases, the second withdrawn."""
    folder = tmp_path_factory.mktemp("published")
    publish(tables(("first.txt",)), folder, inputs=inputs(("first.txt",)))
    publish(tables(), folder, inputs=inputs())
    (folder / "withdrawn.csv").write_text("version,reason,who,date\n0.2.0,A figure was misread.,,\n")
    return folder


@pytest.fixture
def door(published: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setattr(assets.cli_release, "PUBLISHED", published)
    runner = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"})
    return lambda *arguments: runner.invoke(app, [str(argument) for argument in arguments])


def test_two_releases_are_compared_in_words_and_the_withdrawn_one_is_marked(door: Door) -> None:
    shown = door("diff", "0.1.0", "0.2.0")
    assert shown.exit_code == 0
    assert "**Qasr al-Wadi, undated** (i-qasr): killed 12 → 12–16" in shown.stdout
    assert "**0.2.0 was withdrawn: A figure was misread.**" in shown.stdout


def test_the_difference_can_be_had_as_json_in_a_file(door: Door, published: Path, tmp_path: Path) -> None:
    out = tmp_path / "diff.json"
    assert door("diff", published / "0.1.0", "0.2.0", "--json", "--out", out).exit_code == 0
    assert json.loads(out.read_text())["raises"] == "MINOR"
    assert door("diff", "0.1.0", "0.2.0", "--out", tmp_path / "none" / "x").exit_code == 2


def test_whoever_asks_for_no_release_gets_the_newest_that_stands(door: Door, tmp_path: Path) -> None:
    assert door("export", "--hxl", "--out", tmp_path).exit_code == 0
    with (tmp_path / "claim_flat.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 3, "header, hashtags and the one claim of 0.1.0"
    assert rows[1][0] == "#meta+claim+id"


def test_a_withdrawn_release_is_used_only_with_a_warning(door: Door, published: Path, tmp_path: Path) -> None:
    mark = "Release 0.2.0 was withdrawn: A figure was misread."
    assert mark in door("export", "--release", published / "0.2.0", "--out", tmp_path).stdout
    assert mark in door("trace", "--release", published / "0.2.0", "i-qasr").stdout
    assert mark not in door("trace", "i-qasr").stdout
    verified = door("verify", published)
    assert verified.exit_code == 0
    assert mark in verified.stdout


def test_a_folder_without_a_release_that_stands_is_refused(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets.cli_release, "PUBLISHED", tmp_path)
    result = door("export", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "There is no release" in result.stderr
