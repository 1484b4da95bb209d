"""From a raw folder to the tables of documents: every text read, laid out and split, every problem told."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.corpus.duplicates import near_duplicates
from pipeline.corpus.folders import Folder, collections
from pipeline.corpus.issues import Issue, issue_frame
from pipeline.corpus.language import READ, other_language
from pipeline.corpus.layout import Layout, open_stretches, read_layout
from pipeline.corpus.lock import check_lock
from pipeline.corpus.metadata import (
    CollectionNotes,
    DocumentNotes,
    collection_notes,
    document_notes,
    unmatched_rows,
)
from pipeline.corpus.readers import Record, read_records
from pipeline.corpus.sentences import split_sentences
from pipeline.schema import TABLES, conform, polars_schema
from pipeline.storage import short_id

Tables = dict[str, pl.DataFrame]
Row = dict[str, Any]

READ_TABLES = ("source_document", "document_text", "document_span", "sentence")
_FOREIGN = 40
"""Letters outside furniture from which on a text is judged without its furniture."""


@dataclass(frozen=True, slots=True)
class _Document:
    """One document with everything its rows are made of."""

    row: Row
    text: str
    layout: Layout

    @property
    def body(self) -> str:
        return _outside_furniture(self.text, self.layout)


def read_corpus(raw: Path, *, locked: bool) -> Tables:
    """Read every collection of a raw folder.

    Args:
        raw: ``data/raw``, whose sub-folders are collections, or any one folder of texts.
        locked: True demands that each collection equals its ``lock.json``. False reads what is there.

    Returns:
        ``source_document`` (``publisher_id`` still NULL), ``document_text``, ``document_span``, ``sentence`` and
        ``parse_issue``: every file that could not be read or used is a row there.

    Raises:
        InputError: If there is no such folder or nothing in it, or, in locked mode, a file is changed, missing or
            unlisted, or a ``collection.yml`` cannot be used.
    """
    issues: list[Issue] = []
    documents: dict[str, _Document] = {}
    for folder in collections(raw):
        if locked and folder.locked_files:
            check_lock(folder)
        issues += folder.issues
        for document in _read(folder, issues, locked=locked):
            earlier = documents.setdefault(document.row["document_id"], document)
            if earlier is not document:
                issues.append(_duplicate(document.row, earlier.row))
    return {**_tables(list(documents.values())), "parse_issue": issue_frame(issues)}


def _read(folder: Folder, issues: list[Issue], *, locked: bool) -> Iterator[_Document]:
    collection = collection_notes(folder, issues, locked=locked)
    sidecar = document_notes(folder, issues)
    names = set(folder.files)
    for record in read_records(folder, issues):
        names.add(record.file_name)
        known = _known(sidecar.get(record.file_name, DocumentNotes()), record.notes)
        layout = read_layout(record.text, known.title)
        body = _outside_furniture(record.text, layout)
        foreign = other_language(body if sum(map(str.isalpha, body)) >= _FOREIGN else record.text)
        if foreign is not None:
            issues.append(_other_language(folder, record, foreign))
            continue
        yield _Document(_row(folder, record, collection, known, layout), record.text, layout)
    issues += unmatched_rows(folder, sidecar, names, locked=locked)


def _known(sidecar: DocumentNotes, record: DocumentNotes) -> DocumentNotes:
    return DocumentNotes(
        publisher=sidecar.publisher or record.publisher,
        url=sidecar.url or record.url,
        published=sidecar.published or record.published,
        retrieved=sidecar.retrieved or record.retrieved,
        rendition=sidecar.rendition or record.rendition,
        title=sidecar.title or record.title,
    )


def _row(folder: Folder, record: Record, collection: CollectionNotes, known: DocumentNotes, layout: Layout) -> Row:
    sha256 = hashlib.sha256(record.data).hexdigest()
    by_page = record.dated_by_page and known.published == record.notes.published
    source = ("in_text" if by_page else "sidecar") if known.published else "in_text" if layout.published else None
    return {
        "document_id": short_id("d", sha256),
        "sha256": sha256,
        "n_bytes": len(record.data),
        "n_chars": len(record.text),
        "collection": folder.name,
        "file_name": record.file_name,
        "publisher_name": known.publisher or collection.publisher,
        "title": layout.title or known.title,
        "byline": layout.byline,
        "language": collection.language or READ,
        "source_url": known.url,
        "publication_date": known.published or layout.published,
        "publication_date_source": source,
        "retrieved_at": known.retrieved,
        "licence": collection.licence,
        "rendition": known.rendition or collection.rendition,
        "text_published": collection.text_published,
    }


def _tables(documents: list[_Document]) -> Tables:
    repeats = near_duplicates(
        [(item.row["publication_date"], item.row["document_id"], item.body) for item in documents]
    )
    rows: dict[str, list[Row]] = {name: [] for name in READ_TABLES}
    for item in documents:
        document_id = item.row["document_id"]
        rows["source_document"].append({**item.row, "near_duplicate_of": repeats.get(document_id)})
        rows["document_text"].append({"document_id": document_id, "text": item.text})
        rows["document_span"] += (
            {
                "document_id": document_id,
                "span_start": span.start,
                "span_end": span.end,
                "kind": span.kind,
                "rule": span.rule,
            }
            for span in item.layout.spans
        )
        rows["sentence"] += _sentences(document_id, item.text, item.layout)
    return {
        name: conform(
            pl.DataFrame(rows[name], schema_overrides=polars_schema(TABLES[name]), infer_schema_length=None),
            TABLES[name],
        )
        for name in READ_TABLES
    }


def _sentences(document_id: str, text: str, layout: Layout) -> Iterator[Row]:
    """Rows of ``sentence``: everything outside furniture; a dateline is a sentence of its own."""
    headlines = {span.start for span in layout.spans if span.kind == "headline"}
    index = 0
    paragraph = line_before = -1
    for line, begin, stop in open_stretches(layout):
        for start, end in split_sentences(text, begin, stop):
            paragraph += line != line_before
            line_before = line
            yield {
                "document_id": document_id,
                "sentence_index": index,
                "sentence_start": start,
                "sentence_end": end,
                "paragraph_index": paragraph,
                "is_headline": layout.lines[line].start in headlines,
            }
            index += 1


def _outside_furniture(text: str, layout: Layout) -> str:
    return "\n".join(text[start:end] for _, start, end in open_stretches(layout))


def _duplicate(row: Row, earlier: Row) -> Issue:
    where = f"{earlier['collection']}/{earlier['file_name']}"
    return Issue(
        row["collection"], row["file_name"], "duplicate", f"the same bytes as {where}", "Remove one of the two."
    )


def _other_language(folder: Folder, record: Record, language: str) -> Issue:
    return Issue(
        folder.name,
        record.file_name,
        "other_language",
        f"the text reads as {language}; only {READ} is read",
        "Add a translation as a text of its own, or remove the file.",
    )
