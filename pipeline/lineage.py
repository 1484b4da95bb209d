"""From an incident, claim or document back to the characters, the bytes and the checks it rests on.

Any other row: ``pipeline.lineage_row``; the way in: ``pipeline.trace``.

Works on the tables of a release or of a build folder; decides nothing and changes nothing.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from pipeline.release.causes import decision_words
from pipeline.schema import DECLARED, conform, empty

Kind = Literal["incident", "claim", "document"]
Row = dict[str, Any]
KINDS: dict[Kind, tuple[str, str]] = {
    "incident": ("incident", "incident_id"),
    "claim": ("claim", "claim_id"),
    "document": ("source_document", "document_id"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was checked while tracing; ``passed`` is None where it could not be."""

    what: str
    passed: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The characters one field of a claim rests on; ``text`` is None where the text is not at hand."""

    field: str
    value: Any
    start: int
    end: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who or what put a claim into an incident."""

    incident_id: str
    role: str
    judgement: str
    rule: str
    decided_by: str
    score: float | None


@dataclass(frozen=True, slots=True)
class DocumentTrace:
    """A document with its sha256 and what was checked about its text."""

    row: Row
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class ClaimTrace:
    """A claim: its row, the characters under it, who linked it to what, curators' decisions on it, its document."""

    row: Row
    evidence: tuple[Evidence, ...]
    judgements: tuple[Judgement, ...]
    decisions: tuple[str, ...]
    document: DocumentTrace
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What an id rests on.

    Attributes:
        kind: What the id is of.
        id: The id.
        row: Its row.
        claims: The claim itself, the claims linked to the incident, or those read from the document.
        document: The document, where the id is one.
        checks: Quality rules over the tables involved, and what they found about this id.
        history: How it changed since the release before, and why.
    """

    kind: Kind
    id: str
    row: Row
    claims: tuple[ClaimTrace, ...]
    document: DocumentTrace | None
    checks: tuple[Check, ...]
    history: tuple[tuple[str, str], ...]


def follow(ledger: "Ledger", id: str) -> Trace | None:
    """Follow an incident, claim or document to the characters and bytes it rests on; None where the id is of none."""
    for kind, (table, key) in KINDS.items():
        found = ledger.rows(table, key, id)
        if not found:
            continue
        if kind == "incident":
            linked = ledger.rows("incident_claim", "incident_id", id)
            claims = [row for link in linked for row in ledger.rows("claim", "claim_id", link["claim_id"])]
        else:
            claims = ledger.rows("claim", key, id)
        traced = tuple(ledger.claim(row) for row in sorted(claims, key=_place_in_text))
        document = ledger.document(id) if kind == "document" else None
        return Trace(
            kind, id, found[0], traced, document, tuple(ledger.rules(table, id)), tuple(ledger.history(table, id))
        )
    return None


class Ledger:
    """Tables with the look-ups tracing needs; each is read when it is first asked for."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self._given = tables
        self._tables: dict[str, pl.DataFrame] = {}

    def table(self, name: str) -> pl.DataFrame:
        """A table with the columns declared now; one that is not there has no rows."""
        if name not in self._tables:
            table = DECLARED[name]
            self._tables[name] = conform(self._given[name], table) if name in self._given else empty(table)
        return self._tables[name]

    def rows(self, table: str, column: str, value: Any) -> list[Row]:
        """Rows of a table that have a value in a column."""
        return self.table(table).filter(pl.col(column) == value).rows(named=True)

    def text(self, document_id: str) -> str | None:
        """A document's text, None where it is not in these tables."""
        found = self.rows("document_text", "document_id", document_id)
        return found[0]["text"] if found else None

    def claim(self, row: Row) -> ClaimTrace:
        """What a claim rests on."""
        text = self.text(row["document_id"])
        evidence = tuple(
            _evidence(row, item, text) for item in self.rows("claim_evidence", "claim_id", row["claim_id"])
        )
        links = self.rows("incident_claim", "claim_id", row["claim_id"])
        fields = Judgement.__dataclass_fields__
        judgements = tuple(Judgement(**{name: link[name] for name in fields}) for link in links)
        quote = Check("quote", None, "the text is not in these tables")
        if text is not None:
            same = text[row["quote_start"] : row["quote_end"]] == row["quote"]
            quote = Check("quote", same, f"{'equals' if same else 'is not'} the characters at its offsets")
        checks = (quote, *self.rules("claim", row["claim_id"]))
        decided = tuple(
            decision_words(one)
            for column in ("claim_id", "other_claim_id")
            for one in self.rows("decision", column, row["claim_id"])
        )
        return ClaimTrace(row, evidence, judgements, decided, self.document(row["document_id"]), checks)

    def document(self, document_id: str) -> DocumentTrace:
        """A document and what was checked about it."""
        row = self.rows("source_document", "document_id", document_id)[0]
        return DocumentTrace(row, (self._bytes(row), *self.rules("source_document", document_id)))

    def _bytes(self, row: Row) -> Check:
        text = self.text(row["document_id"])
        if text is None:
            return Check("sha256", None, "the text is not in these tables")
        data = text.encode()
        if len(data) != row["n_bytes"]:
            return Check("sha256", None, "is of the raw file, which holds more than its text")
        same = hashlib.sha256(data).hexdigest() == row["sha256"]
        return Check("sha256", same, f"{'equals' if same else 'is not'} that of the text")

    def history(self, table: str, key: str) -> Iterator[tuple[str, str]]:
        """How a row changed since the release before, and why."""
        for row in self.rows("change_log", "row_key", key):
            if row["table_name"] == table:
                what = row["change"] + (f" ({row['columns']})" if row["columns"] else "")
                yield f"{what} in release {row['release']}", row["reason"]

    def rules(self, table: str, key: str) -> Iterator[Check]:
        """Rules over a table in one line, then one line for each that this row broke."""
        rules = {row["rule_id"]: row for row in self.rows("quality_result", "table_name", table)}
        broken = [row for row in self.rows("quality_violation", "row_key", key) if row["rule_id"] in rules]
        if rules:
            detail = f"{len(rules) - len({row['rule_id'] for row in broken})} of {len(rules)} rules hold for this row"
            yield Check(f"rules over {table}", not any(_blocks(rules, row) for row in broken), detail)
        for row in broken:
            rule = rules[row["rule_id"]]
            yield Check(row["rule_id"], False, f"{rule['severity']}: {row['detail'] or rule['rationale']}")


def _evidence(claim: Row, item: Row, text: str | None) -> Evidence:
    start, end = item["evidence_start"], item["evidence_end"]
    words = None if text is None else text[start:end]
    if text is None and claim["quote_start"] <= start <= end <= claim["quote_end"]:
        words = claim["quote"][start - claim["quote_start"] : end - claim["quote_start"]]
    return Evidence(item["field"], claim.get(item["field"]), start, end, words)


def _blocks(rules: dict[str, Row], broken: Row) -> bool:
    return bool(rules[broken["rule_id"]]["severity"] == "error")


def _place_in_text(row: Row) -> tuple[Any, ...]:
    return row["document_id"], row["quote_start"], row["claim_id"]
