"""Areas: told without a name of their own, as large as a country, and which country a document is about."""

import re
from collections import Counter
from functools import cache

from pipeline.extract import vocabulary
from pipeline.extract.chains import Chain, area_level, find_chains
from pipeline.extract.context import Context
from pipeline.extract.gazette import known
from pipeline.extract.model import Figure, Span
from pipeline.extract.toponyms import COUNTRY, PROVINCE, TOWN, Toponym, find_toponyms, is_elsewhere


@cache
def _settlement() -> re.Pattern[str]:
    kinds = "|".join(vocabulary.load("places")["settlements"])
    return re.compile(
        rf"\b(?:an?|another)\s+(?:[\w-]+\s+){{0,3}}?(?P<kind>{kinds})\s+(?:in|near|of|outside)\s+(?:[\w’'-]+\s+){{0,4}}?$"
    )


def unnamed_settlement(context: Context, figure: Figure, own: Chain) -> Chain | None:
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
        rf"\b(?:in|across|throughout|around|(?:town|village|part|area)s?\s+of)\s+(?P<name>the\s+[“\"]?(?P<kind>{nouns}))\b(?!\s+(?:of|[A-Z“#]|[\w-]+s\s+[A-Z]))"
    )


def area_chain(context: Context, figure: Figure, own: Chain | None) -> Chain | None:
    """The area a total over several events is told for without its name ("in the province so far")."""
    if own is not None:
        return None
    segments = context.segments(figure)
    found = area_at(context, figure.sentence, segments.quote.start, segments.after.end)
    before = figure.sentence - 1
    if found or before < 0 or not context.refers_back(figure.sentence):
        return found
    # "... operations in the buffer zone. These operations left ...": the area is that of the sentence before.
    held = context.document.sentences[before].span
    return area_at(context, before, held.start, held.end)


def area_at(context: Context, sentence: int, low: int, high: int) -> Chain | None:
    """An area told without its name, and the area of that kind the text named last, which holds it."""
    start = context.start(sentence)
    found = _areas().search(context.event_texts[sentence], low - start, high - start)
    if found is None:
        return None
    level = {"country": COUNTRY, "city": TOWN, "town": TOWN}.get(found["kind"], PROVINCE)
    quoted = found["name"][-len(found["kind"]) - 1] in '“"'
    span = Span(start + found.start("kind" if quoted else "name"), start + found.end("name"))
    named = Toponym(span, (span,), level, cued=True, elsewhere=False, relative=False)
    for index in range(sentence, -1, -1):
        for chain in reversed(context.find(find_chains, index)):
            for place in chain:
                if place.span.end <= span.start and _is_kind(context, place, level):
                    return named, place
    return (named,)


@cache
def _alike() -> dict[str, str]:
    """Pattern of the nouns that stand for one another, by noun."""
    rows = vocabulary.load("places")["alike"]
    return {
        noun: "|".join(map(re.escape, sorted(row, key=lambda one: (-len(one), one)))) for row in rows for noun in row
    }


@cache
def _definite() -> re.Pattern[str]:
    nouns = "|".join(map(re.escape, sorted(_alike(), key=lambda one: (-len(one), one))))
    there, undergone = (vocabulary.load("places")[key] for key in ("there", "undergone"))
    return re.compile(
        rf"(?:\b(?:{there})\s+the\s+(?:same\s+)?|^\W*The\s+(?=\w+\s+{undergone}))"
        rf"(?P<kind>{nouns})\b(?!\s+(?:of|in|called|named|near|where)\b|[’']s|\s+[A-Z“#])"
    )


def named_before(context: Context, figure: Figure) -> Chain | None:
    """The place a definite noun leads back to: "in the village" is the last village named, "the jail" a prison."""
    segments, start = context.segments(figure), context.start(figure.sentence)
    text = context.event_texts[figure.sentence]
    for found in _definite().finditer(text, segments.before.start - start, segments.after.end - start):
        if is_elsewhere(text[: found.start("kind")]):
            continue
        for index in range(figure.sentence, max(figure.sentence - _FAR, -1), -1):
            for chain in reversed(context.find(find_chains, index)):
                for at, place in enumerate(chain):
                    if place.span.end <= start + found.start() and _is_called(context, index, place, found["kind"]):
                        return (place._replace(cued=True, elsewhere=False), *chain[at + 1 :])
    return None


_FAR = 15
"""Sentences back to the name a definite noun leads to."""


def _is_called(context: Context, index: int, place: Toponym, kind: str) -> bool:
    """Whether a sentence calls a place by a noun, or tables know it for a city."""
    held = known(context.document.slice(place.names[0]))
    if held and held.level < COUNTRY and kind == "city" and place.level in (TOWN, PROVINCE):
        return True
    text, start = context.texts[index], context.start(index)
    before, after = text[: place.span.start - start], text[place.span.end - start :]
    return bool(
        re.search(rf"\b(?:{_alike()[kind]})\s+(?:of\s+|called\s+|named\s+)?(?:the\s+)?[“\"‘']?$", before, re.IGNORECASE)
        or re.match(rf"[”\"’']?\s+(?:{_alike()[kind]})\b", after, re.IGNORECASE)
        or re.match(rf",\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,2}}?(?:{_alike()[kind]})\b", after)
    )


def _is_kind(context: Context, place: Toponym, level: int) -> bool:
    held = known(context.document.slice(place.names[0]))
    return place.level == level or (held is not None and held.level == level)


@cache
def _direction() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{vocabulary.load('places')['directions']})\s$", re.IGNORECASE)


def is_part(context: Context, chain: Chain) -> bool:
    """Whether a chain is about a part of a country, told by a direction: "northern X"."""
    return (
        _direction().search(context.document.text[max(0, chain[0].span.start - 20) : chain[0].span.start]) is not None
    )


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
    here = [place for place in places if country_of(context, (place,)) == country]
    chosen = next((place for place in places if place.cued), here[0] if here else None)
    return (chosen,) if chosen else None


def wide_chain(context: Context, figure: Figure) -> Chain | None:
    """A country, or a part of one, named before a total that names no place."""
    for least in (COUNTRY, PROVINCE):
        for index in range(figure.sentence - 1, max(figure.sentence - 14, -1), -1):
            usable = [
                chain
                for chain in context.find(find_chains, index)
                if any(area_level(context, place) >= least and place.cued for place in chain)
            ]
            if usable:
                return tuple(place for place in usable[-1] if area_level(context, place) >= least)
    return None


def country_of(context: Context, chain: Chain) -> str | None:
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
