"""What a quality rule is: an id, a reason, the query that finds offending rows, and an example of each outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]
Example = Mapping[str, tuple[Mapping[str, Any], ...]]
"""Table name to rows; columns a row leaves out are NULL, tables an example leaves out are empty."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One Great Expectations expectation as plain data, so that declaring a rule does not import the library.

    Attributes:
        type: Class name in ``great_expectations.expectations``.
        arguments: Its arguments.
    """

    type: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One quality rule.

    Attributes:
        rule_id: Unique name, snake_case, beginning with the table's.
        table: Table whose rows offend.
        severity: ``error`` stops publishing, ``warning`` does not.
        rationale: Why the rule is there.
        sql: Query that returns the offending rows as (row_key, detail), over what ``engine.connect`` offers.
        passing: Rows that keep the rule.
        failing: Rows that break it.
        expectations: What Great Expectations checks; empty where the query alone decides.
    """

    rule_id: str
    table: str
    severity: Severity
    rationale: str
    sql: str
    passing: Example
    failing: Example
    expectations: tuple[Expectation, ...] = ()

    @property
    def engine(self) -> str:
        """What decides: ``great_expectations`` (the query then names the rows and must agree) or ``query``."""
        return "great_expectations" if self.expectations else "query"
