"""From files under data/raw to documents, spans and sentences, each bound to the sha256 of its bytes.

Belongs here: which files are read and which are refused, their lock, what people note beside them, the layout of a page
and its sentences. Does not: anything about what the sentences say.
"""

from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.lock import input_lock, write_locks

__all__ = ["input_lock", "read_corpus", "write_locks"]
