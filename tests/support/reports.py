"""Documents that crowd into few places, days and figures, for tests that hold whole runs against each other."""

import datetime
from typing import Any

import polars as pl
from hypothesis import strategies as st

from pipeline.authority import resolve
from pipeline.authority.reference import Tables
from pipeline.schema import TABLES, conform
from support.claims import REFERENCE, claim

PLACES = ("Khasham", "Hatla", "Mayadin", "Deir Ezzor", "Tall Nowhere", None)
FIRST = datetime.date(2016, 1, 20)


@st.composite
def reports(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Claims of some documents that crowd into few places, days and figures."""
    found = []
    for number in range(draw(st.integers(2, 7))):
        rows = []
        for at in range(draw(st.integers(1, 3))):
            day = draw(st.none() | st.integers(0, 3).map(lambda days: FIRST + datetime.timedelta(days=days)))
            dated = {"event_date_start": day, "event_date_end": day, "date_precision": 1, "date_basis": "text"}
            low = draw(st.sampled_from([2, 7, 30, 31, 90]))
            more = {
                "asserted_by": draw(st.sampled_from(["SOHR", "SNHR", "a local source", None])),
                "place_as_written": draw(st.sampled_from(PLACES)),
                "place_container_as_written": "Deir Ezzor",
                "victim_class": draw(st.sampled_from(["civilian", "combatant", "unknown"])),
                "aggregation": draw(st.sampled_from(["incident", "incident", "incident", "aggregate"])),
                "stance": draw(st.sampled_from(["asserts", "asserts", "asserts", "revises"])),
                **(dated if day is not None else {"date_text": "on Friday"}),
            }
            bounds = (low, draw(st.sampled_from([low, None])))
            rows.append(claim(f"c{number}-{at}", f"d{number}", at * draw(st.sampled_from([80, 900])), bounds, **more))
        found.append(rows)
    return found


def tables_of(documents: list[list[dict[str, Any]]]) -> Tables:
    """Resolved tables, rows in the order of the documents."""
    files = [
        {
            "document_id": rows[0]["document_id"],
            "sha256": "0",
            "n_bytes": 1,
            "n_chars": 1,
            "collection": "test",
            "file_name": "x.txt",
            "publication_date": FIRST + datetime.timedelta(days=4),
            "language": "en",
            "rendition": "restated",
            "text_published": False,
        }
        for rows in documents
    ]
    claims = pl.DataFrame([row for rows in documents for row in rows], infer_schema_length=None)
    made = resolve(
        {
            "claim": conform(claims, TABLES["claim"]),
            "source_document": conform(pl.DataFrame(files, infer_schema_length=None), TABLES["source_document"]),
        },
        REFERENCE,
    )
    # ``conform`` sorts: the rows come in the order of the documents again.
    order = pl.DataFrame({"document_id": [rows[0]["document_id"] for rows in documents]})
    for name in ("claim", "source_document"):
        made[name] = order.join(made[name], on="document_id", maintain_order="left").select(made[name].columns)
    return made


def same(a: Tables, b: Tables) -> bool:
    return a.keys() == b.keys() and all(a[name].equals(b[name]) for name in a)
