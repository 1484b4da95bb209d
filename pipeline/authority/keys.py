"""Names reduced to keys under which spellings of one name meet.

Belongs here: folding of letters and dropping of articles. Does not: which place or body a key stands for.
No key is fuzzy: two names either have the same key or they do not. The skeleton of a key is coarser: it holds what
Arabic script would write, and proves nothing without a governorate.
"""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

WORDS: dict[str, Any] = yaml.safe_load(files("pipeline.authority").joinpath("words.yml").read_text(encoding="utf-8"))
"""The reviewed word lists of ``words.yml``."""

_ARTICLES = frozenset(WORDS["articles"])
_VARIANTS: dict[str, str] = WORDS["token_variants"]
_FOLDS = [(re.compile(pattern), repl) for pattern, repl in WORDS["letter_folds"]]
_SKELETON = [(re.compile(pattern), repl) for pattern, repl in WORDS["skeleton_folds"]]
_NO_LETTER = re.compile(r"[\W_]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʿʾʼʻ′"), None)
_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": None})


@lru_cache(maxsize=262144)
def plain(text: str) -> str:
    """Lower case without diacritics and apostrophes; anything but letters and digits becomes one space."""
    bare = text.translate(_APOSTROPHES)
    if not bare.isascii():
        bare = "".join(char for char in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(char))
    return _NO_LETTER.sub(" ", bare.casefold()).strip()


@lru_cache(maxsize=262144)
def place_key(name: str) -> str:
    """Key of a place name: ``Al-Mayadeen``, ``Mayadin`` and ``al Mayādīn`` meet; empty where nothing is left."""
    tokens = [_VARIANTS.get(token, token) for token in plain(name).split() if token not in _ARTICLES]
    return " ".join(folded for token in tokens if (folded := _fold(token)))


@lru_cache(maxsize=262144)
def skeleton(key: str) -> str:
    """Consonants of a place key, by which transliterations of one Arabic name agree; empty for other scripts."""
    if not key.isascii():
        return ""
    for pattern, replacement in _SKELETON:
        key = pattern.sub(replacement, key)
    return key


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Key of an organisation's, actor's or speaker's name: plain, without leading 'the' and possessive s."""
    text = re.sub(r"[’']s\b", "", name)
    tokens = [token for token in plain(text).split() if token not in {"the", "a", "an"}]
    return " ".join(tokens)


@lru_cache(maxsize=65536)
def _fold(token: str) -> str:
    if not token.isascii():
        token = token.translate(_ARABIC)
        return token.removeprefix("ال") if len(token) > 4 else token
    for pattern, replacement in _FOLDS:
        token = pattern.sub(replacement, token)
    return token
