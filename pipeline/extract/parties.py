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
    parties = vocabulary.load("actors")["parties"]
    plain = {name for name in parties if re.fullmatch(r"[\w -]+", name)}
    states = _any_of({name.lower() for name in vocabulary.load("regions")})
    forms = sorted({*parties} - plain, key=lambda form: (-len(form), form))
    return f"{'|'.join(forms)}|{_any_of({*demonyms(), *plain})}|{states}(?:’s|'s)?"


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


@cache
def names() -> tuple[str, str]:
    """Regular expressions of one party's name and of parties joined by "and"."""
    words = vocabulary.load("actors")
    head = f"(?i:{armed()}|{'|'.join(words['heads'])})"
    # Adjectives and names of the party, then its noun: "the Turkish forces", "unidentified gunmen".
    party, between = f"(?i:{adjective()})", rf"(?i:{adjective()}|\w+-\s?\w+|{words['between']})"
    adjectives = rf"\b{party}(?!\w)[”\"'’]?(?:\s+and\s+{party}\b)?(?:[\s/-]+{between}\b){{0,6}}?\s+"
    noun = (
        rf"[“\"']?{adjectives}[“\"']?\b{head}\b(?!\s?-)[”\"']?(?:’s|'s|’)?(?:\s+\([A-Z]{{2,6}}\))?"
        r"(?:\s+(?i:members|snipers?|fighters|forces|factions|state))?"
    )
    alone = rf"(?i:{words['bare']}|(?<!its )(?<!their )(?:{words['plain']}))\b(?:\s+\([A-Z]{{2,6}}\))?"
    quoted = r"“[A-Z][\w’' -]+”\s+factions"
    bare = rf"\b{alone}|\b(?:{_state()}|IS)\b|{quoted}|[“\"]?{_organisation()}"
    one = rf"(?:(?i:the\s+|an?\s+|suspected\s+)?(?:{noun}|{bare}))"
    one = rf"(?:(?i:(?:the\s+)?(?:{words['hired']})\s+of\s+(?:the\s+)?)?{one})"
    follower = rf"(?i:(?:{words['followers']})\s+){{1,4}}(?:{head}|SNA)\b(?:\s+(?i:factions|forces|groups))?"
    other = rf"(?:{one}|{follower}|(?i:proxies|mercenaries|terrorists|allies))"
    return one, rf"{one}(?:\s+(?i:and|with|or)\s+(?i:the\s+|their\s+|its\s+)?{other})?"


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
