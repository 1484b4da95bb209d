"""Names of a release's files, the releases of a folder, and how versions are ordered.

A release is a folder named by its version. Anything hidden beside it is work in progress, never a release.
"""

import re
from pathlib import Path
from typing import NamedTuple

DATABASE = "harm-ledger.duckdb"
MANIFEST = "manifest.json"
QUALITY = "quality.json"
MACROS = "sums.sql"
"""The macro for sums that the DuckDB file holds, for whoever works with the Parquet files."""
README = "README.md"
SUMS = "SHA256SUMS"
BUILDING = ".building-"
"""Prefix of the hidden folder a release is built in."""

_VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})", re.ASCII)


class Version(NamedTuple):
    """Version of the data (Semantic Versioning's three numbers), apart from the code's and the schema's."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


FIRST = Version(0, 1, 0)


def parse_version(text: str) -> Version | None:
    """The version a text spells, or None where it spells none."""
    match = _VERSION.fullmatch(text)
    return Version(*map(int, match.groups())) if match else None


def releases(published: Path) -> list[Path]:
    """Release folders, oldest first. Half-built and hidden folders are not among them."""
    if not published.is_dir():
        return []
    found = [(version, path) for path in published.iterdir() if path.is_dir() and (version := parse_version(path.name))]
    return [path for _, path in sorted(found)]


def latest(published: Path) -> Path | None:
    """The release with the highest version, or None where there is none."""
    found = releases(published)
    return found[-1] if found else None
