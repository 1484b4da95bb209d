"""The vocabularies of harm and of people, as data ready to look up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from pipeline.extract.vocabulary import load
from pipeline.text.dates import calendar_names


class Noun(NamedTuple):
    """What a noun says about a person: victim class, number, and whether children or women are meant."""

    victim_class: str
    plural: bool
    child: bool = False
    woman: bool = False
    countable: bool = True


class HarmVerb(NamedTuple):
    """A form of a verb of harm: what it does, which form it is, and whether its object must be a known person noun."""

    effect: str
    form: str
    transitive: bool
    of_persons: bool = False


FORMS = ("base", "third", "past", "participle", "ing")


@dataclass(frozen=True)
class Words:
    """Everything the figures' rules look words up in; lower case throughout."""

    nouns: dict[str, Noun]
    suffixes: tuple[str, ...]
    national_suffixes: tuple[str, ...]
    things: frozenset[str]
    stops: frozenset[str]
    class_words: dict[str, frozenset[str]]
    weak: frozenset[str]
    families: frozenset[str]
    sizes: dict[str, int]
    ranks: frozenset[str]
    verbs: dict[str, HarmVerb]
    phrases: dict[str, tuple[str, str]]
    harm_nouns: dict[str, str]
    victim_nouns: dict[str, str]
    states: dict[str, str]
    subset_cues: frozenset[str]
    harm: dict[str, Any]
    cues: dict[str, frozenset[str]]

    def noun(self, word: str, *, name: bool = False) -> Noun | None:
        """The person noun a word is, by the vocabulary or by how it ends; a name only by nationality."""
        if (known := self.nouns.get(word)) is not None:
            return known
        if len(word) > 5 and word not in self.things:
            for suffix in self.national_suffixes if name else (*self.suffixes, *self.national_suffixes):
                if word.endswith(suffix):
                    return Noun("unknown", plural=False)
                if word.endswith(_plural(suffix)):
                    return Noun("unknown", plural=True)
        return None


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(?:s|x|ch|sh)$", noun) else "s")


def _nouns(data: dict[str, Any]) -> dict[str, Noun]:
    irregular = data["plurals"]
    child, woman = frozenset(data["marks"]["child"]), frozenset(data["marks"]["woman"])
    nouns: dict[str, Noun] = {}

    def add(words: Iterable[str], victim_class: str) -> None:
        for word in words:
            plural = irregular.get(word, _plural(word))
            countable = word not in data["not_one"]
            for form in {plural, _plural(word)}:
                nouns[form] = Noun(victim_class, True, plural in child, plural in woman)
            if plural != word or word not in data["not_one"]:
                nouns[word] = Noun(
                    victim_class, plural == word and not countable, word in child, word in woman, countable
                )

    add(data["demonyms"], "unknown")
    for victim_class in ("unknown", "combatant", "civilian"):
        for words in data[victim_class].values():
            add(words, victim_class)
    return nouns


def _verbs(data: dict[str, Any]) -> dict[str, HarmVerb]:
    verbs: dict[str, HarmVerb] = {}
    for effect, kinds in data["verbs"].items():
        for kind, rows in kinds.items():
            for row in rows:
                # Where two forms are spelt alike ("killed") the participle is kept: voice decides anyway.
                for form, word in zip(FORMS, row.split(), strict=True):
                    verbs[word] = HarmVerb(effect, form, kind != "intransitive", kind == "of_persons")
    return verbs | {wrong: verbs[right] for wrong, right in data["misspelt"].items()}


@cache
def words() -> Words:
    """The vocabularies, read once."""
    people, harm = load("victims"), load("harm")
    things = {form for word in people["things"] for form in (str(word), _plural(str(word)))}
    phrases = {
        phrase: (effect, kind)
        for effect, kinds in harm["phrases"].items()
        for kind, rows in kinds.items()
        for phrase in rows
    }
    return Words(
        nouns=_nouns(people),
        suffixes=tuple(people["suffixes"]),
        national_suffixes=tuple(people["national_suffixes"]),
        things=frozenset(things),
        stops=frozenset((*people["stops"], *calendar_names().months)),
        class_words={name: frozenset(rows) for name, rows in people["class_words"].items()},
        weak=frozenset(people["weak"]),
        families=frozenset(people["families"]),
        sizes=dict(people["sizes"]),
        ranks=frozenset(people["ranks"]),
        verbs=_verbs(harm),
        phrases=phrases,
        harm_nouns={word: effect for effect, rows in harm["nouns"].items() for word in rows},
        victim_nouns={word: effect for effect, rows in harm["victims"].items() for word in rows},
        states={word: effect for effect, rows in harm["states"].items() for word in rows},
        subset_cues=frozenset(people["subset_cues"]),
        harm=harm,
        cues={name: frozenset(map(str, rows)) for name, rows in load("cues").items()},
    )


def cue(name: str) -> frozenset[str]:
    """One list of small words from ``cues.yml``."""
    return words().cues[name]


@cache
def whole_words() -> frozenset[str]:
    """Words of harm that a hyphen inside them does not break."""
    known = words()
    single = (*known.verbs, *known.harm_nouns, *known.victim_nouns, *known.states)
    return frozenset(word for word in single if " " not in word)
