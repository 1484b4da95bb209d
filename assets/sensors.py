"""Notices that data/raw is no longer what was last built, and asks for a build with a preview. It never publishes."""

import hashlib
import json
from pathlib import Path

import dagster as dg

from assets.jobs import preview_job
from assets.resources import Workspace

Inputs = dict[str, dict[str, str]]

NAMED = 10
"""Files a run is labelled with; a run's page shows them."""


@dg.sensor(
    job=preview_job,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Asks for a build when files in data/raw are added, changed or taken away, by their sha256. "
    "Whether to release what comes out is for a person to say.",
)
def raw_files_changed(context: dg.SensorEvaluationContext, workspace: Workspace) -> dg.SensorResult:
    """Compare data/raw with what was last asked for, at first with the inputs of the newest release."""
    from pipeline.corpus import input_lock

    now = input_lock(Path(workspace.raw))
    released = _released(workspace)
    known = context.cursor or _digest(released)
    state = _digest(now)
    if state == known:
        return dg.SensorResult(skip_reason="data/raw holds the files that were last built.", cursor=state)
    request = dg.RunRequest(
        run_key=state,
        # A new file is not locked yet: looking at what it gives needs no lock, releasing it does.
        run_config={"resources": {"workspace": {"config": {"locked": False}}}},
        tags={"harm_ledger/differs_from_release": _named(released, now)},
    )
    return dg.SensorResult(run_requests=[request], cursor=state)


def _released(workspace: Workspace) -> Inputs:
    from pipeline.release import latest
    from pipeline.release.manifest import read_manifest

    release = latest(Path(workspace.published))
    inputs: Inputs = {} if release is None else read_manifest(release)["inputs"]
    return inputs


def _digest(inputs: Inputs) -> str:
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def _named(before: Inputs, now: Inputs) -> str:
    old, new = _by_path(before), _by_path(now)
    files = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    return ", ".join(files[:NAMED]) + more or "nothing"


def _by_path(inputs: Inputs) -> dict[str, str]:
    return {f"{folder}/{name}": sha for folder, held in inputs.items() for name, sha in held.items()}
