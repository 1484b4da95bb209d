"""Claims related to each other and gathered into incidents and totals."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from assets.catalogue import table_spec
from assets.resources import Clock, Workspace

GROUP = "reconciled"
RECONCILED = ("claim_relation", "pair_judgement", "incident", "incident_claim", "incident_relation", "id_history")
READ_BY_RECONCILE = (
    "claim",
    "source_document",
    "document_text",
    "place",
    "place_name",
    "organisation",
    "organisation_name",
    "actor",
    "actor_name",
)


@dg.multi_asset(
    specs=[table_spec(asset, group=GROUP, deps=READ_BY_RECONCILE, code=("pipeline.reconcile",)) for asset in RECONCILED]
)
def incidents(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Trace origins, judge pairs of claims, gather claims into incidents; totals stay apart, ids stay the same."""
    from pipeline.reconcile import Memory, reconcile
    from pipeline.release import succession

    clock = Clock()
    curation = Path(workspace.curation) if workspace.curation else None
    memory = Memory.of(*succession(Path(workspace.published), workspace.version)) if workspace.follows else None
    made = reconcile(
        workspace.read(*READ_BY_RECONCILE),
        curation,
        memory,
        workspace.pairs,
        workers=workspace.workers,
        backend=workspace.backend,
    )
    yield from workspace.write({name: made[name] for name in RECONCILED}, clock)
