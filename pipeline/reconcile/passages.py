"""How two claims of one report bear on each other: a word and its number, a wider count of fighters.

Belongs here: rules on the wording of one passage, for many pairs at once. Does not: single fields
(``comparisons``) or verdicts (``compare``). The columns ``*_level``, ``voice``, ``gap`` and ``one_document`` are
there by now.
"""

import polars as pl

from pipeline.authority.places import REGION
from pipeline.reconcile.comparisons import any_figure, either
from pipeline.reconcile.weights import WEIGHTS

_LIMITS = WEIGHTS.limits


def number_for_word() -> pl.Expr:
    """True where a report gives one toll as a word and as a number: 'hundreds of militants' … '600 insurgents'.

    Same or unnamed speaker, class, area, alleged actor and days, in one passage, and a number such as the word is
    used for.
    """
    nameless = pl.col("actors_a").is_null() & pl.col("actors_b").is_null()
    one_actor = pl.col("actor_level").is_in(["same", "side"]) | nameless
    same_days = pl.col("first_day_a").eq_missing(pl.col("first_day_b")) & pl.col("last_day_a").eq_missing(
        pl.col("last_day_b")
    )
    one_time = pl.col("date_level").is_in(["same_day", "unknown", "adjacent"]) | same_days
    return (
        pl.col("one_document")
        & (pl.col("gap") <= _LIMITS["passage_characters"])
        & pl.col("place_level").is_in(["same_spot", "same_area", "same_words"])
        & (pl.col("victims_a") == pl.col("victims_b"))
        & one_actor
        & one_time
        & pl.col("voice")
        & either(_counts_out)
    )


def _counts_out(word: str, number: str) -> pl.Expr:
    low, counted = pl.col(f"killed_low_{word}"), pl.col(f"killed_{number}")
    return (
        pl.col(f"killed_weak_{word}")
        & ~pl.col(f"killed_weak_{number}")
        & pl.col(f"combined_{word}").is_null()
        & (low >= _LIMITS["word_floor"])
        & (low <= counted)
        & (counted <= low * _LIMITS["word_reach"])
    ).fill_null(False)


def wider_fighters() -> pl.Expr:
    """True where one claim is of fighters in a whole country or region, the other of others in a place there.

    'ISIS fighters are believed to have died in strikes on Syria' is no part of a village's toll. Fighters and
    civilians of one sentence are, and so is an equal number whose victims only one of the two tells.
    """
    told_apart = pl.col("class_level").str.starts_with("different") | ~any_figure("equal")
    return either(_fighters_around) & (pl.col("gap") > 0) & told_apart


def _fighters_around(wide: str, narrow: str) -> pl.Expr:
    return (
        (pl.col(f"victims_{wide}") == "combatant")
        & (pl.col(f"victims_{narrow}") != "combatant")
        & (pl.col(f"narrowest_{wide}") >= REGION)
        & (pl.col(f"widest_{narrow}") < REGION)
    ).fill_null(False)
