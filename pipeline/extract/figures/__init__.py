"""What a text says was done to whom: killed and injured with bounds, qualifiers and the words they rest on."""

from pipeline.extract.figures.carried import carried
from pipeline.extract.figures.continued import continued
from pipeline.extract.figures.groups import find_groups
from pipeline.extract.figures.harms import find_harms
from pipeline.extract.figures.links import link
from pipeline.extract.figures.modality import judge
from pipeline.extract.figures.portions import apportioned
from pipeline.extract.figures.restated import restated
from pipeline.extract.figures.rows import parts_of, rows_of
from pipeline.extract.figures.spans import figures_of
from pipeline.extract.figures.subsets import mark_subsets
from pipeline.extract.figures.view import view
from pipeline.extract.model import Document, Figure, Sentence

__all__ = ["find_figures"]


def find_figures(document: Document) -> list[Figure]:
    """Every statement on persons killed or injured in a document, in reading order.

    Args:
        document: With parsed sentences (:func:`pipeline.extract.language.parse`); unparsed ones are passed over.

    Returns:
        Figures with spans in the raw text. A total broken down by class gives a figure a class.
    """
    told = [figure for sentence in document.sentences for figure in _of_sentence(document, sentence)]
    return restated(document, continued(document, carried(document, apportioned(told))))


def _of_sentence(document: Document, sentence: Sentence) -> list[Figure]:
    if sentence.parse is None or len(sentence.parse) == 0:
        return []
    seen = view(sentence.parse)
    groups = find_groups(seen)
    mark_subsets(seen, groups)
    harms = [harm for harm in find_harms(seen, groups) if judge(seen, harm)]
    link(seen, groups, harms)
    return figures_of(document, sentence, seen, groups, rows_of(parts_of(seen, groups, harms)))
