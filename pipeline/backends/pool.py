"""Tasks shared by processes of this machine."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from pipeline.errors import HarmLedgerError

AHEAD = 2
"""Tasks a process has waiting: enough to keep it busy, few enough to hold in memory however many there are."""

_THREADS = "POLARS_MAX_THREADS"

_Task = TypeVar("_Task")
_Made = TypeVar("_Made")


def run(do: Callable[[_Task], _Made], tasks: Iterable[_Task], workers: int) -> Iterator[_Made]:
    """What comes of every task, as they are finished (see ``backends.Runner``).

    Raises:
        HarmLedgerError: If a process was ended from outside.
    """
    if workers <= 1:
        yield from map(do, tasks)
        return
    waiting: set[Future[_Made]] = set()
    # Spawned, not forked: Polars' threads do not survive a fork. Processes start only when there is work.
    context = multiprocessing.get_context("spawn")
    with (
        _share_of_the_cores(workers),
        ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool,
    ):
        try:
            for task in tasks:
                waiting.add(pool.submit(do, task))
                if len(waiting) > AHEAD * workers:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        except BrokenProcessPool as error:
            raise HarmLedgerError(
                "A process of the pool was ended from outside, perhaps for want of memory.",
                "Run again: finished batches of extraction are kept.",
            ) from error
        finally:
            for future in waiting:
                future.cancel()


@contextmanager
def _share_of_the_cores(workers: int) -> Iterator[None]:
    """Processes started meanwhile compute with their share of the cores each, not with all of them.

    Polars reads it when it is loaded, which is before a process can be told anything but its environment.
    """
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = before or str(max(1, (os.cpu_count() or 1) // workers))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_THREADS]


def _end_with_parent() -> None:
    """End this process with the one that started it: one that is killed tells nobody, and this one would wait on."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
