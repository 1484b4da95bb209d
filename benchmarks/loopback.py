"""A Ray cluster on this machine, for benchmarks of what runs on one (extra ``cluster``)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

RAY_PATIENCE = {
    "worker_register_timeout_seconds": "300",
    "health_check_timeout_ms": "60000",
    "health_check_failure_threshold": "20",
}


@contextmanager
def loopback(workers: int) -> Iterator[None]:
    """A Ray cluster on this machine while it is needed: a head that computes nothing and two workers."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # On a crowded machine Ray takes processes that are slow to start or to answer for dead.
    for name, value in RAY_PATIENCE.items():
        os.environ.setdefault(f"RAY_{name}", value)
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        for _ in range(2):
            # One core more than the extractor takes: Daft's own tasks need somewhere to run.
            cluster.add_node(num_cpus=max(workers // 2, 1) + 1)
        os.environ["RAY_ADDRESS"] = cluster.address
        yield
    finally:
        cluster.shutdown()
