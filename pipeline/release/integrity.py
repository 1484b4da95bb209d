"""Verifying a release with nothing but the release: bytes, manifest, tables, database, quotes.

What is found is listed, never raised, so that one look shows everything that is wrong. Files whose bytes are not
those of ``SHA256SUMS`` are named and not opened.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.errors import IntegrityError, UsageError
from pipeline.release import verify_alone
from pipeline.release.layout import DATABASE, MACROS, MANIFEST, README, SUMS, parse_version, releases
from pipeline.release.manifest import read_manifest
from pipeline.release.views import released_tables
from pipeline.release.withdrawn import Withdrawal, withdrawal
from pipeline.schema import SCHEMA_VERSION
from pipeline.storage import file_hash, frame_hash

_SUM = re.compile(r"([0-9a-f]{64})  ([^/\\\x00-\x1f]+)")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a file of a release."""

    release: str
    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.release}/{self.file}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Verified:
    """One release that was looked at.

    Attributes:
        release: Name of its folder.
        path: The folder.
        fingerprint: sha256 of its SHA256SUMS, None where that is missing. Compare it with another copy's: whoever
            changes files, manifest and SHA256SUMS together can be noticed by nothing else.
        files: Files hashed.
        rows: Rows over all tables, by the manifest.
        withdrawn: Why it should no longer be used, where it was withdrawn; it still verifies.
    """

    release: str
    path: Path
    fingerprint: str | None
    files: int
    rows: int
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What verifying found."""

    releases: tuple[Verified, ...]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """True where nothing is wrong."""
        return not self.findings


def verify(path: Path) -> Report:
    """Check a release, or every release of a folder.

    Args:
        path: A release folder, or a folder of them.

    Raises:
        UsageError: If there is no release there.
        InputError: If the marks of withdrawn releases beside it cannot be read.
    """
    if not path.is_dir():
        raise UsageError(f"There is no folder {str(path)!r}.", "Give a release, or the folder that holds releases.")
    if parse_version(path.name) or (path / MANIFEST).exists() or (path / SUMS).exists():
        return _verify_one(path)
    found = releases(path)
    if not found:
        raise UsageError(f"There is no release in {str(path)!r}.", "Give a release, or the folder that holds releases.")
    reports = [_verify_one(release) for release in found]
    return Report(
        tuple(release for report in reports for release in report.releases),
        tuple(finding for report in reports for finding in report.findings),
    )


def _verify_one(path: Path) -> Report:
    name = path.resolve().name
    sums, findings = _read_sums(path)
    findings += list(_bytes(path, sums))
    sound = {file for file in sums if file not in {finding[0] for finding in findings}}
    rows = 0
    if MANIFEST in sound:
        try:
            manifest = read_manifest(path)
        except IntegrityError as error:
            findings.append((MANIFEST, error.problem))
        else:
            rows = sum(entry["rows"] for entry in manifest["tables"].values())
            findings += list(_manifest(path, manifest, sums))
            findings += list(_tables(path, manifest, {file: sums[file] for file in sound}))
    fingerprint = file_hash(path / SUMS) if (path / SUMS).is_file() else None
    return Report(
        (Verified(name, path, fingerprint, len(sums), rows, withdrawal(path)),),
        tuple(Finding(name, file, problem) for file, problem in findings),
    )


_Found = tuple[str, str]
"""File and what is wrong with it."""


def _read_sums(path: Path) -> tuple[dict[str, str], list[_Found]]:
    file = path / SUMS
    if not file.is_file():
        return {}, [(SUMS, "is missing")]
    sums: dict[str, str] = {}
    findings = []
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="backslashreplace").split("\n"), 1):
        match = _SUM.fullmatch(line)
        if match and match[2] not in {*sums, ".", ".."}:
            sums[match[2]] = match[1]
        elif line:
            findings.append((SUMS, f"line {number} is not a sum and a file name, or repeats one"))
    return sums, findings


def _bytes(path: Path, sums: dict[str, str]) -> Iterator[_Found]:
    held = {file.name: file for file in path.iterdir() if file.name != SUMS}
    for name in sorted(held.keys() | sums.keys()):
        file = held.get(name)
        if file is None:
            yield name, f"is missing, and {SUMS} lists it"
        elif name not in sums:
            yield name, f"has been added: {SUMS} does not list it"
        elif file.is_symlink() or not file.is_file():
            yield name, "is not a plain file"
        elif problem := _altered(file, sums[name]):
            yield name, problem


def _altered(file: Path, wanted: str) -> str | None:
    try:
        found = file_hash(file)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return None if found == wanted else f"has been changed: sha256 is {found[:12]}…, {SUMS} says {wanted[:12]}…"


def _manifest(path: Path, manifest: dict[str, Any], sums: dict[str, str]) -> Iterator[_Found]:
    if parse_version(path.name) and manifest["release"] != path.name:
        yield MANIFEST, f"is of release {manifest['release']!r}, in the folder {path.name}"
    schema, current = parse_version(manifest["schema_version"]), parse_version(SCHEMA_VERSION)
    if schema is None or current is None or schema > current:
        yield (
            MANIFEST,
            f"schema version {manifest['schema_version']!r} is not known here; newest known: {SCHEMA_VERSION}",
        )
    named = {*manifest["files"], *(entry["file"] for entry in manifest["tables"].values())}
    for file in sorted(named - sums.keys()):
        yield file, f"is in the manifest, and {SUMS} does not list it"
    for file in sorted(sums.keys() - named - {MANIFEST, README}):
        yield file, f"is not described by {MANIFEST}"
    for file, about in sorted(manifest["files"].items()):
        if "sha256" in about and file in sums and about["sha256"] != sums[file]:
            yield file, f"sha256 is not the one in {MANIFEST}"
    if schema == current:
        yield from ((MANIFEST, problem) for problem in _undeclared(manifest["tables"]))


def _undeclared(entries: dict[str, Any]) -> Iterator[str]:
    """Tables that are not what this schema version declares."""
    for name, table in released_tables().items():
        if name not in entries:
            yield f"does not describe the table {name}"
        elif entries[name]["columns"] != table.columns or entries[name]["key"] != list(table.key):
            yield f"has other columns or another key for {name} than schema version {SCHEMA_VERSION}"


def _tables(path: Path, manifest: dict[str, Any], sound: dict[str, str]) -> Iterator[_Found]:
    frames: dict[str, pl.DataFrame] = {}
    for name, entry in manifest["tables"].items():
        file = entry["file"]
        if file not in sound:
            continue
        if sound[file] != entry["sha256"]:
            yield file, f"sha256 is not the one in {MANIFEST}"
        yield from ((file, problem) for problem in _table(path, entry, frames, name))
    if DATABASE in sound:
        yield from ((DATABASE, problem) for problem in _database(path, manifest))
    yield from _texts(frames)
    yield from _lineage(path, manifest, frames)


def _table(path: Path, entry: dict[str, Any], frames: dict[str, pl.DataFrame], name: str) -> Iterator[str]:
    try:
        frame = pl.read_parquet(path / entry["file"])
    except (pl.exceptions.PolarsError, OSError) as error:
        yield f"cannot be read: {error}"
        return
    if frame.columns != entry["columns"]:
        yield f"columns are not those in {MANIFEST}: {', '.join(sorted({*frame.columns} ^ {*entry['columns']}))}"
    elif frame.height != entry["rows"]:
        yield f"has {frame.height} rows, {MANIFEST} says {entry['rows']}"
    elif frame_hash(frame) != entry["content_hash"]:
        yield f"rows are not those in {MANIFEST}: the content hash differs"
    else:
        frames[name] = frame


def _database(path: Path, manifest: dict[str, Any]) -> Iterator[str]:
    import duckdb

    from pipeline.release.database import database_hashes

    wanted = {name: entry["content_hash"] for name, entry in manifest["tables"].items()}
    asked = {name: (entry["columns"], entry["key"]) for name, entry in manifest["tables"].items()}
    try:
        held = database_hashes(path / DATABASE, asked)
    except duckdb.Error as error:
        yield f"cannot be read: {str(error).splitlines()[0]}"
        return
    for name in sorted(wanted.keys() | held.keys()):
        if name not in held:
            yield f"table {name} is missing"
        elif name not in wanted:
            yield f"table {name} has been added: {MANIFEST} does not list it"
        elif held[name] != wanted[name]:
            yield f"table {name} does not hold the rows of {manifest['tables'][name]['file']}"
    yield from _macros(path)


def _macros(path: Path) -> Iterator[str]:
    import duckdb

    from pipeline.release.database import foreign_macros

    file = path / MACROS
    try:
        for name in foreign_macros(path / DATABASE, file.read_text(encoding="utf-8") if file.is_file() else ""):
            yield f"macro {name} is not the one of {MACROS}"
    except (duckdb.Error, UnicodeDecodeError) as error:
        yield f"its macros cannot be compared with {MACROS}: {str(error).splitlines()[0]}"


def _texts(frames: dict[str, pl.DataFrame]) -> Iterator[_Found]:
    """Every quote against its text, and every text against its document's length and sha256."""
    if not {"claim", "claim_evidence", "source_document", "document_text"} <= frames.keys():
        return
    texts = frames["document_text"]
    for document in _misfit_texts(texts.join(frames["source_document"], on="document_id")):
        yield "document_text.parquet", f"the text of document {document} is not the one that was read"
    claims = frames["claim"].join(texts, on="document_id")
    start, end = pl.col("quote_start"), pl.col("quote_end")
    wrong = claims.filter(pl.col("text").str.slice(start, end - start) != pl.col("quote"))
    for claim in wrong["claim_id"]:
        yield "claim.parquet", f"the quote of claim {claim} is not what stands at its offsets"
    evidence = frames["claim_evidence"].join(claims.select("claim_id", "text"), on="claim_id")
    outside = (pl.col("evidence_start") < 0) | (pl.col("evidence_end") > pl.col("text").str.len_chars())
    for claim in evidence.filter(outside)["claim_id"].unique().sort():
        yield "claim_evidence.parquet", f"evidence for claim {claim} lies outside its text"


def _lineage(path: Path, manifest: dict[str, Any], frames: dict[str, pl.DataFrame]) -> Iterator[_Found]:
    """Steps of the lineage that the rows they join contradict; releases before it was a table have none."""
    if not frames.keys() >= verify_alone.LINEAGE:
        return
    import duckdb

    with duckdb.connect() as con:
        for name in sorted(verify_alone.LINEAGE):
            file = str(path / manifest["tables"][name]["file"]).replace("'", "''")
            con.execute(f"CREATE VIEW {name} AS FROM read_parquet('{file}')").fetchall()
        for node, problem in verify_alone.lineage_problems(con):
            yield manifest["tables"]["lineage"]["file"], f"{node}: {problem}"


def _misfit_texts(documents: pl.DataFrame) -> Iterator[str]:
    for document, text, sha256, size, length in documents.select(
        "document_id", "text", "sha256", "n_bytes", "n_chars"
    ).iter_rows():
        data = text.encode()
        # As many bytes as the raw file had: then the text is the file, and must have its hash. A page's text is not.
        if len(text) != length or (len(data) == size and hashlib.sha256(data).hexdigest() != sha256):
            yield document
