"""Everything about a figure that is not a number: who says so, where, when, who struck, with what, how many events."""

import dataclasses
import re

from pipeline.extract.accusations import blames_for_another
from pipeline.extract.actors import (
    group_actor,
    named_actor,
    nearby_actor,
    of_another,
    other_side,
    own_actor,
    strikes_itself,
    subject_actor,
)
from pipeline.extract.areas import area_chain, country_chain, document_country, named_before
from pipeline.extract.chains import Chain, head, level_of, place_words, sentence_words
from pipeline.extract.context import Context
from pipeline.extract.denials import Denial, denier, later_denial, own_denial
from pipeline.extract.model import Coding, Document, EventDate, Figure, Named, Speaker
from pipeline.extract.perpetrators import Perpetrator
from pipeline.extract.places import as_mention, code_chain, local_chain, told_elsewhere
from pipeline.extract.retelling import Draft, retells, shared_chain, shared_speaker
from pipeline.extract.scope import INCIDENT, code_scope, is_of_war, told_scope
from pipeline.extract.speakers import code_speaker
from pipeline.extract.timing import as_event_date, carried_date, own_date
from pipeline.extract.toponyms import TOWN
from pipeline.extract.weapons import (
    agrees,
    code_strikes,
    code_target,
    fighting,
    named_weapon,
    nearby_weapon,
    own_weapon,
    settles,
)
from pipeline.extract.wholes import lend_day, told_around

FINDERS = (group_actor, own_actor, subject_actor, other_side)
"""Ways to find who struck in the figure's own sentence, the surest first."""
_REACH = 100
"""Figures before and after one among which another telling of it is sought; no coded report has as many."""
LAID = ("mine",)
"""Classes of weapons that wait for their victims."""
FOUGHT = ("clash",)
"""Classes of weapons that two sides use on each other."""


def code(document: Document, figures: list[Figure]) -> list[Coding]:
    """Speaker, place, date, actor, weapon and scope of each figure of one document.

    Each figure is first coded from its own sentence and those on the same event; then figures that are one told twice
    (headline and body) share what only one of them says.

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
    lend_day(context, drafts)
    codings = [_coding(context, draft, drafts[max(0, at - _REACH) : at + _REACH]) for at, draft in enumerate(drafts)]
    return _denied(context, figures, codings)


def _draft(context: Context, figure: Figure) -> Draft:
    own, local, told = own_date(context, figure), local_chain(context, figure), told_scope(context, figure)
    names, level = head(context, local).names if local else (), level_of(context, local)
    scope, _ = code_scope(context, figure, told, level, names)
    # Fighting that goes on in one place is several events, all there: its place may stand in a sentence before.
    total = scope != "incident" and (told != INCIDENT or local is not None)
    area = area_chain(context, figure, local) if scope != "incident" else None
    chain = area or (country_chain(context, figure, local) if is_of_war(context, figure, scope) else None)
    named = None if total or level <= TOWN else named_before(context, figure)
    chain = chain or named or code_chain(context, figure, total)
    words: frozenset[str] = place_words(context, chain) if chain else frozenset()
    return Draft(
        figure=figure,
        speaker=code_speaker(context, figure),
        told=told,
        chain=chain,
        local=named or local,
        own_date=own,
        date=own or carried_date(context, figure, _on_event(context, figure, chain), words, scope != "incident"),
        actor=next((held for finder in FINDERS if (held := finder(context, figure))), None),
        weapon=own_weapon(context, figure),
    )


def _coding(context: Context, draft: Draft, drafts: list[Draft]) -> Coding:
    twins = [other for other in drafts if other is not draft and retells(context, draft, other)]
    figure = draft.figure
    speaker = shared_speaker(context, draft, twins)
    place = as_mention(context, shared_chain(context, draft, twins))
    level = level_of(context, draft.local)
    scope, scope_spans = code_scope(context, figure, draft.told, level, place.spans if place else ())
    if scope == "incident":
        scope, scope_spans = told_around(context, draft, twins, drafts)
    of_war = is_of_war(context, figure, scope)
    weapon = None if of_war else _weapon(context, draft, twins, scope == "cumulative")
    # Nobody is said to strike with a mine unless the words beside it say who laid it; a battle's dead are of all sides.
    waits, of_battle = (weapon is not None and weapon.value in kinds for kinds in (LAID, FOUGHT))
    alone = of_war or waits or (of_battle and scope == "cumulative")
    actor, certainty = _actor(context, draft, [] if of_war else twins, drafts, speaker, alone)
    strikes = code_strikes(context, figure)
    return Coding(
        speaker=speaker,
        place=place,
        country=(place.country if place else None) or document_country(context),
        date=_date(context, draft, twins),
        actor=actor,
        actor_certainty=certainty,
        weapon=weapon,
        strikes_min=strikes[0],
        strikes_max=strikes[1],
        target=code_target(context, figure),
        aggregation=scope,
        aggregation_spans=scope_spans,
    )


def _date(context: Context, draft: Draft, twins: list[Draft]) -> EventDate | None:
    """The figure's own day; else a twin's own; else one carried from another sentence."""
    told = [draft.own_date, *(other.own_date for other in twins), draft.date, *(other.date for other in twins)]
    held = [when for when in told if when]
    when = next((when for when in held if when.start), held[0] if held else None)
    if when is None:
        return None
    own = context.document.sentences[draft.figure.sentence].span
    return as_event_date(context, when, not own.start <= when.span.start < own.end)


def _actor(
    context: Context, draft: Draft, twins: list[Draft], drafts: list[Draft], speaker: Speaker | None, alone: bool
) -> tuple[Named | None, str | None]:
    if speaker and draft.actor is None and strikes_itself(context, draft.figure):
        return Named(speaker.name, speaker.spans), "stated"
    told = [actor for actor in (draft.actor, *(other.actor for other in twins)) if actor]
    actor: Perpetrator | None = told[0] if told else None
    if actor is None and not alone:
        fullest = _fullest(context, draft, twins)
        nearby = [
            index
            for index in _on_event(context, fullest.figure, fullest.chain)
            if _tells_on(context, fullest, index)
            and not blames_for_another(context, fullest, [draft, *twins], drafts, index)
        ]
        actor = nearby_actor(context, fullest.figure, nearby)
    return (named_actor(context, actor), actor.certainty) if actor else (None, None)


def _on_event(context: Context, figure: Figure, chain: Chain | None) -> list[int]:
    """Other sentences that tell of the figure's event, the likeliest first; none that tells of another place."""
    apart = told_elsewhere(context, figure, chain)
    return [index for index in context.nearby(figure) if index not in apart]


def _tells_on(context: Context, draft: Draft, index: int) -> bool:
    """Whether a sentence names the doer for a figure: not one of a later paragraph that turns to something else."""
    sentences, figure = context.document.sentences, draft.figure
    own, near = sentences[figure.sentence], index <= figure.sentence + 2
    if own.is_headline or near or sentences[index].paragraph <= own.paragraph or context.refers_back(index):
        return True
    return draft.chain is not None and bool(place_words(context, draft.chain) & sentence_words(context, index))


def _fullest(context: Context, draft: Draft, twins: list[Draft]) -> Draft:
    """The telling whose neighbours to ask: a headline's are those of its first telling in the body."""
    sentences = context.document.sentences
    if not sentences[draft.figure.sentence].is_headline:
        return draft
    return next((other for other in twins if not sentences[other.figure.sentence].is_headline), draft)


def _weapon(context: Context, draft: Draft, twins: list[Draft], total: bool) -> Named | None:
    """The means the figure's own words settle, else those of its other tellings, else of the sentences around."""
    others = [other.weapon for other in twins if agrees(draft.weapon, other.weapon)]
    told = next((held for held in (draft.weapon, *others) if settles(held)), None)
    fullest = _fullest(context, draft, twins)
    nearby = _on_event(context, fullest.figure, fullest.chain)
    if draft.actor and draft.weapon is None:
        nearby = [index for index in nearby if not of_another(context, draft.actor, index, total)]
    if total and draft.weapon is None:
        # A toll of days of fighting is of the fighting, whatever struck last.
        told = told or fighting(context, [*nearby, *context.main_sentences])
    weapon = told or nearby_weapon(context, fullest.figure, fullest.weapon or draft.weapon, nearby)
    return named_weapon(weapon) if weapon else None


_NEAR = 4
"""Sentences within which a denial of one figure reaches another of the same speaker."""


def _denied(context: Context, figures: list[Figure], codings: list[Coding]) -> list[Coding]:
    """Codings with who denies the figure: the denial it stands in, or one of the same speaker's figure nearby."""
    denials = [own_denial(context, figure) for figure in figures]
    reached = [
        denial or _of_same_speaker(figures, codings, denials, at) or later_denial(context, figure)
        for at, (figure, denial) in enumerate(zip(figures, denials, strict=True))
    ]
    return [
        _with_denial(context, coding, denial) if denial else coding
        for coding, denial in zip(codings, reached, strict=True)
    ]


def _of_same_speaker(
    figures: list[Figure], codings: list[Coding], denials: list[Denial | None], at: int
) -> Denial | None:
    own = codings[at].speaker
    reach = slice(max(0, at - _REACH), at + _REACH)
    for figure, coding, denial in zip(figures[reach], codings[reach], denials[reach], strict=True):
        near = abs(figure.sentence - figures[at].sentence) <= _NEAR
        if denial and near and own and coding.speaker and figure.victim_class == figures[at].victim_class:
            one, two = (set(re.findall(r"\w{3,}", name.lower())) for name in (own.name, coding.speaker.name))
            if len(one & two) * 2 >= min(len(one), len(two)):
                return denial
    return None


def _with_denial(context: Context, coding: Coding, denial: Denial) -> Coding:
    if coding.speaker and coding.speaker.name == context.document.slice(denial.subject):
        return coding
    return dataclasses.replace(coding, denied_by=denier(context, denial), denial_quote=denial.quote)
