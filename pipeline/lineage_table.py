"""Lineage as a table: every published figure, step by step, back to characters of a text and to a file's sha256.

Derived from the other tables and never read back by the pipeline. For one id as a tree: ``pipeline.lineage``.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from pipeline.schema import TABLES, conform, empty
from pipeline.schema.derived import LINEAGE

_HARMS = ("killed", "injured", "children_killed", "women_killed", "children_injured", "women_injured")
_BUCKETS = {"civilians": "", "combatants": "combatants_"}
_SAME = {
    "place_id": "place_as_written",
    "event_date_start": "date_text",
    "event_date_end": "date_text",
    "weapon_class": "weapon_class",
    "target_type": "target_type",
}
"""Columns of incident that repeat a claim's, with the column of the claim whose words they rest on."""


def lineage(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The steps from incidents through claims and characters to files.

    A figure of an incident leads to the claims that give it, by the columns of the claim whose words say so, or to
    the claim as a whole where no single words do; a total's residual leads to the incidents it was taken from.

    Args:
        tables: Published tables as a release holds them.

    Returns:
        The columns of ``LINEAGE``, sorted by key.
    """
    held = {name: tables.get(name, empty(TABLES[name])) for name in TABLES}
    links = held["incident_claim"].filter(pl.col("judgement") == "positive").join(held["claim"], on="claim_id")
    told = held["claim_evidence"].select("claim_id", "field").unique()
    steps = [
        *_figures(links, held["incident"], told),
        *_repeated(links, held["incident"], told),
        _residuals(held["incident"], held["incident_relation"]),
        _links(links, held["pair_judgement"]),
        _quotes(held["claim"]),
        _evidence(held["claim"], held["claim_evidence"], held["document_text"]),
        _documents(held["source_document"]),
    ]
    rows = pl.concat([conform(step, LINEAGE) for step in steps])
    return conform(rows.unique(LINEAGE.key, keep="first", maintain_order=True), LINEAGE)


def _node(table: str, key: str, column: str | None = None) -> pl.Expr:
    tail = [] if column is None else [pl.lit(f"#{column}")]
    return pl.concat_str(pl.lit(f"{table}:"), pl.col(key), *tail)


def _figures(links: pl.DataFrame, incidents: pl.DataFrame, told: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The ends of each range, to the claims whose figure is that end; both ends are figures that count."""
    for victims, prefix in _BUCKETS.items():
        for harm in _HARMS if not prefix else ("killed", "injured"):
            counted = links.filter(
                pl.col("victims") == victims, pl.col("counts_for").str.split("; ").list.contains(harm)
            )
            top = pl.coalesce(f"{harm}_max", f"{harm}_min")
            for step, end, figure in (("lowest_of", "min", pl.col(f"{harm}_min")), ("highest_of", "max", top)):
                column = f"{prefix}{harm}_{end}"
                given = counted.select("incident_id", "claim_id", figure=figure)
                ends = incidents.select("incident_id", figure=column).drop_nulls()
                words = f"{harm}_text" if harm in ("killed", "injured") else f"{harm}_min"
                yield _to_claims(given.join(ends, on=["incident_id", "figure"]), told, column, words, step)


def _repeated(links: pl.DataFrame, incidents: pl.DataFrame, told: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Place, days, means: to the claims that say the same."""
    for column, words in _SAME.items():
        said = pl.col(column)
        if f"inferred_{column.removeprefix('event_')}" in links.columns:
            said = pl.coalesce(column, f"inferred_{column.removeprefix('event_')}")
        given = links.select("incident_id", "claim_id", said=said)
        held = incidents.select("incident_id", said=column).drop_nulls()
        yield _to_claims(given.join(held, on=["incident_id", "said"]), told, column, words, "same_as")


def _to_claims(pairs: pl.DataFrame, told: pl.DataFrame, column: str, words: str, step: str) -> pl.DataFrame:
    found = pairs.join(told.filter(pl.col("field") == words), on="claim_id", how="left")
    exact = pl.when(pl.col("field").is_null()).then(_node("claim", "claim_id")).otherwise(
        _node("claim", "claim_id", words)
    )  # fmt: skip
    return found.select(_node("incident", "incident_id", column).alias("from_node"), step=pl.lit(step), to_node=exact)


def _residuals(incidents: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """A total's residual, to the total and to the events in it; totals inside totals take nothing away."""
    totals = incidents.filter(pl.col("residual_min").is_not_null()).select("incident_id")
    events = incidents.filter(pl.col("incident_kind") == "incident").select("incident_id")
    inside = (
        relations.filter(pl.col("relation") == "contains")
        .join(totals, left_on="from_incident", right_on="incident_id", how="semi")
        .join(events, left_on="to_incident", right_on="incident_id", how="semi")
    )
    own = totals.select(_node("incident", "incident_id").alias("to_node"), "incident_id", rule=pl.lit(None, pl.String))
    parts = inside.select(
        _node("incident", "to_incident").alias("to_node"), incident_id=pl.col("from_incident"), rule="basis"
    )
    return pl.concat([own, parts]).select(
        _node("incident", "incident_id", "residual_min").alias("from_node"),
        "to_node",
        "rule",
        step=pl.lit("computed_from"),
    )


def _links(links: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """Incident to claim, with the best of the judgements that bind the claim to others of the incident."""
    home = links.select("incident_id", "claim_id")
    pairs = (
        judged.filter(pl.col("judgement") == "positive")
        .join(home.rename({"claim_id": "claim_a"}), on="claim_a")
        .join(home.rename({"claim_id": "claim_b"}), on=["claim_b", "incident_id"])
        .select("incident_id", "claim_a", "claim_b", "score", key=pl.concat_str("claim_a", "claim_b", separator="|"))
    )
    both = pl.concat([pairs.rename({side: "claim_id"}).select("incident_id", "claim_id", "score", "key")
                      for side in ("claim_a", "claim_b")])  # fmt: skip
    best = both.sort("incident_id", "claim_id", "score", "key", descending=[False, False, True, False]).unique(
        ["incident_id", "claim_id"], keep="first", maintain_order=True
    )
    # The claim an incident starts from was bound to nothing yet.
    linked = pl.when(pl.col("score").is_not_null()).then("key")
    return links.join(best.drop("score"), on=["incident_id", "claim_id"], how="left").select(
        _node("incident", "incident_id").alias("from_node"),
        _node("claim", "claim_id").alias("to_node"),
        "rule",
        "decided_by",
        step=pl.lit("linked_to"),
        judgement_key=linked,
    )


def _quotes(claims: pl.DataFrame) -> pl.DataFrame:
    return claims.select(
        _node("claim", "claim_id").alias("from_node"),
        _characters("quote_start", "quote_end"),
        "document_id",
        step=pl.lit("quoted_from"),
        span_start="quote_start",
        span_end="quote_end",
        words="quote",
    )


def _evidence(claims: pl.DataFrame, evidence: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    start, end = pl.col("evidence_start"), pl.col("evidence_end")
    own = claims.select("claim_id", "document_id", "quote_start", "quote_end", "quote")
    found = evidence.join(own, on="claim_id").join(texts, on="document_id", how="left")
    inside = (pl.col("quote_start") <= start) & (end <= pl.col("quote_end"))
    quoted = pl.when(inside).then(pl.col("quote").str.slice(start - pl.col("quote_start"), end - start))
    return found.select(
        pl.concat_str(pl.lit("claim:"), "claim_id", pl.lit("#"), "field").alias("from_node"),
        _characters("evidence_start", "evidence_end"),
        "document_id",
        step=pl.lit("rests_on"),
        span_start=start,
        span_end=end,
        words=pl.coalesce(pl.col("text").str.slice(start, end - start), quoted),
    )


def _characters(start: str, end: str) -> pl.Expr:
    return pl.concat_str(pl.lit("text:"), "document_id", pl.lit("#"), start, pl.lit("-"), end).alias("to_node")


def _documents(documents: pl.DataFrame) -> pl.DataFrame:
    return documents.select(
        _node("source_document", "document_id").alias("from_node"),
        pl.concat_str(pl.lit("file:"), "collection", pl.lit("/"), "file_name").alias("to_node"),
        "document_id",
        "sha256",
        step=pl.lit("read_from"),
    )
