"""A query written for an expectation finds a row exactly where Great Expectations finds a failure."""

from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.rule import Expectation, Rule
from expectations.run import NOT_RUN, evaluate
from expectations.translate import offending_rows
from pipeline.schema import TABLES, conform

EXPECTATIONS = (
    Expectation("ExpectColumnValuesToNotBeNull", {"column": "killed_min"}),
    Expectation("ExpectColumnValuesToBeBetween", {"column": "killed_min", "min_value": 0, "max_value": 3}),
    Expectation("ExpectColumnValuesToBeInSet", {"column": "stance", "value_set": ["asserts", "it's"]}),
    Expectation(
        "ExpectColumnPairValuesAToBeGreaterThanB",
        {
            "column_A": "killed_max",
            "column_B": "killed_min",
            "or_equal": True,
            "ignore_row_if": "either_value_is_missing",
        },
    ),
    Expectation("ExpectColumnValuesToBeUnique", {"column": "stance"}),
    Expectation("ExpectCompoundColumnsToBeUnique", {"column_list": ["stance", "killed_min"], "ignore_row_if": "never"}),
    Expectation("ExpectColumnValuesToMatchRegex", {"column": "stance", "regex": "^[a-z]+"}),
    Expectation("ExpectColumnValuesToNotMatchRegex", {"column": "stance", "regex": "[\u202a-\u202e']"}),
    Expectation("ExpectTableRowCountToBeBetween", {"min_value": 1}),
)

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "killed_min": st.none() | st.integers(-1, 4),
            "killed_max": st.none() | st.integers(-1, 4),
            "stance": st.none() | st.sampled_from(["asserts", "it's", "Doubts", "\u202easserts", ""]),
        }
    ),
    max_size=4,
)


@pytest.mark.parametrize("expectation", EXPECTATIONS, ids=lambda one: one.type)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS)
def test_both_engines_agree(expectation: Expectation, rows: list[dict[str, Any]]) -> None:
    query = offending_rows("claim", (expectation,))
    rule = Rule("claim_made_up", "claim", "error", "Made up.", query, {}, {}, (expectation,))
    schema = {"killed_min": pl.Int64, "killed_max": pl.Int64, "stance": pl.String}
    frame = pl.DataFrame(rows, schema=schema).with_row_index("claim_id").cast({"claim_id": pl.String})
    made = evaluate([rule], {"claim": conform(frame, TABLES["claim"])})
    assert NOT_RUN not in made["quality_violation"]["row_key"].to_list()
