"""Whose word a figure is: relays, circles, copies and parts add no voice that is not there."""

import datetime
from typing import Any

import polars as pl
import pytest

from pipeline.reconcile import reconcile
from support.claims import SATURDAY, WHOLE_DAY, claim, groups, incident_of, link_of, tables

TAFAS = {"place_as_written": "Tafas", "place_container_as_written": "Daraa", **WHOLE_DAY}
SUNDAY = SATURDAY + datetime.timedelta(days=1)
WORDS = "at least seven people were killed when warplanes struck the market of the town on saturday morning"


def origins(row: dict[str, Any]) -> tuple[int, int]:
    return row["n_origins_provable"], row["n_origins_possible"]


def test_two_bodies_that_cite_each_other_are_one_origin() -> None:
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (7, 7), **TAFAS, asserted_by="SNHR"),
                claim("c2", "y", 0, (7, 7), **TAFAS, asserted_by="SOHR"),
            ],
            x=("SOHR", SATURDAY),
            y=("SNHR", SATURDAY),
        ),
        None,
    )
    row = incident_of(result, "c1")
    assert (origins(row), row["civilian_harm_status"]) == ((1, 1), "weak")
    assert {link_of(result, x)["origin_basis"] for x in ("c1", "c2")} == {"one_names_the_other", "same_speaker"}


def test_two_bodies_that_cite_each_other_for_other_figures_stay_two() -> None:
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (7, 7), **TAFAS, asserted_by="SNHR"),
                claim("c2", "y", 0, (9, 9), **TAFAS, asserted_by="SOHR"),
            ],
            x=("SOHR", SATURDAY),
            y=("SNHR", SATURDAY),
        ),
        None,
    )
    assert origins(incident_of(result, "c1")) == (2, 2)


def test_a_body_quoted_elsewhere_for_a_figure_it_attributes_is_no_second_source() -> None:
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (7, 7), **TAFAS, asserted_by="medics"),
                claim("c2", "y", 0, (7, 7), **TAFAS, asserted_by="SOHR"),
            ],
            x=("SOHR", SATURDAY),
            y=("Sky News", SATURDAY),
        ),
        None,
    )
    assert origins(incident_of(result, "c1")) == (1, 1)


@pytest.mark.parametrize(
    ("words", "day", "possible"),
    [
        (WORDS, SATURDAY, 1),
        (WORDS.replace("people", "persons"), SUNDAY, 1),
        (WORDS, SATURDAY + datetime.timedelta(days=8), 2),
        ("seven residents of the town lost their lives on saturday as its market came under attack from the air",
         SUNDAY, 2),
    ],
)  # fmt: skip
def test_two_outlets_are_one_wire_within_a_week_and_in_nearly_the_same_words(
    words: str, day: datetime.date, possible: int
) -> None:
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (7, None), **TAFAS, quote=WORDS),
                claim("c2", "y", 0, (7, None), **TAFAS, quote=words),
            ],
            x=("The Telegraph", SATURDAY),
            y=("Sky News", day),
        ),
        None,
    )
    assert groups(result) == {frozenset({"c1", "c2"})}
    assert origins(incident_of(result, "c1")) == (1, possible)


def test_the_same_words_with_another_breakdown_are_two_wires() -> None:
    same = TAFAS | {"quote": WORDS}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (7, None), **same, children_killed_min=1, children_killed_max=1),
                claim("c2", "y", 0, (7, None), **same, children_killed_min=3, children_killed_max=3),
            ],
            x=("The Telegraph", SATURDAY),
            y=("Sky News", SATURDAY),
        ),
        None,
    )
    assert origins(incident_of(result, "c1")) == (1, 2)


def test_the_words_of_a_reposted_text_are_its_first_publishers() -> None:
    given = tables(
        [
            claim("c1", "x", 0, (7, 7), **TAFAS, quote="one text of a monitor, told in the monitor's own voice"),
            claim("c2", "y", 0, (7, 7), **TAFAS, quote="the same text, cut otherwise by the outlet that took it over"),
        ],
        x=("SOHR", SATURDAY),
        y=("Sky News", SATURDAY),
    )
    copied = pl.when(pl.col("document_id") == "y").then(pl.lit("x"))
    given["source_document"] = given["source_document"].with_columns(near_duplicate_of=copied)
    result = reconcile(given, None)
    assert origins(incident_of(result, "c1")) == (1, 1)
    assert link_of(result, "c2")["origin_basis"] == "text_of_another"


def test_an_outlet_that_is_only_cited_proves_nothing_and_its_own_correspondent_does() -> None:
    def provable(speaker: str) -> int:
        rows = [
            claim("c1", "x", 0, (7, 7), **TAFAS, asserted_by="SOHR"),
            claim("c2", "y", 0, (8, 8), **TAFAS, asserted_by=speaker),
        ]
        return int(incident_of(reconcile(tables(rows), None), "c1")["n_origins_provable"])

    assert provable("Sky News") == 1
    assert provable("a Sky News correspondent in the town") == 2


@pytest.mark.parametrize(("second", "possible"), [("local activists", 1), ("another activist", 2), ("medics", 2)])
def test_unnamed_voices_of_one_report_are_one_where_their_words_say_no_more(second: str, possible: int) -> None:
    first = "activist" if second.startswith("another") else "activists"
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (7, 7), **TAFAS, asserted_by=first),
                claim("c2", "x", 100, (7, 7), **TAFAS, asserted_by=second),
            ]
        ),
        None,
    )
    assert groups(result) == {frozenset({"c1", "c2"})}
    assert origins(incident_of(result, "c1")) == (1, possible)


@pytest.mark.parametrize(
    "part",
    [
        {"children_killed_min": 2, "children_killed_max": 2},
        {"children_killed_min": 1, "women_killed_min": 1},
        {"quote": "two medics were among the dead, a nurse at the clinic told reporters"},
    ],
)
def test_a_part_of_the_dead_told_by_another_voice_lowers_nothing_and_is_heard(part: dict[str, Any]) -> None:
    document = "x" if "quote" in part else "y"
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (10, 10), **TAFAS, asserted_by="SOHR"),
                claim("c2", document, 80, (2, 2), **TAFAS, asserted_by="SNHR", **part),
            ]
        ),
        None,
    )
    row = incident_of(result, "c1")
    assert (row["killed_min"], row["killed_max"], origins(row)) == (10, 10, (2, 2))
    assert (link_of(result, "c2")["role"], row["civilian_harm_status"]) == ("part", "fair")
    assert ("c1", "c2", "contains") in [x[:3] for x in result["claim_relation"].rows()]


def test_two_people_who_are_no_group_and_not_said_to_be_among_the_dead_are_a_rival_toll() -> None:
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (10, 10), **TAFAS, asserted_by="SOHR"),
                claim("c2", "y", 0, (8, 8), **TAFAS, asserted_by="SNHR"),
            ]
        ),
        None,
    )
    assert incident_of(result, "c1")["killed_min"] == 8
    assert link_of(result, "c2")["role"] == "count"


def test_injured_children_are_a_part_of_the_injured() -> None:
    def injured(number: int) -> dict[str, Any]:
        return {"injured_value": number, "injured_min": number, "injured_max": number, "injured_bounds_basis": "stated"}

    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (3, 3), **TAFAS, asserted_by="SOHR", **injured(12)),
                claim("c2", "y", 0, (3, 3), **TAFAS, asserted_by="SNHR", **injured(4), children_injured_min=4),
            ]
        ),
        None,
    )
    row = incident_of(result, "c1")
    assert (row["injured_min"], row["injured_max"], row["children_injured_min"]) == (12, 12, 4)
    assert link_of(result, "c2")["counts_for"] == "killed; children_injured"


def test_a_dispute_about_who_died_is_not_made_of_a_part_or_of_one_who_tells_both_apart() -> None:
    def rule(*rows: Any) -> str:
        return str(incident_of(reconcile(tables(list(rows)), None), "c1")["grade_rule"])

    theirs = claim("c1", "x", 0, (2, 2), **TAFAS, asserted_by="SOHR")
    fighters = {"victim_class": "combatant", "asserted_by": "SNHR"}
    assert rule(theirs, claim("c2", "y", 0, (2, 2), **TAFAS, **fighters)) == "victim_class_disputed"
    civilians = claim("c3", "y", 0, (3, 3), **TAFAS, asserted_by="SNHR")
    assert rule(theirs, claim("c2", "y", 0, (2, 2), **TAFAS, **fighters), civilians) == "two_provable_origins"
