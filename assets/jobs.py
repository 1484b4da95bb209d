"""What can be run: everything up to a release, that without publishing, or the tables alone."""

import dagster as dg

from assets.checks import GATE

# A failing rule stops a release, never a build: there one wants the tables to look at.
_unpublished = dg.AssetSelection.all() - dg.AssetSelection.assets("release") - dg.AssetSelection.checks(GATE)

release_job = dg.define_asset_job(
    "release",
    selection=dg.AssetSelection.all(),
    description="Read data/raw, run the whole chain, publish under data/published if anything changed; release_preview "
    "says in words what, before it is published.",
    executor_def=dg.in_process_executor,
)
publish_job = dg.define_asset_job(
    "publish_as_previewed",
    selection=dg.AssetSelection.assets("release") | dg.AssetSelection.checks(GATE),
    description="Publish the tables as the last preview left them, if no blocking rule failed. To publish under a "
    "higher number than the suggested one, set the workspace's version.",
    executor_def=dg.in_process_executor,
)
build_job = dg.define_asset_job(
    "build",
    # Texts of one's own are compared with no release.
    selection=_unpublished - dg.AssetSelection.assets("release_preview"),
    description="Make every table and run every rule; publish nothing.",
    executor_def=dg.in_process_executor,
)
preview_job = dg.define_asset_job(
    "preview",
    selection=_unpublished,
    description="Make every table, run every rule, and show what a release would change; publish nothing.",
    executor_def=dg.in_process_executor,
)
