"""A document as the coders of single fields see it: sentences, what speaks of the same event, words found once."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from pipeline.extract import vocabulary
from pipeline.extract.model import Document, Figure, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Found = TypeVar("Found")
_HEAD = 25
"""Characters within which a sentence has begun."""
_CAUSES = frozenset({"in", "by", "during", "from", "with"})
"""Prepositions between a harm and what it came by."""


class Segments(NamedTuple):
    """A figure's share of its sentence: from the figure before it to the figure after it."""

    before: Span
    quote: Span
    after: Span


@cache
def discourse() -> dict[str, re.Pattern[str]]:
    """Patterns of ``discourse.yml``, compiled once."""
    words = vocabulary.load("discourse")
    openers = {
        name: re.compile(rf"\W*(?:{'|'.join(map(re.escape, words[name]))})\b", re.IGNORECASE)
        for name in ("shifts", "additions", "summings")
    }
    patterns = {
        name: re.compile(words[name], re.IGNORECASE)
        for name in ("anaphora", "background", "attack", "same_subject", "took_place", "defined")
    }
    return openers | patterns


def _end_of_noun(token: "Token") -> int:
    """Where the noun ends a token is of: the parser takes "shelling" in "missile shelling" for a verb."""
    words = token.doc
    while token.i + 1 < len(words) and words[token.i + 1].tag_ in ("NN", "NNS", "VBG"):
        token = words[token.i + 1]
    end: int = token.idx + len(token.text)
    return end


def _number_at(figure: Figure) -> int:
    """Where a figure's number stands; its quote where it has none."""
    counts = (figure.killed, figure.injured, figure.combined)
    return min((count.span.start for count in counts if count), default=figure.quote.start)


def _shares(one: Figure, two: Figure) -> bool:
    return one.sentence == two.sentence and one.harm == two.harm


class Context:
    """One document with its figures; everything found in a sentence is found once.

    Attributes:
        document: The document.
        figures: Its figures, in reading order.
        texts: Raw text of each sentence.
        words_of: Words of the names in a chain of places, looked up once.
    """

    def __init__(self, document: Document, figures: list[Figure]) -> None:
        self.document = document
        self.figures = figures
        self.texts = [document.slice(sentence.span) for sentence in document.sentences]
        self._found: dict[tuple[str, int], object] = {}
        self._near: dict[int, list[int]] = {}
        self.words_of: dict[tuple[Hashable, ...], frozenset[str]] = {}

    def find(self, finder: "Callable[[Context, int], Found]", sentence: int) -> Found:
        """What ``finder`` finds in a sentence, looked up once."""
        key = (f"{finder.__module__}.{finder.__qualname__}", sentence)
        if key not in self._found:
            self._found[key] = finder(self, sentence)
        return cast("Found", self._found[key])

    def start(self, sentence: int) -> int:
        """Where a sentence starts in the document's raw text."""
        return self.document.sentences[sentence].span.start

    def parse(self, sentence: int) -> "Doc | None":
        """The parse of a sentence, made now where nobody needed it before."""
        held = self.document.sentences[sentence]
        if held.parse is None:
            from pipeline.extract.language import parse_sentence

            held.parse = parse_sentence(self.document, held)
        return held.parse

    @cached_property
    def event_texts(self) -> list[str]:
        """Texts of the sentences with clauses about other events blanked out, offsets unchanged.

        A clause that holds a figure is what the text tells of.
        """
        return [self._event_text(index) for index in range(len(self.texts))]

    def _event_text(self, sentence: int) -> str:
        start = self.start(sentence)
        harms = [harm.start - start for harm in self._harms.get(sentence, ())]

        def blank(found: re.Match[str]) -> str:
            told = any(found.start() <= harm < found.end() for harm in harms)
            return found[0] if told else " " * len(found[0])

        return discourse()["background"].sub(blank, self.texts[sentence])

    @cached_property
    def blocks(self) -> list[int]:
        """Number of the topic each sentence belongs to; headline and lead share the first."""
        from pipeline.extract.times import opens_with_date

        patterns, numbers, number, told = discourse(), [], 0, 0
        for index, text in enumerate(self.texts):
            attacks = bool(patterns["attack"].search(text))
            shifts = bool(patterns["shifts"].match(text)) or opens_with_date(text)
            # The first sentence that tells of an attack below the headline is the lead, whatever it opens with.
            if shifts and attacks and told >= 1:
                number += 1
            told += attacks and not self.document.sentences[index].is_headline
            numbers.append(number)
        return numbers

    @cached_property
    def _harms(self) -> dict[int, list[Span]]:
        harms: dict[int, list[Span]] = {}
        for figure in self.figures:
            harms.setdefault(figure.sentence, []).append(figure.harm)
        return {sentence: sorted(set(held)) for sentence, held in harms.items()}

    def segments(self, figure: Figure) -> Segments:
        """The figure's own stretch of its sentence: from the harm before it to the harm after it."""
        sentence = self.document.sentences[figure.sentence].span
        harms = [harm for harm in self._harms[figure.sentence] if harm != figure.harm]
        start = max(
            (harm.end for harm in harms if harm.end <= figure.harm.start), default=self._clause(figure, sentence.start)
        )
        end = min((harm.start for harm in harms if harm.start >= figure.harm.end), default=sentence.end)
        first = min(max(figure.quote.start, start), figure.harm.start)
        last = max(min(figure.quote.end, end), figure.harm.end)
        return Segments(Span(start, max(start, first)), Span(first, last), Span(last, max(end, last)))

    def share(self, figure: Figure) -> Span | None:
        """The stretch of a figure whose word of harm is told once for several: "two died in A, and one in B".

        From where the figure's number stands to the next one; None where the word of harm is the figure's alone.
        """
        starts = sorted({_number_at(other) for other in self.figures if _shares(other, figure)})
        if len(starts) < 2:
            return None
        sentence, at = self.document.sentences[figure.sentence].span, starts.index(_number_at(figure))
        end = starts[at + 1] if at + 1 < len(starts) else self.segments(figure).after.end
        return Span(starts[at] if at else min(sentence.start, starts[0]), max(end, starts[at]))

    def harmer(self, figure: Figure) -> Span:
        """The subject of the figure's verb of harm ("rockets killed two", "a raid that killed two"), or nothing."""
        start = self.start(figure.sentence)
        for token in self.parse(figure.sentence) or ():
            if start + token.idx == figure.harm.start:
                subjects = [child for child in token.children if child.dep_ == "nsubj"]
                if subjects and token.dep_ == "relcl" and subjects[0].lower_ in ("that", "which"):
                    noun = token.head
                    return Span(start + noun.left_edge.idx, start + noun.idx + len(noun.text))
                if subjects:
                    edge = subjects[0].right_edge
                    return Span(start + subjects[0].left_edge.idx, start + edge.idx + len(edge.text))
        return Span(figure.harm.start, figure.harm.start)

    def causes(self, figure: Figure) -> list[Span]:
        """What the figure's word of harm is said to have come by: "killed in clashes", "died when a mine exploded"."""
        start = self.start(figure.sentence)
        for token in self.parse(figure.sentence) or ():
            if start + token.idx == figure.harm.start:
                causes = [child for child in token.children if child.i > token.i and child.lower_ in _CAUSES]
                return [Span(start + child.idx, start + _end_of_noun(child.right_edge)) for child in causes]
        return []

    def _clause(self, figure: Figure, start: int) -> int:
        """Where the clause of a figure begins that tells of another event than the words before it."""
        clauses = (found.span() for found in discourse()["background"].finditer(self.texts[figure.sentence]))
        return next((start + low for low, high in clauses if start + low <= figure.harm.start < start + high), start)

    def nearby(self, figure: Figure) -> list[int]:
        """Other sentences that tell of the figure's event, the likeliest first.

        Sentences of the same topic before the figure, the next of the same paragraph, then the rest of the topic.
        """
        if figure.sentence not in self._near:
            self._near[figure.sentence] = self._nearby(figure.sentence)
        return self._near[figure.sentence]

    def _nearby(self, own: int) -> list[int]:
        from pipeline.extract.times import apart_in_time

        blocks, sentences = self.blocks, self.document.sentences
        last = bisect_right(blocks, blocks[own])
        after = range(own + 1, min(own + 5, last))
        if sentences[own].is_headline:
            return list(after)
        # Numbers of topics and of paragraphs only rise: those of one topic, or one paragraph, stand together.
        paragraph = bisect_left(sentences, sentences[own].paragraph, key=lambda sentence: sentence.paragraph)
        first = min(bisect_left(blocks, blocks[own]), paragraph)
        # What opened the topic stays what it is about, however much was told since.
        at = bisect_left(self._attacks, first)
        opening = [index for index in self._attacks[at : at + 3] if index < own]
        next_one = after[:1] if self._continues(own) and not self.refers_back(own) else ()
        found = [*next_one, *range(own - 1, max(first, own - 4) - 1, -1), *opening, *after]
        if self.of_main_event(own):
            found += self.main_sentences
        return [index for index in dict.fromkeys(found) if index != own and not apart_in_time(self, own, index)]

    @cached_property
    def _attacks(self) -> list[int]:
        """The sentences that tell of an attack."""
        attack = discourse()["attack"]
        return [index for index, text in enumerate(self.texts) if attack.search(text)]

    @cached_property
    def main_sentences(self) -> list[int]:
        """The sentences that say what the document is about: those of the headline and lead that tell of an attack."""
        return [index for index in self._attacks[:3] if self.blocks[index] == 0]

    @cached_property
    def with_figures(self) -> frozenset[int]:
        """The sentences that have a figure."""
        return frozenset(figure.sentence for figure in self.figures)

    def of_main_event(self, sentence: int) -> bool:
        """Whether a sentence tells of no attack of its own: it speaks of the one the document is about."""
        return self.refers_back(sentence) or not discourse()["attack"].search(self.texts[sentence])

    def _continues(self, sentence: int) -> bool:
        """Whether the next sentence goes on in the same paragraph and this one opens the paragraph."""
        sentences = self.document.sentences
        paragraph = sentences[sentence].paragraph
        opens = sentence == 0 or sentences[sentence - 1].paragraph != paragraph
        goes_on = sentence + 1 < len(sentences) and sentences[sentence + 1].paragraph == paragraph
        return opens and goes_on

    def takes_up(self, sentence: int) -> bool:
        """Whether a sentence begins with an event told before ("The attack involved")."""
        found = discourse()["anaphora"].search(self.texts[sentence])
        return found is not None and found.start() < _HEAD

    def refers_back(self, sentence: int) -> bool:
        """Whether a sentence speaks of an event told before ("the attack", "as a result")."""
        return bool(discourse()["anaphora"].search(self.texts[sentence]))
