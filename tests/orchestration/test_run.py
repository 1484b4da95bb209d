"""What a run leaves behind: tables, history, and a release only where every blocking rule holds."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import polars as pl
import pytest
from dagster._core.errors import DagsterAssetCheckFailedError

import expectations
from assets.checks import GATE, gate, table_checks
from assets.definitions import defs
from assets.derived import FINISHED
from assets.foreseen import inputs
from assets.quality import OUTCOMES
from assets.resources import Workspace
from assets.run import HISTORY, run
from pipeline.corpus import write_locks
from pipeline.errors import HarmLedgerError, InputError
from pipeline.release import rebuild_check, verify
from pipeline.storage import file_hash

FIRST = "Four strikes on the town of Khasham killed at least 12 civilians on 3 March 2017, local activists said."
SECOND = "Shelling of Mayadin killed three people on 5 March 2017, the Syrian Observatory for Human Rights said."


RulesSay = Callable[[str | None], None]


@pytest.fixture(autouse=True)
def few_checks(monkeypatch: pytest.MonkeyPatch, rules_say: RulesSay) -> None:
    """The chain with the checks of one table only: Dagster keeps a record of each, and there are hundreds."""
    whole = defs
    checks = [check for check in table_checks() if check.node_def.name == "rules_of_claim"]
    few = dg.Definitions(
        assets=whole.assets,
        asset_checks=[*checks, gate],
        jobs=whole.jobs,
        resources=whole.resources,
        executor=whole.executor,
    )
    monkeypatch.setattr("assets.run.defs", few)
    rules_say(None)


@pytest.fixture(autouse=True)
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "history"
    folder.mkdir()
    monkeypatch.setenv(HISTORY, str(folder))
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    report(tmp_path, "first.txt", FIRST)
    return Workspace(
        raw=str(tmp_path / "raw"), build=str(tmp_path / "build"), published=str(tmp_path / "published"), curation=None
    )


def report(folder: Path, name: str, text: str) -> None:
    collection = folder / "raw" / "reports"
    collection.mkdir(parents=True, exist_ok=True)
    (collection / name).write_text(text + "\n", encoding="utf-8")
    write_locks(folder / "raw")


def files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): file_hash(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def rule(severity: str) -> str:
    return next(rule.rule_id for rule in expectations.rules() if (rule.table, rule.severity) == ("claim", severity))


def test_releases_are_made_where_something_changed_and_every_blocking_rule_holds(
    workspace: Workspace, tmp_path: Path, rules_say: RulesSay
) -> None:
    published = Path(workspace.published)
    first = run("release", workspace)
    assert (first["version"], first["created"]) == ("0.1.0", True)
    before = files(published)

    # Nothing changed: no release.
    second = run("release", workspace)
    assert (second["version"], second["created"]) == ("0.1.0", False)
    assert files(published) == before

    # A blocking rule fails: no release, and the last one as it was.
    report(tmp_path, "second.txt", SECOND)
    rules_say(rule("error"))
    with pytest.raises(DagsterAssetCheckFailedError):
        run("release", workspace)
    assert files(published) == before
    assert failed_checks() == {rule("error"), GATE.name}

    # A warning is shown, and publishing goes on.
    rules_say(rule("warning"))
    third = run("release", workspace)
    assert (third["version"], third["created"]) == ("0.2.0", True)
    assert failed_checks() == {rule("warning")}
    assert {name: sha for name, sha in files(published).items() if name.startswith("0.1.0")} == before
    assert verify(published).ok

    # The history has every run, with rows, seconds and data version of every table.
    with instance() as kept:
        assert len(kept.get_runs()) == 4
        event = kept.get_latest_materialization_event(dg.AssetKey("source_document"))
        assert event is not None
        made = event.asset_materialization
        assert made is not None
        assert made.metadata["dagster/row_count"].value == 2
        assert isinstance(made.metadata["seconds"].value, float)
        assert len((made.tags or {})["dagster/data_version"]) == 64


def test_a_report_that_joins_an_incident_later_leaves_its_id_and_the_release_can_be_made_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    run("release", workspace)
    (known,) = pl.read_parquet(Path(workspace.published) / "0.1.0" / "incident.parquet")["incident_id"]
    for number in range(3):
        report(tmp_path, f"again{number}.txt", f"{FIRST[:-1]} in note {number}.")
    release = Path(run("release", workspace)["path"])
    (row,) = pl.read_parquet(release / "incident.parquet").iter_rows(named=True)
    assert (row["incident_id"], row["n_documents"], row["first_release"]) == (known, 4, "0.1.0")
    again = workspace.model_copy(update={"build": str(tmp_path / "aside"), "version": "0.2.0"})
    run("build", again)
    made = rebuild_check(again.read(*FINISHED, *OUTCOMES), release, inputs=inputs(again))
    assert made.ok, made.different


def test_changed_inputs_stop_a_release_and_name_the_file(workspace: Workspace) -> None:
    text = Path(workspace.raw) / "reports" / "first.txt"
    text.write_text(SECOND, encoding="utf-8")
    with pytest.raises(InputError, match=r"first\.txt is changed"):
        run("release", workspace)
    assert not Path(workspace.published).exists()


def test_a_build_leaves_no_history_and_no_release(workspace: Workspace, history: Path) -> None:
    run("build", workspace)
    assert not Path(workspace.published).exists()
    assert not list(history.iterdir())
    assert (Path(workspace.build) / "claim_flat.parquet").is_file()


def test_two_runs_do_not_write_into_one_folder(workspace: Workspace) -> None:
    Path(workspace.build).mkdir()
    handle = os.open(workspace.build, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(HarmLedgerError, match="Another run"):
            run("build", workspace)
    finally:
        os.close(handle)


def instance() -> dg.DagsterInstance:
    return dg.DagsterInstance.from_config(str(Path(__file__).parents[2]))


def failed_checks() -> set[str]:
    """Names of the checks that failed in the last run."""
    with instance() as kept:
        (last,) = kept.get_runs(limit=1)
        entries = kept.all_logs(last.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
        made = [entry.dagster_event.asset_check_evaluation_data for entry in entries if entry.dagster_event]
        return {evaluation.check_name for evaluation in made if not evaluation.passed}
