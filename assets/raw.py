"""What lies in data/raw: an inventory of the files, and the reference tables people keep there."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import polars as pl

from assets.catalogue import RAW_FILE, table_spec
from assets.resources import Clock, Workspace

GROUP = "raw"
AUTHORITY = ("organisation", "organisation_name", "actor", "actor_name")
REFERENCE = {"gazetteer_place": "place", "gazetteer_place_name": "place_name", **{name: name for name in AUTHORITY}}
"""Asset to the table of reference it holds."""


@dg.multi_asset(specs=[table_spec(RAW_FILE.name, group=GROUP, deps=(), code=("pipeline.corpus",))])
def raw_files(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """List every input with its sha256."""
    from pipeline.corpus import input_lock

    clock = Clock()
    rows = [
        (collection, name, sha256)
        for collection, hashes in input_lock(Path(workspace.raw)).items()
        for name, sha256 in hashes.items()
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(RAW_FILE.columns, pl.String), orient="row")
    yield from workspace.write({RAW_FILE.name: frame}, clock)


@dg.multi_asset(
    specs=[
        table_spec(
            asset,
            group=GROUP,
            deps=(RAW_FILE.name,),
            code=("pipeline.authority",),
            description="Places as data/raw/gazetteer has them, before places that only sources name are added."
            if asset == "gazetteer_place"
            else None,
        )
        for asset in REFERENCE
    ]
)
def reference_tables(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Read places, organisations and actors with all their names."""
    from pipeline.authority import load_reference

    clock = Clock()
    tables = load_reference(Path(workspace.reference))
    yield from workspace.write({asset: tables[table] for asset, table in REFERENCE.items()}, clock)
