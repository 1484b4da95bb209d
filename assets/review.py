"""The queue of questions for a curator, renewed from a build aside."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assets.build import build_tables
from assets.progress import Progress
from pipeline.curation.files import REVIEW, answered, rows, write
from pipeline.curation.queue import Question, questions, review_text
from pipeline.extract.confidence import review_below
from pipeline.reconcile.weights import WEIGHTS
from pipeline.storage import read_tables


@dataclass(frozen=True, slots=True)
class Queue:
    """The renewed queue.

    Attributes:
        path: The file.
        open: Questions nobody has answered, the most consequential first.
        tables: Of the build they come from.
    """

    path: Path
    open: list[Question]
    tables: dict[str, pl.DataFrame]

    @property
    def pairs(self) -> int:
        """How many of the questions are on two claims."""
        return sum(question.other is not None for question in self.open)


def renew(raw: Path, workers: int, progress: Progress) -> Queue:
    """Renew ``curation/review.csv`` of a folder of texts.

    Raises:
        HarmLedgerError: If the folder, an input or a decision in the file cannot be used.
    """
    folder = raw / "curation"
    with tempfile.TemporaryDirectory(prefix="harm-ledger-") as scratch:
        build_tables(raw, Path(scratch) / "tables", workers, progress)
        tables = read_tables(Path(scratch) / "tables")
    asked = questions(tables, review_below(), WEIGHTS.thresholds["positive"])
    path = write(folder, REVIEW, review_text(asked, folder))
    waiting = {(row["claim_id"], row["other_claim_id"]) for row in rows(folder, REVIEW) if not answered(row)}
    return Queue(path, [question for question in asked if question.key in waiting], tables)
