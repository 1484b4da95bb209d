"""The files of a release that a page offers to fetch."""

from dataclasses import dataclass

from pipeline.release.companions import COMPANIONS
from pipeline.release.views import released_tables
from pipeline.site.ledger import Ledger
from pipeline.storage import file_hash


@dataclass(frozen=True, slots=True)
class Download:
    """One file: its name, size, sha256, number of rows where it is a table, and what it holds."""

    name: str
    size: str
    sha256: str
    rows: int | None
    holds: str


_HOLDS = {
    "harm-ledger.duckdb": "Every table in one DuckDB file, with a comment on each column.",
    "manifest.json": "What made the release, and what each table must be.",
    "quality.json": "Every rule and its result.",
    "README.md": "What the release is, and how to read it.",
    "SHA256SUMS": "The sha256 of every file; its own is the release's fingerprint.",
    "sums.sql": "The macro that adds up an area and a period, nobody counted twice.",
    **{companion.file: companion.meaning.replace("`", "") for companion in COMPANIONS},
}


def downloads(ledger: Ledger) -> list[Download]:
    """Files of the release: the database, the tables most people want, then the rest by name."""
    declared = released_tables()
    first = [
        "harm-ledger.duckdb", "incident_flat.csv", "claim_flat.csv", "incident_flat.parquet", "claim_flat.parquet",
        "incident.geo.parquet", "incident.parquet", "claim.parquet",
    ]  # fmt: skip
    names = sorted(path.name for path in ledger.folder.iterdir() if path.is_file())
    ordered = [name for name in first if name in names] + [name for name in names if name not in first]
    found = []
    for name in ordered:
        path = ledger.folder / name
        stem = name.removesuffix(".parquet")
        entry = ledger.manifest["tables"].get(stem) if name.endswith(".parquet") else None
        holds = declared[stem].meaning if entry and stem in declared else _HOLDS.get(name, "")
        found.append(
            Download(name, _size(path.stat().st_size), file_hash(path), entry["rows"] if entry else None, holds)
        )
    return found


def _size(n_bytes: int) -> str:
    """The size in the largest unit that leaves a whole number before the point."""
    if n_bytes < 1000:
        return f"{n_bytes} B"
    if n_bytes < 1_000_000:
        return f"{n_bytes / 1000:.0f} kB"
    return f"{n_bytes / 1_000_000:.1f} MB"
