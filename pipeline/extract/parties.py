"""What the parties to a conflict are called: patterns of their names, and which names are of one side."""

import re
from collections.abc import Iterable
from functools import cache

from pipeline.extract import vocabulary
from pipeline.extract.gazette import demonyms


@cache
def _alike() -> dict[str, str]:
    """One word for each name a party goes by, lower case: a state for its demonym and capital, "isis" for "daesh"."""
    words = vocabulary.load("actors")
    return {name: country.lower() for name, country in demonyms().items()} | {
        name.lower(): one.lower() for key in ("states", "same") for name, one in words[key].items()
    }


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first: what they begin with in common is written once.

    An alternation of hundreds of words takes longer to compile than all that is looked for with it.
    """
    branches: dict[str, list[str]] = {}
    for word in words:
        branches.setdefault(word[:1], []).append(word[1:])
    ends = "" in branches
    rests = [
        re.escape(first) + (_any_of(rest) if len(rest) > 1 else re.escape(rest[0]))
        for first, rest in sorted(branches.items())
        if first
    ]
    if not rests:
        return ""
    return f"(?:{'|'.join(rests)}){'?' if ends else ''}"


@cache
def adjective() -> str:
    """Words a party's name begins with: demonyms, parties of the vocabulary, states in the possessive."""
    words = vocabulary.load("actors")
    parties = [*words["parties"], *words["groups"], _acronyms()]
    plain = {name for name in parties if re.fullmatch(r"[\w -]+", name)}
    states = _any_of({name.lower() for name in vocabulary.load("regions")})
    forms = sorted({*parties} - plain, key=lambda form: (-len(form), form))
    return f"{'|'.join(forms)}|{_any_of({*demonyms(), *plain})}|{states}(?:’s|'s)?"


@cache
def _acronyms() -> str:
    return f"(?-i:{_any_of(vocabulary.load('actors')['acronyms'])})"


@cache
def _state() -> str:
    return _any_of({*vocabulary.load("regions"), *vocabulary.load("actors")["states"]})


@cache
def armed() -> str:
    """Nouns for armed bodies and their members."""
    return "|".join(vocabulary.load("actors")["armed"])


@cache
def _organisation() -> str:
    """Names no list holds, by their last word: "Tarn Military Council", "Karst rebels"."""
    words = vocabulary.load("actors")
    first = rf"(?!(?i:{words['openers']})\b)[A-Z][\w’'-]+"
    middle = r"(?:\s+(?:(?:and|of|for)\s+)?(?:the\s+)?[A-Z][\w’'-]+)"
    proper = rf"{first}{middle}{{0,4}}?\s+(?:{words['bodies']})\b"
    return rf"\b(?:{proper}|{first}{middle}?\s+(?:{armed()})\b)[”\"]?(?:\s+\([A-Z]{{2,6}}\))?"


PARTY = "\ue000\ue001*"
"""Regular expression of a party's name in the text that :func:`veiled` makes."""


@cache
def _head() -> str:
    return f"(?i:{armed()}|{'|'.join(vocabulary.load('actors')['heads'])})"


@cache
def one_party() -> re.Pattern[str]:
    """One party's name: "the Turkish forces", "unidentified gunmen", "Tarn Military Council", "Hamas"."""
    words = vocabulary.load("actors")
    party = f"(?i:{adjective()}|{'|'.join(words['kinds'])})"
    between = rf"(?i:{adjective()}|{'|'.join(words['kinds'])}|\w+-\s?\w+|{words['between']})"
    adjectives = rf"\b{party}(?!\w)[”\"'’]?(?:\s+and\s+{party}\b)?(?:[\s/-]+{between}\b){{0,6}}?\s+"
    noun = (
        rf"[“\"']?{adjectives}[“\"']?\b{_head()}\b(?!\s?-)[”\"']?(?:’s|'s|’)?(?:\s+\([A-Z]{{2,6}}\))?"
        rf"(?:\s+{_head()}\b){{0,2}}"
    )
    named = f"{words['bare']}|{'|'.join(words['groups'])}|{_acronyms()}"
    alone = rf"(?i:{named}|(?<!its )(?<!their )(?:{words['plain']}))\b(?:\s+\([A-Z]{{2,6}}\))?"
    quoted = r"“[A-Z][\w’' -]+”\s+factions"
    bare = rf"\b{alone}|\b(?:{_state()}|IS)\b|{quoted}|[“\"]?{_organisation()}"
    hired = rf"(?i:(?:the\s+)?(?:{words['hired']})\s+of\s+(?:the\s+)?)?"
    # "troops loyal to General Tarn"
    loyal = (
        rf"(?i:the\s+)?\b(?i:{armed()}|{words['loyal_heads']})\s+(?i:{words['loyal']})\s+(?i:the\s+)?"
        rf"(?:{noun}|{bare}|[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){{0,3}}(?:\s+al-[A-Z][\w’'-]+)?)"
    )
    return re.compile(rf"{loyal}|{hired}(?i:the\s+|an?\s+|suspected\s+)?(?:{noun}|{bare})")


@cache
def parties() -> str:
    """Regular expression of a party's name, or of two joined, in a veiled text."""
    words = vocabulary.load("actors")
    follower = (
        rf"(?i:(?:{words['followers']})\s+){{1,4}}(?:{_head()}\b|SNA\b|{PARTY})(?:\s+(?i:factions|forces|groups))?"
    )
    other = rf"(?:{PARTY}|{follower}|(?i:proxies|mercenaries|terrorists|allies))"
    return rf"{PARTY}(?:\s+(?i:and|with|or)\s+(?i:the\s+|their\s+|its\s+)?{other})?"


def party_spans(text: str) -> list[tuple[int, int]]:
    """Where parties are named in a text, possessive endings left out, in reading order."""
    return [_unowned(text, *found.span()) for found in one_party().finditer(text)]


def _unowned(text: str, start: int, end: int) -> tuple[int, int]:
    if text[end - 2 : end] in ("’s", "'s"):
        return start, end - 2
    return (start, end - 1) if text[end - 1] in "’'" else (start, end)


def veiled(text: str) -> str:
    """A text of the same length in which nothing is left of the names of parties but where they stand.

    What parties do is then told by short patterns, and their names, of which there are hundreds, are looked for once.
    """
    parts, at = [], 0
    for start, end in party_spans(text):
        parts.append(text[at:start] + "\ue000" + "\ue001" * (end - start - 1))
        at = end
    return "".join([*parts, text[at:]])


@cache
def _party_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{adjective()}|{vocabulary.load('actors')['bare']})(?!\w)", re.IGNORECASE)


def party_words(name: str) -> frozenset[str]:
    """The words of a name that say which party it is, lower case; empty where none does."""
    return frozenset(word for found in _party_pattern().finditer(name) for word in re.findall(r"\w+", found[0].lower()))


def sides(name: str) -> frozenset[str]:
    """The parties a name holds, each under one word whatever it is called: "Israel" and "Israeli", "SDF" in full."""
    found = (re.sub(r"(?:’s|'s)$", "", match[0].lower()) for match in _party_pattern().finditer(name))
    shortened = ("".join(word[0] for word in party.split()) if " " in party else party for party in found)
    return frozenset(_alike().get(word, word) for word in shortened)
