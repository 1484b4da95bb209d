"""The question before a release: what would change, and under which number it goes out.

Belongs here: showing the difference, asking, which answers are understood. Does not: the difference and the number it
demands (``pipeline.release``).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import typer

from assets.show import asked, at_terminal, complain, say, say_markdown
from pipeline.errors import HarmLedgerError, UsageError

Confirm = Callable[[Mapping[str, Any]], str | None]
"""Given the metadata of ``release_preview``: the number to publish under, or None to publish nothing."""

PUBLISH, LEAVE = ("c", "confirm", "y", "yes"), ("a", "abort", "n", "no", "q", "quit")


class NotPublishedError(HarmLedgerError):
    """Somebody was asked and said no, or left."""

    exit_code = 130


def confirm_with(published: Path, given: str | None) -> Confirm:
    """What asks a person about a release.

    Args:
        published: Folder of releases.
        given: Number given beforehand, or None.
    """

    def confirm(preview: Mapping[str, Any]) -> str | None:
        from pipeline.release.semver import accepted

        if not preview["changed"] and given is None:
            return None
        suggested, why = preview["suggested_version"], preview["why"]
        if given is not None:
            accepted(published, given, suggested, why)
        say_markdown(preview["what_would_change"])
        say()
        say(f"All of it is in {preview['in_full']}")
        say(f"Suggested number: {suggested}   {why}".rstrip(), "bold")
        if not at_terminal():
            raise UsageError(
                "Nothing was published: a release is confirmed at a terminal, and this is none.",
                f"Give --yes to publish {suggested}, or --version for a higher number.",
            )
        return _answer(published, given or suggested, suggested, why)

    return confirm


def _answer(published: Path, number: str, suggested: str, why: str) -> str:
    from pipeline.release.semver import accepted

    while True:
        try:
            given = asked(f"[c]onfirm {number}, a higher number, or [a]bort").casefold()
            if given in LEAVE:
                break
            return str(accepted(published, number if given in PUBLISH else given, suggested, why))
        except UsageError as error:
            complain(error.problem, error.remedy)
        except typer.Abort:
            say()
            break
    raise NotPublishedError("Nothing was published.", "Releases made before are untouched; the tables stay built.")
