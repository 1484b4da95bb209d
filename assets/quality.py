"""Every rule run over every table, once; the outcomes are tables of the release."""

from collections.abc import Iterator

import dagster as dg

from assets.catalogue import table_spec
from assets.extracted import RESOLVED
from assets.raw import AUTHORITY
from assets.reconciled import RECONCILED
from assets.resources import Clock, Workspace

GROUP = "quality"
OUTCOMES = ("quality_result", "quality_violation")
CHECKED = (
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


@dg.multi_asset(specs=[table_spec(asset, group=GROUP, deps=CHECKED, code=("expectations",)) for asset in OUTCOMES])
def quality(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Run the rules; what a failure does is for the checks to say."""
    from expectations.run import check

    clock = Clock()
    outcomes = check(workspace.read(*CHECKED))
    yield from workspace.write({name: outcomes[name] for name in OUTCOMES}, clock)
