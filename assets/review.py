"""The queue of questions for a curator, renewed from a build aside."""

import csv
import io
import tempfile
from pathlib import Path

from assets.build import build_tables
from assets.progress import Progress
from pipeline.curation.files import REVIEW, answered, write
from pipeline.curation.queue import questions, review_text
from pipeline.extract.confidence import review_below
from pipeline.reconcile.weights import WEIGHTS
from pipeline.storage import read_tables


def renew(raw: Path, workers: int, progress: Progress) -> tuple[Path, int, int]:
    """Renew ``curation/review.csv`` of a folder of texts.

    Returns:
        The file, and how many of its questions on claims and on pairs wait for an answer.

    Raises:
        HarmLedgerError: If the folder, an input or a decision in the file cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="harm-ledger-") as scratch:
        build_tables(raw, Path(scratch) / "tables", workers, progress)
        asked = questions(read_tables(Path(scratch) / "tables"), review_below(), WEIGHTS.thresholds["positive"])
    text = review_text(asked, raw / "curation")
    waiting = [row for row in csv.DictReader(io.StringIO(text)) if not answered(row)]
    pairs = sum(bool(row["other_claim_id"]) for row in waiting)
    return write(raw / "curation", REVIEW, text), len(waiting) - pairs, pairs
