"""The README's first steps work as they stand, over the newest committed release."""

import runpy
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.release import latest

ROOT = Path(__file__).parents[2]
advice = runpy.run_path(str(ROOT / "benchmarks" / "newcomer.py"))["advice"]


@pytest.fixture
def newest() -> Path:
    found = latest(ROOT / "data" / "published")
    assert found is not None
    return found


@pytest.fixture
def blocks(newest: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The Python of "Use the data", over the newest release."""
    monkeypatch.chdir(ROOT)
    _, found = advice((ROOT / "README.md").read_text(encoding="utf-8"), newest.name)
    assert all(f"data/published/{newest.name}/" in block for block in found)
    return list(found)


def test_what_it_says_to_install_is_what_its_blocks_import(blocks: list[str], newest: Path) -> None:
    install, _ = advice((ROOT / "README.md").read_text(encoding="utf-8"), newest.name)
    assert install[0] == "install"
    assert [f"import {package}" for package in install[1:]] == [
        block.split("\n")[0].split(" as ")[0] for block in blocks
    ]


def test_its_duckdb_query_shows_the_incidents_of_the_release(
    blocks: list[str], newest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {}
    exec(blocks[0], names)
    names["con"].close()
    with duckdb.connect(str(newest / "harm-ledger.duckdb"), read_only=True) as con:
        query = "SELECT max(killed_min) FROM incident WHERE incident_kind = 'incident'"
        (most,) = con.execute(query).fetchall()[0]
    shown = capsys.readouterr().out
    first = next(line for line in shown.splitlines() if line.startswith("│") and f" {most} " in line)
    assert shown.index("killed_min") < shown.index(first), "the deadliest stands first, under its heading"


def test_its_polars_lines_show_every_claim_with_a_number_of_killed(
    blocks: list[str], newest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(blocks[1], {})
    query = f"SELECT count(*) FROM '{newest / 'claim_flat.parquet'}' WHERE killed_min IS NOT NULL"
    (rows,) = duckdb.sql(query).fetchall()[0]
    assert rows
    assert f"shape: ({rows}, 6)" in capsys.readouterr().out
