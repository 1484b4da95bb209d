"""The door: what it says, what it refuses, and with which exit code."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assets.cli import app
from assets.show import bounds
from pipeline.text.hidden import escape

COMMANDS = ("build", "release", "rebuild", "verify", "diff", "export", "trace", "sums", "lock", "review", "evaluate")
Door = Callable[..., Result]


@pytest.fixture
def door() -> Door:
    runner = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"})
    return lambda *arguments: runner.invoke(app, [str(argument) for argument in arguments])


def said(result: Result) -> str:
    """Both streams with the line ends a narrow terminal puts in taken out."""
    return " ".join((result.stdout + result.stderr).split())


def test_help_names_every_command_and_exit_code(door: Door) -> None:
    result = door("--help")
    assert result.exit_code == 0
    assert all(command in result.stdout for command in COMMANDS)
    for code in ("0 done", "2 an argument", "3 an input", "4 a quality rule", "5 a release", "130 stopped"):
        assert code in said(result)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(door: Door, command: str) -> None:
    result = door(command, "--help")
    assert result.exit_code == 0
    assert f"harm-ledger {command}" in said(result) or f"{command} [OPTIONS]" in said(result)


def test_without_a_command_the_help_is_shown(door: Door) -> None:
    assert "build" in door().output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "--raw", "{tmp}/none", "--out", "{tmp}/out"), "There is no folder {tmp}/none"),
        (("build", "--raw", "{tmp}/file.txt", "--out", "{tmp}/out"), "{tmp}/file.txt is a file"),
        (("build", "--raw", "{tmp}/texts", "--out", "{tmp}/file.txt"), "{tmp}/file.txt is a file"),
        (("build", "--raw", "{tmp}/texts", "--out", "{tmp}/texts/out"), "lies inside"),
        (("build", "--raw", "{tmp}/texts", "--out", "{tmp}/file.txt/out"), "cannot be made"),
        (("verify", "{tmp}/none"), "There is no folder"),
        (("rebuild", "9.9.9"), "There is no release 9.9.9"),
        (("diff", "9.9.9", "{tmp}"), "There is no release '9.9.9'"),
        (("release", "--version", "newest"), "newest"),
        (("evaluate", "{tmp}/texts"), "is no folder of coded texts"),
        (("build", "--raw", "{tmp}/texts", "--out", "{tmp}/out", "--workers", "0"), "Invalid value for '--workers'"),
        (("publish",), "No such command"),
    ],
)
def test_an_argument_that_cannot_be_used_ends_with_2(
    door: Door, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Nothing happened.", encoding="utf-8")
    (tmp_path / "file.txt").write_text("Nothing happened.", encoding="utf-8")
    result = door(*(argument.format(tmp=tmp_path) for argument in arguments))
    assert words.format(tmp=tmp_path) in said(result)
    assert result.exit_code == 2
    assert "Traceback" not in said(result)


def test_an_empty_folder_ends_with_3(door: Door, tmp_path: Path, rules_say: Callable[[str | None], None]) -> None:
    rules_say(None)
    (tmp_path / "texts").mkdir()
    result = door("build", "--raw", tmp_path / "texts", "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert str(tmp_path / "texts") in said(result)


def test_half_a_set_of_reference_tables_ends_with_3(door: Door, tmp_path: Path) -> None:
    (tmp_path / "texts" / "gazetteer").mkdir(parents=True)
    result = door("build", "--raw", tmp_path / "texts", "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert "none named authority" in said(result)


def test_a_hostile_name_is_shown_escaped(door: Door, tmp_path: Path) -> None:
    result = door("verify", tmp_path / "a\x1b[2Jb\u202ec")
    assert "\x1b[2J" not in result.output
    assert "\u202e" not in result.output
    assert "x1b[2Jb" in said(result)


def test_text_is_shown_as_text_whatever_is_in_it() -> None:
    assert escape("a\x1b[31m\u202e\u2066\udcff\nb") == "a\\u001b[31m\\u202e\\u2066\\udcff\\u000ab"
    assert escape("دير الزور – Khushām") == "دير الزور – Khushām"


@pytest.mark.parametrize(
    ("low", "high", "is_open", "shown"),
    [
        (63, 91, True, "63–91+"),
        (44, 44, False, "44"),
        (44, 44, True, "44+"),
        (12, None, None, "12+"),
        (None, None, None, ""),
        (0, 0, False, "0"),
        (None, 5, False, "≤5"),
    ],
)
def test_a_range_reads_as_people_write_it(low: int | None, high: int | None, is_open: bool | None, shown: str) -> None:
    assert bounds({"killed_min": low, "killed_max": high, "killed_max_is_open": is_open}, "killed") == shown


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (("--help",), {"dagster", "great_expectations", "spacy", "polars", "duckdb", "pandas", "altair", "jinja2"}),
        (("verify", "none"), {"dagster", "great_expectations", "spacy", "pandas", "altair", "jinja2"}),
    ],
)
def test_the_door_opens_without_what_takes_seconds_to_load(arguments: tuple[str, ...], spared: set[str]) -> None:
    code = (
        "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
        "from assets.cli import app; app()"
    )
    command = [sys.executable, "-c", code, *arguments]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2], env=os.environ
    )
    assert "assets.cli" in run.stderr
    assert not spared & set(run.stderr.split())
