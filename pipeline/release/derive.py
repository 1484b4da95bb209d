"""Tables as a release holds them: texts that may be published, and what differs from the release before."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.release.changes import LEDGER, TOLD, Tables, change_log, compared
from pipeline.release.manifest import read_manifest
from pipeline.schema import TABLES, conform, empty, published_tables
from pipeline.storage import frame_hash, read_table

_STAMPS = ("first_release", "last_changed_release")


def as_published(tables: Tables, before: Path | None, made_by: Mapping[str, Any]) -> dict[str, pl.DataFrame]:
    """The tables of a release.

    Args:
        tables: Freshly built tables.
        before: Folder of the release before, or None.
        made_by: Manifest of the release to be, its ``tables`` not needed.

    Returns:
        Every published table: as ``before_log`` gives them, and ``change_log``.
    """
    new = before_log(tables, before, made_by["release"])
    if before:
        log = change_log(_read(before), new, read_manifest(before), made_by)
        new["change_log"] = conform(log, TABLES["change_log"])
    return new


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
    old = _read(before)["incident"] if before else new["incident"].clear()
    new["incident"] = _stamped(old, new["incident"], release)
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


def _read(release: Path) -> dict[str, pl.DataFrame]:
    """Tables of an earlier release with the columns they had then; one it did not have has no rows."""
    files = {name: release / f"{name}.parquet" for name in published_tables()}
    return {name: pl.read_parquet(path) if path.exists() else empty(TABLES[name]) for name, path in files.items()}


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
