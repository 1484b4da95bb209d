"""One claim a row with everything about it spelled out: what a spreadsheet or a scorer reads.

Derived from the other tables and never read back by the pipeline.
"""

from collections.abc import Mapping

import polars as pl

from pipeline.schema import TABLES, conform, empty
from pipeline.schema.derived import CLAIM_FLAT


def claim_flat(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Claims with their document, place, actor and incident spelled out.

    ``children_killed`` and ``women_killed`` are the lowest number of the subset (the ``_min`` column). An aggregate
    carries the id of its own incident row, as every claim does that is linked ``positive``.

    Args:
        tables: ``claim`` and whichever of ``source_document``, ``organisation``, ``place``, ``actor``,
            ``incident`` and ``incident_claim`` there are.

    Returns:
        The columns of ``CLAIM_FLAT``, sorted by ``claim_id``; as many rows as ``claim``.
    """

    def table(name: str) -> pl.DataFrame:
        return conform(tables[name], TABLES[name]) if name in tables else empty(TABLES[name])

    frame = (
        table("claim")
        .join(_documents(table("source_document"), table("organisation")), on="document_id", how="left")
        .join(table("place").select("place_id", place_name="name"), on="place_id", how="left")
        .join(table("actor").select("actor_id", actor_name="name"), on="actor_id", how="left")
        .join(_links(table("incident_claim"), table("incident")), on="claim_id", how="left")
        .with_columns(children_killed="children_killed_min", women_killed="women_killed_min")
    )
    return conform(frame.select(CLAIM_FLAT.columns), CLAIM_FLAT)


def _documents(documents: pl.DataFrame, organisations: pl.DataFrame) -> pl.DataFrame:
    names = organisations.select(publisher_id="organisation_id", known_as="name")
    return documents.join(names, on="publisher_id", how="left").select(
        "document_id",
        *("collection", "file_name", "title", "publication_date", "source_url"),
        publisher_name=pl.coalesce("known_as", "publisher_name"),
    )


def _links(links: pl.DataFrame, incidents: pl.DataFrame) -> pl.DataFrame:
    positive = links.filter(pl.col("judgement") == "positive").sort("claim_id", "incident_id")
    return (
        positive.unique("claim_id", keep="first", maintain_order=True)
        .select("claim_id", "incident_id")
        .join(incidents.select("incident_id", "incident_kind"), on="incident_id", how="left")
    )
