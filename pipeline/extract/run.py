"""Extraction as one pure function from documents to claims, over batches, in one process, several, or a cluster."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import polars as pl

import pipeline
from pipeline.backends import runner
from pipeline.extract.assemble import Row, claim_rows
from pipeline.extract.confidence import fitted
from pipeline.extract.filter import telling
from pipeline.extract.model import Document, Sentence, Span
from pipeline.extract.store import Store, note, noted, read, write
from pipeline.schema import TABLES, conform, empty

Tables = dict[str, pl.DataFrame]
Batch = tuple[Document, ...]
Rows = tuple[list[Row], list[Row], list[Row]]
"""Rows of ``claim`` and of ``claim_evidence``, and a ``document_id`` and ``error`` a document that was given up."""


class Task(NamedTuple):
    """What a process is handed.

    Attributes:
        documents: One batch.
        kept: Where its claims are kept once they are there (see :mod:`pipeline.extract.store`); None for nowhere.
    """

    documents: Batch
    kept: Path | None


class Made(NamedTuple):
    """What a process hands back of one batch.

    Attributes:
        tables: ``claim`` and ``claim_evidence``.
        failed: ``document_id`` and ``error`` of each document that was given up.
        documents: How many documents the batch had.
    """

    tables: Tables
    failed: list[Row]
    documents: int


PARTITION = 4_000
"""Documents looked through, and at most held as objects, at a time."""
BATCH = 32
"""Documents a batch, about: what one process is handed, and what is kept when it is done. None has twice as many."""
MADE = ("claim", "claim_evidence")
_ABOUT = ("source_document", "document_span", "sentence")


def extract_claims(
    tables: Tables,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
    *,
    backend: str = "pool",
    store: Path | None = None,
) -> Tables:
    """Claims of every document, each coded alone: no document's rows depend on another's.

    Args:
        tables: ``source_document``, ``document_text``, ``document_span`` and ``sentence``.
        workers: Processes to share the batches; one means this process.
        progress: Called with the number of documents done, as they are.
        backend: What runs the batches (see ``backends.runner``). The claims are the same.
        store: Folder that keeps finished batches, so that a run that was stopped goes on where it was.

    Returns:
        ``claim`` and ``claim_evidence``; ids of places, organisations and actors are still NULL. And ``parse_issue``:
        what was given, and a row for each document whose extraction failed.

    Raises:
        UsageError: If there is no such backend, or it is not installed.
    """
    run = runner(backend)
    tell = progress or (lambda _: None)
    kept = Store(store) if store is not None else None
    found: list[Tables] = []
    failed: list[Row] = []
    todo = _not_kept(_batches(tables, tell), kept, found, tell)
    for made in run(do, todo, workers):
        failed += made.failed
        found.append(made.tables)
        tell(made.documents)
    if kept is not None:
        kept.forget_others()
    claims = {
        name: conform(pl.concat([empty(TABLES[name]), *(one[name] for one in found)]), TABLES[name]) for name in MADE
    }
    return {**claims, "parse_issue": _with_failures(tables, failed)}


def do(task: Task) -> Made:
    """Extract a batch and keep its claims at once, whatever becomes of the run that asked for them.

    A batch with a document that was given up is not kept: the next run tries it again. Of a batch that a killed run was
    in the midst of, only what it had not finished is done.
    """
    before = noted(task.kept) if task.kept is not None else {}
    left = tuple(one for one in task.documents if one.document_id not in before)
    *rows, failed = extract_batch(left, None if task.kept is None else partial(note, task.kept))
    for earlier in before.values():
        for all_rows, made in zip(rows, earlier, strict=True):
            all_rows += made
    tables = {name: conform(_frame(made), TABLES[name]) for name, made in zip(MADE, rows, strict=True)}
    if task.kept is not None and not failed:
        write(task.kept, tables)
    return Made(tables, failed, len(task.documents))


def extract_batch(documents: Batch, done: Callable[[str, Any], None] | None = None) -> Rows:
    """Rows of ``claim`` and ``claim_evidence`` for some documents: a pure function, the same in every process.

    Args:
        documents: Each is read alone.
        done: Called with a document's id and its rows of both tables as soon as they are there.
    """
    # The parser and its model take seconds to load: only a process that extracts pays for them.
    from pipeline.extract import language

    claims: list[Row] = []
    evidence: list[Row] = []
    failed: list[Row] = []
    with language.memory_zone():
        for document in documents:
            # Whatever one text trips, the run goes on for the others and a parse_issue says so.
            try:
                language.parse([document])
                rows = claims_of(document)
            except Exception as error:
                failed.append({"document_id": document.document_id, "error": f"{type(error).__name__}: {error}"})
            else:
                if done is not None:
                    done(document.document_id, rows)
                claims += rows[0]
                evidence += rows[1]
            for sentence in document.sentences:
                sentence.parse = None
    return claims, evidence, failed


def claims_of(document: Document) -> tuple[list[Row], list[Row]]:
    """Rows of one document whose sentences are parsed as far as they tell of harm."""
    from pipeline.extract import coding, figures, language

    found = figures.find_figures(document)
    if found:
        language.parse_speaking(document)
    return claim_rows(document, found, coding.code(document, found), pipeline.__version__, fitted())


def _not_kept(
    batches: Iterable[Batch], kept: Store | None, found: list[Tables], tell: Callable[[int], None]
) -> Iterator[Task]:
    """Batches nobody has done yet; what earlier runs kept of the others goes to ``found``."""
    for batch in batches:
        place = kept.place(batch) if kept is not None else None
        frames = read(place) if place is not None else None
        if frames is None:
            yield Task(batch, place)
        else:
            found.append(frames)
            tell(len(batch))


def _batches(tables: Tables, tell: Callable[[int], None]) -> Iterator[Batch]:
    """Documents that speak of harm, a partition at a time; the others are done as soon as they are looked at."""
    texts = tables["document_text"].sort("document_id")
    for part in texts.iter_slices(PARTITION):
        told = part.filter(telling(part["text"]))
        tell(part.height - told.height)
        ids = told.select("document_id")
        mine = {name: tables[name].join(ids, on="document_id", how="semi") for name in _ABOUT}
        yield from _cut(_documents({**mine, "document_text": told}))


def _cut(documents: Iterable[Document]) -> Iterator[Batch]:
    """Batches that end where an id says so, not at a count: a document more or less changes its own batch only."""
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if crc32(document.document_id.encode()) % BATCH == 0 or len(batch) == 2 * BATCH - 1:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


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


def _with_failures(tables: Tables, failed: list[Row]) -> pl.DataFrame:
    issues = tables["parse_issue"] if "parse_issue" in tables else empty(TABLES["parse_issue"])
    if not failed:
        return issues
    from pipeline.corpus.issues import Issue, issue_frame

    files = {
        document_id: (collection, name)
        for document_id, collection, name in tables["source_document"]
        .select("document_id", "collection", "file_name")
        .iter_rows()
    }
    remedy = "Please report it with the text; its claims are left out until it is mended."
    found = [Issue(*files[one["document_id"]], "extraction_failed", one["error"], remedy) for one in failed]
    return conform(pl.concat([issues, issue_frame(found)]), TABLES["parse_issue"])


def _frame(rows: list[Row]) -> pl.DataFrame:
    # Every row names its own columns; a column no row names is left for ``conform`` to add as NULL.
    names = list(dict.fromkeys(chain.from_iterable(rows)))
    return pl.DataFrame({name: [row.get(name) for row in rows] for name in names}, strict=False)
