"""How the places of two claims lie to each other.

Belongs here: the level of the comparison of places. Does not: other fields (``comparisons``), or which place a phrase
means (``authority``).
"""

import polars as pl
from rapidfuzz import fuzz

from pipeline.authority.keys import place_key
from pipeline.authority.places import NEAR_KM, REGION, WIDE, Gazetteer
from pipeline.reconcile.block import namesakes
from pipeline.reconcile.columns import LIST, bones
from pipeline.reconcile.comparisons import by_value, either, one_document
from pipeline.reconcile.weights import WEIGHTS

SPOTS = (
    "same_spot",
    "one_of_list",
    "similar_name",
    "named",
    "near",
    "near_stated",
    "near_in_headline",
    "namesake",
    "unplaced",
    "two_known",
)
"""Levels of two claims that may tell of one spot."""

TWO_SPOTS = ("near", "near_stated", "unplaced", "two_known")
"""Levels of two names that need not mean one spot."""


class Places:
    """Compares places over one gazetteer; a question asked again is answered from memory."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._levels: dict[tuple[str, str], str] = {}

    def levelled(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Add ``place_level``, and ``known``, the level by the gazetteer alone."""
        words = pl.col("place_words_a") == pl.col("place_words_b")
        same_words = words.fill_null(False) & pl.col("country_a").eq_missing(pl.col("country_b"))
        loose = either(lambda x, _: (pl.col(f"precision_{x}") == 2).fill_null(False))
        place = pl.col("known")
        return pairs.with_columns(known=by_value(pairs, "places", self.level)).with_columns(
            place_level=pl.when((place == "unknown") & same_words)
            .then(pl.lit("same_words"))
            .when((place == "unplaced") & (pl.col("bones_a") == pl.col("bones_b")).fill_null(False))
            .then(pl.lit("similar_name"))
            .when(place.is_in(["elsewhere", "unplaced"]) & _namesakes())
            .then(pl.lit("namesake"))
            .when(_named_in_quote())
            .then(pl.lit("named"))
            .when(((place == "near") & loose) | (place.is_in([*TWO_SPOTS, "elsewhere"]) & _beside()))
            .then(pl.lit("near_stated"))
            .when(place.is_in(TWO_SPOTS) & one_document & (pl.col("headline_a") != pl.col("headline_b")))
            # A headline may name the town that readers know for the village of the text.
            .then(pl.lit("near_in_headline"))
            .otherwise(place)
        )

    def level(self, a: str | None, b: str | None) -> str:
        """The level of the likeliest two of the places of two claims, each one id or several joined by ``LIST``."""
        if a is None or b is None:
            return "unknown"
        xs, ys = a.split(LIST), b.split(LIST)
        best = max((self._known(x, y) for x in xs for y in ys), key=lambda level: WEIGHTS.place[level])
        # A list says where several attacks fell: one place in common is not yet one event.
        common = len(set(xs) & set(ys)) * 2 >= max(len(xs), len(ys))
        return "one_of_list" if best == "same_spot" and not common else best

    def _known(self, x: str, y: str) -> str:
        if (x, y) not in self._levels:
            self._levels[x, y] = self._two_places(x, y)
        return self._levels[x, y]

    def _two_places(self, x: str, y: str) -> str:
        g = self.gazetteer
        wide_x, wide_y = g.precision(x), g.precision(y)
        if x == y:
            return "same_country" if wide_x >= REGION else "same_area" if wide_x >= WIDE else "same_spot"
        if g.of_kind(x, "country") != g.of_kind(y, "country"):
            return "elsewhere"
        if REGION in (wide_x, wide_y):
            return "inside_country"
        for inner, outer, wide in ((x, y, wide_y), (y, x, wide_x)):
            if g.within(inner, outer) or (wide >= WIDE and g.said_in(inner, outer)):
                return "inside_country" if wide > REGION else "inside_area" if wide >= WIDE else "same_spot"
        if max(wide_x, wide_y) >= WIDE:
            return "elsewhere"
        return self._two_settlements(x, y)

    def _two_settlements(self, x: str, y: str) -> str:
        g = self.gazetteer
        kilometres = g.kilometres(x, y)
        if kilometres is not None:
            return "elsewhere" if kilometres > NEAR_KM else "near"
        areas = {g.of_kind(place, "governorate") for place in (x, y)}
        if len(areas - {None}) > 1:
            return "elsewhere"
        if any(g.rows[place]["kind"] == "unresolved" for place in (x, y)):
            one = _one_name(g.rows[x]["name"], g.rows[y]["name"]) or x in namesakes(y, g) or y in namesakes(x, g)
            return "similar_name" if one else "unplaced"
        return "two_known"


def _one_name(x: str, y: str) -> bool:
    """True for two spellings: nearly the same letters, or the same consonants."""
    a, b = place_key(x), place_key(y)
    return fuzz.ratio(a, b) >= WEIGHTS.limits["similar_name"] or (bones(a) is not None and bones(a) == bones(b))


def _named_in_quote() -> pl.Expr:
    """True where a quote of one document names the place that the other claim gives as its own."""
    named = either(
        lambda x, y: pl.col(f"quote_places_{x}").str.contains(pl.col(f"place_words_{y}"), literal=True).fill_null(False)
    )
    return one_document & named & pl.col("known").is_in(["elsewhere", *TWO_SPOTS, "inside_area", "inside_country"])


def _namesakes() -> pl.Expr:
    """True for one name where only the rest of a document says in which governorate it lies.

    A report from one governorate also tells of attacks in others, and need not say where a town lies.
    """
    known = either(
        lambda x, y: pl.col(f"namesakes_{x}").str.split(LIST).list.contains(pl.col(f"places_{y}")).fill_null(False)
    )
    alike = (pl.col("bones_a") == pl.col("bones_b")).fill_null(False) & (pl.col("assumed_a") | pl.col("assumed_b"))
    return known | alike


def _beside() -> pl.Expr:
    """True where one claim names the other's place for orientation."""
    return either(lambda x, y: (pl.col(f"beside_{x}") == pl.col(f"places_{y}")).fill_null(False))
