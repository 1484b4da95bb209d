"""The release that the tables of a run would make: its number, what it follows and what it is made from."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from assets.catalogue import RAW_FILE
from assets.resources import Workspace


def inputs(workspace: Workspace) -> dict[str, dict[str, str]]:
    """Collection to file to sha256, as the run found them."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for collection, name, sha256 in workspace.read(RAW_FILE.name)[RAW_FILE.name].iter_rows():
        found[collection][name] = sha256
    return dict(found)


def foreseen(workspace: Workspace) -> tuple[Path | None, dict[str, Any]]:
    """The release before the one to be, and the manifest of the latter without its tables.

    Texts that no release tells of follow none.
    """
    from pipeline.release import succession
    from pipeline.release.fingerprint import fingerprint
    from pipeline.release.layout import FIRST
    from pipeline.release.manifest import make_manifest

    before, number = (
        succession(Path(workspace.published), workspace.version) if workspace.follows else (None, str(FIRST))
    )
    previous = before.name if before else None
    return before, make_manifest(number, previous, fingerprint(), inputs(workspace), {})
