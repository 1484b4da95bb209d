"""The code location Dagster loads. Starts no model and no rule engine: loading it takes about two seconds."""

import dagster as dg

from assets import derived, extracted, parsed, published, quality, raw, reconciled
from assets.checks import gate, table_checks
from assets.jobs import build_job, preview_job, publish_job, release_job
from assets.progress import Progress
from assets.resources import Workspace
from assets.sensors import raw_files_changed

defs = dg.Definitions(
    assets=[
        raw.raw_files,
        raw.reference_tables,
        parsed.documents,
        extracted.coded_claims,
        extracted.decisions,
        extracted.resolved_claims,
        reconciled.incidents,
        derived.derived,
        quality.quality,
        published.release_preview,
        published.release,
    ],
    asset_checks=[*table_checks(), gate],
    jobs=[release_job, preview_job, publish_job, build_job],
    sensors=[raw_files_changed],
    # A process a step would start Python, Dagster and Polars anew each time, which takes longer than most steps.
    executor=dg.in_process_executor,
    resources={"workspace": Workspace(), "progress": Progress()},
)
