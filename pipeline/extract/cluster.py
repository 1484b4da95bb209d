"""Batches shared by Daft: processes of this machine, or the workers of a Ray cluster (extra ``cluster``).

Daft is handed the function every backend runs, :func:`pipeline.extract.run.extract_batch`, and nothing else of it is
used: a batch goes in and comes out as bytes, so that no engine's types touch a claim.
"""

import os
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.errors import UsageError
from pipeline.extract.run import Batch, Rows, extract_batch

FILE = 16
"""Batches a file, and on Ray a task. The files are how batches reach the engine without all being in memory."""


def runner(*, on_ray: bool) -> Callable[[Iterable[Batch], int], Iterator[tuple[Batch, Rows]]]:
    """A function that runs batches under Daft.

    Args:
        on_ray: True for the Ray cluster of ``RAY_ADDRESS`` (every machine needs this package, and the folder for
            temporary files, ``TMPDIR``, must be one they share); False for this machine.

    Raises:
        UsageError: If Daft, or Ray where it is asked for, is not installed.
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
        daft.set_runner_ray(address=os.environ.get("RAY_ADDRESS"), noop_if_initialized=True)
    else:
        daft.set_runner_native()
    return _run


def _run(batches: Iterable[Batch], workers: int) -> Iterator[tuple[Batch, Rows]]:
    import daft

    with tempfile.TemporaryDirectory(prefix="harm-ledger-batches-") as folder:
        if not _spill(batches, Path(folder)):
            return
        # Small files would be joined to one task: one worker would do all of it.
        with daft.execution_config_ctx(scan_tasks_min_size_bytes=1, scan_tasks_max_size_bytes=1):
            table = daft.read_parquet(f"{folder}/*.parquet").into_batches(1)
            extractor = _extractor(daft, workers)()
            for row in table.with_column("rows", extractor.extract(table["batch"])).iter_rows():
                yield pickle.loads(row["batch"]), pickle.loads(row["rows"])


def _spill(batches: Iterable[Batch], folder: Path) -> int:
    """Write the batches to files.

    Returns:
        How many files there are.
    """
    packed = (pickle.dumps(batch) for batch in batches)
    files = 0
    while part := list(islice(packed, FILE)):
        pl.DataFrame({"batch": part}).write_parquet(folder / f"{files:06d}.parquet")
        files += 1
    return files


def _extractor(daft: Any, workers: int) -> Any:
    @daft.cls(max_concurrency=max(workers, 1), use_process=True)
    class Extractor:
        """One process: the model is loaded with its first batch and stays."""

        @daft.method(  # type: ignore[untyped-decorator]
            return_dtype=daft.DataType.binary()
        )
        def extract(self, batch: bytes) -> bytes:
            return pickle.dumps(extract_batch(pickle.loads(batch)))

    return Extractor
