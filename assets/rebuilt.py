"""Releases made again by their own commits, and what a comparison found, as a person reads it. Computes nothing."""

from pathlib import Path

from assets.show import err, say
from pipeline.errors import IntegrityError
from pipeline.release.past import commit_of, made_again
from pipeline.release.rebuild import Rebuild, compare_folders
from pipeline.text.hidden import escape


def rebuild_past(root: Path, version: str) -> Rebuild:
    """Make a release again by the commit that made it, and compare.

    Raises:
        UsageError: If the release or its commit is not here.
        HarmLedgerError: If the environment of that commit cannot be made.
        IntegrityError: If the commit does not make the release.
    """
    commit = commit_of(root, version)
    with made_again(root, version, commit, lambda line: err.print(escape(line), markup=False, soft_wrap=True)) as made:
        return compare_folders(root / "data" / "published" / version, made)


def show(made: Rebuild, by: str) -> None:
    """Print which files came out with the same bytes, which with the same content, and which with neither.

    Raises:
        IntegrityError: If a file that counts came out different.
    """
    for file in made.different:
        say(f"{file.file}: {file.status}: {file.note}", "bold red" if file.decisive else "dim")
    same = len(made.files) - len(made.different)
    alike = sum(file.status == "same content" for file in made.different)
    told = f", {alike} with the same content in other bytes" if alike else ""
    say(f"Release {made.release}: {same} of {len(made.files)} files came out with identical bytes{told}.")
    if not made.ok:
        raise IntegrityError(
            f"Release {made.release} is not what {by} make now.",
            "If the change is meant, make a new release: harm-ledger release.",
        )
    if alike or same == len(made.files):
        say("Nothing differs in content.", "green")
