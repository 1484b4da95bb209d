"""Tables as a release holds them: texts that may be published, and what differs from the release before."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.release.changes import LEDGER, TOLD, RowDiff, change_log, compared, differences
from pipeline.release.manifest import read_manifest
from pipeline.release.semver import declared_shape
from pipeline.release.side import Side, side_of
from pipeline.release.views import released_tables
from pipeline.schema import TABLES, conform, empty, published_tables
from pipeline.storage import frame_hash, read_table

Tables = Mapping[str, pl.DataFrame]
_STAMPS = ("first_release", "last_changed_release")


@dataclass(frozen=True, slots=True)
class Published:
    """The tables of a release, and what they are compared with.

    Attributes:
        tables: Every published table.
        before: The release before; None for the first.
        rows: What differs from it; nothing for the first.
    """

    tables: dict[str, pl.DataFrame]
    before: Side | None
    rows: tuple[RowDiff, ...]


def as_published(tables: Tables, before: Path | None, made_by: Mapping[str, Any]) -> Published:
    """The tables of a release.

    Args:
        tables: Freshly built tables.
        before: Folder of the release before, or None.
        made_by: Manifest of the release to be, its ``tables`` not needed.

    Returns:
        Every published table: as ``before_log`` gives them, and ``change_log``; with them what that was made from.
    """
    new = before_log(tables, before, made_by["release"])
    if before is None:
        return Published(new, None, ())
    # Whether the release before was withdrawn may change after this one is made.
    old = side_of(before, marked=False)
    rows = differences(old, Side(new, made_by, declared_shape(released_tables())))
    new["change_log"] = change_log(rows, made_by["release"])
    return Published(new, old, rows)


def before_log(tables: Tables, before: Path | None, release: str) -> dict[str, pl.DataFrame]:
    """The tables of a release before it is told what changed in them.

    Args:
        tables: Freshly built tables.
        before: Folder of the release before, or None.
        release: Its number.

    Returns:
        Every published table: texts only of documents with ``text_published``; incidents with the release they
        first stood in and last changed in; ``change_log`` without rows.
    """
    new = {
        name: conform(tables[name], table) if name in tables else empty(table)
        for name, table in published_tables().items()
    }
    open_texts = new["source_document"].filter("text_published").select("document_id")
    new["document_text"] = new["document_text"].join(open_texts, on="document_id", how="semi")
    stood = pl.read_parquet(before / "incident.parquet") if before else new["incident"].clear()
    new["incident"] = _stamped(stood, new["incident"], release)
    new["change_log"] = empty(TABLES["change_log"])
    return new


def changed_tables(tables: Tables, hashes: Mapping[str, str], before: Path) -> list[str]:
    """Tables that are not a release's; what tells of differences is left out.

    Args:
        tables: Tables from ``as_published``.
        hashes: ``frame_hash`` of each of them.
        before: Folder of the release.
    """
    entries = read_manifest(before)["tables"]
    changed = [
        name
        for name, content in hashes.items()
        if name not in LEDGER and content != entries.get(name, {}).get("content_hash")
    ]
    told = [frame_hash(compared(TOLD, frame)) for frame in (tables[TOLD], read_table(TABLES[TOLD], before))]
    return [name for name in changed if name != TOLD or told[0] != told[1]]


def _stamped(old: pl.DataFrame, new: pl.DataFrame, release: str) -> pl.DataFrame:
    """Incidents with the release they first stood in and last changed in.

    A row that equals the earlier release's keeps both, so that unchanged tables come out equal.
    """
    alike = {name for name, dtype in new.schema.items() if old.schema.get(name) == dtype}
    compared = [name for name in new.columns if name in alike and name not in _STAMPS]
    stamps = old.select("incident_id", was_first="first_release")
    same = old.select(*compared, was_last="last_changed_release")
    return (
        new.drop(_STAMPS)
        .join(stamps, on="incident_id", how="left")
        .join(same, on=compared, how="left", nulls_equal=True)
        .with_columns(
            first_release=pl.coalesce("was_first", pl.lit(release)),
            last_changed_release=pl.coalesce("was_last", pl.lit(release)),
        )
        .select(new.columns)
        .sort("incident_id")
    )
