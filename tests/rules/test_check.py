"""Running the rules over a set of tables."""

import hashlib
import subprocess
import sys
from datetime import date
from typing import Any

import polars as pl
import pytest

from expectations import blocking_failures, check, rules
from expectations.run import LISTED, NOT_RUN, evaluate
from pipeline.release.views import with_views
from pipeline.schema import TABLES, conform, empty
from pipeline.storage import short_id

TEXT = "😀 Raid on Khasham\nAt least 63 people were killed on 23 January 2016, activists said."
QUOTE = "At least 63 people were killed"
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
DOCUMENT = short_id("d", SHA256)
OF_CLAIMS = [rule for rule in rules() if rule.table == "claim"]


def _small() -> dict[str, pl.DataFrame]:
    """One document with one claim, its evidence and its incident, as a build would hand them over."""
    start = TEXT.index(QUOTE)
    number = TEXT.index("At least 63")
    speaker = TEXT.index("activists")
    rows: dict[str, list[dict[str, Any]]] = {
        "source_document": [
            {
                "document_id": DOCUMENT,
                "sha256": SHA256,
                "n_bytes": len(TEXT.encode()),
                "n_chars": len(TEXT),
                "collection": "made",
                "file_name": "one.txt",
                "language": "en",
                "rendition": "restated",
                "text_published": True,
                "licence": "CC BY 4.0",
            }
        ],
        "document_text": [{"document_id": DOCUMENT, "text": TEXT}],
        "claim": [
            {
                "claim_id": "c1",
                "document_id": DOCUMENT,
                "quote_start": start,
                "quote_end": start + len(QUOTE),
                "quote": QUOTE,
                "asserted_by": "activists",
                "attribution_chain": "activists",
                "attribution_explicit": True,
                "stance": "asserts",
                "modality": "reported",
                "killed_text": "At least 63",
                "killed_value": 63,
                "killed_min": 63,
                "killed_qualifier": "at_least",
                "killed_bounds_basis": "stated",
                "victim_class": "unknown",
                "event_date_start": date(2016, 1, 23),
                "event_date_end": date(2016, 1, 23),
                "date_precision": 1,
                "date_basis": "text",
                "aggregation": "incident",
                "is_headline": False,
                "extractor": "rules",
                "extractor_version": "0",
                "confidence": 0.9,
            }
        ],
        "claim_evidence": [
            {"claim_id": "c1", "field": "killed_text", "evidence_start": number, "evidence_end": number + 11},
            {"claim_id": "c1", "field": "asserted_by", "evidence_start": speaker, "evidence_end": speaker + 9},
        ],
        "incident": [
            {
                "incident_id": "i1",
                "incident_kind": "incident",
                "event_date_start": date(2016, 1, 23),
                "event_date_end": date(2016, 1, 23),
                "date_precision": 1,
                "killed_min": 63,
                "killed_max": 63,
                "killed_max_is_open": True,
                "min_claim_id": "c1",
                "max_claim_id": "c1",
                "civilian_harm_status": "weak",
                "grade_rule": "one_provable_origin",
                "n_claims": 1,
                "n_documents": 1,
                "n_origins_provable": 1,
                "n_origins_possible": 1,
            }
        ],
        "incident_claim": [
            {
                "incident_id": "i1",
                "claim_id": "c1",
                "role": "count",
                "victims": "civilians",
                "counts_for": "killed",
                "origin_id": "o1",
                "origin_is_named": False,
                "origin_basis": "unnamed_in_one_document",
                "judgement": "positive",
                "rule": "start",
                "decided_by": "rule",
            }
        ],
    }
    return with_views({name: conform(pl.DataFrame(listed), TABLES[name]) for name, listed in rows.items()})


def _failed(tables: dict[str, pl.DataFrame]) -> list[str]:
    return check(tables)["quality_result"].filter(pl.col("outcome") == "failed")["rule_id"].to_list()


def test_a_sound_set_of_tables_passes_every_rule() -> None:
    assert _failed(_small()) == []


def test_empty_tables_stop_nothing_and_are_warned_about() -> None:
    result = check({name: empty(table) for name, table in TABLES.items()})["quality_result"]
    assert blocking_failures(result).is_empty()
    failed = result.filter(pl.col("outcome") == "failed")["rule_id"].to_list()
    assert failed == ["claim_present", "incident_present", "source_document_present"]


def test_a_shifted_quote_blocks_publishing_and_is_named() -> None:
    tables = _small()
    tables["claim"] = tables["claim"].with_columns(pl.col("quote_start") + 1, pl.col("quote_end") + 1)
    made = evaluate(OF_CLAIMS, tables)
    assert "claim_quote_equals_slice" in blocking_failures(made["quality_result"])["rule_id"].to_list()
    broken = made["quality_violation"].filter(pl.col("rule_id") == "claim_quote_equals_slice")
    assert broken["row_key"].to_list() == ["c1"]


def test_a_warning_does_not_block_publishing() -> None:
    tables = _small()
    tables["claim"] = tables["claim"].with_columns(pl.lit(date(1016, 1, 23)).alias("event_date_start"))
    result = evaluate(OF_CLAIMS, tables)["quality_result"]
    assert "claim_date_plausible" in result.filter(pl.col("outcome") == "failed")["rule_id"].to_list()
    assert "claim_date_plausible" not in blocking_failures(result)["rule_id"].to_list()


@pytest.mark.parametrize(
    ("table", "column", "rule_id"),
    [
        ("claim", "killed_min", "claim_bounds_ordered"),
        ("claim", "quote_start", "claim_quote_equals_slice"),
        ("claim", "claim_id", "incident_claim_references"),
        ("incident", "incident_id", "incident_key"),
    ],
)
def test_a_missing_column_fails_the_rules_that_need_it(table: str, column: str, rule_id: str) -> None:
    tables = _small()
    tables[table] = tables[table].drop(column)
    made = evaluate([rule for rule in rules() if rule.rule_id in (rule_id, f"{table}_columns")], tables)
    assert made["quality_result"]["outcome"].to_list() == ["failed", "failed"]
    said = {key: (row, detail) for key, row, detail in made["quality_violation"].iter_rows()}
    assert said[rule_id][0] == NOT_RUN
    assert said[f"{table}_columns"][1] == f"missing column {column}"


def test_every_offending_row_is_counted_and_the_first_thousand_are_listed() -> None:
    many = LISTED + 300
    claims = pl.DataFrame({"claim_id": [f"c{number:05}" for number in range(many)], "killed_min": [-1] * many})
    rule = next(rule for rule in rules() if rule.rule_id == "claim_counts_not_negative")
    made = evaluate([rule], {"claim": conform(claims, TABLES["claim"])})
    assert made["quality_result"]["n_violations"].to_list() == [many]
    assert made["quality_violation"]["row_key"].to_list() == [f"c{number:05}" for number in range(LISTED)]


def test_results_are_the_same_whatever_order_the_rows_come_in() -> None:
    tables = _small()
    tables["claim"] = pl.concat([tables["claim"], tables["claim"].with_columns(pl.lit("c0").alias("claim_id"))])
    forward = evaluate(OF_CLAIMS, tables)
    backward = evaluate(OF_CLAIMS[::-1], {name: frame.reverse() for name, frame in tables.items()})
    assert forward["quality_violation"].height > 1
    for name in ("quality_result", "quality_violation"):
        assert forward[name].equals(backward[name])
        assert forward[name].columns == TABLES[name].columns


def test_hostile_characters_in_offending_rows_are_shown_escaped() -> None:
    names = pl.DataFrame({"place_id": ["p1"], "name": ["Kha\u202esham\x07"], "script": ["Latn"], "source": ["x"]})
    of_names = [rule for rule in rules() if rule.table == "place_name"]
    violations = evaluate(of_names, {"place_name": conform(names, TABLES["place_name"])})["quality_violation"]
    text = "".join(violations["row_key"].to_list() + violations["detail"].to_list())
    assert "\\u202e" in text
    assert text.isprintable()


def test_importing_the_rules_does_not_load_great_expectations_or_pandas() -> None:
    program = (
        "import sys, expectations; expectations.rules(); "
        "print(sorted({'great_expectations', 'pandas', 'dagster'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
