"""What tests of extraction share: a text of our own, read through sentences, parse and figures to its codings."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pipeline.corpus.sentences import split_sentences
from pipeline.extract.coding import code
from pipeline.extract.figures import find_figures
from pipeline.extract.language import parse
from pipeline.extract.model import Coding, Document, Figure, Sentence, Span


@dataclass(frozen=True)
class Coded:
    """A document with its figures and what was coded about each."""

    document: Document
    figures: list[Figure]
    codings: list[Coding]


Coder = Callable[..., Coded]


@pytest.fixture
def coded() -> Coder:
    """Codes a text; its first paragraph is the headline where ``headline`` is set."""

    def run(
        text: str, published: datetime.date | None = None, headline: bool = False, publisher: str = "Valley News"
    ) -> Coded:
        sentences, paragraph = [], -1
        end = -1
        for index, (start, stop) in enumerate(split_sentences(text, 0, len(text))):
            paragraph += end < 0 or "\n" in text[end:start]
            end = stop
            sentences.append(Sentence(index, Span(start, stop), paragraph, headline and paragraph == 0))
        document = Document("d", text, publisher, published, sentences)
        parse([document])
        figures = find_figures(document)
        return Coded(document, figures, code(document, figures))

    return run
