"""Finished batches on disk, so that a run that was stopped goes on where it was.

A batch is kept under a hash of everything its claims follow from: the code, vocabularies and model, and each
document's text, sentences, publisher and day. Whatever changes, the name is another one: nothing stale is ever read.
The process that finished a batch keeps it, so that nothing finished hangs on the run that asked for it; and until then
each document of it as soon as it is done, so that a process that is killed loses the one it was in the midst of.
"""

import hashlib
import json
import pickle
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl

from pipeline.extract.model import Document
from pipeline.schema import TABLES, conform

Tables = dict[str, pl.DataFrame]

# Evidence first: a batch counts as kept once its claims are there.
_WRITTEN = ("claim_evidence", "claim")


class Store:
    """A folder of finished batches.

    Args:
        folder: Made when the first batch is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    @cached_property
    def _code(self) -> str:
        from pipeline.release.fingerprint import fingerprint

        return json.dumps(fingerprint(), sort_keys=True)

    def key(self, documents: tuple[Document, ...]) -> str:
        """Hash of all a batch's claims follow from."""
        digest = hashlib.sha256(self._code.encode())
        for document in documents:
            parts = (
                document.document_id,
                hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
                document.publisher_name,
                str(document.publication_date),
                document.dateline,
                [(*one.span, one.paragraph, one.is_headline) for one in document.sentences],
            )
            digest.update(json.dumps(parts).encode() + b"\n")
        return digest.hexdigest()[:32]

    def place(self, documents: tuple[Document, ...]) -> Path:
        """Where a batch is kept, or will be: what :func:`read` and :func:`write` take."""
        key = self.key(documents)
        self._used.add(key)
        return self._folder / key

    def forget_others(self) -> None:
        """Take away what this run did not ask for, batches of texts and code that are no more, and half done files."""
        for path in self._folder.glob("*.*"):
            if path.suffix != ".parquet" or path.name.split(".")[0] not in self._used:
                path.unlink(missing_ok=True)


def read(place: Path) -> Tables | None:
    """Claims and evidence of a batch, or None where they are not kept or cannot be read."""
    if not _file(place, "claim").exists():
        return None
    try:
        return {name: conform(pl.read_parquet(_file(place, name)), TABLES[name]) for name in _WRITTEN}
    except (OSError, pl.exceptions.PolarsError, ValueError):
        return None


def note(place: Path, document_id: str, rows: Any) -> None:
    """Keep the rows of one document until its batch is done."""
    place.parent.mkdir(parents=True, exist_ok=True)
    # One write at the end of the file: it is there whole, or cut off where the process was.
    with _begun(place).open("ab", buffering=0) as file:
        file.write(pickle.dumps((document_id, rows)))


def noted(place: Path) -> dict[str, Any]:
    """Rows of the documents of a batch that were done before a run was stopped in it, by their ids."""
    found: dict[str, Any] = {}
    try:
        file = _begun(place).open("r+b")
    except FileNotFoundError:
        return found
    with file:
        good = 0
        try:
            while True:
                document_id, found[document_id] = pickle.load(file)
                good = file.tell()
        except Exception:  # of many kinds: the end, a document cut off, or a broken file
            file.truncate(good)
    return found


def write(place: Path, frames: Tables) -> None:
    """Keep a batch: whole or not at all, wherever the run is stopped and whoever else keeps the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for name in _WRITTEN:
        path = _file(place, name)
        unfinished = path.with_suffix(f".{uuid4().hex}")
        frames[name].write_parquet(unfinished)
        unfinished.replace(path)
    _begun(place).unlink(missing_ok=True)


def _begun(place: Path) -> Path:
    return place.with_name(f"{place.name}.begun")


def _file(place: Path, name: str) -> Path:
    return place.with_name(f"{place.name}.{name}.parquet")
