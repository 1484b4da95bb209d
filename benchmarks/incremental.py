"""One document added to many claims: a full run, and one that remembers the run before.

    python benchmarks/incremental.py 2000

The claims are made up (``benchmarks/claims.py``). Medians of processor seconds over five runs, the two kinds in
turn, of the whole and of each step; judging and grouping are part of linking. And how many pairs and connected
components the document needs.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import make
from pipeline.reconcile import blocks, build, compare, reconcile, relations, remembered, sharing, totals

STEPS = {
    "gazetteer": (build.Gazetteer, "of"),
    "claims": (build, "read_mentions"),
    "linking": (build, "link"),
    "judging": (compare.Comparer, "judge"),
    "grouping": (sharing, "joined"),
    "events": (build, "_events"),
    "totals": (totals, "relate"),
    "relations": (relations, "relate"),
}
spent = dict.fromkeys(STEPS, 0.0)


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

    components: list[tuple[int, int]] = []
    learn = blocks.RememberedGroups.learn

    def grouped(self: blocks.RememberedGroups, groups: dict[int, int]) -> None:
        components.append((self.grouped, self.components))
        learn(self, groups)

    def counted(self: remembered.Remembered) -> None:
        judged.append(self.judged)
        keep(self)

    seconds: dict[str, list[tuple[float, ...]]] = {"full": [], "one document added": []}
    with (
        patch.object(remembered.Remembered, "keep", counted),
        patch.object(blocks.RememberedGroups, "learn", grouped),
        ExitStack() as patches,
        tempfile.TemporaryDirectory() as folder,
    ):
        for step, (owner, name) in STEPS.items():
            patches.enter_context(patch.object(owner, name, timed(step, getattr(owner, name))))
        before, kept = Path(folder) / "before", Path(folder) / "kept"
        reconcile(less, None, None, before)
        results = {}
        for _ in range(5):
            for name in seconds:
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(before, kept)
                spent.update(dict.fromkeys(STEPS, 0.0))
                start = time.process_time()
                results[name] = reconcile(tables, None, None, None if name == "full" else kept)
                seconds[name].append((time.process_time() - start, *spent.values()))
    first, second = results.values()
    print(f"claims {tables['claim'].height}; pairs judged: {judged[0]} before, {judged[1]} for the document added")
    print("components grouped: {} of {} before, {} of {} for the document added".format(*components[0], *components[1]))
    full, new = ([statistics.median(column) for column in zip(*runs, strict=True)] for runs in seconds.values())
    print(f"{'processor seconds':<18} {'full':>7} {'added':>7}  ratio")
    for step, one, other in zip(("whole", *STEPS), full, new, strict=True):
        print(f"{step:<18} {one:7.2f} {other:7.2f} {other / one:6.2f}")
    print("same tables:", all(first[name].equals(second[name]) for name in first))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
