"""Whose word a number rests on, what it adds up to, and how it is graded."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reconcile import reconcile
from pipeline.reconcile.mention import Figure
from pipeline.reconcile.numbers import Chosen, _range
from support.claims import SATURDAY, WHOLE_DAY, claim, groups, incident_of, link_of, tables

TAFAS = {"place_as_written": "Tafas", "place_container_as_written": "Daraa", **WHOLE_DAY}


def test_copies_of_one_wire_are_one_origin() -> None:
    words = "at least seven people were killed when warplanes struck the market of the town on saturday morning"
    same = {"place_as_written": "Tafas", "place_container_as_written": "Daraa", "quote": words, **WHOLE_DAY}
    result = reconcile(
        tables(
            [claim("c1", "x", 0, (7, None), **same), claim("c2", "y", 0, (7, None), **same)],
            x=("The Telegraph", SATURDAY),
            y=("Sky News", SATURDAY),
        ),
        None,
    )
    row = incident_of(result, "c1")
    assert row["n_documents"] == 2
    assert (row["n_origins_possible"], row["civilian_harm_status"]) == (1, "weak")


def test_unnamed_sources_of_two_reports_are_two_possible_origins_and_prove_one() -> None:
    same = {"place_as_written": "Tafas", "place_container_as_written": "Daraa", "asserted_by": "local sources"}
    result = reconcile(tables([claim("c1", "x", 0, (7, 7), **same), claim("c2", "y", 0, (8, 8), **same)]), None)
    row = incident_of(result, "c1")
    assert (row["n_origins_provable"], row["n_origins_possible"]) == (1, 2)
    assert row["civilian_harm_status"] == "weak"


def test_a_later_figure_of_one_speaker_replaces_the_earlier() -> None:
    same = {"place_as_written": "Tafas", "place_container_as_written": "Daraa", "asserted_by": "SOHR", **WHOLE_DAY}
    result = reconcile(
        tables(
            [claim("c1", "x", 0, (7, 7), **same), claim("c2", "y", 0, (9, 9), **same, stance="revises")],
            x=("SOHR", SATURDAY),
            y=("SOHR", SATURDAY + datetime.timedelta(days=1)),
        ),
        None,
    )
    row = incident_of(result, "c1")
    assert (row["killed_min"], row["killed_max"], row["n_origins_possible"]) == (9, 9, 1)
    assert ("c2", "c1", "supersedes") in [x[:3] for x in result["claim_relation"].rows()]


def test_a_words_floor_counts_only_where_nobody_gives_a_number() -> None:
    same = {"place_as_written": "Tafas", "place_container_as_written": "Daraa", **WHOLE_DAY}
    dozens = claim("c1", "x", 0, (12, None), **same, killed_value=None, killed_bounds_basis="lexicon")
    alone = incident_of(reconcile(tables([dozens]), None), "c1")
    assert (alone["killed_min"], alone["killed_max"], alone["killed_max_is_open"]) == (12, None, True)
    result = reconcile(tables([dozens, claim("c2", "y", 0, (30, 30), **same, asserted_by="SOHR")]), None)
    assert incident_of(result, "c1")["killed_min"] == 30
    assert link_of(result, "c1")["role"] == "context"


def test_a_denied_toll_of_fighters_is_contested_and_adds_no_civilian() -> None:
    same = {"place_as_written": "Deir Ezzor", "victim_class": "combatant", "weapon_class": "missile"}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 50, (600, 600), **same, asserted_by="Russian media", aggregation="aggregate"),
                claim("c2", "x", 0, None, **same, asserted_by="local activists", stance="denies"),
            ]
        ),
        None,
    )
    row = incident_of(result, "c1")
    assert (row["civilian_harm_status"], row["grade_rule"], row["strike_status"]) == (
        "contested",
        "harm_denied",
        "contested",
    )
    assert row["killed_min"] is None
    assert row["combatants_killed_min"] == 600
    assert link_of(result, "c2")["role"] == "denial"
    assert ("c2", "c1", "denies") in [x[:3] for x in result["claim_relation"].rows()]


@pytest.mark.parametrize("kind", ["incident", "aggregate"])
@pytest.mark.parametrize("second", ["Russian media sources and officials", None])
def test_a_denied_word_and_its_number_are_one_contested_event_and_the_denial_covers_both(
    kind: str, second: str | None
) -> None:
    same = {"place_as_written": "Deir Ezzor", "victim_class": "combatant", "aggregation": kind}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 90, (100, None), **same, asserted_by="Russian media outlets", killed_value=None,
                      killed_qualifier="hundreds", killed_bounds_basis="lexicon"),
                claim("c2", "x", 80, None, **same, asserted_by="local activists", stance="denies"),
                claim("c3", "x", 400, (600, 600), **same, asserted_by=second, weapon_class="missile"),
            ]
        ),
        None,
    )  # fmt: skip
    assert groups(result) == {frozenset({"c1", "c2", "c3"})}
    row = incident_of(result, "c3")
    assert (row["civilian_harm_status"], row["killed_min"]) == ("contested", None)
    assert (row["combatants_killed_min"], row["combatants_killed_max"]) == (600, 600)
    assert {("c2", "c1", "denies"), ("c2", "c3", "denies")} <= {x[:3] for x in result["claim_relation"].rows()}
    assert link_of(result, "c1")["role"] == "context"


@pytest.mark.parametrize(
    "other",
    [
        {"victim_class": "civilian"},
        {"asserted_by": "the hospital"},
        {"actor_as_written": "Turkish forces"},
        {"place_as_written": "Raqqa"},
    ],
)
def test_a_word_and_a_number_of_other_people_places_or_speakers_are_two_totals(other: dict[str, Any]) -> None:
    same = {"place_as_written": "Deir Ezzor", "victim_class": "combatant", "aggregation": "aggregate"}
    word = {"killed_value": None, "killed_bounds_basis": "lexicon", "asserted_by": "Russian media outlets"}
    number = same | {"asserted_by": "Russian media"} | other
    result = reconcile(
        tables([claim("c1", "x", 90, (100, None), **same, **word), claim("c2", "x", 400, (600, 600), **number)]), None
    )
    assert len(groups(result)) == 2


@pytest.mark.parametrize(
    "other",
    [{"victim_class": "combatant"}, {"place_as_written": "Raqqa"}, {"asserted_by": "the hospital"}],
)
def test_totals_with_one_number_but_another_class_place_or_speaker_are_two(other: dict[str, Any]) -> None:
    same = {"place_as_written": "Hasakah", "aggregation": "cumulative", "asserted_by": "SOHR"}
    result = reconcile(
        tables([claim("c1", "x", 0, (7, 7), **same), claim("c2", "x", 900, (7, 7), **same | other)]), None
    )
    assert len(groups(result)) == 2


def test_an_event_is_no_running_total_because_one_gives_the_same_number_elsewhere_in_the_text() -> None:
    where = {"place_as_written": "Hasakah", "asserted_by": "SOHR"}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (7, 7), **where, victim_class="combatant"),
                claim("c2", "x", 500, (7, 7), **where, aggregation="cumulative"),
            ]
        ),
        None,
    )
    assert incident_of(result, "c1")["incident_kind"] == "incident"
    assert incident_of(result, "c1")["killed_min"] is None


def test_a_number_counts_a_word_out_and_does_not_replace_it() -> None:
    same = {"place_as_written": "Tafas", "place_container_as_written": "Daraa", "asserted_by": "SOHR", **WHOLE_DAY}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (12, None), **same, killed_value=None, killed_bounds_basis="lexicon"),
                claim("c2", "x", 80, (30, 30), **same, stance="revises"),
            ]
        ),
        None,
    )
    assert groups(result) == {frozenset({"c1", "c2"})}
    assert "supersedes" not in result["claim_relation"]["relation"].to_list()


def test_a_speakers_total_is_recognised_beside_a_vague_one_of_fighters() -> None:
    raqqa = {"place_as_written": "Raqqa", "aggregation": "aggregate", "victim_class": "unknown"}
    sohr = raqqa | {"asserted_by": "SOHR"}
    vague = {"killed_value": None, "killed_bounds_basis": "lexicon", "victim_class": "combatant"}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 80, (44, None), **sohr),
                claim("c2", "x", 0, (20, None), **raqqa | vague),
                claim("c3", "y", 0, (44, None), **sohr),
            ]
        ),
        None,
    )
    assert groups(result) == {frozenset({"c1", "c3"}), frozenset({"c2"})}


def test_a_number_of_people_beside_fighters_adds_no_second_voice_for_either() -> None:
    tafas = {"place_as_written": "Tafas", "place_container_as_written": "Daraa", "victim_class": "unknown"}
    vague = {"killed_value": None, "killed_bounds_basis": "lexicon"}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (20, None), **tafas | vague | {"victim_class": "combatant"}),
                claim("c2", "x", 70, (44, None), **tafas, asserted_by="SOHR"),
                claim("c3", "x", 140, (2, None), **tafas | vague, asserted_by="The Daily Star"),
            ]
        ),
        None,
    )
    assert groups(result) == {frozenset({"c1", "c2", "c3"})}
    row = incident_of(result, "c2")
    assert (row["killed_min"], row["combatants_killed_min"]) == (44, 20)
    assert (link_of(result, "c3")["role"], row["civilian_harm_status"]) == ("context", "weak")


def test_a_belligerent_that_owns_the_harm_confirms_it() -> None:
    same = {"place_as_written": "Tafas", "place_container_as_written": "Daraa", **WHOLE_DAY}
    result = reconcile(tables([claim("c1", "x", 0, (2, 2), **same, asserted_by="Russian Ministry of Defence")]), None)
    row = incident_of(result, "c1")
    assert (row["civilian_harm_status"], row["strike_status"]) == ("confirmed", "declared")


def test_rival_perpetrators_make_the_strike_contested() -> None:
    same = {"place_as_written": "Al-Bab", "place_container_as_written": "Aleppo", **WHOLE_DAY}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (14, 14), **same, asserted_by="SOHR"),
                claim("c2", "y", 0, (14, 14), **same, asserted_by="SNHR", actor_as_written="Turkish forces"),
            ]
        ),
        None,
    )
    assert incident_of(result, "c1")["grade_rule"] == "competing_perpetrators"


def test_a_sum_over_both_classes_counts_as_neither() -> None:
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (4, 4), **TAFAS, asserted_by="SOHR"),
                claim("c2", "x", 0, (6, 6), **TAFAS, asserted_by="SOHR", victim_class="combatant"),
                claim("c3", "x", 90, (10, 10), **TAFAS, victim_class="unknown"),
            ]
        ),
        None,
    )
    row = incident_of(result, "c1")
    assert (row["killed_min"], row["killed_max"]) == (4, 4)
    assert (row["combatants_killed_min"], row["combatants_killed_max"]) == (6, 6)
    assert link_of(result, "c3")["counts_for"] is None
    assert {("c3", x, "contains", "parts_add_up") for x in ("c1", "c2")} <= set(result["claim_relation"].rows())


def in_daraa(total: int, **more: Any) -> Any:
    where = {"place_container_as_written": "Daraa", "asserted_by": "SOHR", **WHOLE_DAY}
    rows = [
        claim("c1", "x", 0, (7, 7), **where, place_as_written="Dael"),
        claim("c2", "x", 80, (5, 5), **where, place_as_written="Nawa"),
        claim("c3", "x", 700, (total, total), **where | {"place_as_written": "Daraa province"} | more),
    ]
    return reconcile(tables(rows), None)


def test_what_a_speakers_own_figures_add_up_to_is_a_total_however_it_is_told() -> None:
    result = in_daraa(12)
    assert incident_of(result, "c3")["incident_kind"] == "aggregate"
    assert {("c3", x, "contains", "parts_add_up") for x in ("c1", "c2")} <= set(result["claim_relation"].rows())
    assert in_daraa(13)["incident"]["incident_kind"].unique().to_list() == ["incident"]


@pytest.mark.parametrize(
    ("total", "open_end", "basis"),
    [
        (12, False, "parts_add_up"),
        (20, False, "parts_leave_a_rest"),
        (10, False, "parts_exceed_total"),
        (10, True, "totals_cover_events"),
    ],
)
def test_a_total_is_checked_against_its_speakers_own_parts(total: int, open_end: bool, basis: str) -> None:
    more = {"aggregation": "aggregate"} | ({"killed_max": None} if open_end else {})
    result = in_daraa(total, **more)
    found = {row[3] for row in result["claim_relation"].rows() if row[0] == "c3"}
    assert found == {basis}
    assert incident_of(result, "c3")["residual_min"] == max(0, total - 12)


def test_a_running_total_is_in_no_event_and_no_sum() -> None:
    result = in_daraa(400, aggregation="cumulative")
    assert incident_of(result, "c3")["incident_kind"] == "cumulative"
    assert result["incident"].filter(incident_kind="incident")["killed_min"].sum() == 12


def test_the_injured_are_never_among_the_killed_and_no_ones_list_is_divided() -> None:
    injured = {"injured_value": 30, "injured_min": 30, "injured_max": 30, "injured_bounds_basis": "stated"}
    listed = {"place_as_written": "Dael; Nawa; Tafas", "place_quantifier": "sum_over_all_listed"}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (7, 7), **TAFAS, **injured),
                claim("c2", "y", 0, (9, 9), **WHOLE_DAY, **listed, aggregation="aggregate", asserted_by="SOHR"),
            ]
        ),
        None,
    )
    row = incident_of(result, "c1")
    assert (row["killed_min"], row["killed_max"], row["injured_min"]) == (7, 7, 30)
    whole = incident_of(result, "c2")
    assert (whole["incident_kind"], whole["killed_min"], result["incident"].height) == ("aggregate", 9, 2)


def test_the_days_an_undated_report_borrows_are_as_wide_as_those_they_come_from() -> None:
    where = {"place_as_written": "Tafas", "place_container_as_written": "Daraa"}
    weekend = WHOLE_DAY | {"event_date_end": SATURDAY + datetime.timedelta(days=1)}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (7, 7), **where, **weekend, asserted_by="SOHR"),
                claim("c2", "y", 0, (7, 7), **where, date_text="yesterday", asserted_by="SNHR"),
                claim("c3", "z", 0, (7, 7), **where, date_text="on Sunday morning", asserted_by="medics"),
            ]
        ),
        None,
    )
    assert groups(result) == {frozenset({"c1", "c2", "c3"})}
    days = {
        x: (link_of(result, x)["inferred_date_start"], link_of(result, x)["inferred_date_end"]) for x in ("c2", "c3")
    }
    assert days["c2"] == (SATURDAY, SATURDAY + datetime.timedelta(days=1))
    assert days["c3"] == (SATURDAY + datetime.timedelta(days=1),) * 2


bounds = st.tuples(st.integers(0, 500), st.one_of(st.none(), st.integers(0, 500))).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)


@given(found=st.lists(bounds, min_size=1, max_size=6))
def test_a_range_holds_every_origins_figure_and_says_whether_its_top_is_a_floor(
    found: list[tuple[int, int | None]],
) -> None:
    chosen = [Chosen(f"c{n}", Figure(low, low, high, False)) for n, (low, high) in enumerate(found)]
    result = _range(chosen)
    assert result.low == min(low for low, _ in found)
    assert result.high == max(low if high is None else high for low, high in found)
    assert result.is_open == any(high is None and low == result.high for low, high in found)
