"""What curators decided, as the table ``decision``: so that a release can name the person's row behind a change.

Belongs here: the four files of a curation folder as rows. Does not: checking that they fit the claims (``claims``,
``pipeline.reconcile.curation``), or obeying them.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from pipeline.curation.claims import ON_PAIRS
from pipeline.curation.files import CORRECTIONS, JUDGEMENTS, REVIEW, WITHDRAWN, plain, rows
from pipeline.errors import InputError
from pipeline.schema import TABLES, conform, empty
from pipeline.storage import short_id

_NAMED = {judgement: answer for answer, judgement in ON_PAIRS.items()}
_WRITTEN = ("field", "old_value", "new_value", "reason", "source", "who")


def decisions(folder: Path | None, documents: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``decision``.

    Args:
        folder: Folder of curators' decisions, if any.
        documents: ``source_document`` of this build: a withdrawn document may not be among them.

    Raises:
        InputError: If a file is broken, a withdrawal gives no reason, or its document is still there.
    """
    made = [
        {column: value or None for column, value in row.items()}
        for row in (*_reviewed(folder), *_judged(folder), *_corrected(folder), *_withdrawn(folder, documents))
    ]
    for row in made:
        row["decision_id"] = short_id("decision", *row.values())
    unique = list({row["decision_id"]: row for row in made}.values())
    table = TABLES["decision"]
    return conform(pl.DataFrame(unique, schema=empty(table).schema), table) if unique else empty(table)


def _row(file: str, decision: str, row: dict[str, str], **columns: str) -> dict[str, str | None]:
    shown = {name: plain(row.get(name, "")) for name in _WRITTEN}
    empties = dict.fromkeys(("claim_id", "other_claim_id", "collection", "file_name"), "")
    return {"file": file, "decision": decision, **empties, **columns, **shown, "decided_on": plain(row.get("date", ""))}


def _reviewed(folder: Path | None) -> Iterator[dict[str, str | None]]:
    for row in rows(folder, REVIEW):
        if decision := row["decision"].strip():
            yield _row(REVIEW, decision, row, claim_id=row["claim_id"], other_claim_id=row["other_claim_id"])


def _judged(folder: Path | None) -> Iterator[dict[str, str | None]]:
    for row in rows(folder, JUDGEMENTS):
        judgement = row["judgement"].strip()
        decision = _NAMED.get(judgement, judgement)
        yield _row(JUDGEMENTS, decision, row, claim_id=row["claim_a"], other_claim_id=row["claim_b"])


def _corrected(folder: Path | None) -> Iterator[dict[str, str | None]]:
    for row in rows(folder, CORRECTIONS):
        yield _row(CORRECTIONS, "correct", row, claim_id=row["claim_id"])


def _withdrawn(folder: Path | None, documents: pl.DataFrame) -> Iterator[dict[str, str | None]]:
    present = set(documents.select("collection", "file_name").iter_rows())
    for row in rows(folder, WITHDRAWN):
        if not row["reason"].strip():
            raise InputError(f"{row['where']} gives no reason.", "Say why the document was withdrawn.")
        document = plain(row["collection"]), plain(row["file_name"])
        if document in present:
            raise InputError(
                f"{row['where']} withdraws {'/'.join(document)}, which is still read.",
                "Take the file out of data/raw and run harm-ledger lock, or delete the row.",
            )
        yield _row(WITHDRAWN, "withdraw", row, collection=document[0], file_name=document[1])
