"""Extraction as one pure function from documents to claims, over batches, in one process or several."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import files
from itertools import chain
from typing import Any

import polars as pl
import yaml

import pipeline
from pipeline.extract.assemble import Row, claim_rows
from pipeline.extract.model import Document, Sentence, Span
from pipeline.schema import TABLES, conform

Tables = dict[str, pl.DataFrame]

BATCH = 64
"""Documents a batch. Fixed, so that what is parsed together does not depend on how many processes there are."""


def extract_claims(tables: Tables, workers: int = 1, progress: Callable[[int], None] | None = None) -> Tables:
    """Claims of every document, each coded alone: no document's rows depend on another's.

    Args:
        tables: ``source_document``, ``document_text``, ``document_span`` and ``sentence``.
        workers: Processes to share the batches; one means this process.
        progress: Called with the number of documents done after each batch.

    Returns:
        ``claim`` and ``claim_evidence``; ids of places, organisations and actors are still NULL.
    """
    documents = list(_documents(tables))
    batches = [tuple(documents[at : at + BATCH]) for at in range(0, len(documents), BATCH)]
    claims: list[Row] = []
    evidence: list[Row] = []
    for done, (batch_claims, batch_evidence) in _map(batches, workers):
        claims += batch_claims
        evidence += batch_evidence
        if progress is not None:
            progress(done)
    return {
        name: conform(_frame(rows), TABLES[name]) for name, rows in (("claim", claims), ("claim_evidence", evidence))
    }


def extract_batch(documents: tuple[Document, ...]) -> tuple[list[Row], list[Row]]:
    """Rows of ``claim`` and ``claim_evidence`` for some documents."""
    # The parser and its model take seconds to load: only a process that extracts pays for them.
    from pipeline.extract.coding import code
    from pipeline.extract.figures import find_figures
    from pipeline.extract.language import parse

    confidence = _confidence()
    parse(list(documents))
    claims: list[Row] = []
    evidence: list[Row] = []
    for document in documents:
        figures = find_figures(document)
        rows = claim_rows(document, figures, code(document, figures), pipeline.__version__, confidence)
        claims += rows[0]
        evidence += rows[1]
    return claims, evidence


def _map(batches: list[tuple[Document, ...]], workers: int) -> Iterator[tuple[int, tuple[list[Row], list[Row]]]]:
    sizes = [len(batch) for batch in batches]
    if workers <= 1 or len(batches) <= 1:
        yield from zip(sizes, map(extract_batch, batches), strict=True)
        return
    # Spawned, not forked: Polars' threads do not survive a fork.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from zip(sizes, pool.map(extract_batch, batches), strict=True)


def _documents(tables: Tables) -> Iterator[Document]:
    texts = dict(tables["document_text"].iter_rows())
    sentences = {
        key[0]: rows.sort("sentence_index")
        for key, rows in tables["sentence"].group_by("document_id", maintain_order=True)
    }
    datelines = {
        row["document_id"]: Span(row["span_start"], row["span_end"])
        for row in tables["document_span"].filter(pl.col("kind") == "dateline").iter_rows(named=True)
    }
    for row in tables["source_document"].sort("document_id").iter_rows(named=True):
        document_id = row["document_id"]
        rows = sentences.get(document_id)
        yield Document(
            document_id=document_id,
            text=texts[document_id],
            publisher_name=row["publisher_name"],
            publication_date=row["publication_date"],
            sentences=[] if rows is None else [_sentence(sentence) for sentence in rows.iter_rows(named=True)],
            dateline=datelines.get(document_id),
        )


def _sentence(row: dict[str, Any]) -> Sentence:
    return Sentence(
        index=row["sentence_index"],
        span=Span(row["sentence_start"], row["sentence_end"]),
        paragraph=row["paragraph_index"],
        is_headline=row["is_headline"],
    )


def _frame(rows: list[Row]) -> pl.DataFrame:
    # Every row names its own columns; a column no row names is left for ``conform`` to add as NULL.
    names = list(dict.fromkeys(chain.from_iterable(rows)))
    return pl.DataFrame({name: [row.get(name) for row in rows] for name in names}, strict=False)


def _confidence() -> dict[str, float]:
    text = files("pipeline.extract").joinpath("confidence.yml").read_text(encoding="utf-8")
    return {str(kind): float(share) for kind, share in yaml.safe_load(text).items()}
