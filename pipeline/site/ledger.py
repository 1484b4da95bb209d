"""A release in memory, with the look-ups its pages need: every table is read once, whatever the number of pages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.incident_flat import incident_flat
from pipeline.release.layout import SUMS, releases
from pipeline.release.manifest import read_manifest
from pipeline.schema.derived import INCIDENT_FLAT
from pipeline.storage import file_hash, read_tables
from pipeline.usage_warnings import WARNINGS

Row = dict[str, Any]

WEIGHTS = (
    "place_weight",
    "date_weight",
    "weapon_weight",
    "actor_weight",
    "class_weight",
    "figure_weight",
    "text_weight",
)
"""Columns of pair_judgement whose sum is its score."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The pair of claims that holds one of them in its incident, with its weights."""

    other: str
    row: Row


@dataclass
class Ledger:
    """One release.

    Attributes:
        folder: Where it lies.
        tables: Every table declared now; one that the release lacks is empty.
        earlier: Folders of the releases before it in the same place, oldest first.
    """

    folder: Path
    tables: dict[str, pl.DataFrame]
    earlier: list[Path] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> "Ledger":
        """Read a release, and find those before it beside it.

        Raises:
            IntegrityError: If its manifest is missing or is no manifest.
        """
        listed = releases(folder.parent)
        at = listed.index(folder) if folder in listed else 0
        return cls(folder, read_tables(folder), listed[:at])

    @cached_property
    def manifest(self) -> Row:
        """The manifest."""
        return read_manifest(self.folder)

    @property
    def version(self) -> str:
        """Version of the release."""
        return str(self.manifest["release"])

    @cached_property
    def fingerprint(self) -> str:
        """sha256 of SHA256SUMS: what tells this copy from one that was altered."""
        return file_hash(self.folder / SUMS)

    @cached_property
    def incidents(self) -> dict[str, Row]:
        """Incidents and totals by id."""
        return self._by("incident", "incident_id")

    @cached_property
    def claims(self) -> dict[str, Row]:
        """Claims by id."""
        return self._by("claim", "claim_id")

    @cached_property
    def documents(self) -> dict[str, Row]:
        """Documents by id."""
        return self._by("source_document", "document_id")

    @cached_property
    def organisations(self) -> dict[str, Row]:
        """Organisations by id."""
        return self._by("organisation", "organisation_id")

    @cached_property
    def actors(self) -> dict[str, Row]:
        """Actors by id."""
        return self._by("actor", "actor_id")

    @cached_property
    def places(self) -> dict[str, Row]:
        """Places by id."""
        return self._by("place", "place_id")

    @cached_property
    def names(self) -> dict[str, list[Row]]:
        """Spellings of each place that an incident has."""
        held = self.tables["place_name"].join(self.tables["incident"].select("place_id").unique(), on="place_id")
        return _grouped(held.sort("place_id", "name").rows(named=True), "place_id")

    @cached_property
    def texts(self) -> dict[str, str]:
        """Texts of the documents whose licence lets a release hold them."""
        return dict(self.tables["document_text"].select("document_id", "text").iter_rows())

    @cached_property
    def spans(self) -> dict[str, list[Row]]:
        """Headline, dateline and site furniture of each document."""
        return _grouped(self.tables["document_span"].rows(named=True), "document_id")

    @cached_property
    def evidence(self) -> dict[str, list[Row]]:
        """Characters each claim rests on, in the order of the text."""
        ordered = self.tables["claim_evidence"].sort("claim_id", "evidence_start", "evidence_end", "field")
        return _grouped(ordered.rows(named=True), "claim_id")

    @cached_property
    def links(self) -> dict[str, list[Row]]:
        """Links of each incident to its claims, in the order in which they are shown.

        Claims that count come first; then by document and place in the text.
        """
        where = self.tables["claim"].select("claim_id", "document_id", "quote_start")
        ordered = (
            self.tables["incident_claim"]
            .join(where, on="claim_id", how="inner")
            .with_columns(counts=pl.col("role") == "count", own=pl.col("victims") == "civilians")
            .sort("incident_id", "own", "counts", "document_id", "quote_start", "claim_id",
                  descending=[False, True, True, False, False, False])
        )  # fmt: skip
        return _grouped(ordered.rows(named=True), "incident_id")

    @cached_property
    def incident_of(self) -> dict[str, str]:
        """The incident each claim is linked to positively."""
        positive = self.tables["incident_claim"].filter(pl.col("judgement") == "positive")
        pairs = positive.sort("claim_id", "incident_id", descending=True).select("claim_id", "incident_id")
        return dict(pairs.iter_rows())

    @cached_property
    def claims_of(self) -> dict[str, list[Row]]:
        """Claims of each document in the order of its text."""
        ordered = sorted(self.claims.values(), key=lambda row: (row["quote_start"], row["quote_end"], row["claim_id"]))
        return _grouped(ordered, "document_id")

    @cached_property
    def bonds(self) -> dict[tuple[str, str], Pair]:
        """For each incident and claim, the strongest positive pair inside the incident, a curator's before a rule's."""
        home = self.tables["incident_claim"].filter(pl.col("judgement") == "positive").select("incident_id", "claim_id")
        inside = (
            self.tables["pair_judgement"]
            .filter(pl.col("judgement") == "positive")
            .join(home.rename({"claim_id": "claim_a"}), on="claim_a")
            .join(home.rename({"claim_id": "claim_b"}), on=["claim_b", "incident_id"])
        )
        sides = [
            inside.with_columns(claim=pl.col(own), other=pl.col(other))
            for own, other in (("claim_a", "claim_b"), ("claim_b", "claim_a"))
        ]
        best = (
            pl.concat(sides)
            .sort("incident_id", "claim", pl.col("decided_by") != "curator", -pl.col("score"), "other")
            .unique(["incident_id", "claim"], keep="first", maintain_order=True)
        )
        rows = best.rows(named=True)
        return {(row["incident_id"], row["claim"]): Pair(row["other"], row) for row in rows}

    @cached_property
    def relations(self) -> dict[str, list[tuple[str, str, str]]]:
        """For each incident: relation as it reads from there, the other incident, the rule."""
        found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        rows = self.tables["incident_relation"].select("from_incident", "to_incident", "relation", "basis")
        for one, other, relation, basis in rows.iter_rows():
            found[one].append((relation, other, basis))
            found[other].append(("contained" if relation == "contains" else relation, one, basis))
        return {incident: sorted(set(items)) for incident, items in found.items()}

    @cached_property
    def warnings(self) -> dict[str, tuple[str, ...]]:
        """What to know before using the numbers of each incident, in words."""
        said = {one.warning_id: one.words for one in WARNINGS if one.applies_to == INCIDENT_FLAT.name}
        rows = incident_flat(self.tables).select("incident_id", "usage_warnings").iter_rows()
        return {incident: tuple(said[one] for one in (held or "").split("; ") if one) for incident, held in rows}

    def _by(self, table: str, key: str) -> dict[str, Row]:
        return {row[key]: row for row in self.tables[table].rows(named=True)}


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return dict(found)
