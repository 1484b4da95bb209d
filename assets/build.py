"""Runs the jobs for the command line: which folders a build or a release takes and refuses."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dagster._core.errors import DagsterAssetCheckFailedError

from assets.checks import failed_rules
from assets.confirm import Confirm
from assets.derived import FINISHED
from assets.foreseen import inputs
from assets.progress import Progress
from assets.quality import OUTCOMES
from assets.resources import ROOT, Workspace
from assets.run import run
from pipeline.errors import InputError, QualityError, UsageError
from pipeline.release import Rebuild, latest, next_version, rebuild_check

RESERVED = ("gazetteer", "authority")


def build_tables(raw: Path, out: Path, workers: int, progress: Progress) -> None:
    """Make every table of a folder of texts in ``out``.

    Raises:
        UsageError: If the folders cannot be used.
        InputError: If the folder of texts cannot be used as a whole.
    """
    _readable(raw)
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file.", "Give --out a folder.")
    if out.resolve().is_relative_to(raw.resolve()):
        raise UsageError(f"{out} lies inside {raw}: the next build would read it.", "Give --out another folder.")
    _prepare(out)
    run(
        "build",
        Workspace(
            raw=str(raw.resolve()),
            reference=str(_reference(raw)),
            curation=_curation(raw),
            build=str(out.resolve()),
            locked=False,
            # Texts of one's own are nothing this project's releases tell of.
            follows=raw.resolve() == ROOT / "data" / "raw",
            workers=workers,
        ),
        progress=progress,
    )


def publish_release(
    version: str | None, workers: int, progress: Progress, confirm: Confirm | None = None
) -> dict[str, Any]:
    """Run the whole chain over this checkout's data/raw and publish.

    Args:
        version: Number of the release; None for the one the changes ask for.
        workers: Processes that extract claims.
        progress: Told what is done.
        confirm: Asked before anything is published; without it the release goes out unasked.

    Returns:
        ``version``, ``path`` and ``created`` of the release, the newest one where nothing changed.

    Raises:
        UsageError: If this is no checkout with raw data.
        QualityError: If a blocking rule failed.
        HarmLedgerError: If an input or a release is at fault.
    """
    workspace = Workspace(workers=workers, version=version)
    _readable(Path(workspace.raw))
    # Before the long part, not after it.
    next_version(Path(workspace.published), version)
    try:
        made = run("release", workspace, progress=progress, confirm=confirm and _unless_failed(confirm, workspace))
    except DagsterAssetCheckFailedError as stopped:
        raise _failed(workspace) from stopped
    if made:
        return dict(made)
    newest = latest(Path(workspace.published))
    return {"version": newest and newest.name, "path": str(newest), "created": False, "why": ""}


def _unless_failed(confirm: Confirm, workspace: Workspace) -> Confirm:
    """Asks nobody about tables that may not be published."""

    def ask(preview: Mapping[str, Any]) -> str | None:
        if failed_rules(workspace):
            raise _failed(workspace)
        return confirm(preview)

    return ask


def _failed(workspace: Workspace) -> QualityError:
    return QualityError(
        f"Nothing was published: blocking rules failed: {', '.join(failed_rules(workspace))}.",
        f"The rows are in {Path(workspace.build) / 'quality_violation.parquet'}; the last release is untouched.",
    )


def rebuild_newest(workers: int, progress: Progress) -> Rebuild:
    """Make the newest release again from data/raw by the code as it is, in a folder of its own, and compare.

    Raises:
        UsageError: If there is no release.
        HarmLedgerError: If an input or the release is at fault.
    """
    published = ROOT / "data" / "published"
    release = latest(published)
    if release is None:
        raise UsageError(f"There is no release in {published}.", "harm-ledger release makes one.")
    with tempfile.TemporaryDirectory(prefix="harm-ledger-") as scratch:
        workspace = Workspace(build=scratch, workers=workers, version=release.name)
        run("build", workspace, progress=progress)
        return rebuild_check(workspace.read(*FINISHED, *OUTCOMES), release, inputs=inputs(workspace))


def _readable(raw: Path) -> None:
    if not raw.exists():
        raise UsageError(f"There is no folder {raw}.", "Give --raw the folder that holds the texts.")
    if not raw.is_dir():
        raise UsageError(f"{raw} is a file.", "Give --raw the folder that holds it.")


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{out} cannot be made: {error.strerror}.", "Give --out a folder you may write to.") from error


def _reference(raw: Path) -> Path:
    own = [name for name in RESERVED if (raw / name).is_dir()]
    if own and len(own) < len(RESERVED):
        missing = next(name for name in RESERVED if name not in own)
        raise InputError(
            f"{raw} has a folder {own[0]} but none named {missing}.",
            f"Copy {ROOT / 'data' / 'raw' / missing} beside it, or take {own[0]} away.",
        )
    return raw.resolve() if own else ROOT / "data" / "raw"


def _curation(raw: Path) -> str | None:
    # Decisions are about claims by their ids: this project's own would be refused over other texts.
    own = raw / "curation"
    return str(own.resolve()) if own.is_dir() else None
