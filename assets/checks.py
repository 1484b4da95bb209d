"""One Dagster check a rule, on the table the rule looks at, and the one check that releases wait for.

The rules look across tables, so they run when all tables are there. A check on ``claim`` that held up what is made
from claims would then wait for itself; so the checks on tables show, and the gate on ``quality_violation`` blocks.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import dagster as dg
import polars as pl

from assets.quality import CHECKED, OUTCOMES
from assets.resources import Workspace
from expectations import Rule, blocking_failures, rules

GATE = dg.AssetCheckKey(dg.AssetKey("quality_violation"), "no_blocking_rule_failed")
EXAMPLES = 5
"""Offending rows a check shows; all are in ``quality_violation``."""


def table_checks() -> list[dg.AssetChecksDefinition]:
    """The checks of every table that has rules."""
    by_table: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules():
        # A table is filled by the release itself; what is said of it is shown with the outcomes.
        by_table[rule.table if rule.table in (*CHECKED, *OUTCOMES) else "quality_result"].append(rule)
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
        tables = workspace.read(*OUTCOMES)
        results = {row["rule_id"]: row for row in tables["quality_result"].iter_rows(named=True)}
        for rule in chosen:
            row = results[rule.rule_id]
            yield dg.AssetCheckResult(
                passed=row["outcome"] == "passed",
                check_name=check_name(rule.rule_id),
                severity=dg.AssetCheckSeverity.ERROR if rule.severity == "error" else dg.AssetCheckSeverity.WARN,
                metadata={
                    "rows_checked": row["n_checked"],
                    "violations": row["n_violations"],
                    "engine": row["engine"],
                    **_examples(tables["quality_violation"].filter(pl.col("rule_id") == rule.rule_id)),
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
    failed = failed_rules(workspace)
    return dg.AssetCheckResult(passed=not failed, metadata={"failed_rules": failed})


def failed_rules(workspace: Workspace) -> list[str]:
    """Ids of the failed rules that stop publishing."""
    return blocking_failures(workspace.read("quality_result")["quality_result"])["rule_id"].to_list()


def check_name(rule_id: str) -> str:
    """A rule's id as Dagster allows names: letters, digits and underscores."""
    return "".join(char if char.isascii() and char.isalnum() else "_" for char in rule_id)


def _examples(violations: pl.DataFrame) -> dict[str, dg.JsonMetadataValue]:
    if violations.is_empty():
        return {}
    rows = [
        {"row": row["row_key"], "found": row["detail"] or ""} for row in violations.head(EXAMPLES).iter_rows(named=True)
    ]
    return {"examples": dg.JsonMetadataValue(rows)}
