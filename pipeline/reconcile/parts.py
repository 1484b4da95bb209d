"""Figures of one event that count some of those another figure counts.

Belongs here: which claim is a part, of which whole, and by what rule; which victims a claim is of. Does not: ranges
(``numbers``), or totals over several events (``totals``). A part neither lowers a range nor is a rival to the whole.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from pipeline.reconcile.mention import Mention

CIVILIANS, COMBATANTS = "", "combatants_"
"""Buckets of an event's figures: civilians with mixed and unknown victims, and combatants; prefixes of columns."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a figure is a part of.

    Attributes:
        whole: Claim whose figure covers it.
        basis: Rule that says so.
        tells: True where the claim vouches for the event; an outlet's own words beside a speaker's do not.
    """

    whole: str
    basis: str
    tells: bool = True


def counts(mention: Mention) -> bool:
    """True where a claim's figure can count: it asserts or revises, and tells of what was."""
    return mention.stance in ("asserts", "revises") and mention.modality != "forecast" and bool(mention.figures)


def buckets(mentions: list[Mention]) -> dict[str, str]:
    """Claim id to bucket.

    A claim that gives a number and does not say who died is of combatants where nobody speaks of civilians and
    somebody says that most were combatants.
    """
    stated = [x for x in mentions if x.victim_class != "unknown" and counts(x)]
    most: dict[str, int] = defaultdict(int)
    if all(x.victim_class == "combatant" for x in stated):
        for said in stated:
            for harm, figure in said.figures.items():
                most[harm] = max(most[harm], figure.number or 0)
    return {x.claim_id: COMBATANTS if _of_combatants(x, most) else CIVILIANS for x in mentions}


def _of_combatants(mention: Mention, most: dict[str, int]) -> bool:
    if mention.victim_class != "unknown":
        return mention.victim_class == "combatant"
    if mention.groups:
        return False
    return any(
        harm in most and 2 * most[harm] >= (figure.number or 0)
        for harm, figure in mention.figures.items()
        if not figure.weak
    )


def parts_of(mentions: list[Mention], bucket: dict[str, str], harm: str) -> dict[str, Part]:
    """The parts among the figures of one event.

    Args:
        mentions: Claims of one event that count, without sums (:func:`sums_of`).
        bucket: Their buckets.
        harm: ``killed`` or ``injured``.

    Returns:
        Claim id of a part to what it is a part of.
    """
    numbered = [x for x in mentions if _number(x, harm) is not None]
    found: dict[str, Part] = {}
    for mention in numbered:
        rivals = [x for x in numbered if bucket[x.claim_id] == bucket[mention.claim_id]]
        if (part := _part(mention, rivals, numbered, harm)) is not None:
            found[mention.claim_id] = part
    return found


def _part(mention: Mention, rivals: list[Mention], numbered: list[Mention], harm: str) -> Part | None:
    larger = [x for x in rivals if (_number(x, harm) or 0) > (_number(mention, harm) or 0)]
    people = [x for x in larger if not _of_group(x, harm)]
    if people and _of_group(mention, harm):
        return Part(_nearest(mention, people).claim_id, "group_of_the_victims")
    here = [x for x in larger if x.document_id == mention.document_id]
    if here and _among().search(mention.words) and _alone(mention, numbered):
        return Part(_nearest(mention, here).claim_id, "said_to_be_among_the_victims")
    spoken = [x for x in rivals if x.document_id == mention.document_id and x.speaker is not None]
    if mention.speaker is None and spoken and all(x in here for x in spoken):
        # An outlet's own smaller figure beside a larger one that it attributes is no rival of that one.
        return Part(_nearest(mention, spoken).claim_id, "outlets_own_beside_a_speakers", tells=False)
    return None


def sums_of(mentions: list[Mention]) -> dict[str, list[str]]:
    """Figures that only add up others of their document, with those: 'four civilians and six fighters … ten in all'.

    The sum does not say who died, or says both; its summands are of both buckets and of one speaker. They count in
    its stead, for the sum says nothing of either class.
    """
    by_document: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if _number(mention, "killed") is not None:
            by_document[mention.document_id].append(mention)
    found: dict[str, list[str]] = {}
    for here in by_document.values():
        pairs = [
            ((_number(x, "killed") or 0) + (_number(y, "killed") or 0), sorted((x.claim_id, y.claim_id)))
            for x in here
            for y in here
            if x.victim_class == "combatant" and y.victim_class == "civilian" and x.speaker == y.speaker
        ]
        for whole in here:
            summands = [ids for total, ids in pairs if total == _number(whole, "killed")]
            if summands and whole.victim_class in ("mixed", "unknown"):
                found[whole.claim_id] = min(summands)
    return found


def _number(mention: Mention, harm: str) -> int | None:
    figure = mention.killed if harm == "killed" else mention.injured
    return None if figure is None or figure.weak else figure.number


def _of_group(mention: Mention, harm: str) -> bool:
    """True where all the victims a claim tells of are children or women: it gives no number of all victims."""
    groups = (mention.groups.get(f"{group}_{harm}") for group in ("children", "women"))
    low = sum(figure.low or 0 for figure in groups if figure is not None)
    return 0 < (_number(mention, harm) or 0) <= low


def _alone(mention: Mention, numbered: list[Mention]) -> bool:
    """True where no other figure stands in a claim's words: 'among the dead' is then said of this one."""
    return not any(
        x.document_id == mention.document_id and x.start < mention.end and mention.start < x.end and x is not mention
        for x in numbered
    )


def _nearest(mention: Mention, others: list[Mention]) -> Mention:
    def away(other: Mention) -> tuple[bool, bool, int, str]:
        here = other.document_id == mention.document_id
        gap = max(other.start - mention.end, mention.start - other.end, 0) if here else 0
        return not here, other.speaker != mention.speaker, gap, other.claim_id

    return min(others, key=away)


@cache
def _among() -> re.Pattern[str]:
    words = yaml.safe_load(files("pipeline.reconcile").joinpath("parts.yml").read_text(encoding="utf-8"))
    return re.compile(rf"\b(?:{'|'.join(words['part_of'])})\b")
