"""Where: the most specific place of a figure's event as written, and what it lies in."""

import re
from collections import Counter

from pipeline.extract.context import Context
from pipeline.extract.gazette import demonyms, known
from pipeline.extract.model import Figure, PlaceMention, Span
from pipeline.extract.toponyms import COUNTRY, DISTRICT, PROVINCE, SPOT, TOWN, Toponym, find_toponyms

Chain = tuple[Toponym, ...]
"""A place and, after it, the larger places the text puts it in ("X in Y, north of Z")."""


def find_chains(context: Context, sentence: int) -> list[Chain]:
    """Places of a sentence, each with the larger ones that follow it right away."""
    text, offset = context.texts[sentence], context.start(sentence)
    chains: list[list[Toponym]] = []
    for place in context.find(find_toponyms, sentence):
        if chains:
            held = chains[-1][-1]
            between = text[held.span.end - offset : place.span.start - offset]
            joins = re.fullmatch(
                r"[’'”\")]*(?:s\b)?(?:[\s,(“\"]|\b(?:in|of|at|near|the|to|on|from|and|its|a|\d+|km|kilometres|kilometers|about|some|lies|located|situated|"
                r"north\w*|south\w*|east\w*|west\w*|central|rural|border|city|town|towns|village|villages|countryside|area|areas|district|province|governorate|"
                r"region|suburb|outskirts|state|oblast|camp|neighbou?rhood|N\.|S\.|E\.|W\.)\b|-)*",
                between,
            )
            if joins and place.level >= chains[-1][0].level and len(between) < 70 and " and " not in between:
                chains[-1].append(place)
                continue
        chains.append([place])
    return [tuple(chain) for chain in chains]


def _owned(context: Context, chain: Chain) -> Toponym:
    """The place a chain is about: "Syria's Hasakah" is Hasakah."""
    text = context.document.text
    head = chain[0]
    for place in chain[1:]:
        if text[head.span.end : head.span.end + 2] in ("’s", "'s"):
            head = place
    return head


def _score(context: Context, chain: Chain, figure: Figure) -> tuple[int, int, int, int]:
    head = _owned(context, chain)
    distance = abs(head.span.start - figure.harm.end)
    return (head.elsewhere, not head.cued, head.level, distance)


def local_chain(context: Context, figure: Figure) -> Chain | None:
    """The best place of the figure's own sentence: its own stretch of text first, the smallest first."""
    chains = context.find(find_chains, figure.sentence)
    segments = context.segments(figure)
    own = Span(segments.quote.start, segments.after.end)
    wide = Span(segments.before.start, segments.after.end)
    for stretch in (own, wide, context.document.sentences[figure.sentence].span):
        inside = [
            chain
            for chain in chains
            if stretch.start <= chain[0].span.start
            and chain[0].span.end <= stretch.end
            and not _owned(context, chain).elsewhere
            and not _inside_victims(chain, figure)
        ]
        if inside:
            best = min(inside, key=lambda chain: _score(context, chain, figure))
            if _owned(context, best).level <= DISTRICT or stretch is not own:
                return best
    return None


def _inside_victims(chain: Chain, figure: Figure) -> bool:
    return bool(figure.victims and figure.victims.start <= chain[0].span.start < figure.victims.end)


def nearby_chain(context: Context, figure: Figure, limit: int) -> Chain | None:
    """The best place of another sentence on the same event, smaller than ``limit``."""
    for index in context.nearby(figure):
        inside = [
            chain
            for chain in context.find(find_chains, index)
            if not _owned(context, chain).elsewhere
            and _owned(context, chain).cued
            and _owned(context, chain).level < limit
        ]
        if inside:
            return min(inside, key=lambda chain: (_owned(context, chain).level, chain[0].span.start))
    return None


def level_of(context: Context, chain: Chain | None) -> int:
    """Level of the place a chain is about; beyond every level where there is none."""
    return COUNTRY + 1 if chain is None else _owned(context, chain).level


def code_chain(context: Context, figure: Figure) -> Chain | None:
    """The place of a figure's event from its own sentence, or a smaller one from a sentence it leans on."""
    own = local_chain(context, figure)
    level = level_of(context, own)
    if level <= TOWN:
        return own
    back = context.refers_back(figure.sentence) or context.document.sentences[figure.sentence].is_headline
    if own is None or level >= PROVINCE or back:
        near = nearby_chain(context, figure, min(level, TOWN + 1) if own else COUNTRY + 1)
        return near or own
    return own


def as_mention(context: Context, chain: Chain | None) -> PlaceMention | None:
    """A chain as the coding of a claim has it."""
    if chain is None:
        return None
    head = _owned(context, chain)
    rest = [place for place in chain if place is not head]
    container = next((place for place in rest if place.level > head.level), rest[0] if rest else None)
    names = tuple(context.document.slice(span) for span in head.names)
    return PlaceMention(
        names=names,
        spans=head.names,
        quantifier="sum_over_all_listed" if len(names) > 1 else "single",
        container=context.document.slice(container.names[0]) if container else None,
        container_span=container.names[0] if container else None,
        country=_country(context, chain) or document_country(context),
    )


def _country(context: Context, chain: Chain) -> str | None:
    for place in chain:
        for span in place.names:
            held = known(context.document.slice(span))
            if held:
                return held.country
    return None


def _votes(context: Context, _: int) -> Counter[str]:
    votes: Counter[str] = Counter()
    for index in range(len(context.texts)):
        weight = 3 if index < 4 else 1
        for place in context.find(find_toponyms, index):
            for span in place.names:
                held = known(context.document.slice(span))
                if held and (place.cued or held.level < COUNTRY):
                    votes[held.country] += weight * (2 if place.cued else 1)
        for word in re.findall(r"\b[A-Z][a-z]+\b", context.texts[index]):
            if word.lower() in demonyms():
                votes[demonyms()[word.lower()]] += 0
    return votes


def document_country(context: Context) -> str | None:
    """The country most of the document's places lie in; None where it names none."""
    votes = context.find(_votes, 0) if context.texts else Counter()
    return min(votes, key=lambda country: (-votes[country], country)) if votes else None


__all__ = ["SPOT", "Chain", "as_mention", "code_chain", "document_country", "find_chains", "level_of", "local_chain"]
