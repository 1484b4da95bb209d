"""Before a release: what would change is shown, and its number confirmed, raised or turned down."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import assets.build
from assets.cli import app
from support.terminal import CTRL_C, CTRL_D, Terminal, terminal

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
REPORT = "Raids on the town of Khasham killed at least {} civilians on 3 March 2017, local activists said.\n"
PREVIEW = {
    "changed": True,
    "suggested_version": "0.3.0",
    "why": "MINOR: rows added, removed or changed in claim",
    "what_would_change": "# Harm Ledger: 0.2.0 → unreleased\n\n- killed_min 12 → 14 [red]dead[/red]\n",
    "in_full": "data/build/release_preview.md",
}
ASK = "from pathlib import Path; from assets.confirm import confirm_with; print('chosen', confirm_with({}, None)({}))"


@pytest.fixture
def question(tmp_path: Path) -> Callable[[], Any]:
    """The question alone, in a terminal, over a folder with release 0.2.0."""
    (tmp_path / "0.2.0").mkdir()
    shutil.copytree(ROOT / "data" / "published" / "0.2.0", tmp_path / "0.2.0", dirs_exist_ok=True)
    code = ASK.format(f"Path({str(tmp_path)!r})", PREVIEW)
    return lambda: terminal([sys.executable, "-c", code], ROOT, {"PYTHONPATH": str(ROOT)})


def test_the_difference_is_shown_a_low_number_is_refused_with_the_reason_and_a_higher_one_taken(
    question: Callable[[], Any],
) -> None:
    with question() as screen:
        before = screen.expect("[c]onfirm 0.3.0, a higher number, or [a]bort")
        assert "killed_min 12 → 14 [red]dead[/red]" in before
        assert "# Harm Ledger" not in before, "a heading is laid out, not shown with its mark"
        assert "All of it is in data/build/release_preview.md" in before
        assert "Suggested number: 0.3.0   MINOR: rows added" in before
        screen.type("0.2.1")
        assert "Release 0.2.1 would say too little: the change is MINOR" in screen.expect("[c]onfirm")
        screen.type("later")
        assert "'later' is not a release version" in screen.expect("[c]onfirm")
        screen.type("0.2.0")
        assert "stands already" in screen.expect("[c]onfirm")
        screen.type("1.0.0")
        screen.expect("chosen 1.0.0")
        assert screen.ended() == 0


@pytest.mark.parametrize(("keys", "chosen"), [("c\n", "chosen 0.3.0"), ("yes\n", "chosen 0.3.0"), ("\n", "[c]onfirm")])
def test_only_a_clear_yes_confirms(question: Callable[[], Any], keys: str, chosen: str) -> None:
    with question() as screen:
        screen.expect("[c]onfirm 0.3.0")
        screen.press(keys)
        screen.expect(chosen)


@pytest.mark.parametrize("keys", ["a\n", "n\n", CTRL_C, CTRL_D], ids=["abort", "no", "Ctrl-C", "Ctrl-D"])
def test_whoever_leaves_publishes_nothing(question: Callable[[], Any], keys: str) -> None:
    with question() as screen:
        screen.expect("[a]bort")
        screen.expect(": ")
        screen.press(keys)
        screen.expect("NotPublishedError")
        assert screen.ended() != 0
        assert "chosen" not in screen.shown


Door = Callable[..., tuple[Result, list[str | None]]]


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Door:
    """The release command where nobody sits, and the numbers it published under; the chain itself is not run."""
    published: list[str | None] = []

    def pretend(job: str, workspace: Any, *, progress: Any, confirm: Any) -> Mapping[str, Any]:
        number = workspace.version if confirm is None else confirm(PREVIEW)
        published.append(number)
        return {"version": number or "0.3.0", "path": str(ROOT / "data/published/0.2.0"), "created": True, "why": "so"}

    monkeypatch.setattr(assets.build, "run", pretend)
    monkeypatch.setattr(assets.build, "failed_rules", lambda _: [])
    return lambda *arguments: (CliRunner().invoke(app, ["release", *arguments]), published)


def test_where_nobody_can_be_asked_nothing_is_published_and_the_way_out_is_named(door: Door) -> None:
    result, published = door()
    assert (result.exit_code, published) == (2, [])
    assert "killed_min 12 → 14" in result.stdout
    assert "Give --yes to publish 0.3.0, or --version for a higher number." in result.stderr


def test_what_is_written_to_a_file_is_the_markdown_itself_with_nothing_padded(door: Door) -> None:
    result, _ = door()
    lines = result.stdout.split("\n")
    first = lines.index("# Harm Ledger: 0.2.0 → unreleased")
    assert lines[first : first + 3] == PREVIEW["what_would_change"].rstrip("\n").split("\n")
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize(("arguments", "number"), [(("--yes",), None), (("--version", "0.9.0"), "0.9.0")])
def test_yes_or_a_number_publishes_unasked(door: Door, arguments: tuple[str, ...], number: str | None) -> None:
    result, published = door(*arguments)
    assert (result.exit_code, published) == (0, [number]), result.output


def test_tables_that_break_a_rule_are_asked_about_by_nobody(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets.build, "failed_rules", lambda _: ["claim_key"])
    result, published = door()
    assert (result.exit_code, published) == (4, [])
    assert "claim_key" in result.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project with one report and no release."""
    for name in ("assets", "expectations", "pipeline", "data/raw/gazetteer", "data/raw/authority"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dagster.yaml", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    report(tmp_path, 12)
    return tmp_path


def report(checkout: Path, killed: int) -> None:
    (checkout / "data" / "raw" / "reports").mkdir(exist_ok=True)
    (checkout / "data" / "raw" / "reports" / "raid.txt").write_text(REPORT.format(killed), encoding="utf-8")
    code = "from pathlib import Path; from pipeline.corpus import write_locks; write_locks(Path('data/raw'))"
    subprocess.run([sys.executable, "-c", code], cwd=checkout, check=True, env=environment(checkout))


def environment(checkout: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": f"{checkout}{os.pathsep}{TESTS}",
        "HARM_LEDGER_HISTORY": str(checkout / "history"),
    }


def release(checkout: Path) -> Any:
    command = [sys.executable, str(TESTS / "support" / "quick_door.py"), "release", "--workers", "1"]
    return terminal(command, checkout, environment(checkout))


def test_at_a_terminal_a_release_is_made_from_what_was_shown_under_the_number_given(checkout: Path) -> None:
    published = checkout / "data" / "published"
    screen: Terminal
    with release(checkout) as screen:
        screen.expect("This would be the first release.")
        screen.expect("[c]onfirm 0.1.0")
        screen.type("c")
        screen.expect("Published 0.1.0.")
        assert screen.ended() == 0
    with release(checkout) as screen:
        screen.expect("Nothing changed: equal to 0.1.0.")
        assert screen.ended() == 0
    report(checkout, 14)
    with release(checkout) as screen:
        screen.expect("[c]onfirm 0.2.0")
        assert "document changed: reports/raid.txt" in screen.shown
        screen.press(CTRL_C)
        screen.expect("Nothing was published.")
        assert screen.ended() == 130
    assert sorted(path.name for path in published.iterdir() if path.is_dir()) == ["0.1.0"]
    with release(checkout) as screen:
        screen.expect("[c]onfirm 0.2.0")
        screen.type("0.5.0")
        screen.expect("Published 0.5.0.")
        assert screen.ended() == 0
    assert sorted(path.name for path in published.iterdir() if path.is_dir()) == ["0.1.0", "0.5.0"]
