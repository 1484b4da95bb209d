"""What is one event and what is not, by rule and by a curator."""

import datetime
from pathlib import Path

import polars as pl
import pytest

from pipeline.errors import InputError
from pipeline.reconcile import reconcile
from support.claims import SATURDAY, WHOLE_DAY, claim, groups, incident_of, tables

HEADER = "claim_a,claim_b,judgement,reason,who,date\n"


def test_fighters_and_civilians_of_one_sentence_are_one_incident_counted_apart() -> None:
    same = {"quote_end": 90, "place_as_written": "Moadamiyeh", "place_container_as_written": "Damascus suburbs"}
    result = reconcile(
        tables(
            [claim("c1", "x", 10, (23, None), **same, victim_class="combatant"), claim("c2", "x", 10, (3, 3), **same)]
        ),
        None,
    )
    assert groups(result) == {frozenset({"c1", "c2"})}
    row = incident_of(result, "c1")
    assert (row["killed_min"], row["killed_max"], row["combatants_killed_min"], row["combatants_killed_max"]) == (
        3,
        3,
        23,
        23,
    )
    assert row["combatants_killed_max_is_open"]


def test_killed_and_injured_in_two_claims_of_one_event_are_one_incident() -> None:
    result = reconcile(
        tables(
            [
                claim("c1", "x", 10, (2, 2), place_as_written="Hoshan village", place_container_as_written="Raqqa"),
                claim(
                    "c2",
                    "x",
                    75,
                    None,
                    place_as_written="Hoshan village",
                    place_container_as_written="Raqqa",
                    injured_value=3,
                    injured_min=3,
                    injured_max=3,
                    injured_bounds_basis="stated",
                ),
            ]
        ),
        None,
    )
    assert len(groups(result)) == 1
    row = incident_of(result, "c1")
    assert (row["killed_min"], row["injured_min"]) == (2, 3)


def test_one_document_naming_two_villages_tells_of_two_events() -> None:
    where = {"place_container_as_written": "Deir Ezzor"}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 10, (10, 10), place_as_written="Hatla", **where),
                claim("c2", "x", 80, (10, 10), place_as_written="Al-Hissan", **where),
            ]
        ),
        None,
    )
    assert len(groups(result)) == 2


def test_two_days_at_one_place_are_two_events() -> None:
    sunday = SATURDAY + datetime.timedelta(days=3)
    result = reconcile(
        tables(
            [
                claim("c1", "x", 10, (4, 4), place_as_written="Qamishli", **WHOLE_DAY),
                claim(
                    "c2",
                    "y",
                    10,
                    (4, 4),
                    place_as_written="Qamishli",
                    **WHOLE_DAY | {"event_date_start": sunday, "event_date_end": sunday},
                ),
            ]
        ),
        None,
    )
    assert len(groups(result)) == 2


def test_a_vague_claim_between_two_events_does_not_chain_them() -> None:
    where = {"place_container_as_written": "Deir Ezzor"}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (30, 30), place_as_written="Hatla", **where, **WHOLE_DAY),
                claim("c2", "y", 0, (30, 30), place_as_written="Shaqra", **where, **WHOLE_DAY),
                claim("c3", "z", 0, (30, 30), place_as_written="Deir Ezzor", **WHOLE_DAY),
            ]
        ),
        None,
    )
    assert not any({"c1", "c2"} <= group for group in groups(result))


@pytest.mark.parametrize(("victims", "together"), [("combatant", False), ("civilian", True)])
def test_fighters_killed_somewhere_in_the_country_are_no_part_of_a_villages_toll(victims: str, together: bool) -> None:
    result = reconcile(
        tables(
            [
                claim("c1", "x", 0, (63, 63), place_as_written="Syria", victim_class=victims),
                claim("c2", "x", 80, (63, None) if together else (20, None), place_as_written="Khasham",
                      place_container_as_written="Deir Ezzor"),
            ]
        ),
        None,
    )  # fmt: skip
    assert (len(groups(result)) == 1) == together
    if not together:
        assert incident_of(result, "c2")["combatants_killed_min"] is None


@pytest.mark.parametrize("kept_apart", [False, True])
def test_events_of_one_place_day_and_number_point_at_each_other_unless_a_curator_knows_better(
    tmp_path: Path, kept_apart: bool
) -> None:
    where = {"place_as_written": "Tafas", "place_container_as_written": "Daraa", **WHOLE_DAY}
    rows = [
        claim("c1", "x", 0, (1, 1), **where),
        claim("c2", "x", 900, (1, 1), **where, actor_as_written="Turkish forces", weapon_class="mine"),
    ]
    (tmp_path / "judgements.csv").write_text(HEADER + ("c1,c2,negative,two men,ed,2026-01-01\n" if kept_apart else ""))
    result = reconcile(tables(rows), tmp_path)
    assert len(groups(result)) == 2
    relations = result["incident_relation"]
    assert (relations["relation"].to_list() == []) == kept_apart
    if not kept_apart:
        assert relations["basis"].to_list() == ["same_place_day_and_number"]


def test_an_incident_keeps_its_id_when_unrelated_and_later_texts_come_in() -> None:
    where = {"place_as_written": "Tafas", "place_container_as_written": "Daraa", **WHOLE_DAY}
    first = [claim("m1", "x", 0, (7, 7), **where), claim("m2", "x", 80, (7, 7), **where)]
    day = {"x": ("SOHR", SATURDAY), "w": ("SNHR", SATURDAY + datetime.timedelta(days=1))}
    before = incident_of(reconcile(tables(first, **day), None), "m1")["incident_id"]
    more = [
        claim("a1", "w", 0, (7, 7), **where),
        claim("a2", "undated", 0, (7, 7), **where),
        claim("a3", "elsewhere", 0, (40, 40), place_as_written="Idlib", place_container_as_written="Idlib"),
    ]
    after = reconcile(tables(first + more, **day), None)
    assert frozenset({"m1", "m2", "a1", "a2"}) in groups(after)
    assert incident_of(after, "m1")["incident_id"] == before


@pytest.mark.parametrize("judgement", ["negative", "positive"])
def test_the_curator_splits_and_merges_over_the_rules_and_survives_new_documents(
    tmp_path: Path, judgement: str
) -> None:
    where = {"place_container_as_written": "Deir Ezzor", **WHOLE_DAY}
    other = "Hatla" if judgement == "negative" else "Shaqra"
    rows = [
        claim("c1", "x", 0, (30, 30), place_as_written="Hatla", **where, asserted_by="SOHR"),
        claim("c2", "y", 0, (30, 30), place_as_written=other, **where, asserted_by="SNHR"),
    ]
    (tmp_path / "judgements.csv").write_text(HEADER + f"c2,c1,{judgement},checked by hand,ed,2026-01-01\n")
    more = [*rows, claim("c0", "w", 0, (30, 30), place_as_written="Hatla", **where)]
    for claims in (rows, more):
        together = any({"c1", "c2"} <= group for group in groups(reconcile(tables(claims), None)))
        assert together == (judgement == "negative")
        result = reconcile(tables(claims), tmp_path)
        assert any({"c1", "c2"} <= group for group in groups(result)) == (judgement == "positive")
        row = result["pair_judgement"].row(
            by_predicate=(pl.col("claim_a") == "c1") & (pl.col("claim_b") == "c2"), named=True
        )
        assert (row["judgement"], row["decided_by"]) == (judgement, "curator")


@pytest.mark.parametrize(
    "line",
    [
        "c1,gone,positive,why,ed,2026-01-01",
        "c1,c1,positive,why,ed,2026-01-01",
        "c1,c2,perhaps,why,ed,2026-01-01",
        "c1,c2,positive, ,ed,2026-01-01",
        "c1,c2,positive,why,ed,2026-01-01\nc2,c1,negative,why,ed,2026-01-02",
        "c1,c2,positive",
    ],
)
def test_a_judgement_that_cannot_be_used_fails_the_run_and_says_what_to_do(tmp_path: Path, line: str) -> None:
    (tmp_path / "judgements.csv").write_text(HEADER + line + "\n")
    rows = [claim("c1", "x", 0, (3, 3)), claim("c2", "y", 0, (3, 3))]
    with pytest.raises(InputError) as error:
        reconcile(tables(rows), tmp_path)
    assert "judgements.csv" in error.value.problem
    assert error.value.remedy


def test_noisy_claims_without_place_speaker_or_date_do_not_fall_together() -> None:
    rows = [claim(f"c{n}", f"doc{n}", 0, (2, 2), weapon_class=None, actor_as_written=None) for n in range(6)]
    assert len(groups(reconcile(tables(rows), None))) == 6


TAFAS = {"place_as_written": "Tafas", "place_container_as_written": "Daraa"}


@pytest.mark.parametrize(("words", "together"), [("another strike killed four", False), ("four died there", True)])
def test_what_a_report_calls_another_strike_is_kept_from_the_one_before_it(words: str, together: bool) -> None:
    rows = [
        claim("c1", "x", 0, (4, 4), **TAFAS, **WHOLE_DAY),
        claim("c2", "x", 200, (4, 4), **TAFAS, **WHOLE_DAY, quote=words),
    ]
    assert (len(groups(reconcile(tables(rows), None))) == 1) == together


@pytest.mark.parametrize(("other", "together"), [("Qasim Darwanah", False), ("Ilyas Mortaban", True)])
def test_two_single_victims_with_two_names_are_two_events(other: str, together: bool) -> None:
    same = {"place_as_written": "Daraa province", "actor_as_written": None, **WHOLE_DAY}
    rows = [
        claim("c1", "x", 0, (1, 1), **same, quote="a man named Ilyas Mortaban was killed by gunfire"),
        claim("c2", "x", 70, (1, 1), **same, quote=f"a man named {other} was killed by gunfire"),
    ]
    assert (len(groups(reconcile(tables(rows), None))) == 1) == together


def test_one_day_named_without_a_year_is_told_from_another() -> None:
    undated = {"event_date_start": None, "event_date_end": None}
    rows = [
        claim("c1", "x", 0, (3, 3), **TAFAS, **WHOLE_DAY),
        claim("c2", "y", 0, (3, 3), **TAFAS, **undated, date_text="January 23"),
        claim("c3", "z", 0, (3, 3), **TAFAS, **undated, date_text="January 11"),
    ]
    assert groups(reconcile(tables(rows), None)) == {frozenset({"c1", "c2"}), frozenset({"c3"})}


@pytest.mark.parametrize(("basis", "together"), [("previous", True), ("publication", False)])
def test_a_day_carried_from_an_earlier_sentence_does_not_forbid_a_link(basis: str, together: bool) -> None:
    later = SATURDAY + datetime.timedelta(days=5)
    rows = [
        claim("c1", "x", 0, (4, 4), **TAFAS, **WHOLE_DAY),
        claim("c2", "x", 90, (4, 4), **TAFAS, event_date_start=later, event_date_end=later, date_basis=basis),
    ]
    assert (len(groups(reconcile(tables(rows), None))) == 1) == together


def test_last_friday_may_be_the_friday_just_past() -> None:
    day = {"event_date_start": SATURDAY - datetime.timedelta(days=7), "date_basis": "publication"}
    rows = [
        claim("c1", "x", 0, (1, 1), **TAFAS, **WHOLE_DAY),
        claim("c2", "y", 0, (1, 1), **TAFAS, **day, event_date_end=day["event_date_start"], date_text="last Saturday"),
    ]
    assert len(groups(reconcile(tables(rows), None))) == 1
    rows[1]["date_text"] = "Saturday"
    assert len(groups(reconcile(tables(rows), None))) == 2


def test_two_spellings_of_an_unknown_village_with_the_same_consonants_are_one_place() -> None:
    where = {"place_container_as_written": "Daraa", **WHOLE_DAY}
    rows = [
        claim("c1", "x", 0, (4, 4), place_as_written="Zerbunek", **where),
        claim("c2", "y", 0, (30, 30), place_as_written="Zarbunak", **where),
        claim("c3", "z", 0, (9, 9), place_as_written="Mortavil", **where),
    ]
    assert groups(reconcile(tables(rows), None)) == {frozenset({"c1", "c2"}), frozenset({"c3"})}


def test_pairs_that_nothing_brings_together_are_not_stored() -> None:
    far = SATURDAY + datetime.timedelta(days=60)
    rows = [
        claim("c1", "x", 0, (4, 4), **TAFAS, **WHOLE_DAY),
        claim("c2", "y", 0, (4, 4), **TAFAS, event_date_start=far, event_date_end=far, date_basis="text"),
        claim("c3", "z", 0, (4, 4), place_as_written="Qamishli", **WHOLE_DAY),
        claim("c4", "w", 0, (9, 9), **TAFAS, **WHOLE_DAY),
    ]
    pairs = reconcile(tables(rows), None)["pair_judgement"]
    assert pairs.select("claim_a", "claim_b").rows() == [("c1", "c4")]
