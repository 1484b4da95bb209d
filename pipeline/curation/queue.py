"""The questions that are worth a person's time, the most consequential first, and the file that asks them.

A question is on a claim that may be misread, or on two claims that may be one event though no rule puts them together.
Its weight is the persons at stake times the chance that the rules are wrong. Belongs here: choosing and ordering
questions, and ``review.csv``. Does not: what an answer does (``claims``, ``pipeline.reconcile``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.curation.claims import coded
from pipeline.curation.files import QUEUED, REVIEW, answered, cell, rows, text_of

Claim = Mapping[str, Any]
Tables = Mapping[str, pl.DataFrame]
_QUOTE_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Question:
    """A claim in doubt, or two that may be one event.

    Attributes:
        claim: Row of ``claim`` with ``collection``, ``file_name``, ``publisher_name`` and ``publication_date``.
        other: The other claim, the same way; None where the question is on one claim.
        score: Match score of the two.
        weight: Persons at stake times the chance that the rules are wrong.
    """

    claim: Claim
    other: Claim | None
    score: float | None
    weight: float

    @property
    def key(self) -> tuple[str, str]:
        """The claim's id, and the other's or nothing."""
        return self.claim["claim_id"], "" if self.other is None else self.other["claim_id"]


def questions(tables: Tables, below: float, likely: float) -> list[Question]:
    """What a build leaves in doubt, the most consequential first.

    Args:
        tables: Finished tables of a build.
        below: Confidence below which a claim is in doubt.
        likely: Score from which the rules put two claims together.
    """
    documents = tables["source_document"].select(
        "document_id", "collection", "file_name", "publisher_name", "publication_date"
    )
    claims = {row["claim_id"]: row for row in tables["claim"].join(documents, on="document_id").iter_rows(named=True)}
    found = [
        Question(claim, None, None, _persons(claim) * (1 - claim["confidence"]))
        for claim in claims.values()
        if claim["confidence"] < below
    ]
    for row in _unsure_pairs(tables).iter_rows(named=True):
        pair = claims[row["claim_a"]], claims[row["claim_b"]]
        # Two incidents that are one count the smaller figure twice.
        at_stake = min(_persons(one) for one in pair) / (1 + 2 ** (likely - row["score"]))
        found.append(Question(*pair, row["score"], at_stake))
    return sorted(found, key=lambda question: (-question.weight, question.key))


def _unsure_pairs(tables: Tables) -> pl.DataFrame:
    """The likeliest unsure pair between any two incidents that no curator keeps apart."""
    homes = tables["incident_claim"].filter(pl.col("judgement") == "positive").select("claim_id", "incident_id")
    pairs = (
        tables["pair_judgement"]
        .join(homes.rename({"claim_id": "claim_a", "incident_id": "home_a"}), on="claim_a")
        .join(homes.rename({"claim_id": "claim_b", "incident_id": "home_b"}), on="claim_b")
        .filter(pl.col("home_a") != pl.col("home_b"))
        .with_columns(
            one=pl.min_horizontal("home_a", "home_b"),
            two=pl.max_horizontal("home_a", "home_b"),
        )
    )
    decided = pairs.filter(pl.col("decided_by") == "curator")
    return (
        pairs.filter(pl.col("judgement") == "unsure")
        .join(decided, on=["one", "two"], how="anti")
        .sort("score", "claim_a", "claim_b", descending=[True, False, False])
        .unique(["one", "two"], keep="first", maintain_order=True)
    )


def review_text(asked: list[Question], folder: Path) -> str:
    """The text of ``review.csv``: rows a person wrote in as they are, then every question none of them is about.

    Raises:
        InputError: If the file that is there is broken.
    """
    touched = [row for row in rows(folder, REVIEW) if answered(row)]
    known = {(row["claim_id"], row["other_claim_id"]) for row in touched}
    return text_of(REVIEW, [*touched, *(queued(one) for one in asked if one.key not in known)])


def settled_text(question: Question, answer: Mapping[str, str], folder: Path) -> str:
    """The text of ``review.csv`` with an answer in the question's row; without the row where there is none."""
    listed: list[dict[str, str]] = []
    for row in rows(folder, REVIEW):
        if (row["claim_id"], row["other_claim_id"]) != question.key:
            listed.append(row)
        elif answer:
            listed.append({**row, **{name: cell(value) for name, value in answer.items()}})
    return text_of(REVIEW, listed)


def queued(question: Question) -> dict[str, str]:
    """A question as a row of ``review.csv``."""
    claim, other = question.claim, question.other
    shown = {
        **{name: claim[name] for name in ("claim_id", "document_id", "collection", "file_name")},
        "quote": _short(claim["quote"]),
        "coded": coded(claim),
    }
    if other is None:
        shown["confidence"] = f"{claim['confidence']:.3f}"
    else:
        shown |= {f"other_{name}": other[name] for name in ("claim_id", "document_id", "file_name")}
        shown |= {"other_quote": _short(other["quote"]), "other_coded": coded(other), "score": f"{question.score:.2f}"}
    return {name: cell(shown.get(name)) for name in QUEUED}


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= _QUOTE_SHOWN else text[: _QUOTE_SHOWN - 1] + "…"


def _persons(claim: Claim) -> int:
    """The most persons a claim may tell of; an unnumbered one counts as one."""
    return max(1, *(claim[f"{harm}_{bound}"] or 0 for harm in ("killed", "injured") for bound in ("min", "max")))
