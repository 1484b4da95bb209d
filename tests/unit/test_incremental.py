"""The order in which documents come does not matter, and a run that remembers the one before gives the same tables."""

import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.authority.places import Gazetteer
from pipeline.authority.reference import Tables
from pipeline.reconcile import reconcile
from pipeline.reconcile.block import pairs
from pipeline.reconcile.blocks import RememberedGroups
from pipeline.reconcile.columns import columns
from pipeline.reconcile.compare import Comparer
from pipeline.reconcile.mention import read_mentions
from pipeline.reconcile.remembered import Remembered
from support.claims import claim
from support.reports import FIRST, reports, same, tables_of


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(reports(), st.integers(0, 2**32))
def test_twenty_orders_of_the_documents_give_the_same_incidents(documents: list[Any], seed: int) -> None:
    expected = reconcile(tables_of(documents), None)
    shuffle = random.Random(seed)
    for _ in range(20):
        shuffle.shuffle(documents)
        assert same(reconcile(tables_of(documents), None), expected)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(reports(), st.randoms(use_true_random=False))
def test_documents_added_one_at_a_time_give_what_a_full_run_gives(
    tmp_path_factory: pytest.TempPathFactory, documents: list[Any], shuffle: random.Random
) -> None:
    kept = tmp_path_factory.mktemp("kept")
    shuffle.shuffle(documents)
    for number in range(1, len(documents) + 1):
        arrived = tables_of(documents[:number])
        assert same(reconcile(arrived, None, None, kept), reconcile(arrived, None))


def comparer(tables: Tables) -> tuple[Comparer, Gazetteer, pl.DataFrame]:
    gazetteer = Gazetteer.of(tables["place"], tables["place_name"])
    claims = columns(read_mentions(tables, gazetteer), gazetteer)
    return Comparer(claims, gazetteer), gazetteer, pairs(claims, gazetteer)


def judged(tables: Tables, kept: Path) -> int:
    """How many pairs a run had to judge; its judgements are those of a run that remembers nothing."""
    plain, gazetteer, asked = comparer(tables)
    remembered = Remembered(plain, gazetteer, kept)
    assert remembered.judge(asked).equals(plain.judge(asked))
    remembered.keep()
    return remembered.judged


def hatla(name: str, **more: Any) -> list[dict[str, Any]]:
    where = {"place_as_written": "Hatla", "place_container_as_written": "Deir Ezzor", "event_date_start": FIRST}
    return [claim(f"c-{name}", f"d-{name}", 0, (30, 30), **{**where, "event_date_end": FIRST, **more})]


def test_only_pairs_of_what_is_new_or_says_something_else_are_judged(tmp_path: Path) -> None:
    documents = [hatla(name) for name in "abcd"]
    assert judged(tables_of(documents), tmp_path) == 6
    assert judged(tables_of(documents), tmp_path) == 0
    assert judged(tables_of([*documents, hatla("e")]), tmp_path) == 4
    assert judged(tables_of([*documents[:3], hatla("d", victim_class="combatant"), hatla("e")]), tmp_path) == 4
    assert judged(tables_of(documents[:2]), tmp_path) == 0
    assert judged(tables_of(documents), tmp_path) == 5, "what is no longer there is forgotten"


def test_a_place_that_moved_is_judged_anew(tmp_path: Path) -> None:
    tables = tables_of([hatla("a"), hatla("b")])
    judged(tables, tmp_path)
    moved = pl.when(pl.col("kind") == "governorate").then(pl.lit(1.0)).otherwise("latitude")
    tables["place"] = tables["place"].with_columns(latitude=moved)
    assert judged(tables, tmp_path) == 1


def test_judgements_of_other_code_or_in_a_broken_file_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = tables_of([hatla("a"), hatla("b")])
    judged(tables, tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"PAR1")
    assert judged(tables, tmp_path) == 1
    assert judged(tables, tmp_path) == 0
    monkeypatch.setattr("pipeline.release.fingerprint.fingerprint", lambda: {"code": "another"})
    assert judged(tables, tmp_path) == 1
    (left,) = tmp_path.iterdir()
    assert left != file


@pytest.fixture
def grouped(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Of each run that remembers: connected components that were grouped anew, and how many there are."""
    seen: list[tuple[int, int]] = []
    learn = RememberedGroups.learn

    def noted(self: RememberedGroups, groups: dict[int, int]) -> None:
        seen.append((self.grouped, self.components))
        learn(self, groups)

    monkeypatch.setattr(RememberedGroups, "learn", noted)
    return seen


def mayadin(name: str) -> list[dict[str, Any]]:
    return hatla(name, place_as_written="Mayadin")


def test_only_components_that_a_new_document_touches_are_grouped_again(
    tmp_path: Path, grouped: list[tuple[int, int]]
) -> None:
    two_places = [*map(hatla, "abc"), *map(mayadin, "def")]
    one_more = [*two_places, hatla("g")]
    for documents in (two_places, two_places, one_more, [*one_more, *map(mayadin, "hi")], one_more[:3]):
        tables = tables_of(documents)
        assert same(reconcile(tables, None, None, tmp_path), reconcile(tables, None))
    # Both; none; Hatla; Mayadin; and Hatla as it is now, the only one left.
    assert grouped == [(2, 2), (0, 2), (1, 2), (1, 2), (1, 1)]


def test_groups_of_other_code_or_in_a_broken_file_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grouped: list[tuple[int, int]]
) -> None:
    tables = tables_of([*map(hatla, "abc"), *map(mayadin, "def")])
    full = reconcile(tables, None)
    reconcile(tables, None, None, tmp_path)
    (file,) = (tmp_path / "groups").iterdir()
    file.write_bytes(b"PAR1")
    assert same(reconcile(tables, None, None, tmp_path), full)
    monkeypatch.setattr("pipeline.release.fingerprint.fingerprint", lambda: {"code": "another"})
    assert same(reconcile(tables, None, None, tmp_path), full)
    assert grouped == [(2, 2), (2, 2), (2, 2)]
    (left,) = (tmp_path / "groups").iterdir()
    assert left != file
