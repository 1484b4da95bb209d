"""From an id to the characters and the bytes, and what was checked on the way."""

import io

import polars as pl
import pytest
from rich.console import Console

from pipeline.errors import UsageError
from pipeline.lineage_tree import tree
from pipeline.release import publish
from pipeline.storage import read_tables
from pipeline.trace import trace
from support import ledger


@pytest.fixture
def tables():
    return ledger.tables()


def claim_id(tables, quote_part):
    return tables["claim"].filter(pl.col("quote").str.contains(quote_part))["claim_id"][0]


def printed(traced):
    console = Console(file=io.StringIO(), width=200, color_system=None)
    console.print(tree(traced))
    return console.file.getvalue()


def test_an_incident_leads_to_claims_characters_document_and_sha256(tables):
    traced = trace(tables, "i-qasr")
    assert [claim.row["killed_min"] for claim in traced.claims] == [12, 16]
    first = traced.claims[0]
    text = ledger.TEXTS["first.txt"]
    assert text[first.row["quote_start"] : first.row["quote_end"]] == first.row["quote"]
    assert [(item.field, item.value, item.text) for item in first.evidence] == [
        ("killed_text", "At least 12", "At least 12")
    ]
    assert [(link.incident_id, link.role, link.rule) for link in first.judgements] == [("i-qasr", "count", "test")]
    assert first.document.row["sha256"] == ledger.inputs()["made-up"]["first.txt"]
    assert [check.passed for check in (*first.checks, *first.document.checks)] == [True, True, True]


def test_a_claim_leads_to_its_incident_and_its_document(tables):
    traced = trace(tables, claim_id(tables, "40 dead"))
    assert (traced.kind, traced.claims[0].judgements[0].incident_id) == ("claim", "i-valley")


def test_a_document_leads_to_every_claim_read_from_it(tables):
    document = tables["source_document"].filter(file_name="second.txt")["document_id"][0]
    traced = trace(tables, document)
    assert traced.document.row["file_name"] == "second.txt"
    assert [claim.row["killed_text"] for claim in traced.claims] == ["Sixteen"]


def test_a_release_can_be_traced_and_says_where_it_lacks_the_text(tables, tmp_path):
    release = publish(tables, tmp_path, inputs=ledger.inputs()).path
    held = read_tables(release)
    assert trace(held, "i-qasr").claims[0].checks[0].passed is True
    withheld = trace(held, "i-valley").claims[0]
    assert (withheld.checks[0].passed, withheld.document.checks[0].passed) == (None, None)
    assert withheld.evidence[0].text == "40", "characters inside the quote are known all the same"


def test_a_quote_or_text_that_does_not_fit_is_shown_as_failed(tables):
    tables["document_text"] = tables["document_text"].with_columns(pl.col("text").str.replace("12", "21"))
    first = trace(tables, "i-qasr").claims[0]
    assert (first.checks[0].passed, first.document.checks[0].passed) == (False, False)
    assert "✗ quote" in printed(trace(tables, "i-qasr"))


def test_rules_that_a_row_broke_are_shown_on_it(tables):
    claim = claim_id(tables, "Sixteen")
    tables["quality_result"] = tables["quality_result"].with_columns(table_name=pl.lit("claim"))
    tables["quality_violation"] = pl.DataFrame([{"rule_id": "claim.quote", "row_key": claim, "detail": "made up"}])
    checks = {check.what: (check.passed, check.detail) for check in trace(tables, claim).claims[0].checks}
    assert checks["rules over claim"] == (False, "1 of 2 rules hold for this row")
    assert checks["claim.quote"] == (False, "error: made up")


@pytest.mark.parametrize("asked", ["i-qasrr", "I-qasr"])
def test_a_mistyped_id_gets_the_nearest_one_as_a_hint(tables, asked):
    with pytest.raises(UsageError, match=r"Did you mean i-qasr \(incident\)"):
        trace(tables, asked)


@pytest.mark.parametrize("asked", ["", "zzz", "\x1b[31m[red]"])
def test_an_unknown_id_is_told_what_ids_look_like(tables, asked):
    with pytest.raises(UsageError, match="incident i-qasr, claim c-") as error:
        trace(tables, asked)
    assert "\x1b" not in str(error.value)


def test_empty_tables_are_said_to_be_empty():
    with pytest.raises(UsageError, match="empty"):
        trace({}, "i-qasr")


def test_the_tree_shows_numbers_characters_and_hash(tables):
    shown = printed(trace(tables, "i-qasr"))
    for words in ("killed 12–16", "“At least 12”  ", "lowest number", "22–75", "✓ sha256", "residents told"):
        assert words.strip() in shown


def test_text_from_a_source_can_neither_style_nor_steer_the_terminal(tables):
    hostile = "[bold red]x[/] \x1b[2J \u202eevil\u2066 \x00 [link=file:///etc]"
    tables["claim"] = tables["claim"].with_columns(quote=pl.lit(hostile), asserted_by=pl.lit(hostile))
    tables["source_document"] = tables["source_document"].with_columns(title=pl.lit(hostile), file_name=pl.lit(hostile))
    shown = printed(trace(tables, "i-qasr"))
    assert not {"\x1b", "\u202e", "\u2066", "\x00"} & set(shown)
    assert "[bold red]x[/]" in shown
    assert r"\u001b[2J" in shown
