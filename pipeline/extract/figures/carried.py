"""Victims told of by a number alone: their class is that of the people the text was speaking of."""

import re
from dataclasses import replace
from itertools import islice, pairwise

from pipeline.extract.figures.words import cue, words
from pipeline.extract.model import Document, Figure
from pipeline.text.normalise import parsable

_REACH = 2
"""Sentences back to the victims or people a bare number may go on about."""

_LONGEST = 2000
"""Characters of a sentence looked at."""

_FAR = 30
"""Times the number of known victims that a bare number may be and still speak of them; a war's toll does not."""

_MENTIONS, _APPOSITION = 50, 150
"""Mentions of a name looked at, and characters behind each."""

_APPOSED = re.compile(r",?\s+(?:\([^)]{1,40}\),?\s+)?(?:an?|the|one of)\s(?P<what>[^.,;]{3,80})")
_BULLET = re.compile(r"\s*(?:[•●▪◦‣*·–—-]|\d{1,2}[.)])\s")
_BOTH_SIDES = re.compile(r"\b(?:from|on|of|among)\s+(?:both|the\s+two|the\s+warring|all)\s+sides\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z']+(?:-[a-z]+)*")
_CLASSES = ("civilian", "combatant")


def carried(document: Document, figures: list[Figure]) -> list[Figure]:
    """Figures of one document in reading order, those without a noun given the class of those they go on about.

    "Two soldiers were killed. Another seven were wounded."; "The strike hit a gathering of militants. At least 16
    died."; a report all of whose victims are soldiers and that ends on "the number of dead rose to 139".
    """
    result: list[Figure] = []
    for at, figure in enumerate(figures):
        if figure.victim_class == "unknown":
            told = _class_listed(document, figure, figures[at + 1 :]) or _class_told(document, result, figure)
            figure = replace(figure, victim_class=told)
        result.append(figure)
    whole, most = (
        _class_of_all(figures),
        _FAR * max(map(_size, (f for f in figures if f.victim_class != "unknown")), default=0),
    )
    return [
        replace(f, victim_class=whole)
        if whole and f.victim_class == "unknown" and neutral_words(document, f) and _size(f) <= most
        else f
        for f in result
    ]


def _class_told(document: Document, before: list[Figure], figure: Figure) -> str:
    if _BOTH_SIDES.search(document.slice(figure.quote)):
        return "combatant"
    if neutral_words(document, figure):
        return _class_before(document, before, figure)
    victims = _WORD.findall(document.slice(figure.victims).lower()) if figure.victims else []
    if victims and victims[-1] in cue("members"):
        return _class_of_party(document, figure)
    if victims[:1] == ["the"] and victims[-1] in cue("same_person"):
        return _class_before(document, [f for f in before if _size(f) == 1], figure)
    if victims and victims[-1] in cue("attached"):
        return _class_before(document, [f for f in before if _size(f) == 1], figure)
    return _class_of_named(document, figure)


def _class_listed(document: Document, figure: Figure, after: list[Figure]) -> str | None:
    """Class of a total that a list of bullets divides, where they tell of both civilians and fighters."""
    sentences, end = document.sentences, figure.sentence + 1
    if _BULLET.match(sentence_text(document, figure.sentence)):
        return None
    if end < len(sentences) and sentence_text(document, end).rstrip().endswith(":"):
        end += 1  # "They are as follows:"
    while end < len(sentences) and _BULLET.match(sentence_text(document, end)):
        end += 1
    listed = {other.victim_class for other in after if figure.sentence < other.sentence < end}
    return "mixed" if "mixed" in listed or listed.issuperset(_CLASSES) else None


def _class_of_named(document: Document, figure: Figure) -> str:
    """As in "Adam Sule, a rebel commander": what the text calls a person it names, wherever it does."""
    name = re.findall(r"[A-Z][\w’'-]{3,}", document.slice(figure.victims)) if figure.victims else []
    if not name or _size(figure) != 1:
        return "unknown"
    for found in islice(re.finditer(rf"\b{re.escape(name[-1])}\b", document.text), _MENTIONS):
        before = re.search(
            r"((?:[\w’'-]+ ){1,4}?)(?:[A-Z][\w’'-]* ){0,5}$", document.text[max(0, found.start() - 80) : found.start()]
        )
        title = before[1].lower().split() if before else []
        if title and (noun := words().noun(title[-1])) and not noun.plural and _armed(title):
            return "combatant"
        after = _APPOSED.match(document.text, found.end(), found.end() + _APPOSITION)
        if after and _armed(_WORD.findall(after["what"].lower())):
            return "combatant"
    return "unknown"


def _armed(lows: list[str]) -> bool:
    pairs = (" ".join(pair) for pair in pairwise(lows))
    if any((noun := words().noun(low)) and noun.victim_class == "combatant" for low in lows):
        return True
    return not words().class_words["combatant"].isdisjoint((*lows, *pairs))


def _class_of_party(document: Document, figure: Figure) -> str:
    """As in "the toll of ISIS members rose, as 61 members were killed": they are of the armed party named before."""
    start = document.sentences[figure.sentence].span.start
    lows = _WORD.findall(document.text[max(start, figure.quote.end - _LONGEST) : figure.harm.start].lower())
    pairs = (" ".join(pair) for pair in pairwise(lows))
    return "unknown" if words().class_words["combatant"].isdisjoint((*lows, *pairs)) else "combatant"


def sentence_text(document: Document, index: int) -> str:
    """Text of a sentence, of an endless one its beginning."""
    span = document.sentences[index].span
    return document.text[span.start : min(span.end, span.start + _LONGEST)]


def neutral_words(document: Document, figure: Figure) -> bool:
    """Whether the words for the victims hold no noun of people: "12", "dozens", "four others", "14 deaths"."""
    counts = [count for count in (figure.killed, figure.injured) if count is not None]
    if any(count.maximum == 0 or (count.qualifier == "exact" and count.basis == "entailed") for count in counts):
        return False  # nobody, a single person, or persons by name
    if figure.victims is None:
        return True
    known = words()
    if not cue("sides").isdisjoint(_WORD.findall(document.slice(figure.quote).lower())):
        return False  # "left 37 dead on the army's side"
    # "how many villagers were killed": the toll has its noun.
    for word in _WORD.findall(f"{document.slice(figure.harm)} {document.slice(figure.victims)}".lower()):
        noun = known.noun(word)
        if noun is not None and word not in cue("others") and word not in known.victim_nouns:
            return False
    return not re.search(r"[A-Z][a-z]", document.slice(figure.victims)[1:])


def _class_before(document: Document, before: list[Figure], figure: Figure) -> str:
    near = [f for f in before if figure.sentence - f.sentence <= _REACH and f.stance != "denies"]
    if near:
        last = near[-1]
        return last.victim_class if last.victim_class in _CLASSES and _size(figure) <= _FAR * _size(last) else "unknown"
    for index in range(figure.sentence - 1, max(figure.sentence - _REACH, 0) - 1, -1):
        found = _people_hit(document, index)
        if found is not None:
            return found
    return "unknown"


def _people_hit(document: Document, index: int) -> str | None:
    """Class of the people a sentence says were struck or in the way: "hit a bus carrying workers"."""
    lows = _WORD.findall(parsable(sentence_text(document, index)).lower())
    found = set()
    for n, low in enumerate(lows):
        noun = words().noun(low)
        if noun is None or not noun.plural or noun.victim_class not in _CLASSES:
            continue
        after = lows[n + 1 : n + 2]
        if cue("struck") & set(lows[max(n - 6, 0) : n]) or (after and after[0] in {"were", "was"}):
            found.add(noun.victim_class)
    return found.pop() if len(found) == 1 else None


def _class_of_all(figures: list[Figure]) -> str | None:
    """The class of all victims of a document that have one, where there are several such figures."""
    classes = [figure.victim_class for figure in figures if figure.victim_class != "unknown"]
    return classes[0] if len(classes) > 1 and len(set(classes)) == 1 and classes[0] in _CLASSES else None


def _size(figure: Figure) -> int:
    counts = (figure.killed, figure.injured, figure.combined)
    return max((count.minimum or count.maximum or 0 for count in counts if count is not None), default=0)
