"""Which claims are compared at all.

Belongs here: keys under which two claims of one event are sure to meet. Does not: judging.
"""

import datetime
from collections import defaultdict
from itertools import combinations

from pipeline.authority.places import WIDE, Gazetteer
from pipeline.reconcile.mention import Mention

_WEEK = 7


def pairs(mentions: list[Mention], gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """Pairs of claim ids to compare, the smaller id first, sorted.

    Claims meet in one document, in one settlement, in one governorate within two weeks (or where one has no
    date), and by an equal figure of three or more in one country.
    """
    blocks: dict[tuple[object, ...], list[str]] = defaultdict(list)
    undated: dict[str, list[str]] = defaultdict(list)
    areas: dict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        for key in sorted(set(_keys(mention, gazetteer)), key=str):
            blocks[key].append(mention.claim_id)
        for area in {gazetteer.of_kind(place, "governorate") for place in mention.places} - {None}:
            areas[str(area)].append(mention.claim_id)
            if _day(mention) is None:
                undated[str(area)].append(mention.claim_id)
    found = {tuple(sorted(pair)) for ids in blocks.values() for pair in combinations(sorted(set(ids)), 2)}
    for area, ids in undated.items():
        found |= {(min(x, y), max(x, y)) for x in ids for y in areas[area] if x != y}
    return sorted((a, b) for a, b in found)


def _keys(mention: Mention, gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    keys: list[tuple[object, ...]] = [("document", mention.document_id)]
    day = _day(mention)
    for place in mention.places:
        keys += [("spot", step) for step in gazetteer.above(place) if gazetteer.precision(step) < WIDE]
        area = gazetteer.of_kind(place, "governorate")
        if area is not None and day is not None:
            week = (day - datetime.date(1970, 1, 1)).days // _WEEK
            keys += [("area", area, week), ("area", area, week + 1)]
        if mention.is_total:
            keys.append(("total", place))
    for figure in (mention.killed, mention.injured):
        if figure is not None and figure.number is not None and figure.number > 2:
            keys.append(("figure", mention.country, figure.number))
    return keys


def _day(mention: Mention) -> datetime.date | None:
    return mention.date_start or mention.published
