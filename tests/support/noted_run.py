"""A run in two processes that notes each document it begins, for a test that kills it.

``python noted_run.py TABLES BATCHES NOTES [STUCK ...]``: three documents a batch; those named STUCK are never done.
"""

import sys
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from pipeline.extract import extract_claims, run
from pipeline.extract.assemble import Row
from pipeline.extract.model import Document
from pipeline.schema import TABLES
from pipeline.storage import frame_hash, read_table

TABLES_READ = ("source_document", "document_text", "document_span", "sentence")
tables, batches, notes, *stuck = sys.argv[1:]
honest = run.claims_of


def noted(document: Document) -> tuple[list[Row], list[Row]]:
    with Path(notes).open("a", encoding="utf-8") as file:
        file.write(f"{document.document_id}\n")
    if document.document_id in stuck:
        time.sleep(600)
    return honest(document)


def threes(documents: Iterable[Document]) -> Iterator[run.Batch]:
    left = iter(documents)
    while batch := tuple(islice(left, 3)):
        yield batch


# At import, so that the processes of the pool, which import this file too, have it.
run.claims_of = noted
run._cut = threes

if __name__ == "__main__":
    read = {name: read_table(TABLES[name], Path(tables)) for name in TABLES_READ}
    print(frame_hash(extract_claims(read, workers=2, store=Path(batches))["claim"]))
