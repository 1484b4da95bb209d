"""A build over any folder of texts: what strangers bring, and the same bytes every time."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

import expectations
from assets.cli import app
from pipeline.schema import published_tables
from pipeline.storage import file_hash

ROOT = Path(__file__).parents[2]


def many_reports() -> dict[str, str]:
    """More documents than go into one batch, so that two processes both have work."""
    towns = ("Khasham", "Mayadin", "Raqqa", "Busayrah", "Salma")
    return {
        f"report-{number:03}.txt": f"Air strikes on {towns[number % 5]} on {number % 28 + 1} May 2017 killed "
        f"{number % 17 + 2} civilians and wounded {number % 7 + 3}, local activists said.\n"
        for number in range(70)
    }


RulesSay = Callable[[str | None], None]
DOOR = (sys.executable, "-c", "from assets.cli import app; app()")
MADE_BY_RELEASE = {"change_log"}
REPORTS = {
    "strike.txt": "Warplanes struck the market of Mayadin on 4 May 2017, killing at least 24 civilians, among them "
    "three children, the Syrian Observatory for Human Rights said.\n",
    "clash.txt": "Clashes near the city of Raqqa on 6 May 2017 left seven fighters dead and 11 others wounded, "
    "local activists said. A medic put the dead at nine.\n",
    # Without a day of publication outside the text, and with a word for a total nobody divided.
    "agency.txt": "SALMA, May 9, 2017 (Valley Agency) - Shells hit the market of Salma on Monday. "
    "Dozens were killed and wounded, a medic said.\n",
    "quiet.txt": "Residents of Khasham said on Monday that the town had been quiet for a week.\n",
}
TEXTS = {**REPORTS, **many_reports()}


def folder_of(parent: Path, texts: dict[str, str]) -> Path:
    folder = parent / "reports"
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def build(raw: Path, out: Path, workers: str = "1") -> Result:
    return CliRunner().invoke(app, ["build", "--raw", str(raw), "--out", str(out), "--workers", workers])


def parquet(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): file_hash(path) for path in sorted(folder.rglob("*.parquet"))}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """Tables of a folder with nothing but .txt files, made by as many threads as there are, and two processes."""
    home = tmp_path_factory.mktemp("bare")
    result = build(folder_of(home, TEXTS), home / "out", workers="2")
    return home / "out", result


def test_a_folder_of_bare_texts_builds(bare: tuple[Path, Result]) -> None:
    out, result = bare
    assert result.exit_code == 0, result.output
    assert f"{len(TEXTS)} documents" in result.stdout
    assert "A release would stop" not in result.stdout
    assert set(pl.read_parquet(out / "source_document.parquet")["file_name"]) == set(TEXTS)


def test_every_table_is_written(bare: tuple[Path, Result]) -> None:
    out, _ = bare
    assert set(published_tables()) - MADE_BY_RELEASE <= {path.stem for path in out.glob("*.parquet")}


def test_the_flat_claims_spell_out_file_figures_and_incident(bare: tuple[Path, Result]) -> None:
    out, _ = bare
    flat = pl.read_parquet(out / "claim_flat.parquet")
    strike = flat.filter(pl.col("file_name") == "strike.txt", pl.col("killed_min") == 24).row(0, named=True)
    assert strike["killed_max"] is None
    assert strike["killed_qualifier"] == "at_least"
    assert strike["children_killed_min"] == 3
    assert "Observatory" in strike["asserted_by"]
    assert strike["incident_id"] is not None
    text = REPORTS["strike.txt"]
    assert text[strike["quote_start"] : strike["quote_end"]] == strike["quote"]


def test_what_was_made_is_printed_with_ranges_and_where_it_is(bare: tuple[Path, Result]) -> None:
    out, result = bare
    assert "24+" in result.stdout
    assert str(out) in result.stdout.replace("\n", "")


def test_a_number_can_be_followed_to_the_bytes_it_rests_on(bare: tuple[Path, Result]) -> None:
    out, _ = bare
    flat = pl.read_parquet(out / "claim_flat.parquet")
    strike = flat.filter(pl.col("file_name") == "strike.txt", pl.col("killed_min") == 24).row(0, named=True)
    result = CliRunner().invoke(app, ["trace", strike["incident_id"], "--release", str(out)])
    assert result.exit_code == 0, result.output
    sha256 = file_hash(out.parent / "reports" / "strike.txt")
    shown = " ".join(result.stdout.translate(dict.fromkeys(map(ord, "│├└─"))).split())
    for told in (strike["incident_id"], strike["claim_id"], strike["quote"], "strike.txt", sha256):
        assert told in shown


def test_an_id_nobody_has_ends_with_2(bare: tuple[Path, Result]) -> None:
    result = CliRunner().invoke(app, ["trace", "c-none", "--release", str(bare[0])])
    assert result.exit_code == 2
    assert "c-none" in result.stderr


SCORER = """
import sys, polars
claims, option, folder = sys.argv[1:4]
row = polars.read_parquet(claims).row(0, named=True)
print("SCORED", option, folder, row["file_name"], row["publisher_name"], row["publication_date"], *sys.argv[4:])
"""


def test_coded_texts_are_built_with_what_their_index_knows_and_scored(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], rules_say: RulesSay
) -> None:
    rules_say(None)
    folder = tmp_path / "gold" / "few"
    folder.mkdir(parents=True)
    (tmp_path / "score.py").write_text(SCORER, encoding="utf-8")
    (folder / "t1.txt").write_text(REPORTS["strike.txt"], encoding="utf-8")
    (folder / "gold.jsonl").write_text('{"doc": "t1"}\n', encoding="utf-8")
    (folder / "index.jsonl").write_text(
        '{"doc": "t1", "outlet": "Valley Post", "url": null, "published": "2017-05-05"}\n', encoding="utf-8"
    )
    result = CliRunner().invoke(app, ["evaluate", str(folder)])
    assert result.exit_code == 0, result.output
    assert f"SCORED --gold {folder} t1.txt Valley Post 2017-05-05" in capfd.readouterr().out


def test_locks_are_written_and_named(tmp_path: Path) -> None:
    raw = folder_of(tmp_path / "raw", REPORTS).parent
    result = CliRunner().invoke(app, ["lock", "--raw", str(raw)])
    assert result.exit_code == 0
    assert (raw / "reports" / "lock.json").is_file()
    assert "lock.json" in result.stdout


def test_what_cannot_be_used_is_told_and_the_rest_is_built(tmp_path: Path, rules_say: RulesSay) -> None:
    rules_say(None)
    raw = folder_of(tmp_path, {"strike.txt": REPORTS["strike.txt"], "empty.txt": "", "page.html": "<html></html>"})
    (raw / "latin.txt").write_bytes("Trente-deux tués à Alep".encode("utf-16"))
    (raw / "french.txt").write_text(
        "Des raids aériens ont tué au moins douze civils dans la ville, selon des habitants joints par téléphone. "
        "Les secours cherchent encore des survivants sous les décombres.\n",
        encoding="utf-8",
    )
    (raw / "lines.jsonl").write_text('{"text": "broken\n', encoding="utf-8")
    hostile = "a\x1b[2J\u202etxt.txt"
    (raw / hostile).write_text("", encoding="utf-8")
    result = build(raw, tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "1 documents" in result.stdout
    issues = pl.read_parquet(tmp_path / "out" / "parse_issue.parquet")
    told = set(issues["file_name"])
    assert {"empty.txt", "page.html", "latin.txt", "french.txt", "lines.jsonl"} <= told
    assert len(told) == 6
    assert not any("\x1b" in name or "\u202e" in name for name in told)
    assert "\x1b" not in result.output


def test_nothing_usable_ends_with_3_and_the_reasons_are_there(tmp_path: Path, rules_say: RulesSay) -> None:
    rules_say(None)
    result = build(folder_of(tmp_path, {"empty.txt": ""}), tmp_path / "out")
    assert result.exit_code == 3
    assert pl.read_parquet(tmp_path / "out" / "parse_issue.parquet").height == 1


def test_a_blocking_rule_that_fails_is_named_and_the_tables_are_there(tmp_path: Path, rules_say: RulesSay) -> None:
    failing = next(rule.rule_id for rule in expectations.rules() if rule.severity == "error")
    rules_say(failing)
    result = build(folder_of(tmp_path, REPORTS), tmp_path / "out")
    assert result.exit_code == 0
    assert failing in result.stdout
    assert failing in result.stderr
    assert (tmp_path / "out" / "claim_flat.parquet").is_file()


def test_threads_processes_and_file_order_change_no_byte(bare: tuple[Path, Result], tmp_path: Path) -> None:
    out, _ = bare
    again = folder_of(tmp_path, dict(reversed(TEXTS.items())))
    done = subprocess.run(
        [*DOOR, "build", "--raw", str(again), "--out", str(tmp_path / "out"), "--workers", "1"],
        env={**os.environ, "POLARS_MAX_THREADS": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # Piped, a build says what it made and nothing else: no progress, no control sequence, no log.
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert "\r" not in done.stdout
    assert pl.read_parquet(out / "claim.parquet").height >= 70
    assert parquet(out) == parquet(tmp_path / "out")
