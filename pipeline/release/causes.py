"""Why a row differs between two releases: its documents, curators' decisions on its claims, or what changed for all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipeline.schema import TABLES

Tables = Mapping[str, pl.DataFrame]

_QUALITY = {"quality_result", "quality_violation"}
_REFERENCE = {"gazetteer", "authority"}
_SIDECARS = {"collection.yml", "documents.csv", "lock.json"}
_UNRECORDED = "cause outside the recorded inputs and code"


@dataclass(frozen=True, slots=True)
class Causes:
    """What may have changed a row.

    Attributes:
        documents: Document id to what became of it, by name.
        decisions: Claim id to the curators' decisions on it that came or went, in words.
        claims: Claim id to its document.
        incidents: Incident id to its claims, of both releases.
        general: What changed for all rows.
    """

    documents: Mapping[str, str]
    decisions: Mapping[str, tuple[str, ...]]
    claims: Mapping[str, str]
    incidents: Mapping[str, frozenset[str]]
    general: str

    def reason(self, table: str, key: Mapping[str, Any]) -> str:
        """Why a row differs; never empty.

        Args:
            table: Its table.
            key: Its primary key, by column.
        """
        if table == "decision":
            return "curator's decision"
        claims, documents = self._rests_on(table, key)
        own = sorted({self.documents[document] for document in documents if document in self.documents})
        own += sorted({decision for claim in claims for decision in self.decisions.get(claim, ())})
        if own:
            return "; ".join(own)
        if self.general == _UNRECORDED and table in _QUALITY:
            return "quality rule changed"
        return self.general

    def _rests_on(self, table: str, key: Mapping[str, Any]) -> tuple[set[str], set[str]]:
        """Claims and documents a row is about, by its key alone."""
        claims: set[str] = set()
        documents: set[str] = set()
        for field in TABLES[table].fields:
            if field.name not in key:
                continue
            target = field.references or f"{table}.{field.name}"
            value = key[field.name]
            if target == "source_document.document_id":
                documents.add(value)
            elif target == "claim.claim_id":
                claims.add(value)
            elif target == "incident.incident_id":
                claims |= self.incidents.get(value, frozenset())
        return claims, documents | {self.claims[claim] for claim in claims if claim in self.claims}


def causes_of(old: Tables, new: Tables, made_by_old: Mapping[str, Any], made_by_new: Mapping[str, Any]) -> Causes:
    """What may have changed the rows of one release into those of another.

    Args:
        old: Tables of the earlier one.
        new: Tables of the later one.
        made_by_old: Manifest of the earlier one.
        made_by_new: Manifest of the later one.
    """
    claims = dict(row for tables in (old, new) for row in tables["claim"].select("claim_id", "document_id").iter_rows())
    incidents: dict[str, set[str]] = {}
    for tables in (old, new):
        for incident, claim in tables["incident_claim"].select("incident_id", "claim_id").iter_rows():
            incidents.setdefault(incident, set()).add(claim)
    decided = decided_between(old, new)
    general = list(_general(made_by_old, made_by_new))
    return Causes(
        documents={change.document: change.words for change in document_changes(old, new)},
        decisions=_by_claim(decided),
        claims=claims,
        incidents={incident: frozenset(members) for incident, members in incidents.items()},
        general="; ".join(general) or _UNRECORDED,
    )


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that only one of two releases has.

    Attributes:
        document: Its id.
        name: ``collection/file``.
        what: ``new document``, ``document removed``, ``document changed`` or ``document withdrawn``.
        reason: Why it was withdrawn, in the curator's words; "" otherwise.
    """

    document: str
    name: str
    what: str
    reason: str = ""

    @property
    def words(self) -> str:
        """``document withdrawn: reports/a.txt (reason)``."""
        return f"{self.what}: {self.name}" + (f" ({self.reason})" if self.reason else "")


def document_changes(old: Tables, new: Tables) -> list[DocumentChange]:
    """Documents on one side only, by name. An id is made of the bytes: an altered file is two ids under one name."""
    before, after = (
        {
            row[0]: row[1:]
            for row in tables["source_document"].select("document_id", "collection", "file_name").iter_rows()
        }
        for tables in (old, new)
    )
    withdrawn = {
        (row["collection"], row["file_name"]): row["reason"] for row in _decisions(new) if row["decision"] == "withdraw"
    }
    found = []
    for mine, other, what in ((after, before, "new document"), (before, after, "document removed")):
        files = set(other.values())
        for document in mine.keys() - other.keys():
            place = mine[document]
            name = "/".join(place)
            if place in files:
                found.append(DocumentChange(document, name, "document changed"))
            elif mine is before and place in withdrawn:
                found.append(DocumentChange(document, name, "document withdrawn", withdrawn[place]))
            else:
                found.append(DocumentChange(document, name, what))
    return sorted(found, key=lambda change: (change.what, change.name, change.document))


def decided_between(old: Tables, new: Tables) -> list[tuple[dict[str, Any], str]]:
    """Decisions on claims that only one of two releases has, each in words."""
    before, after = ({row["decision_id"]: row for row in _decisions(tables)} for tables in (old, new))
    found = [(row, _words(row)) for key, row in after.items() if key not in before]
    found += [(row, f"no longer: {_words(row)}") for key, row in before.items() if key not in after]
    return [(row, words) for row, words in found if row["claim_id"]]


def _decisions(tables: Tables) -> Iterable[dict[str, Any]]:
    return tables["decision"].iter_rows(named=True) if "decision" in tables else ()


def _words(row: Mapping[str, Any]) -> str:
    """One decision as a reason: ``curator: killed_min 90 → 91 in claim c-1 (corrections.csv: the text says 91)``."""
    claim = row["claim_id"]
    if row["decision"] == "correct":
        said = f"{row['field']} {row['old_value'] or 'NULL'} → {row['new_value'] or 'NULL'} in claim {claim}"
    elif row["other_claim_id"]:
        said = f"claims {claim} and {row['other_claim_id']}: {row['decision']}"
    else:
        said = f"{row['decision']} claim {claim}"
    return f"curator: {said} ({row['file']}: {row['reason']})"


def _by_claim(decided: Iterable[tuple[dict[str, Any], str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row, words in decided:
        for claim in (row["claim_id"], row["other_claim_id"]):
            if claim:
                found.setdefault(claim, []).append(words)
    return {claim: tuple(words) for claim, words in found.items()}


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
