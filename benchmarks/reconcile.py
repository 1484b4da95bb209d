"""Reconciliation of many claims: time, memory, and how well the truth is found again.

    python benchmarks/reconcile.py                   # 10,000, 30,000 and 100,000 claims
    python benchmarks/reconcile.py --claims 10000 --shares guessed
    python benchmarks/reconcile.py --claims 100000 --workers 2
    python benchmarks/reconcile.py --claims 100000 --workers 2 --backend ray

The claims are made up with known truth (``benchmarks/claims.py``). Printed for each number: pairs compared, processor
seconds of the whole and of linking, microseconds a claim, peak memory; B-cubed of the incidents; and the same of plain
connected components over the same positive pairs, which chain events together where places and days are crowded.
Last a hash of all tables: it is the same whatever shared the work.
"""

import argparse
import hashlib
import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import make
from benchmarks.loopback import loopback
from benchmarks.measure import measured
from benchmarks.shares import SHARES, Shares
from pipeline.backends import BACKENDS
from pipeline.reconcile import reconcile
from pipeline.reconcile.cluster import components
from pipeline.reconcile.linking import Linked, link
from pipeline.storage import frame_hash


def bcubed(truth: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 over the claims of ``truth``; a claim not found stands alone."""
    homes = {claim: found.get(claim, claim) for claim in truth}
    both = Counter((truth[claim], homes[claim]) for claim in truth)
    events, groups = Counter(truth.values()), Counter(homes.values())
    precision = sum(n * n / groups[home] for (_, home), n in both.items()) / len(truth)
    recall = sum(n * n / events[event] for (event, _), n in both.items()) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairwise(truth: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of claims."""
    homes = {claim: found.get(claim, claim) for claim in truth}
    both = _pairs(Counter((truth[claim], homes[claim]) for claim in truth))
    precision, recall = both / max(1, _pairs(Counter(homes.values()))), both / max(1, _pairs(Counter(truth.values())))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _pairs(sizes: Mapping[Any, int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def run(claims: int, shares: Shares, workers: int, backend: str) -> dict[str, Any]:
    """Make claims, reconcile them, and score the result."""
    made = make(claims, shares=shares)
    linking: list[tuple[float, float]] = []

    def timed(*arguments: Any) -> Linked:
        begin, processor = time.perf_counter(), _processor()
        linked = link(*arguments)
        linking.append((time.perf_counter() - begin, _processor() - processor))
        return linked

    clock, began = time.perf_counter(), _processor()
    with mock.patch("pipeline.reconcile.build.link", timed):
        result = reconcile(made.tables, None, workers=workers, backend=backend)
    cpu, seconds = _processor() - began, time.perf_counter() - clock
    # Before anything is scored, which takes memory of its own.
    own_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pairs = result["pair_judgement"]
    truth = {claim: event for claim, event in made.truth.items() if claim not in made.totals}
    found = dict(result["incident_claim"].select("claim_id", "incident_id").iter_rows())
    used = {found[claim] for claim in truth if claim in found}
    return {
        "claims": made.tables["claim"].height,
        "incidents": len(set(truth.values())),
        "pairs": pairs.height,
        "judgements": dict(pairs["judgement"].value_counts().sort("judgement").iter_rows()),
        "own_peak_mb": own_peak,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "linking_seconds": linking[0][0],
        "linking_cpu_seconds": linking[0][1],
        "tables": hashlib.sha256(
            "".join(frame_hash(frame) for _, frame in sorted(result.items())).encode()
        ).hexdigest(),
        "bcubed": bcubed(truth, found),
        "pairwise": pairwise(truth, found),
        "components_bcubed": bcubed(truth, _components(pairs, truth)),
        "components_pairwise": pairwise(truth, _components(pairs, truth)),
        "totals_in_incidents": sum(found.get(claim) in used for claim in made.totals),
        "totals": len(made.totals),
    }


def _processor() -> float:
    """Seconds of processor time of this process and of those it started that have ended; a cluster's are not."""
    return sum(os.times()[:4])


def _components(pairs: Any, truth: Mapping[str, str]) -> dict[str, str]:
    ids = sorted(truth)
    at = {claim: row for row, claim in enumerate(ids)}
    positive = pairs.filter(pairs["judgement"] == "positive").select("claim_a", "claim_b").iter_rows()
    linked = [(at[a], at[b]) for a, b in positive if a in at and b in at]
    return {ids[row]: ids[root] for row, root in components(linked).items()}


def show(said: Mapping[str, Any]) -> None:
    """Print one run."""

    def three(values: Any) -> str:
        return "P {:.3f}  R {:.3f}  F1 {:.3f}".format(*values)

    each = said["cpu_seconds"] / said["claims"] * 1e6
    print(f"{said['claims']:,} claims of {said['incidents']:,} incidents and {said['totals']:,} totals")
    print(f"  pairs compared       {said['pairs']:,}  {said['judgements']}")
    print(f"  processor time       {said['cpu_seconds']:.1f} s, of it linking {said['linking_cpu_seconds']:.1f} s")
    by_clock = f"{said['seconds']:.1f} s by the clock, of it linking {said['linking_seconds']:.1f} s"
    print(f"  a claim              {each:.0f} microseconds;  {by_clock}")
    to_score = f"{said['peak_mb']:.0f} MB with every process and the scoring"
    print(f"  peak memory          {said['own_peak_mb']:.0f} MB until the tables stand, claims included; {to_score}")
    print(f"  incidents            B3 {three(said['bcubed'])}   pairs {three(said['pairwise'])}")
    print(f"  connected components B3 {three(said['components_bcubed'])}   pairs {three(said['components_pairwise'])}")
    print(f"  totals inside an incident: {said['totals_in_incidents']} of {said['totals']}")
    print(f"  tables               {said['tables'][:16]}, load {os.getloadavg()[0]:.1f}", flush=True)


def main() -> None:
    """Run each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="*", default=[10_000, 30_000, 100_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--shares", choices=SHARES, default="counted", help="of the noise; guessed before counted")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the linking of many claims")
    parser.add_argument("--backend", choices=BACKENDS, default="pool", help="what runs them; ray on a cluster here")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(run(given.one, SHARES[given.shares], given.workers, given.backend)))
        return
    more = ("--shares", given.shares, "--workers", str(given.workers), "--backend", given.backend)
    with loopback(given.workers) if given.backend == "ray" else nullcontext():
        for claims in given.claims:
            show(measured("benchmarks.reconcile", "--one", str(claims), *more))


if __name__ == "__main__":
    main()
