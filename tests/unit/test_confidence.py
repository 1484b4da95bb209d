"""Confidence: a share of claims that were right, never above that of claims with fewer reasons to doubt them."""

from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.confidence import (
    CLASSES,
    Judged,
    as_yaml,
    calibration_error,
    doubt_class,
    fit,
    in_sentence,
    reliability,
    review_below,
)

PLAIN: dict[str, Any] = {
    "killed_text": "14",
    "killed_qualifier": "exact",
    "killed_bounds_basis": "stated",
    "asserted_by": "River Monitor",
    "modality": "reported",
    "aggregation": "incident",
    "is_headline": False,
}
JUDGED = st.lists(st.builds(Judged, st.sampled_from("abcdef"), st.sampled_from(CLASSES), st.booleans()), max_size=60)


def shipped() -> dict[str, float]:
    return yaml.safe_load(files("pipeline.extract").joinpath("confidence.yml").read_text(encoding="utf-8"))


def test_a_plain_number_with_a_named_speaker_is_doubted_least() -> None:
    assert doubt_class(PLAIN, 1) == CLASSES[0]


@pytest.mark.parametrize(
    "doubtful",
    [
        {"killed_bounds_basis": "entailed"},
        {"killed_bounds_basis": "lexicon"},
        {"injured_qualifier": "unknown"},
        {"is_headline": True},
        {"asserted_by": None},
        {"modality": "believed"},
        {"aggregation": "cumulative"},
    ],
)
def test_each_reason_to_doubt_counts_once(doubtful: dict[str, Any]) -> None:
    assert doubt_class({**PLAIN, **doubtful}, 1) == CLASSES[1]


def test_a_figure_among_many_in_one_sentence_is_doubted() -> None:
    assert doubt_class(PLAIN, 3) == CLASSES[1]


def test_claims_of_one_sentence_are_counted_together() -> None:
    assert in_sentence([5, 12, 19, 40], [0, 10, 30]) == [1, 2, 2, 1]


def test_an_unnumbered_headline_plural_waits_for_a_curator_and_a_plain_number_does_not() -> None:
    shares = shipped()
    vague = {"killed_qualifier": "unknown", "killed_bounds_basis": "lexicon", "is_headline": True, "asserted_by": None}
    assert shares[doubt_class({**PLAIN, **vague}, 1)] < review_below() <= shares[doubt_class(PLAIN, 1)]


def test_the_shipped_shares_fall_with_every_class() -> None:
    shares = shipped()
    assert tuple(shares) == CLASSES
    assert all(0 < share <= 1 for share in shares.values())
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


@given(JUDGED)
def test_fitted_shares_never_rise_with_doubt(judged: list[Judged]) -> None:
    shares = fit(judged)
    assert tuple(shares) == CLASSES
    values = list(shares.values())
    assert all(0 <= value <= 1 for value in values)
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(values))


@given(JUDGED)
def test_the_table_written_is_the_table_fitted(judged: list[Judged]) -> None:
    written = yaml.safe_load(as_yaml(judged))
    assert written == pytest.approx(fit(judged), abs=0.001)


def test_a_class_of_few_claims_stays_near_the_mean() -> None:
    judged = [Judged("a", CLASSES[0], True)] * 95 + [Judged("b", CLASSES[4], False)]
    assert 0.85 < fit(judged)[CLASSES[4]] < fit(judged)[CLASSES[0]]


def test_no_document_is_judged_by_itself() -> None:
    # Each class is right in one document and wrong in the other: shares of the other document are the opposite.
    judged = [Judged("a", CLASSES[0], True)] * 50 + [Judged("b", CLASSES[0], False)] * 50
    (row,) = reliability(judged)
    assert (row.n, row.right) == (100, 0.5)
    assert row.confidence == pytest.approx(0.5)
    assert calibration_error([row]) == pytest.approx(0.0)
    wrong = [Judged("a", CLASSES[0], True)] * 50 + [Judged("b", CLASSES[0], False)]
    (row,) = reliability(wrong)
    assert row.confidence < row.right


@given(JUDGED)
def test_the_calibration_error_is_a_share(judged: list[Judged]) -> None:
    classes = reliability(judged)
    assert sum(row.n for row in classes) == len(judged)
    assert 0 <= calibration_error(classes) <= 1
