"""Reports that do not say where: put to the one event they can mean, or left alone."""

import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.authority.reference import Tables
from pipeline.reconcile import reconcile
from support.claims import SATURDAY, WHOLE_DAY, claim, groups, link_of, tables

PROVINCE = {"place_as_written": "Deir Ezzor province", **WHOLE_DAY}
HATLA = {"place_as_written": "Hatla", "place_container_as_written": "Deir Ezzor", **WHOLE_DAY}
SHAQRA = {**HATLA, "place_as_written": "Shaqra"}


def told(name: str, killed: int, **more: Any) -> Any:
    return claim(f"c-{name}", f"d-{name}", 0, (killed, killed), **more)


def vaguely(name: str, where: dict[str, Any], **more: Any) -> Any:
    """A figure too loose to link two reports by itself: at least one."""
    return claim(f"c-{name}", f"d-{name}", 0, (1, None), **{**where, **more})


def together(result: Tables, *claims: str) -> bool:
    return any(set(claims) <= group for group in groups(result))


def pair(result: Tables, a: str, b: str) -> dict[str, Any]:
    return result["pair_judgement"].row(by_predicate=(pl.col("claim_a") == a) & (pl.col("claim_b") == b), named=True)


@pytest.mark.parametrize("vague", [PROVINCE, WHOLE_DAY])
def test_a_report_without_a_settlement_goes_to_the_only_event_it_fits(vague: dict[str, Any]) -> None:
    result = reconcile(tables([told("a", 2, **HATLA), told("b", 2, **HATLA), vaguely("v", vague)]), None)
    assert together(result, "c-a", "c-b", "c-v")
    assert link_of(result, "c-v")["rule"] == "only_event_that_fits"


def test_the_link_keeps_its_weights_and_they_sum_to_its_score() -> None:
    result = reconcile(tables([told("a", 2, **HATLA), vaguely("v", PROVINCE)]), None)
    row = pair(result, "c-a", "c-v")
    assert (row["judgement"], row["rule"], row["decided_by"]) == ("positive", "only_event_that_fits", "rule")
    weights = [value for name, value in row.items() if name.endswith("_weight")]
    assert sum(weights) == pytest.approx(row["score"])
    assert link_of(result, "c-v")["score"] == row["score"]


def test_a_report_that_fits_two_events_alike_stays_apart_and_is_left_to_the_curator() -> None:
    result = reconcile(tables([told("a", 2, **HATLA), told("s", 2, **SHAQRA), vaguely("v", PROVINCE)]), None)
    assert groups(result) == {frozenset({"c-a"}), frozenset({"c-s"}), frozenset({"c-v"})}
    assert {pair(result, first, "c-v")["judgement"] for first in ("c-a", "c-s")} == {"unsure"}


def test_of_two_events_the_one_that_fits_clearly_better_is_meant() -> None:
    rows = [told("a", 2, **HATLA), told("s", 9, **SHAQRA, weapon_class="shooting"), vaguely("v", PROVINCE)]
    result = reconcile(tables(rows), None)
    assert together(result, "c-a", "c-v")
    assert not together(result, "c-s", "c-v")


@pytest.mark.parametrize(
    "other", [{"actor_as_written": "Turkish forces"}, {"event_date_start": SATURDAY - datetime.timedelta(days=9)}]
)
def test_another_party_or_another_week_is_another_event(other: dict[str, Any]) -> None:
    if "event_date_start" in other:
        other = {**other, "event_date_end": other["event_date_start"]}
    result = reconcile(tables([told("a", 2, **HATLA), vaguely("v", PROVINCE, **other)]), None)
    assert not together(result, "c-a", "c-v")


def test_a_total_never_goes_to_an_event() -> None:
    rows = [told("a", 2, **HATLA), vaguely("v", PROVINCE, aggregation="aggregate")]
    assert not together(reconcile(tables(rows), None), "c-a", "c-v")


def test_of_two_claims_that_exclude_each_other_only_the_better_goes_to_the_event() -> None:
    first = claim("c-v1", "d-v", 0, (1, None), **PROVINCE)
    second = claim("c-v2", "d-v", 700, (3, 3), **PROVINCE, quote="another strike killed three in the province")
    result = reconcile(tables([told("a", 2, **HATLA), told("b", 2, **HATLA), first, second]), None)
    assert together(result, "c-a", "c-b", "c-v1")
    assert not together(result, "c-v1", "c-v2")


def test_what_a_curator_keeps_apart_no_fit_brings_together(tmp_path: Path) -> None:
    rows = [told("a", 2, **HATLA), vaguely("v", PROVINCE)]
    assert together(reconcile(tables(rows), None), "c-a", "c-v")
    header = "claim_a,claim_b,judgement,reason,who,date\n"
    (tmp_path / "judgements.csv").write_text(f"{header}c-a,c-v,negative,another village,ed,2026-01-01\n")
    for more in ([], [told("b", 2, **HATLA)]):
        rows = [*rows, *more]
        assert not together(reconcile(tables(rows), tmp_path), "c-a", "c-v")


@pytest.mark.parametrize("where", [PROVINCE, WHOLE_DAY])
def test_a_toll_far_from_the_events_is_left_to_the_curator(where: dict[str, Any]) -> None:
    result = reconcile(tables([told("a", 2, **HATLA), told("v", 90, **where)]), None)
    assert not together(result, "c-a", "c-v")


@pytest.mark.parametrize("where", [PROVINCE, WHOLE_DAY])
def test_two_reports_of_days_that_exclude_each_other_do_not_meet_in_one_event(where: dict[str, Any]) -> None:
    first, last = (SATURDAY + datetime.timedelta(days=days) for days in (-2, 2))
    over_days = {**HATLA, "event_date_start": first, "event_date_end": last}
    early, late = ({**where, "event_date_start": day, "event_date_end": day} for day in (first, last))
    result = reconcile(tables([told("a", 2, **over_days), vaguely("v1", early), vaguely("v2", late)]), None)
    assert together(result, "c-a", "c-v1")
    assert not together(result, "c-v1", "c-v2")
