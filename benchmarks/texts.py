"""Synthetic news for the benchmarks: made from templates, the same for the same seed, nobody's text.

One text in ten tells of casualties, in the words of the extractor's own vocabularies. One of the others in ten uses a
word of harm about something else ("the bill was killed"), as ordinary news does. Lengths are those of news: about 480
words a text.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from pipeline.extract.figures.words import load

EVERY = 10
"""One text in so many is about casualties."""
SENTENCES = (20, 28)

_TOWNS = [
    "Alderholm",
    "Brackwater",
    "Carrow",
    "Dunmere",
    "Eastvale",
    "Farrowby",
    "Greyford",
    "Hollin",
    "Ivelstone",
    "Kestrel",
    "Larkhill",
    "Marsham",
]
_PEOPLE = [
    "Anders",
    "Bellamy",
    "Castell",
    "Dorn",
    "Ellery",
    "Fenwick",
    "Garrick",
    "Hale",
    "Ingram",
    "Jarvis",
    "Kell",
    "Lorimer",
    "Mercer",
    "Norrel",
]
_GIVEN = ("Ada", "Bruno", "Clara", "Edgar", "Ines", "Oskar", "Rosa", "Viktor")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PERSONS = ("civilian", "villager", "farmer", "driver", "student", "medic", "soldier", "fighter", "militant")
_VERBS = ("kill", "murder", "wound", "injure")
_BODIES = ("council", "ministry", "chamber of trade", "university", "water board", "harbour authority", "festival")
_TOPICS = ("the budget", "the new railway", "school meals", "the harvest", "a museum of glass", "the bus fares")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NEUTRAL = (
    "The {body} of {town} said on {day} that {topic} would be discussed again once the figures for the year are known.",
    "{person}, who has led the {body} since {year}, told reporters that {number} people had written about {topic}.",
    "Prices rose by {small} per cent in {town}, while the {body} expects little change before {month}.",
    "“We will look at {topic} with care,” {person} said, “and we will not promise what we cannot pay for.”",
    "Visitors from {town} and {other} filled the square, where the {body} had set up {number} "
    "chairs and a small stage.",
    "A report of the {body} counts {number} households without a garden and asks for {small} new parks by {year}.",
    "The match between {town} and {other} ended {small} to {small2} after extra time in front of {number} spectators.",
    "According to the {body}, work on {topic} begins in {month} and should be finished within {small} years.",
    "{person} and {person2} disagree on {topic}, which has occupied the {body} of {town} for most of the winter.",
    "Rain is expected along the coast near {town} until {day}, with winds easing and clear skies over {other} later.",
    "The company, founded in {other} in {year}, employs {number} workers and sells most of its boats abroad.",
    "Readers sent the newspaper {number} letters about {topic}, most of them short, some of them very long indeed.",
)
_IDLE = (
    "The amendment was killed in committee, {person} said, before the {body} could even vote on {topic}.",
    "The race ended in a dead heat, and {person} joked that the last hill had nearly killed the whole team.",
    "The toll on the bridge near {town} rises in {month}, the {body} announced, to pay for {topic}.",
)
_LEADS = (
    "At least {killed_number} {victims} were {killed} and {wounded_number} others {wounded} in an "
    "airstrike on the town of {town} on {day}.",
    "{Number_word} {victims} were {killed} when a drone struck a market in {town} on {day}, the "
    "local health office said.",
    "Shelling of the village of {town} killed {killed_number} {victims} on {day}, according to the {town} Monitor.",
    "A strike on a convoy near {town} left {killed_number} {victims} dead and more than "
    "{wounded_number} {wounded}, {person} said.",
)
_FOLLOWS = (
    "Among the dead were {small} children and two women, the hospital in {other} said.",
    "The {town} Monitor said {wounded_number} {victims} had been {wounded}, some of them seriously.",
    "{person}, a doctor in {town}, told reporters that {killed_number} {victims} had been {killed} "
    "and {wounded_number} {wounded}.",
    "On {day}, {small} {victims} were {killed} in a separate raid on {other}.",
    "The army said its aircraft had struck a depot and that no civilians were {killed}.",
)


def texts(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """File name and text of ``count`` synthetic texts, in order.

    Args:
        count: How many.
        seed: Another seed makes other texts; the first texts do not depend on how many are asked for.
    """
    words = _Words()
    for index in range(count):
        draw = random.Random(f"{seed}/{index}")
        yield f"{index:06d}.txt", words.text(draw, casualties=index % EVERY == 0)


def write(folder: Path, count: int, seed: int = 7) -> int:
    """Write the texts as files of one collection.

    Returns:
        Bytes written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for name, text in texts(count, seed):
        data = text.encode()
        (folder / name).write_bytes(data)
        total += len(data)
    return total


class _Words:
    """Words the templates take: persons from the vocabulary of victims, participles of verbs of harm."""

    def __init__(self) -> None:
        people, harm = load("victims"), load("harm")
        known = {noun for group in ("civilian", "combatant") for noun in people[group]["person"]}
        self.victims = [f"{noun}s" for noun in _PERSONS if noun in known]
        self.killed, self.wounded = (
            [row.split()[3] for row in harm["verbs"][effect]["transitive"] if row.split()[0] in _VERBS]
            for effect in ("killed", "injured")
        )

    def text(self, draw: random.Random, *, casualties: bool) -> str:
        """One page: headline, day of publication, paragraphs of some sentences."""
        day = date(2016, 1, 1) + timedelta(days=draw.randrange(2000))
        town = draw.choice(_TOWNS)
        sentences = [self._fill(draw, draw.choice(_NEUTRAL), town) for _ in range(draw.randint(*SENTENCES))]
        if casualties:
            headline = self._fill(draw, "{Number_word} {victims} {killed} in {town}, {person} says", town)
            sentences[0] = self._fill(draw, draw.choice(_LEADS), town)
            for at in sorted(draw.sample(range(1, 9), 4)):
                sentences[at] = self._fill(draw, draw.choice(_FOLLOWS), town)
        else:
            headline = self._fill(draw, "{person} and {other} look at {topic} before {month}", town)
            if draw.randrange(10) == 0:
                sentences[draw.randrange(len(sentences))] = self._fill(draw, draw.choice(_IDLE), town)
        paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        return "\n\n".join((headline, f"{day:%B} {day.day}, {day.year}", *paragraphs)) + "\n"

    def _fill(self, draw: random.Random, template: str, town: str) -> str:
        person, person2 = draw.sample(_PEOPLE, 2)
        killed = draw.randint(2, 60)
        return template.format(
            town=town,
            other=draw.choice([name for name in _TOWNS if name != town]),
            person=f"{draw.choice(_GIVEN)} {person}",
            person2=f"{draw.choice(_GIVEN)} {person2}",
            body=draw.choice(_BODIES),
            topic=draw.choice(_TOPICS),
            month=draw.choice(_MONTHS),
            day=draw.choice(_DAYS),
            year=draw.randint(1990, 2023),
            number=f"{draw.randint(40, 9000):,}",
            small=draw.randint(2, 9),
            small2=draw.randint(0, 6),
            killed_number=killed,
            wounded_number=draw.randint(2, 90),
            Number_word=draw.choice(("Two", "Three", "Five", "Seven", "Nine", "Twelve", "Fifteen", "Twenty")),
            victims=draw.choice(self.victims),
            killed=draw.choice(self.killed),
            wounded=draw.choice(self.wounded),
        )
