"""Texts that repeat another one almost word for word: a wire copy, a re-post, a page fetched twice.

MinHash with bands (rensa) finds the candidates, so that thousands of texts need no comparison of each with each; the
exact share of common word runs decides.
"""

import datetime
import re
from array import array
from functools import cache
from itertools import islice
from zlib import crc32

from rensa import RMinHash, RMinHashLSH

from pipeline.corpus.rules import load

Text = tuple[datetime.date | None, str, str]
"""Publication date, document id and the text without its furniture."""

RUN = 3
"""Words that are compared as one."""
SIMILAR = 0.8
"""Share of common runs of words (Jaccard) from which on two texts are one."""
LONGEST = 200_000
"""Code points that are compared; what repeats so much repeats all."""
_HASHES, _BANDS, _SEED = 96, 24, 42
"""Two texts at the threshold meet in some band of four hashes with a probability above 0.999."""
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")


def near_duplicates(texts: list[Text]) -> dict[str, str]:
    """Document id to the id of the first document it repeats; the first is by (publication date, id).

    Two texts with other numbers in them are never one: an updated toll reads almost like the one before.

    Args:
        texts: What is known of each document; one without a date comes after all with one.
    """
    if len(texts) < 2:
        return {}
    ordered = sorted(texts, key=lambda text: (text[0] is None, text[0] or datetime.date.min, text[1]))
    index = RMinHashLSH(threshold=SIMILAR, num_perm=_HASHES, num_bands=_BANDS)
    originals: dict[int, tuple[str, array[int], list[str]]] = {}
    repeats: dict[str, str] = {}
    for position, (_, document_id, text) in enumerate(ordered):
        words = _WORD.findall(text[:LONGEST].lower())
        runs = {" ".join(run) for run in zip(*(islice(words, at, None) for at in range(RUN)), strict=False)}
        if not runs:
            continue
        # Numbers of four bytes: all texts' runs are held at once.
        hashes, numbers = array("I", sorted({crc32(run.encode()) for run in runs})), _numbers(words)
        sketch = RMinHash(num_perm=_HASHES, seed=_SEED)
        sketch.update(sorted(runs))
        candidates = (originals[other] for other in sorted(index.query(sketch)))
        match = next((first for first, known, told in candidates if told == numbers and _same(known, hashes)), None)
        if match is not None:
            repeats[document_id] = match
            continue
        originals[position] = (document_id, hashes, numbers)
        index.insert(position, sketch)
    return repeats


def _same(one: "array[int]", other: "array[int]") -> bool:
    common = len(set(one) & set(other))
    return common >= SIMILAR * (len(one) + len(other) - common)


def _numbers(words: list[str]) -> list[str]:
    spelled = _number_words()
    return sorted(word for word in words if word in spelled or _DIGIT.search(word))


@cache
def _number_words() -> frozenset[str]:
    return frozenset(load("duplicates.yml")["numbers"])
