"""The range of what the origins of one event say.

Belongs here: which figure of an origin stands, and the lowest and highest of them. Does not: averages, best
figures, or sums over events.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from pipeline.reconcile.mention import GROUPS, Figure, Mention
from pipeline.reconcile.origins import Origin

HARMS = ("killed", "injured", *GROUPS)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The claim whose figure stands for an origin."""

    claim_id: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest figure, and whether the highest is itself a floor; with the claims they come from."""

    low: int | None
    high: int | None
    is_open: bool
    low_claim: str
    high_claim: str


@dataclass(slots=True)
class Numbers:
    """Ranges by (bucket, harm), bucket '' (civilian, mixed, unknown) or 'combatants_'; and the claims counted."""

    ranges: dict[tuple[str, str], Range]
    counted: set[str]

    def columns(self) -> dict[str, Any]:
        """The range columns of ``incident``."""
        row: dict[str, Any] = {}
        for (bucket, harm), found in self.ranges.items():
            if not (bucket and harm in GROUPS):
                row[f"{bucket}{harm}_min"] = found.low
                row[f"{bucket}{harm}_max"] = found.high
                row[f"{bucket}{harm}_max_is_open"] = found.is_open
        main = self.ranges.get(("", "killed")) or self.ranges.get(("combatants_", "killed"))
        row["min_claim_id"] = None if main is None else main.low_claim
        # A word's floor has no highest number, so no claim gives one.
        row["max_claim_id"] = None if main is None or main.high is None else main.high_claim
        return row


def count(mentions: list[Mention], origins: dict[str, Origin]) -> Numbers:
    """Ranges of one event's figures: civilians (with mixed and unknown) and combatants apart."""
    numbers = Numbers({}, set())
    counting = [mention for mention in mentions if counts(mention) and not _is_part(mention, mentions)]
    for bucket in ("", "combatants_"):
        inside = [x for x in counting if of_combatants(x, mentions) == bool(bucket)]
        for harm in HARMS:
            chosen = _standing(inside, origins, harm)
            if chosen:
                numbers.ranges[bucket, harm] = _range(chosen)
                if harm in ("killed", "injured"):
                    numbers.counted |= {x.claim_id for x in chosen}
    return numbers


def counts(mention: Mention) -> bool:
    """True where a claim's figure can count: it asserts or revises, and tells of what was."""
    return mention.stance in ("asserts", "revises") and mention.modality != "forecast" and bool(mention.figures)


def _is_part(mention: Mention, others: list[Mention]) -> bool:
    """An outlet's own smaller figure beside a larger one that it attributes is a part of that one, not a rival."""
    if mention.speaker is not None or mention.killed is None or mention.killed.number is None:
        return False
    larger = [
        other.killed.number
        for other in others
        if other.document_id == mention.document_id and other.speaker is not None and other.killed is not None
        if other.killed.number is not None and not other.killed.weak
        if of_combatants(other, others) == of_combatants(mention, others)
    ]
    return bool(larger) and mention.killed.number < min(larger)


def of_combatants(mention: Mention, others: list[Mention]) -> bool:
    """True where a claim is of combatants.

    One that gives a number and does not say who died is, where nobody speaks of civilians and somebody says that
    most were combatants.
    """
    if mention.victim_class != "unknown":
        return mention.victim_class == "combatant"
    stated = [x for x in others if x.victim_class != "unknown" and counts(x)]
    if not stated or mention.groups or any(x.victim_class != "combatant" for x in stated):
        return False
    return any(
        2 * (said.figures[harm].number or 0) >= (figure.number or 0)
        for said in stated
        for harm, figure in mention.figures.items()
        if harm in said.figures and not figure.weak
    )


def _standing(mentions: list[Mention], origins: dict[str, Origin], harm: str) -> list[Chosen]:
    """One figure an origin; a word's floor only where no origin gives a number."""
    by_origin: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if harm in mention.figures:
            by_origin[origins[mention.claim_id].origin_id].append(mention)
    chosen = [_latest(group, harm) for _, group in sorted(by_origin.items())]
    numbered = [x for x in chosen if not x.figure.weak]
    return numbered or chosen


def _latest(group: list[Mention], harm: str) -> Chosen:
    """The latest figure of one origin.

    A later report replaces an earlier one; where the day is not known, a figure said to replace another does;
    else the highest stands, since tolls of one event rise.
    """
    numbered = [x for x in group if not x.figures[harm].weak] or group
    days = [x.published for x in numbered if x.published is not None]
    latest = max(days, default=None)
    current = [x for x in numbered if x.published is None or x.published == latest]
    revised = [x for x in current if x.stance == "revises"] or current
    best = max(
        revised,
        key=lambda x: (
            x.figures[harm].number or 0,
            x.published or datetime.date.min,
            x.speaker is not None,
            not x.is_headline,
            x.figures[harm].high is None,
            x.claim_id,
        ),
    )
    return Chosen(best.claim_id, best.figures[harm])


def _range(chosen: list[Chosen]) -> Range:
    lows = [(x.figure.low, x.claim_id) for x in chosen if x.figure.low is not None]
    low = min(lows, default=(None, chosen[0].claim_id))
    if all(x.figure.weak for x in chosen):
        # No origin gives a number: the word's floor is all there is, and no ceiling.
        return Range(low[0], None, True, low[1], low[1])
    tops = [(_top(x.figure), x.figure.high is None, x.claim_id) for x in chosen]
    high = max(tops, key=lambda top: (top[0], top[1], top[2]))
    return Range(low[0], high[0], high[1], low[1], high[2])


def _top(figure: Figure) -> int:
    return figure.high if figure.high is not None else figure.low or 0
