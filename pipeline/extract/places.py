"""Where: the most specific place of a figure's event as written, and what it lies in."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from pipeline.extract import vocabulary
from pipeline.extract.context import Context, discourse
from pipeline.extract.gazette import fold, known
from pipeline.extract.model import Figure, PlaceMention, Span
from pipeline.extract.toponyms import COUNTRY, DISTRICT, PROVINCE, SITE, SPOT, TOWN, Toponym, find_toponyms

Chain = tuple[Toponym, ...]
"""A place and, after it, the larger places the text puts it in ("X in Y, north of Z")."""

NOWHERE = COUNTRY + 1
"""Level of no place at all."""


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(
        r"[’'”\")]*(?:s\b)?(?:[\s,(“\"|]|\([^)]{2,30}\)|\b(?:in|of|at|near|the|to|on|from|its|a|\d+|km|\w+\s+kilomet\w+|kilomet\w+|about|some|"
        r"lies|located|situated|which|is|north\w*|south\w*|east\w*|west\w*|central|rural|border|cit(?:y|ies)|capital|"
        r"towns?|villages?|countryside|areas?|district|province|governorate|region|suburbs?|outskirts|state|oblast|camps?|"
        r"school|church|mosque|base|neighbou?rhood|N\.|S\.|E\.|W\.)|-)*"
    )


def find_chains(context: Context, sentence: int) -> list[Chain]:
    """Places of a sentence, each with the larger ones that follow it right away."""
    text, offset = context.texts[sentence], context.start(sentence)
    chains: list[list[Toponym]] = []
    for place in context.find(find_toponyms, sentence):
        if chains:
            last = chains[-1][-1]
            between = text[last.span.end - offset : place.span.start - offset]
            nested = not last.elsewhere or place.level >= last.level
            if nested and len(between) < 70 and _joins().fullmatch(between):
                chains[-1].append(place)
                continue
        chains.append([place])
    return [tuple(chain) for chain in chains]


def head(context: Context, chain: Chain) -> Toponym:
    """The place a chain is about: its first, unless what follows is what the first owns or is smaller.

    "Syria's Hasakah" is Hasakah; "Fakhora school in Jabaliya" is Jabaliya, as people name where they live.
    """
    text, chosen = context.document.text, chain[0]
    for place in chain[1:]:
        owned = text[chosen.span.end : chosen.span.end + 2] in ("’s", "'s")
        smaller = place.level < chosen.level and (chosen.level >= SITE or place.level == SPOT)
        if owned or (smaller and (chosen.level == SITE or chosen.level > place.level + 1)):
            chosen = place
    return chosen


def level_of(context: Context, chain: Chain | None) -> int:
    """Level of the place a chain is about; ``NOWHERE`` where there is none."""
    return NOWHERE if chain is None else head(context, chain).level


def place_words(context: Context, chain: Chain) -> frozenset[str]:
    """Words of every name of a chain, folded, without articles."""
    if chain not in context.words_of:
        names = [context.document.slice(span) for place in chain for span in place.names]
        words = (word for name in names for word in fold(name).split())
        context.words_of[chain] = frozenset(word for word in words if len(word) > 2)
    return context.words_of[chain]


def sentence_words(context: Context, sentence: int) -> frozenset[str]:
    """Words of every place a sentence names."""
    return frozenset().union(*(place_words(context, chain) for chain in context.find(find_chains, sentence)))


def local_chain(context: Context, figure: Figure) -> Chain | None:
    """The best place of the figure's own sentence: its own stretch of text first, the smallest first."""
    chains = [chain for chain in context.find(find_chains, figure.sentence) if not _inside_victims(chain, figure)]
    segments = context.segments(figure)
    own = Span(segments.quote.start, segments.after.end)
    wide = Span(segments.before.start, segments.after.end)
    best: Chain | None = None
    for stretch in (segments.quote, own, wide, context.document.sentences[figure.sentence].span):
        inside = [
            chain for chain in chains if stretch.start <= chain[0].span.start and chain[0].span.end <= stretch.end
        ]
        here = [chain for chain in inside if happens(context, chain)]
        found = min(here, key=_order(context, figure), default=None)
        if found and level_of(context, found) <= TOWN:
            return found
        if found and level_of(context, found) < level_of(context, best):
            best = found
    return best


def happens(context: Context, chain: Chain) -> bool:
    """Whether a place is one where something happened, by the words before it."""
    return head(context, chain).cued and not chain[0].elsewhere and not head(context, chain).elsewhere


def victims_chain(context: Context, figure: Figure) -> Chain | None:
    """The village the sentence says the victims are from, or forces stand in: better than no more than a province."""
    others = [
        chain
        for chain in context.find(find_chains, figure.sentence)
        if chain[0].elsewhere and level_of(context, chain) == SPOT
    ]
    return min(others, key=_order(context, figure), default=None)


def _order(context: Context, figure: Figure) -> Callable[[Chain], tuple[int, bool, int]]:
    def key(chain: Chain) -> tuple[int, bool, int]:
        # A village and a town are both where people live: the nearer one counts.
        return max(level_of(context, chain), TOWN), chain[0].relative, abs(chain[0].span.start - figure.harm.end)

    return key


def _inside_victims(chain: Chain, figure: Figure) -> bool:
    return bool(figure.victims and figure.victims.start <= chain[0].span.start < figure.victims.end)


def _usable(context: Context, sentence: int, limit: int, least: int = SPOT) -> list[Chain]:
    return [
        chain
        for chain in context.find(find_chains, sentence)
        if happens(context, chain) and least <= head(context, chain).level < limit
    ]


def nearby_chain(context: Context, figure: Figure, limit: int) -> Chain | None:
    """The best place of another sentence on the same event, smaller than ``limit``; else the document's main place."""
    for index in context.nearby(figure):
        usable = _usable(context, index, min(limit, SITE))
        if usable and index == figure.sentence - 1 and not context.refers_back(figure.sentence):
            # "... X, and raids went on in the province. A taxi was hit": what goes on is told of the area.
            area = _area_at(context, index, usable[-1][-1].span.end, context.document.sentences[index].span.end)
            if area and area[0].level >= PROVINCE:
                return area
        if usable:
            return min(usable, key=lambda chain: (level_of(context, chain), chain[0].relative, chain[0].span.start))
    main = context.find(main_chain, 0)
    if main and level_of(context, main) < limit:
        return main
    for index in context.nearby(figure):
        usable = _usable(context, index, limit)
        if usable:
            return min(usable, key=lambda chain: (level_of(context, chain), chain[0].span.start))
    return None


def told_elsewhere(context: Context, figure: Figure, chain: Chain | None) -> frozenset[int]:
    """Sentences on the figure's topic that tell of an attack at other places and lend it neither day, doer nor means.

    The one before does where the figure's sentence goes on with its subject ("It also bombed ...").
    """
    if chain is None or level_of(context, chain) == COUNTRY:
        return frozenset()
    small, areal = level_of(context, chain) <= TOWN, any(_is_area(context, place) for place in chain)
    words, attack = _openings(place_words(context, chain)), discourse()["attack"]
    goes_on = discourse()["same_subject"].match(context.texts[figure.sentence])
    return frozenset(
        index
        for index in context.nearby(figure)
        if not (goes_on and index == figure.sentence - 1)
        and attack.search(context.texts[index])
        and ((small and _usable(context, index, SITE)) or (areal and _names_area(context, index)))
        and not words & _openings(sentence_words(context, index))
    )


def _is_area(context: Context, place: Toponym) -> bool:
    """Whether a name is that of an area as large as a province."""
    held = known(context.document.slice(place.names[0]))
    return held is not None and held.level == PROVINCE


def _names_area(context: Context, sentence: int) -> bool:
    return any(_is_area(context, place) for chain in _usable(context, sentence, COUNTRY) for place in chain)


def _openings(words: frozenset[str]) -> frozenset[str]:
    """The first letters of names, which spellings of one name share ("Kobane", "Kobani")."""
    return frozenset(word[:4] for word in words)


def main_chain(context: Context, _: int) -> Chain | None:
    """The small place a document is about: the one most of its sentences name, headline and lead before others."""
    votes: Counter[str] = Counter()
    first: dict[str, Chain] = {}
    for index in range(len(context.texts)):
        for chain in _usable(context, index, SITE):
            name = fold(context.document.slice(head(context, chain).names[0]))
            votes[name] += 3 if index < 3 else 1
            first.setdefault(name, chain)
    if not votes:
        return None
    (name, count), *rest = votes.most_common(2) if len(votes) > 1 else (votes.most_common(1)[0],)
    return first[name] if count >= 3 and (not rest or count > rest[0][1]) else None


def code_chain(context: Context, figure: Figure, total: bool) -> Chain | None:
    """The place of a figure's event from its own sentence, or a smaller one from a sentence it leans on.

    Args:
        context: The document.
        figure: The figure.
        total: True for a figure over several events: it is not narrowed to one of their places.
    """
    own = local_chain(context, figure)
    level = level_of(context, own)
    if total:
        before = _told_before(context, figure, COUNTRY) if context.refers_back(figure.sentence) else None
        return own or before or _wide_chain(context, figure) or _told_before(context, figure, COUNTRY)
    if level <= TOWN:
        return own
    if level == SITE:
        areas = [chain for chain in context.find(find_chains, figure.sentence) if happens(context, chain)]
        district = min(
            (c for c in areas if level_of(context, c) == DISTRICT), key=_order(context, figure), default=None
        )
        return district or nearby_chain(context, figure, level) or own
    back = context.refers_back(figure.sentence)
    if own is None or (back and level >= PROVINCE):
        before = _told_before(context, figure, level) if back else None
        victims = None if back else victims_chain(context, figure)
        nearby = nearby_chain(context, figure, level)
        if victims and (nearby is None or level_of(context, nearby) > TOWN):
            nearby = victims
        return before or nearby or own or victims_chain(context, figure)
    if context.document.sentences[figure.sentence].is_headline or level == COUNTRY:
        return _unnamed(context, figure, own) or nearby_chain(context, figure, level) or own
    return (_within(context, figure, own) if level == PROVINCE else None) or own


def _within(context: Context, figure: Figure, own: Chain) -> Chain | None:
    """The smaller place that the next sentence on the same event puts into the area the figure's sentence names."""
    area = place_words(context, (head(context, own),))
    for index in context.nearby(figure):
        if abs(index - figure.sentence) == 1:
            for chain in _usable(context, index, SITE):
                if area & place_words(context, chain[1:]):
                    return chain
    return None


@cache
def _settlement() -> re.Pattern[str]:
    kinds = "|".join(vocabulary.load("places")["settlements"])
    return re.compile(
        rf"\b(?:an?|another)\s+(?:[\w-]+\s+){{0,3}}?(?P<kind>{kinds})\s+(?:in|near|of|outside)\s+(?:[\w’'-]+\s+){{0,4}}?$"
    )


def _unnamed(context: Context, figure: Figure, own: Chain) -> Chain | None:
    """A settlement told without its name ("a village in northern X"), unless the text names one of its kind later.

    No name of another place stands in for it.
    """
    start = context.start(figure.sentence)
    found = _settlement().search(context.event_texts[figure.sentence][: own[0].span.start - start])
    if found is None or context.document.sentences[figure.sentence].is_headline:
        return None
    named = re.compile(rf"\b{found['kind']}\s+(?:of|called)\s+[A-Z“]|[A-Z][\w’-]+\s+{found['kind']}\b")
    if any(named.search(context.texts[index]) for index in context.nearby(figure)):
        return None
    span = Span(start + found.start(), own[0].span.end)
    return (Toponym(span, (span,), TOWN, cued=True, elsewhere=False, relative=False), *own)


@cache
def _areas() -> re.Pattern[str]:
    nouns = "|".join(re.escape(noun) for noun in vocabulary.load("places")["areas"])
    return re.compile(
        rf"\b(?:in|across|throughout|around|(?:town|village|part|area)s?\s+of)\s+(?P<name>the\s+(?P<kind>{nouns}))\b(?!\s+(?:of|[A-Z“#]|[\w-]+s\s+[A-Z]))"
    )


def area_chain(context: Context, figure: Figure, own: Chain | None) -> Chain | None:
    """The area a total over several events is told for without its name ("in the province so far")."""
    segments = context.segments(figure)
    return None if own is not None else _area_at(context, figure.sentence, segments.quote.start, segments.after.end)


def _area_at(context: Context, sentence: int, low: int, high: int) -> Chain | None:
    """An area told without its name, and the area of that kind the text named last, which holds it."""
    start = context.start(sentence)
    found = _areas().search(context.event_texts[sentence], low - start, high - start)
    if found is None:
        return None
    level = {"country": COUNTRY, "city": TOWN, "town": TOWN}.get(found["kind"], PROVINCE)
    span = Span(start + found.start("name"), start + found.end("name"))
    named = Toponym(span, (span,), level, cued=True, elsewhere=False, relative=False)
    for index in range(sentence, -1, -1):
        for chain in reversed(context.find(find_chains, index)):
            for place in chain:
                if place.span.end <= span.start and _is_kind(context, place, level):
                    return named, place
    return (named,)


def _width(context: Context, place: Toponym) -> int:
    """Level of a place, that of the area itself for its countryside."""
    held = known(context.document.slice(place.names[0]))
    return max(place.level, held.level) if held and place.level == DISTRICT else place.level


def _is_kind(context: Context, place: Toponym, level: int) -> bool:
    held = known(context.document.slice(place.names[0]))
    return place.level == level or (held is not None and held.level == level)


def country_chain(context: Context, figure: Figure, own: Chain | None) -> Chain | None:
    """The country a war's toll is told for: the last the text named, unless the figure's own sentence names a place."""
    if own is not None:
        return None
    country = document_country(context)
    places = [
        place
        for index in range(figure.sentence, -1, -1)
        for chain in reversed(context.find(find_chains, index))
        for place in chain
        if place.level == COUNTRY
    ]
    here = [place for place in places if _country(context, (place,)) == country]
    chosen = next((place for place in places if place.cued), here[0] if here else None)
    return (chosen,) if chosen else None


def _told_before(context: Context, figure: Figure, limit: int) -> Chain | None:
    """Where the sentence right before puts the event this one speaks of ("One such bombing ...")."""
    index = figure.sentence - 1
    if (
        index < 0
        or context.document.sentences[index].paragraph != context.document.sentences[figure.sentence].paragraph
    ):
        return None
    usable = _usable(context, index, min(limit, COUNTRY))
    return min(usable, key=lambda chain: (level_of(context, chain), chain[0].relative), default=None)


def _wide_chain(context: Context, figure: Figure) -> Chain | None:
    """A country, or a part of one, named before a total that names no place."""
    for least in (COUNTRY, PROVINCE):
        for index in range(figure.sentence - 1, max(figure.sentence - 14, -1), -1):
            usable = [
                chain
                for chain in context.find(find_chains, index)
                if any(_width(context, place) >= least and place.cued for place in chain)
            ]
            if usable:
                return tuple(place for place in usable[-1] if _width(context, place) >= least)
    return None


def as_mention(context: Context, chain: Chain | None) -> PlaceMention | None:
    """A chain as the coding of a claim has it."""
    if chain is None:
        return None
    chosen = head(context, chain)
    rest = [place for place in chain if place is not chosen]
    container = next((place for place in rest if place.level > chosen.level), rest[0] if rest else None)
    names = tuple(context.document.slice(span) for span in chosen.names)
    return PlaceMention(
        names=names,
        spans=chosen.names,
        quantifier="sum_over_all_listed" if len(names) > 1 else "single",
        container=context.document.slice(container.names[0]) if container else None,
        container_span=container.names[0] if container else None,
        country=_country(context, chain),
    )


def _country(context: Context, chain: Chain) -> str | None:
    """The country of the areas a place is put in; a town's name alone may be borne by towns of several countries."""
    held = [known(context.document.slice(span)) for place in chain for span in place.names]
    found = [entry for entry in held if entry]
    area = next((entry.country for entry in found if entry.level >= PROVINCE), None)
    return area or document_country(context) or next((entry.country for entry in found), None)


def _votes(context: Context, _: int) -> Counter[str]:
    votes: Counter[str] = Counter()
    for index in range(len(context.texts)):
        weight = 3 if index < 4 else 1
        for place in context.find(find_toponyms, index):
            for span in place.names:
                held = known(context.document.slice(span))
                if held and (place.cued or held.level < COUNTRY):
                    votes[held.country] += weight * (2 if place.cued else 1)
    return votes


def document_country(context: Context) -> str | None:
    """The country most of the document's places lie in; None where it names none."""
    votes = context.find(_votes, 0)
    return min(votes, key=lambda country: (-votes[country], country)) if votes else None
