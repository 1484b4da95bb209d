"""How single fields of two claims compare.

Belongs here: the level of each comparison, and small questions on a pair. Does not: weights or verdicts
(``compare``).
"""

import datetime
import math
import re

from pipeline.reconcile.mention import Figure, Mention
from pipeline.reconcile.weights import WEIGHTS

_WEEK = 7
_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b")
_FAMILIES = [frozenset(family) for family in WEIGHTS.weapon_families.values()]


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
        if gap_between(a, b) <= 0:
            return "different_one_sentence"
        return "different_one_document" if a.document_id == b.document_id else "different"
    return "same" if len(classes) == 1 and classes != {"unknown"} else "unknown"


def gap_between(a: Mention, b: Mention) -> int:
    """Characters between two quotes of one document; 0 or less where they overlap."""
    if a.document_id != b.document_id:
        return 1 << 30
    return max(a.start - b.end, b.start - a.end, -1)


def shared(a: Mention, b: Mention) -> list[tuple[Figure, Figure]]:
    """The harms both count: killed with killed, injured with injured."""
    pairs = ((a.killed, b.killed), (a.injured, b.injured))
    return [(x, y) for x, y in pairs if x is not None and y is not None]


def two_figures(x: Figure, y: Figure) -> tuple[str, int]:
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


def same_class(a: Mention, b: Mention) -> bool:
    """True where the victims can be of one class."""
    return a.victim_class == b.victim_class or "unknown" in (a.victim_class, b.victim_class)


def one_voice(a: Mention, b: Mention) -> bool:
    """True where two claims of one document can have one speaker: the same, overlapping words, or the outlet's own."""
    if a.speaker is None or b.speaker is None:
        return True
    if a.asserter_id is not None and a.asserter_id == b.asserter_id:
        return True
    x, y = set(a.speaker.split()), set(b.speaker.split())
    return len(x & y) * 2 >= min(len(x), len(y))


def one_origin(a: Mention, b: Mention) -> bool:
    """True where two documents carry one body's word."""
    x = a.asserter_id or (a.publisher_id if a.speaker is None else None)
    y = b.asserter_id or (b.publisher_id if b.speaker is None else None)
    return x is not None and x == y
