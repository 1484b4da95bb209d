"""Reports that do not say where: put to the one event they can mean, or left alone.

'Four civilians died in shelling in the province on Sunday' is linked to no village's four by a pair of claims: another
village may have lost four, too. Once events stand, there is more to ask: how well the report fits all that is told of
an event, and whether it fits any other nearly as well. Belongs here: groups of claims none of which names a
settlement, and the event that each fits clearly best. Does not: judging pairs (``compare``) or growing groups
(``cluster``).
"""

import polars as pl

from pipeline.authority.places import WIDE
from pipeline.reconcile.cluster import Groups, Judge
from pipeline.reconcile.weights import WEIGHTS

RULE = "only_event_that_fits"
"""Rule of the pair by which a report without a settlement hangs on its event."""

_DIGITS = 4
_PAIRS = pl.Schema({"a": pl.UInt32(), "b": pl.UInt32()})


def assign(
    claims: pl.DataFrame, groups: Groups, judged: pl.DataFrame, judge: Judge, decided: set[int]
) -> tuple[Groups, pl.DataFrame]:
    """Put groups that name no settlement to the events they fit.

    A group goes to an event where the mean score of the better half of the pairs between them reaches
    ``assign_mean``, no pair is forbidden or has figures far apart, and every other event with a settlement stays
    ``assign_lead`` below. All is decided on the groups as they come, so no group follows another, and none is a bridge
    between two events.

    Args:
        claims: Columns of ``columns``.
        groups: Of each row, the smallest row of its group.
        judged: The pairs compared, with the columns of ``compare.JUDGED``.
        judge: Compares further pairs.
        decided: Rows of claims that a curator judged: their groups are left to the curator.

    Returns:
        The groups; and the pairs compared, one of each group put to an event now positive, by ``RULE``.
    """
    home = pl.DataFrame(list(groups.items()), schema={"n": pl.UInt32, "home": pl.UInt32}, orient="row")
    sides = _sides(claims, home, decided)
    fits = _completed(_between(judged, sides), sides, judge)
    chosen = _compatible(_clearly_best(fits), home, judge)
    return _moved(groups, chosen), _linked(judged, chosen, home)


def _sides(claims: pl.DataFrame, home: pl.DataFrame, decided: set[int]) -> pl.DataFrame:
    """Of each row its group, the size of it, and whether that is an event with a settlement or is looking for one."""
    told = claims.select("n", "total", settled=(pl.col("narrowest") < WIDE).fill_null(False)).join(home, on="n")
    of = pl.col("n").is_in(list(decided)).any().over("home").alias("by_hand")
    return told.with_columns(of, size=pl.len().over("home"), placed=pl.col("settled").any().over("home")).select(
        "n",
        "home",
        "size",
        event=pl.col("placed") & ~pl.col("total"),
        seeks=~pl.col("placed") & ~pl.col("total") & ~pl.col("by_hand"),
    )


def _between(pairs: pl.DataFrame, sides: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a claim that looks for an event and a claim of one: the first in group ``x``, the second in ``y``.

    Where figures are far apart, only a curator can put a report that does not say where to the event.
    """
    barred = pl.col("forbidden") | (pl.col("figure_weight") <= WEIGHTS.figure["far"])
    seeks = sides.filter("seeks").select("n", x="home", x_size="size")
    events = sides.filter("event").select("n", y="home", y_size="size")
    found = []
    for one, other in (("a", "b"), ("b", "a")):
        met = pairs.join(seeks, left_on=one, right_on="n").join(events, left_on=other, right_on="n")
        found.append(met.select("a", "b", "score", "x", "y", "x_size", "y_size", barred=barred))
    return pl.concat(found)


def _fit(pairs: pl.DataFrame) -> pl.DataFrame:
    """How well each group fits each event; ``lacks`` where not all pairs between them are judged."""
    return (
        pairs.group_by("x", "y")
        .agg(
            # Rounded, for a mean at a threshold must not hang on the order it was added up in.
            fit=pl.col("score").top_k((pl.len() + 1) // 2).mean().round(_DIGITS),
            barred=pl.col("barred").any(),
            lacks=pl.len() < pl.col("x_size").first() * pl.col("y_size").first(),
        )
        .filter(~pl.col("barred"))
    )


def _completed(pairs: pl.DataFrame, sides: pl.DataFrame, judge: Judge) -> pl.DataFrame:
    """The fit of each group to each event that it may have, all pairs between the two judged."""
    floor = WEIGHTS.thresholds["assign_mean"] - WEIGHTS.thresholds["assign_lead"]
    lacking = _fit(pairs).filter(pl.col("lacks") & (pl.col("fit") >= floor))
    members = sides.select("n", "home")
    asked = (
        lacking.select("x", "y")
        .join(members.rename({"n": "one"}), left_on="x", right_on="home")
        .join(members.rename({"n": "other"}), left_on="y", right_on="home")
        .select(a=pl.min_horizontal("one", "other"), b=pl.max_horizontal("one", "other"))
        .join(pairs, on=["a", "b"], how="anti")
        .unique()
        .sort("a", "b")
        .cast(_PAIRS)
    )
    return _fit(pl.concat([pairs, _between(judge(asked), sides)]))


def _clearly_best(fits: pl.DataFrame) -> pl.DataFrame:
    """Of each group the event it fits best, where no other comes near."""
    mean, lead = WEIGHTS.thresholds["assign_mean"], WEIGHTS.thresholds["assign_lead"]
    ranked = fits.sort("x", "fit", "y", descending=[False, True, False]).group_by("x", maintain_order=True)
    best = ranked.agg(pl.col("y").first(), best=pl.col("fit").first(), second=pl.col("fit").get(1, null_on_oob=True))
    ahead = ((pl.col("best") - pl.col("second")).round(_DIGITS) >= lead).fill_null(True)
    return best.filter((pl.col("best") >= mean) & ahead).select("x", "y", fit="best")


def _compatible(chosen: pl.DataFrame, home: pl.DataFrame, judge: Judge) -> pl.DataFrame:
    """The choice without groups that a forbidden pair parts from one that fits the same event better."""
    members = chosen.join(home, left_on="x", right_on="home").select("n", "x", "y")
    met = members.join(members, on="y", suffix="_2")
    met = met.filter((pl.col("n") < pl.col("n_2")) & (pl.col("x") != pl.col("x_2")))
    pairs = met.select("x", z="x_2", a="n", b="n_2").sort("a", "b")
    judged = judge(pairs.select("a", "b").cast(_PAIRS))
    forbidden = pairs.filter(judged["forbidden"]).select("x", "z")
    forbidden = pl.concat([forbidden, forbidden.select(x="z", z="x")]).unique()
    rivals = chosen.join(forbidden, on="x").join(chosen.rename({"x": "z", "fit": "other"}), on=["z", "y"])
    better = (pl.col("other") > pl.col("fit")) | ((pl.col("other") == pl.col("fit")) & (pl.col("z") < pl.col("x")))
    return chosen.join(rivals.filter(better), on="x", how="anti").sort("x")


def _moved(groups: Groups, chosen: pl.DataFrame) -> Groups:
    """The groups after each chosen one has gone to its event; each again under its smallest row."""
    target = dict(chosen.select("x", "y").iter_rows())
    at = {row: target.get(group, group) for row, group in groups.items()}
    least: Groups = {}
    for row, group in at.items():
        least[group] = min(row, least.get(group, row))
    return {row: least[group] for row, group in at.items()}


def _linked(judged: pl.DataFrame, chosen: pl.DataFrame, home: pl.DataFrame) -> pl.DataFrame:
    """The pairs, the best between a group and its event positive: the link keeps its weights and its score."""
    named = chosen.select("x", "y")
    ways = pl.concat([named, named.select(x="y", y="x")])
    best = (
        judged.select("a", "b", "score")
        .with_row_index("at")
        .join(home.rename({"home": "x"}), left_on="a", right_on="n")
        .join(home.rename({"home": "y"}), left_on="b", right_on="n")
        .join(ways, on=["x", "y"])
        .select("a", "b", "at", "score", group=pl.min_horizontal("x", "y"), event=pl.max_horizontal("x", "y"))
        .sort("group", "event", "score", "a", "b", descending=[False, False, True, False, False])
        .unique(["group", "event"], keep="first", maintain_order=True)
    )
    at = judged.select(pl.int_range(pl.len(), dtype=pl.UInt32)).to_series()
    new = at.is_in(best["at"].implode()) & (judged["judgement"] != "positive")
    return judged.with_columns(
        judgement=pl.when(new).then(pl.lit("positive")).otherwise("judgement"),
        rule=pl.when(new).then(pl.lit(RULE)).otherwise("rule"),
    )
