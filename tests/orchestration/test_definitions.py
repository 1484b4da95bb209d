"""What the Dagster page shows of the chain."""

from pathlib import Path

import dagster as dg
import pytest

from assets.catalogue import TABLE_OF
from assets.checks import GATE, check_name
from assets.definitions import defs
from expectations import rules
from pipeline.release.views import released_tables
from pipeline.schema import TABLES

GRAPH = Path(__file__).with_name("asset_graph.txt")
JOBS = ("release", "preview", "publish_as_previewed", "build")
STAGES = ["raw", "parsed", "extracted", "reconciled", "derived", "quality", "published"]


def specs() -> list[dg.AssetSpec]:
    return sorted(defs.resolve_all_asset_specs(), key=lambda spec: (STAGES.index(spec.group_name or ""), spec.key))


def checks() -> dict[dg.AssetCheckKey, dg.AssetCheckSpec]:
    return {
        spec.key: spec
        for definition in defs.resolve_asset_graph().assets_defs
        for spec in definition.check_specs_by_output_name.values()
    }


def test_the_asset_graph_is_the_one_agreed_on() -> None:
    lines = []
    for spec in specs():
        lines.append(f"{spec.group_name}/{spec.key.to_user_string()}")
        lines += [f"  <- {key}" for key in sorted(dep.asset_key.to_user_string() for dep in spec.deps)]
    graph = "\n".join(lines) + "\n"
    assert graph == GRAPH.read_text(encoding="utf-8"), f"if the change is meant, put this into {GRAPH}:\n{graph}"


def test_stages_follow_each_other() -> None:
    stage = {spec.key: STAGES.index(spec.group_name or "") for spec in specs()}
    for spec in specs():
        assert all(stage[dep.asset_key] <= stage[spec.key] for dep in spec.deps), spec.key


def test_every_table_of_the_schema_is_an_asset() -> None:
    assert {*TABLES, *released_tables()} <= {spec.key.to_user_string() for spec in specs()}


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.key.to_user_string())
def test_an_asset_says_what_it_holds(spec: dg.AssetSpec) -> None:
    name = spec.key.to_user_string()
    assert spec.description
    assert spec.code_version
    if name in {"release", "release_preview"}:
        return
    columns = spec.metadata["dagster/column_schema"].columns
    assert [column.name for column in columns] == TABLE_OF[name].columns
    assert all(column.description for column in columns)


def test_every_rule_is_a_check_that_says_why() -> None:
    shown = {key.name: spec for key, spec in checks().items()}
    for rule in rules():
        spec = shown[check_name(rule.rule_id)]
        assert rule.rationale in (spec.description or "")
        assert spec.metadata["severity"] == rule.severity


def test_a_rule_is_shown_on_the_table_it_looks_at() -> None:
    shown = {key.name: key.asset_key.to_user_string() for key in checks()}
    for rule in rules():
        assert shown[check_name(rule.rule_id)] == rule.table


def test_the_code_location_loads_whole() -> None:
    defs.get_repository_def().load_all_definitions()


def test_one_check_blocks() -> None:
    assert [key for key, spec in checks().items() if spec.blocking] == [GATE]


@pytest.mark.parametrize("job", JOBS)
def test_jobs_run_in_one_process(job: str) -> None:
    assert defs.resolve_job_def(job).executor_def is dg.in_process_executor


def test_only_the_release_jobs_publish_and_show_the_difference_first() -> None:
    publishing = {
        job: {key.to_user_string() for key in defs.resolve_job_def(job).asset_layer.executable_asset_keys}
        for job in JOBS
    }
    assert {job for job, assets in publishing.items() if "release" in assets} == {"release", "publish_as_previewed"}
    assert {job for job, assets in publishing.items() if "release_preview" in assets} == {"release", "preview"}
    (release,) = [spec for spec in specs() if spec.key.to_user_string() == "release"]
    assert "release_preview" in {dep.asset_key.to_user_string() for dep in release.deps}


def test_the_sensor_asks_for_a_job_that_does_not_publish() -> None:
    assert [sensor.job_name for sensor in defs.sensors or [] if isinstance(sensor, dg.SensorDefinition)] == ["preview"]
