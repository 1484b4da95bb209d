"""How far a claim can be trusted: the share of claims like it that were right on the hand-coded texts.

A claim is put into a class by the number of reasons to doubt it (``doubts.yml``); ``confidence.yml`` holds the share of
each class. Belongs here: reasons, classes, fitting and checking the shares. Does not: what was right (the scorer).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

MOST = 4
"""Reasons to doubt from which claims share one class: few have more."""
CLASSES = tuple(f"doubts_{count}" for count in range(MOST + 1))
PRIOR = 10
"""Claims at the mean share that every class is mixed with, so that a class of few claims stays near the mean."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim of a coded text: its document, its class, and whether its figures are right."""

    document: str
    doubts: str
    right: bool


@dataclass(frozen=True, slots=True)
class Class:
    """Claims of one class: how many, the confidence they were given, and the share that was right."""

    doubts: str
    n: int
    confidence: float
    right: float


def doubt_class(row: Mapping[str, Any], in_sentence: int) -> str:
    """The class of a claim.

    Args:
        row: Columns of ``claim``; absent ones count as NULL.
        in_sentence: Claims whose quote starts in the same sentence, itself included.

    Returns:
        One of ``CLASSES``, which are the keys of ``confidence.yml``.
    """
    facts: dict[str, set[Any]] = {
        "bounds_basis": _held(row, "bounds_basis"),
        "qualifier": _held(row, "qualifier"),
        "is_headline": {bool(row.get("is_headline"))},
        "own_voice": {row.get("asserted_by") is None},
        "modality": {row.get("modality")},
        "aggregation": {row.get("aggregation")},
        "crowded": {in_sentence >= _settings()["crowd"]},
    }
    held = sum(term in facts[fact] for fact, terms in _settings()["doubts"].items() for term in terms)
    return CLASSES[min(held, MOST)]


def in_sentence(quotes: Sequence[int], sentences: Sequence[int]) -> list[int]:
    """How many quotes start in the sentence of each quote.

    Args:
        quotes: First code points of the quotes of one document.
        sentences: First code points of its sentences, ascending.
    """
    at = [bisect_right(sentences, start) for start in quotes]
    counts = Counter(at)
    return [counts[index] for index in at]


def review_below() -> float:
    """Confidence below which a claim waits for a curator."""
    return float(_settings()["review_below"])


@cache
def fitted() -> dict[str, float]:
    """Share of right claims by class, as fitted last."""
    return {name: float(share) for name, share in _read("confidence.yml").items()}


def fit(judged: Iterable[Judged]) -> dict[str, float]:
    """Share of right claims by class: mixed with the mean, and never rising with the number of doubts.

    A class is mixed with ``PRIOR`` claims at the mean of all; neighbouring classes in the wrong order are pooled
    (isotonic regression, pool-adjacent-violators).
    """
    seen = list(judged)
    mean = sum(one.right for one in seen) / len(seen) if seen else 0.5
    blocks: list[tuple[float, int, int]] = []
    for name in CLASSES:
        members = [one for one in seen if one.doubts == name]
        weight = len(members) + PRIOR
        blocks.append(((sum(one.right for one in members) + PRIOR * mean) / weight, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            (left, left_weight, left_classes), (right, right_weight, right_classes) = blocks[-2:]
            total = left_weight + right_weight
            share = (left * left_weight + right * right_weight) / total
            blocks[-2:] = [(share, total, left_classes + right_classes)]
    return dict(zip(CLASSES, (share for share, _, classes in blocks for _ in range(classes)), strict=True))


def reliability(judged: Iterable[Judged]) -> list[Class]:
    """Confidence against the share that was right, by class, each document judged by shares fitted on the others."""
    seen = list(judged)
    given: dict[str, list[tuple[float, bool]]] = {name: [] for name in CLASSES}
    for document in dict.fromkeys(one.document for one in seen):
        shares = fit(one for one in seen if one.document != document)
        for one in seen:
            if one.document == document:
                given[one.doubts].append((shares[one.doubts], one.right))
    return [
        Class(name, len(pairs), sum(share for share, _ in pairs) / len(pairs), sum(ok for _, ok in pairs) / len(pairs))
        for name, pairs in given.items()
        if pairs
    ]


def calibration_error(classes: Iterable[Class]) -> float:
    """Expected calibration error: how far confidence is from the share right, on average over claims."""
    held = list(classes)
    total = sum(one.n for one in held)
    return sum(one.n * abs(one.confidence - one.right) for one in held) / total if total else 0.0


def as_yaml(judged: Iterable[Judged]) -> str:
    """The text of ``confidence.yml`` for what was judged."""
    seen = list(judged)
    counts = Counter(one.doubts for one in seen)
    right = Counter(one.doubts for one in seen if one.right)
    lines = [
        "# Share of claims that are right, by number of reasons to doubt them (doubts.yml): n = hand-coded claims of",
        f"# the class, {len(seen)} in all; right = right on both bounds. Made by fit_confidence in assets/evaluate.py.",
        *(f"{name}: {share:.3f} # n {counts[name]}, right {right[name]}" for name, share in fit(seen).items()),
    ]
    return "\n".join(lines) + "\n"


def _held(row: Mapping[str, Any], what: str) -> set[Any]:
    told = {row.get(f"{harm}_{what}") for harm in ("killed", "injured")} - {None}
    return told or {"none"}


@cache
def _settings() -> dict[str, Any]:
    return _read("doubts.yml")


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files("pipeline.extract").joinpath(name).read_text(encoding="utf-8"))
    return data
