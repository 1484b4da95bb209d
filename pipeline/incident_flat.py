"""One incident a row with names instead of ids: what a spreadsheet or a map reads, no join needed.

Derived from the other tables and never read back by the pipeline.
"""

from collections.abc import Mapping

import polars as pl

from pipeline.claim_flat import claim_flat
from pipeline.schema import TABLES, conform, empty
from pipeline.schema.derived import INCIDENT_FLAT
from pipeline.usage_warnings import WARNINGS


def incident_flat(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Incidents with their place, actors, speakers, outlets and usage warnings spelled out.

    Args:
        tables: ``incident``, ``claim`` and whichever of the other tables there are that they refer to.

    Returns:
        The columns of ``INCIDENT_FLAT``, sorted by ``incident_id``; as many rows as ``incident``.
    """

    def table(name: str) -> pl.DataFrame:
        return conform(tables[name], TABLES[name]) if name in tables else empty(TABLES[name])

    places = table("place").select(
        "place_id", "governorate", "latitude", "longitude", "coordinate_precision", place_name="name"
    )
    said = claim_flat(tables)
    voice = pl.concat_str("asserted_by", "publisher_name", separator=", ", ignore_nulls=True)
    voices = said.select("claim_id", voice=voice.replace("", None))
    frame = (
        table("incident")
        .join(places, on="place_id", how="left")
        .join(voices.rename({"voice": "min_said_by"}), left_on="min_claim_id", right_on="claim_id", how="left")
        .join(voices.rename({"voice": "max_said_by"}), left_on="max_claim_id", right_on="claim_id", how="left")
        .join(_actors(table("incident"), table("actor")), on="incident_id", how="left")
        .join(_sources(said), on="incident_id", how="left")
    )
    return conform(warned(frame).select(INCIDENT_FLAT.columns), INCIDENT_FLAT)


def _actors(incidents: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    alleged = incidents.select("incident_id", actor_id=pl.col("alleged_actors").str.split("; ")).explode(
        "actor_id", empty_as_null=True, keep_nulls=True
    )
    return (
        alleged.join(actors.select("actor_id", "name"), on="actor_id")
        .group_by("incident_id", maintain_order=True)
        .agg(alleged_actor_names=pl.col("name").sort().str.join("; "))
    )


def _sources(said: pl.DataFrame) -> pl.DataFrame:
    names = {"speakers": "asserted_by", "publishers": "publisher_name"}
    return (
        said.filter(pl.col("incident_id").is_not_null())
        .group_by("incident_id", maintain_order=True)
        .agg(
            pl.col(column).drop_nulls().unique().sort().str.join("; ").replace("", None).alias(name)
            for name, column in names.items()
        )
    )


def warned(frame: pl.DataFrame) -> pl.DataFrame:
    """Incidents with the ids of the warnings that apply to each."""
    ids = [
        pl.when(pl.sql_expr(warning.condition) if warning.condition else pl.lit(True)).then(pl.lit(warning.warning_id))
        for warning in WARNINGS
        if warning.applies_to == INCIDENT_FLAT.name
    ]
    return frame.with_columns(pl.concat_str(ids, separator="; ", ignore_nulls=True).alias("usage_warnings"))
