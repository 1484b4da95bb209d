"""What every rule owes its reader: a name, a reason, and an example of each outcome that the engines agree on."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from expectations import Rule, rules
from expectations.rule import Example
from expectations.run import NOT_RUN, evaluate
from pipeline.release.views import released_tables
from pipeline.schema import DECLARED, VOCABULARIES

HOME = Path(__file__).parents[2] / "expectations"

KINDS = ("columns", "required", "terms", "key", "references", "repeats")

every_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.rule_id)


def test_there_are_at_least_forty_rules_written_by_hand_and_one_for_every_published_table() -> None:
    generated = {f"{name}_{kind}" for name in DECLARED for kind in KINDS}
    by_hand = [rule for rule in rules() if rule.rule_id not in generated]
    assert len(by_hand) >= 40
    assert {rule.table for rule in by_hand} >= set(released_tables())


def test_ids_are_unique_and_usable_as_names_of_checks() -> None:
    assert [name for name, times in Counter(rule.rule_id for rule in rules()).items() if times > 1] == []
    assert [rule.rule_id for rule in rules() if not re.fullmatch(r"[a-z0-9_]+", rule.rule_id)] == []


def test_every_query_file_and_table_file_belongs_to_a_rule() -> None:
    ids = {rule.rule_id for rule in rules()}
    assert {path.stem for path in (HOME / "sql").iterdir()} <= ids
    assert {path.stem for path in (HOME / "tables").iterdir()} <= set(DECLARED)


@every_rule
def test_rule_says_what_it_looks_at_and_why(rule: Rule) -> None:
    assert rule.table in DECLARED
    assert rule.rule_id.startswith(rule.table)
    assert rule.severity in VOCABULARIES["severity"]
    assert rule.rationale.endswith(".")
    assert len(rule.rationale.split()) >= 6
    assert set(rule.passing) | set(rule.failing) <= set(DECLARED)


@every_rule
def test_passing_example_passes_and_failing_example_fails(
    rule: Rule, frames: Callable[[Example], dict[str, pl.DataFrame]]
) -> None:
    assert any(rule.failing.values()) or rule.rule_id.endswith("_present"), "a rule without a counterexample"
    good = evaluate([rule], frames(rule.passing))
    assert good["quality_violation"].rows() == []
    assert good["quality_result"]["outcome"].to_list() == ["passed"]
    bad = evaluate([rule], frames(rule.failing))
    assert bad["quality_result"]["outcome"].to_list() == ["failed"]
    # A violation of the rule itself would mean that an engine broke or that the two disagree.
    assert NOT_RUN not in bad["quality_violation"]["row_key"].to_list()
