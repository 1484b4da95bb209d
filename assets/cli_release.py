"""Commands about releases that stand, on the same door as the others (``assets.cli``)."""

import json
from pathlib import Path
from typing import Annotated

import typer

from assets.show import out as terminal
from assets.show import say
from pipeline.errors import UsageError

PUBLISHED = Path(__file__).resolve().parents[1] / "data" / "published"

releases = typer.Typer()


@releases.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="A", help="Release: its number, or its folder.")],
    new: Annotated[str, typer.Argument(metavar="B", help="The release to compare it with.")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON with every row instead of Markdown.")] = False,
    out: Annotated[Path | None, typer.Option(help="File to write to instead of the terminal.")] = None,
) -> None:
    """Show what differs between two releases, and why: documents, decisions, incidents in words, rows by column.

    Also says which number of the version the difference raises: MAJOR where a column was removed, renamed or
    redefined, MINOR where rows were added or values changed, PATCH where the tables are identical.

    Example: `harm-ledger diff 0.1.0 0.2.0`
    """
    from pipeline.release.diff import diff as compare
    from pipeline.release.diff_words import as_json as plain
    from pipeline.release.diff_words import markdown

    made = compare(_release(old), _release(new))
    text = json.dumps(plain(made), indent=2) + "\n" if as_json else markdown(made)
    if out is None:
        terminal.print(text, markup=False, soft_wrap=True, end="")
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.", "Give --out another file.") from error
    say(f"Written to {out}")


@releases.command()
def export(
    out: Annotated[Path, typer.Option(help="Folder for the files; made if absent.")],
    release: Annotated[Path | None, typer.Option(help="A release, or a folder made by build. Default: newest.")] = None,
    hxl: Annotated[bool, typer.Option("--hxl", help="A row of HXL hashtags under the header.")] = False,
) -> None:
    """Write incident_flat and claim_flat as CSV for spreadsheets, with HXL hashtags if you like.

    A text that a spreadsheet could take for a formula (it begins with = + - @, a tab or a carriage return), or that
    begins with an apostrophe, gets an apostrophe in front. To undo it, take one apostrophe away from the front of every
    text that has one.

    Example: `harm-ledger export --hxl --out csv`
    """
    from pipeline.release.export import export as write

    folder = release or default_release()
    if not (folder / "claim.parquet").is_file():
        raise UsageError(f"There are no tables in {folder}.", "Give --release a release or a folder made by build.")
    warn_if_withdrawn(folder)
    try:
        for path in write(folder, out, hxl=hxl):
            say(f"Written to {path}")
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.", "Give --out another folder.") from error


def warn_if_withdrawn(release: Path) -> None:
    """Say so, where a release was withdrawn."""
    from pipeline.release import withdrawal

    if mark := withdrawal(release):
        say(f"Release {mark.version} was {mark}", "bold red")


def default_release() -> Path:
    """The newest release that was not withdrawn.

    Raises:
        UsageError: If there is none.
    """
    from pipeline.release import current

    release = current(PUBLISHED)
    if release is None:
        raise UsageError(f"There is no release in {PUBLISHED} that stands.", "harm-ledger release makes one.")
    return release


def _release(asked: str) -> Path:
    from pipeline.release.layout import MANIFEST

    for folder in (PUBLISHED / asked, Path(asked)):
        if (folder / MANIFEST).is_file():
            return folder
    raise UsageError(f"There is no release {asked!r}.", f"Give a number in {PUBLISHED}, or a release's folder.")
