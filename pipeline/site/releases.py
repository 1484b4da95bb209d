"""Every release up to this one, and what each changed."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.release.diff import diff
from pipeline.release.diff_words import as_json
from pipeline.release.layout import SUMS
from pipeline.release.manifest import read_manifest
from pipeline.release.withdrawn import withdrawal
from pipeline.site.ledger import Ledger
from pipeline.site.links import release_page
from pipeline.storage import file_hash

MOST = 500
"""Changed incidents that a release's page tells of; all are in its change log."""


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release as a row of the list."""

    version: str
    page: str
    previous: str
    withdrawn: str
    fingerprint: str
    documents: int
    claims: int
    incidents: int
    code: str
    schema: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An incident that a release changed, in words."""

    incident: str
    title: str
    change: str
    words: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """What a release changed.

    Attributes:
        row: The release.
        raises: Which of the three numbers the difference raises.
        because: Why it does.
        documents: Documents that came, went or changed, in words.
        decisions: Curators' decisions, in words.
        incidents: Incidents that changed.
        n_incidents: Their number, those left out included.
        merged: Rows of id_history: release, change, old id, new id.
        tables: Table, rows added, changed, removed, and columns with a changed value.
        made_by: What made the release.
    """

    row: ReleaseRow
    raises: str
    because: tuple[str, ...]
    documents: tuple[str, ...]
    decisions: tuple[str, ...]
    incidents: tuple[Changed, ...]
    n_incidents: int
    merged: tuple[tuple[str, str, str], ...]
    tables: tuple[tuple[str, int, int, int, str], ...]
    made_by: tuple[tuple[str, str], ...]


class Releases:
    """Makes the views of releases."""

    def __init__(self, ledger: Ledger) -> None:
        self._folders = {str(read_manifest(folder)["release"]): folder for folder in (*ledger.earlier, ledger.folder)}

    @cached_property
    def differences(self) -> dict[str, dict[str, Any]]:
        """Version to what it changed since the release before it, where that one stands beside it."""
        found = {}
        for version, folder in self._folders.items():
            before = self._folders.get(read_manifest(folder)["previous_release"] or "")
            if before is not None:
                found[version] = as_json(diff(before, folder))
        return found

    def changes_of(self) -> dict[str, list[tuple[str, Changed]]]:
        """For each incident, what each release changed about it, oldest first."""
        found: dict[str, list[tuple[str, Changed]]] = {}
        for version, said in self.differences.items():
            for one in said["incidents"]:
                found.setdefault(one["incident_id"], []).append((version, _changed(one)))
        return found

    def listed(self) -> list[ReleaseRow]:
        """Releases, newest first."""
        return [_row(folder, read_manifest(folder)) for folder in reversed(self._folders.values())]

    def view(self, row: ReleaseRow) -> ReleaseView:
        """What a release changed since the one before."""
        said = self.differences.get(row.version)
        made_by = tuple(_made_by(read_manifest(self._folders[row.version])))
        if said is None:
            return ReleaseView(row, "", (), (), (), (), 0, (), (), made_by)
        return ReleaseView(
            row,
            said["raises"],
            tuple(said["because"]),
            tuple(f"{one['name']}: {one['change']}{_because(one['reason'])}" for one in said["documents"]),
            tuple(said["decisions"]),
            tuple(_changed(one) for one in said["incidents"][:MOST]),
            len(said["incidents"]),
            tuple((one["change"], one["old_id"], one["new_id"]) for one in said["merged"]),
            tuple(
                (name, counts["added"], counts["changed"], counts["removed"], ", ".join(sorted(counts["columns"])))
                for name, counts in said["tables"].items()
            ),
            made_by,
        )


def _because(reason: str | None) -> str:
    return f" ({reason})" if reason else ""


def _changed(one: dict[str, Any]) -> Changed:
    return Changed(one["incident_id"], one["title"], one["change"], tuple(one["words"]), tuple(one["reasons"]))


def _row(folder: Path, manifest: dict[str, Any]) -> ReleaseRow:
    tables = manifest["tables"]
    withdrawn = withdrawal(folder)
    return ReleaseRow(
        version=manifest["release"],
        page=release_page(manifest["release"]),
        previous=manifest["previous_release"] or "",
        withdrawn=str(withdrawn) if withdrawn else "",
        fingerprint=file_hash(folder / SUMS),
        documents=tables["source_document"]["rows"],
        claims=tables["claim"]["rows"],
        incidents=tables["incident"]["rows"],
        code=manifest["code"]["version"],
        schema=manifest["schema_version"],
    )


def _made_by(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """What made the release, as the manifest says: code, schema, word lists, model, libraries."""
    said = [("schema", manifest["schema_version"])]
    for name in ("code", "lexicon", "model", "written_with"):
        value = manifest[name]
        said.append((name.replace("_", " "), ", ".join(f"{key} {item}" for key, item in value.items())))
    return said
