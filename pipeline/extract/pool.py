"""Batches shared by processes of this machine."""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

from pipeline.extract.run import Batch, Rows, extract_batch

AHEAD = 2
"""Batches a process has waiting: enough to keep it busy, few enough to hold in memory whatever the number of texts."""


def run(batches: Iterable[Batch], workers: int) -> Iterator[tuple[Batch, Rows]]:
    """Every batch with its rows, in order.

    Args:
        batches: Taken from as the processes get on with them.
        workers: How many processes; one means this one.
    """
    if workers <= 1:
        for batch in batches:
            yield batch, extract_batch(batch)
        return
    waiting: deque[tuple[Batch, Future[Rows]]] = deque()
    # Spawned, not forked: Polars' threads do not survive a fork. Processes start only when there is work.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            for batch in batches:
                waiting.append((batch, pool.submit(extract_batch, batch)))
                if len(waiting) > AHEAD * workers:
                    done, future = waiting.popleft()
                    yield done, future.result()
            while waiting:
                done, future = waiting.popleft()
                yield done, future.result()
        finally:
            for _, future in waiting:
                future.cancel()
