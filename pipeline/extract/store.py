"""Finished batches on disk, so that a run that was stopped goes on where it was.

A batch is kept under a hash of everything its claims follow from: the code, vocabularies and model, and each
document's text, sentences, publisher and day. Whatever changes, the name is another one: nothing stale is ever read.
"""

import hashlib
import json
from functools import cached_property
from pathlib import Path

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

    def get(self, documents: tuple[Document, ...]) -> Tables | None:
        """Claims and evidence of a batch, or None where they are not kept or cannot be read."""
        key = self.key(documents)
        self._used.add(key)
        if not self._path(key, "claim").exists():
            return None
        try:
            return {name: conform(pl.read_parquet(self._path(key, name)), TABLES[name]) for name in _WRITTEN}
        except (OSError, pl.exceptions.PolarsError, ValueError):
            return None

    def put(self, documents: tuple[Document, ...], frames: Tables) -> None:
        """Keep a batch: whole or not at all, wherever the run is stopped."""
        key = self.key(documents)
        self._used.add(key)
        self._folder.mkdir(parents=True, exist_ok=True)
        for name in _WRITTEN:
            path = self._path(key, name)
            unfinished = path.with_suffix(".part")
            frames[name].write_parquet(unfinished)
            unfinished.replace(path)

    def forget_others(self) -> None:
        """Take away what this run neither read nor wrote: batches of texts and code that are no more."""
        for path in self._folder.glob("*.*"):
            if path.name.split(".")[0] not in self._used:
                path.unlink(missing_ok=True)

    def _path(self, key: str, name: str) -> Path:
        return self._folder / f"{key}.{name}.parquet"
