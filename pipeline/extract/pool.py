"""Batches shared by processes of this machine."""

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from pipeline.errors import HarmLedgerError
from pipeline.extract.run import Made, Task, do

AHEAD = 2
"""Batches a process has waiting: enough to keep it busy, few enough to hold in memory whatever the number of texts."""


def run(tasks: Iterable[Task], workers: int) -> Iterator[Made]:
    """What comes of every batch, as they are finished.

    Args:
        tasks: Taken from as the processes get on with them.
        workers: How many processes; one means this one.

    Raises:
        HarmLedgerError: If a process was ended from outside.
    """
    if workers <= 1:
        yield from map(do, tasks)
        return
    waiting: set[Future[Made]] = set()
    # Spawned, not forked: Polars' threads do not survive a fork. Processes start only when there is work.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool:
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
                "A process of extraction was ended from outside, perhaps for want of memory.",
                "Run again: finished batches are kept.",
            ) from error
        finally:
            for future in waiting:
                future.cancel()


def _end_with_parent() -> None:
    """End this process with the one that started it: one that is killed tells nobody, and this one would wait on."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
