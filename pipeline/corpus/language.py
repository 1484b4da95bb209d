"""Is a text in the language the extractor reads? Only a text that clearly is not is put aside."""

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.corpus.rules import load

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

READ = "en"
MIN_LETTERS = 60
"""Letters below which nothing but another script can tell."""
_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]", re.IGNORECASE)


def other_language(text: str) -> str | None:
    """The language of a text that is clearly not English (ISO 639-1), or None: English, or too little to tell.

    Args:
        text: The text without its furniture.
    """
    words = _WORD.findall(text[:_SAMPLE])
    letters = sum(map(len, words))
    if not words or _share(words) >= load("language.yml")["least_share"]:
        return None
    latin = 2 * len(_LATIN.findall("".join(words))) >= letters
    if latin and letters < MIN_LETTERS:
        return None
    found, certainty = _classify(" ".join(words))
    return found if found != READ and (not latin or certainty >= 0.99) else None


def _share(words: list[str]) -> float:
    common = frozenset(load("language.yml")["english"])
    return sum(map(common.__contains__, map(str.lower, words))) / len(words)


def _classify(text: str) -> tuple[str, float]:
    language, certainty = _identifier().classify(text)
    return str(language), float(certainty)


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
