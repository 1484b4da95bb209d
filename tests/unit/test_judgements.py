"""A curator's judgements on pairs: they win over every rule, through third claims and through new documents."""

import csv
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.authority.reference import Tables
from pipeline.curation.files import REVIEW, text_of
from pipeline.curation.queue import questions, review_text
from pipeline.errors import InputError
from pipeline.reconcile import reconcile
from pipeline.schema import TABLES, conform
from support.claims import WHOLE_DAY, claim, groups, link_of, tables

HEADER = "claim_a,claim_b,judgement,reason,who,date\n"
HATLA = {"place_as_written": "Hatla", "place_container_as_written": "Deir Ezzor", **WHOLE_DAY}
SHAQRA = {**HATLA, "place_as_written": "Shaqra"}


def judge(folder: Path, *pairs: str) -> Path:
    """``'c1 c2 positive'`` a row."""
    lines = [f"{','.join(pair.split())},looked at both,ed,2026-01-01\n" for pair in pairs]
    (folder / "judgements.csv").write_text(HEADER + "".join(lines))
    return folder


def together(result: Tables, *claims: str) -> bool:
    return any(set(claims) <= group for group in groups(result))


def report(name: str, **more: Any) -> Any:
    return claim(f"c-{name}", f"d-{name}", 0, (30, 30), **{"asserted_by": f"Monitor {name}", **HATLA, **more})


def test_a_merge_takes_whole_incidents_along_though_a_rule_keeps_them_apart(tmp_path: Path) -> None:
    rows = [report("a1"), report("a2"), report("b1", **SHAQRA), report("b2", **SHAQRA)]
    apart = reconcile(tables(rows), None)
    assert groups(apart) == {frozenset({"c-a1", "c-a2"}), frozenset({"c-b1", "c-b2"})}
    merged = reconcile(tables(rows), judge(tmp_path, "c-a2 c-b1 positive"))
    assert together(merged, "c-a1", "c-a2", "c-b1", "c-b2")
    deciders = {claim_id: link_of(merged, claim_id)["decided_by"] for claim_id in ("c-a1", "c-a2", "c-b1", "c-b2")}
    assert deciders == {"c-a1": "rule", "c-a2": "curator", "c-b1": "curator", "c-b2": "rule"}


def test_a_split_holds_through_third_claims_that_agree_with_both(tmp_path: Path) -> None:
    rows = [report(name) for name in ("a", "b", "x", "y", "z")]
    assert together(reconcile(tables(rows), None), "c-a", "c-b", "c-x", "c-y", "c-z")
    split = reconcile(tables(rows), judge(tmp_path, "c-a c-b negative"))
    assert not together(split, "c-a", "c-b")
    assert len(groups(split)) == 2, "third claims go with one side or the other"


def test_a_claim_apart_from_one_is_apart_from_all_a_curator_says_is_the_same(tmp_path: Path) -> None:
    rows = [report("a"), report("b", **SHAQRA), report("c")]
    made = reconcile(tables(rows), judge(tmp_path, "c-a c-b positive", "c-b c-c negative"))
    assert groups(made) == {frozenset({"c-a", "c-b"}), frozenset({"c-c"})}


def test_two_merged_groups_stay_clear_of_a_split_between_their_other_claims(tmp_path: Path) -> None:
    rows = [report("a"), report("p"), report("b", **SHAQRA), report("q", **SHAQRA)]
    made = reconcile(tables(rows), judge(tmp_path, "c-a c-b positive", "c-p c-q negative"))
    assert together(made, "c-a", "c-b")
    assert not together(made, "c-p", "c-q")


@pytest.mark.parametrize("judgement", ["negative", "positive"])
def test_a_split_and_a_merge_survive_three_runs_with_new_documents_in_them(tmp_path: Path, judgement: str) -> None:
    place = HATLA if judgement == "negative" else SHAQRA
    rows = [report("one"), report("two", **place)]
    judge(tmp_path, f"c-one c-two {judgement}")
    assert together(reconcile(tables(rows), None), "c-one", "c-two") == (judgement == "negative")
    for new in ([], [report("m1"), report("m2", **place)], [report("m3", killed_max=None)], [report("m4", **place)]):
        rows = [*rows, *new]
        made = reconcile(tables(rows), tmp_path)
        assert together(made, "c-one", "c-two") == (judgement == "positive")
        links = {row["claim_id"]: row for row in made["incident_claim"].iter_rows(named=True)}
        assert set(links) == {row["claim_id"] for row in rows}
        assert all(len(group) > 1 for group in groups(made) if not group & {"c-one", "c-two"}), "none is left over"
        pair = made["pair_judgement"].filter(pl.col("claim_a") == "c-one", pl.col("claim_b") == "c-two")
        assert pair.select("judgement", "decided_by").rows() == [(judgement, "curator")]


TOTAL = report("total", aggregation="aggregate", place_as_written="Deir Ezzor")
DENIAL = report("denial", stance="denies", killed_value=None, killed_min=None, killed_max=None)


@pytest.mark.parametrize(
    ("pairs", "problem"),
    [
        (["c-a c-gone positive"], r"judgements\.csv line 2 names the claim 'c-gone'"),
        (
            ["c-a c-b positive", "c-b c-c positive", "c-a c-c negative"],
            r"line 4 keeps .* by .* line 2 and .* line 3 they are",
        ),
        (["c-a c-b positive", "c-b c-a negative"], r"line 3 says negative and .* line 2 says positive"),
        (["c-a c-total positive"], "of kind incident and one of kind aggregate"),
        (["c-a c-denial negative"], "a denial or a forecast"),
    ],
)
def test_judgements_that_cannot_be_obeyed_are_refused_with_their_lines(
    tmp_path: Path, pairs: list[str], problem: str
) -> None:
    rows = [report("a"), report("b"), report("c"), TOTAL, DENIAL]
    with pytest.raises(InputError, match=problem) as refused:
        reconcile(tables(rows), judge(tmp_path, *pairs))
    assert refused.value.remedy


def doubts(*pairs: tuple[str, str, str, float, str]) -> Tables:
    """Two claims in each of three incidents, and pairs judged: claims, judgement, score, who decided."""
    rows = [
        report(f"{name}{n}", killed_min=dead, killed_max=dead)
        for name, dead in (("p", 30), ("q", 30), ("r", 5))
        for n in (1, 2)
    ]
    given = tables(rows)
    links = [
        {
            "incident_id": f"i-{row['claim_id'][2]}",
            "claim_id": row["claim_id"],
            "role": "count",
            "victims": "civilians",
            "origin_id": "o",
            "origin_is_named": True,
            "origin_basis": "same_speaker",
            "judgement": "positive",
            "rule": "test",
            "decided_by": "rule",
        }
        for row in rows
    ]
    weights = dict.fromkeys((name for name in TABLES["pair_judgement"].columns if name.endswith("_weight")), 0.0)
    judged = [
        {"claim_a": a, "claim_b": b, "judgement": what, "score": score, **weights, "rule": "test", "decided_by": by}
        for a, b, what, score, by in pairs
    ]
    return {
        **given,
        "incident_claim": conform(pl.DataFrame(links), TABLES["incident_claim"]),
        "pair_judgement": conform(pl.DataFrame(judged), TABLES["pair_judgement"]),
    }


def asked(*pairs: tuple[str, str, str, float, str]) -> list[tuple[str, str]]:
    return [one.key for one in questions(doubts(*pairs), 0.9, 3.5)]


def test_the_queue_asks_once_of_two_incidents_and_first_where_most_would_count_twice() -> None:
    assert asked(
        ("c-p1", "c-r1", "unsure", 3.4, "rule"),
        ("c-p1", "c-q1", "unsure", 2.0, "rule"),
        ("c-p2", "c-q1", "unsure", 3.0, "rule"),
        ("c-p1", "c-p2", "unsure", 2.0, "rule"),
        ("c-q1", "c-r1", "negative", 1.0, "rule"),
    ) == [("c-p2", "c-q1"), ("c-p1", "c-r1")]


def test_the_queue_does_not_ask_again_of_two_incidents_a_curator_keeps_apart() -> None:
    assert asked(("c-p1", "c-q1", "unsure", 3.0, "rule"), ("c-p2", "c-q2", "negative", 3.0, "curator")) == []


def test_an_answer_in_the_queue_is_a_judgement_while_both_texts_are_there(tmp_path: Path) -> None:
    rows = [report("one"), report("two", **SHAQRA)]
    answer = {"claim_id": "c-one", "document_id": "d-one", "other_claim_id": "c-two", "other_document_id": "d-two"}
    answer |= {"decision": "same", "reason": "looked at both"}
    (tmp_path / REVIEW).write_text(text_of(REVIEW, [answer]), encoding="utf-8")
    assert together(reconcile(tables(rows), tmp_path), "c-one", "c-two")
    assert groups(reconcile(tables(rows[:1]), tmp_path)) == {frozenset({"c-one"})}
    assert next(csv.DictReader(io.StringIO(review_text([], tmp_path))))["decision"] == "same"
    (tmp_path / "judgements.csv").write_text(HEADER + "c-two,c-one,negative,no,ed,2026-01-01\n")
    with pytest.raises(
        InputError, match=r"review\.csv line 2 says positive and .*judgements\.csv line 2 says negative"
    ):
        reconcile(tables(rows), tmp_path)


def test_the_queue_shows_both_quotes_of_a_pair_side_by_side(tmp_path: Path) -> None:
    text = review_text(questions(doubts(("c-p1", "c-q1", "unsure", 3.0, "rule")), 0.9, 3.5), tmp_path)
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["claim_id"], row["other_claim_id"]) == ("c-p1", "c-q1")
    assert "c-p1" in row["quote"]
    assert "c-q1" in row["other_quote"]
    assert row["other_coded"].startswith("killed 30; civilian; Hatla")
