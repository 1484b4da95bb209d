"""Claims grouped into events.

Belongs here: joining positive pairs, the best first, without chaining. Does not: judging pairs (``compare``).
Plain connected components join two events through one vague claim; here a join needs the mean of all pairs
between the two groups, and no pair that is forbidden. What a curator decided wins over both.

Claims that no positive pair and no curator connects, not even through others, are never joined. So each connected
component is grouped by itself, and what is in the others does not matter to it. Only afterwards ``assign`` looks across
them, anew in every run.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from math import inf

import polars as pl

from pipeline.reconcile.blocks import RememberedGroups
from pipeline.reconcile.bonds import Bonds, Rows
from pipeline.reconcile.weights import WEIGHTS

_TURNS = 20
"""Times pairs are asked for that joins lack. What is missing then is little, and nothing brings its claims together."""

_UNIT = 10_000
"""Scores have four decimals. Counted in these, their sums are exact in whatever order they are added."""

_UNITS = pl.when(~pl.col("forbidden")).then((pl.col("score") * _UNIT).round()).otherwise(-inf).alias("units")
_PAIR = pl.Schema({"a": pl.UInt32(), "b": pl.UInt32()})

Groups = dict[int, int]
"""Of each row, the smallest row of its group."""

Judge = Callable[[pl.DataFrame], pl.DataFrame]
"""From pairs (``a``, ``b``) to the columns of ``compare.JUDGED``."""

Join = Callable[[pl.DataFrame, set[Rows], set[Rows]], Groups]
"""From the pairs within some components, and those a curator joins and keeps apart, to their groups."""


def cluster(
    rows: Iterable[int],
    judged: pl.DataFrame,
    join: Join,
    together: set[Rows],
    apart: set[Rows],
    decided: set[Rows],
    kept: RememberedGroups | None = None,
) -> Groups:
    """Group claims.

    Args:
        rows: Every claim, by its row.
        judged: The pairs compared, with the columns of ``compare.JUDGED``.
        join: Joins the claims of some components (``joined``).
        together: Pairs the curator joins.
        apart: Pairs the curator keeps apart.
        decided: Pairs the curator judged, whichever way: no rule joins them.
        kept: Keeps the groups of components from run to run; None keeps none.

    Returns:
        The groups; the same for every order of ``rows``.
    """
    by_hand = pl.DataFrame(sorted(decided), schema=_PAIR, orient="row").with_columns(by_hand=True)
    pairs = judged.join(by_hand, on=["a", "b"], how="left", maintain_order="left").select(
        "a", "b", _UNITS, links=(pl.col("judgement") == "positive") & pl.col("by_hand").is_null()
    )
    home = components([*pairs.filter("links").select("a", "b").iter_rows(), *together])
    pairs = _inside(home, pairs)
    groups = {x: x for x in rows}
    if kept is not None:
        # What a curator says is no part of what is kept: these few components are grouped anew.
        found, pairs = kept.find(home, pairs, {home[x] for pair in decided for x in pair if x in home})
        groups |= found
    groups |= join(pairs, together, apart)
    if kept is not None:
        kept.learn(groups)
    return _by_hand(groups, together)


def components(pairs: Iterable[Rows]) -> Groups:
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


def _inside(home: Groups, pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs within a component, and which it is: no others can ever be asked for."""
    of = pl.DataFrame(list(home.items()), schema={"n": pl.UInt32, "home": pl.UInt32}, orient="row")
    return (
        pairs.join(of, left_on="a", right_on="n", maintain_order="left")
        .join(of, left_on="b", right_on="n", suffix="_b", maintain_order="left")
        .filter(pl.col("home") == pl.col("home_b"))
        .drop("home_b")
    )


def _by_hand(groups: Groups, together: set[Rows]) -> Groups:
    """The groups, those joined that a curator joins.

    Last, so that claims joined either side on its own merits, whatever speaks against the other side.
    """
    joined = components((groups[a], groups[b]) for a, b in sorted(together))
    return {x: joined.get(of, of) for x, of in groups.items()}


def joined(judge: Judge, pairs: pl.DataFrame, together: set[Rows], apart: set[Rows]) -> Groups:
    """Groups of the claims of some components, joined along their links, the best first.

    Args:
        judge: Compares further pairs, where a check between two groups lacks them.
        pairs: The pairs compared within the components: ``a``, ``b``, ``units`` and ``links``.
        together: Pairs the curator joins.
        apart: Pairs the curator keeps apart.

    Where a join lacks pairs, its two groups wait until they are judged, and so does every later link of either; the
    other groups go on meanwhile. So pairs are judged many at a time, and each join is decided as if alone.
    """
    bonds = Bonds(together, apart)
    grown = _Growing(pairs)
    links = list(
        pairs.filter("links").sort("units", "a", "b", descending=[True, False, False]).select("a", "b").iter_rows()
    )
    for turn in range(_TURNS + 1):
        waiting: set[int] = set()
        later: list[Rows] = []
        for a, b in links:
            x, y = grown.of[a], grown.of[b]
            if x == y or grown.forbidden(x, y) or not bonds.allow(a, b):
                continue
            if waits := x in waiting or y in waiting:
                pass
            elif not grown.may_join(x, y, last=turn == _TURNS):
                continue
            elif waits := turn < _TURNS and grown.lacks(x, y):
                grown.ask(x, y)
            if waits:
                waiting |= {x, y}
                later.append((a, b))
            else:
                grown.join(x, y)
                bonds.join(a, b)
        links = later
        if not links:
            break
        grown.learn(judge)
    return {x: least for members in grown.members.values() for least in [min(members)] for x in members}


class _Growing:
    """Groups as they grow, each under one of its rows.

    Between two groups stands one complex number for all pairs compared between them: the sum of their scores in units,
    minus infinity where one is forbidden, and, imaginary, how many they are. So a check costs the same however large
    the groups are, and a join as much as the smaller of them has groups around it.

    Args:
        pairs: The pairs compared; the groups begin as the claims they are of.

    Attributes:
        members: Of each group, its rows.
        of: Of each row, its group.
    """

    def __init__(self, pairs: pl.DataFrame) -> None:
        between: dict[int, dict[int, complex]] = defaultdict(dict)
        for a, b, units in pairs.select("a", "b", "units").iter_rows():
            between[a][b] = between[b][a] = complex(units, 1)
        self._between = dict(between)
        self._known = pairs.select("a", "b")
        self._asked: list[tuple[list[int], list[int]]] = []
        self.members = {x: [x] for x in between}
        self.of = {x: x for x in between}

    def forbidden(self, x: int, y: int) -> bool:
        """True where a pair between two groups is forbidden: whatever they grow to, they stay apart."""
        return self._between[x][y].real == -inf

    def lacks(self, x: int, y: int) -> bool:
        """True where not all pairs between two groups are judged."""
        return len(self.members[x]) * len(self.members[y]) > self._between[x][y].imag

    def may_join(self, x: int, y: int, *, last: bool) -> bool:
        """True where the mean score of the pairs between two groups speaks for one event.

        Args:
            x: A group.
            y: Another.
            last: Pairs not judged speak against a join; else they count nothing.
        """
        between = self._between[x][y]
        total, size = between.real, between.imag
        if last:
            lacking = len(self.members[x]) * len(self.members[y]) - size
            total, size = total + lacking * WEIGHTS.thresholds["not_compared"] * _UNIT, size + lacking
        return total >= WEIGHTS.thresholds["merge_mean"] * _UNIT * size

    def ask(self, x: int, y: int) -> None:
        """Have the pairs between two groups judged with the next that are."""
        self._asked.append((list(self.members[x]), list(self.members[y])))

    def learn(self, judge: Judge) -> None:
        """Judge what was asked for."""
        asked = pl.DataFrame(self._asked, schema={"x": pl.List(pl.UInt32), "y": pl.List(pl.UInt32)}, orient="row")
        asked = asked.explode("x").explode("y")
        asked = asked.select(a=pl.min_horizontal("x", "y"), b=pl.max_horizontal("x", "y"))
        missing = asked.join(self._known, on=["a", "b"], how="anti").unique().sort("a", "b")
        self._known = pl.concat([self._known, missing])
        self._asked.clear()
        for a, b, units in judge(missing).select("a", "b", _UNITS).iter_rows():
            x, y = self.of[a], self.of[b]
            self._between[x][y] = self._between[y][x] = self._between[x].get(y, 0) + complex(units, 1)

    def join(self, x: int, y: int) -> None:
        """Put two groups together, under the one with more groups around it."""
        keep, gone = (x, y) if len(self._between[x]) >= len(self._between[y]) else (y, x)
        around = self._between[keep]
        del around[gone]
        for other, between in self._between.pop(gone).items():
            if other != keep:
                beyond = self._between[other]
                del beyond[gone]
                around[other] = beyond[keep] = around.get(other, 0) + between
        members = self.members.pop(gone)
        self.members[keep] += members
        self.of.update(dict.fromkeys(members, keep))
