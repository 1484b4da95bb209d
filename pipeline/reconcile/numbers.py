"""The range of what the origins of one event say.

Belongs here: which figure of an origin stands, and the lowest and highest of them. Does not: averages, best
figures, or sums over events.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from pipeline.reconcile.mention import GROUPS, Figure, Mention
from pipeline.reconcile.origins import Origin
from pipeline.reconcile.parts import CIVILIANS, COMBATANTS, Part, buckets, counts, parts_of, sums_of

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
    """What the figures of one event come to.

    Attributes:
        ranges: By bucket and harm.
        standing: Claim id to the harms its figure stands for its origin in.
        bucket: Claim id to bucket.
        parts: By harm, claims that count some of those another claim counts.
        sums: Claims that only add up others, with those.
        counted: Claims whose figure killed or injured counts.
        partial: Claims that tell of some of another's victims and count for nothing else: their origin is heard.
    """

    ranges: dict[tuple[str, str], Range] = field(default_factory=dict)
    standing: dict[str, list[str]] = field(default_factory=dict)
    bucket: dict[str, str] = field(default_factory=dict)
    parts: dict[str, dict[str, Part]] = field(default_factory=dict)
    sums: dict[str, list[str]] = field(default_factory=dict)
    counted: set[str] = field(default_factory=set)
    partial: set[str] = field(default_factory=set)

    def columns(self) -> dict[str, Any]:
        """The range columns of ``incident``."""
        row: dict[str, Any] = {}
        for (bucket, harm), found in self.ranges.items():
            if not (bucket and harm in GROUPS):
                row[f"{bucket}{harm}_min"] = found.low
                row[f"{bucket}{harm}_max"] = found.high
                row[f"{bucket}{harm}_max_is_open"] = found.is_open
        main = self.ranges.get((CIVILIANS, "killed")) or self.ranges.get((COMBATANTS, "killed"))
        row["min_claim_id"] = None if main is None else main.low_claim
        # A word's floor has no highest number, so no claim gives one.
        row["max_claim_id"] = None if main is None or main.high is None else main.high_claim
        return row


def count(mentions: list[Mention], origins: dict[str, Origin]) -> Numbers:
    """Ranges of one event's figures: civilians (with mixed and unknown) and combatants apart."""
    counting = [mention for mention in mentions if counts(mention)]
    bucket, sums = buckets(mentions), sums_of(counting)
    summed = [mention for mention in counting if mention.claim_id not in sums]
    parts = {harm: parts_of(summed, bucket, harm) for harm in ("killed", "injured")}
    numbers = Numbers(bucket=bucket, parts=parts, sums=sums)
    for side in (CIVILIANS, COMBATANTS):
        inside = [mention for mention in summed if bucket[mention.claim_id] == side]
        told_of = {harm for mention in inside for harm in mention.figures}
        for harm in (harm for harm in HARMS if harm in told_of):
            # A part says nothing of all the killed; what it says of the injured or of a group stands.
            whole = [mention for mention in inside if mention.claim_id not in parts.get(harm, {})]
            if chosen := _standing(whole, origins, harm):
                numbers.ranges[side, harm] = _range(chosen)
                for one in chosen:
                    numbers.standing.setdefault(one.claim_id, []).append(harm)
    numbers.counted = {claim for claim, harms in numbers.standing.items() if {"killed", "injured"} & set(harms)}
    told = {claim for found in parts.values() for claim, part in found.items() if part.tells}
    numbers.partial = told - numbers.counted
    return numbers


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
