"""Claims grouped into events.

Belongs here: joining positive pairs, the best first, without chaining. Does not: judging pairs (``compare``).
Plain connected components join two events through one vague claim; here a join needs the mean of all pairs
between the two groups, and no pair that is forbidden. What a curator decided wins over both.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from pipeline.reconcile.bonds import Bonds, Rows
from pipeline.reconcile.weights import WEIGHTS

_BATCHES = 3
"""Times the grouping is done again to collect the pairs it lacks."""

_MANY = 1 << 32
"""More claims than there are: a pair of rows is kept as one number."""

_PAIR = pl.Schema({"a": pl.UInt32(), "b": pl.UInt32()})

Judge = Callable[[pl.DataFrame], pl.DataFrame]
"""From pairs (``a``, ``b``) to the columns of ``compare.JUDGED``."""


@dataclass(slots=True)
class Clusters:
    """Groups of rows; ``of`` gives the group's key, which is its smallest row."""

    members: dict[int, list[int]] = field(default_factory=dict)
    of: dict[int, int] = field(default_factory=dict)

    def join(self, a: int, b: int) -> None:
        """Put two groups together."""
        keep, gone = sorted((a, b))
        for claim in self.members.pop(gone):
            self.of[claim] = keep
            self.members[keep].append(claim)


@dataclass(slots=True)
class _Known:
    """Judgements at hand, and those that a check between two groups found missing; a pair is one number.

    In the ``last`` grouping a missing one speaks against the join; before, it counts nothing and is asked for.
    """

    judge: Judge
    score: dict[int, float] = field(default_factory=dict)
    forbidden: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)
    last: bool = False

    def learn(self, judged: pl.DataFrame) -> None:
        """Take over judgements."""
        keys = judged.select("score", "forbidden", key=pl.col("a").cast(pl.Int64) * _MANY + pl.col("b"))
        allowed = keys.filter(~pl.col("forbidden"))
        self.score.update(zip(allowed["key"].to_list(), allowed["score"].to_list(), strict=True))
        self.forbidden.update(keys.filter("forbidden")["key"].to_list())

    def ask(self) -> None:
        """Have what is missing judged."""
        keys = pl.Series(sorted(self.missing), dtype=pl.Int64).to_frame("key")
        self.learn(self.judge(keys.select(a=pl.col("key") // _MANY, b=pl.col("key") % _MANY).cast(_PAIR)))
        self.missing.clear()


def cluster(
    rows: list[int], judged: pl.DataFrame, judge: Judge, together: set[Rows], apart: set[Rows], decided: set[Rows]
) -> Clusters:
    """Group claims.

    Args:
        rows: Every claim, by its row.
        judged: The pairs compared, with the columns of ``compare.JUDGED``.
        judge: Compares further pairs, for the check between two groups.
        together: Pairs the curator joins.
        apart: Pairs the curator keeps apart.
        decided: Pairs the curator judged, whichever way: no rule joins them.

    Returns:
        The groups; the same for every order of ``rows``.
    """
    linking = judged.filter(pl.col("judgement") == "positive").sort("score", "a", "b", descending=[True, False, False])
    positive = [pair for pair in linking.select("a", "b").iter_rows() if pair not in decided]
    known = _Known(judge)
    known.learn(_within_components(judged, positive))
    for _ in range(_BATCHES):
        clusters = _joined(rows, positive, known, together, apart)
        if not known.missing:
            return clusters
        known.ask()
    # What is still missing by now is little, and nothing brings its claims together.
    known.last = True
    return _joined(rows, positive, known, together, apart)


def components(pairs: list[Rows]) -> dict[int, int]:
    """Plain connected components: each row that has a pair, and the smallest row it hangs together with."""
    root: dict[int, int] = {}

    def find(x: int) -> int:
        while root.setdefault(x, x) != x:
            root[x] = root[root[x]]
            x = root[x]
        return x

    for a, b in pairs:
        x, y = sorted((find(a), find(b)))
        root[y] = x
    return {x: find(x) for x in list(root)}


def _within_components(judged: pl.DataFrame, positive: list[Rows]) -> pl.DataFrame:
    """The judgements that a join can ever ask for: those between claims that hang together."""
    found = components(positive)
    home = pl.DataFrame({"n": list(found), "home": list(found.values())}, schema={"n": pl.UInt32, "home": pl.UInt32})
    return (
        judged.join(home, left_on="a", right_on="n")
        .join(home, left_on="b", right_on="n", suffix="_b")
        .filter(pl.col("home") == pl.col("home_b"))
    )


def _joined(rows: list[int], positive: list[Rows], known: _Known, together: set[Rows], apart: set[Rows]) -> Clusters:
    clusters = Clusters({x: [x] for x in rows}, {x: x for x in rows})
    bonds = Bonds(together, apart)
    refused: set[tuple[int, int, int, int]] = set()
    for a, b in positive:
        x, y = clusters.of[a], clusters.of[b]
        if x == y or not bonds.allow(a, b):
            continue
        xs, ys = clusters.members[x], clusters.members[y]
        # Two groups that have not grown since they were refused are refused again.
        asked = (x, len(xs), y, len(ys))
        if asked in refused:
            continue
        if _may_join(xs, ys, known):
            clusters.join(x, y)
            bonds.join(a, b)
        else:
            refused |= {asked, (y, len(ys), x, len(xs))}
    # Last, so that claims joined either side on its own merits, whatever speaks against the other side.
    for a, b in sorted(together):
        if clusters.of[a] != clusters.of[b]:
            clusters.join(clusters.of[a], clusters.of[b])
    return clusters


def _may_join(xs: list[int], ys: list[int], known: _Known) -> bool:
    """True where no pair between two groups is forbidden and their mean score speaks for one event.

    A pair not yet judged counts nothing at first: it is asked for, and the grouping done again.
    """
    between = [a * _MANY + b if a < b else b * _MANY + a for a in xs for b in ys]
    if any(pair in known.forbidden for pair in between):
        return False
    scores = [known.score.get(pair) for pair in between]
    held = [score for score in scores if score is not None]
    lacking = len(between) - len(held)
    against = lacking * WEIGHTS.thresholds["not_compared"] if known.last else 0.0
    if (sum(held) + against) / (len(between) if known.last else len(held)) < WEIGHTS.thresholds["merge_mean"]:
        return False
    if lacking and not known.last:
        known.missing.update(pair for pair, score in zip(between, scores, strict=True) if score is None)
    return True
