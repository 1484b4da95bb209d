"""The five reports: one event told by three voices, and the totals beside it."""

import datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.authority.reference import Tables
from pipeline.reconcile import reconcile
from pipeline.schema import TABLES
from pipeline.storage import frame_hash
from support.claims import SATURDAY, WHOLE_DAY, claim, groups, incident_of, link_of, tables


def khasham() -> list[Any]:
    """The shape of the five reports: undated but for one, one speaker through two outlets, totals beside them."""
    town = {"place_as_written": "Khasham", "place_container_as_written": "Deir Ezzor"}
    sohr = {"asserted_by": "Syrian Observatory for Human Rights"}
    return [
        claim("a1", "arab", 300, (63, None), **town, **sohr, **WHOLE_DAY, stance="revises", injured_value=100,
              injured_min=100, injured_max=100, injured_bounds_basis="stated", victim_class="unknown"),
        claim("a2", "arab", 420, (90, None), **town, **WHOLE_DAY, asserted_by="local activists",
              victim_class="unknown"),
        claim("a3", "arab", 0, (164, 164), place_as_written="Deir Ezzor", aggregation="aggregate", **sohr,
              event_date_start=datetime.date(2016, 1, 21), event_date_end=datetime.date(2016, 1, 24)),
        claim("d1", "deir", 200, (91, None), **town, asserted_by="our correspondent", date_text="yesterday"),
        claim("d2", "deir", 300, (55, 55), place_as_written="Al-Tabyiya", place_container_as_written="Deir Ezzor",
              asserted_by="our correspondent", date_text="yesterday"),
        claim("d3", "deir", 0, (160, 160), place_as_written="the province", aggregation="aggregate",
              asserted_by="local sources"),
        claim("d4", "deir", 500, (12, None), place_as_written="Al-Kharita; Shaqra; Al-Bulayl", killed_value=None,
              place_quantifier="sum_over_all_listed", aggregation="aggregate", killed_bounds_basis="lexicon"),
        claim("i1", "inqu", 0, (63, 63), place_as_written="Syria", is_headline=True, actor_as_written=None),
        claim("i2", "inqu", 300, (63, None), place_as_written="a town in western Syria", **sohr),
        claim("i3", "inqu", 150, (61, None), place_as_written="Khasham", **sohr, killed_value=60),
    ]  # fmt: skip


OUTLETS: dict[str, Any] = {
    "arab": ("The New Arab", datetime.date(2016, 1, 24)),
    "deir": "DeirEzzor 24",
    "inqu": "Inquisitr",
}


@pytest.fixture(scope="module")
def seeds() -> Tables:
    return reconcile(tables(khasham(), **OUTLETS), None)


def test_khasham_is_one_incident_of_63_to_91_with_an_open_upper_end(seeds: Tables) -> None:
    row = incident_of(seeds, "a1")
    assert {"a1", "a2", "d1", "i1", "i2", "i3"} in groups(seeds)
    assert (row["killed_min"], row["killed_max"], row["killed_max_is_open"]) == (63, 91, True)
    assert (row["injured_min"], row["injured_max"], row["injured_max_is_open"]) == (100, 100, False)
    assert row["combatants_killed_min"] is None


def test_one_speaker_through_two_outlets_is_one_origin(seeds: Tables) -> None:
    assert {link_of(seeds, x)["origin_id"] for x in ("a1", "i1", "i2", "i3")} == {link_of(seeds, "a1")["origin_id"]}
    row = incident_of(seeds, "a1")
    assert (row["n_origins_provable"], row["n_origins_possible"]) == (2, 3)
    assert (row["civilian_harm_status"], row["grade_rule"]) == ("fair", "two_provable_origins")
    assert link_of(seeds, "i2")["role"] == "same_origin"


def test_an_undated_report_gets_its_day_on_the_link_from_the_event_it_shares(seeds: Tables) -> None:
    def inferred(claim_id: str) -> tuple[Any, ...]:
        link = link_of(seeds, claim_id)
        return tuple(link[f"inferred_date_{column}"] for column in ("start", "end", "from", "basis"))

    assert inferred("d1") == (SATURDAY, SATURDAY, "a1", "shared_incident")
    # 'yesterday' of the same report is the same day, though its event is in no dated report.
    assert inferred("d2") == (SATURDAY, SATURDAY, "a1", "same_words")
    assert incident_of(seeds, "d2")["event_date_start"] == SATURDAY
    assert inferred("a1") == (None, None, None, None)


def test_totals_stand_apart_cover_the_events_inside_and_leave_a_residual(seeds: Tables) -> None:
    total = incident_of(seeds, "a3")
    covered = set(
        seeds["incident_relation"].filter(
            (pl.col("from_incident") == total["incident_id"]) & (pl.col("relation") == "contains")
        )["to_incident"]
    )
    assert {incident_of(seeds, "a1")["incident_id"], incident_of(seeds, "d2")["incident_id"]} <= covered
    assert total["residual_min"] == 164 - 91 - 55
    assert incident_of(seeds, "d3")["incident_id"] != total["incident_id"]
    overlap = {incident_of(seeds, "d3")["incident_id"], total["incident_id"]}
    rows = seeds["incident_relation"].filter(pl.col("relation") == "overlaps").rows()
    assert any({row[0], row[1]} == overlap for row in rows)


def test_sums_over_incident_rows_count_nobody_twice(seeds: Tables) -> None:
    incidents = seeds["incident"].filter(pl.col("incident_kind") == "incident")
    assert incidents["killed_min"].sum() == 63 + 55


def test_no_total_is_in_an_incident_and_every_claim_is_in_one_group(seeds: Tables) -> None:
    kinds = dict(seeds["incident"].select("incident_id", "incident_kind").rows())
    by_claim = {row["claim_id"]: row["aggregation"] for row in khasham()}
    for incident, claim_id in seeds["incident_claim"].select("incident_id", "claim_id").rows():
        assert kinds[incident] == by_claim[claim_id]
    assert seeds["incident_claim"]["claim_id"].is_unique().all()


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(khasham()))
def test_the_order_of_the_input_rows_changes_nothing(seeds: Tables, order: list[Any]) -> None:
    given_tables = tables(order, **OUTLETS)
    given_tables["claim"] = pl.concat(
        [given_tables["claim"].filter(pl.col("claim_id") == row["claim_id"]) for row in order]
    )
    shuffled = reconcile(given_tables, None)
    assert {name: frame_hash(frame) for name, frame in shuffled.items()} == {
        name: frame_hash(seeds[name]) for name in shuffled
    }


def test_every_pair_compared_is_kept_with_weights_that_sum_to_its_score(seeds: Tables) -> None:
    pairs = seeds["pair_judgement"]
    parts = pl.sum_horizontal(pl.col("^.*_weight$")).round(3)
    assert pairs.select((parts - pl.col("score").round(3)).abs().max()).item() < 0.002
    assert {"positive", "negative"} <= set(pairs["judgement"])
    assert (pairs["claim_a"] < pairs["claim_b"]).all()


def test_no_claims_give_empty_tables_of_the_declared_form() -> None:
    nothing = tables([claim("c1", "x", 0, (3, 3))])
    nothing["claim"] = nothing["claim"].clear()
    result = reconcile(nothing, None)
    assert all(frame.is_empty() and frame.columns == TABLES[name].columns for name, frame in result.items())
