"""One Dagster check a rule, on the table the rule looks at, and the one check that releases wait for.

The rules look across tables, so they run when all tables are there. A check on ``claim`` that held up what is made
from claims would then wait for itself; so the checks on tables show, and the gate on ``quality_violation`` blocks.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
import polars as pl

from assets.quality import OUTCOMES
from assets.resources import Workspace
from assets.tables import markdown_table, offending_rows
from expectations import Rule, blocking_failures, rules
from pipeline.text.hidden import escape

GATE = dg.AssetCheckKey(dg.AssetKey("quality_violation"), "no_blocking_rule_failed")


def table_checks() -> list[dg.AssetChecksDefinition]:
    """The checks of every table that has rules."""
    by_table: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules():
        by_table[rule.table].append(rule)
    return [_checks(table, chosen) for table, chosen in sorted(by_table.items())]


def _checks(table: str, chosen: Sequence[Rule]) -> dg.AssetChecksDefinition:
    specs = [
        dg.AssetCheckSpec(
            check_name(rule.rule_id),
            asset=table,
            description=f"{rule.rationale} A failure {'stops publishing' if rule.severity == 'error' else 'is shown'}.",
            additional_deps=["quality_result"] if table != "quality_result" else None,
            metadata={"severity": rule.severity},
        )
        for rule in chosen
    ]

    # Before the gate, so that the page shows every rule's outcome even where the gate stops the run.
    @dg.multi_asset_check(name=f"rules_of_{table}", specs=specs, op_tags={"dagster/priority": "1"})
    def outcomes(workspace: Workspace) -> Iterator[dg.AssetCheckResult]:
        tables = workspace.read(*OUTCOMES, table)
        results = {row["rule_id"]: row for row in tables["quality_result"].iter_rows(named=True)}
        for rule in chosen:
            row = results[rule.rule_id]
            broken = tables["quality_violation"].filter(pl.col("rule_id") == rule.rule_id)
            yield dg.AssetCheckResult(
                passed=row["outcome"] == "passed",
                check_name=check_name(rule.rule_id),
                severity=dg.AssetCheckSeverity.ERROR if rule.severity == "error" else dg.AssetCheckSeverity.WARN,
                description=_in_words(row, broken),
                metadata={
                    "rows_checked": row["n_checked"],
                    "violations": row["n_violations"],
                    "engine": row["engine"],
                    **_rows(broken, table, tables[table]),
                },
            )

    return outcomes


@dg.asset_check(
    asset=GATE.asset_key,
    name=GATE.name,
    blocking=True,
    additional_deps=["quality_result"],
    description="No rule of severity 'error' has an offending row. A release is made only where this holds.",
)
def gate(workspace: Workspace) -> dg.AssetCheckResult:
    """Fails where a rule of severity ``error`` failed."""
    failed = blocking_failures(workspace.read("quality_result")["quality_result"])
    violations = workspace.read("quality_violation")["quality_violation"]
    first = dict(violations.unique("rule_id", keep="first", maintain_order=True).select("rule_id", "row_key").rows())
    rows = [
        (row["rule_id"], row["table_name"], row["n_violations"], first.get(row["rule_id"], ""), row["rationale"])
        for row in failed.iter_rows(named=True)
    ]
    table = markdown_table(("rule", "table", "rows", "the first", "why the rule is there"), rows)
    return dg.AssetCheckResult(
        passed=not rows,
        description=f"{len(rows)} blocking rule(s) failed: nothing is published." if rows else None,
        metadata={"failed_rules": dg.MetadataValue.md(table)} if rows else {},
    )


def failed_rules(workspace: Workspace) -> list[str]:
    """Ids of the failed rules that stop publishing."""
    return blocking_failures(workspace.read("quality_result")["quality_result"])["rule_id"].to_list()


def check_name(rule_id: str) -> str:
    """A rule's id as Dagster allows names: letters, digits and underscores."""
    return "".join(char if char.isascii() and char.isalnum() else "_" for char in rule_id)


def _in_words(row: Mapping[str, Any], broken: pl.DataFrame) -> str | None:
    if broken.is_empty():
        return None
    first = broken.row(0, named=True)
    found = f": {first['detail']}" if first["detail"] else ""
    return escape(f"{row['n_violations']} of {row['n_checked']} rows, the first {first['row_key']}{found}")


def _rows(broken: pl.DataFrame, table: str, rows: pl.DataFrame) -> dict[str, dg.MarkdownMetadataValue]:
    return {} if broken.is_empty() else {"offending_rows": dg.MetadataValue.md(offending_rows(broken, table, rows))}
