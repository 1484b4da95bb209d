"""Every rule run over every table, once; the outcomes are tables of the release."""

from collections.abc import Iterator

import dagster as dg

from assets.catalogue import RAW_FILE, table_spec
from assets.derived import FINISHED
from assets.foreseen import foreseen
from assets.resources import Clock, Tables, Workspace
from pipeline.schema import DERIVED

GROUP = "quality"
OUTCOMES = ("quality_result", "quality_violation")
CHECKED = (*FINISHED, *DERIVED)
"""What the rules look at before they look at what changed and at their own outcomes."""


@dg.multi_asset(
    specs=[
        table_spec(asset, group=GROUP, deps=(RAW_FILE.name, *CHECKED), code=("expectations", "pipeline.release"))
        for asset in (*OUTCOMES, "change_log")
    ]
)
def quality(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Run the rules over the rows as they would be published; what a failure does is for the checks to say."""
    from expectations.run import check
    from pipeline.release.derive import as_published, before_log

    clock = Clock()
    before, manifest = foreseen(workspace)
    tables = workspace.read(*CHECKED)
    # Texts that are held back from a release are still there for the rules about offsets.
    stamped = before_log(tables, before, manifest["release"])["incident"]

    def changes(outcomes: Tables) -> Tables:
        return {"change_log": as_published({**tables, **outcomes}, before, manifest).tables["change_log"]}

    yield from workspace.write(check({**tables, "incident": stamped}, changes), clock)
