"""One claim a row with everything about it spelled out: what a spreadsheet or a scorer reads.

Derived from the other tables and never read back by the pipeline.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from pipeline.schema import TABLES, Field, Table, conform, empty

_AFTER: dict[str, tuple[Field, ...]] = {
    "document_id": (
        *(
            field
            for field in TABLES["source_document"].fields
            if field.name in {"collection", "file_name", "title", "publication_date", "source_url"}
        ),
        Field("publisher_name", "text", "Outlet that published the text (= reported_by)."),
    ),
    "place_id": (Field("place_name", "text", "Name this dataset uses for the place."),),
    "actor_id": (Field("actor_name", "text", "Name this dataset uses for the actor."),),
    "aggregation": (
        Field("incident_id", "text", "Incident, or total kept apart, the claim is linked to positively."),
        Field("incident_kind", "text", "Event or total.", vocabulary="incident_kind"),
    ),
}
"""Columns spelled out, behind the claim's column they belong to."""


def _fields() -> Iterator[Field]:
    for field in TABLES["claim"].fields:
        if field.name in {"children_killed_min", "women_killed_min"}:
            yield replace(field, name=field.name.removesuffix("_min"))
        yield field
        yield from _AFTER.get(field.name, ())


CLAIM_FLAT = Table(
    "claim_flat",
    "Claims with document, place, actor and incident spelled out, one claim a row; derived from the other tables.",
    tuple(_fields()),
    ("claim_id",),
    warning="Reported, not verified: several rows may tell of the same dead. Add up incidents, never claims.",
)


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
        *(field.name for field in _AFTER["document_id"] if field.name != "publisher_name"),
        publisher_name=pl.coalesce("known_as", "publisher_name"),
    )


def _links(links: pl.DataFrame, incidents: pl.DataFrame) -> pl.DataFrame:
    positive = links.filter(pl.col("judgement") == "positive").sort("claim_id", "incident_id")
    return (
        positive.unique("claim_id", keep="first", maintain_order=True)
        .select("claim_id", "incident_id")
        .join(incidents.select("incident_id", "incident_kind"), on="incident_id", how="left")
    )
