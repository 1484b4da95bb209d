"""What leaves the house: the flat claims a reader opens first, and the release."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from assets.catalogue import RAW_FILE, code_version, table_spec
from assets.quality import CHECKED, OUTCOMES
from assets.resources import Clock, Workspace
from pipeline.claim_flat import CLAIM_FLAT

GROUP = "published"
LONGEST = 50_000
"""Characters of a preview that the page is asked to show."""
FLATTENED = ("claim", "source_document", "organisation", "place", "actor", "incident", "incident_claim")


@dg.multi_asset(specs=[table_spec(CLAIM_FLAT.name, group=GROUP, deps=FLATTENED, code=("pipeline.claim_flat",))])
def claim_flat(workspace: Workspace) -> Iterator[dg.MaterializeResult[None]]:
    """Write one claim a row with everything about it spelled out."""
    from pipeline.claim_flat import claim_flat as flatten

    clock = Clock()
    yield from workspace.write({CLAIM_FLAT.name: flatten(workspace.read(*FLATTENED))}, clock)


@dg.multi_asset(
    name="preview_release",
    specs=[
        dg.AssetSpec(
            "release_preview",
            group_name=GROUP,
            deps=(RAW_FILE.name, *CHECKED, *OUTCOMES),
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
    text = preview(workspace.read(*CHECKED, *OUTCOMES), Path(workspace.published), inputs=inputs(workspace))
    if len(text) > LONGEST:
        text = f"{text[:LONGEST].rpartition(chr(10))[0]}\n\n… and more: a release has all of it in CHANGES.md.\n"
    return dg.MaterializeResult(
        asset_key="release_preview",
        metadata={"what_would_change": dg.MetadataValue.md(text), "seconds": round(clock.seconds, 3)},
    )


@dg.multi_asset(
    # Not named after the asset: a job is, and Dagster wants the names of steps and jobs apart.
    name="publish",
    specs=[
        dg.AssetSpec(
            "release",
            group_name=GROUP,
            deps=(RAW_FILE.name, "release_preview", *CHECKED, *OUTCOMES),
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
    tables = workspace.read(*CHECKED, *OUTCOMES)
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


def inputs(workspace: Workspace) -> dict[str, dict[str, str]]:
    """Collection to file to sha256, as the run found them."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for collection, name, sha256 in workspace.read(RAW_FILE.name)[RAW_FILE.name].iter_rows():
        found[collection][name] = sha256
    return dict(found)
