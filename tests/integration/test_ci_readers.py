"""The check that strangers' programs read the releases says what was read by what, and never passes on nothing."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
READS, FAILS = [sys.executable, "-c", ""], [sys.executable, "-c", "raise SystemExit(1)"]


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The check, with three readers: ``absent`` cannot be installed, ``good`` reads, ``bad`` does not."""
    spec = importlib.util.spec_from_file_location("readers", ROOT / ".ci" / "readers" / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "environment", lambda lock: None if lock.stem.startswith("absent") else tmp_path)
    monkeypatch.setattr(
        module, "commands", lambda name, _programs, _address: [READS, FAILS if name == "bad" else READS]
    )
    return module


def ended(readers: ModuleType, *names: str) -> int:
    for name in names:
        (readers.HERE / f"{name}.lock").touch()
    return int(readers.main())


def test_where_no_reader_can_be_installed_it_fails(readers: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(readers, "absent-1", "absent-2") == 1
    shown = capsys.readouterr().out
    assert "SKIPPED: 2 of 2 readers: absent-1, absent-2" in shown
    assert "nothing was checked" in shown


def test_some_may_be_missing_and_are_named(readers: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(readers, "absent", "good") == 0
    shown = capsys.readouterr().out
    assert "every release is read: 1 of 2 readers: good" in shown
    assert "SKIPPED: 1 of 2 readers: absent" in shown


def test_one_that_cannot_read_a_release_fails_it(readers: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(readers, "good", "bad") == 1
    assert "NOT every release is read: 1 of 2 readers: bad" in capsys.readouterr().out


def test_one_with_httpfs_that_asks_for_no_range_fails_it(
    readers: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    (readers.HERE / "web.lock").write_text(f"{readers.HTTPFS}==1.5.5", encoding="utf-8")
    assert ended(readers, "good") == 1
    shown = capsys.readouterr().out
    assert "web asked for no range over HTTP" in shown
    assert "NOT every release is read: 1 of 2 readers: web" in shown
