"""Texts that repeat another one almost word for word: a wire copy, a re-post, a page fetched twice.

MinHash with bands finds the candidates (so that thousands of texts need no comparison of each with each), the exact
share of common word runs decides. Written here and not taken from datasketch, which loads scipy: a second of
start-up for these lines.
"""

import datetime
import hashlib
import re
from collections import defaultdict
from functools import cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from pipeline.corpus.rules import load

Text = tuple[datetime.date | None, str, str]
"""Publication date, document id and the text without its furniture."""

Runs = npt.NDArray[np.uint32]
"""Hashes of a text's runs of words."""

RUN = 3
"""Words that are compared as one."""
SIMILAR = 0.8
"""Share of common runs of words (Jaccard) from which on two texts are one."""
LONGEST = 200_000
"""Code points that are compared; what repeats so much repeats all."""
_BANDS, _ROWS = 24, 4
"""Two texts at the threshold meet in some band with a probability above 0.999."""
_PRIME = np.uint64((1 << 31) - 1)
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
    originals: dict[str, tuple[Runs, list[str]]] = {}
    buckets: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    repeats: dict[str, str] = {}
    for _, document_id, text in ordered:
        words = _WORD.findall(text[:LONGEST].lower())
        runs, numbers = _runs(words), _numbers(words)
        if not len(runs):
            continue
        keys = _bands(runs)
        candidates = {other: None for key in keys for other in buckets.get(key, ())}
        match = next((other for other in candidates if _same(originals[other], (runs, numbers))), None)
        if match is not None:
            repeats[document_id] = match
            continue
        originals[document_id] = (runs, numbers)
        for key in keys:
            buckets[key].append(document_id)
    return repeats


def _same(one: tuple[Runs, list[str]], other: tuple[Runs, list[str]]) -> bool:
    if one[1] != other[1]:
        return False
    common = len(np.intersect1d(one[0], other[0], assume_unique=True))
    return common >= SIMILAR * (len(one[0]) + len(other[0]) - common)


def _runs(words: list[str]) -> Runs:
    """Hashes of the runs, ascending: an array, which takes a tenth of a set's memory over all texts."""
    joined = map(" ".join, zip(*(words[at:] for at in range(RUN)), strict=False))
    # 31 bits: the product with a factor as small then stays inside 64.
    return np.array(sorted({crc32(run.encode()) >> 1 for run in joined}), dtype=np.uint32)


def _numbers(words: list[str]) -> list[str]:
    spelled = _number_words()
    return sorted(word for word in words if word in spelled or _DIGIT.search(word))


@cache
def _number_words() -> frozenset[str]:
    return frozenset(load("duplicates.yml")["numbers"])


def _bands(runs: Runs) -> list[tuple[int, bytes]]:
    factors, shifts = _permutations()
    hashes = runs.astype(np.uint64)
    least = np.full(_BANDS * _ROWS, _PRIME, dtype=np.uint64)
    for part in np.array_split(hashes, 1 + len(hashes) // 4096):
        least = np.minimum(least, ((part[:, None] * factors + shifts) % _PRIME).min(axis=0))
    return [(band, least[band * _ROWS : (band + 1) * _ROWS].tobytes()) for band in range(_BANDS)]


@cache
def _permutations() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Fixed pseudo-random linear functions: the same in every run."""

    def draw(name: str) -> npt.NDArray[np.uint64]:
        digests = (
            hashlib.blake2b(f"{name}{number}".encode(), digest_size=8).digest() for number in range(_BANDS * _ROWS)
        )
        return np.array([1 + (int.from_bytes(digest) >> 34) for digest in digests], dtype=np.uint64)

    return draw("factor"), draw("shift")
