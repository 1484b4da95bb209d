"""What runs tasks elsewhere: processes that share the cores, and that say so when one of them is gone."""

import os

import pytest

from pipeline.backends import runner
from pipeline.errors import HarmLedgerError

THREADS = "POLARS_MAX_THREADS"


def test_processes_take_a_share_of_the_cores_and_leave_this_one_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(THREADS, raising=False)
    cores = os.cpu_count() or 1
    assert list(runner("pool")(os.getenv, [THREADS, THREADS], 2)) == [str(max(1, cores // 2))] * 2
    assert THREADS not in os.environ


def test_a_share_that_somebody_chose_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(THREADS, "7")
    assert list(runner("pool")(os.getenv, [THREADS], 2)) == ["7"]
    assert os.environ[THREADS] == "7"


def test_a_process_that_is_ended_from_outside_ends_the_run_with_its_remedy() -> None:
    with pytest.raises(HarmLedgerError, match="ended from outside") as given_up:
        list(runner("pool")(os._exit, [3], 2))
    assert "finished batches of extraction are kept" in given_up.value.remedy
