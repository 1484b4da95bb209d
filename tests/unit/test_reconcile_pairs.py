"""Two claims side by side: what their places, means and days say together."""

from typing import Any

import polars as pl
import pytest

from pipeline.reconcile import reconcile
from support.claims import WHOLE_DAY, claim, groups, tables


def at(place: str, container: str | None) -> dict[str, Any]:
    return {"place_as_written": place, "place_container_as_written": container, **WHOLE_DAY}


@pytest.mark.parametrize(("container", "together"), [(None, True), ("Idlib", False)])
def test_a_report_from_one_governorate_can_tell_of_a_town_in_another(container: str | None, together: bool) -> None:
    """The towns share a name; in the second report only other claims, or its own words, say Idlib."""
    result = reconcile(
        tables(
            [
                claim("c1", "x", 10, (4, 4), **at("Al-Nabek", "Rif Dimashq")),
                claim("c2", "y", 10, (9, 9), **at("Saraqib", "Idlib")),
                claim("c3", "y", 900, (4, 4), **at("Al-Nabek", container)),
            ]
        ),
        None,
    )
    assert (frozenset({"c1", "c3"}) in groups(result)) is together


def test_a_report_that_gives_two_lists_of_places_with_two_tolls_tells_of_two_attacks() -> None:
    first, second = "Saraqib; Maarat Misrin; Kafr Nabl", "Saraqib; Binnish; Sarmin; Khan Shaykhun"
    listed = {"place_quantifier": "sum_over_all_listed", "place_container_as_written": "Idlib", **WHOLE_DAY}
    result = reconcile(
        tables(
            [
                claim("c1", "x", 10, (8, 8), place_as_written=first, **listed),
                claim("c2", "x", 400, (2, 2), place_as_written=second, **listed),
                # Another report of the town alone fits both.
                claim("c3", "y", 10, None, **at("Saraqib", "Idlib")),
            ]
        ),
        None,
    )
    assert not any({"c1", "c2"} <= group for group in groups(result))


@pytest.mark.parametrize(("victims", "forbidden"), [("combatant", False), ("unknown", False), ("civilian", True)])
def test_two_means_with_two_tolls_and_other_victims_are_two_attacks(victims: str, forbidden: bool) -> None:
    here = at("Kobani", "Aleppo")
    result = reconcile(
        tables(
            [
                claim("c1", "x", 10, (16, 16), victim_class="combatant", weapon_class="airstrike", **here),
                claim("c2", "x", 300, (1, 1), victim_class=victims, weapon_class="shelling", **here),
            ]
        ),
        None,
    )
    rule = result["pair_judgement"].filter(pl.col("claim_b") == "c2")["rule"].item()
    assert (rule == "one_document_names_two_means") is forbidden


@pytest.mark.parametrize(("killed", "together"), [(2, True), (5, False)])
def test_a_village_told_by_its_town_is_the_attack_on_the_town_where_the_toll_is_the_same(
    killed: int, together: bool
) -> None:
    result = reconcile(
        tables(
            [
                claim("c1", "x", 10, (2, 2), **at("Qamishli", "Hasakah")),
                claim("c2", "x", 90, (killed, killed), **at("Tell Nowhere", "Qamishli")),
            ]
        ),
        None,
    )
    assert (len(groups(result)) == 1) is together
