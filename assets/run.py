"""A Dagster job run inside this process, for the command line: quiet, with errors as the user should see them.

Belongs here: starting a job, its instance and its history. Does not: what is printed (``assets.show``).
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import dagster as dg
from dagster._core.utils import make_new_run_id

from assets.confirm import Confirm
from assets.definitions import defs
from assets.progress import Progress
from assets.resources import ROOT, Workspace
from pipeline.errors import HarmLedgerError

HISTORY = "HARM_LEDGER_HISTORY"
"""Environment variable ``dagster.yaml`` takes the folder of the run history from."""


def run(
    job: Literal["release", "build"],
    workspace: Workspace,
    *,
    progress: Progress | None = None,
    confirm: Confirm | None = None,
) -> Mapping[str, Any]:
    """Run a job to its end.

    A ``release`` is kept in the run history that the Dagster page shows; a ``build`` leaves none.

    Args:
        job: Which one.
        workspace: Folders and settings.
        progress: Told what is done.
        confirm: Asked before a release is published; without it none is asked for.

    Returns:
        Metadata of the ``release`` asset; nothing for a build, or where it was not to be published.

    Raises:
        HarmLedgerError: If an input or the release is at fault, or another run is writing into the build folder.
        DagsterAssetCheckFailedError: If a blocking rule failed.
        KeyboardInterrupt: If the user stopped the run.
    """
    told = progress or Progress()
    with _alone(Path(workspace.build)), _instance(kept=job == "release") as instance:
        workspace.clear()
        if job == "build":
            _execute("build", workspace, instance, told)
            return {}
        if confirm is None:
            return _metadata(_execute("release", workspace, instance, told), "publish")
        seen = _metadata(_execute("preview", workspace, instance, told), "preview_release")
        with told.aside():
            version = confirm(seen)
        if version is None:
            return {}
        chosen = workspace.model_copy(update={"version": version})
        return _metadata(_execute("publish_as_previewed", chosen, instance, told), "publish")


def _execute(job: str, workspace: Workspace, instance: dg.DagsterInstance, told: Progress) -> dg.ExecuteInProcessResult:
    config = {
        "resources": {"workspace": {"config": workspace.model_dump()}},
        # Dagster's own log is kept in the history; on a terminal it would bury what the user wants to read.
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }

    def watch(entry: dg.EventLogEntry) -> None:
        event = entry.dagster_event
        if event is not None and event.is_step_start:
            told.step(str(event.step_key))

    run_id = make_new_run_id()
    instance.add_event_listener(run_id, watch)
    try:
        return defs.resolve_job_def(job).execute_in_process(
            run_config=config, instance=instance, run_id=run_id, resources={"progress": told}
        )
    except dg.DagsterExecutionInterruptedError as stopped:
        raise KeyboardInterrupt from stopped


def _metadata(result: dg.ExecuteInProcessResult, step: str) -> Mapping[str, Any]:
    (made,) = result.asset_materializations_for_node(step)
    return {name: value.value for name, value in made.metadata.items()}


@contextmanager
def _alone(build: Path) -> Iterator[None]:
    """Hold the build folder; the kernel lets go of it whenever this process ends, however it ends."""
    build.mkdir(parents=True, exist_ok=True)
    handle = os.open(build, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            problem = f"Another run is writing into {build}."
            raise HarmLedgerError(problem, "Wait for it to end, and run again.") from None
        yield
    finally:
        os.close(handle)


@contextmanager
def _instance(*, kept: bool) -> Iterator[dg.DagsterInstance]:
    if not kept:
        with dg.DagsterInstance.ephemeral() as instance:
            yield instance
        return
    history = Path(os.environ.setdefault(HISTORY, str(ROOT / ".dagster")))
    history.mkdir(parents=True, exist_ok=True)
    with dg.DagsterInstance.from_config(str(ROOT)) as instance:
        yield instance
