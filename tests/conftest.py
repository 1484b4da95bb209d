"""What tests of several folders share."""

from collections.abc import Callable, Mapping

import polars as pl
import pytest

import expectations.run
from pipeline.schema import TABLES, conform, empty

Outcomes = dict[str, pl.DataFrame]


def outcomes(failing: str | None) -> Outcomes:
    """Results in which every rule passed but the one named."""
    rows = [
        {
            "rule_id": rule.rule_id,
            "table_name": rule.table,
            "severity": rule.severity,
            "rationale": rule.rationale,
            "engine": rule.engine,
            "outcome": "failed" if rule.rule_id == failing else "passed",
            "n_checked": 1,
            "n_violations": int(rule.rule_id == failing),
        }
        for rule in expectations.rules()
    ]
    broken = [{"rule_id": failing, "row_key": "row", "detail": "made to fail"}] if failing else []
    return {
        "quality_result": conform(pl.DataFrame(rows), TABLES["quality_result"]),
        "quality_violation": conform(pl.DataFrame(broken), TABLES["quality_violation"])
        if broken
        else empty(TABLES["quality_violation"]),
    }


@pytest.fixture
def rules_say(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    """Put results in the place of running the rules, which takes seconds: all passed but the one named."""

    def say(failing: str | None) -> None:
        def check(tables: Mapping[str, pl.DataFrame], changes: Callable[[Outcomes], Outcomes]) -> Outcomes:
            made = outcomes(failing)
            return {**made, **changes(made)}

        monkeypatch.setattr(expectations.run, "check", check)

    return say
