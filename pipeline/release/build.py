"""Publishing: built aside, verified, moved in one step; nothing half-made is ever visible."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.errors import HarmLedgerError, IntegrityError, QualityError
from pipeline.release.companions import make_companions
from pipeline.release.derive import Published, as_published, changed_tables
from pipeline.release.described import write_described
from pipeline.release.fingerprint import fingerprint
from pipeline.release.integrity import Report, verify
from pipeline.release.layout import (
    BUILDING,
    DATABASE,
    MACROS,
    MANIFEST,
    QUALITY,
    README,
    SUMS,
    Version,
    latest,
    parse_version,
)
from pipeline.release.manifest import Inputs, make_manifest, table_entry, with_companions, write_json, write_sums
from pipeline.release.readme import render_readme
from pipeline.release.semver import Level, declared_shape, next_version, refuse_too_low, verdict
from pipeline.release.sums import macros
from pipeline.release.views import released_tables, with_views
from pipeline.storage import file_hash, frame_hash

_RESTORE = "Restore the release folder from the repository; releases are never edited."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What publishing came to.

    Attributes:
        version: The release made, or the one that holds the same tables already.
        path: Its folder.
        created: False where nothing changed and so no release was made.
        previous: The release before it, None where there is none.
        changed: Tables that differ from the release before; every table for the first release.
        fingerprint: sha256 of its SHA256SUMS.
        why: What its number rests on, in words; "" for the first release.
    """

    version: str
    path: Path
    created: bool
    previous: str | None
    changed: tuple[str, ...]
    fingerprint: str
    why: str = ""


def publish(
    tables: Mapping[str, pl.DataFrame], published: Path, *, inputs: Inputs, version: str | None = None
) -> Outcome:
    """Make the next release; unless its tables equal the latest one's, and no version is asked for.

    A run that is killed leaves at most a hidden folder, which the next run removes. Existing releases are only read.

    Args:
        tables: Freshly built tables, ``quality_result`` among them.
        published: Folder of releases; made where absent.
        inputs: sha256 of every raw file, as ``pipeline.corpus.input_lock`` gives it.
        version: Release version, at least the one the differences demand (``pipeline.release.semver``), which is
            the default; 0.1.0 for the first.

    Raises:
        QualityError: If a rule of severity error failed, no rule was run, or one saw nothing of a table with rows.
        UsageError: If the version cannot be used, or says less than what changed.
        IntegrityError: If the latest release no longer verifies, or the new one does not.
        HarmLedgerError: If another run is publishing into the same folder, or the disk refuses.
    """
    refuse_failed_rules(tables)
    next_version(published, version)
    try:
        published.mkdir(parents=True, exist_ok=True)
        with _alone(published):
            _remove_leftovers(published)
            return _publish(tables, published, inputs, next_version(published, version), asked=version is not None)
    except OSError as error:
        raise HarmLedgerError(
            f"The release could not be written under {str(published)!r}: {error.strerror or error}.",
            "Make room or give write access, and run again; existing releases are untouched.",
        ) from error


def refuse_failed_rules(tables: Mapping[str, pl.DataFrame]) -> None:
    """Raise QualityError where a rule of severity error failed, or none was run."""
    results = tables.get("quality_result")
    if results is None or results.is_empty():
        raise QualityError("No quality rule was run over these tables.", "Run the quality step before publishing.")
    failed = results.filter(pl.col("outcome") == "failed", pl.col("severity") == "error").sort("rule_id")
    if failed.height:
        shown = ", ".join(
            f"{rule} ({rows} row(s))" for rule, rows in failed.select("rule_id", "n_violations").iter_rows()
        )
        raise QualityError(
            f"{failed.height} blocking rule(s) failed, so nothing was published: {shown}.",
            "See quality_violation for the rows; mend the input, the curation or the rule, and run again.",
        )


def _refuse_unchecked(tables: Mapping[str, pl.DataFrame]) -> None:
    held = [name for name, frame in tables.items() if frame.height]
    blind = tables["quality_result"].filter(pl.col("table_name").is_in(held), pl.col("n_checked") == 0)
    if blind.height:
        raise QualityError(
            f"Rules looked at no row of tables that have some: {', '.join(blind['rule_id'].sort())}.",
            "They were run before the table was made: run the quality step over the finished tables.",
        )


@contextmanager
def _alone(published: Path) -> Iterator[None]:
    """Hold the folder of releases; the kernel lets go of it whenever this process ends, however it ends."""
    handle = os.open(published, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HarmLedgerError(
                f"Another run is publishing into {str(published)!r}.", "Wait for it to end, and run again."
            ) from None
        yield
    finally:
        os.close(handle)


def _remove_leftovers(published: Path) -> None:
    for path in published.glob(f"{BUILDING}*"):
        shutil.rmtree(path)


def _publish(
    tables: Mapping[str, pl.DataFrame], published: Path, inputs: Inputs, number: Version, *, asked: bool
) -> Outcome:
    version = str(number)
    before = latest(published)
    previous = before.name if before else None
    if before:
        _refuse_findings("The latest release no longer verifies", verify(before), _RESTORE)
    frame = make_manifest(version, previous, fingerprint(), inputs, {})
    final = as_published(tables, before, frame)
    _refuse_unchecked(final.tables)
    hashes = {name: frame_hash(table) for name, table in final.tables.items()}
    changed = changed_tables(final.tables, hashes, before) if before else list(hashes)
    why = ""
    if before and final.before and (newest := parse_version(before.name)):
        old = final.before.shape
        # A table that is new is a reason of its own, whatever it holds.
        given = verdict(old, declared_shape(released_tables()), [name for name in changed if name in old.columns])
        why = str(given)
        if given.level is Level.PATCH and not asked:
            return Outcome(before.name, before, False, previous, (), file_hash(before / SUMS), why)
        refuse_too_low(number, newest, given)
    path = published / version
    folder = published / f"{BUILDING}{version}"
    try:
        folder.mkdir()
        write_release(folder, final, hashes, frame)
        _write_database(folder)
        write_sums(folder)
        _sync(folder)
        report = verify(folder)
        if not report.ok:
            raise IntegrityError(
                f"The release as built does not verify: {report.findings[0]}.", "Report this as a bug."
            )
        folder.rename(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _sync_one(published)
    return Outcome(version, path, True, previous, tuple(changed), file_hash(path / SUMS), why)


def _refuse_findings(what: str, report: Report, remedy: str) -> None:
    if not report.ok:
        raise IntegrityError(f"{what}: {'; '.join(map(str, report.findings[:3]))}.", remedy)


def write_release(folder: Path, final: Published, hashes: Mapping[str, str], manifest: dict[str, Any]) -> None:
    """Write every file of a release that a rebuild reproduces byte for byte; ``SHA256SUMS`` comes later.

    Args:
        folder: Empty folder.
        final: What ``as_published`` gave.
        hashes: ``frame_hash`` of each of its tables.
        manifest: Manifest with no tables yet.
    """
    declared = released_tables()
    frames = with_views(final.tables)
    entries = {}
    for name, table in declared.items():
        write_described(frames[name], table, folder)
        content = hashes[name] if name in hashes else frame_hash(frames[name])
        entries[name] = table_entry(content, frames[name].height, table, folder)
    made_by = {key: manifest[key] for key in ("schema_version", "code", "lexicon", "parts", "model", "written_with")}
    whole = make_manifest(manifest["release"], manifest["previous_release"], made_by, manifest["inputs"], entries)
    companions = make_companions(frames, whole, final)
    for file, data in companions.items():
        (folder / file).write_bytes(data)
    write_json(with_companions(whole, companions), folder / MANIFEST)
    rules = final.tables["quality_result"].rows(named=True)
    write_json({"release": whole["release"], "rules": rules}, folder / QUALITY)
    (folder / MACROS).write_text(macros(), encoding="utf-8")
    (folder / README).write_text(render_readme(frames, declared, whole), encoding="utf-8")


def _write_database(folder: Path) -> None:
    # DuckDB takes a fifth of a second to import, which a refused or needless release need not pay.
    import duckdb

    from pipeline.release.database import write_database

    try:
        write_database(folder / DATABASE, list(released_tables().values()), macros())
    except duckdb.Error as error:
        raise IntegrityError(
            f"The tables do not fit together: {str(error).splitlines()[0]}.",
            "A key stands twice or a required value is missing: see quality_violation.",
        ) from error


def _sync(folder: Path) -> None:
    """Have every byte on the disk before the folder gets its name: a power cut cannot leave a hollow release."""
    for path in (*sorted(folder.iterdir()), folder):
        _sync_one(path)


def _sync_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
