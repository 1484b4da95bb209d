"""Who struck: the alleged perpetrator of a figure, as written."""

import re

from pipeline.extract.context import Context
from pipeline.extract.gazette import demonyms
from pipeline.extract.model import Figure, Named, Span
from pipeline.extract.parties import one_party, party_words, sides
from pipeline.extract.perpetrators import RANKS, Perpetrator, certainty, find_parties, find_perpetrators, pattern, trim


def own_actor(context: Context, figure: Figure) -> Perpetrator | None:
    """The alleged perpetrator the figure's own stretch of text names, else its sentence."""
    own = context.find(find_perpetrators, figure.sentence)
    segments = context.segments(figure)
    for stretch in (
        context.harmer(figure),
        Span(segments.quote.start, segments.after.end),
        Span(segments.before.start, segments.after.end),
        context.document.sentences[figure.sentence].span,
    ):
        inside = [item for item in own if stretch.start <= item.span.start and item.span.end <= stretch.end]
        chosen = _best(context, inside, figure)
        if chosen:
            return chosen
    return None


def nearby_actor(context: Context, figure: Figure, sentences: list[int]) -> Perpetrator | None:
    """The alleged perpetrator the first of other sentences on the same event names."""
    for index in sentences:
        # Who was harmed elsewhere goes by the same name as who is said to strike there: another event.
        named = [item for item in context.find(find_perpetrators, index) if not _same_side(context, item, figure)]
        chosen = _best(context, named, figure)
        if chosen:
            return chosen
    return None


def group_actor(context: Context, figure: Figure) -> Perpetrator | None:
    """The party told last before a mention such as "the group", where that is who struck."""
    start = context.start(figure.sentence)
    found = pattern("group").search(context.texts[figure.sentence], 0, figure.harm.end - start)
    if found is None:
        return None
    for index in range(figure.sentence, max(figure.sentence - 4, -1), -1):
        end = found.start() if index == figure.sentence else len(context.texts[index])
        names = [
            held
            for held in find_parties(context, index)
            if held.span.end <= context.start(index) + end and not _shares_party(context, held, figure)
        ]
        if names:
            return names[0]
    return None


def other_side(context: Context, figure: Figure) -> Perpetrator | None:
    """In clashes, who fought those that were harmed: the nearest other party the text names, this sentence first."""
    if figure.victims is None or not party_words(context.document.slice(figure.victims)):
        return None
    if strikes_itself(context, figure):
        return None
    stretch = context.segments(figure)
    if not re.search(
        r"(?i)\b(?:clash\w*|fighting|battles?|firefight)\b",
        context.document.text[stretch.before.start : stretch.after.end],
    ):
        return None
    for index in range(figure.sentence, max(figure.sentence - 4, -1), -1):
        for held in reversed(find_parties(context, index)):
            if not _shares_party(context, held, figure):
                return held
    return None


def of_another(context: Context, actor: Perpetrator, sentence: int, total: bool) -> bool:
    """Whether a sentence tells only of attacks by parties other than a given one: they say nothing of its means.

    For what one party did in all (``total``), neither does an attack whose doer is not told.
    """
    own = sides(context.document.slice(actor.span))
    others = [sides(context.document.slice(item.span)) for item in context.find(find_perpetrators, sentence)]
    return bool(own) and (total or bool(others)) and not any(own & other or not other for other in others)


def _same_side(context: Context, item: Perpetrator, figure: Figure) -> bool:
    """Whether all that names a party names the victims too, beyond the nation both may belong to."""
    if figure.victims is None:
        return False
    nations = demonyms().keys()
    own = party_words(context.document.slice(figure.victims)) - nations
    name = party_words(context.document.slice(item.span)) - nations
    return bool(name) and name <= own


def _shares_party(context: Context, item: Perpetrator, figure: Figure) -> bool:
    """Whether a party and the victims go by one name ("ISIS members", "seven ISIS fighters")."""
    if figure.victims is None:
        return False
    own = party_words(context.document.slice(figure.victims))
    return bool(own & party_words(context.document.slice(item.span)))


def subject_actor(context: Context, figure: Figure) -> Perpetrator | None:
    """The party that is the subject of a sentence in which it harms ("..., killing three"; "X retaliated, ...")."""
    text, offset = context.texts[figure.sentence], context.start(figure.sentence)
    if not re.fullmatch(r"\w+ing", context.document.slice(figure.harm)):
        return None
    subjects = (
        token
        for token in context.parse(figure.sentence) or ()
        if token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and token.idx + offset < figure.harm.start
    )
    for subject in subjects:
        start, end = subject.left_edge.idx, subject.idx + len(subject.text)
        found = one_party().fullmatch(text[start:end])
        if found:
            start, end = trim(text, start, end)
            held = Perpetrator(Span(offset + start, offset + end), RANKS["verb"], certainty(text, start, end))
            return None if _shares_party(context, held, figure) else held
    return None


def strikes_itself(context: Context, figure: Figure) -> bool:
    """Whether a speaker tells of its own strike ("the ministry said that they killed five")."""
    start = context.start(figure.sentence)
    before = context.texts[figure.sentence][: figure.harm.end - start]
    return bool(pattern("self").search(before[-90:]))


def _best(context: Context, items: list[Perpetrator], figure: Figure) -> Perpetrator | None:
    held = [item for item in items if not _is_victim(context, item, figure)]
    return max(
        held,
        key=lambda item: (item.rank, -abs(item.span.start - figure.harm.start), item.span.end - item.span.start),
        default=None,
    )


def _is_victim(context: Context, item: Perpetrator, figure: Figure) -> bool:
    """Whether a party is who was harmed: named by the very words that name the victims, or their armed body."""
    if figure.victims is None:
        return False
    name = set(re.findall(r"\w+", context.document.slice(item.span).lower()))
    if name <= set(re.findall(r"\w+", context.document.slice(figure.victims).lower())):
        return True
    own = party_words(context.document.slice(figure.victims)) - demonyms().keys()
    return figure.victim_class == "combatant" and bool(own & party_words(context.document.slice(item.span)))


def named_actor(context: Context, item: Perpetrator) -> Named:
    """A perpetrator as the coding of a claim has it."""
    return Named(context.document.slice(item.span), (item.span,))
