"""Immutable releases: built aside, verified, moved in one step, and verifiable by a stranger.

Belongs here: what a release holds beyond the tables, its version, manifest and integrity. Does not: making or
judging the rows. Importing this loads Polars only; DuckDB is loaded by what opens the ``.duckdb`` file.
"""

from pipeline.release.build import Outcome, publish
from pipeline.release.integrity import Finding, Report, Verified, verify
from pipeline.release.layout import latest, releases
from pipeline.release.rebuild import Compared, Rebuild, rebuild_check
from pipeline.release.semver import next_version, succession
from pipeline.release.withdrawn import Withdrawal, current, withdrawal

__all__ = [
    "Compared",
    "Finding",
    "Outcome",
    "Rebuild",
    "Report",
    "Verified",
    "Withdrawal",
    "current",
    "latest",
    "next_version",
    "publish",
    "rebuild_check",
    "releases",
    "succession",
    "verify",
    "withdrawal",
]
