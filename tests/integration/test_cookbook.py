"""The cookbook runs as it stands, over the newest release as the code writes it now; its answers are the pipeline's."""

import contextlib
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipeline.reconcile import reconcile
from pipeline.release import latest, publish
from pipeline.release.sums import harm_in
from pipeline.storage import read_tables

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\S+)(?: needs=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    newest = latest(ROOT / "data" / "published")
    assert newest is not None
    inputs = json.loads((newest / "manifest.json").read_text())["inputs"]
    made: Path = publish(read_tables(newest), tmp_path_factory.mktemp("published"), inputs=inputs).path
    return made


@pytest.fixture(scope="module")
def ran(release: Path) -> tuple[dict[str, Any], str]:
    """The names the blocks leave behind, and everything they print."""
    names: dict[str, Any] = {}
    printed = io.StringIO()
    home = Path.cwd()
    os.chdir(release)
    try:
        with contextlib.redirect_stdout(printed):
            for language, needs, code in BLOCK.findall((ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")):
                if language == "python" and (not needs or has_extension(needs)):
                    before = printed.tell()
                    exec(compile(code, f"cookbook.md: {code[:60]!r}", "exec"), names)
                    assert printed.tell() > before or "print(" not in code, f"shows nothing: {code}"
    finally:
        os.chdir(home)
    return names, printed.getvalue()


def has_extension(name: str) -> bool:
    with duckdb.connect() as con:
        found = con.execute("SELECT installed FROM duckdb_extensions() WHERE extension_name = ?", [name]).fetchone()
    return bool(found and found[0])


def test_every_python_block_runs_and_shows_something(ran: tuple[dict[str, Any], str]) -> None:
    _, printed = ran
    assert len(printed.splitlines()) > 60


def test_duckdb_polars_and_pandas_show_the_same_incidents(ran: tuple[dict[str, Any], str]) -> None:
    names, _ = ran
    polars = names["incidents"].sort("incident_id").select("incident_id", "killed_min", "killed_max").rows()
    pandas = names["frame"].sort_values("incident_id")[["incident_id", "killed_min", "killed_max"]]
    assert [tuple(None if value is names["pd"].NA else value for value in row) for row in pandas.to_numpy()] == polars


def test_the_months_are_what_the_sums_command_gives(ran: tuple[dict[str, Any], str], release: Path) -> None:
    names, printed = ran
    shown = 0
    for first, last in names["months"]:
        for row in harm_in(release, "Deir ez-Zor", first, last).iter_rows(named=True):
            if row["n_incidents"]:
                shown += 1
                assert f"{first:%Y-%m} {row['n_incidents']} {row['killed_min']} {row['killed_max']} " in printed
    assert shown


def test_over_http_ranges_are_fetched_and_give_the_rows_of_the_file(
    ran: tuple[dict[str, Any], str], release: Path
) -> None:
    names, _ = ran
    assert names["Ranges"].sent > 0
    local = pl.read_parquet(release / "place.parquet", columns=["place_id", "country"]).head(3)
    assert names["remote"].equals(local)


def test_with_no_source_dropped_the_query_gives_the_ranges_of_the_release(
    ran: tuple[dict[str, Any], str], release: Path
) -> None:
    rows = without(ran[0], release, "nobody of this name")
    assert rows
    for row in rows.values():
        assert (row["killed_min_without"], row["killed_max_without"]) == (row["killed_min"], row["killed_max"])
        assert not row["another_tells_it"]
    open_ends = pl.read_parquet(release / "incident.parquet").select("incident_id", "killed_max_is_open")
    for incident, is_open in open_ends.iter_rows():
        if incident in rows:
            assert rows[incident]["open_without"] == bool(is_open)


def test_without_a_source_the_query_agrees_with_the_pipeline_run_without_it(
    ran: tuple[dict[str, Any], str], release: Path
) -> None:
    """Wherever the same claims are together again, and no other outlet tells what the dropped one told."""
    tables = read_tables(release)
    publishers = tables["source_document"]["publisher_name"].unique().sort().to_list()
    compared = 0
    for source in publishers:
        kept = pl.read_parquet(release / "claim_flat.parquet").filter(
            pl.col("publisher_name") != source, pl.col("asserted_by").fill_null("") != source
        )
        fewer = {**tables, "claim": tables["claim"].join(kept, on="claim_id", how="semi")}
        again = reconcile(fewer, None, None)
        groups = members(again["incident_claim"], set(kept["claim_id"]))
        ranges = {row["incident_id"]: row for row in again["incident"].iter_rows(named=True)}
        held = members(tables["incident_claim"], set(kept["claim_id"]))
        incident_of = {claims: incident for incident, claims in held.items()}
        asked = without(ran[0], release, source)
        for incident, claims in groups.items():
            row = asked.get(incident_of.get(claims, ""))
            if row is None or row["another_tells_it"]:
                continue
            compared += 1
            answer = (row["killed_min_without"], row["killed_max_without"])
            assert answer == (ranges[incident]["killed_min"], ranges[incident]["killed_max"]), (source, claims)
    assert compared >= 5


def members(links: pl.DataFrame, claims: set[str]) -> dict[str, frozenset[str]]:
    positive = links.filter(pl.col("judgement") == "positive", pl.col("claim_id").is_in(claims))
    grouped = positive.group_by("incident_id").agg("claim_id")
    return {incident: frozenset(held) for incident, held in grouped.iter_rows()}


def without(names: dict[str, Any], release: Path, source: str) -> dict[str, dict[str, Any]]:
    """Rows of the cookbook's query, by incident."""
    with duckdb.connect(str(release / "harm-ledger.duckdb"), read_only=True) as con:
        rows = con.execute(names["WITHOUT_A_SOURCE"], {"source": source}).df()
    rows = rows.astype(object).where(rows.notna(), None)
    return {row["incident_id"]: row for row in rows.to_dict("records")}
