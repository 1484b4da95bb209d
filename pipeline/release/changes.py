"""What differs between two releases' rows, and why: ``change_log``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

from pipeline.schema import TABLES, Table

Tables = Mapping[str, pl.DataFrame]
LEDGER = ("change_log", "id_history")
"""Tables about the difference between releases: they are no difference themselves."""

_QUALITY = {"quality_result", "quality_violation"}
_REFERENCE = {"gazetteer", "authority"}
_SIDECARS = {"collection.yml", "documents.csv", "lock.json"}
_UNRECORDED = "cause outside the recorded inputs and code"


class RowChange(NamedTuple):
    """One row of a table that differs: its key, what happened, and the columns that differ if it stayed."""

    key: tuple[Any, ...]
    change: str
    columns: tuple[str, ...]


def row_changes(old: pl.DataFrame, new: pl.DataFrame, table: Table) -> list[RowChange]:
    """Rows added, removed or changed, by key; columns that only one side has are not compared."""
    if not set(table.key) <= set(old.columns):
        old = new.clear()
    shared = [column for column in new.columns if column in old.columns]
    before, after = _by_key(old.select(shared), table), _by_key(new.select(shared), table)
    found = []
    for key in sorted(before.keys() | after.keys(), key=lambda key: tuple(map(str, key))):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            found.append(RowChange(key, "added" if was is None else "removed", ()))
        elif was != now:
            columns = tuple(name for name, a, b in zip(shared, was, now, strict=True) if a != b)
            found.append(RowChange(key, "changed", columns))
    return found


def _by_key(frame: pl.DataFrame, table: Table) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    at = [frame.columns.index(name) for name in table.key]
    return {tuple(row[index] for index in at): row for row in frame.iter_rows()}


def change_log(
    old: Tables, new: Tables, made_by_old: Mapping[str, Any], made_by_new: Mapping[str, Any]
) -> pl.DataFrame:
    """Rows of ``change_log``: everything that differs from the release before, with a reason.

    A row about a document that came, went or was altered has that as its reason; any other row has what changed
    in the recorded inputs, code, lexicon, model and libraries.

    Args:
        old: Tables of the release before.
        new: Tables of this one.
        made_by_old: Manifest of the release before.
        made_by_new: Manifest of this one, its ``tables`` not needed.
    """
    causes = _causes(old, new, made_by_old, made_by_new)
    rows = [
        {
            "table_name": name,
            "row_key": "|".join(map(str, change.key)),
            "change": change.change,
            "columns": ", ".join(change.columns) or None,
            "reason": causes.reason(name, dict(zip(TABLES[name].key, change.key, strict=True))),
            "release": made_by_new["release"],
        }
        for name, frame in new.items()
        if name not in LEDGER
        for change in row_changes(old.get(name, frame.clear()), frame, TABLES[name])
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(TABLES["change_log"].columns, pl.String))


@dataclass(frozen=True, slots=True)
class _Causes:
    """What may have changed a row: its own documents' fate, or else what changed for all."""

    documents: dict[str, str]
    claims: dict[str, str]
    incidents: dict[str, set[str]]
    general: str

    def reason(self, table: str, key: dict[str, Any]) -> str:
        own = sorted({self.documents[document] for document in self._documents_of(table, key) & self.documents.keys()})
        if own:
            return "; ".join(own)
        if self.general == _UNRECORDED and table in _QUALITY:
            return "quality rule changed"
        return self.general

    def _documents_of(self, table: str, key: dict[str, Any]) -> set[str]:
        found: set[str] = set()
        for field in TABLES[table].fields:
            if field.name not in key:
                continue
            target = field.references or f"{table}.{field.name}"
            value = key[field.name]
            if target == "source_document.document_id":
                found.add(value)
            elif target == "claim.claim_id":
                found.add(self.claims.get(value, ""))
            elif target == "incident.incident_id":
                found |= self.incidents.get(value, set())
        return found


def _causes(old: Tables, new: Tables, made_by_old: Mapping[str, Any], made_by_new: Mapping[str, Any]) -> _Causes:
    claims = dict(row for tables in (old, new) for row in tables["claim"].select("claim_id", "document_id").iter_rows())
    incidents: dict[str, set[str]] = {}
    for tables in (old, new):
        for incident, claim in tables["incident_claim"].select("incident_id", "claim_id").iter_rows():
            incidents.setdefault(incident, set()).add(claims.get(claim, ""))
    general = list(_general(made_by_old, made_by_new))
    return _Causes(
        dict(_document_reasons(old["source_document"], new["source_document"])),
        claims,
        incidents,
        "; ".join(general) or _UNRECORDED,
    )


def _document_reasons(old: pl.DataFrame, new: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """Documents on one side only. An id is made of the bytes: an altered file is two ids under one name."""
    sides = []
    for frame in (old, new):
        names = frame.select("document_id", "collection", "file_name").iter_rows()
        sides.append({document: (collection, file) for document, collection, file in names})
    before, after = sides
    for mine, other, reason in ((after, before, "new document"), (before, after, "document removed")):
        files = set(other.values())
        for document in mine.keys() - other.keys():
            yield document, "document changed" if mine[document] in files else reason


def _general(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if any(old.get(name) != new.get(name) for name in ("code", "lexicon", "model")):
        yield "rule changed"
    if old.get("schema_version") != new.get("schema_version"):
        yield "schema changed"
    kinds = {
        _kind_of_input(collection, file)
        for collection in {*old["inputs"], *new["inputs"]}
        for file, _ in _files(old, collection).items() ^ _files(new, collection).items()
    }
    yield from sorted(kinds)
    if old.get("written_with") != new.get("written_with"):
        yield "library changed"


def _files(manifest: Mapping[str, Any], collection: str) -> dict[str, str]:
    files: dict[str, str] = manifest["inputs"].get(collection, {})
    return files


def _kind_of_input(collection: str, file: str) -> str:
    if collection == "curation":
        return "curation changed"
    if collection in _REFERENCE:
        return "reference data changed"
    return "document metadata changed" if file in _SIDECARS else "documents changed"
