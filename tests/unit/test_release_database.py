"""The DuckDB file holds the rows of the Parquet files, whatever the rows."""

import datetime
import tempfile
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.release.database import database_hashes, write_database
from pipeline.schema import TABLES, conform
from pipeline.storage import frame_hash, write_table

PLACE, INCIDENT = TABLES["place"], TABLES["incident"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
REAL = st.none() | st.floats(allow_nan=False, allow_infinity=False)
ROW = st.fixed_dictionaries(
    {"place_id": TEXT, "name": TEXT, "kind": st.just("village"), "source": TEXT, "latitude": REAL, "longitude": REAL}
)


def hashes(table, frame):
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_table(frame, table, folder)
        write_database(folder / "x.duckdb", [table])
        return database_hashes(folder / "x.duckdb", {table.name: (table.columns, table.key)})


@settings(max_examples=15, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=20, unique_by=lambda row: row["place_id"]))
def test_any_text_and_number_comes_back_in_the_same_order(rows):
    frame = conform(pl.DataFrame(rows), PLACE)
    assert hashes(PLACE, frame) == {"place": frame_hash(frame)}


def test_null_zero_false_and_dates_are_told_apart():
    day = datetime.date(2016, 1, 23)
    row = {"incident_id": "i", "incident_kind": "incident", "killed_min": 0, "event_date_start": day}
    row |= {"killed_max_is_open": False, "n_claims": 1, "n_documents": 1}
    row |= {"n_origins_provable": 1, "n_origins_possible": 1}
    frame = conform(pl.DataFrame([row]), INCIDENT)
    assert hashes(INCIDENT, frame) == {"incident": frame_hash(frame)}
    for other in ({"killed_min": None}, {"killed_max_is_open": None}, {"event_date_end": day}):
        assert frame_hash(conform(pl.DataFrame([row | other]), INCIDENT)) != frame_hash(frame)


def test_a_key_that_stands_twice_is_refused(tmp_path):
    frame = pl.DataFrame({"place_id": ["a", "a"], "name": ["b", "c"], "kind": "village", "source": "x"})
    write_table(frame, PLACE, tmp_path)
    with pytest.raises(duckdb.ConstraintException):
        write_database(tmp_path / "x.duckdb", [PLACE])
