"""A committed release made again by the code, the pins and the inputs of its own commit.

Belongs here: finding that commit, laying its tree out aside, giving it an environment, running its command line.
Does not: comparing (``pipeline.release.rebuild``), printing. The tree aside is asked for nothing but
``make environment`` and ``harm-ledger release --version``, which every commit with a release has.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import HarmLedgerError, IntegrityError, UsageError
from pipeline.release.layout import parse_version, releases
from pipeline.storage import file_hash

LOCK = "requirements.lock"
_PUBLISHED = Path("data") / "published"
_LAST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit that last touched a release."""

    id: str
    day: str
    subject: str


def commit_of(root: Path, version: str) -> Commit:
    """The commit that last touched a release.

    Args:
        root: Checkout of the project.
        version: A release in it.

    Raises:
        UsageError: If there is no such release, no git history, or the history here does not reach back to it.
    """
    if parse_version(version) is None or not (root / _PUBLISHED / version).is_dir():
        raise UsageError(f"There is no release {version} in {root / _PUBLISHED}.", "harm-ledger release makes one.")
    told = _git(root, "log", "-1", "--format=%H%n%cs%n%s", "--", str(_PUBLISHED / version)).splitlines()
    # A shallow clone's oldest commit looks as if it had made everything.
    if _git(root, "rev-parse", "--is-shallow-repository") == "true" and (not told or told[0] in _cut_off(root)):
        raise UsageError(
            f"This clone is shallow: its history does not reach back to the commit that made release {version}.",
            "Run git fetch --unshallow, and again.",
        )
    if not told:
        raise UsageError(
            f"Release {version} is in no commit, so nothing says which code made it.",
            "Commit it first. harm-ledger rebuild without a version makes the newest again by the code as it is.",
        )
    return Commit(*told)


@contextmanager
def made_again(root: Path, version: str, commit: Commit, told: Callable[[str], None]) -> Iterator[Path]:
    """The folder of a release as its own commit makes it; gone when the block ends.

    Args:
        root: Checkout of the project; nothing in it is changed.
        version: The release.
        commit: What ``commit_of`` gave.
        told: Called with a line about each step.

    Raises:
        HarmLedgerError: If the environment cannot be made.
        IntegrityError: If the code of the commit does not make the release.
    """
    with tempfile.TemporaryDirectory(prefix="harm-ledger-") as scratch:
        aside = Path(scratch)
        told(f"Release {version} is of commit {commit.id[:12]} of {commit.day}: {commit.subject}")
        _lay_out(root, commit, aside)
        published = aside / _PUBLISHED
        for release in releases(published):
            if (parse_version(release.name) or ()) >= (parse_version(version) or ()):
                shutil.rmtree(release)
        python = _environment(root, aside, told)
        told("Making it from the inputs of that commit.")
        command = ("-c", "from assets.cli import app; app()", "release", "--version", version)
        done = _run(aside, [str(python), *command], PYTHONPATH=str(aside))
        if done.returncode or not (published / version).is_dir():
            raise IntegrityError(
                f"Commit {commit.id[:12]} does not make release {version}: {_last_words(done)}",
                f"Look at it with git show {commit.id[:12]}.",
            )
        yield published / version


def _lay_out(root: Path, commit: Commit, aside: Path) -> None:
    archive = aside / "tree.tar"
    _git(root, "archive", "--format=tar", f"--output={archive}", commit.id)
    with tarfile.open(archive) as tree:
        tree.extractall(aside, filter="data")
    archive.unlink()


def _environment(root: Path, aside: Path, told: Callable[[str], None]) -> Path:
    """The Python to run with: this one where it has the same pins, else one made from the commit's own."""
    if file_hash(aside / LOCK) == file_hash(root / LOCK):
        told(f"Its {LOCK} is the one here: this environment is used.")
        return Path(sys.executable)
    told(f"Its {LOCK} is another than the one here: an environment is made from it, by hash.")
    done = _run(aside, ["make", "environment", f"PYTHON={getattr(sys, '_base_executable', sys.executable)}"])
    if done.returncode:
        raise HarmLedgerError(
            f"The environment of that commit cannot be made: {_last_words(done)}",
            "It needs make, and the packages of its lock file from a registry.",
        )
    return aside / ".venv" / "bin" / "python"


def _run(folder: Path, command: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "MAKEFLAGS"}}
    own = {"DAGSTER_HOME": str(folder), "HARM_LEDGER_HISTORY": str(folder / ".dagster"), **variables}
    return subprocess.run(
        command, cwd=folder, env=inherited | own, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def _last_words(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in (*done.stdout.splitlines(), *done.stderr.splitlines()) if line.strip()]
    return " / ".join(lines[-_LAST_WORDS:]) or f"exit code {done.returncode}"


def _cut_off(root: Path) -> set[str]:
    path = root / _git(root, "rev-parse", "--git-path", "shallow")
    return set(path.read_text(encoding="ascii").split()) if path.is_file() else set()


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise UsageError("git is not installed.", "Install it: releases are made again from their commits.") from None
    if done.returncode:
        raise UsageError(
            f"git {arguments[0]} failed in {root}: {done.stderr.strip() or done.returncode}",
            "Run this in a full clone of the project's repository; a partial one can be filled with git fetch.",
        )
    return done.stdout.strip()
