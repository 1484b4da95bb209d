"""One document added to many claims: processor seconds of a full run and of one that remembers the run before.

    python benchmarks/incremental.py 2000

The claims are made up (``benchmarks/claims.py``). Medians of five runs, the two kinds in turn: total, linking, judging.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import make
from pipeline.reconcile import compare, linking, reconcile, remembered

spent = {"link": 0.0, "judge": 0.0}


def timed(what: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its processor seconds added up."""

    def run(*arguments: Any) -> Any:
        start = time.process_time()
        made = function(*arguments)
        spent[what] += time.process_time() - start
        return made

    return run


def main(claims: int) -> None:
    """Measure and print."""
    tables = make(claims).tables
    documents = sorted(set(tables["claim"]["document_id"]))
    added = documents[len(documents) // 2]
    less = {**tables, **{x: tables[x].filter(pl.col("document_id") != added) for x in ("claim", "source_document")}}
    judged: list[int] = []
    keep = remembered.Remembered.keep

    def counted(self: remembered.Remembered) -> None:
        judged.append(self.judged)
        keep(self)

    seconds: dict[str, list[tuple[float, ...]]] = {"full": [], "one document added": []}
    with (
        patch.object(remembered.Remembered, "keep", counted),
        patch("pipeline.reconcile.build.link", timed("link", linking.link)),
        patch.object(compare.Comparer, "judge", timed("judge", compare.Comparer.judge)),
        tempfile.TemporaryDirectory() as folder,
    ):
        before, kept = Path(folder) / "before", Path(folder) / "kept"
        reconcile(less, None, None, before)
        results = {}
        for _ in range(5):
            for name in seconds:
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(before, kept)
                spent.update(link=0.0, judge=0.0)
                start = time.process_time()
                results[name] = reconcile(tables, None, None, None if name == "full" else kept)
                seconds[name].append((time.process_time() - start, *spent.values()))
    first, second = results.values()
    print(f"claims {tables['claim'].height}; pairs judged: {judged[0]} before, {judged[1]} for the document added")
    for name, runs in seconds.items():
        whole, link, judge = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"{name}: {whole:.2f} s, of which linking {link:.2f} s, of which judging pairs {judge:.2f} s")
    print("same tables:", all(first[name].equals(second[name]) for name in first))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
