"""What runs a function over many tasks: this process, several of this machine, or a cluster.

A task goes to wherever it is done by itself and comes back by itself, in whatever order they are finished. So the
function must give the same for a task wherever it runs and whatever else does. Belongs here: handing tasks out. Does
not: what a task is (``extract.run``, ``reconcile.sharing``).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from pipeline.errors import UsageError

BACKENDS = ("pool", "daft", "ray")

_Task = TypeVar("_Task")
_Made = TypeVar("_Made")


class Runner(Protocol):
    """Runs a function over tasks."""

    def __call__(self, do: Callable[[_Task], _Made], tasks: Iterable[_Task], workers: int) -> Iterator[_Made]:
        """What comes of every task, as they are finished.

        Args:
            do: A function of a module; like what it takes and gives, it is pickled where another process runs it.
            tasks: Taken from as the workers get on with them, where the backend can.
            workers: How many processes; one means this one, where the backend is ``pool``.
        """
        ...


def runner(name: str) -> Runner:
    """The function that runs tasks under a backend.

    Args:
        name: ``pool`` (processes of this machine), ``daft`` (the same under Daft) or ``ray`` (Daft on the Ray cluster
            that ``RAY_ADDRESS`` names).

    Raises:
        UsageError: If there is no such backend, or it is not installed, or the cluster does not answer.
    """
    if name not in BACKENDS:
        raise UsageError(f"There is no backend {name!r}.", f"Choose one of {', '.join(BACKENDS)}.")
    if name == "pool":
        from pipeline.backends.pool import run

        return run
    from pipeline.backends.cluster import runner_of

    return runner_of(on_ray=name == "ray")
