"""Pairs of claims compared field by field, and what follows.

Belongs here: places, the sum of the weights, and the rules that forbid a link. Does not: the levels of the other
fields (``comparisons``), the weights (``weights.yml``) or the grouping (``cluster``).
"""

import polars as pl
from rapidfuzz import fuzz, process

from pipeline.authority.keys import place_key
from pipeline.authority.places import NEAR_KM, REGION, WIDE, Gazetteer
from pipeline.reconcile.block import namesakes
from pipeline.reconcile.columns import LIST, bones
from pipeline.reconcile.comparisons import (
    HARMS,
    actors,
    any_figure,
    by_value,
    class_level,
    date_level,
    either,
    figure_level,
    figure_weight,
    gap,
    one_document,
    persons,
    same_class,
    weapons,
    weight_of,
)
from pipeline.reconcile.passages import number_for_word, wider_fighters
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
_SPOTS = (
    "same_spot",
    "one_of_list",
    "similar_name",
    "named",
    "near",
    "near_stated",
    "near_in_headline",
    "unplaced",
    "two_known",
)
_TWO_SPOTS = ("near", "near_stated", "unplaced", "two_known")
_LIMITS = WEIGHTS.limits
_POSITIVE, _UNSURE = WEIGHTS.thresholds["positive"], WEIGHTS.thresholds["unsure"]


class Comparer:
    """Compares the claims of one set of columns over one gazetteer."""

    def __init__(self, claims: pl.DataFrame, gazetteer: Gazetteer) -> None:
        self.claims = claims
        self.gazetteer = gazetteer
        self._levels: dict[tuple[str, str], str] = {}

    def judge(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Judge pairs of claims.

        Args:
            pairs: Columns ``a`` and ``b``, rows of the claims, the smaller first.

        Returns:
            The columns of ``JUDGED``, in the order of the pairs.
        """
        batches = [self._batch(part) for part in pairs.iter_slices(_BATCH)]
        return pl.concat(batches) if batches else pl.DataFrame(schema=JUDGED)

    def _batch(self, pairs: pl.DataFrame) -> pl.DataFrame:
        sides = [
            self.claims[pairs[side]].rename({name: f"{name}_{side}" for name in self.claims.columns})
            for side in ("a", "b")
        ]
        both = pl.concat(sides, how="horizontal").rename({"n_a": "a", "n_b": "b"})
        return both.pipe(self._levelled).pipe(_weighed).pipe(_verdicts).select(JUDGED.names()).cast(JUDGED)

    def _levelled(self, pairs: pl.DataFrame) -> pl.DataFrame:
        words = pl.col("place_words_a") == pl.col("place_words_b")
        same_words = words.fill_null(False) & pl.col("country_a").eq_missing(pl.col("country_b"))
        loose = either(lambda x, _: (pl.col(f"precision_{x}") == 2).fill_null(False))
        place = pl.col("known")
        return pairs.with_columns(
            known=by_value(pairs, "places", self._places),
            weapon_level=by_value(pairs, "weapon", weapons),
            person_level=by_value(pairs, "persons", persons),
            actor_level=by_value(pairs, "actors", actors),
            voice=by_value(pairs, "speaker", _one_speaker) == "same",
            one_document=one_document,
            gap=gap,
            date_level=date_level(),
            class_level=class_level(),
            **{f"{harm}_level": figure_level(harm) for harm in HARMS},
        ).with_columns(
            place_level=pl.when((place == "unknown") & same_words)
            .then(pl.lit("same_words"))
            .when((place == "unplaced") & (pl.col("bones_a") == pl.col("bones_b")).fill_null(False))
            .then(pl.lit("similar_name"))
            .when(_named_in_quote())
            .then(pl.lit("named"))
            .when(((place == "near") & loose) | (place.is_in(_TWO_SPOTS) & _beside()))
            .then(pl.lit("near_stated"))
            .when(place.is_in(_TWO_SPOTS) & one_document & (pl.col("headline_a") != pl.col("headline_b")))
            # A headline may name the town that readers know for the village of the text.
            .then(pl.lit("near_in_headline"))
            .otherwise(place),
            voice=pl.col("voice") | (pl.col("asserter_a") == pl.col("asserter_b")).fill_null(False),
        )

    def _places(self, a: str | None, b: str | None) -> str:
        """How the places of two claims lie to each other: the likeliest two of lists."""
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
            if g.within(inner, outer):
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
    return fuzz.ratio(a, b) >= _LIMITS["similar_name"] or (bones(a) is not None and bones(a) == bones(b))


def _named_in_quote() -> pl.Expr:
    """True where a quote of one document names the place that the other claim gives as its own."""
    named = either(
        lambda x, y: pl.col(f"quote_places_{x}").str.contains(pl.col(f"place_words_{y}"), literal=True).fill_null(False)
    )
    return one_document & named & pl.col("known").is_in(["elsewhere", *_TWO_SPOTS, "inside_area", "inside_country"])


def _beside() -> pl.Expr:
    """True where one claim names the other's place for orientation."""
    return either(lambda x, y: (pl.col(f"beside_{x}") == pl.col(f"places_{y}")).fill_null(False))


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
        place_weight=weight_of(_in_one("place_level", "same_spot", "inside_area", "unknown"), WEIGHTS.place),
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
        apart["words_a"].to_list(), apart["words_b"].to_list(), scorer=fuzz.token_set_ratio, workers=-1
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


def _verdicts(pairs: pl.DataFrame) -> pl.DataFrame:
    """Judgement, rule and ``forbidden`` of each pair; the first rule that fits decides."""
    forbidden = _forbidden()
    score = pl.col("score")
    two_known = (pl.col("place_level") == "two_known") & (score >= _UNSURE)
    apart = ~pl.col("one_document") & ~pl.col("place_level").is_in(_SPOTS) & ~_telling()
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
        .when(one_text & pl.col("place_level").is_in(_TWO_SPOTS) & ~_retold())
        .then(pl.lit("one_document_names_two_places"))
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


def _retold() -> pl.Expr:
    """True where a document gives one figure twice that two places would seldom share."""
    rare = pl.any_horizontal(
        (pl.col(f"{harm}_level") == "equal") & (pl.col(f"{harm}_a") >= _LIMITS["retold_figure"]) for harm in HARMS
    )
    return rare & ~any_figure("close", "apart", "far")


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
