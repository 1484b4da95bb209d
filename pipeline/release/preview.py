"""What a release of these tables would change, in words, before anything is published."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pipeline.release.derive import as_published
from pipeline.release.diff import compare
from pipeline.release.diff_words import markdown
from pipeline.release.fingerprint import fingerprint
from pipeline.release.layout import latest
from pipeline.release.manifest import Inputs, make_manifest
from pipeline.release.semver import Level, declared_shape
from pipeline.release.side import Side
from pipeline.release.views import released_tables

UNRELEASED = "unreleased"
"""Stands where the number of a release would."""


def preview(tables: Mapping[str, pl.DataFrame], published: Path, *, inputs: Inputs) -> str:
    """The difference between the newest release and what these tables would make the next one, Markdown.

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
    if made.before is None or before is None:
        counts = ", ".join(
            f"{made.tables[name].height:,} of {name}" for name in ("source_document", "claim", "incident")
        )
        return f"This would be the first release. Rows: {counts}.\n"
    new = Side(made.tables, manifest, declared_shape(released_tables()))
    difference = compare(made.before, new, made.rows)
    if difference.verdict.level is Level.PATCH:
        return f"The tables equal those of release {before.name}: nothing would be published.\n"
    return markdown(difference)
