"""Which figures of one document are one told twice, and what the tellings share."""

from dataclasses import dataclass

from pipeline.extract.chains import Chain, head, level_of, lies_in, place_words, sentence_words, width
from pipeline.extract.context import Context
from pipeline.extract.model import Count, Figure, Speaker
from pipeline.extract.perpetrators import Perpetrator
from pipeline.extract.scope import Scope
from pipeline.extract.speakers import is_own_voice, is_vague
from pipeline.extract.times import When
from pipeline.extract.toponyms import TOWN
from pipeline.extract.weapons import Weapon


@dataclass(slots=True)
class Draft:
    """What a figure's own surroundings say, before its other tellings share what they know.

    Attributes:
        figure: The figure.
        speaker: Who its own sentence, or one it leans on, names.
        told: Scope by words of time and number.
        chain: Place, from its sentence or others on the event.
        local: Place in its own sentence.
        own_date: Time words of its own sentence.
        date: Time words of its own or another sentence on the event.
        actor: Perpetrator its own sentence names.
        weapon: Means its own sentence names.
    """

    figure: Figure
    speaker: Speaker | None
    told: Scope
    chain: Chain | None
    local: Chain | None
    own_date: When | None
    date: When | None
    actor: Perpetrator | None
    weapon: Weapon | None


Bounds = tuple[int | None, int | None, str]


def _bounds(count: Count | None) -> Bounds | None:
    return (count.minimum, count.maximum, count.qualifier) if count else None


def retells(context: Context, one: Draft, two: Draft) -> bool:
    """Whether two figures are one told twice: equal bounds and qualifiers, no place or day against it.

    A word like "dozens" makes no two figures one, and one or two victims only where the place is the same, the topic
    is, or one of the two is the headline.
    """
    first, second = one.figure, two.figure
    pairs = ((first.killed, second.killed), (first.injured, second.injured))
    same = [(_bounds(left), _bounds(right)) for left, right in pairs if left and right]
    if not same or any(left != right for left, right in same) or not _numbered(first):
        return False
    days = [held.date.start for held in (one, two) if held.date and held.date.start]
    if len(days) == 2 and days[0] != days[1] and (one.own_date or two.own_date):
        return False
    if _apart(context, one, two):
        return False
    blocks = context.blocks
    other_topic = blocks[first.sentence] != blocks[second.sentence]
    if other_topic and bool(one.own_date) != bool(two.own_date) and not _headed(context, first, second):
        return False
    if max(bounds[0] or 0 for bounds, _ in same if bounds) > 2:
        return True
    if _headed(context, first, second):
        return True
    classes = {first.victim_class, second.victim_class}
    if "combatant" in classes and len(classes) > 1:
        return False  # one person killed, and one fighter
    shared = one.local and two.local and place_words(context, one.local) & place_words(context, two.local)
    return not other_topic or bool(shared)


def _headed(context: Context, one: Figure, two: Figure) -> bool:
    return any(context.document.sentences[figure.sentence].is_headline for figure in (one, two))


def _numbered(figure: Figure) -> bool:
    return any(count and count.value is not None for count in (figure.killed, figure.injured))


def _apart(context: Context, one: Draft, two: Draft) -> bool:
    """Whether two figures name different small places, neither sentence naming the other's."""
    if one.local is None or two.local is None:
        return False
    if max(level_of(context, one.local), level_of(context, two.local)) > TOWN:
        return False
    first, second = place_words(context, one.local), place_words(context, two.local)
    if one.figure.sentence == two.figure.sentence:
        return not first & second
    return not (
        first & sentence_words(context, two.figure.sentence) or second & sentence_words(context, one.figure.sentence)
    )


def shared_speaker(context: Context, draft: Draft, twins: list[Draft]) -> Speaker | None:
    """The figure's own speaker; a retelling without one, or with mere "reports", has that of its twin.

    Only a twin that states all the retelling's numbers lends its speaker, and none does where the outlet's own
    reporter tells the figure: then the outlet says so itself.
    """
    own = draft.speaker
    if own and not is_vague(own):
        return own
    told = [other.speaker for other in twins if other.speaker and _covers(other.figure, draft.figure)]
    if any(is_own_voice(context.document, speaker) for speaker in told):
        return own
    return next((speaker for speaker in told if not is_vague(speaker)), own)


def _covers(told: Figure, bare: Figure) -> bool:
    pairs = ((told.killed, bare.killed), (told.injured, bare.injured))
    return all(_bounds(left) == _bounds(right) for left, right in pairs if right)


def shared_chain(context: Context, draft: Draft, twins: list[Draft]) -> Chain | None:
    """The smallest place the tellings name; of two as small, the one that lies in the other.

    Where headline or body names no village or town itself, one that the other names comes before what its neighbours
    name. What a telling has from other sentences counts only where no telling names a village or town itself, or where
    it lies in one.
    """
    sentences, own = context.document.sentences, draft.figure.sentence
    named = [other.local for other in twins]
    small = [chain for chain in named if level_of(context, chain) <= TOWN]
    headed = any(
        sentences[own].is_headline != sentences[other.figure.sentence].is_headline
        for other in twins
        if level_of(context, other.local) <= TOWN
    )
    borrowed = headed and level_of(context, draft.local) > TOWN and not _among(context, draft.chain, small)
    best = draft.local if borrowed else draft.chain
    settled = any(level_of(context, chain) <= TOWN for chain in (draft.local, *small))
    for chain in (*named, draft.chain, *(other.chain for other in twins)):
        if chain is None or chain is best:
            continue
        inside = best is not None and lies_in(context, chain, best)
        if inside or (width(context, chain) < width(context, best) and (not settled or chain in named)):
            best = chain
    return best


def _among(context: Context, chain: Chain | None, others: list[Chain | None]) -> bool:
    """Whether one of some chains is about the place another is about."""
    if chain is None:
        return False
    words = place_words(context, (head(context, chain),))
    return any(words & place_words(context, (head(context, other),)) for other in others if other)
