"""Figures of texts made up in tests."""

from pipeline.extract.figures import find_figures
from pipeline.extract.language import parse
from pipeline.extract.model import Count, Document, Figure, Sentence, Span


def figures(*sentences: str) -> list[Figure]:
    """Figures of a document of the given sentences."""
    text, made = "", []
    for index, sentence in enumerate(sentences):
        made.append(Sentence(index, Span(len(text), len(text) + len(sentence)), index, is_headline=False))
        text += sentence + "\n"
    document = Document("d", text, None, None, made)
    parse([document])
    return find_figures(document)


def bounds(count: Count | None) -> tuple[int | None, int | None] | None:
    return None if count is None else (count.minimum, count.maximum)


def told(*sentences: str) -> list[tuple[object, object]]:
    """Killed and injured bounds of each figure."""
    return [(bounds(figure.killed), bounds(figure.injured)) for figure in figures(*sentences)]
