"""Killed and injured of one event told in two sentences, as in "Three were killed. Five others were wounded"."""

import re
from dataclasses import replace

from pipeline.extract.figures.carried import neutral_words, sentence_text
from pipeline.extract.model import Document, Figure, Span

_LONGEST = 400
"""Characters a quote over two sentences may have; more is no continuation."""

_PLACED = re.compile(r"\b(?:in|at|near) (?:the )?[A-Z]")


def continued(document: Document, figures: list[Figure]) -> list[Figure]:
    """Figures of one document; a second sentence that only adds the other harm joins the first one's figure.

    It must follow at once in the same paragraph, count people without naming them anew ("five others", "another
    seven", a bare number) and name no place of its own.
    """
    per_sentence: dict[int, int] = {}
    for figure in figures:
        per_sentence[figure.sentence] = per_sentence.get(figure.sentence, 0) + 1
    result: list[Figure] = []
    for figure in figures:
        last = result[-1] if result else None
        alone = last is not None and per_sentence[last.sentence] == per_sentence[figure.sentence] == 1
        if last is not None and alone and _goes_on(document, last, figure):
            result[-1] = _joined(last, figure)
        else:
            result.append(figure)
    return result


def _goes_on(document: Document, first: Figure, second: Figure) -> bool:
    one, two = document.sentences[first.sentence], document.sentences[second.sentence]
    if two.index != one.index + 1 or two.paragraph != one.paragraph or one.is_headline:
        return False
    if first.combined or second.combined or second.stance != first.stance or second.modality != first.modality:
        return False
    added, there = second.injured, first.killed
    one_each = sum(count is not None for f in (first, second) for count in (f.killed, f.injured)) == 2
    if added is None or there is None or not one_each or 0 in {added.maximum, there.maximum}:
        return False
    if not neutral_words(document, second):
        return False
    same = len({first.victim_class, second.victim_class} - {"unknown"}) < 2
    short = second.quote.end - first.quote.start <= _LONGEST
    return same and short and not _PLACED.search(sentence_text(document, two.index))


def _joined(first: Figure, second: Figure) -> Figure:
    return replace(
        first,
        quote=Span(first.quote.start, second.quote.end),
        killed=first.killed or second.killed,
        injured=first.injured or second.injured,
        subsets={**first.subsets, **second.subsets},
        victim_class=first.victim_class if first.victim_class != "unknown" else second.victim_class,
    )
