"""Rules as Great Expectations suites: one a table, run over the table as a pandas frame."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.rule import Rule

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Great Expectations says of one rule.

    Attributes:
        success: True where every expectation of the rule was met.
        error: Why an expectation could not be run, or None.
    """

    success: bool
    error: str | None


def verdicts(table: str, frame: pl.DataFrame, rules: Iterable[Rule]) -> dict[str, Verdict]:
    """Run the expectations of some rules over one table, as one suite.

    Returns:
        Rule id to verdict, for the rules that have expectations.
    """
    wanted = [rule for rule in rules if rule.expectations]
    if not wanted:
        return {}
    try:
        suite = _library().suite(table, wanted)
        results = _library().batch(_pandas(frame)).validate(suite, result_format="BOOLEAN_ONLY").results
    except Exception as raised:  # whatever the library raises, its rules have not been shown to hold
        failed = Verdict(success=False, error=f"{type(raised).__name__}: {raised}".splitlines()[0])
        return {rule.rule_id: failed for rule in wanted}
    found: dict[str, Verdict] = {}
    for result in results:
        rule_id = result.expectation_config.meta["rule_id"]
        error = _error(result.exception_info)
        before = found.get(rule_id, Verdict(success=True, error=None))
        found[rule_id] = Verdict(before.success and bool(result.success), before.error or error)
    return found


@dataclass(frozen=True, slots=True)
class _Library:
    """The library, loaded: importing it takes seconds, so nothing does before a suite is run."""

    suite: Callable[[str, list[Rule]], Any]
    batch: Callable[["pd.DataFrame"], Any]


@cache
def _library() -> _Library:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    import great_expectations.expectations as catalogue
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # A suite can only be built once a context is there.
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    batches = (
        context.data_sources.add_pandas("tables")
        .add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("whole")
    )

    def suite(table: str, rules: list[Rule]) -> Any:
        severity = {"error": "critical", "warning": "warning"}
        expectations = [
            getattr(catalogue, expectation.type)(
                **expectation.arguments, severity=severity[rule.severity], meta={"rule_id": rule.rule_id}
            )
            for rule in rules
            for expectation in rule.expectations
        ]
        return gx.ExpectationSuite(name=table, expectations=expectations)

    def batch(frame: "pd.DataFrame") -> Any:
        return batches.get_batch(batch_parameters={"dataframe": frame})

    return _Library(suite, batch)


def _pandas(frame: pl.DataFrame) -> "pd.DataFrame":
    """The frame in pandas, with NULL kept apart from numbers: a plain conversion turns counts into floats."""
    import pandas as pd

    columns: dict[str, Any] = {
        column.name: pd.array(column.to_list(), dtype="Int64")
        if column.dtype.is_integer()
        else pd.Series(column.to_list(), dtype=object)
        for column in frame.iter_columns()
    }
    return pd.DataFrame(columns)


def _error(info: Mapping[str, Any]) -> str | None:
    """The first line of the exception behind a result, from either of the two shapes the library gives it."""
    for one in (info, *info.values()):
        if isinstance(one, Mapping) and one.get("raised_exception"):
            return str(one.get("exception_message")).strip().splitlines()[0]
    return None
