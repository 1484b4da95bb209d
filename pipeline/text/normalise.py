"""Text made easy to parse without moving a character.

Everything here keeps the length of what it is given, so that an offset in the result is an offset in the raw text.
Where a word has to become shorter (a censored "kil*led", a mis-decoded quote), the freed characters are padded with
spaces after the word, and :func:`word_end` finds the raw word's end again.
"""

import re
import unicodedata
from typing import Final

_QUOTES = dict.fromkeys("‘’‛′´ʼʻ`＇", "'") | dict.fromkeys("“”„‟″«»＂", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
_PUNCTUATION = {"،": ",", "؛": ";", "؟": "?", "…": ".", "•": "-", "·": "-", "٪": "%", "٬": ",", "٫": ".", "，": ","}


class _Table(dict[int, int | str]):
    """One character for one character: quotes, dashes, digits of every script, spaces and controls.

    Filled as characters turn up: a table of all of Unicode takes a second to make.
    """

    def __missing__(self, code: int) -> int | str:
        character = chr(code)
        category = unicodedata.category(character)
        result: int | str = code
        if category == "Nd" and code > 127:
            result = str(unicodedata.digit(character))
        elif category in _BLANK:
            result = " "
        self[code] = result
        return result


_BLANK: Final = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs"})
_TABLE: Final = _Table({ord(old): new for old, new in (_QUOTES | _DASHES | _PUNCTUATION).items()})
_GROUPED_BY_SPACE: Final = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
# UTF-8 read as Windows-1252: the marks a publisher's broken export leaves inside words.
_MOJIBAKE: Final = {"â€™": "'", "â€˜": "'", "â€œ": '"', "â€\x9d": '"', "â€": '"', "â€“": "-", "â€”": "-", "Â ": " "}
_MOJIBAKE_WORD: Final = re.compile(r"[^\s]{0,40}(?:â€|Â\xa0)[^\s]{0,40}")
# Publishers censor their own words to pass a platform's filter: kil*led, ki-lled, H*T*S, w*a*r, expl*osion.
_STARRED: Final = re.compile(r"\b\w{1,30}(?:[*•·]+\w{1,30}){1,8}\b")
_HYPHENATED: Final = re.compile(r"\b[a-z]{1,12}-[a-z]{1,12}\b", re.IGNORECASE)


def _pad(word: str, length: int) -> str:
    return word + " " * (length - len(word))


def _unmangle(match: re.Match[str]) -> str:
    word = match.group()
    for broken, meant in _MOJIBAKE.items():
        word = word.replace(broken, meant)
    return _pad(word, len(match.group()))


def _unstar(match: re.Match[str]) -> str:
    return _pad(re.sub(r"[*•·]+", "", match.group()), len(match.group()))


def parsable(text: str, whole_words: frozenset[str] = frozenset()) -> str:
    """Text with plain quotes, dashes, digits and spaces, of exactly the same length.

    Args:
        text: Raw text.
        whole_words: Lower-case words that a hyphen inside them does not break ("kil-led" becomes "killed "). Only a
            word of this set is joined; "drone-struck" stays.

    Returns:
        The text for a parser to read; ``len(parsable(t)) == len(t)``.
    """

    def join(match: re.Match[str]) -> str:
        joined = match.group().replace("-", "")
        return _pad(joined, len(match.group())) if joined.lower() in whole_words else match.group()

    text = _MOJIBAKE_WORD.sub(_unmangle, text)
    text = _STARRED.sub(_unstar, text)
    text = _GROUPED_BY_SPACE.sub(",", text)
    text = text.translate(_TABLE)
    return _HYPHENATED.sub(join, text) if whole_words else text


def word_end(raw: str, parsed: str, end: int) -> int:
    """End in the raw text of a word whose parsed form may have been shortened and padded.

    Args:
        raw: The raw text.
        parsed: :func:`parsable` of it.
        end: Where the word ends in ``parsed``.

    Returns:
        The offset after the last raw character the word stands for.
    """
    while end < len(raw) and parsed[end] == " " and not (raw[end].isspace() or _is_blank(raw[end])):
        end += 1
    return end


def _is_blank(character: str) -> bool:
    return unicodedata.category(character) in _BLANK
