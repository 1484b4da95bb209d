"""Where: the most specific place of a figure's event as written, and what it lies in."""

from collections import Counter

from pipeline.extract.areas import area_at, country_of, is_part, unnamed_settlement, wide_chain
from pipeline.extract.chains import (
    Chain,
    by_nearness,
    find_chains,
    happens,
    head,
    level_of,
    lies_in,
    openings,
    place_words,
    sentence_words,
    usable,
)
from pipeline.extract.context import Context, discourse
from pipeline.extract.gazette import fold, known
from pipeline.extract.model import Figure, PlaceMention, Span
from pipeline.extract.times import opens_with_date
from pipeline.extract.toponyms import COUNTRY, DISTRICT, PROVINCE, SITE, SPOT, TOWN, Toponym

_LEAD = 4
"""Sentences below a headline that tell its event."""
_NEXT = 2
"""Sentences around one on a part of a country ("northern X") that may tell its event more closely."""


def local_chain(context: Context, figure: Figure) -> Chain | None:
    """The best place of the figure's own sentence: its own stretch of text first, the smallest first."""
    chains = _beside_bars(
        context,
        figure,
        [chain for chain in context.find(find_chains, figure.sentence) if not _inside_victims(chain, figure)],
    )
    shared = _of_share(context, figure, chains)
    if shared:
        return shared
    segments = context.segments(figure)
    own = Span(segments.quote.start, segments.after.end)
    wide = Span(segments.before.start, segments.after.end)
    best: Chain | None = None
    for stretch in (segments.quote, own, wide, context.document.sentences[figure.sentence].span):
        inside = [
            chain for chain in chains if stretch.start <= chain[0].span.start and chain[0].span.end <= stretch.end
        ]
        here = [chain for chain in inside if happens(context, chain)]
        found = min(here, key=by_nearness(context, figure), default=None)
        if found and level_of(context, found) <= TOWN:
            return found
        if found and level_of(context, found) < level_of(context, best):
            best = found
    return best


def _of_share(context: Context, figure: Figure, chains: list[Chain]) -> Chain | None:
    """The place a figure has of its own beside others of the same word of harm: "two died in A, and one in B"."""
    shares = {
        share for other in context.figures if other.sentence == figure.sentence if (share := context.share(other))
    }
    places = {
        share: [chain for chain in chains if share.start <= chain[0].span.start < share.end and happens(context, chain)]
        for share in shares
    }
    if sum(map(bool, places.values())) < 2 or (own := context.share(figure)) is None:
        return None
    return min(places[own], key=by_nearness(context, figure), default=None)


def _beside_bars(context: Context, figure: Figure, chains: list[Chain]) -> list[Chain]:
    """The places on the figure's side of a headline's bars, where there are any."""
    text, start = context.texts[figure.sentence], context.start(figure.sentence)
    low = start + text.rfind("|", 0, figure.harm.start - start)
    bar = text.find("|", figure.harm.start - start)
    high = start + (bar if bar >= 0 else len(text))
    beside = [chain for chain in chains if low <= chain[0].span.start < high]
    return beside if any(happens(context, chain) for chain in beside) else chains


def victims_chain(context: Context, figure: Figure) -> Chain | None:
    """The village the sentence says the victims are from, or forces stand in: better than no more than a province."""
    others = [
        chain
        for chain in context.find(find_chains, figure.sentence)
        if chain[0].elsewhere and level_of(context, chain) == SPOT
    ]
    return min(others, key=by_nearness(context, figure), default=None)


def _inside_victims(chain: Chain, figure: Figure) -> bool:
    return bool(figure.victims and figure.victims.start <= chain[0].span.start < figure.victims.end)


def nearby_chain(context: Context, figure: Figure, limit: int, reach: int | None = None) -> Chain | None:
    """The best place of another sentence on the same event, smaller than ``limit``; else the document's main place.

    Args:
        context: The document.
        figure: The figure.
        limit: Level the place must be below.
        reach: Sentences away that count; None for all those on the event, and the document's main place.
    """
    told_after = _took_place(context, figure, limit)
    if told_after:
        return told_after
    near = [
        index
        for index in context.nearby(figure)
        if (reach is None or abs(index - figure.sentence) <= reach) and _may_lend(context, figure, index)
    ]
    for index in near:
        there = usable(context, index, min(limit, SITE))
        if there and index == figure.sentence - 1 and not context.refers_back(figure.sentence):
            # "... X, and raids went on in the province. A taxi was hit": what goes on is told of the area.
            area = area_at(context, index, there[-1][-1].span.end, context.document.sentences[index].span.end)
            if area and area[0].level >= PROVINCE:
                return area
        if there:
            return min(there, key=lambda chain: (level_of(context, chain), chain[0].relative, chain[0].span.start))
    main = context.find(main_chain, 0) if reach is None else None
    if main and level_of(context, main) < limit:
        return main
    for index in near:
        there = usable(context, index, limit)
        if there:
            return min(there, key=lambda chain: (level_of(context, chain), chain[0].span.start))
    return None


def _may_lend(context: Context, figure: Figure, index: int) -> bool:
    """Whether a sentence may say where a figure's event was: one of a later paragraph has to tell of an attack too.

    What a headline tells, the text below says more of in whatever words.
    """
    sentences = context.document.sentences
    own = sentences[figure.sentence]
    if own.is_headline or sentences[index].paragraph <= own.paragraph or index in context.with_figures:
        return True
    return context.refers_back(index) or discourse()["attack"].search(context.texts[index]) is not None


def _took_place(context: Context, figure: Figure, limit: int) -> Chain | None:
    """Where one of the next two sentences says that the attack took place."""
    for index in range(figure.sentence + 1, min(figure.sentence + 3, len(context.texts))):
        if context.refers_back(index) and discourse()["took_place"].search(context.texts[index]):
            there = usable(context, index, limit)
            if there:
                return min(there, key=lambda chain: (level_of(context, chain), chain[0].span.start))
    return None


def told_elsewhere(context: Context, figure: Figure, chain: Chain | None) -> frozenset[int]:
    """Sentences on the figure's topic that tell of an attack at other places and lend it neither day, doer nor means.

    The one before does where the figure's sentence goes on with its subject ("It also bombed ...").
    """
    if chain is None or level_of(context, chain) == COUNTRY:
        return frozenset()
    small, areal = level_of(context, chain) <= TOWN, any(_is_area(context, place) for place in chain)
    words, attack = openings(place_words(context, chain)), discourse()["attack"]
    goes_on = discourse()["same_subject"].match(context.texts[figure.sentence])
    return frozenset(
        index
        for index in context.nearby(figure)
        if not (goes_on and index == figure.sentence - 1)
        and attack.search(context.texts[index])
        and ((small and usable(context, index, SITE)) or (areal and _names_area(context, index)))
        and not words & openings(sentence_words(context, index))
    )


def _is_area(context: Context, place: Toponym) -> bool:
    """Whether a name is that of an area as large as a province."""
    held = known(context.document.slice(place.names[0]))
    return held is not None and held.level == PROVINCE


def _names_area(context: Context, sentence: int) -> bool:
    return any(_is_area(context, place) for chain in usable(context, sentence, COUNTRY) for place in chain)


def main_chain(context: Context, _: int) -> Chain | None:
    """The small place a document is about: the one most of its sentences name, headline and lead before others."""
    votes: Counter[str] = Counter()
    first: dict[str, Chain] = {}
    for index in range(len(context.texts)):
        for chain in usable(context, index, SITE):
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
        return own or before or wide_chain(context, figure) or _told_before(context, figure, COUNTRY)
    if level <= TOWN:
        return own
    if own is not None and level == SITE:
        areas = [chain for chain in context.find(find_chains, figure.sentence) if happens(context, chain)]
        district = min(
            (c for c in areas if level_of(context, c) == DISTRICT), key=by_nearness(context, figure), default=None
        )
        # "a centre in the Upper Tarn district": what holds the building.
        holder = next((own[at:] for at, place in enumerate(own) if place.level == DISTRICT), None)
        return district or holder or nearby_chain(context, figure, level) or own
    back = context.refers_back(figure.sentence)
    if own is None or (back and level >= PROVINCE):
        before = _told_before(context, figure, level) if back else None
        victims = None if back else victims_chain(context, figure)
        nearby = nearby_chain(context, figure, level)
        if victims and (nearby is None or level_of(context, nearby) > TOWN):
            nearby = victims
        return before or nearby or own or victims_chain(context, figure)
    headline = context.document.sentences[figure.sentence].is_headline
    inside = _within(context, figure, own) if level < COUNTRY else None
    if headline or level == COUNTRY:
        reach = _NEXT if not headline and is_part(context, own) else None
        found = unnamed_settlement(context, figure, own) or inside
        return found or nearby_chain(context, figure, level, reach) or own
    return inside or own


def _within(context: Context, figure: Figure, own: Chain) -> Chain | None:
    """The smaller place that the next sentence on the same event puts into the area the figure's sentence names.

    A headline's may stand further down.
    """
    reach = _LEAD if context.document.sentences[figure.sentence].is_headline else 1
    # What opens with a day of its own goes on with nothing told before.
    first = figure.sentence - (not opens_with_date(context.texts[figure.sentence]))
    for index in context.nearby(figure):
        if first <= index <= figure.sentence + reach:
            for chain in usable(context, index, SITE):
                if lies_in(context, chain, own) and not _beside(context, figure, chain):
                    return chain
    return None


def _beside(context: Context, figure: Figure, chain: Chain) -> bool:
    """Whether the figure's sentence names a place only where it tells of another event ("coinciding with ... on X")."""
    name = context.document.slice(head(context, chain).names[0])
    return name in context.texts[figure.sentence] and name not in context.event_texts[figure.sentence]


def _told_before(context: Context, figure: Figure, limit: int) -> Chain | None:
    """Where the sentence before, or one that goes on with, puts the event this one speaks of ("One such raid")."""
    sentences = context.document.sentences
    for index in range(figure.sentence - 1, -1, -1):
        if sentences[index].paragraph != sentences[figure.sentence].paragraph:
            return None
        there = usable(context, index, min(limit, COUNTRY))
        if there or not context.refers_back(index):
            return min(there, key=lambda chain: (level_of(context, chain), chain[0].relative), default=None)
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
        country=country_of(context, chain),
    )
