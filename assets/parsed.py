"""Documents read from raw files: texts, furniture, sentences, and what could not be read."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from assets.catalogue import RAW_FILE, table_spec
from assets.resources import Clock, Workspace

GROUP = "parsed"
TABLES_READ = {
    "document_as_read": "source_document",
    "document_text": "document_text",
    "document_span": "document_span",
    "sentence": "sentence",
    "parse_issue_as_read": "parse_issue",
}
"""Asset to the table of the corpus it holds."""
UNFINISHED_MEANING = {
    "document_as_read": "One text as it was read, its publisher named but not yet looked up.",
    "parse_issue_as_read": "What could not be read, before claims that curators rejected are added.",
}


@dg.multi_asset(
    specs=[
        table_spec(
            asset,
            group=GROUP,
            deps=(RAW_FILE.name,),
            code=("pipeline.corpus", "pipeline.text"),
            description=UNFINISHED_MEANING.get(asset),
        )
        for asset in TABLES_READ
    ]
)
def documents(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Read every collection; a file that cannot be used becomes a parse issue."""
    from pipeline.corpus import read_corpus

    clock = Clock()
    tables = read_corpus(Path(workspace.raw), locked=workspace.locked)
    yield from workspace.write({asset: tables[table] for asset, table in TABLES_READ.items()}, clock)
