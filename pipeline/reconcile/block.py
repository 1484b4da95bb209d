"""Which claims are compared at all.

Belongs here: keys under which two claims of one event are sure to meet. Does not: judging.
"""

import datetime
from collections import defaultdict
from itertools import combinations

from pipeline.authority.places import WIDE, Gazetteer
from pipeline.reconcile.cluster import Pair
from pipeline.reconcile.mention import Mention
from pipeline.reconcile.weights import WEIGHTS

_WINDOW = 16
"""Days of a time slice. Claims meet in their slice and the next: no pair further apart can be one event."""

Key = tuple[str, str, int]


def pairs(mentions: list[Mention], gazetteer: Gazetteer) -> list[Pair]:
    """Pairs of claim ids to compare, the smaller id first, sorted.

    Claims meet in one document; and, within a month or where one has no date at all, in one settlement, in one
    governorate, or by an equal figure of three or more in one country.
    """
    documents: dict[str, list[str]] = defaultdict(list)
    slices: dict[tuple[Key, int], list[str]] = defaultdict(list)
    everything: dict[Key, list[str]] = defaultdict(list)
    undated: dict[Key, list[str]] = defaultdict(list)
    for mention in mentions:
        documents[mention.document_id].append(mention.claim_id)
        day = _day(mention)
        for key in _keys(mention, gazetteer):
            everything[key].append(mention.claim_id)
            if day is None:
                undated[key].append(mention.claim_id)
            else:
                number = (day - datetime.date(1970, 1, 1)).days // _WINDOW
                slices[key, number].append(mention.claim_id)
                slices[key, number + 1].append(mention.claim_id)
    found: set[Pair] = set()
    for ids in (*documents.values(), *slices.values()):
        found.update(combinations(sorted(set(ids)), 2))
    for key, ids in undated.items():
        found.update((min(x, y), max(x, y)) for x in ids for y in everything[key] if x != y)
    return sorted(found)


def _day(mention: Mention) -> datetime.date | None:
    """A day near the event: of its own date, unless that spans so long that the publication is nearer."""
    if mention.date_start is None or mention.date_end is None:
        return mention.published
    long = (mention.date_end - mention.date_start).days > WEIGHTS.limits["loose_days"]
    return mention.published or mention.date_end if long and not mention.is_total else mention.date_start


def _keys(mention: Mention, gazetteer: Gazetteer) -> set[Key]:
    keys: set[Key] = set()
    kind = int(mention.is_total)
    for place in mention.places:
        keys |= {("spot", step, kind) for step in gazetteer.above(place) if gazetteer.precision(step) < WIDE}
        area = gazetteer.of_kind(place, "governorate")
        keys.add(("area", area or place, kind))
    for figure in (mention.killed, mention.injured):
        if figure is not None and figure.number is not None and figure.number > 2:
            keys.add(("figure", str(mention.country), figure.number))
    return keys
