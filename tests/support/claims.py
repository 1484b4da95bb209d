"""Claims made up for tests of reconciliation, and what came of them."""

import datetime
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.authority import load_reference, resolve
from pipeline.authority.reference import Tables
from pipeline.schema import TABLES, conform

RAW = Path(__file__).parents[2] / "data" / "raw"

SATURDAY = datetime.date(2016, 1, 23)

WHOLE_DAY = {"event_date_start": SATURDAY, "event_date_end": SATURDAY, "date_precision": 1, "date_basis": "publication"}


def near() -> Tables:
    """The reference of one country: the world's other places take time and play no part."""
    world = load_reference(RAW)
    places = world["place"].filter((pl.col("country") == "Syria") | (pl.col("kind") == "country"))
    return {**world, "place": places, "place_name": world["place_name"].join(places, on="place_id", how="semi")}


REFERENCE = near()


def claim(claim_id: str, document: str, at: int, killed: tuple[int | None, int | None] | None, **more: Any) -> Any:
    """One claim; ``killed`` gives the bounds, and the value named is the lower of them."""
    low, high = killed or (None, None)
    return {
        "claim_id": claim_id,
        "document_id": document,
        "quote_start": at,
        "quote_end": at + 60,
        "quote": more.pop("quote", f"the words of {claim_id} and {document}"),
        "attribution_explicit": more.get("asserted_by") is not None,
        "stance": "asserts",
        "modality": "reported",
        "killed_value": low if low is not None else high,
        "killed_min": low,
        "killed_max": high,
        "killed_qualifier": None if killed is None else "exact" if low == high else "at_least",
        "killed_bounds_basis": None if killed is None else "stated",
        "victim_class": "civilian",
        "place_quantifier": "single" if more.get("place_as_written") else None,
        "country": "Syria",
        "weapon_class": "airstrike",
        "actor_as_written": "Russian warplanes",
        "aggregation": "incident",
        "is_headline": False,
        "extractor": "test",
        "extractor_version": "1",
        "confidence": 1.0,
        **more,
    }


def tables(claims: list[Any], **outlets: Any) -> Tables:
    """Resolved tables; ``outlets`` maps a document to its outlet, or to outlet and day of publication."""
    documents = []
    for name in sorted({row["document_id"] for row in claims}):
        outlet = outlets.get(name)
        outlet, day = outlet if isinstance(outlet, tuple) else (outlet, None)
        documents.append(
            {
                "document_id": name,
                "sha256": "0",
                "n_bytes": 1,
                "n_chars": 1,
                "collection": "test",
                "file_name": f"{name}.txt",
                "publisher_name": outlet,
                "publication_date": day,
                "language": "en",
                "rendition": "restated",
                "text_published": False,
            }
        )
    given_tables = {
        "claim": conform(pl.DataFrame(claims, infer_schema_length=None), TABLES["claim"]),
        "source_document": conform(pl.DataFrame(documents, infer_schema_length=None), TABLES["source_document"]),
    }
    return resolve(given_tables, REFERENCE)


def groups(result: Tables) -> set[frozenset[str]]:
    links = result["incident_claim"].group_by("incident_id").agg("claim_id")
    return {frozenset(ids) for ids in links["claim_id"]}


def incident_of(result: Tables, claim_id: str) -> dict[str, Any]:
    link = result["incident_claim"].row(by_predicate=pl.col("claim_id") == claim_id, named=True)
    return result["incident"].row(by_predicate=pl.col("incident_id") == link["incident_id"], named=True)


def link_of(result: Tables, claim_id: str) -> dict[str, Any]:
    return result["incident_claim"].row(by_predicate=pl.col("claim_id") == claim_id, named=True)
