"""The tables a release adds for readers' ease, made before the rules run, so that the rules look at them too."""

from collections.abc import Iterator

import dagster as dg

from assets.catalogue import RAW_FILE, table_spec
from assets.extracted import RESOLVED
from assets.foreseen import foreseen
from assets.raw import AUTHORITY
from assets.reconciled import RECONCILED
from assets.resources import Clock, Workspace
from pipeline.schema import DERIVED

GROUP = "derived"
FINISHED = (
    *RESOLVED,
    *AUTHORITY,
    *RECONCILED,
    "claim_evidence",
    "decision",
    "document_text",
    "document_span",
    "sentence",
    "parse_issue",
)
"""The finished tables."""
CODE = (
    "pipeline.claim_flat",
    "pipeline.incident_flat",
    "pipeline.lineage_table",
    "pipeline.usage_warnings",
    "pipeline.release",
)


@dg.multi_asset(specs=[table_spec(asset, group=GROUP, deps=(RAW_FILE.name, *FINISHED), code=CODE) for asset in DERIVED])
def derived(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Write the flat tables, the warnings and the lineage, as the next release would hold them."""
    from pipeline.release.derive import before_log
    from pipeline.release.views import with_views

    clock = Clock()
    before, manifest = foreseen(workspace)
    made = with_views(before_log(workspace.read(*FINISHED), before, manifest["release"]))
    yield from workspace.write({name: made[name] for name in DERIVED}, clock)
