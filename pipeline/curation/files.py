"""The files of a curation folder: their columns, reading with the line of each row, writing whole.

Cells are text that a spreadsheet takes for no formula and a terminal shows in full: ``cell`` writes one, ``plain`` says
what a person meant by one.
"""

import csv
import datetime
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.storage import read_csv_lines
from pipeline.text.hidden import escape

REVIEW = "review.csv"
JUDGEMENTS = "judgements.csv"
CORRECTIONS = "corrections.csv"
WITHDRAWN = "withdrawn.csv"

_CLAIM = ("claim_id", "document_id", "collection", "file_name", "quote", "coded", "confidence")
_OTHER = ("other_claim_id", "other_document_id", "other_file_name", "other_quote", "other_coded", "score")
QUEUED = (*_CLAIM, *_OTHER)
"""Columns of the queue that the program writes; those of another claim are filled where the question is on a pair."""
DECIDED = ("decision", "field", "old_value", "new_value", "reason", "who", "date")
"""Columns of the queue that a person writes; a row with any of them filled is never changed."""
COLUMNS: dict[str, tuple[str, ...]] = {
    REVIEW: (*QUEUED, *DECIDED),
    JUDGEMENTS: ("claim_a", "claim_b", "judgement", "reason", "who", "date"),
    CORRECTIONS: ("claim_id", "field", "old_value", "new_value", "reason", "source", "who", "date"),
    WITHDRAWN: ("collection", "file_name", "reason", "who", "date"),
}

Row = dict[str, str]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(folder: Path | None, name: str) -> list[Row]:
    """Rows of a file as they stand, each with ``where``: file and line, for messages. No folder or file: none.

    Raises:
        InputError: If the file cannot be read or lacks a column.
    """
    path = None if folder is None else folder / name
    if path is None or not path.exists():
        return []
    return [
        {**row, "where": f"{path.parent.name}/{name} line {line}"} for line, row in read_csv_lines(path, COLUMNS[name])
    ]


def text_of(name: str, listed: Iterable[Mapping[str, str]]) -> str:
    """A file's text with some rows; columns a row does not have are empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS[name], restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue()


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file; it is whole at any moment."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8", newline="")
    draft.replace(path)
    return path


def appended(folder: Path, name: str, row: Mapping[str, str]) -> str:
    """A file's text with one row more, in the order of its own columns; the rows it has stay as they are."""
    path = folder / name
    text = path.read_text(encoding="utf-8") if path.exists() else text_of(name, [])
    header = next(csv.reader(io.StringIO(text)))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writerow({column: cell(value) for column, value in row.items()})
    return text + ("" if text.endswith("\n") else "\n") + out.getvalue()


def cell(value: object) -> str:
    """Text that no spreadsheet takes for a formula, with nothing hidden in it; empty for None."""
    text = "" if value is None else escape(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def plain(text: str) -> str:
    """What a person meant by a cell: without outer spaces and the mark that keeps it from being a formula."""
    stripped = text.strip()
    return stripped[1:] if stripped.startswith("'") and stripped[1:].startswith(_FORMULA) else stripped


def is_day(text: str) -> bool:
    """True for a day as ``2016-01-31``."""
    try:
        return datetime.date.fromisoformat(text.strip()).isoformat() == text.strip()
    except ValueError:
        return False


def answered(row: Mapping[str, str]) -> bool:
    """True where a person wrote in a row of the queue."""
    return any(row[name] for name in DECIDED)
