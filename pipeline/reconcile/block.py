"""Which claims are compared at all.

Belongs here: keys under which two claims of one event are sure to meet, and how far apart in time they may be. Does
not: judging. The rule, for the description of ``pair_judgement``: two claims are compared where they stand in one
document; or name one settlement; or lie in one governorate; or give one figure of three or more in one country, one
of them without a settlement; or lie in one country, one of them without any place. Across documents their days must
lie near each other, too (``_REACH``, ``_PLACELESS_DAYS``). So the negatives stored are the near ones: pairs that
nothing brings together are no row.
"""

from dataclasses import dataclass

import polars as pl

from pipeline.authority.keys import place_key
from pipeline.authority.places import WIDE, Gazetteer
from pipeline.reconcile.columns import LIST
from pipeline.reconcile.weights import WEIGHTS

PAIR = pl.Schema({"a": pl.UInt32(), "b": pl.UInt32()})

_WEEK = 7
"""Days between two dated claims: weekdays are mistaken by a week, and so are days carried from earlier sentences."""


@dataclass(frozen=True, slots=True)
class _Key:
    """How far apart in time two claims may be that share a key.

    Attributes:
        days: Days between them where only a publication dates one of them.
        undated: Which claims an undated one without a publication date meets: ``undated`` ones, or ``figure``: those
            and the dated ones that give the same number of killed or of injured.
    """

    days: int
    undated: str


_PLACELESS_DAYS = 1
"""Days between a claim without any place and others of its country that it is compared with."""

_REACH = {
    "spot": _Key(31, "figure"),
    "area": _Key(7, "undated"),
    "figure": _Key(16, "figure"),
    "name": _Key(31, "figure"),
    "person": _Key(62, "figure"),
}


def pairs(claims: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """Pairs of rows of ``columns`` to compare: ``a`` and ``b``, the smaller first, sorted."""
    days = claims.select("n", "narrowest", "killed", "injured", **_days())
    found = [_self_join(claims.select("n", key="document"))]
    for kind, keys in _keys(claims, gazetteer).items():
        found.append(_meeting(keys.join(days, on="n"), _REACH[kind], kind))
    found.append(_placeless(claims, days))
    return pl.concat(found).unique().sort("a", "b").cast(PAIR)


def _days() -> dict[str, pl.Expr]:
    """Days a claim's event lies in: its own, unless they span so long that the publication is nearer."""
    first, last, published = pl.col("first_day"), pl.col("last_day"), pl.col("published")
    long = (last - first > WEIGHTS.limits["loose_days"]) & ~pl.col("total")
    near = pl.when(first.is_null()).then(published).when(long).then(pl.coalesce(published, last))
    return {
        "low": near.otherwise(first),
        "high": near.otherwise(pl.when(pl.col("total")).then(first).otherwise(last)),
        "dated": first.is_not_null() & ~long,
        "carried": (pl.col("basis") == "previous").fill_null(False),
    }


def _keys(claims: pl.DataFrame, gazetteer: Gazetteer) -> dict[str, pl.DataFrame]:
    """Rows ``n`` and ``key`` of each kind of key."""
    spots: list[tuple[int, str]] = []
    areas: list[tuple[int, str]] = []
    for number, places, total, alike in claims.select("n", "places", "total", "namesakes").iter_rows():
        spots += [(number, f"{step} {total}") for step in (alike.split(LIST) if alike else ())]
        for place in places.split(LIST) if places else ():
            within = [step for step in gazetteer.above(place) if gazetteer.precision(step) < WIDE]
            spots += [(number, f"{step} {total}") for step in (*within, *namesakes(place, gazetteer))]
            areas.append((number, f"{gazetteer.of_kind(place, 'governorate') or place} {total}"))
    figure = pl.concat(
        [
            claims.filter((pl.col(harm) > 2).fill_null(False)).select(
                "n", key=pl.format("{} {} {}", pl.col("country").fill_null(""), harm, "total")
            )
            for harm in ("killed", "injured")
        ]
    )
    schema = {"n": pl.UInt32, "key": pl.String}
    person = claims.filter(pl.col("persons").is_not_null()).select("n", key=pl.col("persons").str.split(LIST))
    name = claims.filter(pl.col("bones").is_not_null()).select(
        "n", key=pl.format("{} {} {}", "bones", pl.col("country").fill_null(""), "total")
    )
    return {
        "name": name,
        "person": person.explode("key").select("n", "key"),
        "spot": pl.DataFrame(spots, schema=schema, orient="row").unique(),
        "area": pl.DataFrame(areas, schema=schema, orient="row").unique(),
        "figure": figure.unique(),
    }


def namesakes(place: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Known places of the country, and inside what the text said, that a place nobody placed has the name of."""
    row = gazetteer.rows[place]
    if row["kind"] != "unresolved":
        return ()
    known = gazetteer.index.get(place_key(row["name"]), ())
    return tuple(x for x in known if x != place and row["parent_id"] in gazetteer.above(x))


def _self_join(keys: pl.DataFrame) -> pl.DataFrame:
    """Every two rows of one key."""
    other = keys.rename({"n": "b"})
    return keys.rename({"n": "a"}).join(other, on="key").filter(pl.col("a") < pl.col("b")).select("a", "b")


def _placeless(claims: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a claim without any place and one of its country and day."""
    keys = claims.filter(~pl.col("total")).select("n", key=pl.col("country").fill_null(""))
    timed = keys.join(days, on="n").filter(pl.col("low").is_not_null())
    both = _in_reach(timed.filter(pl.col("narrowest").is_null()), timed, _PLACELESS_DAYS)
    near = pl.max_horizontal(pl.col("low") - pl.col("high_b"), pl.col("low_b") - pl.col("high")) <= _PLACELESS_DAYS
    return _ordered(both.filter(near))


def _in_reach(some: pl.DataFrame, others: pl.DataFrame, width: int) -> pl.DataFrame:
    """Rows of both with one key, in the slices of time that the reach of one of them touches."""
    here = some.with_columns(slice=pl.int_ranges(pl.col("low") // width, pl.col("high") // width + 1)).explode("slice")
    there = others.with_columns(
        slice=pl.int_ranges((pl.col("low") - width) // width, (pl.col("high") + width) // width + 1)
    ).explode("slice")
    return here.join(there, on=["key", "slice"], suffix="_b")


def _ordered(both: pl.DataFrame) -> pl.DataFrame:
    """Pairs of two claims, the smaller row first, each once."""
    return (
        both.filter(pl.col("n") != pl.col("n_b"))
        .select(a=pl.min_horizontal("n", "n_b"), b=pl.max_horizontal("n", "n_b"))
        .unique()
    )


def _meeting(keys: pl.DataFrame, reach: _Key, kind: str) -> pl.DataFrame:
    """Pairs of one key near each other in time."""
    timed = keys.filter(pl.col("low").is_not_null())
    width = reach.days
    apart = pl.max_horizontal(pl.col("low") - pl.col("high_b"), pl.col("low_b") - pl.col("high"))
    relative = (apart <= WEIGHTS.limits["relative_days"]) | (apart == _WEEK)
    carried = (apart <= _WEEK) & (pl.col("carried") | pl.col("carried_b"))
    dated = pl.col("dated") & pl.col("dated_b")
    met = _in_reach(timed, timed, width).filter(pl.when(dated).then(relative | carried).otherwise(apart <= width))
    undated = keys.filter(pl.col("low").is_null())
    columns = ("n", "n_b", "narrowest", "narrowest_b")
    found = [met.select(columns), undated.join(undated, on="key", suffix="_b").select(columns)]
    if reach.undated == "figure":
        found += [undated.join(timed, on=["key", harm], suffix="_b").select(columns) for harm in ("killed", "injured")]
    both = pl.concat(found)
    if kind == "figure":
        # Two settlements either meet as one or lie apart, whatever the figure.
        both = both.filter(pl.max_horizontal(_width("narrowest"), _width("narrowest_b")) >= WIDE)
    return _ordered(both)


def _width(column: str) -> pl.Expr:
    return pl.col(column).fill_null(WIDE)
