"""The rules run over a set of tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from expectations.catalogue import rules
from expectations.engine import connect, shortened, violations
from expectations.rule import Rule
from expectations.suite import Verdict, verdicts
from pipeline.schema import DECLARED, TABLES, conform, empty

Tables = dict[str, pl.DataFrame]

LISTED = 1000
"""Offending rows listed for one rule; the count is exact however many there are."""

NOT_RUN = "(rule)"
"""Row key of a violation that stands for the rule itself: it could not be run, or its two engines disagree."""

_OWN = ("quality_result", "quality_violation")
_LOG = "change_log"


@dataclass(frozen=True, slots=True)
class _Outcome:
    rule: Rule
    n_checked: int
    violations: list[tuple[str, str]]


def check(tables: Mapping[str, pl.DataFrame], changes: Callable[[Tables], Tables] | None = None) -> Tables:
    """Run every rule over the tables, before any text is held back from a release.

    A rule that cannot be run has failed, and its violation says why. What is made from the results is looked at after
    the rest: what changed since the last release, then the results, last with what was said of the results.

    Args:
        tables: Table name to frame; a table that is not given has no rows.
        changes: Makes ``change_log`` from the results so far; without it there is none.

    Returns:
        ``quality_result``, one row a rule; ``quality_violation``, at most ``LISTED`` rows a rule; ``change_log``.
    """
    late = (_LOG, *_OWN)
    found = evaluate([rule for rule in rules() if rule.table not in late], tables)
    logged = changes(found) if changes else {_LOG: empty(TABLES[_LOG])}
    found = _both(found, evaluate([rule for rule in rules() if rule.table == _LOG], {**tables, **logged}))
    own = [rule for rule in rules() if rule.table in _OWN]
    once = _both(found, evaluate(own, {**tables, **found}))
    return {**_both(found, evaluate(own, {**tables, **once})), **logged}


def evaluate(selected: Iterable[Rule], tables: Mapping[str, pl.DataFrame]) -> Tables:
    """Run some rules over the tables.

    Returns:
        ``quality_result`` and ``quality_violation``.
    """
    outcomes = list(_outcomes(list(selected), tables))
    results = [
        {
            "rule_id": one.rule.rule_id,
            "table_name": one.rule.table,
            "severity": one.rule.severity,
            "rationale": one.rule.rationale,
            "engine": one.rule.engine,
            "outcome": "failed" if one.violations else "passed",
            "n_checked": one.n_checked,
            "n_violations": len(one.violations),
        }
        for one in outcomes
    ]
    listed = [
        {"rule_id": one.rule.rule_id, "row_key": key, "detail": detail}
        for one in outcomes
        for key, detail in one.violations[:LISTED]
    ]
    return {
        "quality_result": _frame(results, "quality_result"),
        "quality_violation": _frame(listed, "quality_violation"),
    }


def blocking_failures(quality_result: pl.DataFrame) -> pl.DataFrame:
    """The failed rules that stop publishing: severity ``error``, outcome ``failed``."""
    return quality_result.filter((pl.col("severity") == "error") & (pl.col("outcome") == "failed"))


def _outcomes(selected: list[Rule], tables: Mapping[str, pl.DataFrame]) -> Iterable[_Outcome]:
    by_table: dict[str, list[Rule]] = {}
    for rule in selected:
        by_table.setdefault(rule.table, []).append(rule)
    with connect(tables, selected) as connection:
        for name, rules_of_table in by_table.items():
            frame = tables[name] if name in tables else empty(DECLARED[name])
            said = verdicts(name, frame, rules_of_table)
            for rule in rules_of_table:
                yield _Outcome(rule, frame.height, _judged(connection, rule, said.get(rule.rule_id)))


def _judged(connection: duckdb.DuckDBPyConnection, rule: Rule, verdict: Verdict | None) -> list[tuple[str, str]]:
    """Offending rows, with a violation for the rule itself where an engine failed or the two disagree."""
    try:
        found = violations(connection, rule)
    except duckdb.Error as error:
        return [(NOT_RUN, shortened(f"the query could not be run: {str(error).splitlines()[0]}"))]
    if rule.expectations:
        if verdict is None:
            return [(NOT_RUN, "Great Expectations gave no result"), *found]
        if verdict.error:
            return [(NOT_RUN, shortened(f"Great Expectations could not run it: {verdict.error}")), *found]
        if verdict.success is bool(found):
            said = "met" if verdict.success else "not met"
            return [(NOT_RUN, f"Great Expectations says {said}, the query finds {len(found)} rows"), *found]
    return found


def _both(first: Tables, second: Tables) -> Tables:
    return {name: conform(pl.concat([first[name], second[name]]), TABLES[name]) for name in _OWN}


def _frame(rows: Sequence[Mapping[str, object]], name: str) -> pl.DataFrame:
    return conform(pl.DataFrame(rows, infer_schema_length=None), TABLES[name]) if rows else empty(TABLES[name])
