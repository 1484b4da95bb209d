"""How fast texts become claims, against the plain way, on the same cores in the same run.

``python benchmarks/extract.py [--texts 20000] [--plain 400] [--backends]``

The plain way is the packaged spaCy model over every full text with ``nlp.pipe``, and then the same rules. It is timed
on the first ``--plain`` texts and compared by texts a second: over all of them it takes the better part of an hour.
Equal output is asserted by hash: with the filter off, and every sentence of every text parsed, the claims must be
the same rows. The plain way's own parses differ a little, since its parser cuts sentences by itself; the share of its
claims that are equal is printed. Where other work shares the cores, the ratio by processor time is the steadier one.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.loopback import loopback
from benchmarks.measure import measured
from benchmarks.texts import write
from pipeline.corpus import read_corpus
from pipeline.schema import TABLES
from pipeline.storage import write_table

ROUNDS = 3
TARGET = 15


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--plain", type=int, default=400, help="texts the plain way is timed on")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--backends", action="store_true", help="Daft, and Daft on a Ray cluster, against the pool")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="harm-ledger-benchmark-") as scratch:
        folder = Path(scratch)
        size = _read(folder, chosen.texts)
        if chosen.backends:
            _backends(folder, chosen.texts, chosen.workers)
        else:
            _contest(folder, size, min(chosen.plain, chosen.texts), chosen.workers)


class Size(NamedTuple):
    """What was made and read.

    Attributes:
        texts: How many.
        mb: Megabytes.
        reading: Seconds of processor time a text took to read.
    """

    texts: int
    mb: float
    reading: float


def _read(folder: Path, texts: int) -> Size:
    """Make the texts and read them."""
    size = write(folder / "raw", texts) / 1e6
    start, cpu = time.perf_counter(), time.process_time()
    tables = read_corpus(folder / "raw", locked=False)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    for name, frame in tables.items():
        write_table(frame, TABLES[name], folder)
    print(f"{texts} texts, {size:.1f} MB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(
        f"reading (the same for both): {texts / seconds:.0f} texts/s, {size / seconds:.2f} MB/s, one process, "
        f"{1000 * cpu / texts:.1f} ms of processor a text",
        flush=True,
    )
    return Size(texts, size, cpu / texts)


def _contest(folder: Path, size: Size, some: int, workers: int) -> None:
    texts = size.texts

    def run(way: str, count: int) -> dict[str, Any]:
        result = measured("benchmarks.contestant", way, str(folder), str(count), str(workers))
        rate = count / result["seconds"]
        print(
            f"{way:>11} {count:>6} texts {rate:8.1f} texts/s {rate * size.mb / texts:7.3f} MB/s "
            f"{result['cpu']:7.1f} s of processor  peak {result['peak_mb']:5.0f} MB {len(result['rows']):>6} claims",
            flush=True,
        )
        return {**result, "rate": rate}

    # One text: what starting and loading cost, which is no part of what a text costs.
    plain_start, plain = run("plain", 1), run("plain", some)
    unfiltered, same = run("unfiltered", some), run("pool", some)
    start, *pools = (run("pool", count) for count in (1, texts // 10, texts // 4, texts))
    steps = run("steps", min(texts, 5 * some))
    if same["hashes"] != unfiltered["hashes"]:
        raise SystemExit("The filter loses claims: the hashes differ.")
    common = len(set(plain["rows"]) & set(same["rows"]))
    print(f"equal output, filter on and off, {some} texts: {same['hashes']['claim'][:16]}")
    print(f"claims of the plain way among ours, every column alike: {common} of {len(plain['rows'])}")
    total = sum(steps["steps"].values())
    for name, seconds in steps["steps"].items():
        print(f"  {name:<18} {seconds:7.2f} s {seconds / total:6.1%}")
    full = pools[-1]
    theirs = (plain["cpu"] - plain_start["cpu"]) / (some - 1)
    ours = (full["cpu"] - start["cpu"]) / (texts - 1)
    print(f"processor a text: plain {1000 * theirs:.1f} ms, ours {1000 * ours:.1f} ms")
    print(f"ratio to the plain way, texts a second: {full['rate'] / plain['rate']:.1f} (aim: {TARGET})")
    print(
        f"ratio, texts a second of processor: {theirs / ours:.1f}; "
        f"with reading on both sides {(theirs + size.reading) / (ours + size.reading):.1f}"
    )


def _backends(folder: Path, texts: int, workers: int) -> None:
    def run(way: str) -> dict[str, Any]:
        return measured("benchmarks.contestant", way, str(folder), str(texts), str(workers))

    # In turn, and several times: what else the machine has to do changes from minute to minute.
    seconds: dict[str, list[float]] = {"pool": [], "daft": [], "ray": []}
    hashes: set[str] = set()
    with loopback(workers):
        for _ in range(ROUNDS):
            for way, spent in seconds.items():
                done = run(way)
                spent.append(done["seconds"])
                hashes.add(" ".join(one[:16] for _, one in sorted(done["hashes"].items())))
                load = os.getloadavg()[0]
                print(f"{way:<5} {spent[-1]:6.1f} s, {len(done['rows'])} claims, load {load:.1f}", flush=True)
    if len(hashes) != 1:
        raise SystemExit("The ways make different claims.")
    print(f"equal claims in all {3 * ROUNDS} runs: {hashes.pop()}")
    for way, spent in seconds.items():
        ratios = sorted(one / pool for one, pool in zip(spent, seconds["pool"], strict=True))
        print(f"{way:<5} of the pool's time, least, median, most: {', '.join(f'{x:.2f}' for x in ratios)}", flush=True)


if __name__ == "__main__":
    main()
