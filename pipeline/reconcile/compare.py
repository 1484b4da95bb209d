"""Two claims compared field by field, and what follows.

Belongs here: the levels of each comparison and the rules that forbid a link. Does not: the weights
(``weights.yml``) or the grouping (``cluster``). Rules: DATA_MODEL "From claims to incidents", 2.
"""

import datetime
import math
import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.authority.keys import place_key
from pipeline.authority.places import NEAR_KM, WIDE, Gazetteer
from pipeline.reconcile.mention import Figure, Mention
from pipeline.reconcile.weights import WEIGHTS

FIELDS = ("place", "date", "weapon", "actor", "class", "figure", "text")
"""The comparisons, in the order of ``pair_judgement``."""

_REGION = 5
_WEEK = 7
_SPOTS = frozenset({"same_spot", "similar_name", "near", "near_stated", "unplaced", "two_known"})
_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b")
_ANOTHER = re.compile(rf"\b(?:{'|'.join(WEIGHTS.further)}) (?:\w+ ){{0,2}}(?:{'|'.join(WEIGHTS.attacks)})\b")
_FAMILIES = [frozenset(family) for family in WEIGHTS.weapon_families.values()]


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

    def judge(self, a: Mention, b: Mention) -> Judgement:
        """Judge two claims; symmetric in its arguments."""
        place = self.place_level(a, b)
        date = date_level(a, b)
        weights = {
            "place": WEIGHTS.place[_in_one(a, b, place, "same_spot", "inside_area", "unknown")],
            "date": WEIGHTS.date[_in_one(a, b, date, "same_day")],
            "weapon": WEIGHTS.weapon[weapon_level(a, b)],
            "actor": WEIGHTS.actor[actor_level(a, b)],
            "class": WEIGHTS.victim_class[class_level(a, b)],
            "figure": figure_weight(a, b),
            "text": text_weight(a, b),
        }
        score = round(sum(weights.values()), 4)
        forbidden = self._forbidden(a, b, place, date)
        if forbidden is not None:
            return Judgement("negative", score, weights, forbidden, True)
        if a.is_total:
            return self._totals(a, b, place, date, score, weights)
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
        levels = [self._two_places(x, y, a, b) for x in a.places for y in b.places]
        return max(levels, key=lambda level: WEIGHTS.place[level])

    def _two_places(self, x: str, y: str, a: Mention, b: Mention) -> str:
        g = self.gazetteer
        wide_x, wide_y = g.precision(x), g.precision(y)
        if x == y:
            return "same_country" if wide_x >= _REGION else "same_area" if wide_x >= WIDE else "same_spot"
        if g.of_kind(x, "country") != g.of_kind(y, "country"):
            return "elsewhere"
        if _REGION in (wide_x, wide_y):
            return "inside_country"
        for inner, outer, wide in ((x, y, wide_y), (y, x, wide_x)):
            if g.within(inner, outer):
                return "inside_country" if wide > _REGION else "inside_area" if wide >= WIDE else "same_spot"
        if max(wide_x, wide_y) >= WIDE:
            return "elsewhere"
        return self._two_settlements(x, y, a, b)

    def _two_settlements(self, x: str, y: str, a: Mention, b: Mention) -> str:
        g = self.gazetteer
        kilometres = g.kilometres(x, y)
        if kilometres is not None:
            loose = 2 in (a.precision, b.precision)
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
        # A headline may name the town that readers know for the village of the text.
        one_text = a.document_id == b.document_id and a.is_headline == b.is_headline
        if one_text and place in ("near", "near_stated", "unplaced", "two_known"):
            return "one_document_names_two_places"
        return None

    def _totals(
        self, a: Mention, b: Mention, place: str, date: str, score: float, weights: dict[str, float]
    ) -> Judgement:
        """Two totals are one only where one speaker, or one document, repeats itself."""
        same_place = place in ("same_spot", "same_area", "same_country", "same_words") or (
            place == "unknown" and a.document_id == b.document_id
        )
        figures = {_two_figures(x, y)[0] for x, y in _shared(a, b)}
        one_document = a.document_id == b.document_id
        agree = "equal" in figures and not figures & {"apart", "far"}
        if one_document:
            agree = agree or (figures == {"compatible"} and _one_voice(a, b))
        same = (
            same_place
            and agree
            and not class_level(a, b).startswith("different")
            and (one_document or _one_origin(a, b))
        )
        rule = "total_restated" if one_document else "total_of_one_speaker"
        if same:
            return Judgement("positive", score, weights, rule, False)
        return Judgement("negative", score, weights, "totals_stay_apart", True)


def date_level(a: Mention, b: Mention) -> str:
    """How the dates of two claims lie to each other."""
    if a.date_start and a.date_end and b.date_start and b.date_end:
        if a.date_start == a.date_end == b.date_start == b.date_end:
            return "same_day"
        gap = max((b.date_start - a.date_end).days, (a.date_start - b.date_end).days)
        slack = 0 if a.document_id == b.document_id else WEIGHTS.limits["date_slack_days"]
        if gap > slack:
            # A day counted from a publication date that is a day off is as much off, and a weekday a whole week.
            off = gap <= WEIGHTS.limits["relative_days"] or gap == _WEEK
            relative = off and {a.date_basis, b.date_basis} != {"text"}
            return "apart_relative" if relative else "apart"
        long = max((x.date_end - x.date_start).days for x in (a, b) if x.date_end and x.date_start)
        if gap <= 0:
            return "overlap_loose" if long > WEIGHTS.limits["loose_days"] else "overlap"
        return "adjacent"
    if a.document_id == b.document_id:
        days = [set(_WEEKDAY.findall(x.date_text or "")) for x in (a, b)]
        return "other_day_named" if days[0] and days[1] and not days[0] & days[1] else "unknown"
    return _unknown_date(a, b)


def _unknown_date(a: Mention, b: Mention) -> str:
    """Two documents, at least one without an event date: when they came out is all there is."""
    for dated, other in ((a, b), (b, a)):
        if dated.date_start and other.published and dated.date_start > other.published + datetime.timedelta(days=1):
            return "apart"
    days = [x.date_end or x.published for x in (a, b)]
    if days[0] is None or days[1] is None:
        return "unknown_documents"
    gap = abs((days[0] - days[1]).days)
    return (
        "published_close"
        if gap <= 1
        else "published_week"
        if gap <= 7
        else "published_apart"
        if gap <= 31
        else "published_far"
    )


def weapon_level(a: Mention, b: Mention) -> str:
    """How the means of attack compare."""
    if a.weapon is None or b.weapon is None or "other" in (a.weapon, b.weapon):
        return "unknown"
    if a.weapon == b.weapon:
        return "same"
    if a.document_id == b.document_id:
        return "one_document"
    return "family" if any({a.weapon, b.weapon} <= family for family in _FAMILIES) else "different"


def actor_level(a: Mention, b: Mention) -> str:
    """How the alleged perpetrators compare; unknown is compatible with all."""
    if not a.actors or not b.actors:
        return "unknown"
    if a.actors[0] == b.actors[0]:
        return "same"
    if a.actors[0] in b.actors or b.actors[0] in a.actors:
        return "side"
    return "allies" if a.actors[-1] == b.actors[-1] else "different"


def class_level(a: Mention, b: Mention) -> str:
    """How the victims compare; only civilian against combatant differs."""
    classes = {a.victim_class, b.victim_class}
    if classes == {"civilian", "combatant"}:
        if _gap(a, b) <= 0:
            return "different_one_sentence"
        return "different_one_document" if a.document_id == b.document_id else "different"
    return "same" if len(classes) == 1 and classes != {"unknown"} else "unknown"


def figure_weight(a: Mention, b: Mention) -> float:
    """Weight of the figures: killed and injured each, the weaker of two agreements discounted."""
    findings = [_two_figures(x, y) for x, y in _shared(a, b)]
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
            elif a.document_id == b.document_id and _one_voice(a, b) and _same_class(a, b):
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
    gap = _gap(a, b)
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


def _gap(a: Mention, b: Mention) -> int:
    """Characters between two quotes of one document; 0 or less where they overlap."""
    if a.document_id != b.document_id:
        return 1 << 30
    return max(a.start - b.end, b.start - a.end, -1)


def _shared(a: Mention, b: Mention) -> list[tuple[Figure, Figure]]:
    pairs = ((a.killed, b.killed), (a.injured, b.injured))
    return [(x, y) for x, y in pairs if x is not None and y is not None]


def _two_figures(x: Figure, y: Figure) -> tuple[str, int]:
    """Level of two figures, and the number they share."""
    p, q = x.number, y.number
    if p is None or q is None:
        return "none", 0
    if p == q and not (x.weak and y.weak):
        return "equal", p
    low = max(x.low or 0, y.low or 0)
    high = min(math.inf if x.high is None else x.high, math.inf if y.high is None else y.high)
    if low <= high:
        return "compatible", 0
    ratio = min(p, q) / max(p, q) if max(p, q) else 1.0
    if ratio >= WEIGHTS.limits["close_ratio"]:
        return "close", 0
    return ("far" if ratio < WEIGHTS.limits["far_ratio"] else "apart"), 0


def _same_class(a: Mention, b: Mention) -> bool:
    return a.victim_class == b.victim_class or "unknown" in (a.victim_class, b.victim_class)


def _one_voice(a: Mention, b: Mention) -> bool:
    """True where two claims of one document can have one speaker: the same, overlapping words, or the outlet's own."""
    if a.speaker is None or b.speaker is None:
        return True
    if a.asserter_id is not None and a.asserter_id == b.asserter_id:
        return True
    x, y = set(a.speaker.split()), set(b.speaker.split())
    return len(x & y) * 2 >= min(len(x), len(y))


def _one_origin(a: Mention, b: Mention) -> bool:
    """True where two documents carry one body's word."""
    x = a.asserter_id or (a.publisher_id if a.speaker is None else None)
    y = b.asserter_id or (b.publisher_id if b.speaker is None else None)
    return x is not None and x == y


def _telling(a: Mention, b: Mention, date: str) -> bool:
    """True where two documents without a common place still share something that few events share."""
    large = WEIGHTS.limits["telling_figure"]
    for x, y in _shared(a, b):
        level, number = _two_figures(x, y)
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
