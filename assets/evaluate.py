"""Hand-coded texts built like a stranger's folder and scored; nothing of them stays."""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assets.build import build_tables
from assets.progress import Progress
from assets.resources import ROOT
from assets.scoring import judged, score, show_errors, show_reliability, show_wrong_fields
from assets.show import out, say
from expectations import blocking_failures
from pipeline.errors import UsageError
from pipeline.extract.confidence import Judged, as_yaml, calibration_error, reliability
from pipeline.schema import TABLES
from pipeline.storage import read_table

HOME = ROOT.parent / "shared" / "evaluate"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to print beside the scorer's tables.

    Attributes:
        errors: Stretches of text with missed or false figures, or with a wrong field, to show for each folder.
        field: Show claims on which this field is wrong, not missed and false figures.
        reliability: Show confidence beside the share that was right.
    """

    errors: int = 0
    field: str | None = None
    reliability: bool = False

    def __bool__(self) -> bool:
        return bool(self.errors or self.field or self.reliability)


def evaluate(folders: list[Path], wanted: Wanted, *, silver: bool, workers: int, progress: Progress) -> None:
    """Build each folder of coded texts and print what the scorer says of it.

    Args:
        folders: Folders with ``gold.jsonl`` and texts; none means all of ``../shared/evaluate``.
        wanted: What else to print; nothing of crowd-coded texts.
        silver: True for crowd-coded texts, of which only recall can be told.
        workers: Processes for extraction.
        progress: Told what is done.

    Raises:
        UsageError: If a folder or the scorer is not there.
    """
    held: list[Judged] = []
    for folder, made in _built(_chosen(folders, silver), workers, progress):
        say(folder.name, "bold")
        _blocking(made)
        out.file.flush()
        _score(folder, made / "claim_flat.parquet", silver=silver)
        if silver or not wanted:
            continue
        scored = score(folder, made)
        if wanted.field:
            show_wrong_fields(scored, wanted.field, wanted.errors)
        elif wanted.errors:
            show_errors(scored, wanted.errors)
        held += judged(scored)
    if wanted.reliability and held:
        rows = reliability(held)
        show_reliability(rows, calibration_error(rows))


def fit_confidence() -> Path:
    """Fit ``confidence.yml`` anew on all hand-coded texts; ``docs/extraction.md`` has the command.

    Returns:
        The file written.
    """
    held = [
        one for folder, made in _built(_chosen([], silver=False), 1, Progress()) for one in judged(score(folder, made))
    ]
    path = ROOT / "pipeline" / "extract" / "confidence.yml"
    path.write_text(as_yaml(held), encoding="utf-8")
    return path


def _chosen(folders: list[Path], silver: bool) -> list[Path]:
    chosen = folders or _coded(HOME / ("silver" if silver else "gold"))
    for folder in chosen:
        scorer = folder.resolve().parents[1] / "score.py"
        if not (folder / "gold.jsonl").is_file() or not scorer.is_file():
            raise UsageError(
                f"{folder} is no folder of coded texts.", "It needs gold.jsonl, and score.py two folders up."
            )
    return chosen


def _built(folders: list[Path], workers: int, progress: Progress) -> Iterator[tuple[Path, Path]]:
    """Each folder with the folder of its tables, which is gone when the next one is asked for."""
    for folder in folders:
        with tempfile.TemporaryDirectory(prefix="harm-ledger-") as scratch:
            made = Path(scratch) / "tables"
            build_tables(_staged(folder, Path(scratch) / folder.name), made, workers, progress)
            yield folder, made


def _coded(home: Path) -> list[Path]:
    found = sorted(path.parent for path in home.glob("*/gold.jsonl"))
    if not found:
        raise UsageError(f"There are no coded texts in {home}.", "Name a folder that has gold.jsonl.")
    return found


def _staged(folder: Path, collection: Path) -> Path:
    """The texts without the coding, and what the index knows about them."""
    collection.mkdir()
    for text in sorted(folder.glob("*.txt")):
        shutil.copyfile(text, collection / text.name)
    index = folder / "index.jsonl"
    if index.is_file():
        with (collection / "documents.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["file", "publisher", "url", "published"])
            for line in index.read_text(encoding="utf-8").splitlines():
                known = json.loads(line)
                facts = (known.get(name) or "" for name in ("outlet", "url", "published"))
                writer.writerow([f"{known['doc']}.txt", *facts])
    return collection


def _blocking(made: Path) -> None:
    """Say which rules would have stopped a release of these texts."""
    failed = blocking_failures(read_table(TABLES["quality_result"], made))["rule_id"].to_list()
    if failed:
        say(f"Blocking rules failed: {', '.join(failed)}", "red")


def _score(folder: Path, claims: Path, *, silver: bool) -> None:
    scorer = folder.resolve().parents[1] / "score.py"
    if silver:
        # Of crowd-coded texts the scorer takes its own column names only.
        rows = pl.read_parquet(claims).rename({"file_name": "doc", "killed_qualifier": "qualifier"})
        claims = claims.with_name("silver.parquet")
        rows.write_parquet(claims)
    arguments = ["--silver", str(folder)] if silver else ["--gold", str(folder)]
    subprocess.run([sys.executable, str(scorer), str(claims), *arguments], check=True, stdin=subprocess.DEVNULL)
