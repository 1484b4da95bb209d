"""Everything about a figure that is not a number: who says so, where, when, who struck, with what, one event or many."""

from dataclasses import dataclass

from pipeline.extract.actors import code_actor
from pipeline.extract.context import Context
from pipeline.extract.model import Coding, Count, Document, EventDate, Figure, Named, PlaceMention, Speaker
from pipeline.extract.places import Chain, as_mention, code_chain, document_country, level_of, local_chain
from pipeline.extract.scope import code_scope
from pipeline.extract.speakers import code_speaker
from pipeline.extract.timing import When, as_event_date, code_carried_date, code_own_date
from pipeline.extract.weapons import code_strikes, code_target, code_weapon


@dataclass(slots=True)
class _Draft:
    """What a figure's own surroundings say, before restatements share what they know."""

    figure: Figure
    speaker: Speaker | None
    chain: Chain | None
    local: Chain | None
    own_date: When | None
    date: When | None
    actor: Named | None
    certainty: str | None
    weapon: Named | None


def code(document: Document, figures: list[Figure]) -> list[Coding]:
    """Speaker, place, date, actor, weapon and scope of each figure of one document.

    Args:
        document: The document; sentences without a parse are parsed where a figure's surroundings need it.
        figures: Its figures.

    Returns:
        One coding a figure, in the figures' order.
    """
    if not figures:
        return []
    context = Context(document, figures)
    drafts = [_draft(context, figure) for figure in figures]
    return [_coding(context, draft, drafts) for draft in drafts]


def _draft(context: Context, figure: Figure) -> _Draft:
    actor, certainty = code_actor(context, figure)
    own = code_own_date(context, figure)
    return _Draft(
        figure=figure,
        speaker=code_speaker(context, figure),
        chain=code_chain(context, figure),
        local=local_chain(context, figure),
        own_date=own,
        date=own or code_carried_date(context, figure),
        actor=actor,
        certainty=certainty,
        weapon=code_weapon(context, figure),
    )


def _coding(context: Context, draft: _Draft, drafts: list[_Draft]) -> Coding:
    twins = [other for other in drafts if other is not draft and _restates(context, draft, other)]
    chain = min([draft.chain, *(other.chain for other in twins)], key=lambda held: level_of(context, held))
    place = as_mention(context, chain)
    figure = draft.figure
    scope, scope_spans = code_scope(context, figure, place)
    strikes = code_strikes(context, figure)
    return Coding(
        speaker=draft.speaker or _twin_speaker(draft, twins),
        place=place,
        country=(place.country if place else None) or document_country(context),
        date=_date(context, draft, twins),
        actor=draft.actor or next((other.actor for other in twins if other.actor), None),
        actor_certainty=draft.certainty or next((other.certainty for other in twins if other.actor), None),
        weapon=draft.weapon or next((other.weapon for other in twins if other.weapon), None),
        strikes_min=strikes[0],
        strikes_max=strikes[1],
        target=code_target(context, figure),
        aggregation=scope,
        aggregation_spans=scope_spans,
    )


def _date(context: Context, draft: _Draft, twins: list[_Draft]) -> EventDate | None:
    held = draft.date or next((other.date for other in twins if other.date), None)
    if held is None:
        return None
    own = draft.own_date is not None
    return as_event_date(context, held, None if own or held.start is None else "previous")


def _bounds(count: Count | None) -> tuple[int | None, int | None, str] | None:
    return (count.minimum, count.maximum, count.qualifier) if count else None


def _restates(context: Context, draft: _Draft, other: _Draft) -> bool:
    """Whether two figures of a document are one told twice: equal bounds, no place or day against it."""
    one, two = draft.figure, other.figure
    same = [
        (_bounds(left), _bounds(right))
        for left, right in ((one.killed, two.killed), (one.injured, two.injured))
        if left and right
    ]
    if not same or any(left != right for left, right in same):
        return False
    if draft.own_date and other.own_date and draft.own_date.start and other.own_date.start:
        if draft.own_date.start != other.own_date.start:
            return False
    return True


def _twin_speaker(draft: _Draft, twins: list[_Draft]) -> Speaker | None:
    return next((other.speaker for other in twins if other.speaker), None)


__all__ = ["PlaceMention", "code"]
