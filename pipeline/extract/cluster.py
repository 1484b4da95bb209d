"""Batches shared by Daft: processes of this machine, or the workers of a Ray cluster (extra ``cluster``).

Daft is handed the function every backend runs, :func:`pipeline.extract.run.do`, and nothing else of it is used: a batch
goes in and comes out as bytes, so that no engine's types touch a claim.
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
from typing import Any

import polars as pl

from pipeline.errors import HarmLedgerError, UsageError
from pipeline.extract.run import Made, Task, do

FILE = 4
"""Batches a file, and on Ray a task. The files are how batches reach the engine without all being in memory."""
SILENCE = 300.0
"""Seconds without a batch after which the engine is given up: a file of batches takes far less, even where a slow
machine has yet to load the model. A cluster whose workers are gone would be waited for without end."""
ANSWER = 20.0
"""Seconds the head of a Ray cluster has to answer."""
START = 120
"""Seconds its workers have to start."""


def runner(*, on_ray: bool) -> Callable[[Iterable[Task], int], Iterator[Made]]:
    """A function that runs batches under Daft.

    Args:
        on_ray: True for the Ray cluster of ``RAY_ADDRESS`` (every machine needs this package, and the folders for
            temporary files, ``TMPDIR``, and for finished batches must be ones they share); False for this machine.

    Raises:
        UsageError: If Daft, or Ray where it is asked for, is not installed, or there is no such cluster.
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
    if on_ray:
        _join_cluster(daft)
    else:
        daft.set_runner_native()
    return partial(_run, engine="the Ray cluster" if on_ray else "Daft")


def _join_cluster(daft: Any) -> None:
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
    daft.set_runner_ray(noop_if_initialized=True, worker_startup_timeout=START)


def _run(tasks: Iterable[Task], workers: int, *, engine: str) -> Iterator[Made]:
    import daft

    with tempfile.TemporaryDirectory(prefix="harm-ledger-batches-") as folder:
        if not _spill(tasks, Path(folder)):
            return
        # Small files would be joined to one task: one worker would do all of it.
        with daft.execution_config_ctx(scan_tasks_min_size_bytes=1, scan_tasks_max_size_bytes=1):
            table = daft.read_parquet(f"{folder}/*.parquet").into_batches(1)
            extractor = _extractor(daft, workers)()
            rows = table.select(extractor.extract(table["task"]).alias("made")).iter_rows()
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
                f"{engine[0].upper()}{engine[1:]} has finished no batch for {seconds:.0f} seconds.",
                "See that its workers live and have a core more than extractors, and run again: "
                "finished batches are kept.",
            ) from None
        if kind == "end":
            return
        if kind == "error":
            raise what
        yield what


def _spill(tasks: Iterable[Task], folder: Path) -> int:
    """Write the tasks to files.

    Returns:
        How many files there are.
    """
    packed = (pickle.dumps(task) for task in tasks)
    files = 0
    while part := list(islice(packed, FILE)):
        pl.DataFrame({"task": part}).write_parquet(folder / f"{files:06d}.parquet")
        files += 1
    return files


def _extractor(daft: Any, workers: int) -> Any:
    @daft.cls(max_concurrency=max(workers, 1), use_process=True)
    class Extractor:
        """One process: the model is loaded with its first batch and stays."""

        # Daft is an extra: where it is not installed, its decorator has no type.
        @daft.method(return_dtype=daft.DataType.binary())  # type: ignore[untyped-decorator]
        def extract(self, task: bytes) -> bytes:
            return pickle.dumps(do(pickle.loads(task)))

    return Extractor
