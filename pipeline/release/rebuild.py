"""A release made again from the same inputs: is every file the same?"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl

from pipeline.release.build import write_release
from pipeline.release.companions import COMPANIONS
from pipeline.release.derive import as_published
from pipeline.release.fingerprint import fingerprint
from pipeline.release.layout import DATABASE, MACROS, MANIFEST, QUALITY, README, SUMS
from pipeline.release.manifest import Inputs, make_manifest, read_manifest, release_before
from pipeline.release.rows import row_changes
from pipeline.release.views import released_tables
from pipeline.schema import Table
from pipeline.storage import file_hash, frame_hash

Status = Literal["identical", "same content", "different"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One file of a release beside the same file made again.

    Attributes:
        file: Its name.
        status: ``identical`` bytes; ``same content`` in other bytes; ``different``.
        note: What differs, "" for identical bytes.
        decisive: True for the files whose bytes follow from the inputs and the rules: the tables and quality.json.
            The manifest and README also tell of the code as it is now.
    """

    file: str
    status: Status
    note: str
    decisive: bool


@dataclass(frozen=True, slots=True)
class Rebuild:
    """A release compared with itself made again."""

    release: str
    files: tuple[Compared, ...]

    @property
    def ok(self) -> bool:
        """True where every decisive file came out the same, byte for byte."""
        return all(file.status == "identical" for file in self.files if file.decisive)

    @property
    def different(self) -> tuple[Compared, ...]:
        """The files that are not the same bytes."""
        return tuple(file for file in self.files if file.status != "identical")


def rebuild_check(tables: Mapping[str, pl.DataFrame], release: Path, *, inputs: Inputs) -> Rebuild:
    """Make a release again, with its own version and the releases before it, and compare the files.

    The ``.duckdb`` file is left out: its bytes differ each time, and ``verify`` compares its rows.

    Args:
        tables: Tables freshly built from the inputs of the release.
        release: Folder of the release.
        inputs: sha256 of every raw file, as ``pipeline.corpus.input_lock`` gives it.

    Raises:
        IntegrityError: If the release or the one before it lacks its manifest.
    """
    manifest = read_manifest(release)
    before = release_before(release)
    # What made the release explains its change_log; what runs now is compared with it in the manifest.
    final = as_published(tables, before, manifest)
    now = make_manifest(manifest["release"], manifest["previous_release"], fingerprint(), inputs, {})
    with tempfile.TemporaryDirectory(prefix="harm-ledger-") as made:
        folder = Path(made)
        hashes = {name: frame_hash(frame) for name, frame in final.tables.items()}
        write_release(folder, final, hashes, now)
        return Rebuild(release.name, tuple(_compare(release, folder)))


def compare_folders(release: Path, made: Path) -> Rebuild:
    """Every file of a release beside the same release made again elsewhere, in full.

    Bytes decide. Where they differ, rows do: another version of Polars may write the same rows otherwise, DuckDB does
    so each time, and files that name the hashes of such files differ in these. Only a file that differs in content
    counts against the release.

    Args:
        release: Folder of the release.
        made: Folder of the one made again.
    """
    names = {path.name for folder in (release, made) for path in folder.iterdir()}
    files: list[Compared] = []
    # What names the hashes of others comes after them.
    for name in sorted(names, key=lambda name: (name == SUMS, name == MANIFEST, not _of_rows(name), name)):
        files.append(_compared(release, made, name, [file.file for file in files if file.status == "same content"]))
    return Rebuild(release.name, tuple(files))


def _of_rows(name: str) -> bool:
    return name.endswith((".parquet", ".duckdb"))


def _compared(release: Path, made: Path, name: str, rewritten: list[str]) -> Compared:
    if not (made / name).is_file() or not (release / name).is_file():
        where = "is not made again" if not (made / name).is_file() else "is made, and the release lacks it"
        return Compared(name, "different", where, decisive=True)
    if same := _same_bytes(release, made, name):
        return same
    if name == DATABASE:
        return _judged(name, *_same_tables(release, made))
    if name.endswith(".parquet"):
        return _judged(name, *_same_rows(release, made, name))
    return _judged(name, *_same_text(release, made, name, rewritten))


def _judged(name: str, status: Status, note: str) -> Compared:
    return Compared(name, status, note, decisive=status == "different")


def _same_rows(release: Path, made: Path, name: str) -> tuple[Status, str]:
    try:
        old, new = (pl.read_parquet(folder / name) for folder in (release, made))
    except (pl.exceptions.PolarsError, OSError) as error:
        return "different", f"cannot be read: {error}"
    if old.schema == new.schema and frame_hash(old) == frame_hash(new):
        writers = [read_manifest(folder).get("written_with", {}).get("polars") for folder in (release, made)]
        return "same content", f"the same rows in other bytes; written by Polars {writers[0]}, here by {writers[1]}"
    return "different", "its rows are others"


def _same_tables(release: Path, made: Path) -> tuple[Status, str]:
    import duckdb

    from pipeline.release.database import database_hashes

    hashes = []
    for folder in (release, made):
        entries = read_manifest(folder)["tables"]
        asked = {name: (entry["columns"], entry["key"]) for name, entry in entries.items()}
        try:
            hashes.append(database_hashes(folder / DATABASE, asked))
        except duckdb.Error as error:
            return "different", f"cannot be read: {str(error).splitlines()[0]}"
    if hashes[0] == hashes[1]:
        return "same content", "the same rows; DuckDB lays them out in other bytes each time"
    tables = sorted(name for name in hashes[0].keys() | hashes[1].keys() if hashes[0].get(name) != hashes[1].get(name))
    return "different", f"other rows in {', '.join(tables)}"


def _same_text(release: Path, made: Path, name: str, rewritten: list[str]) -> tuple[Status, str]:
    """A text that may name other hashes of files with the same content, and the library that wrote them."""
    texts = []
    for folder in (release, made):
        text = (folder / name).read_text(encoding="utf-8", errors="replace")
        for file in rewritten:
            text = text.replace(file_hash(folder / file), file)
        if name == MANIFEST and set(rewritten) - {DATABASE}:
            text = json.dumps({key: value for key, value in json.loads(text).items() if key != "written_with"})
        texts.append(text)
    if texts[0] == texts[1]:
        return "same content", f"it names other hashes of {', '.join(rewritten)}"
    if name == MANIFEST:
        return "different", _manifest_note(read_manifest(release), read_manifest(made))
    return "different", "text differs"


def _compare(release: Path, made: Path) -> Iterator[Compared]:
    manifest = read_manifest(release)
    for table in released_tables().values():
        name = f"{table.name}.parquet"
        if table.name not in manifest["tables"]:
            yield Compared(name, "different", "a table that releases of its time did not have", decisive=False)
        else:
            yield _same_bytes(release, made, name) or Compared(name, *_rows(release, made, table), decisive=True)
    companions = [(one.file, one.from_rows) for one in COMPANIONS if one.file in manifest["files"]]
    for name, decisive in ((QUALITY, True), *companions, (MANIFEST, False), (MACROS, False), (README, False)):
        same = _same_bytes(release, made, name, decisive)
        if same:
            yield same
        elif name == MANIFEST:
            yield Compared(name, "different", _manifest_note(manifest, read_manifest(made)), decisive)
        else:
            yield Compared(name, "different", "text differs" if (release / name).exists() else "missing", decisive)


def _same_bytes(release: Path, made: Path, name: str, decisive: bool = True) -> Compared | None:
    path = release / name
    same = path.is_file() and path.read_bytes() == (made / name).read_bytes()
    return Compared(name, "identical", "", decisive) if same else None


def _rows(release: Path, made: Path, table: Table) -> tuple[Status, str]:
    path = release / f"{table.name}.parquet"
    try:
        old = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        return "different", f"cannot be read: {error}"
    new = pl.read_parquet(made / path.name)
    if old.equals(new) and old.schema == new.schema:
        return "same content", "the rows are the same, written in other bytes: another version of Polars?"
    if old.columns != new.columns:
        return "different", f"columns differ: {', '.join(sorted({*old.columns} ^ {*new.columns}))}"
    changes = row_changes(old, new, table)
    counts = {kind: sum(change.change == kind for change in changes) for kind in ("added", "removed", "changed")}
    columns = sorted({column for change in changes for column in change.columns})
    shown = ", ".join(f"{count} row(s) {kind}" for kind, count in counts.items() if count)
    first = "|".join(map(str, changes[0].key)) if changes else ""
    return "different", f"{shown}{' in ' + ', '.join(columns) if columns else ''}; the first: {first}"


def _manifest_note(old: dict[str, Any], new: dict[str, Any]) -> str:
    return "differs in " + ", ".join(sorted(key for key in {*old, *new} if old.get(key) != new.get(key)))
