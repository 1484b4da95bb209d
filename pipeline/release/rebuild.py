"""A release made again from the same inputs: is every file the same?"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl

from pipeline.release.build import write_release
from pipeline.release.changes import row_changes
from pipeline.release.companions import COMPANIONS
from pipeline.release.derive import as_published
from pipeline.release.fingerprint import fingerprint
from pipeline.release.layout import MACROS, MANIFEST, QUALITY, README
from pipeline.release.manifest import Inputs, make_manifest, read_manifest, release_before
from pipeline.release.views import released_tables
from pipeline.schema import Table
from pipeline.storage import frame_hash

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
        hashes = {name: frame_hash(frame) for name, frame in final.items()}
        write_release(folder, final, hashes, now, before)
        return Rebuild(release.name, tuple(_compare(release, folder)))


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
