"""Words for terms: those of the closed vocabularies, and the site's own (``words.yml``)."""

import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.schema import VOCABULARIES
from pipeline.text.hidden import is_plain

_KEPT = {"\n", "\t", "\u200c", "\u200d"}
"""Line ends and tabs, and the joiners that Persian, Arabic and emoji are written with."""

CUT = 700
"""Characters of a source's words that a page shows in one piece; the rest is in the tables."""


@cache
def _own() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(files("pipeline.site").joinpath("words.yml").read_text(encoding="utf-8"))
    return words


def word(group: str, term: object) -> str:
    """What the site calls a term of a group of ``words.yml``; a term that is not there keeps its own name."""
    return str(_own()[group].get(term, str(term).replace("_", " ")))


def meaning(vocabulary: str, term: str | None) -> str:
    """What the schema says a term means, empty where it says nothing."""
    return VOCABULARIES[vocabulary].get(term or "", "")


def terms(group: str) -> dict[Any, str]:
    """Every term of a group of ``words.yml``, in order."""
    return dict(_own()[group])


def visible(text: object) -> str:
    """The text with every hidden character but line ends and joiners written as the escape of its code point.

    A mark that turns the direction of writing would otherwise turn what stands beside it.
    """
    shown = str(text)
    if is_plain(shown):
        return shown
    return "".join(
        character if character in _KEPT or is_plain(character) else f"\\u{ord(character):04x}" for character in shown
    )


def cut(text: object, length: int = CUT) -> str:
    """The text made visible, and no longer than ``length`` characters; what is left out is counted."""
    whole = str(text)
    if len(whole) <= length:
        return visible(whole)
    return f"{visible(whole[:length])}… ({len(whole) - length:,} more characters)"


def day(date: datetime.date) -> str:
    """A day as people write it: ``23 January 2016``."""
    return f"{date.day} {date:%B} {date.year}"


def days(row: dict[str, Any], start: str = "event_date_start", end: str = "event_date_end") -> str:
    """The day, or the days from and to, that an event can have been; empty where it has none."""
    first, last = row[start], row[end]
    if first is None or last is None or first == last:
        known = first or last
        return day(known) if known else ""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} – {day(last)}"
    return f"{day(first)} – {day(last)}"
