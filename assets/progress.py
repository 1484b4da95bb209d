"""How far a run has come: silent by default, a bar on a terminal. Light: the command line's help loads it too."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

STEPS = {
    "raw_files": "Listing the inputs",
    "reference_tables": "Reading places, organisations, actors",
    "documents": "Reading the documents",
    "coded_claims": "Extracting claims",
    "decisions": "Listing curators' decisions",
    "resolved_claims": "Resolving names",
    "incidents": "Reconciling claims",
    "derived": "Writing the flat tables",
    "quality": "Checking the rules",
    "preview_release": "Comparing with the newest release",
    "publish": "Publishing",
}
"""Step of the Dagster job to what a user reads while it runs."""


class Progress:
    """Told what a run is doing; this one keeps silent."""

    def step(self, name: str) -> None:
        """A step of the job has begun."""

    def documents(self, total: int) -> None:
        """The step goes through ``total`` documents."""

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Show nothing while the block runs: a person is asked something."""
        yield

    def advance(self, done: int) -> None:
        """``done`` more documents are done."""


class OnTerminal(Progress):
    """Shows the step and how many documents of it are done."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._task: TaskID = bar.add_task("Starting", total=None)

    def step(self, name: str) -> None:
        """A step of the job has begun."""
        if name in STEPS:
            self._show(STEPS[name], None)

    def documents(self, total: int) -> None:
        """The step goes through ``total`` documents."""
        self._show(self._bar.tasks[-1].description, total)

    def advance(self, done: int) -> None:
        """``done`` more documents are done."""
        self._bar.advance(self._task, done)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while the block runs."""
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()

    def _show(self, description: str, total: int | None) -> None:
        # A task that has a total cannot lose it again, so every step is a task of its own.
        self._bar.remove_task(self._task)
        self._task = self._bar.add_task(description, total=total)


@contextmanager
def shown(console: Console) -> Iterator[Progress]:
    """Show a run's progress while the block runs; nothing where the console is a file or a pipe."""
    if not console.is_terminal:
        yield Progress()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        yield OnTerminal(bar)
