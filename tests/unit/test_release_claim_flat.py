"""claim_flat: one claim a row, everything spelled out, under the names the scorer reads."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from pipeline.claim_flat import claim_flat
from pipeline.schema.derived import CLAIM_FLAT
from pipeline.storage import write_table
from support import ledger

ROOT = Path(__file__).parents[2]
EVALUATE = ROOT.parent / "shared" / "evaluate"


def row(quote_part, tables=None):
    return claim_flat(tables or ledger.tables()).filter(pl.col("quote").str.contains(quote_part)).row(0, named=True)


def test_every_claim_is_one_row_and_nothing_of_it_is_lost():
    tables = ledger.tables()
    flat = claim_flat(tables)
    assert flat.select(tables["claim"].columns).equals(tables["claim"])


def test_document_place_and_incident_are_spelled_out():
    found = row("At least 12")
    assert (found["file_name"], found["collection"], found["publisher_name"]) == ("first.txt", "made-up", "Valley News")
    assert (found["place_name"], found["incident_id"], found["incident_kind"]) == ("Qasr al-Wadi", "i-qasr", "incident")


def test_children_killed_is_the_lowest_number_of_the_subset_and_null_where_not_stated():
    assert (row("At least 12")["children_killed"], row("At least 12")["women_killed"]) == (3, None)
    assert row("Sixteen")["children_killed"] is None


def test_an_aggregate_has_the_id_of_its_own_row():
    assert (row("40 dead")["incident_id"], row("40 dead")["incident_kind"]) == ("i-valley", "aggregate")


def test_only_a_positive_link_counts_and_no_claim_is_doubled_by_several():
    tables = ledger.tables()
    links = tables["incident_claim"]
    more = links.with_columns(incident_id=pl.lit("a-first"), judgement=pl.lit("unsure"))
    tables["incident_claim"] = pl.concat([more, links])
    assert claim_flat(tables).height == 3
    assert row("Sixteen", tables)["incident_id"] == "i-qasr"
    tables["incident_claim"] = more
    assert row("Sixteen", tables)["incident_id"] is None


def test_the_resolved_name_of_the_publisher_wins_over_the_one_in_the_sidecar():
    tables = ledger.tables()
    tables["source_document"] = tables["source_document"].with_columns(publisher_id=pl.lit("o-1"))
    tables["organisation"] = pl.DataFrame({"organisation_id": ["o-1"], "name": ["The Valley News"]})
    assert row("Sixteen", tables)["publisher_name"] == "The Valley News"


def test_claims_alone_are_enough():
    alone = claim_flat({"claim": ledger.tables()["claim"]})
    assert alone.columns == CLAIM_FLAT.columns
    assert alone.height == 3


@pytest.mark.skipif(not EVALUATE.exists(), reason=f"the scorer is not at {EVALUATE}")
def test_the_scorer_reads_every_column_it_scores(tmp_path):
    write_table(claim_flat(ledger.tables()), CLAIM_FLAT, tmp_path)
    gold = {
        "claim_id": "g1",
        "doc": "first",
        "incident": "qasr",
        "tier": "core",
        "quote": "At least 12 people, including 3 children, were killed",
        "char_start": 22,
        "char_end": 75,
        "killed_min": 12,
        "killed_max": None,
        "injured_min": None,
        "injured_max": None,
        "qualifier": "at_least",
        "injured_qualifier": None,
        "asserted_by": "River Monitor",
        "victim_class": "unknown",
        "place": "Qasr al-Wadi",
        "country": None,
        "event_date_start": "2019-05-04",
        "event_date_end": "2019-05-04",
        "date_basis": "text",
        "actor": None,
        "weapon_class": None,
        "aggregation": "incident",
        "children_killed": 3,
        "women_killed": None,
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n")
    (tmp_path / "index.jsonl").write_text(json.dumps({"doc": "first", "kind": "test"}) + "\n")
    (tmp_path / "first.txt").write_text(ledger.TEXTS["first.txt"])
    command = [sys.executable, EVALUATE / "score.py", tmp_path / "claim_flat.parquet", "--gold", tmp_path, "--json"]
    result = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert result["strict"][2] == result["claim_rows"][2] == 1.0
    assert {name: share for name, (share, _) in result["fields"].items() if share != 1.0} == {}
    assert result["cluster_items"] == [1, 1]
