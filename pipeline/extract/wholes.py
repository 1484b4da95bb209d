"""Numbers that are several events' because of what the rest of the document tells of them."""

from itertools import combinations

from pipeline.extract.chains import head, level_of, place_words
from pipeline.extract.context import Context
from pipeline.extract.model import Count, Figure
from pipeline.extract.retelling import Draft
from pipeline.extract.scope import INCIDENT, Scope, of_one_event
from pipeline.extract.toponyms import DISTRICT, SPOT, TOWN

_BELOW = 8
"""Sentences below a total within which its parts are told."""
_PARTS = 30
"""Figures from a total on among which its parts are sought."""


def told_around(context: Context, draft: Draft, twins: list[Draft], drafts: list[Draft]) -> Scope:
    """The scope that a figure without one of its own has from the rest of the document.

    Args:
        context: The document.
        draft: The figure.
        twins: Its other tellings.
        drafts: The figures around it, in reading order.

    Returns:
        An aggregate where the numbers told next, each with a place of its own, add up to it; else the scope another
        telling of it has by its own words, unless the figure's words tell of one event.
    """
    if of_one_event(context, draft.figure):
        return INCIDENT
    for one in (draft, *twins):
        parts = parts_of(context, one, drafts)
        if parts:
            return "aggregate", tuple(head(context, part.local).names[0] for part in parts if part.local)
    told = [other.told for other in twins if other.told != INCIDENT and _same_victims(draft.figure, other.figure)]
    return told[0] if told else INCIDENT


def _same_victims(one: Figure, two: Figure) -> bool:
    """Whether nothing says that others were harmed: "seven gunmen", and seven civilians of the month's dead."""
    return len({one.victim_class, two.victim_class} - {"unknown", "mixed"}) < 2


def lend_day(context: Context, drafts: list[Draft]) -> None:
    """Give the parts of a total that have no day its day: what they add up to happened then."""
    for at, whole in enumerate(drafts):
        if whole.date is not None:
            for part in parts_of(context, whole, drafts[at : at + _PARTS]):
                part.date = part.date or whole.date


def parts_of(context: Context, whole: Draft, drafts: list[Draft]) -> list[Draft]:
    """The next figures that divide one over places: "41 died. ... In A 30 died; nine in B ...", else none.

    Args:
        context: The document.
        whole: The figure.
        drafts: The figures around it, in reading order.
    """
    figure = whole.figure
    below = [
        other
        for other in drafts
        if other.figure.quote > figure.quote and other.figure.sentence <= figure.sentence + _BELOW
    ]
    for harm in ("killed", "injured"):
        total = _exact(figure, harm)
        told = [other for other in below if _exact(other.figure, harm) not in (None, total)]
        # One and one make two wherever they are told: only a larger number tells that they are its parts.
        parts = _adding_up(told, harm, total) if total and total > 2 else []
        if parts and _apart(context, whole, parts):
            return parts
    return []


def _exact(figure: Figure, harm: str) -> int | None:
    count: Count | None = figure.killed if harm == "killed" else figure.injured
    return count.minimum if count and count.value is not None else None


def _adding_up(told: list[Draft], harm: str, total: int) -> list[Draft]:
    """The next figures, two or more, whose numbers make the total."""
    left = total
    for at, other in enumerate(told):
        left -= _exact(other.figure, harm) or 0
        if left <= 0:
            return told[: at + 1] if left == 0 and at else []
    return []


def _apart(context: Context, whole: Draft, parts: list[Draft]) -> bool:
    """Whether each part has a place of its own, and the whole none but one that holds them or that it has of them."""
    held = [part.local for part in parts if part.local and level_of(context, part.local) <= DISTRICT]
    if len(held) < len(parts) or any(
        place_words(context, one) & place_words(context, two) for one, two in combinations(held, 2)
    ):
        return False
    if level_of(context, whole.local) <= TOWN:
        return all(level_of(context, chain) == SPOT for chain in held)
    small = whole.chain if level_of(context, whole.chain) <= TOWN else None
    return small is None or any(place_words(context, small) & place_words(context, chain) for chain in held)
