"""Two claims compared field by field, and what follows.

Belongs here: the levels of each comparison and the rules that forbid a link. Does not: the weights
(``weights.yml``) or the grouping (``cluster``).
"""

import math
import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.authority.keys import place_key
from pipeline.authority.places import NEAR_KM, REGION, WIDE, Gazetteer
from pipeline.reconcile.levels import (
    actor_level,
    class_level,
    date_level,
    gap_between,
    one_origin,
    one_voice,
    same_class,
    shared,
    two_figures,
    weapon_level,
)
from pipeline.reconcile.mention import Mention
from pipeline.reconcile.passages import number_for_word, wider_fighters
from pipeline.reconcile.weights import WEIGHTS

FIELDS = ("place", "date", "weapon", "actor", "class", "figure", "text")
"""The comparisons, in the order of ``pair_judgement``."""

_SPOTS = frozenset({"same_spot", "similar_name", "near", "near_stated", "unplaced", "two_known"})
_ANOTHER = re.compile(rf"\b(?:{'|'.join(WEIGHTS.further)}) (?:\w+ ){{0,2}}(?:{'|'.join(WEIGHTS.attacks)})\b")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Outcome of a comparison; ``forbidden`` where only a curator can link, whatever the score."""

    outcome: str
    score: float
    weights: dict[str, float]
    rule: str
    forbidden: bool


class Comparer:
    """Compares mentions over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._levels: dict[tuple[str, str, bool], str] = {}

    def judge(self, a: Mention, b: Mention) -> Judgement:
        """Judge two claims; symmetric in its arguments."""
        place = self.place_level(a, b)
        date = date_level(a, b)
        counted_out = number_for_word(a, b, place, date)
        weights = {
            "place": WEIGHTS.place[_in_one(a, b, place, "same_spot", "inside_area", "unknown")],
            "date": WEIGHTS.date[_in_one(a, b, date, "same_day")],
            "weapon": WEIGHTS.weapon[weapon_level(a, b)],
            "actor": WEIGHTS.actor[actor_level(a, b)],
            "class": WEIGHTS.victim_class[class_level(a, b)],
            "figure": WEIGHTS.figure["number_for_word"] if counted_out else figure_weight(a, b),
            "text": text_weight(a, b),
        }
        score = round(sum(weights.values()), 4)
        forbidden = self._forbidden(a, b, place, date)
        if forbidden is not None:
            return Judgement("negative", score, weights, forbidden, True)
        if counted_out and score >= WEIGHTS.thresholds["positive"]:
            return Judgement("positive", score, weights, "number_for_a_word", False)
        if a.is_total:
            return self._totals(a, b, place, score, weights)
        if place == "two_known" and score >= WEIGHTS.thresholds["unsure"]:
            # The gazetteer knows both and cannot tell how far apart they lie: for a curator.
            return Judgement("unsure", score, weights, "two_known_places", True)
        if a.document_id != b.document_id and place not in _SPOTS and not _telling(a, b, date):
            outcome = "unsure" if score >= WEIGHTS.thresholds["unsure"] else "negative"
            return Judgement(outcome, score, weights, "no_common_place_or_figure", False)
        if score >= WEIGHTS.thresholds["positive"]:
            return Judgement("positive", score, weights, _why(weights, place, a, b), False)
        if score >= WEIGHTS.thresholds["unsure"]:
            return Judgement("unsure", score, weights, "score_between_thresholds", False)
        return Judgement("negative", score, weights, "score_below_threshold", False)

    def place_level(self, a: Mention, b: Mention) -> str:
        """How the places of two claims lie to each other."""
        if not a.places or not b.places:
            same = a.place_words and a.place_words == b.place_words and a.country == b.country
            return "same_words" if same else "unknown"
        loose = 2 in (a.precision, b.precision)
        levels = [self._known(x, y, loose) for x in a.places for y in b.places]
        return max(levels, key=lambda level: WEIGHTS.place[level])

    def _known(self, x: str, y: str, loose: bool) -> str:
        key = (x, y, loose)
        if key not in self._levels:
            self._levels[key] = self._two_places(x, y, loose)
        return self._levels[key]

    def _two_places(self, x: str, y: str, loose: bool) -> str:
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
        return self._two_settlements(x, y, loose)

    def _two_settlements(self, x: str, y: str, loose: bool) -> str:
        g = self.gazetteer
        kilometres = g.kilometres(x, y)
        if kilometres is not None:
            return "elsewhere" if kilometres > NEAR_KM else "near_stated" if loose else "near"
        areas = {g.of_kind(place, "governorate") for place in (x, y)}
        if len(areas - {None}) > 1:
            return "elsewhere"
        if any(g.rows[place]["kind"] == "unresolved" for place in (x, y)):
            likeness = fuzz.ratio(place_key(g.rows[x]["name"]), place_key(g.rows[y]["name"]))
            if likeness >= WEIGHTS.limits["similar_name"]:
                return "similar_name"
            return "unplaced"
        return "two_known"

    def _forbidden(self, a: Mention, b: Mention, place: str, date: str) -> str | None:
        if a.is_total != b.is_total or a.aggregation != b.aggregation:
            return "total_and_incident_apart"
        if place == "elsewhere":
            return "places_apart"
        if date == "apart":
            return "dates_apart"
        if wider_fighters(a, b, self.gazetteer):
            return "fighters_of_a_wider_place"
        # A headline may name the town that readers know for the village of the text.
        one_text = a.document_id == b.document_id and a.is_headline == b.is_headline
        if one_text and place in ("near", "near_stated", "unplaced", "two_known"):
            return "one_document_names_two_places"
        return None

    def _totals(self, a: Mention, b: Mention, place: str, score: float, weights: dict[str, float]) -> Judgement:
        """Two totals are one only where one speaker, or one document, repeats itself."""
        same_place = place in ("same_spot", "same_area", "same_country", "same_words") or (
            place == "unknown" and a.document_id == b.document_id
        )
        figures = {two_figures(x, y)[0] for x, y in shared(a, b)}
        one_document = a.document_id == b.document_id
        agree = "equal" in figures and not figures & {"apart", "far"}
        if one_document:
            # A number beside a word is another matter: see number_for_word.
            agree = agree or (figures == {"compatible"} and all(x.weak == y.weak for x, y in shared(a, b)))
        one_word = one_voice(a, b) if one_document else one_origin(a, b)
        differ = class_level(a, b).startswith("different") or actor_level(a, b) == "different"
        same = same_place and agree and one_word and not differ
        rule = "total_restated" if one_document else "total_of_one_speaker"
        if same:
            return Judgement("positive", score, weights, rule, False)
        return Judgement("negative", score, weights, "totals_stay_apart", True)


def figure_weight(a: Mention, b: Mention) -> float:
    """Weight of the figures: killed and injured each, the weaker of two agreements discounted."""
    findings = [two_figures(x, y) for x, y in shared(a, b)]
    if not findings:
        return WEIGHTS.figure["none"]
    weights = []
    for level, number in findings:
        weight = WEIGHTS.figure.get(level, 0.0)
        if level == "equal":
            weight = min(WEIGHTS.figure["equal_most"], WEIGHTS.figure["per_bit"] * math.log2(1 + number))
        elif level in ("apart", "far"):
            if "revises" in (a.stance, b.stance):
                weight = WEIGHTS.figure["revised"]
            elif a.document_id == b.document_id and one_voice(a, b) and same_class(a, b):
                weight = min(weight, WEIGHTS.figure["apart_one_speaker"])
        weights.append(weight)
    return round(min(WEIGHTS.figure["equal_most"], sum(weights)), 4)


def text_weight(a: Mention, b: Mention) -> float:
    """Weight of where the quotes stand in one document, or of how alike they are in two."""
    weights, limits = WEIGHTS.text, WEIGHTS.limits
    if a.document_id != b.document_id:
        likeness = fuzz.token_set_ratio(a.words, b.words) if min(len(a.words), len(b.words)) > 30 else 0.0
        level = "same_words" if likeness >= limits["same_words"] else "similar_words"
        return weights[level] if likeness >= limits["similar_words"] else weights["none"]
    gap = gap_between(a, b)
    level = (
        "overlapping"
        if gap <= 0
        else "adjacent"
        if gap <= limits["adjacent_characters"]
        else "same_passage"
        if gap <= limits["passage_characters"]
        else "none"
    )
    later = max(a, b, key=lambda mention: mention.start)
    if gap > 0 and a.is_headline == b.is_headline and _ANOTHER.search(later.words):
        return weights["another_event"]
    extra = weights["headline"] if a.is_headline != b.is_headline else 0.0
    return weights["one_document"] + max(weights[level], extra)


def _in_one(a: Mention, b: Mention, level: str, *usual: str) -> str:
    """The level, or its kind inside one document, where a report mostly keeps to its place and day."""
    return f"{level}_one_document" if level in usual and a.document_id == b.document_id else level


def _telling(a: Mention, b: Mention, date: str) -> bool:
    """True where two documents without a common place still share something that few events share."""
    large = WEIGHTS.limits["telling_figure"]
    for x, y in shared(a, b):
        level, number = two_figures(x, y)
        if level == "equal" and (number >= large or date in ("same_day", "overlap")):
            return True
        numbered = not (x.weak or y.weak) and min(x.number or 0, y.number or 0) >= large
        if level == "compatible" and date == "same_day" and numbered:
            return True
    return False


def _why(weights: dict[str, float], place: str, a: Mention, b: Mention) -> str:
    """Name of the rule behind a positive judgement, for readers; the weights say it in full."""
    if a.document_id == b.document_id:
        return "restatement" if weights["figure"] >= WEIGHTS.figure["per_bit"] else "one_document_one_event"
    if place in ("same_spot", "similar_name"):
        return "same_place_and_figure" if weights["figure"] > WEIGHTS.figure["compatible"] else "same_place"
    return "same_figure_wider_place" if weights["figure"] > WEIGHTS.figure["compatible"] else "fields_agree"
