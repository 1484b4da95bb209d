"""How single fields of two claims compare, for many pairs at once.

Belongs here: the level of each comparison as an expression over the columns of ``columns``, those of the first claim
ending in ``_a``, of the second in ``_b``. Does not: places (``compare``), or verdicts.
"""

from collections.abc import Callable
from functools import reduce

import polars as pl

from pipeline.reconcile.columns import LIST
from pipeline.reconcile.weights import WEIGHTS

_WEEK = 7
_MONTH = 31
_FAMILIES = [frozenset(family) for family in WEIGHTS.weapon_families.values()]
_LIMITS = WEIGHTS.limits

HARMS = ("killed", "injured")
one_document = pl.col("document_a") == pl.col("document_b")
gap = (
    pl.when(one_document)
    .then(pl.max_horizontal(pl.col("start_a") - pl.col("end_b"), pl.col("start_b") - pl.col("end_a"), pl.lit(-1)))
    .otherwise(pl.lit(1 << 30))
    .cast(pl.Int32)
)
"""Characters between two quotes of one document; 0 or less where they overlap."""


def either(test: Callable[[str, str], pl.Expr]) -> pl.Expr:
    """True where the test holds one way round or the other; it is given the two endings."""
    return test("a", "b") | test("b", "a")


def weight_of(level: pl.Expr, weights: dict[str, float]) -> pl.Expr:
    """The weight of a level."""
    return level.replace_strict(weights, return_dtype=pl.Float64)


def by_value(pairs: pl.DataFrame, column: str, compare: Callable[[str | None, str | None], str]) -> pl.Series:
    """A comparison made once for each two values that meet."""
    names = [f"{column}_a", f"{column}_b"]
    met = pairs.select(names).unique()
    levels = [compare(x, y) for x, y in met.iter_rows()]
    found = met.with_columns(pl.Series("level", levels, dtype=pl.String))
    return pairs.select(names).join(found, on=names, how="left", nulls_equal=True, maintain_order="left")["level"]


def date_level() -> pl.Expr:
    """How the dates lie to each other."""
    first_a, last_a, first_b, last_b = (pl.col(x) for x in ("first_day_a", "last_day_a", "first_day_b", "last_day_b"))
    apart = pl.max_horizontal(first_b - last_a, first_a - last_b)
    slack = pl.when(one_document).then(0).otherwise(_LIMITS["date_slack_days"])
    # A day counted from a publication date that is a day off is as much off, and a weekday a whole week.
    off = (apart <= _LIMITS["relative_days"]) | (apart == _WEEK)
    stated = _both_bases("text")
    # 'Last Friday' is the one just past, or the one of the week before.
    last = (apart == _WEEK) & (pl.col("last_week_a") | pl.col("last_week_b"))
    # A day that only an earlier sentence gives is a guess.
    carried = either(lambda x, _: (pl.col(f"basis_{x}") == "previous").fill_null(False)) & (apart <= _WEEK)
    long = pl.max_horizontal(last_a - first_a, last_b - first_b) > _LIMITS["loose_days"]
    dated = (
        pl.when((first_a == last_a) & (first_b == last_b) & (first_a == first_b))
        .then(pl.lit("same_day"))
        .when((apart > slack) & last & ~stated)
        .then(pl.lit("week_off"))
        .when((apart > slack) & carried)
        .then(pl.when(one_document).then(pl.lit("apart_carried_one_document")).otherwise(pl.lit("apart_carried")))
        .when((apart > slack) & off & ~stated)
        .then(pl.lit("apart_relative"))
        .when(apart > slack)
        .then(pl.lit("apart"))
        .when((apart <= 0) & long)
        .then(pl.lit("overlap_loose"))
        .when(apart <= 0)
        .then(pl.lit("overlap"))
        .otherwise(pl.lit("adjacent"))
    )
    days_a, days_b = pl.col("weekdays_a"), pl.col("weekdays_b")
    undated_here = (
        pl.when((days_a > 0) & (days_b > 0) & (days_a & days_b == 0))
        .then(pl.lit("other_day_named"))
        .otherwise(pl.lit("unknown"))
    )
    both = first_a.is_not_null() & first_b.is_not_null()
    dates = pl.col("date_of_year_a"), pl.col("date_of_year_b")
    yearless = pl.when(dates[0] == dates[1]).then(pl.lit("same_date_no_year")).otherwise(pl.lit("other_date_no_year"))
    known = dates[0].is_not_null() & dates[1].is_not_null()
    return (
        pl.when(both).then(dated).when(known).then(yearless).when(one_document).then(undated_here).otherwise(_undated())
    )


def _both_bases(basis: str) -> pl.Expr:
    return ((pl.col("basis_a") == basis) & (pl.col("basis_b") == basis)).fill_null(False)


def _undated() -> pl.Expr:
    """Two documents, at least one without an event date: when they came out is all there is."""
    too_early = either(lambda x, y: (pl.col(f"first_day_{x}") > pl.col(f"published_{y}") + 1).fill_null(False))
    days = [pl.coalesce(f"last_day_{x}", f"published_{x}") for x in ("a", "b")]
    between = (days[0] - days[1]).abs()
    return (
        pl.when(too_early)
        .then(pl.lit("apart"))
        .when(between.is_null())
        .then(pl.lit("unknown_documents"))
        .when(between <= 1)
        .then(pl.lit("published_close"))
        .when(between <= _WEEK)
        .then(pl.lit("published_week"))
        .when(between <= _MONTH)
        .then(pl.lit("published_apart"))
        .otherwise(pl.lit("published_far"))
    )


def weapons(a: str | None, b: str | None) -> str:
    """How the means of attack compare."""
    if a is None or b is None or "other" in (a, b):
        return "unknown"
    if a == b:
        return "same"
    return "family" if any({a, b} <= family for family in _FAMILIES) else "different"


def actors(a: str | None, b: str | None) -> str:
    """How the alleged perpetrators compare; unknown is compatible with all."""
    if a is None or b is None:
        return "unknown"
    x, y = a.split(LIST), b.split(LIST)
    if x[0] == y[0]:
        return "same"
    if x[0] in y or y[0] in x:
        return "side"
    return "allies" if x[-1] == y[-1] else "different"


def class_level() -> pl.Expr:
    """How the victims compare; only civilian against combatant differs."""
    a, b = pl.col("victims_a"), pl.col("victims_b")
    differ = either(lambda x, y: (pl.col(f"victims_{x}") == "civilian") & (pl.col(f"victims_{y}") == "combatant"))
    return (
        pl.when(differ & (gap <= 0))
        .then(pl.lit("different_one_sentence"))
        .when(differ & one_document)
        .then(pl.lit("different_one_document"))
        .when(differ)
        .then(pl.lit("different"))
        .when((a == b) & (a != "unknown"))
        .then(pl.lit("same"))
        .otherwise(pl.lit("unknown"))
    )


def same_class() -> pl.Expr:
    """True where the victims can be of one class."""
    a, b = pl.col("victims_a"), pl.col("victims_b")
    return (a == b) | (a == "unknown") | (b == "unknown")


def both_count(harm: str) -> pl.Expr:
    """True where both claims give a figure of the harm."""
    return pl.col(f"{harm}_a").is_not_null() & pl.col(f"{harm}_b").is_not_null()


def figure_level(harm: str) -> pl.Expr:
    """How two figures of one harm lie to each other; 'none' where one is missing."""
    p, q = pl.col(f"{harm}_a"), pl.col(f"{harm}_b")
    weak = pl.col(f"{harm}_weak_a") & pl.col(f"{harm}_weak_b")
    lows = [pl.col(f"{harm}_low_{x}").fill_null(0) for x in ("a", "b")]
    highs = [pl.col(f"{harm}_high_{x}") for x in ("a", "b")]
    # An open upper end is compatible with anything above: max and min pass over what is missing.
    compatible = (pl.max_horizontal(lows) <= pl.min_horizontal(highs)).fill_null(True)
    most = pl.max_horizontal(p, q)
    ratio = pl.when(most > 0).then(pl.min_horizontal(p, q) / most).otherwise(1.0)
    return (
        pl.when(~both_count(harm))
        .then(pl.lit("none"))
        .when((p == q) & ~weak)
        .then(pl.lit("equal"))
        .when(compatible)
        .then(pl.lit("compatible"))
        .when(ratio >= _LIMITS["close_ratio"])
        .then(pl.lit("close"))
        .when(ratio < _LIMITS["far_ratio"])
        .then(pl.lit("far"))
        .otherwise(pl.lit("apart"))
    )


def figure_weight() -> pl.Expr:
    """Weight of the figures: killed and injured each; needs their levels, ``voice`` and ``one_document``."""
    weights = WEIGHTS.figure
    one_speaker = pl.col("one_document") & pl.col("voice") & same_class()
    revised = pl.col("revises_a") | pl.col("revises_b")
    parts = []
    for harm in HARMS:
        level = pl.col(f"{harm}_level")
        bits = weights["per_bit"] * (1 + pl.col(f"{harm}_a").cast(pl.Float64)).log(2)
        plain = level.replace_strict(weights, default=0.0, return_dtype=pl.Float64)
        parts.append(
            pl.when(level == "equal")
            .then(pl.min_horizontal(bits, pl.lit(weights["equal_most"])))
            .when(level.is_in(["apart", "far"]) & revised)
            .then(weights["revised"])
            .when(level.is_in(["apart", "far"]) & one_speaker)
            .then(pl.min_horizontal(plain, pl.lit(weights["apart_one_speaker"])))
            .when((level == "close") & one_speaker)
            .then(pl.min_horizontal(plain, pl.lit(weights["close_one_speaker"])))
            .otherwise(plain)
        )
    return pl.min_horizontal(pl.lit(weights["equal_most"]), reduce(lambda x, y: x + y, parts)).round(4)


def any_figure(*levels: str) -> pl.Expr:
    """True where a harm that both count has one of these levels."""
    return pl.any_horizontal(pl.col(f"{harm}_level").is_in(levels) for harm in HARMS)


def persons(a: str | None, b: str | None) -> str:
    """Whether two quotes name one person, others, or do not both name any."""
    if a is None or b is None:
        return "unknown"
    x, y = ([set(name.split()) for name in side.split(LIST)] for side in (a, b))
    if any(len(one & other) > 1 for one in x for other in y):
        return "same"
    shared = set().union(*x) & set().union(*y)
    return "unknown" if shared else "others"
