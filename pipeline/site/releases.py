"""Every release up to this one, and what each changed."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.release.layout import SUMS
from pipeline.release.manifest import read_manifest
from pipeline.schema import TABLES
from pipeline.site.ledger import Ledger
from pipeline.site.links import release_page
from pipeline.storage import file_hash, read_table

MOST = 300
"""Changed rows of a release that its page lists one by one; all are in its change_log."""


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release as a row of the list."""

    version: str
    page: str
    folder: Path
    previous: str
    fingerprint: str
    documents: int
    claims: int
    incidents: int
    code: str
    schema: str
    n_changes: int


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """What a release changed: by table, kind and reason; and row by row for incidents."""

    row: ReleaseRow
    counts: tuple[tuple[str, str, str, int], ...]
    incidents: tuple[tuple[str, str, str, str], ...]
    n_incidents: int
    made_by: tuple[tuple[str, str], ...]


class Releases:
    """Makes the views of releases."""

    def __init__(self, ledger: Ledger) -> None:
        self._folders = [*ledger.earlier, ledger.folder]

    def listed(self) -> list[ReleaseRow]:
        """Releases, newest first."""
        return [_row(folder, read_manifest(folder)) for folder in reversed(self._folders)]

    def view(self, row: ReleaseRow) -> ReleaseView:
        """What a release changed, by its change log."""
        log = read_table(TABLES["change_log"], row.folder).sort("table_name", "row_key")
        counts = Counter(log.select("table_name", "change", "reason").iter_rows())
        about = [x for x in log.iter_rows(named=True) if x["table_name"] == "incident"]
        return ReleaseView(
            row,
            tuple((*key, n) for key, n in sorted(counts.items())),
            tuple((x["row_key"], x["change"], x["columns"] or "", x["reason"]) for x in about[:MOST]),
            len(about),
            tuple(_made_by(read_manifest(row.folder))),
        )


def _row(folder: Path, manifest: dict[str, Any]) -> ReleaseRow:
    tables = manifest["tables"]
    return ReleaseRow(
        version=manifest["release"],
        page=release_page(manifest["release"]),
        folder=folder,
        previous=manifest["previous_release"] or "",
        fingerprint=file_hash(folder / SUMS),
        documents=tables["source_document"]["rows"],
        claims=tables["claim"]["rows"],
        incidents=tables["incident"]["rows"],
        code=manifest["code"]["version"],
        schema=manifest["schema_version"],
        n_changes=tables["change_log"]["rows"],
    )


def _made_by(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """What made the release, as the manifest says: code, schema, word lists, model, libraries."""
    said = [("schema", manifest["schema_version"])]
    for name in ("code", "lexicon", "model", "written_with"):
        value = manifest[name]
        shown = (
            ", ".join(f"{key} {item}" for key, item in value.items()) if isinstance(value, dict) else json.dumps(value)
        )
        said.append((name.replace("_", " "), shown))
    return said
