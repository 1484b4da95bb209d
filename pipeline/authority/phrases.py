"""A place phrase taken apart: the name in it, its cue words, the larger place it mentions.

Belongs here: reading 'town of X in the countryside of Y'. Does not: which place that is (``places``).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.authority.keys import WORDS, place_key, plain

_CUES: dict[str, str] = WORDS["cues"]
_FILLERS = frozenset(WORDS["fillers"]) | frozenset(WORDS["articles"])
_GENERIC = frozenset(WORDS["generic_sites"]) | frozenset(_CUES)
_BETWEEN = re.compile(r"\b(?:" + "|".join(WORDS["between"]) + r")\b", re.IGNORECASE)
_DEICTIC: dict[str, str] = WORDS["deictic"]
_CONTAINER = re.compile(r",\s*(?:located\s+)?(?:in\s+|near\s+)?|\s+(?:located\s+)?in\s+|\s*\|\s*")
_SUBURB = re.compile(r"\s+suburbs?\s+of\s+")
_POSSESSIVE = re.compile(r"^(.+?)[’']s\s+(?=[A-Z])")
_PARENTHESIS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")
_AND = re.compile(r"\s+and\s+|\s*&\s*|\s*;\s*|,\s*(?:and\s+)?")
_TOKEN = re.compile(r"[^\s]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a place phrase says.

    Attributes:
        names: Candidate names, the likeliest first; empty where the phrase names nothing.
        cues: What the cue words say: ``city``, ``near``, ``part`` … (``cues`` of ``words.yml``).
        containers: Larger places the phrase itself mentions.
        deictic: The kind of place 'the province', 'the city' or 'the town' says without a name (``deictic`` of
            ``words.yml``).
    """

    names: tuple[str, ...]
    cues: frozenset[str]
    containers: tuple[str, ...]
    deictic: str | None


def members(phrase: str) -> tuple[str, ...]:
    """The places of a list 'A; B; C' or 'road between A and B'; one phrase gives itself."""
    parts = [part.strip() for part in phrase.split(";") if part.strip()]
    if len(parts) == 1 and (match := _BETWEEN.search(parts[0])):
        inner = re.sub(r"^\s*the\s+(?:towns?|villages?|cities|city)\s+of\s+", "", parts[0][match.end() :])
        parts = [part for part in _AND.split(inner) if part.strip()]
    return tuple(parts)


def conjuncts(phrase: str) -> tuple[str, ...]:
    """The capitalised parts of 'A and B', or nothing where the phrase is no such list."""
    parts = [part.strip() for part in _AND.split(phrase)]
    return tuple(parts) if len(parts) > 1 and all(part[:1].isupper() or "-" in part[:4] for part in parts) else ()


@lru_cache(maxsize=65536)
def read(phrase: str) -> Phrase:
    """Take one place phrase apart."""
    text = " ".join(phrase.split())
    containers: list[str] = []
    if match := _POSSESSIVE.match(text):
        containers.append(match[1])
        text = text[match.end() :]
    if match := _SUBURB.search(text):
        # 'Moadamiyeh suburb of Damascus' lies beside Damascus, not in it.
        containers.append(f"{text[match.end() :]} suburbs")
        text = text[: match.start()]
    pieces = [piece for piece in _CONTAINER.split(text) if piece]
    text, rest = (pieces[0], pieces[1:]) if pieces else ("", [])
    containers += rest
    aside = [match[1] for match in _PARENTHESIS.finditer(text)]
    main = _PARENTHESIS.sub(" ", text)
    cues: set[str] = set()
    names: list[str] = []
    for candidate in (main, *re.split(r"\s*/\s*", main), *aside):
        bare, found = _strip(candidate)
        cues |= found
        # The whole wording first: 'Deir Ezzor city', 'Jabaliya camp' and 'northern Syria' are names themselves.
        names += [name for name in (candidate.strip(), bare) if _proper(name)]
    if rest and not names:
        # 'villages in Deir Ezzor': the larger place is all the phrase names.
        cues.add("part")
    return Phrase(tuple(dict.fromkeys(names)), frozenset(cues), tuple(containers), _deictic(main))


def _strip(text: str) -> tuple[str, set[str]]:
    """Drop cue words and fillers from both ends; the cues met."""
    tokens = _TOKEN.findall(text)
    cues: set[str] = set()
    for end in (0, -1):
        while tokens and not _name_starts(tokens, end):
            word = _word(tokens[end])
            if word not in _CUES and word not in _FILLERS:
                break
            if word in _CUES:
                cues.add(_CUES[word])
            tokens.pop(end)
    return " ".join(tokens), cues


def _word(token: str) -> str:
    return token.strip(".,:;\"“”‘’'").casefold()


def _name_starts(tokens: list[str], end: int) -> bool:
    """True where a capitalised article opens a name: 'Al Quriya', 'Ar Rai'."""
    return (
        end == 0 and len(tokens) > 1 and tokens[0][:1].isupper() and _word(tokens[0]) in _FILLERS - {"the", "a", "an"}
    )


def _proper(name: str) -> bool:
    """True where the phrase holds a name: something capitalised, or in another script, that is no common noun."""
    for token in name.split():
        marked = any(char.isupper() for char in token) or not token.isascii()
        if marked and any(word not in _GENERIC and word not in _FILLERS for word in plain(token).split()):
            return bool(place_key(name))
    return False


def _deictic(text: str) -> str | None:
    match = re.fullmatch(r"\s*(?:the|this|that|same|whole|entire|\s)+\s(\w+)\s*", text.casefold())
    return _DEICTIC.get(match[1]) if match else None
