"""Tasks shared by Daft: processes of this machine, or the workers of a Ray cluster (extra ``cluster``).

Daft is handed the function every backend runs, and nothing else of it is used: a task goes in and what comes of it
comes out as bytes, so that no engine's types touch a claim.
"""

import os
import pickle
import socket
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from queue import Empty, Queue
from typing import Any, TypeVar

import polars as pl

from pipeline.backends import Runner
from pipeline.errors import HarmLedgerError, UsageError

FILE = 4
"""Tasks a file, and on Ray a task of its own. The files are how they reach the engine without all being in memory."""
SILENCE = 300.0
"""Seconds without a task done after which the engine is given up: a file of them takes far less, even where a slow
machine has yet to load the model. A cluster whose workers are gone would be waited for without end."""
ANSWER = 20.0
"""Seconds the head of a Ray cluster has to answer."""
START = 120
"""Seconds its workers have to start."""

_Task = TypeVar("_Task")
_Made = TypeVar("_Made")


def runner_of(*, on_ray: bool) -> Runner:
    """A function that runs tasks under Daft.

    Args:
        on_ray: True for the Ray cluster of ``RAY_ADDRESS`` (every machine needs this package, and the folders for
            temporary files, ``TMPDIR``, and for finished batches must be ones they share); False for this machine.

    Raises:
        UsageError: If Daft, or Ray where it is asked for, is not installed, or there is no such cluster, or Daft runs
            otherwise in this process already.
    """
    # Its progress bars and reports home are nothing a quiet run wants.
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    try:
        import daft

        if on_ray:
            import_module("ray")
    except ImportError as error:
        raise UsageError(
            f"The backend needs {error.name}, which is not installed.", "Install requirements-cluster.lock."
        ) from error
    chosen = _join_cluster(daft) if on_ray else import_module("daft.runners").get_or_create_runner()
    if chosen.name != ("ray" if on_ray else "native"):
        # What a process began with it goes on with, whatever it is asked for.
        raise UsageError(
            f"Daft runs on its engine {chosen.name!r} in this process.", "Use one backend a process; unset DAFT_RUNNER."
        )
    return partial(_run, engine="the Ray cluster" if on_ray else "Daft")


def _join_cluster(daft: Any) -> Any:
    import ray

    address = os.environ.get("RAY_ADDRESS")
    if not address:
        raise UsageError("The backend ray has no cluster to run on.", "Set RAY_ADDRESS to the head's host:port.")
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        if not ray.is_initialized():
            if port.isdigit():
                # Where nobody listens, Ray itself would go on asking for many minutes.
                socket.create_connection((host, int(port)), timeout=ANSWER).close()
            ray.init(address=address, log_to_driver=False)
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"No Ray cluster answers at {address}.", "Start it, or mend RAY_ADDRESS.") from error
    return daft.set_runner_ray(noop_if_initialized=True, worker_startup_timeout=START)


def _run(do: Callable[[_Task], _Made], tasks: Iterable[_Task], workers: int, *, engine: str) -> Iterator[_Made]:
    import daft

    with tempfile.TemporaryDirectory(prefix="harm-ledger-tasks-") as folder:
        if not _spill(do, tasks, Path(folder)):
            return
        # Small files would be joined to one task: one worker would do all of it.
        with daft.execution_config_ctx(scan_tasks_min_size_bytes=1, scan_tasks_max_size_bytes=1):
            table = daft.read_parquet(f"{folder}/*.parquet").into_batches(1)
            worker = _worker(daft, workers)()
            rows = table.select(worker.work(table["task"]).alias("made")).iter_rows()
            for row in _no_longer_silent_than(SILENCE, rows, engine):
                yield pickle.loads(row["made"])


def _no_longer_silent_than(seconds: float, rows: Iterator[Any], engine: str) -> Iterator[Any]:
    """The rows as they come.

    Raises:
        HarmLedgerError: If none has come for so long: an engine whose workers are gone may wait for them for ever.
    """
    come: Queue[tuple[str, Any]] = Queue(maxsize=1)

    def fetch() -> None:
        try:
            for row in rows:
                come.put(("row", row))
        except BaseException as error:  # handed on to who waits
            come.put(("error", error))
        else:
            come.put(("end", None))

    threading.Thread(target=fetch, daemon=True).start()
    while True:
        try:
            kind, what = come.get(timeout=seconds)
        except Empty:
            raise HarmLedgerError(
                f"{engine[0].upper()}{engine[1:]} has finished nothing for {seconds:.0f} seconds.",
                "See that its workers live and have a core more than is asked of them, and run again: "
                "finished batches of extraction are kept.",
            ) from None
        if kind == "end":
            return
        if kind == "error":
            raise what
        yield what


def _spill(do: Callable[[_Task], _Made], tasks: Iterable[_Task], folder: Path) -> int:
    """Write the tasks to files.

    Returns:
        How many files there are.
    """
    packed = (pickle.dumps((do, task)) for task in tasks)
    files = 0
    while part := list(islice(packed, FILE)):
        pl.DataFrame({"task": part}).write_parquet(folder / f"{files:06d}.parquet")
        files += 1
    return files


def _worker(daft: Any, workers: int) -> Any:
    @daft.cls(max_concurrency=max(workers, 1), use_process=True)
    class Worker:
        """One process: what its first task loads stays."""

        # Called, not written as a decorator: Daft is an extra, and where it is not installed it has no types.
        work = daft.method(return_dtype=daft.DataType.binary())(_work)

    return Worker


def _work(_: object, packed: bytes) -> bytes:
    do, task = pickle.loads(packed)
    return pickle.dumps(do(task))
