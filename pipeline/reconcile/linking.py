"""From claims to groups of claims, with every judgement kept.

Belongs here: the order of blocking, comparing and clustering, and a curator's word over them. Does not: any rule.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from pipeline.authority.places import Gazetteer
from pipeline.reconcile import block
from pipeline.reconcile.assign import assign
from pipeline.reconcile.blocks import RememberedGroups
from pipeline.reconcile.bonds import Rows
from pipeline.reconcile.cluster import cluster
from pipeline.reconcile.columns import columns
from pipeline.reconcile.curation import Curation
from pipeline.reconcile.mention import Mention
from pipeline.reconcile.remembered import Remembered
from pipeline.reconcile.sharing import SharedComparer

Link = tuple[str, float | None, str]
"""Rule, score, and who decided: what holds a claim in its event."""

_LINK = ("rule", "score", "decided_by")


@dataclass(frozen=True, slots=True)
class Linked:
    """Groups of claims by their smallest id, the group of each claim, and the pairs judged.

    ``judged`` has the columns of ``pair_judgement``, and ``forbidden`` where no rule may link the two. A
    pair judged by a curator keeps the score of its weights.
    """

    members: dict[str, list[str]]
    home: dict[str, str]
    judged: pl.DataFrame


def link(
    mentions: list[Mention],
    gazetteer: Gazetteer,
    curated: Curation,
    kept: Path | None,
    workers: int = 1,
    backend: str = "pool",
) -> Linked:
    """Group the claims that tell of an event.

    Args:
        mentions: Every claim, in the order of their ids.
        gazetteer: The places they name.
        curated: A curator's judgements.
        kept: Folder that keeps judgements from run to run; None keeps none.
        workers: Processes to share pairs and components, where there are many.
        backend: What runs them (see ``backends.runner``).
    """
    telling = [mention for mention in mentions if mention.tells]
    ids = [mention.claim_id for mention in telling]
    at = {claim: row for row, claim in enumerate(ids)}
    decided = {(at[a], at[b]): word for (a, b), word in curated.judgements.items()}
    claims = columns(telling, gazetteer)
    comparer = SharedComparer(claims, gazetteer, backend, workers)
    judge, remembered, known = comparer.judge, None, None
    if kept is not None:
        remembered = Remembered(comparer, gazetteer, kept)
        judge, known = remembered.judge, RememberedGroups(kept, remembered.keys)
    by_hand = pl.DataFrame(sorted(decided), schema=block.PAIR, orient="row")
    judged = judge(pl.concat([block.pairs(claims, gazetteer), by_hand]).unique().sort("a", "b"))
    groups = cluster(
        range(len(ids)),
        judged,
        partial(comparer.joined, judge),
        _judged_as("positive", decided),
        _judged_as("negative", decided),
        set(decided),
        known,
    )
    groups, judged = assign(claims, groups, judged, judge, {row for pair in decided for row in pair})
    if remembered is not None:
        remembered.keep()
    home = {ids[row]: ids[group] for row, group in groups.items()}
    members: dict[str, list[str]] = defaultdict(list)
    for claim, group in home.items():
        members[group].append(claim)
    return Linked(members, home, _named(judged, ids, decided))


def holding(judged: pl.DataFrame, home: dict[str, str]) -> dict[str, Link]:
    """The strongest positive pair that holds each claim in its event, the curator's before any rule's.

    Args:
        judged: As ``link`` leaves it.
        home: The event of each claim.
    """
    inside = judged.filter(pl.col("judgement") == "positive").join(_frame(home), left_on="claim_a", right_on="claim")
    inside = inside.join(_frame(home), left_on="claim_b", right_on="claim", suffix="_b")
    inside = inside.filter(pl.col("home") == pl.col("home_b"))
    sides = [inside.select("rule", "score", "decided_by", claim=f"claim_{side}") for side in ("a", "b")]
    best = (
        pl.concat(sides)
        .with_columns(by_hand=pl.col("decided_by") == "curator")
        .sort("claim", "by_hand", "score", "rule", descending=[False, True, True, True])
        .unique("claim", keep="first", maintain_order=True)
    )
    return {claim: (rule, score, by) for claim, rule, score, by in best.select("claim", *_LINK).iter_rows()}


def _judged_as(word: str, decided: dict[Rows, str]) -> set[Rows]:
    return {pair for pair, judgement in decided.items() if judgement == word}


def _named(judged: pl.DataFrame, ids: list[str], decided: dict[Rows, str]) -> pl.DataFrame:
    """Judgements by claim ids, the curator's word in place of the rule's."""
    names = pl.Series("claim", ids, dtype=pl.String)
    words = pl.DataFrame(
        [(a, b, word) for (a, b), word in sorted(decided.items())],
        schema={**block.PAIR, "word": pl.String},
        orient="row",
    )
    # Joined by themselves: a join copies every column it carries, and there are many pairs.
    word = judged.select("a", "b").join(words, on=["a", "b"], how="left", maintain_order="left")["word"]
    by_hand = word.is_not_null()
    return judged.drop("a", "b").with_columns(
        claim_a=names.gather(judged["a"]),
        claim_b=names.gather(judged["b"]),
        judgement=pl.coalesce(word, "judgement"),
        rule=pl.when(by_hand).then(pl.lit("curator")).otherwise("rule"),
        decided_by=pl.when(by_hand).then(pl.lit("curator")).otherwise(pl.lit("rule")),
    )


def _frame(home: dict[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"claim": list(home), "home": list(home.values())}, schema={"claim": pl.String, "home": pl.String}
    )
