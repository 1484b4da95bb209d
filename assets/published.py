"""What leaves the house: the release, and before it what it would change."""

from pathlib import Path

import dagster as dg

from assets.catalogue import RAW_FILE, code_version
from assets.derived import FINISHED
from assets.foreseen import inputs
from assets.quality import OUTCOMES
from assets.resources import Clock, Workspace

GROUP = "published"
LONGEST = 50_000
"""Characters of a preview that the page is asked to show."""


@dg.multi_asset(
    name="preview_release",
    specs=[
        dg.AssetSpec(
            "release_preview",
            group_name=GROUP,
            deps=(RAW_FILE.name, *FINISHED, *OUTCOMES),
            description="What a release of the tables as they are would change, in words. Look here before publishing.",
            code_version=code_version("pipeline.release"),
            kinds={"markdown"},
        )
    ],
)
def release_preview(workspace: Workspace) -> dg.MaterializeResult[None]:
    """Compare the finished tables with the newest release."""
    from pipeline.release.preview import preview

    clock = Clock()
    seen = preview(workspace.read(*FINISHED, *OUTCOMES), Path(workspace.published), inputs=inputs(workspace))
    workspace.preview.parent.mkdir(parents=True, exist_ok=True)
    workspace.preview.write_text(seen.text, encoding="utf-8")
    return dg.MaterializeResult(
        asset_key="release_preview",
        metadata={
            "what_would_change": dg.MetadataValue.md(_cut(seen.text, workspace.preview.name)),
            "in_full": dg.MetadataValue.path(workspace.preview),
            "changed": seen.changed,
            "suggested_version": seen.suggested,
            "why": seen.why,
            "seconds": round(clock.seconds, 3),
        },
    )


def _cut(text: str, in_full: str) -> str:
    """A text short enough for a page, with the counts by table, which stand last; the rest is in the file named."""
    if len(text) <= LONGEST:
        return text
    head, counts = text[:LONGEST].rpartition("\n")[0], text.rpartition("\n## ")
    return f"{head}\n\n… and more: `{in_full}` in the build folder has all of it.\n{''.join(counts[1:])}"


@dg.multi_asset(
    # Not named after the asset: a job is, and Dagster wants the names of steps and jobs apart.
    name="publish",
    specs=[
        dg.AssetSpec(
            "release",
            group_name=GROUP,
            deps=(RAW_FILE.name, "release_preview", *FINISHED, *OUTCOMES),
            description="An immutable folder under data/published, made only where it differs from the newest one.",
            code_version=code_version("pipeline.release"),
            kinds={"duckdb", "parquet"},
        )
    ],
)
def release(workspace: Workspace) -> dg.MaterializeResult[None]:
    """Publish, or say that nothing changed."""
    from pipeline.release import publish

    clock = Clock()
    tables = workspace.read(*FINISHED, *OUTCOMES)
    outcome = publish(tables, Path(workspace.published), inputs=inputs(workspace), version=workspace.version)
    return dg.MaterializeResult(
        asset_key="release",
        metadata={
            "version": outcome.version,
            "created": outcome.created,
            "why": outcome.why,
            "path": dg.MetadataValue.path(outcome.path),
            "seconds": round(clock.seconds, 3),
        },
        data_version=dg.DataVersion(outcome.version),
    )
