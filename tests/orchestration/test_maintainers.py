"""What a maintainer reads on the Dagster page without opening a log: offending rows, a release's preview, new files."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest

import expectations
from assets.checks import gate, table_checks
from assets.published import LONGEST, release_preview
from assets.resources import Workspace
from assets.sensors import raw_files_changed
from assets.tables import SHOWN, markdown_table, offending_rows
from conftest import outcomes
from pipeline.corpus import input_lock
from pipeline.release import publish
from pipeline.release.preview import Preview
from pipeline.schema import TABLES, conform
from pipeline.storage import write_table
from support import ledger


def error_on_claim() -> expectations.Rule:
    return next(rule for rule in expectations.rules() if (rule.table, rule.severity) == ("claim", "error"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A finished build of the made-up reports."""
    folders = {name: str(tmp_path / name) for name in ("raw", "build", "published")}
    made = Workspace(**folders)
    keep(made, {**ledger.tables(), **outcomes(None)})
    (tmp_path / "raw" / "reports").mkdir(parents=True)
    (tmp_path / "raw" / "reports" / "first.txt").write_text("At least 12 people were killed.\n")
    return made


def keep(workspace: Workspace, tables: dict[str, pl.DataFrame]) -> None:
    Path(workspace.build).mkdir(exist_ok=True)
    for name, frame in tables.items():
        write_table(frame, TABLES[name], Path(workspace.build))


def break_rule(workspace: Workspace, rule: expectations.Rule, keys: list[str]) -> None:
    tables = outcomes(rule.rule_id)
    rows = [{"rule_id": rule.rule_id, "row_key": key, "detail": "killed_min 12 | <b>killed_max</b> 3"} for key in keys]
    keep(workspace, {**tables, "quality_violation": conform(pl.DataFrame(rows), TABLES["quality_violation"])})


def evaluated(workspace: Workspace, check: dg.AssetChecksDefinition) -> dict[str, Any]:
    only = dg.AssetSelection.all_asset_checks()
    made = dg.materialize([check], resources={"workspace": workspace}, selection=only, raise_on_error=False)
    return {evaluation.check_name: evaluation for evaluation in made.get_asset_check_evaluations()}


def test_a_failed_check_shows_the_rows_that_broke_it_with_what_stands_in_them(workspace: Workspace) -> None:
    rule = error_on_claim()
    claim = ledger.tables()["claim"].row(0, named=True)
    break_rule(workspace, rule, [claim["claim_id"]])
    (checks,) = [check for check in table_checks() if check.node_def.name == "rules_of_claim"]
    failed = [evaluation for evaluation in evaluated(workspace, checks).values() if not evaluation.passed]
    (evaluation,) = failed
    assert claim["claim_id"] in (evaluation.description or "")
    table = evaluation.metadata["offending_rows"]
    assert isinstance(table, dg.MarkdownMetadataValue)
    assert f"| {claim['claim_id']} | killed\\_min 12 \\| &lt;b&gt;killed\\_max&lt;/b&gt; 3 |" in (table.value or "")
    assert claim["quote"] in (table.value or "")


def test_the_gate_names_every_blocking_rule_with_its_first_row_and_its_reason(workspace: Workspace) -> None:
    assert evaluated(workspace, gate)["no_blocking_rule_failed"].passed
    rule = error_on_claim()
    break_rule(workspace, rule, ["c-1"])
    evaluation = evaluated(workspace, gate)["no_blocking_rule_failed"]
    assert not evaluation.passed
    shown = evaluation.metadata["failed_rules"].value.replace("\\", "")
    assert rule.rule_id in shown
    assert "c-1" in shown
    assert "nothing is published" in (evaluation.description or "")


def test_a_long_list_of_offending_rows_is_cut_and_says_so() -> None:
    rows = pl.DataFrame({"row_key": [f"c-{n}" for n in range(SHOWN + 5)], "detail": [None] * (SHOWN + 5)})
    shown = offending_rows(rows, "claim", pl.DataFrame())
    assert shown.count("\n| c-") == SHOWN
    assert "5 more" in shown


def test_text_from_a_source_marks_nothing_up() -> None:
    shown = markdown_table(("a",), [("<img src=x>|[x](y)\n`z`\u202e",)])
    assert shown.splitlines()[2:] == [
        "| &lt;img src=x&gt;\\|\\[x\\](y)\\u000a\\`z\\`\\\\u202e |".replace("\\u000a", "\\\\u000a")
    ]


def preview(workspace: Workspace) -> str:
    made = dg.materialize([release_preview], resources={"workspace": workspace}, selection=["release_preview"])
    (event,) = made.asset_materializations_for_node("preview_release")
    text = event.metadata["what_would_change"].value
    assert isinstance(text, str)
    return text


def test_the_preview_says_in_words_what_a_release_would_change_and_publishes_nothing(workspace: Workspace) -> None:
    published = Path(workspace.published)
    assert preview(workspace).startswith("This would be the first release.")
    publish({**ledger.tables(), **outcomes(None)}, published, inputs=ledger.inputs())
    assert preview(workspace).startswith("The tables equal those of release 0.1.0")
    keep(workspace, ledger.tables(killed=14) | outcomes(None))
    shown = preview(workspace)
    assert "Qasr al-Wadi" in shown
    assert "killed 12–16 → 14–16" in shown
    assert [path.name for path in published.iterdir()] == ["0.1.0"]


def test_a_preview_too_long_for_a_page_is_cut_there_and_whole_in_the_file_it_names(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = Preview("a line\n" * LONGEST + "\n## Tables\n\n| claim | 1 |\n", True, "0.2.0", "MINOR: so")
    monkeypatch.setattr("pipeline.release.preview.preview", lambda *_, **__: long)
    shown = preview(workspace)
    assert len(shown) < LONGEST + 150
    assert shown.endswith("\n\n## Tables\n\n| claim | 1 |\n"), "the counts are never cut"
    (named,) = re.findall("`(.*)` in the build folder has all of it", shown)
    assert (Path(workspace.build) / named).read_text(encoding="utf-8") == long.text


Asked = Callable[[str | None], tuple[list[dg.RunRequest], str | None]]


@pytest.fixture
def asked(workspace: Workspace) -> Asked:
    """Runs the sensor asks for, and its cursor, given the cursor before."""

    def run(cursor: str | None) -> tuple[list[dg.RunRequest], str | None]:
        context = dg.build_sensor_context(cursor=cursor)
        told = raw_files_changed(context, workspace=workspace)
        assert isinstance(told, dg.SensorResult)
        return list(told.run_requests or []), told.cursor

    return run


def test_a_new_and_a_changed_file_are_noticed_once_each(workspace: Workspace, asked: Asked) -> None:
    (first,), cursor = asked(None)
    assert first.tags["harm_ledger/differs_from_release"] == "reports/first.txt"
    assert asked(cursor) == ([], cursor), "what was asked for is not asked for again"
    (Path(workspace.raw) / "reports" / "second.txt").write_text("Three people were killed.\n")
    (second,), later = asked(cursor)
    assert second.run_key != first.run_key
    assert "reports/second.txt" in second.tags["harm_ledger/differs_from_release"]
    (Path(workspace.raw) / "reports" / "second.txt").write_text("Four people were killed.\n")
    (third,), last = asked(later)
    assert third.run_key == last
    (Path(workspace.raw) / "reports" / "second.txt").write_text("Four people were killed.\n")
    assert asked(last) == ([], last), "the same bytes again are no change"


def test_what_the_newest_release_was_made_from_is_not_new(workspace: Workspace, asked: Asked) -> None:
    inputs = input_lock(Path(workspace.raw))
    publish({**ledger.tables(), **outcomes(None)}, Path(workspace.published), inputs=inputs)
    requests, cursor = asked(None)
    assert requests == []
    assert cursor, "a later change is told from it"


def test_the_run_it_asks_for_reads_files_that_are_not_locked_yet(asked: Asked) -> None:
    (request,), _ = asked(None)
    assert request.run_config["resources"]["workspace"]["config"] == {"locked": False}
