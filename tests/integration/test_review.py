"""From doubtful claim to decision and back: what a maintainer sees of the review queue."""

import csv
import os
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from assets.cli import app
from support.terminal import CTRL_C, terminal

ROOT = Path(__file__).parents[2]
TEXTS = {
    "raid.txt": "Several people killed in raids on the villages of Khasham and Tabiya\n\n"
    "Warplanes struck the market of Mayadin on 4 May 2017, killing 14 civilians.\n",
    "total.txt": "Dozens killed in raids across Syria over the past week\n\nResidents spoke of a bitter spring.\n",
}
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return collection(tmp_path_factory.mktemp("review") / "raw")


def collection(folder: Path) -> Path:
    (folder / "reports").mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / "reports" / name).write_text(text, encoding="utf-8")
    return folder


def door(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--workers", "1"])


def rows(raw: Path) -> Rows:
    with (raw / "curation" / "review.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(raw: Path, listed: Rows) -> None:
    with (raw / "curation" / "review.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)


def test_a_decision_is_obeyed_survives_renewal_and_is_refused_when_it_no_longer_fits(
    raw: Path, tmp_path: Path, rules_say: Callable[[str | None], None]
) -> None:
    rules_say(None)
    result = door("review", "--raw", raw)
    assert result.exit_code == 0, result.output
    listed = rows(raw)
    single = [row for row in listed if not row["other_claim_id"]]
    pairs = len(listed) - len(single)
    assert f"{len(single)} claims and {pairs} {'pair' if pairs == 1 else 'pairs'} of claims wait" in result.stdout
    assert [row["file_name"] for row in single] == ["total.txt", "raid.txt"], "the larger figure first"
    assert not any("14" in row["coded"] for row in single), "a plain number is not in doubt"

    total, raid = single
    for pair in listed:
        if pair["other_claim_id"]:
            pair |= {"decision": "different", "reason": "two places"}
    total |= {"decision": "reject", "reason": "no event is told"}
    change = {"field": "victim_class", "old_value": "unknown", "new_value": "civilian"}
    raid |= {"decision": "correct", "reason": "villagers", **change}
    write(raw, listed)
    result = door("build", "--raw", raw, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    made = {name: pl.read_parquet(tmp_path / "out" / f"{name}.parquet") for name in ("claim_flat", "parse_issue")}
    claims = {row["claim_id"]: row for row in made["claim_flat"].iter_rows(named=True)}
    assert total["claim_id"] not in claims
    told = made["parse_issue"].filter(pl.col("reason") == "rejected_by_curator")
    assert told["detail"].str.contains(total["claim_id"]).to_list() == [True]
    corrected = claims[raid["claim_id"]]
    assert (corrected["victim_class"], corrected["extractor"], corrected["confidence"]) == ("civilian", "curator", 1.0)

    assert door("review", "--raw", raw).exit_code == 0
    assert rows(raw) == listed

    raid["claim_id"] = "c-0000000000000000"
    write(raw, listed)
    refused = door("build", "--raw", raw, "--out", tmp_path / "refused")
    assert refused.exit_code == 3
    assert f"review.csv line {listed.index(raid) + 2}" in refused.stderr


def test_in_a_narrow_terminal_quotes_stand_side_by_side_and_ctrl_c_loses_no_answer(tmp_path: Path) -> None:
    own = collection(tmp_path / "raw")
    command = [sys.executable, str(ROOT / "tests/support/quick_door.py"), "review", "--raw", str(own), "--workers", "1"]
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    with terminal(command, tmp_path, {"PYTHONPATH": path}, columns=60) as screen:
        screen.expect("for the record")
        screen.type("ed")
        screen.expect("Dozens killed in raids across Syria")
        screen.expect("[q]uit")
        screen.type("r")
        screen.expect("Why")
        screen.type("no event is told")
        sides = screen.expect("[s]ame, [d]ifferent")
        assert any("Several people killed" in line and "Warplanes struck" in line for line in sides.splitlines())
        assert max(map(len, sides.splitlines())) <= 60
        screen.type("d")
        screen.expect("Why")
        screen.press("two pl" + CTRL_C)
        screen.expect("1 decided.")
        assert screen.ended() == 0
    decided = {row["claim_id"]: row["decision"] for row in rows(own) if row["decision"]}
    assert list(decided.values()) == ["reject"]
    assert len(rows(own)) == 3, "what was not answered is still asked"
    assert not (own / "curation" / "judgements.csv").exists()
