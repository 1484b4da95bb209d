"""Which documents and which of their sentences deserve the parser: those with a word of harm in them.

Parsing costs a hundred times more than looking for words, and nine sentences in ten say nothing about harm. Whole
columns of texts are searched first (:func:`telling`), then each document that passed (:func:`keep`), one pass of one
pattern each. Nothing is lost: every word the rules of figures start from is in it (a test compares with the filter
off).
"""

import re
from bisect import bisect_right
from functools import cache

import polars as pl

from pipeline.extract.figures.words import whole_words, words
from pipeline.extract.model import Document, Sentence
from pipeline.text.normalise import parsable

LONGEST = 2000
"""Characters of a sentence handed to the parser. A longer "sentence" is a table, a dump or an attack; the rest of it is
left unparsed. The longest true sentence of the coded texts has 800."""


def reading(document: Document, sentence: Sentence) -> str:
    """What the parser reads of a sentence: as long as the raw sentence, up to :data:`LONGEST`."""
    end = min(sentence.span.end, sentence.span.start + LONGEST)
    return parsable(document.text[sentence.span.start : end], whole_words())


@cache
def _telling() -> frozenset[str]:
    """Words one of which stands in every statement of harm; of a phrase, its longest word."""
    known = words()
    phrases = (max(phrase.split(), key=len) for phrase in known.phrases)
    return frozenset(
        {
            *whole_words(),
            *known.harm["tolls"],
            *known.harm["bodies"],
            *known.harm["survivals"],
            *known.harm["injuries"],
            *known.harm["condolences"],
            "life",
            "lives",
            *phrases,
        }
    )


_WORD = re.compile(r"[a-z]+")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
# The marks of _BROKEN, taken out: what is then no word of harm was none in pieces.
_MARKS = r"[*•·\-‐‑–—]"
# A word censored or broken inside (kil*led, ki-lled, inj•ured): looked at closer only where its letters spell harm.
_BROKEN = re.compile(r"[^\W\d_]{1,12}(?:[*•·\-‐‑–—][^\W\d_]{1,12}){1,6}")


def _harm_at(text: str) -> list[int]:
    """Where words of harm stand in a text, ascending."""
    telling, whole = _telling(), whole_words()
    # Not str.lower(): it makes two characters of some letters, and offsets must stay.
    found = [match.start() for match in _WORD.finditer(text.translate(_LOWER)) if match.group() in telling]
    broken = (m for m in _BROKEN.finditer(text) if "".join(filter(str.isalpha, m[0])).translate(_LOWER) in whole)
    found.extend(match.start() for match in broken)
    return sorted(found)


@cache
def _harm_pattern() -> str:
    """A pattern for Polars that finds all :func:`_harm_at` finds, and maybe a little more."""
    return f"(?i)(?:^|[^a-z])(?:{'|'.join(sorted(_telling()))})(?:[^a-z]|$)"


def telling(texts: pl.Series) -> pl.Series:
    """Which texts have a word of harm in them: a flag each, True wherever :func:`keep` may keep a sentence."""
    pattern = _harm_pattern()
    return texts.str.contains(pattern) | texts.str.replace_all(_MARKS, "").str.contains(pattern)


def keep(document: Document) -> list[Sentence]:
    """Sentences of a document that may carry a figure, in order.

    Args:
        document: Its sentences need not be parsed.

    Returns:
        Those with a word of harm in the part the parser would read.
    """
    starts = _harm_at(document.text)
    kept = []
    for sentence in document.sentences:
        at = bisect_right(starts, sentence.span.start - 1)
        if at < len(starts) and starts[at] < min(sentence.span.end, sentence.span.start + LONGEST):
            kept.append(sentence)
    return kept
