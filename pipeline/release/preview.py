"""What a release of these tables would change, in words, before anything is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipeline.release.derive import as_published
from pipeline.release.diff import compare
from pipeline.release.diff_words import markdown
from pipeline.release.fingerprint import fingerprint
from pipeline.release.layout import FIRST, latest, parse_version
from pipeline.release.manifest import Inputs, make_manifest
from pipeline.release.semver import Level, declared_shape
from pipeline.release.side import Side
from pipeline.release.views import released_tables

UNRELEASED = "unreleased"
"""Stands where the number of a release would."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would come to.

    Attributes:
        text: The difference to the newest release in words, Markdown.
        changed: False where the tables equal those of the newest release.
        suggested: The lowest number that says enough.
        why: What the number rests on; "" for the first release.
    """

    text: str
    changed: bool
    suggested: str
    why: str


def preview(tables: Mapping[str, pl.DataFrame], published: Path, *, inputs: Inputs) -> Preview:
    """The difference between the newest release and what these tables would make the next one.

    Args:
        tables: Freshly built tables.
        published: Folder of releases; nothing in it is changed.
        inputs: sha256 of every raw file, as ``pipeline.corpus.input_lock`` gives it.

    Raises:
        IntegrityError: If the newest release has no manifest.
    """
    before = latest(published)
    manifest = make_manifest(UNRELEASED, before.name if before else None, fingerprint(), inputs, {})
    made = as_published(tables, before, manifest)
    newest = parse_version(before.name) if before else None
    if made.before is None or newest is None:
        counts = ", ".join(
            f"{made.tables[name].height:,} of {name}" for name in ("source_document", "claim", "incident")
        )
        return Preview(f"This would be the first release. Rows: {counts}.\n", True, str(FIRST), "")
    new = Side(made.tables, manifest, declared_shape(released_tables()))
    difference = compare(made.before, new, made.rows)
    given = difference.verdict
    changed = given.level is not Level.PATCH
    text = markdown(difference) if changed else f"The tables equal those of release {newest}.\n"
    return Preview(text, changed, str(given.after(newest)), str(given))
