"""Tables of a release that repeat others for readers' ease: one entry each in ``VIEWS``.

Each becomes ``<table>.parquet``, a table of the DuckDB file and an entry of the manifest, and is verified and rebuilt
like any other. Nothing reads them back. To add one: declare its ``Table`` in ``pipeline.schema.derived``, write a
function from the release's tables to its rows, and add the two here. A file that is no table belongs into
``pipeline.release.companions``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from pipeline.claim_flat import claim_flat
from pipeline.incident_flat import incident_flat
from pipeline.lineage_table import lineage
from pipeline.schema import Table, published_tables
from pipeline.schema.derived import CLAIM_FLAT, INCIDENT_FLAT, LINEAGE, USAGE_WARNING
from pipeline.usage_warnings import usage_warning


@dataclass(frozen=True, slots=True)
class View:
    """A table made from the others.

    Attributes:
        table: Its declaration.
        make: Its rows, from every published table as the release holds it.
    """

    table: Table
    make: Callable[[Mapping[str, pl.DataFrame]], pl.DataFrame]


VIEWS: tuple[View, ...] = (
    View(CLAIM_FLAT, claim_flat),
    View(INCIDENT_FLAT, incident_flat),
    View(USAGE_WARNING, lambda _: usage_warning()),
    View(LINEAGE, lineage),
)
"""In the order a reader meets them."""


def released_tables() -> dict[str, Table]:
    """Declarations of every table in a release, in the order a reader meets them; ``claim_flat`` first."""
    return {**{view.table.name: view.table for view in VIEWS}, **published_tables()}


def with_views(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The published tables and every view over them."""
    return {**tables, **{view.table.name: view.make(tables) for view in VIEWS}}
