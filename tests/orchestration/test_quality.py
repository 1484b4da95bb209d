"""The rules look at the rows that are published: every table, none of them before it is made."""

import shutil
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.checks import GATE, gate, table_checks
from assets.derived import FINISHED, derived
from assets.foreseen import foreseen
from assets.quality import OUTCOMES, quality
from assets.resources import ROOT, Workspace
from conftest import outcomes
from expectations import rules
from expectations.run import evaluate
from pipeline.errors import QualityError
from pipeline.release import latest, publish
from pipeline.release.derive import as_published
from pipeline.release.views import released_tables, with_views
from pipeline.schema import TABLES, conform
from pipeline.storage import read_tables, write_table
from support import ledger

Frames = dict[str, pl.DataFrame]
Change = Callable[[Frames], pl.DataFrame]
HELD_BACK = {"document_text"}
"""Tables a release may hold fewer rows of than the rules saw: texts that may not be published."""


@pytest.fixture(scope="module")
def newest() -> Path:
    release = latest(ROOT / "data" / "published")
    assert release is not None
    return release


@pytest.fixture(scope="module")
def held(newest: Path) -> Frames:
    """The tables of the newest release, with what is derived from them."""
    return with_views(read_tables(newest))


def test_every_published_table_has_a_rule_and_every_rule_sees_the_rows_that_are_published(
    newest: Path, tmp_path: Path
) -> None:
    workspace = Workspace(build=str(tmp_path / "build"), published=str(tmp_path / "published"))
    shutil.copytree(newest.parent, workspace.published)
    Path(workspace.build).mkdir()
    tables = read_tables(newest)
    tables["source_document"] = tables["source_document"].with_columns(title=pl.col("title") + " (corrected)")
    for name, frame in tables.items():
        write_table(frame, TABLES[name], Path(workspace.build))
    assert dg.materialize([derived, quality], resources={"workspace": workspace}, selection="*").success
    made = workspace.read(*FINISHED, *OUTCOMES)
    released = with_views(as_published(made, *foreseen(workspace)).tables)
    rows = {name: released[name].height for name in released_tables()}
    assert rows["change_log"], "something changed"
    seen: dict[str, set[int]] = {}
    for name, checked in made["quality_result"].select("table_name", "n_checked").iter_rows():
        seen.setdefault(name, set()).add(checked)
    assert {name for name in rows if name not in seen} == set(), "tables without a rule"
    for name, height in rows.items():
        assert seen[name] == {height} or (name in HELD_BACK and min(seen[name]) >= height), name


def test_a_table_that_no_rule_looked_at_is_not_published(tmp_path: Path) -> None:
    found = outcomes(None)
    of_claims = pl.col("table_name") == "claim"
    blind = found["quality_result"].with_columns(
        n_checked=pl.when(of_claims).then(0).otherwise("n_checked").cast(pl.Int64)
    )
    with pytest.raises(QualityError, match="claim_quote_equals_slice"):
        publish({**ledger.tables(), **found, "quality_result": blind}, tmp_path, inputs=ledger.inputs())
    assert not list(tmp_path.glob("*.*.*"))


def altered(table: str, column: str, value: object) -> Change:
    """The first row of a table with another value in one column."""

    def change(frames: Frames) -> pl.DataFrame:
        frame = frames[table]
        first = pl.int_range(frame.height) == 0
        return frame.with_columns(pl.when(first).then(pl.lit(value)).otherwise(column).alias(column))

    return change


def without_first(table: str) -> Change:
    """A table with one row fewer."""
    return lambda frames: frames[table].tail(-1)


@pytest.mark.parametrize(
    ("table", "change", "rule_id"),
    [
        ("claim_flat", altered("claim_flat", "killed_min", 9999), "claim_flat_repeats"),
        ("claim_flat", without_first("claim_flat"), "claim_flat_repeats"),
        ("claim_flat", altered("claim_flat", "publisher_name", "Another Outlet"), "claim_flat_names_agree"),
        ("claim_flat", altered("claim_flat", "place_name", "Elsewhere"), "claim_flat_names_agree"),
        ("claim_flat", altered("claim_flat", "incident_id", "i-none"), "claim_flat_incident_is_linked"),
        ("claim_flat", altered("claim_flat", "children_killed", 77), "claim_flat_subset_is_minimum"),
        ("incident_flat", altered("incident_flat", "killed_max", 9999), "incident_flat_repeats"),
        ("incident_flat", without_first("incident_flat"), "incident_flat_repeats"),
        ("incident_flat", altered("incident_flat", "latitude", 1.0), "incident_flat_names_agree"),
        ("incident_flat", altered("incident_flat", "speakers", "Nobody"), "incident_flat_voices_agree"),
        ("incident_flat", altered("incident_flat", "usage_warnings", None), "incident_flat_warned"),
        ("lineage", altered("lineage", "to_node", "claim:c-none"), "lineage_nodes_exist"),
        ("lineage", without_first("lineage"), "lineage_reaches_the_file"),
        ("usage_warning", altered("usage_warning", "applies_to", "claims"), "usage_warning_of_known_table"),
        ("usage_warning", altered("usage_warning", "words", ""), "usage_warning_has_words"),
    ],
)
def test_a_derived_table_that_was_tampered_with_is_refused_and_the_rule_named(
    held: Frames, table: str, change: Change, rule_id: str
) -> None:
    rule = next(rule for rule in rules() if rule.rule_id == rule_id)
    assert rule.severity == "error"
    assert evaluate([rule], held)["quality_violation"].is_empty()
    assert not evaluate([rule], {**held, table: change(held)})["quality_violation"].is_empty()


def test_a_word_or_a_hash_in_the_lineage_that_is_not_the_texts_is_refused(held: Frames) -> None:
    named = {rule.rule_id: rule for rule in rules()}
    for column, step, rule_id in (
        ("words", "rests_on", "lineage_words_are_characters"),
        ("sha256", "read_from", "lineage_reaches_the_file"),
    ):
        wrong = pl.when(pl.col("step") == step).then(pl.lit("0")).otherwise(column).alias(column)
        tampered = {**held, "lineage": held["lineage"].with_columns(wrong)}
        assert not evaluate([named[rule_id]], tampered)["quality_violation"].is_empty()


def test_a_figure_without_a_claim_behind_it_is_refused(held: Frames) -> None:
    (rule,) = [rule for rule in rules() if rule.rule_id == "lineage_of_every_figure"]
    fewer = held["lineage"].filter(pl.col("step") != "lowest_of")
    assert not evaluate([rule], {**held, "lineage": fewer})["quality_violation"].is_empty()


def test_a_change_that_is_told_and_did_not_happen_is_refused(held: Frames) -> None:
    (rule,) = [rule for rule in rules() if rule.rule_id == "change_log_row_as_told"]
    told = {"table_name": "claim", "row_key": held["claim"]["claim_id"][0], "reason": "made up", "release": "0.9.0"}
    for change, n_broken in (("added", 0), ("removed", 1)):
        log = conform(pl.DataFrame([told | {"change": change}]), TABLES["change_log"])
        assert evaluate([rule], {**held, "change_log": log})["quality_violation"].height == n_broken


def test_a_claim_that_breaks_a_rule_is_read_off_its_check_without_opening_a_log(newest: Path, tmp_path: Path) -> None:
    workspace = Workspace(build=str(tmp_path / "build"), published=str(newest.parent))
    Path(workspace.build).mkdir()
    tables = read_tables(newest)
    first = pl.int_range(tables["claim"].height) == 0
    broken_claim = tables["claim"].with_columns(
        killed_min=pl.when(first).then(-4).otherwise("killed_min").cast(pl.Int64)
    )
    for name, frame in {**tables, "claim": broken_claim}.items():
        write_table(frame, TABLES[name], Path(workspace.build))
    of_claims = [check for check in table_checks() if check.node_def.name == "rules_of_claim"]
    everything = dg.AssetSelection.all() | dg.AssetSelection.all_asset_checks()
    made = dg.materialize(
        [derived, quality, *of_claims, gate],
        resources={"workspace": workspace},
        selection=everything,
        raise_on_error=False,
    )
    found = {one.check_name: one for one in made.get_asset_check_evaluations()}
    key = tables["claim"]["claim_id"][0]
    broken = found["claim_counts_not_negative"]
    assert not broken.passed
    assert f"the first {key}: killed_min is -4" in (broken.description or "")
    shown = str(broken.metadata["offending_rows"].value)
    assert shown.startswith("| row | found | in the row |\n|--|--|--|\n| " + key)
    assert "killed\\_min: -4" in shown
    assert not found[GATE.name].passed
    assert "claim\\_counts\\_not\\_negative" in str(found[GATE.name].metadata["failed_rules"].value)
