"""Releases that were withdrawn: they stay as they are, marked in ``withdrawn.csv`` beside them.

Belongs here: reading the marks, and the newest release that has none. Does not: changing a release. A release that
follows a withdrawn one still takes its ids and number from it: neither is ever given out twice.
"""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.release.layout import parse_version, releases
from pipeline.storage import read_csv_lines

WITHDRAWN = "withdrawn.csv"
COLUMNS = ("version", "reason", "who", "date")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why a release should no longer be used."""

    version: str
    reason: str
    who: str
    date: str

    def __str__(self) -> str:
        signed = ", ".join(part for part in (self.who, self.date) if part)
        return f"withdrawn: {self.reason}" + (f" ({signed})" if signed else "")


def withdrawals(published: Path) -> dict[str, Withdrawal]:
    """Version to its withdrawal; none where there is no such file.

    Args:
        published: Folder of releases.

    Raises:
        InputError: If the file cannot be read, names no version or one that is not there, or gives no reason.
    """
    path = published / WITHDRAWN
    if not path.is_file():
        return {}
    found: dict[str, Withdrawal] = {}
    for line, row in read_csv_lines(path, COLUMNS):
        version, reason, who, date = (row[column].strip() for column in COLUMNS)
        where = f"{WITHDRAWN} line {line}"
        if not parse_version(version) or not (published / version).is_dir():
            raise InputError(f"{where} withdraws {version!r}, which is no release here.", "Give the number of one.")
        if not reason:
            raise InputError(f"{where} gives no reason.", "Say why the release should no longer be used.")
        found[version] = Withdrawal(version, reason, who, date)
    return found


def withdrawal(release: Path) -> Withdrawal | None:
    """The withdrawal of a release, read from the folder it stands in; None where it was not withdrawn.

    Raises:
        InputError: If that folder's file is broken.
    """
    folder = release.resolve()
    return withdrawals(folder.parent).get(folder.name) if parse_version(folder.name) else None


def current(published: Path) -> Path | None:
    """The newest release that was not withdrawn: what readers get who ask for no other. None where there is none.

    Raises:
        InputError: If ``withdrawn.csv`` is broken.
    """
    marked = withdrawals(published)
    standing = [release for release in releases(published) if release.name not in marked]
    return standing[-1] if standing else None
