"""Everything about a figure that is not a number: who says so, where, when, who struck, with what, one event or many."""

from dataclasses import dataclass

from pipeline.extract.actors import code_actor
from pipeline.extract.context import Context
from pipeline.extract.model import Coding, Count, Document, EventDate, Figure, Named, PlaceMention, Speaker
from pipeline.extract.places import (
    Chain,
    as_mention,
    code_chain,
    document_country,
    level_of,
    local_chain,
    place_words,
    sentence_words,
)
from pipeline.extract.scope import Scope, code_scope, told_scope
from pipeline.extract.speakers import code_speaker, is_own_voice, is_vague
from pipeline.extract.times import When
from pipeline.extract.timing import as_event_date, carried_date, own_date
from pipeline.extract.toponyms import DISTRICT
from pipeline.extract.weapons import code_strikes, code_target, code_weapon


@dataclass(slots=True)
class _Draft:
    """What a figure's own surroundings say, before restatements share what they know."""

    figure: Figure
    speaker: Speaker | None
    told: Scope
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
    own = own_date(context, figure)
    local = local_chain(context, figure)
    told = told_scope(context, figure)
    chain = code_chain(context, figure, told[0] != "incident")
    return _Draft(
        figure=figure,
        speaker=code_speaker(context, figure),
        told=told,
        chain=chain,
        local=local,
        own_date=own,
        date=own or carried_date(context, figure, place_words(context, local) if local else frozenset()),
        actor=actor,
        certainty=certainty,
        weapon=code_weapon(context, figure),
    )


def _coding(context: Context, draft: _Draft, drafts: list[_Draft]) -> Coding:
    twins = [other for other in drafts if other is not draft and _restates(context, draft, other)]
    chain = _narrowest(context, draft, twins)
    place = as_mention(context, chain)
    figure = draft.figure
    names = place.spans if place else ()
    scope, scope_spans = code_scope(context, figure, draft.told, level_of(context, draft.local), names)
    strikes = code_strikes(context, figure)
    return Coding(
        speaker=_speaker(context, draft, twins),
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
    return as_event_date(context, held, draft.own_date is None)


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
    if not same or any(left != right for left, right in same) or not _numbered(one):
        return False
    days = [held.date.start for held in (draft, other) if held.date and held.date.start]
    if len(days) == 2 and days[0] != days[1] and (draft.own_date or other.own_date):
        return False
    if _apart(context, draft, other):
        return False
    headline = any(context.document.sentences[held.sentence].is_headline for held in (one, two))
    small = all((left is None or (left[0] or 0) <= 2) for left, _ in same)
    blocks = context.blocks
    return (
        not small
        or headline
        or blocks[one.sentence] == blocks[two.sentence]
        or bool(draft.local and other.local and place_words(context, draft.local) & place_words(context, other.local))
    )


def _numbered(figure: Figure) -> bool:
    """Whether a figure gives a number and not only a word like "dozens", which two events may share."""
    return any(count and count.value is not None for count in (figure.killed, figure.injured))


def _apart(context: Context, one: _Draft, two: _Draft) -> bool:
    """Whether two figures name different small places, neither naming the other's beside its own."""
    if one.local is None or two.local is None:
        return False
    if max(level_of(context, one.local), level_of(context, two.local)) > DISTRICT:
        return False
    return not any(
        place_words(context, here.local) & sentence_words(context, there.figure.sentence)
        for here, there in ((one, two), (two, one))
        if here.local
    )


def _narrowest(context: Context, draft: _Draft, twins: list[_Draft]) -> Chain | None:
    """The smallest place the tellings of one figure name; of two as small, the one that lies in the other."""
    best = draft.chain
    for other in twins:
        if other.chain is None or other.chain is best:
            continue
        level, held = level_of(context, other.chain), level_of(context, best)
        inside = best is not None and level == held and place_words(context, best) < place_words(context, other.chain)
        if level < held or inside:
            best = other.chain
    return best


def _speaker(context: Context, draft: _Draft, twins: list[_Draft]) -> Speaker | None:
    """The figure's own speaker; a restatement without one, or with mere "reports", has its twin's."""
    own = draft.speaker
    if own and not is_vague(own):
        return own
    told = [other for other in twins if other.speaker and _covers(other.figure, draft.figure)]
    # Where the outlet's own reporter tells it, the outlet says so itself.
    if any(other.speaker and is_own_voice(context.document, other.speaker) for other in told):
        return own
    return next((other.speaker for other in told if other.speaker and not is_vague(other.speaker)), own)


def _covers(told: Figure, bare: Figure) -> bool:
    """Whether a figure states all the numbers of another."""
    pairs = [(told.killed, bare.killed), (told.injured, bare.injured)]
    return all(_bounds(left) == _bounds(right) for left, right in pairs if right)


__all__ = ["PlaceMention", "code"]
