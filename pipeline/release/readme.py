"""The README inside a release."""

from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any

import polars as pl

from pipeline.release.companions import COMPANIONS
from pipeline.schema import Table


def render_readme(
    tables: Mapping[str, pl.DataFrame], declared: Mapping[str, Table], manifest: Mapping[str, Any]
) -> str:
    """The README of a release, Markdown.

    Args:
        tables: Every table of the release.
        declared: Their declarations, in the order to list them.
        manifest: The release's manifest.
    """
    rows = [
        f"| `{name}` | {tables[name].height} | {table.meaning}{_warning(table)} |" for name, table in declared.items()
    ]
    events = tables["incident"].filter(pl.col("incident_kind") == "incident").height
    rules = tables["quality_result"]
    return Template(files("pipeline.release").joinpath("readme.txt").read_text(encoding="utf-8")).substitute(
        release=manifest["release"],
        schema_version=manifest["schema_version"],
        code_version=manifest["code"]["version"],
        documents=tables["source_document"].height,
        claims=tables["claim"].height,
        incidents=events,
        totals=tables["incident"].height - events,
        rules_passed=rules.filter(pl.col("outcome") == "passed").height,
        rules=rules.height,
        changes=tables["change_log"].height,
        tables="\n".join(rows),
        companions="\n".join(f"| `{one.file}` | {one.meaning} |" for one in COMPANIONS),
    )


def _warning(table: Table) -> str:
    return f" **{table.warning}**" if table.warning else ""
