"""The queue of doubtful claims, renewed from a build aside."""

import tempfile
from pathlib import Path

from assets.build import build_tables
from assets.progress import Progress
from pipeline.curation import queue, undecided, write
from pipeline.extract.confidence import review_below
from pipeline.storage import read_tables


def renew(raw: Path, workers: int, progress: Progress) -> tuple[Path, int]:
    """Renew ``curation/review.csv`` of a folder of texts.

    Returns:
        The file, and how many of its rows wait for a decision.

    Raises:
        HarmLedgerError: If the folder, an input or a decision in the file cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="harm-ledger-") as scratch:
        build_tables(raw, Path(scratch) / "tables", workers, progress)
        text = queue(read_tables(Path(scratch) / "tables"), review_below(), raw / "curation")
    return write(text, raw / "curation"), undecided(text)
