"""Every rule with its reason and result, and the rows that broke one."""

from collections import defaultdict
from dataclasses import dataclass

from pipeline.site.ledger import Ledger, Row
from pipeline.site.links import document_page, incident_page
from pipeline.site.words import cut

MOST = 50
"""Offending rows of one rule that the page shows; all of them are in the table quality_violation."""


@dataclass(frozen=True, slots=True)
class Offending:
    """One row that broke a rule; ``page`` shows it, where a page does."""

    key: str
    detail: str
    page: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule and its result."""

    rule_id: str
    severity: str
    reason: str
    engine: str
    passed: bool
    n_checked: int
    n_violations: int
    rows: tuple[Offending, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """All rules, by the table they look at."""

    tables: tuple[tuple[str, tuple[Rule, ...]], ...]
    broken: tuple[Rule, ...]
    n_rules: int
    n_passed: int
    n_errors: int


def checked(ledger: Ledger) -> Checked:
    """The rules of a release."""
    offending: dict[str, list[Offending]] = defaultdict(list)
    for row in ledger.tables["quality_violation"].sort("rule_id", "row_key").iter_rows(named=True):
        if len(offending[row["rule_id"]]) < MOST:
            offending[row["rule_id"]].append(
                Offending(cut(row["row_key"], 200), cut(row["detail"] or "", 300), _page(ledger, row["row_key"]))
            )
    held: dict[str, list[Rule]] = defaultdict(list)
    for row in ledger.tables["quality_result"].sort("table_name", "rule_id").iter_rows(named=True):
        held[row["table_name"]].append(_rule(row, tuple(offending.get(row["rule_id"], ()))))
    rules = [rule for own in held.values() for rule in own]
    return Checked(
        tuple((table, tuple(own)) for table, own in held.items()),
        tuple(rule for rule in rules if not rule.passed),
        len(rules),
        sum(rule.passed for rule in rules),
        sum(rule.severity == "error" for rule in rules),
    )


def _rule(row: Row, rows: tuple[Offending, ...]) -> Rule:
    return Rule(
        row["rule_id"],
        row["severity"],
        cut(row["rationale"], 500),
        row["engine"].replace("_", " "),
        row["outcome"] == "passed",
        row["n_checked"],
        row["n_violations"],
        rows,
    )


def _page(ledger: Ledger, key: str) -> str:
    """The page that shows the row: its key begins with an id of an incident, a claim or a document."""
    first = key.split("|")[0]
    if first in ledger.incidents:
        return incident_page(first)
    if first in ledger.claims:
        incident = ledger.incident_of.get(first)
        return f"{incident_page(incident)}#{first}" if incident else document_page(ledger.claims[first]["document_id"])
    return document_page(first) if first in ledger.documents else ""
