"""What a run leaves behind: tables, history, and a release only where every blocking rule holds."""

from pathlib import Path

import dagster as dg
import polars as pl
import pytest
from dagster._core.errors import DagsterAssetCheckFailedError

import expectations.run
from assets.resources import Workspace
from assets.run import HISTORY, run
from pipeline.corpus import write_locks
from pipeline.release import verify
from pipeline.storage import file_hash

FIRST = "Four strikes on the town of Khasham killed at least 12 civilians on 3 March 2017, local activists said."
SECOND = "Shelling of Mayadin killed three people on 5 March 2017, the Syrian Observatory for Human Rights said."


@pytest.fixture(autouse=True)
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "history"
    folder.mkdir()
    monkeypatch.setenv(HISTORY, str(folder))
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    report(tmp_path, "first.txt", FIRST)
    return Workspace(raw=str(tmp_path / "raw"), build=str(tmp_path / "build"), published=str(tmp_path / "published"))


def report(folder: Path, name: str, text: str) -> None:
    collection = folder / "raw" / "reports"
    collection.mkdir(parents=True, exist_ok=True)
    (collection / name).write_text(text + "\n", encoding="utf-8")
    write_locks(folder / "raw")


def files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): file_hash(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def fail(monkeypatch: pytest.MonkeyPatch, severity: str) -> str:
    """Make the first rule of a severity fail, and return its id."""
    honest = expectations.run.check
    rule_id = next(rule.rule_id for rule in expectations.rules() if rule.severity == severity)

    def check(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        outcomes = honest(tables)
        is_rule = pl.col("rule_id") == rule_id
        outcomes["quality_result"] = outcomes["quality_result"].with_columns(
            outcome=pl.when(is_rule).then(pl.lit("failed")).otherwise("outcome"),
            n_violations=pl.when(is_rule).then(1).otherwise("n_violations"),
        )
        return outcomes

    monkeypatch.setattr(expectations.run, "check", check)
    return rule_id


def test_a_release_is_made_once_and_an_equal_one_is_not(workspace: Workspace) -> None:
    first = run("release", workspace)
    assert (first["version"], first["created"]) == ("0.1.0", True)
    before = files(Path(workspace.published))
    second = run("release", workspace)
    assert (second["version"], second["created"]) == ("0.1.0", False)
    assert files(Path(workspace.published)) == before


def test_a_failed_blocking_rule_stops_publishing_and_leaves_the_last_release(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("release", workspace)
    before = files(Path(workspace.published))
    report(tmp_path, "second.txt", SECOND)
    with monkeypatch.context() as broken:
        fail(broken, "error")
        with pytest.raises(DagsterAssetCheckFailedError):
            run("release", workspace)
    assert files(Path(workspace.published)) == before
    assert verify(Path(workspace.published)).ok
    assert run("release", workspace)["version"] == "0.2.0"


def test_a_failed_warning_is_shown_and_publishing_goes_on(
    workspace: Workspace, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule_id = fail(monkeypatch, "warning")
    assert run("release", workspace)["created"] is True
    evaluations = checks_of_last_run()
    assert {name for name, passed in evaluations.items() if not passed} >= {rule_id}


def test_history_tells_rows_seconds_and_data_version_of_every_table(workspace: Workspace) -> None:
    run("release", workspace)
    with instance() as kept:
        event = kept.get_latest_materialization_event(dg.AssetKey("source_document"))
        assert event is not None
        materialization = event.asset_materialization
        assert materialization is not None
        assert materialization.metadata["dagster/row_count"].value == 1
        assert materialization.metadata["seconds"].value >= 0
        assert materialization.tags is not None
        assert len(materialization.tags["dagster/data_version"]) == 64


def test_history_survives_from_run_to_run(workspace: Workspace) -> None:
    run("release", workspace)
    run("release", workspace)
    with instance() as kept:
        assert len(kept.get_runs()) == 2


def test_a_build_leaves_no_history_and_no_release(workspace: Workspace, history: Path) -> None:
    run("build", workspace)
    assert not Path(workspace.published).exists()
    assert not list(history.iterdir())
    assert (Path(workspace.build) / "claim_flat.parquet").is_file()


def instance() -> dg.DagsterInstance:
    return dg.DagsterInstance.from_config(str(Path(__file__).parents[2]))


def checks_of_last_run() -> dict[str, bool]:
    with instance() as kept:
        (last,) = kept.get_runs(limit=1)
        entries = kept.all_logs(last.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
        made = [entry.dagster_event.asset_check_evaluation_data for entry in entries if entry.dagster_event]
        return {evaluation.check_name: evaluation.passed for evaluation in made}
