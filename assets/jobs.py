"""What can be run: everything up to a release, or the tables alone."""

import dagster as dg

from assets.checks import GATE

# A failing rule stops a release, never a build: there one wants the tables to look at.
_tables = dg.AssetSelection.all() - dg.AssetSelection.assets("release") - dg.AssetSelection.checks(GATE)

release_job = dg.define_asset_job(
    "release",
    selection=dg.AssetSelection.all(),
    description="Read data/raw, run the whole chain, publish under data/published if anything changed.",
    executor_def=dg.in_process_executor,
)
build_job = dg.define_asset_job(
    "build",
    selection=_tables,
    description="Make every table and run every rule; publish nothing.",
    executor_def=dg.in_process_executor,
)
