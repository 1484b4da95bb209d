"""What the queries stand on: offsets in code points, keys, and text that is safe to show."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations import Expectation, Rule, rules
from expectations.engine import connect, printable, shortened, violations
from expectations.run import NOT_RUN, evaluate
from pipeline.schema import TABLES, conform

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["😀 63 قتيلا", "e\u0301\u0302 دير الزور", "👨‍👩‍👧 killed", "🇸🇾\r\n\ufeff63\x00"]
)
QUOTED = next(rule for rule in rules() if rule.rule_id == "claim_quote_equals_slice")


def _rule(sql: str) -> Rule:
    return Rule("claim_made_up", "claim", "error", "Made up.", sql, {}, {})


@settings(deadline=None, max_examples=60)
@given(text=TEXTS, data=st.data())
def test_offsets_of_quotes_are_code_points_as_python_counts_them(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    claim = {"claim_id": "c1", "document_id": "d1", "quote_start": start, "quote_end": end, "quote": text[start:end]}
    tables = {
        "claim": conform(pl.DataFrame([claim]), TABLES["claim"]),
        "document_text": conform(pl.DataFrame([{"document_id": "d1", "text": text}]), TABLES["document_text"]),
    }
    found = evaluate([QUOTED], tables)["quality_violation"].height
    assert found == (0 if end > start else 1)


def test_rows_are_named_by_their_key_with_missing_parts_left_blank() -> None:
    evidence = pl.DataFrame([{"claim_id": "c1", "field": None, "evidence_start": 4, "evidence_end": 9}])
    tables = {"claim_evidence": conform(evidence, TABLES["claim_evidence"])}
    rule = _rule("SELECT row_id, 'found' FROM claim_evidence")
    with connect(tables, [rule]) as connection:
        assert violations(connection, rule) == [("c1||4|9", "found")]


def test_what_is_found_in_one_row_is_listed_once_and_in_order() -> None:
    tables = {"claim": conform(pl.DataFrame([{"claim_id": "c1"}]), TABLES["claim"])}
    rule = _rule("SELECT row_id, unnest(['b', 'a', 'b']) FROM claim")
    with connect(tables, [rule]) as connection:
        assert violations(connection, rule) == [("c1", "a; b")]


def test_a_query_that_cannot_be_run_is_a_failed_rule() -> None:
    made = evaluate([_rule("SELECT row_id, no_such_column FROM claim")], {})
    assert made["quality_result"].select("outcome", "n_violations").row(0) == ("failed", 1)
    assert "no_such_column" in made["quality_violation"]["detail"].item()


def test_an_expectation_that_cannot_be_run_is_a_failed_rule_even_where_the_query_finds_nothing() -> None:
    unknown = Expectation("ExpectColumnToBeTrue", {"column": "claim_id"})
    rule = Rule("claim_made_up", "claim", "error", "Made up.", "SELECT row_id, '' FROM claim", {}, {}, (unknown,))
    made = evaluate([rule], {})
    assert made["quality_result"]["outcome"].to_list() == ["failed"]
    assert "ExpectColumnToBeTrue" in made["quality_violation"]["detail"].item()


def test_engines_that_disagree_fail_the_rule_and_keep_the_rows_found() -> None:
    met = Expectation("ExpectColumnValuesToNotBeNull", {"column": "claim_id"})
    query = "SELECT row_id, 'found' FROM claim"
    rule = Rule("claim_made_up", "claim", "error", "Made up.", query, {}, {}, (met,))
    made = evaluate([rule], {"claim": conform(pl.DataFrame([{"claim_id": "c1"}]), TABLES["claim"])})
    assert made["quality_violation"]["row_key"].to_list() == [NOT_RUN, "c1"]


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x1b", "\n", "\x00", "\u200b"])
def test_characters_that_rewrite_a_page_or_terminal_are_spelled_out(character: str) -> None:
    assert printable(f"a{character}b") == f"a\\u{ord(character):04x}b"


def test_long_findings_are_cut_and_say_so() -> None:
    assert len(shortened("x" * 1000)) == 300
    assert shortened("x" * 1000).endswith("…")
