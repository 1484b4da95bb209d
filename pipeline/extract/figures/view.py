"""A parsed sentence as the rules see it: plain lists instead of spaCy objects, counts laid over the tokens."""

from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.tokens import Doc
from spacy.tokens import Token as SpacyToken

from pipeline.extract.figures.asides import set_aside
from pipeline.extract.model import Count
from pipeline.text.numbers import find_counts


class Token(NamedTuple):
    """One token: lower-case text, tags, syntactic head, and characters counted from the sentence's start."""

    low: str
    text: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int


@dataclass(slots=True)
class Placed:
    """A count and the tokens it covers, end exclusive."""

    count: Count
    first: int
    end: int


@dataclass(slots=True)
class View:
    """One sentence.

    Attributes:
        text: The text as parsed.
        tokens: Its tokens.
        counts: Counts by the token they start at.
        counted: For every token, the count covering it or None.
        aside: Tokens of phrases on people who are not meant.
    """

    text: str
    tokens: list[Token]
    counts: dict[int, Placed] = field(default_factory=dict)
    counted: list[Placed | None] = field(default_factory=list)
    aside: frozenset[int] = frozenset()

    def low(self, i: int) -> str:
        """Lower-case text of a token, empty outside the sentence."""
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def pos(self, i: int) -> str:
        """Part of speech of a token, empty outside the sentence."""
        return self.tokens[i].pos if 0 <= i < len(self.tokens) else ""

    def lows(self, start: int, end: int) -> list[str]:
        """Lower-case texts of a stretch of tokens."""
        return [token.low for token in self.tokens[max(start, 0) : end]]

    def is_name(self, i: int) -> bool:
        """Whether a token is a capitalised proper noun."""
        return 0 <= i < len(self.tokens) and self.tokens[i].pos == "PROPN" and self.tokens[i].text[:1].isupper()


def _tags(token: SpacyToken, *, shouting: bool) -> tuple[str, str]:
    """Part of speech and tag; an acronym spelt like a verb or pronoun (IS, US, WHO) is a name."""
    if token.pos_ in {"AUX", "VERB", "PRON", "DET"} and len(token) > 1 and token.is_upper and not shouting:
        return "PROPN", "NNP"
    return token.pos_, token.tag_


def _low(token: SpacyToken, *, shouting: bool) -> str:
    """Lower-case text; the group that calls itself a state is not the verb."""
    return "isis" if token.text == "IS" and not shouting else token.lower_


def view(doc: Doc) -> View:
    """Makes a view of a parse."""
    kept = [t for t in doc if not t.is_space]
    place = {t.i: n for n, t in enumerate(kept)}
    shouting = doc.text.isupper()
    tokens = [
        Token(
            _low(t, shouting=shouting),
            t.text,
            *_tags(t, shouting=shouting),
            t.dep_,
            place.get(t.head.i, n),
            t.idx,
            t.idx + len(t.text),
        )
        for n, t in enumerate(kept)
    ]
    aside = set_aside([token.low for token in tokens])
    seen = View(doc.text, tokens, counted=[None] * len(tokens), aside=aside)
    at = 0
    for count in find_counts(doc.text):
        while at < len(tokens) and tokens[at].end <= count.span.start:
            at += 1
        end = at
        while end < len(tokens) and tokens[end].start < count.span.end:
            end += 1
        # A count inside a word ("Sido,20") is no count of persons.
        if at < end and tokens[at].start >= count.span.start - 1:
            placed = Placed(count, at, end)
            seen.counts[at] = placed
            seen.counted[at:end] = [placed] * (end - at)
    return seen
