"""One way of extracting, run in a process of its own by ``benchmarks/extract.py``; prints one line of JSON.

``python -m benchmarks.contestant WAY TABLES TEXTS WORKERS``: over the first TEXTS documents of the tables.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl

from pipeline.backends import BACKENDS
from pipeline.extract import coding, language, run
from pipeline.extract import figures as figures_package
from pipeline.extract.model import Document
from pipeline.schema import TABLES, conform
from pipeline.storage import frame_hash, read_table

Tables = dict[str, pl.DataFrame]

STEPS = {
    "filter": (run, "telling"),
    "filter: sentences": (language, "keep"),
    "parse": (language, "_fill"),
    "rules: figures": (figures_package, "find_figures"),
    "rules: fields": (coding, "code"),
    "assemble": (run, "claim_rows"),
}


def tables_of(folder: Path, texts: int) -> Tables:
    """The tables of the first documents, by file name."""
    tables = {name: read_table(TABLES[name], folder) for name in (*run._ABOUT, "document_text")}
    tables["source_document"] = tables["source_document"].sort("file_name").head(texts)
    ids = tables["source_document"].select("document_id")
    return {name: frame.join(ids, on="document_id", how="semi") for name, frame in tables.items()}


def ours(tables: Tables, workers: int, backend: str = "pool") -> Tables:
    """What a build does."""
    return run.extract_claims(tables, workers, backend=backend)


def unfiltered(tables: Tables, workers: int) -> Tables:
    """The same with the filter off: every sentence of every text is parsed."""
    with (
        patch.object(run, "telling", lambda texts: pl.Series([True] * len(texts), dtype=pl.Boolean)),
        patch.object(language, "keep", lambda document: document.sentences),
    ):
        return run.extract_claims(tables, 1)


def plain(tables: Tables, workers: int) -> Tables:
    """The plain way: the packaged model over every full text with ``nlp.pipe``, then the same rules."""
    import spacy

    documents = list(run._documents(tables))
    parses = spacy.load(language.MODEL).pipe([one.text for one in documents], n_process=workers, batch_size=64)
    rows: tuple[list[run.Row], list[run.Row]] = ([], [])
    for document, parse in zip(documents, parses, strict=True):
        _cut(document, parse)
        for all_rows, made in zip(rows, run.claims_of(document), strict=True):
            all_rows += made
        for sentence in document.sentences:
            sentence.parse = None
    return {name: conform(run._frame(made), TABLES[name]) for name, made in zip(run.MADE, rows, strict=True)}


def _cut(document: Document, parse: Any) -> None:
    for sentence in document.sentences:
        span = parse.char_span(sentence.span.start, sentence.span.end)
        sentence.parse = None if span is None else span.as_doc()


def steps(tables: Tables, workers: int) -> Tables:
    """Ours in one process, with seconds by step."""
    with _timed() as seconds:
        made = run.extract_claims(tables, 1)
    # The parser asks the filter which sentences it wants; its own time is what is left.
    TIMES.update(seconds)
    return made


TIMES: dict[str, float] = {}


@contextmanager
def _timed() -> Iterator[dict[str, float]]:
    seconds: dict[str, float] = defaultdict(float)

    def timing(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*arguments)
            finally:
                seconds[name] += time.perf_counter() - start

        return called

    patches = [patch.object(owner, name, timing(step, getattr(owner, name))) for step, (owner, name) in STEPS.items()]
    for one in patches:
        one.start()
    try:
        yield seconds
    finally:
        for one in patches:
            one.stop()


def main() -> None:
    """Run one contestant."""
    way, folder, texts, workers = sys.argv[1:]
    tables = tables_of(Path(folder), int(texts))
    if way in ("plain", "unfiltered", "steps"):
        # Loading the model is no part of a rate, and a pool's processes load it while they run.
        language.load()
    start = time.perf_counter()
    if way in BACKENDS:
        made = ours(tables, int(workers), way)
    else:
        made = {"plain": plain, "unfiltered": unfiltered, "steps": steps}[way](tables, int(workers))
    seconds = time.perf_counter() - start
    hashes = {name: frame_hash(frame) for name, frame in made.items()}
    claims = made["claim"].drop("claim_id").hash_rows().to_list()
    result = {"seconds": seconds, "hashes": hashes, "rows": claims, "steps": TIMES}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
