"""From any row of a release back to what it rests on: characters, files and their sha256, rules, persons, checks.

Belongs here: the way back of each table. Does not: incidents, claims and documents, to which every way leads
(``pipeline.lineage``); finding what an id is of (``pipeline.trace``).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipeline.lineage import Check, ClaimTrace, DocumentTrace, Ledger, Row, Trace, follow
from pipeline.lineage_table import lineage
from pipeline.release.causes import REFERENCE_FILES, files_of
from pipeline.schema import DECLARED

MOST = 10
"""Rows of one kind that a trace lists; how many more there are it says."""
_NAMED = ("place", "organisation", "actor")


@dataclass(frozen=True, slots=True)
class Step:
    """One step back: how, and to what; words alone where the way ends."""

    how: str
    to: "RowTrace | Trace | ClaimTrace | DocumentTrace | str"


@dataclass(frozen=True, slots=True)
class RowTrace:
    """What a row rests on.

    Attributes:
        table: Its table; or ``characters``, ``file``, ``rule``, ``origin``, ``person``, ``release``.
        key: Its primary key, values joined by '|'; or the name asked for.
        row: What it says, by column.
        steps: What it comes from.
        checks: Quality rules over its table, and what they found about it.
    """

    table: str
    key: str
    row: Row
    steps: tuple[Step, ...]
    checks: tuple[Check, ...] = ()


class Walk:
    """The ways back through the tables of one release or build.

    Args:
        tables: Its tables.
        manifest: Its manifest; empty for a build, whose files have no recorded sha256.
    """

    def __init__(self, tables: Mapping[str, pl.DataFrame], manifest: Mapping[str, Any]) -> None:
        self.ledger = Ledger(tables)
        self.manifest = manifest
        self._tables = tables
        self._ways: dict[str, Callable[[Row], Iterator[Step]]] = {
            "decision": self._decision,
            "quality_result": self._result,
            "quality_violation": self._violation,
            "change_log": self._change,
            "parse_issue": self._issue,
            "document_span": self._stretch,
            "sentence": self._stretch,
            "claim_evidence": self._stretch,
            "pair_judgement": self._pair,
            "incident_claim": self._link,
            "id_history": self._carried_on,
        }

    def row(self, table: str, row: Row, *, whole: bool = True) -> RowTrace:
        """The way back from a row.

        Args:
            table: Its table.
            row: The row.
            whole: False for a row met on the way, of which only the nearest is told.
        """
        key = "|".join(str(row[name]) for name in DECLARED[table].key)
        steps = [*(self._ways[table](row) if table in self._ways else ()), *self._referred(table, row, whole)]
        if table in REFERENCE_FILES:
            steps += self._reference(table, row, whole)
        checks = tuple(self.ledger.rules(table, key)) if whole else ()
        return RowTrace(table, key, row, (*steps, *(self._history(table, key) if whole else ())), checks)

    def _referred(self, table: str, row: Row, whole: bool) -> Iterator[Step]:
        """What the columns of a row refer to."""
        seen = set()
        for field in DECLARED[table].fields:
            value = row.get(field.name)
            if not field.references or value is None or (field.references, value) in seen:
                continue
            seen.add((field.references, value))
            target, column = field.references.split(".")
            if target in _NAMED or target == "quality_result":
                if found := self.ledger.rows(target, column, value):
                    yield Step(field.name, self.row(target, found[0], whole=False))
            elif whole:
                yield Step(field.name, self.to(target, value))

    def to(self, target: str, id: str) -> ClaimTrace | DocumentTrace | Trace | str:
        """A claim, document or incident; words where it is not in these tables."""
        if target == "claim" and (rows := self.ledger.rows("claim", "claim_id", id)):
            return self.ledger.claim(rows[0])
        if target == "source_document" and self.ledger.rows("source_document", "document_id", id):
            return self.ledger.document(id)
        if target == "incident" and (found := follow(self.ledger, id)):
            return found
        return f"{target} {id}, which is not in these tables"

    def _reference(self, table: str, row: Row, whole: bool) -> Iterator[Step]:
        """A reference row: the files it is read from, and who rests on it."""
        names = files_of(table, row)
        if row.get("kind") == "unresolved":
            yield Step("comes from", "the claims that name it: no reference file knows it")
        elif whole:
            for name in names:
                step = self.file(REFERENCE_FILES[table][0], name)
                yield step if len(names) == 1 else Step("may be read from", step.to)
        column = DECLARED[table].key[0]
        if whole and table in _NAMED:
            yield from self._resting(column, row[column])

    def _resting(self, column: str, value: str) -> Iterator[Step]:
        """Claims and documents in whose words a place, organisation or armed party was found."""
        claim = {"place_id": "place_id", "organisation_id": "asserter_id", "actor_id": "actor_id"}[column]
        words = {"place_id": "place_as_written", "asserter_id": "asserted_by", "actor_id": "actor_as_written"}[claim]
        claims = self.ledger.rows("claim", claim, value)
        if column == "organisation_id":
            documents = self.ledger.rows("source_document", "publisher_id", value)
            for document in documents[:MOST]:
                yield Step("published", f"document {document['document_id']}  {document['title'] or ''}")
            yield from _more(documents, "documents")
        for one in sorted(claims, key=lambda row: str(row["claim_id"]))[:MOST]:
            yield Step("found in the words of", f"claim {one['claim_id']}  “{one[words]}”")
        yield from _more(claims, "claims")

    def _decision(self, row: Row) -> Iterator[Step]:
        who = " on ".join(part for part in (row["who"], row["decided_on"]) if part)
        yield Step("decided by", who or "a curator who did not sign")
        yield self.file("curation", row["file"])
        for claim in (row["claim_id"], row["other_claim_id"]):
            if claim:
                yield Step("about", self.to("claim", claim))
        if row["file_name"]:
            yield Step("about", f"the document {row['collection']}/{row['file_name']}, taken out of data/raw")

    def file(self, collection: str, name: str) -> Step:
        """An input file with the sha256 that the release recorded."""
        known = self.manifest.get("inputs", {}).get(collection, {})
        # A file of many records is one input; which record it was, file_name says after '#'.
        sha256 = known.get(name) or known.get(name.rpartition("#")[0])
        return Step("read from", f"{collection}/{name}" + (f"  sha256 {sha256}" if sha256 else ""))

    def _result(self, row: Row) -> Iterator[Step]:
        yield Step("a rule of", self.code())
        broken = self.ledger.rows("quality_violation", "rule_id", row["rule_id"])
        for one in broken[:MOST]:
            yield Step("broken by", f"{row['table_name']} {one['row_key']}  {one['detail'] or ''}")
        yield from _more(broken, "rows that broke it")

    def _violation(self, row: Row) -> Iterator[Step]:
        result = self.ledger.rows("quality_result", "rule_id", row["rule_id"])
        if result:
            yield Step("found in", self._found(result[0]["table_name"], row["row_key"]))

    def _change(self, row: Row) -> Iterator[Step]:
        yield Step("reason", row["reason"])
        if row["change"] == "removed":
            before = self.manifest.get("previous_release")
            yield Step("the row", f"is not in this release; it stands in {before or 'the release before'}")
        else:
            yield Step("the row", self._found(row["table_name"], row["row_key"]))

    def _found(self, table: str, key: str) -> RowTrace | Trace | str:
        for name, row in keyed(self.ledger, key, (table,) if table in DECLARED else ()):
            return follow(self.ledger, key) or self.row(name, row, whole=False)
        return f"{table} {key}"

    def _issue(self, row: Row) -> Iterator[Step]:
        yield self.file(row["collection"], row["file_name"])
        for document in self.ledger.rows("source_document", "file_name", row["file_name"]):
            if document["collection"] == row["collection"]:
                yield Step("document", self.ledger.document(document["document_id"]))
        for one in self.ledger.table("decision").iter_rows(named=True):
            if one["claim_id"] and row["reason"] == "rejected_by_curator" and one["claim_id"] in row["detail"]:
                yield Step("decided in", self.row("decision", one, whole=False))

    def _stretch(self, row: Row) -> Iterator[Step]:
        """Characters of a text that a row points at."""
        document = row.get("document_id")
        if document is None:
            claims = self.ledger.rows("claim", "claim_id", row["claim_id"])
            document = claims[0]["document_id"] if claims else None
        start, end = (next(row[name] for name in row if name.endswith(edge)) for edge in ("_start", "_end"))
        text = self.ledger.text(document) if document else None
        words = "the text is not in these tables" if text is None else f"“{text[start:end]}”"
        yield Step(f"characters {start}–{end}", words)

    def _pair(self, row: Row) -> Iterator[Step]:
        yield Step("judged by", f"{row['decided_by']} {row['rule']}, score {row['score']:.2f}")
        pair = {row["claim_a"], row["claim_b"]}
        for one in self.ledger.table("decision").iter_rows(named=True):
            if {one["claim_id"], one["other_claim_id"]} == pair:
                yield Step("decided in", self.row("decision", one, whole=False))

    def _link(self, row: Row) -> Iterator[Step]:
        score = "" if row["score"] is None else f", score {row['score']:.2f}"
        yield Step("linked by", f"{row['decided_by']} {row['rule']}{score}")

    def _carried_on(self, row: Row) -> Iterator[Step]:
        yield Step(f"{row['change']} in release {row['release']}; carries on in", self.to("incident", row["new_id"]))

    def _history(self, table: str, key: str) -> Iterator[Step]:
        """What the release says of how the row changed."""
        if table != "change_log":
            for how, reason in self.ledger.history(table, key):
                yield Step(how, reason)

    def code(self) -> str:
        """What made the tables."""
        code = self.manifest.get("code")
        return f"the code, version {code['version']}, sha256 {code['sha256']}" if code else "the code"

    def node(self, name: str) -> RowTrace | None:
        """A node of ``lineage``: a column of a row, or characters of a text; its steps to the end."""
        known = self._tables.get("lineage")
        steps = known if known is not None and known.height else lineage(self._tables)
        return _node(steps, name, self.file)


def _node(steps: pl.DataFrame, name: str, file: Callable[[str, str], Step]) -> RowTrace | None:
    rows = steps.filter(pl.col("from_node") == name).rows(named=True)
    kind, _, key = name.partition(":")
    if rows:
        said = [(row, _node(steps, row["to_node"], file) or row["to_node"]) for row in rows]
        return RowTrace(kind, key, {}, tuple(Step(_how(row), _end(row, to, file)) for row, to in said))
    if kind == "text" and (pointed := steps.filter(pl.col("to_node") == name).rows(named=True)):
        document = f"source_document:{pointed[0]['document_id']}"
        back = _node(steps, document, file)
        words = {"words": pointed[0]["words"]}
        return RowTrace("characters", key, words, (Step("of", back),) if back else ())
    return None


def _how(row: Row) -> str:
    by = " ".join(str(row[name]) for name in ("decided_by", "rule") if row[name])
    return str(row["step"]).replace("_", " ") + (f", by {by}" if by else "")


def _end(row: Row, to: RowTrace | str, file: Callable[[str, str], Step]) -> RowTrace | str:
    if isinstance(to, str) and to.startswith("file:"):
        return f"{to.removeprefix('file:')}  sha256 {row['sha256']}"
    return to


def keyed(ledger: Ledger, key: str, tables: tuple[str, ...] = tuple(DECLARED)) -> Iterator[tuple[str, Row]]:
    """Rows whose primary key, values joined by '|', is ``key``: table and row, in the order of the tables."""
    for name in tables:
        columns = DECLARED[name].key
        if len(columns) > 1 + key.count("|"):
            continue
        frame = ledger.table(name)
        # Only the rows that begin alike are joined: most tables have one key column, and some are long.
        first = frame.filter(pl.lit(key).str.starts_with(pl.col(columns[0]).cast(pl.String)))
        joined = pl.concat_str([pl.col(column).cast(pl.String) for column in columns], separator="|")
        for row in first.filter(joined == key).iter_rows(named=True):
            yield name, row


def _more(rows: list[Row], what: str) -> Iterator[Step]:
    if len(rows) > MOST:
        yield Step("and", f"{len(rows) - MOST} more {what}")
