"""Linking shared out: the same tables however it is cut, whoever does the parts and in whatever order they are done."""

import importlib.util
import pickle
import random
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.authority.reference import Tables
from pipeline.errors import UsageError
from pipeline.reconcile import reconcile, sharing
from support.claims import claim
from support.engine import hashes, made_by
from support.reports import FIRST, reports, same, tables_of

PLACES = ("Khasham", "Hatla", "Mayadin")


def several() -> Tables:
    """Three places with four documents each, which agree or not."""
    where = {"place_container_as_written": "Deir Ezzor", "event_date_start": FIRST, "event_date_end": FIRST}
    return tables_of(
        [
            [claim(f"{place}-{n}", f"d-{place}-{n}", 0, (29 + n // 2, None), place_as_written=place, **where)]
            for place in PLACES
            for n in range(4)
        ]
    )


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(reports(), st.integers(1, 40), st.randoms(use_true_random=False))
def test_parts_of_any_size_done_in_any_order_elsewhere_give_what_one_process_gives(
    documents: list[Any], size: int, shuffle: random.Random
) -> None:
    done: list[int] = []

    def elsewhere(do: Callable[[Any], Any], tasks: Iterable[Any], workers: int) -> Iterator[Any]:
        handed = [pickle.dumps((do, task)) for task in tasks]
        shuffle.shuffle(handed)
        for one in handed:
            work, task = pickle.loads(one)
            done.append(task.number)
            yield pickle.loads(pickle.dumps(work(task)))

    tables = tables_of(documents)
    alone = reconcile(tables, None)
    with (
        patch.object(sharing, "PAYS", 1),
        patch.object(sharing, "PART", size),
        patch.object(sharing, "runner", lambda _: elsewhere),
    ):
        assert same(reconcile(tables, None, workers=2), alone)
    assert bool(done) == bool(alone["pair_judgement"].height)


def test_two_processes_give_what_one_gives_and_a_run_that_remembers_them_does_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = several()
    alone = reconcile(tables, None)
    monkeypatch.setattr(sharing, "PAYS", 1)
    monkeypatch.setattr(sharing, "PART", 5)
    assert same(reconcile(tables, None, None, tmp_path, workers=2), alone)
    monkeypatch.setattr(sharing, "runner", lambda _: pytest.fail("what is remembered was shared out"))
    assert same(reconcile(tables, None, None, tmp_path, workers=2), alone)


def test_a_component_is_never_cut_and_a_part_has_no_claims_but_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    parts: list[sharing.Part] = []

    def noting(do: Callable[[Any], Any], tasks: Iterable[Any], workers: int) -> Iterator[Any]:
        for task in tasks:
            parts.append(task)
            yield do(task)

    monkeypatch.setattr(sharing, "PAYS", 1)
    monkeypatch.setattr(sharing, "PART", 2)
    monkeypatch.setattr(sharing, "runner", lambda _: noting)
    reconcile(several(), None, workers=2)
    grouped = [part for part in parts if "home" in part.pairs.columns]
    homes = [home for part in grouped for home in part.pairs["home"].unique()]
    assert len(homes) == len(set(homes)) > 1
    for part in parts:
        assert set(part.claims["n"]) == {*part.pairs["a"], *part.pairs["b"]}


def test_few_claims_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "runner", lambda _: pytest.fail("a process was started for a few claims"))
    reconcile(several(), None, workers=8)


def test_one_worker_starts_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "PAYS", 1)
    monkeypatch.setattr(sharing, "runner", lambda _: pytest.fail("a process was started beside the only one"))
    reconcile(several(), None)


@pytest.mark.skipif(importlib.util.find_spec("daft") is not None, reason="Daft is installed")
def test_a_backend_that_is_not_installed_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "PAYS", 1)
    with pytest.raises(UsageError, match="daft") as refused:
        reconcile(several(), None, backend="daft")
    assert "requirements-cluster.lock" in str(refused.value.remedy)


@pytest.mark.skipif(importlib.util.find_spec("daft") is None, reason="Daft is not installed (extra cluster)")
def test_daft_links_as_one_process_does(tmp_path: Path) -> None:
    tables = several()
    assert made_by("daft", "link", tables, tmp_path) == hashes(reconcile(tables, None))


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed (extra cluster)")
def test_a_ray_cluster_of_two_workers_links_as_one_process_does(tmp_path: Path, loopback: None) -> None:
    tables = several()
    assert made_by("ray", "link", tables, tmp_path) == hashes(reconcile(tables, None))


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed (extra cluster)")
def test_a_process_that_began_on_this_machine_is_not_silently_kept_from_the_cluster(
    tmp_path: Path, loopback: None
) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        made_by("daft,ray", "link", several(), tmp_path)
    assert "runs on its engine 'native' in this process" in refused.value.stderr
