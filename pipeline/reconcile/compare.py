"""Pairs of claims compared field by field, and what follows.

Belongs here: bringing two claims side by side, their match weights, and the sum. Does not: the levels of fields
(``places``, ``comparisons``), the rules on them (``verdicts``), the weights (``weights.yml``) or the grouping
(``cluster``).
"""

import polars as pl
from rapidfuzz import fuzz, process

from pipeline.authority.places import Gazetteer
from pipeline.reconcile.comparisons import (
    HARMS,
    actors,
    any_figure,
    by_value,
    class_level,
    date_level,
    figure_level,
    figure_weight,
    gap,
    one_document,
    persons,
    same_class,
    weapons,
    weight_of,
)
from pipeline.reconcile.passages import number_for_word
from pipeline.reconcile.places import Places
from pipeline.reconcile.verdicts import verdicts
from pipeline.reconcile.weights import WEIGHTS

FIELDS = ("place", "date", "weapon", "actor", "class", "figure", "text")
"""The comparisons, in the order of ``pair_judgement``."""

JUDGED = pl.Schema(
    {
        "a": pl.UInt32(),
        "b": pl.UInt32(),
        "judgement": pl.String(),
        "score": pl.Float64(),
        **{f"{field}_weight": pl.Float64() for field in FIELDS},
        "rule": pl.String(),
        "forbidden": pl.Boolean(),
    }
)
"""Columns of a judgement; ``forbidden`` where only a curator can link, whatever the score."""

_BATCH = 200_000
"""Pairs compared at once: about half a gigabyte of columns."""
_LIMITS = WEIGHTS.limits


class Comparer:
    """Compares the claims of one set of columns, or of some rows of it, over one gazetteer."""

    def __init__(self, claims: pl.DataFrame, gazetteer: Gazetteer) -> None:
        self.claims = claims
        self.gazetteer = gazetteer
        self._places = Places(gazetteer)

    def judge(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Judge pairs of claims.

        Args:
            pairs: Columns ``a`` and ``b``, ``n`` of the claims, the smaller first.

        Returns:
            The columns of ``JUDGED``, in the order of the pairs.
        """
        batches = [self._batch(part) for part in pairs.iter_slices(_BATCH)]
        return pl.concat(batches) if batches else pl.DataFrame(schema=JUDGED)

    def _batch(self, pairs: pl.DataFrame) -> pl.DataFrame:
        sides = [
            self.claims[self.claims["n"].search_sorted(pairs[side])].rename(
                {name: f"{name}_{side}" for name in self.claims.columns}
            )
            for side in ("a", "b")
        ]
        both = pl.concat(sides, how="horizontal").rename({"n_a": "a", "n_b": "b"})
        return both.pipe(self._levelled).pipe(_weighed).pipe(verdicts).select(JUDGED.names()).cast(JUDGED)

    def _levelled(self, pairs: pl.DataFrame) -> pl.DataFrame:
        return (
            pairs.pipe(self._places.levelled)
            .with_columns(
                weapon_level=by_value(pairs, "weapon", weapons),
                person_level=by_value(pairs, "persons", persons),
                actor_level=by_value(pairs, "actors", actors),
                voice=by_value(pairs, "speaker", _one_speaker) == "same",
                one_document=one_document,
                gap=gap,
                date_level=date_level(),
                class_level=class_level(),
                **{f"{harm}_level": figure_level(harm) for harm in HARMS},
            )
            .with_columns(voice=pl.col("voice") | (pl.col("asserter_a") == pl.col("asserter_b")).fill_null(False))
        )


def _one_speaker(a: str | None, b: str | None) -> str:
    """Whether two claims of one document can have one speaker: overlapping words, or the outlet's own."""
    if a is None or b is None:
        return "same"
    x, y = set(a.split()), set(b.split())
    return "same" if len(x & y) * 2 >= min(len(x), len(y)) else "another"


def _weighed(pairs: pl.DataFrame) -> pl.DataFrame:
    """The weight of each comparison, and their sum."""
    weapon = pl.when(pl.col("one_document") & pl.col("weapon_level").is_in(["family", "different"]))
    counted_out = number_for_word()
    return pairs.with_columns(
        counted_out=counted_out,
        place_weight=weight_of(
            _in_one("place_level", "same_spot", "one_of_list", "inside_area", "unknown"), WEIGHTS.place
        ),
        date_weight=weight_of(_in_one("date_level", "same_day"), WEIGHTS.date),
        weapon_weight=weight_of(weapon.then(pl.lit("one_document")).otherwise("weapon_level"), WEIGHTS.weapon),
        actor_weight=weight_of(pl.col("actor_level"), WEIGHTS.actor),
        class_weight=weight_of(pl.col("class_level"), WEIGHTS.victim_class),
        figure_weight=pl.when(counted_out).then(WEIGHTS.figure["number_for_word"]).otherwise(figure_weight()),
        text_weight=_text(pairs),
    ).with_columns(score=pl.sum_horizontal(f"{field}_weight" for field in FIELDS).round(4))


def _in_one(level: str, *usual: str) -> pl.Expr:
    """The level, or its kind inside one document, where a report mostly keeps to its place and day."""
    found = pl.col(level)
    return (
        pl.when(pl.col("one_document") & found.is_in(usual))
        .then(pl.concat_str(found, pl.lit("_one_document")))
        .otherwise(found)
    )


def _text(pairs: pl.DataFrame) -> pl.Series:
    """Weight of where the quotes stand in one document, or of how alike they are in two."""
    weights = WEIGHTS.text
    # A short quote is alike by chance.
    told = ~pl.col("one_document") & (pl.min_horizontal(pl.col("words_a", "words_b").str.len_chars()) > 30)
    apart = pairs.with_row_index("row").filter(told).select("row", "words_a", "words_b")
    likeness = process.cpdist(
        apart["words_a"].to_list(),
        apart["words_b"].to_list(),
        scorer=fuzz.token_set_ratio,
        score_cutoff=_LIMITS["similar_words"],
        workers=pl.thread_pool_size(),
    )
    alike = pl.DataFrame({"row": apart["row"], "likeness": pl.Series(likeness, dtype=pl.Float64)})
    later_another = pl.when(pl.col("start_b") > pl.col("start_a")).then("another_b").otherwise("another_a")
    # Figures of one speaker that differ stand side by side because a list tells of several events.
    listed = pl.col("voice") & any_figure("close", "apart", "far") & ~pl.col("revises_a") & ~pl.col("revises_b")
    two = pl.col("headline_a") != pl.col("headline_b")
    passage = (
        pl.when(listed & (same_class() | (pl.col("gap") > 0)))
        .then(weights["none"])
        .when(pl.col("gap") <= 0)
        .then(weights["overlapping"])
        .when(pl.col("gap") <= _LIMITS["adjacent_characters"])
        .then(weights["adjacent"])
        .when(pl.col("gap") <= _LIMITS["passage_characters"])
        .then(weights["same_passage"])
        .otherwise(weights["none"])
    )
    weight = (
        pl.when(pl.col("one_document") & (pl.col("gap") > 0) & ~two & later_another)
        .then(weights["another_event"])
        .when("one_document")
        .then(weights["one_document"] + pl.max_horizontal(passage, pl.when(two).then(weights["headline"])))
        .when(pl.col("likeness") >= _LIMITS["same_words"])
        .then(weights["same_words"])
        .when(pl.col("likeness") >= _LIMITS["similar_words"])
        .then(weights["similar_words"])
        .otherwise(weights["none"])
    )
    found = pairs.with_row_index("row").join(alike, on="row", how="left", maintain_order="left")
    return found.select((weight.cast(pl.Float64) + _person_weight()).alias("text_weight")).to_series()


def _person_weight() -> pl.Expr:
    """Weight of a person named by both; two claims of one death each that name two persons are two events."""
    single = pl.any_horizontal((pl.col(f"{harm}_a") == 1) & (pl.col(f"{harm}_b") == 1) for harm in HARMS)
    level = pl.col("person_level")
    return (
        pl.when(level == "same")
        .then(WEIGHTS.text["same_person"])
        .when((level == "others") & single.fill_null(False))
        .then(WEIGHTS.text["other_person"])
        .otherwise(0.0)
    )
