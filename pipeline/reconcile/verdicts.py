"""What follows from the comparisons of a pair of claims: the judgement, its rule, and whether a link is forbidden.

Belongs here: rules over levels and score. Does not: the levels (``places``, ``comparisons``, ``passages``) or the
weights (``compare``).
"""

import polars as pl

from pipeline.reconcile.comparisons import HARMS, any_figure, either
from pipeline.reconcile.passages import wider_fighters
from pipeline.reconcile.places import SPOTS, TWO_SPOTS
from pipeline.reconcile.weights import WEIGHTS

_LIMITS = WEIGHTS.limits
_POSITIVE, _UNSURE = WEIGHTS.thresholds["positive"], WEIGHTS.thresholds["unsure"]


def verdicts(pairs: pl.DataFrame) -> pl.DataFrame:
    """Judgement, rule and ``forbidden`` of each pair; the first rule that fits decides."""
    forbidden = _forbidden()
    score = pl.col("score")
    two_known = (pl.col("place_level") == "two_known") & (score >= _UNSURE)
    apart = ~pl.col("one_document") & ~pl.col("place_level").is_in(SPOTS) & ~_telling()
    word = pl.col("counted_out") & (score >= _POSITIVE)
    total = pl.col("total_a")
    restated = total & _total_restated()
    rule = (
        pl.when(forbidden.is_not_null())
        .then(forbidden)
        .when(word)
        .then(pl.lit("number_for_a_word"))
        .when(restated & pl.col("one_document"))
        .then(pl.lit("total_restated"))
        .when(restated)
        .then(pl.lit("total_of_one_speaker"))
        .when(total)
        .then(pl.lit("totals_stay_apart"))
        .when(two_known)
        # The gazetteer knows both and cannot tell how far apart they lie: for a curator.
        .then(pl.lit("two_known_places"))
        .when(apart)
        .then(pl.lit("no_common_place_or_figure"))
        .when(score >= _POSITIVE)
        .then(_why())
        .when(score >= _UNSURE)
        .then(pl.lit("score_between_thresholds"))
        .otherwise(pl.lit("score_below_threshold"))
    )
    return pairs.with_columns(rule=rule, hard=forbidden.is_not_null()).with_columns(
        judgement=pl.when(pl.col("hard") | pl.col("rule").is_in(["totals_stay_apart", "score_below_threshold"]))
        .then(pl.lit("negative"))
        .when(pl.col("rule") == "no_common_place_or_figure")
        .then(pl.when(score >= _UNSURE).then(pl.lit("unsure")).otherwise(pl.lit("negative")))
        .when(pl.col("rule").is_in(["two_known_places", "score_between_thresholds"]))
        .then(pl.lit("unsure"))
        .otherwise(pl.lit("positive")),
        forbidden=pl.col("hard") | pl.col("rule").is_in(["totals_stay_apart", "two_known_places"]),
    )


def _forbidden() -> pl.Expr:
    """The rule that forbids a link, or NULL."""
    # A headline may name the town that readers know for the village of the text.
    one_text = pl.col("one_document") & (pl.col("headline_a") == pl.col("headline_b"))
    return (
        pl.when(pl.col("aggregation_a") != pl.col("aggregation_b"))
        .then(pl.lit("total_and_incident_apart"))
        .when(pl.col("place_level") == "elsewhere")
        .then(pl.lit("places_apart"))
        .when(pl.col("date_level") == "apart")
        .then(pl.lit("dates_apart"))
        .when(_further_event())
        .then(pl.lit("another_event_of_one_document"))
        .when(wider_fighters())
        .then(pl.lit("fighters_of_a_wider_place"))
        .when(one_text & ((pl.col("place_level").is_in(TWO_SPOTS) & ~_retold()) | _two_lists()))
        .then(pl.lit("one_document_names_two_places"))
        .when(one_text & _two_means())
        .then(pl.lit("one_document_names_two_means"))
    )


def _further_event() -> pl.Expr:
    """True where a quote opens 'another strike' after the other claim."""
    after = either(
        lambda later, earlier: (
            (pl.col(f"start_{earlier}") < pl.col(f"start_{later}"))
            & (pl.col(f"end_{earlier}") > pl.col(f"not_from_{later}")).fill_null(False)
            & ~pl.col(f"headline_{earlier}")
        )
    )
    return pl.col("one_document") & (pl.col("gap") > 0) & after


def _two_lists() -> pl.Expr:
    """True where lists of places have few in common and their figures disagree."""
    return (pl.col("place_level") == "one_of_list") & any_figure("apart", "far")


def _two_means() -> pl.Expr:
    """True where two means of attack come with figures far from each other, of civilians and of fighters.

    Of one attack speakers give figures far from each other, and some take a missile for a shell; who was hit, too?
    """
    revised = pl.col("revises_a") | pl.col("revises_b")
    another = pl.col("weapon_level").is_in(["family", "different"]) & pl.col("class_level").str.starts_with("different")
    return another & any_figure("far") & ~revised


def _retold() -> pl.Expr:
    """True where a document gives one figure twice that two places would seldom share."""
    rare = pl.any_horizontal(
        (pl.col(f"{harm}_level") == "equal") & (pl.col(f"{harm}_a") >= _LIMITS["retold_figure"]) for harm in HARMS
    )
    # 'A strike on the town killed two … two died in the village near the town.'
    oriented = (pl.col("place_level") == "near_stated") & any_figure("equal")
    return (rare | oriented) & ~any_figure("close", "apart", "far")


def _total_restated() -> pl.Expr:
    """Two totals are one only where one speaker, or one document, repeats itself."""
    one = pl.col("one_document")
    place = pl.col("place_level")
    same_place = place.is_in(["same_spot", "same_area", "same_country", "same_words"]) | ((place == "unknown") & one)
    agree = any_figure("equal") & ~any_figure("apart", "far")
    # A number beside a word is another matter: see number_for_word.
    both_alike = pl.all_horizontal(
        (pl.col(f"{harm}_level") == "none")
        | (
            (pl.col(f"{harm}_level") == "compatible")
            & (pl.col(f"{harm}_weak_a") == pl.col(f"{harm}_weak_b")).fill_null(False)
        )
        for harm in HARMS
    )
    agree = agree | (one & any_figure("compatible") & both_alike)
    one_word = pl.when(one).then("voice").otherwise(_one_origin())
    differ = pl.col("class_level").str.starts_with("different") | (pl.col("actor_level") == "different")
    return same_place & agree & one_word & ~differ


def _one_origin() -> pl.Expr:
    """True where two documents carry one body's word."""
    a, b = (
        pl.coalesce(f"asserter_{x}", pl.when(pl.col(f"speaker_{x}").is_null()).then(pl.col(f"publisher_{x}")))
        for x in ("a", "b")
    )
    return (a == b).fill_null(False)


def _telling() -> pl.Expr:
    """True where two documents without a common place still share something that few events share."""
    large = _LIMITS["telling_figure"]
    close_day = pl.col("date_level").is_in(["same_day", "overlap"])
    found = []
    for harm in HARMS:
        level, a, b = pl.col(f"{harm}_level"), pl.col(f"{harm}_a"), pl.col(f"{harm}_b")
        numbered = ~pl.col(f"{harm}_weak_a") & ~pl.col(f"{harm}_weak_b") & (pl.min_horizontal(a, b) >= large)
        found += [
            (level == "equal") & ((a >= large) | close_day),
            (level == "compatible") & (pl.col("date_level") == "same_day") & numbered.fill_null(False),
        ]
    return pl.any_horizontal(found)


def _why() -> pl.Expr:
    """Name of the rule behind a positive judgement, for readers; the weights say it in full."""
    weights = WEIGHTS.figure
    agreed = pl.col("figure_weight") > weights["compatible"]
    return (
        pl.when(pl.col("one_document") & (pl.col("figure_weight") >= weights["per_bit"]))
        .then(pl.lit("restatement"))
        .when("one_document")
        .then(pl.lit("one_document_one_event"))
        .when(pl.col("place_level").is_in(["same_spot", "similar_name"]))
        .then(pl.when(agreed).then(pl.lit("same_place_and_figure")).otherwise(pl.lit("same_place")))
        .when(agreed)
        .then(pl.lit("same_figure_wider_place"))
        .otherwise(pl.lit("fields_agree"))
    )
