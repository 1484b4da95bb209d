"""From claims to incidents: what is one event, whose word it rests on, and what it adds up to."""

import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.authority import load_reference, resolve
from pipeline.authority.reference import Tables
from pipeline.errors import InputError
from pipeline.reconcile import reconcile
from pipeline.reconcile.mention import Figure
from pipeline.reconcile.numbers import Chosen, _range
from pipeline.schema import TABLES, conform
from pipeline.storage import frame_hash

RAW = Path(__file__).parents[2] / "data" / "raw"
SATURDAY = datetime.date(2016, 1, 23)
HEADER = "claim_a,claim_b,judgement,reason,who,date\n"
WHOLE_DAY = {"event_date_start": SATURDAY, "event_date_end": SATURDAY, "date_precision": 1, "date_basis": "publication"}

REFERENCE = load_reference(RAW)


def claim(claim_id: str, document: str, at: int, killed: tuple[int | None, int | None] | None, **more: Any) -> Any:
    """One claim; ``killed`` gives the bounds, and the value named is the lower of them."""
    low, high = killed or (None, None)
    return {
        "claim_id": claim_id,
        "document_id": document,
        "quote_start": at,
        "quote_end": at + 60,
        "quote": more.pop("quote", f"the words of {claim_id} and {document}"),
        "attribution_explicit": more.get("asserted_by") is not None,
        "stance": "asserts",
        "modality": "reported",
        "killed_value": low if low is not None else high,
        "killed_min": low,
        "killed_max": high,
        "killed_qualifier": None if killed is None else "exact" if low == high else "at_least",
        "killed_bounds_basis": None if killed is None else "stated",
        "victim_class": "civilian",
        "place_quantifier": "single" if more.get("place_as_written") else None,
        "country": "Syria",
        "weapon_class": "airstrike",
        "actor_as_written": "Russian warplanes",
        "aggregation": "incident",
        "is_headline": False,
        "extractor": "test",
        "extractor_version": "1",
        "confidence": 1.0,
        **more,
    }


def tables(claims: list[Any], **outlets: Any) -> Tables:
    """Resolved tables; ``outlets`` maps a document to its outlet, or to outlet and day of publication."""
    documents = []
    for name in sorted({row["document_id"] for row in claims}):
        outlet = outlets.get(name)
        outlet, day = outlet if isinstance(outlet, tuple) else (outlet, None)
        documents.append(
            {
                "document_id": name,
                "sha256": "0",
                "n_bytes": 1,
                "n_chars": 1,
                "collection": "test",
                "file_name": f"{name}.txt",
                "publisher_name": outlet,
                "publication_date": day,
                "language": "en",
                "rendition": "restated",
                "text_published": False,
            }
        )
    given_tables = {
        "claim": conform(pl.DataFrame(claims, infer_schema_length=None), TABLES["claim"]),
        "source_document": conform(pl.DataFrame(documents, infer_schema_length=None), TABLES["source_document"]),
    }
    return resolve(given_tables, REFERENCE)


def groups(result: Tables) -> set[frozenset[str]]:
    links = result["incident_claim"].group_by("incident_id").agg("claim_id")
    return {frozenset(ids) for ids in links["claim_id"]}


def incident_of(result: Tables, claim_id: str) -> dict[str, Any]:
    link = result["incident_claim"].row(by_predicate=pl.col("claim_id") == claim_id, named=True)
    return result["incident"].row(by_predicate=pl.col("incident_id") == link["incident_id"], named=True)


def link_of(result: Tables, claim_id: str) -> dict[str, Any]:
    return result["incident_claim"].row(by_predicate=pl.col("claim_id") == claim_id, named=True)


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
    assert link_of(seeds, "d1")["inferred_date"] == SATURDAY
    assert link_of(seeds, "d1")["inferred_date_from"] == "a1"
    # 'yesterday' of the same report is the same day, though its event is in no dated report.
    assert link_of(seeds, "d2")["inferred_date"] == SATURDAY
    assert incident_of(seeds, "d2")["event_date_start"] == SATURDAY
    assert link_of(seeds, "a1")["inferred_date"] is None


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
def test_the_order_of_the_input_rows_changes_nothing(order: list[Any]) -> None:
    given_tables = tables(order, **OUTLETS)
    given_tables["claim"] = pl.concat(
        [given_tables["claim"].filter(pl.col("claim_id") == row["claim_id"]) for row in order]
    )
    shuffled = reconcile(given_tables, None)
    whole = reconcile(tables(khasham(), **OUTLETS), None)
    assert {name: frame_hash(frame) for name, frame in shuffled.items()} == {
        name: frame_hash(frame) for name, frame in whole.items()
    }


def test_every_pair_compared_is_kept_with_weights_that_sum_to_its_score(seeds: Tables) -> None:
    pairs = seeds["pair_judgement"]
    parts = pl.sum_horizontal(pl.col("^.*_weight$")).round(3)
    assert pairs.select((parts - pl.col("score").round(3)).abs().max()).item() < 0.002
    assert {"positive", "negative"} <= set(pairs["judgement"])
    assert (pairs["claim_a"] < pairs["claim_b"]).all()


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


def test_no_claims_give_empty_tables_of_the_declared_form() -> None:
    nothing = tables([claim("c1", "x", 0, (3, 3))])
    nothing["claim"] = nothing["claim"].clear()
    result = reconcile(nothing, None)
    assert all(frame.is_empty() and frame.columns == TABLES[name].columns for name, frame in result.items())


def test_noisy_claims_without_place_speaker_or_date_do_not_fall_together() -> None:
    rows = [claim(f"c{n}", f"doc{n}", 0, (2, 2), weapon_class=None, actor_as_written=None) for n in range(6)]
    assert len(groups(reconcile(tables(rows), None))) == 6


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
