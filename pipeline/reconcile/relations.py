"""How one claim bears on another.

Belongs here: rows of ``claim_relation`` and roles of claims. Does not: deciding which claims are one event.
"""

from collections import defaultdict

from pipeline.reconcile.event import Event
from pipeline.reconcile.mention import Figure, Mention
from pipeline.reconcile.numbers import counts

Relation = tuple[str, str, str, str]
"""From, to, relation, basis."""


def role(mention: Mention, event: Event) -> str:
    """What a claim does in its event (vocabulary ``claim_role``)."""
    if mention.stance in ("denies", "doubts"):
        return "denial"
    if mention.claim_id in event.numbers.counted:
        return "count"
    if not counts(mention):
        return "context"
    origin = event.origins[mention.claim_id].origin_id
    counted = [
        x
        for x in event.mentions
        if x.claim_id in event.numbers.counted and event.origins[x.claim_id].origin_id == origin
    ]
    if not counted:
        # A word's floor beside numbers, or a part of a larger figure.
        return "context"
    return "restatement" if any(x.document_id == mention.document_id for x in counted) else "same_origin"


def relate(events: list[Event], denied: dict[str, list[str]], contains: list[tuple[str, str]]) -> list[Relation]:
    """Rows of ``claim_relation``, sorted.

    Args:
        events: Every event.
        denied: Denying claim to the claims it denies.
        contains: Ids of totals and of the events they cover.
    """
    found: dict[tuple[str, str, str], str] = {}
    for event in events:
        _within(event, found)
    for claim, targets in denied.items():
        found.update({(claim, target, "denies"): "denial_of_nearest_claim" for target in targets})
    anchors = {event.incident_id: _anchor(event) for event in events}
    found.update({(anchors[a], anchors[b], "contains"): "totals_cover_events" for a, b in contains})
    return sorted((a, b, relation, basis) for (a, b, relation), basis in found.items())


def _within(event: Event, found: dict[tuple[str, str, str], str]) -> None:
    by_origin: dict[str, list[Mention]] = defaultdict(list)
    for mention in event.mentions:
        if counts(mention):
            by_origin[event.origins[mention.claim_id].origin_id].append(mention)
    for group in by_origin.values():
        _one_origin(event, group, found)
    counted = [x for x in event.mentions if x.claim_id in event.numbers.counted]
    for index, a in enumerate(counted):
        for b in counted[index + 1 :]:
            if event.origins[a.claim_id].origin_id != event.origins[b.claim_id].origin_id and _exclude(a, b):
                found[a.claim_id, b.claim_id, "contradicts"] = "bounds_exclude_each_other"


def _one_origin(event: Event, group: list[Mention], found: dict[tuple[str, str, str], str]) -> None:
    """An origin's repetitions point at the claim that stands for it."""
    counted = [x for x in group if x.claim_id in event.numbers.counted]
    for mention in group:
        others = [x for x in counted if x.claim_id != mention.claim_id and _same_bucket(x, mention)]
        if mention.claim_id in event.numbers.counted or not others:
            continue
        here = [x for x in others if x.document_id == mention.document_id]
        target = (here or others)[0]
        basis = event.origins[mention.claim_id].basis
        if here:
            found[mention.claim_id, target.claim_id, "restates"] = basis
        else:
            found[mention.claim_id, target.claim_id, "same_origin_as"] = basis
        if _replaces(target, mention):
            found[target.claim_id, mention.claim_id, "supersedes"] = "later_figure_of_one_origin"


def _replaces(later: Mention, earlier: Mention) -> bool:
    if later.killed is None or earlier.killed is None or later.killed.number == earlier.killed.number:
        return False
    if later.killed.weak or earlier.killed.weak:
        # A word is counted out by a number, not replaced by it.
        return False
    newer = later.published is not None and earlier.published is not None and later.published > earlier.published
    return later.stance == "revises" or newer


def _same_bucket(a: Mention, b: Mention) -> bool:
    return (a.victim_class == "combatant") == (b.victim_class == "combatant")


def _exclude(a: Mention, b: Mention) -> bool:
    pairs = ((a.killed, b.killed), (a.injured, b.injured))
    return _same_bucket(a, b) and any(
        x is not None and y is not None and not x.weak and not y.weak and (_below(x, y) or _below(y, x))
        for x, y in pairs
    )


def _below(x: Figure, y: Figure) -> bool:
    return x.high is not None and y.low is not None and x.high < y.low


def _anchor(event: Event) -> str:
    """The claim that stands for an event: of its least figure, else its first."""
    columns = event.numbers.columns()
    return str(columns["min_claim_id"] or min(mention.claim_id for mention in event.mentions))
