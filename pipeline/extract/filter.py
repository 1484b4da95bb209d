"""Which sentences deserve the parser: those that name harm."""

import re
from functools import lru_cache

from pipeline.extract.figures.words import whole_words, words
from pipeline.extract.model import Document, Sentence
from pipeline.text.normalise import parsable

LONGEST = 2000
"""Characters of a sentence handed to the parser. A longer "sentence" is a table, a dump or an attack; the rest of it is
left unparsed. The longest true sentence of the coded texts has 800."""


def reading(document: Document, sentence: Sentence) -> str:
    """What the parser reads of a sentence: same length as the raw sentence, up to :data:`LONGEST`."""
    end = min(sentence.span.end, sentence.span.start + LONGEST)
    return parsable(document.text[sentence.span.start : end], whole_words())


@lru_cache(maxsize=1)
def _harm() -> re.Pattern[str]:
    known = words()
    single = {*known.verbs, *known.harm_nouns, *known.victim_nouns, *known.states}
    single |= {word for phrase in known.phrases for word in phrase.split()[-1:]} | {"toll", "tolls", "lives", "bodies"}
    # A censored word keeps its letters: kil*led, ki-lled.
    return re.compile(
        r"\b(?:" + "|".join(sorted(map(re.escape, single), key=len, reverse=True)) + r")\b", re.IGNORECASE
    )


def keep(document: Document) -> list[Sentence]:
    """Sentences of a document that may carry a figure, in order."""
    return [sentence for sentence in document.sentences if _harm().search(reading(document, sentence))]
