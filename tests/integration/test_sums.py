"""What the incidents of an area and period come to, with nobody counted twice, out of the release's own database."""

import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from typer.testing import CliRunner

from assets.cli import app
from pipeline.release import publish
from pipeline.schema import TABLES, conform
from support import ledger


def incident(name: str, place: str, day: str | None, killed: tuple[int | None, int | None], **more: Any) -> Any:
    start = None if day is None else datetime.date.fromisoformat(day)
    return {
        "incident_id": name,
        "incident_kind": "incident",
        "place_id": place,
        "event_date_start": start,
        "event_date_end": start,
        "killed_min": killed[0],
        "killed_max": killed[1],
        "killed_max_is_open": False,
        "n_claims": 1,
        "n_documents": 1,
        "n_origins_provable": 1,
        "n_origins_possible": 1,
        **more,
    }


INCIDENTS = [
    incident("i-town", "p-qasr", "2019-05-04", (63, 91), killed_max_is_open=True, injured_min=100, injured_max=100,
             injured_max_is_open=False),
    incident("i-again", "p-qasr", "2019-05-04", (55, 55), combatants_killed_min=4, combatants_killed_max=4,
             combatants_killed_max_is_open=False),
    incident("i-total", "p-valley", "2019-05-04", (164, 164), incident_kind="aggregate"),
    incident("i-ever", "p-valley", "2019-01-01", (1000, 1000), incident_kind="cumulative",
             event_date_end=datetime.date(2019, 12, 31)),
    incident("i-undated", "p-qasr", None, (16, 16)),
    incident("i-month-end", "p-qasr", "2019-05-31", (7, 7), event_date_end=datetime.date(2019, 6, 1)),
    incident("i-june", "p-qasr", "2019-06-02", (9, 9)),
    incident("i-elsewhere", "p-hill", "2019-05-04", (40, 40)),
    incident("i-somewhere", "p-land", "2019-05-04", (3, 3)),
]  # fmt: skip
PLACES = [
    {"place_id": "p-land", "name": "Land", "kind": "country"},
    {"place_id": "p-valley", "name": "Wadi", "kind": "governorate", "parent_id": "p-land", "country": "Land"},
    {"place_id": "p-qasr", "name": "Qasr al-Wadi", "kind": "town", "parent_id": "p-valley", "country": "Land"},
    {"place_id": "p-city", "name": "Wadi", "kind": "city", "parent_id": "p-valley", "country": "Land"},
    {"place_id": "p-hill", "name": "Jabal", "kind": "governorate", "parent_id": "p-land", "country": "Land"},
    {"place_id": "p-far", "name": "Wadi", "kind": "town", "country": "Isle"},
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = ledger.tables()
    tables["incident"] = conform(pl.DataFrame(INCIDENTS, infer_schema_length=None), TABLES["incident"])
    tables["place"] = conform(pl.DataFrame([{**row, "source": "test"} for row in PLACES]), TABLES["place"])
    twice = [
        {"from_incident": "i-again", "to_incident": "i-town", "relation": "possible_duplicate_of", "basis": "test"}
    ]
    tables["incident_relation"] = conform(pl.DataFrame(twice), TABLES["incident_relation"])
    path: Path = publish(tables, tmp_path_factory.mktemp("published"), inputs=ledger.inputs()).path
    return path / "harm-ledger.duckdb"


def sums(database: Path, area: str, first: str = "2019-05-01", last: str = "2019-05-31") -> list[dict[str, Any]]:
    with duckdb.connect(str(database), read_only=True) as con:
        rows: list[dict[str, Any]] = con.sql(f"FROM harm_in('{area}', DATE '{first}', DATE '{last}')").pl().to_dicts()
    return rows


def test_events_of_the_area_and_period_are_added_and_totals_are_not(database: Path) -> None:
    valley = next(row for row in sums(database, "wadi") if row["place_id"] == "p-valley")
    assert (valley["n_incidents"], valley["killed_min"], valley["killed_max"]) == (2, 118, 146)
    assert valley["killed_max_is_open"]
    assert (valley["injured_min"], valley["combatants_killed_min"]) == (100, 4)
    assert valley["n_totals"] == 2


def test_what_a_sum_leaves_out_stands_beside_it(database: Path) -> None:
    (valley,) = sums(database, "p-valley")
    assert (valley["n_undated"], valley["undated_killed_min"]) == (1, 16)
    assert (valley["n_partly"], valley["partly_killed_min"]) == (1, 7)
    assert valley["n_wider"] == 1
    assert valley["killed_twice_if"] == 55


def test_the_naive_sum_adds_every_figure_told_of_the_area(database: Path) -> None:
    (valley,) = sums(database, "p-valley")
    # 12 and 16 of one event, and 40 over the whole valley: what the made-up reports say.
    assert (valley["naive_claims"], valley["naive_killed"]) == (3, 68)


def test_a_name_of_two_places_gives_a_row_each_unless_one_lies_in_the_other(database: Path) -> None:
    assert [row["place_id"] for row in sums(database, "Wadi")] == ["p-far", "p-valley"]
    assert sums(database, "nowhere") == []


def test_an_area_without_events_has_no_number_rather_than_none_killed(database: Path) -> None:
    (far,) = sums(database, "p-far")
    assert (far["n_incidents"], far["killed_min"], far["killed_max_is_open"], far["naive_killed"]) == (
        0,
        None,
        None,
        None,
    )


def test_the_country_adds_its_governorates(database: Path) -> None:
    (land,) = sums(database, "Land", last="2019-06-30")
    assert land["killed_min"] == 63 + 55 + 7 + 9 + 40 + 3


def test_the_command_prints_the_sum_with_the_naive_one_and_what_is_left_out(database: Path) -> None:
    asked = ("sums", "p-valley", "2019-05-01", "2019-05-31", "--release", str(database.parent))
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, list(asked))
    said = " ".join(result.stdout.split())
    assert result.exit_code == 0, result.output
    assert "118–146+ killed: civilians" in said
    assert "68 is what all 3 figures told of the area add up to" in said
    assert "1 events without a day, with at least 16 killed" in said


def test_the_command_says_what_to_do_about_a_place_nobody_knows(database: Path) -> None:
    asked = ("sums", "Atlantis", "2019-05-01", "2019-05-31", "--release", str(database.parent))
    assert CliRunner().invoke(app, list(asked)).exit_code == 2
