"""Claims read from sentences, and the authority records their words resolve to."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from assets.catalogue import RAW_FILE, table_spec
from assets.parsed import TABLES_READ
from assets.progress import Progress
from assets.raw import REFERENCE
from assets.resources import Clock, Workspace

GROUP = "extracted"
READ_BY_EXTRACTION = ("document_as_read", "document_text", "document_span", "sentence", "parse_issue_as_read")
CODED = {"claim_as_coded": "claim", "claim_evidence": "claim_evidence", "parse_issue": "parse_issue"}
"""Asset to the table it holds."""
RESOLVED = ("claim", "source_document", "place", "place_name")


@dg.multi_asset(
    specs=[
        table_spec(
            asset,
            group=GROUP,
            deps=READ_BY_EXTRACTION,
            code=("pipeline.extract", "pipeline.text", "pipeline.curation"),
            description="Claims as coded from each document alone: speaker, place and actor in the text's words only."
            if asset == "claim_as_coded"
            else None,
        )
        for asset in CODED
    ]
)
def coded_claims(workspace: Workspace, progress: dg.ResourceParam[Progress]) -> Iterator[dg.MaterializeResult[None]]:
    """Code every document alone, and apply what curators decided on its claims: nothing else enters them."""
    from pipeline.curation.claims import apply
    from pipeline.extract import extract_claims

    clock = Clock()
    tables = {TABLES_READ[asset]: frame for asset, frame in workspace.read(*READ_BY_EXTRACTION).items()}
    progress.documents(tables["source_document"].height)
    coded = extract_claims(
        tables,
        workers=workspace.workers,
        progress=progress.advance,
        backend=workspace.backend,
        store=workspace.batches,
    )
    decided = apply({**tables, **coded}, Path(workspace.curation) if workspace.curation else None)
    yield from workspace.write({asset: decided[table] for asset, table in CODED.items()}, clock)


@dg.multi_asset(
    specs=[table_spec("decision", group=GROUP, deps=(RAW_FILE.name, "document_as_read"), code=("pipeline.curation",))]
)
def decisions(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """List what curators decided, so that a release can give their reasons for what changed."""
    from pipeline.curation.decisions import decisions as decided

    clock = Clock()
    documents = workspace.read("document_as_read")["document_as_read"]
    rows = decided(Path(workspace.curation) if workspace.curation else None, documents)
    yield from workspace.write({"decision": rows}, clock)


@dg.multi_asset(
    specs=[
        table_spec(
            asset,
            group=GROUP,
            deps=("claim_as_coded", "document_as_read", "document_text", *REFERENCE),
            code=("pipeline.authority", "pipeline.text"),
        )
        for asset in RESOLVED
    ]
)
def resolved_claims(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Resolve speakers, publishers, places and actors; a place no gazetteer knows becomes a place of its own."""
    from pipeline.authority import resolve

    clock = Clock()
    tables = workspace.read("document_text")
    tables["claim"] = workspace.read("claim_as_coded")["claim_as_coded"]
    tables["source_document"] = workspace.read("document_as_read")["document_as_read"]
    reference = {REFERENCE[asset]: frame for asset, frame in workspace.read(*REFERENCE).items()}
    resolved = resolve(tables, reference)
    yield from workspace.write({name: resolved[name] for name in RESOLVED}, clock)
