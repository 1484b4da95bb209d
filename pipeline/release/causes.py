"""What may have changed a row at its root: a document, a curator's decision, an input file, a term, the rules.

Belongs here: finding these and putting each in words. Does not: which row rests on which
(``pipeline.release.follows``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipeline.release.column_words import NOTHING, column_words
from pipeline.release.rows import Row
from pipeline.release.side import Side

Tables = Mapping[str, pl.DataFrame]

_SHOWN = 12
"""Characters of a sha256 that a reason shows."""
_EFFECT = ("decision", "claim_id", "other_claim_id", "collection", "file_name", "field", "new_value")
NO_LONGER = "no longer: "
"""In front of a decision that was taken back."""
UNRECORDED = "cause outside the recorded inputs and code"
_SIDECARS = ("documents.csv", "collection.yml")

_GEONAMES = ("geonames_places.csv", "admin1.csv", "admin1_crosswalk.csv", "countries.csv")
REFERENCE_FILES = {
    "place": ("gazetteer", ("places_curated.csv", *_GEONAMES)),
    "place_name": ("gazetteer", ("place_names_curated.csv", "places_curated.csv", *_GEONAMES)),
    "organisation": ("authority", ("organisations.csv",)),
    "organisation_name": ("authority", ("organisations.csv",)),
    "actor": ("authority", ("actors.csv",)),
    "actor_name": ("authority", ("actors.csv",)),
}
"""Reference table to the files its rows are read from."""

_RULES = {
    "reading": (("corpus", "text"), ("source_document", "document_text", "document_span", "sentence", "parse_issue")),
    "extraction": (("extract", "text", "corpus", "authority", "schema"), ("claim", "claim_evidence")),
    "linking": (
        ("reconcile", "extract", "authority", "schema"),
        ("pair_judgement", "claim_relation", "incident", "incident_claim", "incident_relation"),
    ),
    "reference": (("authority", "schema"), tuple(REFERENCE_FILES)),
    "curation": (("curation",), ("decision",)),
}
"""Kind of rules to the parts of the code it lies in, nearest first, and the tables it makes."""
_KIND = {table: (kind, parts) for kind, (parts, tables) in _RULES.items() for table in tables}


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that only one of two releases has.

    Attributes:
        document: Its id.
        name: ``collection/file``.
        what: ``new document``, ``document removed``, ``document changed`` or ``document withdrawn``.
        reason: Why it was withdrawn, in the curator's words, with who and when; "" otherwise.
    """

    document: str
    name: str
    what: str
    reason: str = ""

    @property
    def words(self) -> str:
        """``document withdrawn: reports/a.txt, d-1 (reason)``."""
        return f"{self.what}: {self.name}, {self.document}" + (f" ({self.reason})" if self.reason else "")


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
        (row["collection"], row["file_name"]): _withdrawn(row)
        for row in decisions(new)
        if row["decision"] == "withdraw"
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


def _withdrawn(row: Row) -> str:
    signed = _signed(row)
    return f"{signed}: {row['reason']}" if signed else str(row["reason"])


def decisions(tables: Tables) -> list[Row]:
    """Rows of ``decision``, none where a release is older than the table."""
    return list(tables["decision"].iter_rows(named=True)) if "decision" in tables else []


def decided_between(old: Tables, new: Tables) -> list[tuple[Row, str]]:
    """Decisions on claims that came or went, each in words; one only signed or explained anew is neither."""
    before, after = ({effect(row): row for row in decisions(tables)} for tables in (old, new))
    found = [(row, decision_words(row)) for key, row in after.items() if key not in before]
    found += [(row, f"{NO_LONGER}{decision_words(row)}") for key, row in before.items() if key not in after]
    return [(row, words) for row, words in found if row["claim_id"]]


def effect(row: Row) -> tuple[Any, ...]:
    """What a decision does, whoever signed it and however it is explained."""
    return tuple(row[name] for name in _EFFECT)


def decision_words(row: Row) -> str:
    """One decision as a reason.

    ``curator R. Reader, 2026-11-20: lowest number killed: 90 → 91 in claim c-1, for: it says so (decision-1, a.csv)``
    """
    claim = row["claim_id"]
    if row["decision"] == "correct":
        values = (row[name] or NOTHING for name in ("old_value", "new_value"))
        said = f"{column_words('claim', row['field'])}: {' → '.join(values)} in claim {claim}"
    elif row["decision"] == "withdraw":
        said = f"withdraw {row['collection']}/{row['file_name']}"
    elif row["other_claim_id"]:
        said = f"claims {claim} and {row['other_claim_id']}: {row['decision']}"
    else:
        said = f"{row['decision']} claim {claim}"
    who = f"curator {_signed(row)}" if _signed(row) else "curator"
    return f"{who}: {said}, for: {row['reason']} ({row['decision_id']}, {row['file']})"


def _signed(row: Row) -> str:
    return ", ".join(part for part in (row.get("who"), row.get("decided_on")) if part)


def files_of(table: str, row: Row) -> tuple[str, ...]:
    """The files that a row of a reference table may have been read from, by what it says of its source."""
    names = REFERENCE_FILES[table][1]
    curated = tuple(name for name in names if name not in _GEONAMES)
    return _GEONAMES if str(row.get("source", "")).startswith("GeoNames") else curated


class Inputs:
    """Files of data/raw, and the rules, that differ between two releases."""

    def __init__(self, old: Side, new: Side) -> None:
        self._old, self._new = old.manifest, new.manifest

    def file(self, collection: str, name: str) -> str | None:
        """What became of a file, in words; None where it is the same."""
        before, after = (made.get("inputs", {}).get(collection, {}).get(name) for made in (self._old, self._new))
        if before == after:
            return None
        what = "added" if before is None else "removed" if after is None else "changed"
        return f"{collection}/{name} {what}"

    def sidecars(self, collection: str) -> list[str]:
        """The files that describe a collection's documents, where they differ."""
        return [words for name in _SIDECARS if (words := self.file(collection, name))]

    def reference(self, table: str, row: Row) -> list[str]:
        """The files a reference row was read from, where they differ; the nearest kind only."""
        folder, names = REFERENCE_FILES[table]
        for listed in (files_of(table, row), names):
            if found := [words for name in listed if (words := self.file(folder, name))]:
                return found
        return []

    def rules(self, table: str) -> str | None:
        """The rules that make a table, where they differ: what was changed, from which hash to which."""
        kind, parts = _KIND.get(table, ("", ()))
        if changed := list(self._parts(parts)):
            return f"{kind} rules changed: {', '.join(changed)}"
        # Releases before 0.3.0 have one hash for the code and one for its word lists.
        known = "parts" in self._old and "parts" in self._new
        changed = [] if known and kind else list(self._hashes(("code", "lexicon")))
        if changed:
            return f"{kind or 'checking'} by other code: {', '.join(changed)}"
        if changed := list(self._hashes(("model",))):
            return f"language model changed: {', '.join(changed)}"
        if self._old.get("written_with") != self._new.get("written_with"):
            return f"library changed: {_versions(self._old)} → {_versions(self._new)}"
        return None

    def _parts(self, parts: Sequence[str]) -> Iterator[str]:
        old, new = (made.get("parts") for made in (self._old, self._new))
        if old and new:
            for part in parts:
                if old.get(part) != new.get(part):
                    yield f"pipeline/{part} {_short(old.get(part))} → {_short(new.get(part))}"

    def _hashes(self, names: Iterable[str]) -> Iterator[str]:
        shown = {"lexicon": "word lists"}
        for name in names:
            old, new = (made.get(name, {}).get("sha256") for made in (self._old, self._new))
            if old != new:
                yield f"{shown.get(name, name)} {_short(old)} → {_short(new)}"

    def schema(self) -> str:
        """``schema 1.0.0 → 1.1.0``."""
        return f"schema {self._old.get('schema_version')} → {self._new.get('schema_version')}"


def _short(sha256: str | None) -> str:
    return (sha256 or "none")[:_SHOWN]


def _versions(made: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {version}" for name, version in made.get("written_with", {}).items())
