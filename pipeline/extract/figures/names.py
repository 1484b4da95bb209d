"""Persons harmed who are named and not counted: each name is one person."""

from pipeline.extract.figures.phrases import Group, is_harm, person_noun
from pipeline.extract.figures.view import View
from pipeline.extract.figures.words import cue, words
from pipeline.extract.model import Count, Span

_HOME = 8
"""Tokens that may tell where a named person is from."""


def named_group(view: View, at: int, shortest: int = 2) -> Group | None:
    """The named persons in whose names a token stands, or None where it is no person's name.

    A name is two or more capitalised proper nouns in a row none of which is a word for an organisation, a place or a
    thing; several joined by commas and "and" count together.
    """
    runs = _runs(view, at, shortest)
    if not runs:
        return None
    start, end = runs[0][0], runs[-1][1]
    count = Count(
        Span(view.tokens[start].start, view.tokens[end - 1].end), len(runs), len(runs), len(runs), "exact", "entailed"
    )
    return Group(start, end, end - 1, count, "name", _class_by_title(view, start))


def _class_by_title(view: View, start: int) -> str:
    """As in "ISIS leader Jian Tolhildan", "Mrs. Jian": what the noun a name begins with, or one before, says."""
    noun = person_noun(view, start) or (person_noun(view, start - 1) if start > 0 else None)
    if noun is None:
        return "unknown"
    armed = any(low in words().class_words["combatant"] for low in view.lows(max(start - 4, 0), start - 1))
    return "combatant" if noun.victim_class == "unknown" and armed else noun.victim_class


def _runs(view: View, at: int, shortest: int) -> list[tuple[int, int]]:
    first = _run(view, at, shortest)
    if first is None:
        return []
    runs = [first]
    while (joined := _next(view, runs[-1][1])) is not None:
        runs.append(joined)
    while (joined := _previous(view, runs[0][0])) is not None:
        runs.insert(0, joined)
    return runs


def _run(view: View, at: int, shortest: int = 2) -> tuple[int, int] | None:
    if not _in_name(view, at):
        return None
    start = end = at
    while _in_name(view, start - 1):
        start -= 1
    while _in_name(view, end):
        end += 1
    names = [i for i in range(start, end) if view.is_name(i) and view.low(i) not in cue("name_particles")]
    if len(names) < shortest or any(_impersonal(view, i) for i in names):
        return None
    return start, end


def _in_name(view: View, i: int) -> bool:
    if not 0 <= i < len(view.tokens) or is_harm(view, i) or view.low(i) in words().stops:
        return False
    return view.is_name(i) or view.low(i) in cue("name_particles")


def _impersonal(view: View, i: int) -> bool:
    low, known = view.low(i), words()
    if low in known.things or low in cue("impersonal") or view.tokens[i].text.isupper():
        return True
    return any(low in listed for listed in known.class_words.values())


def _next(view: View, end: int) -> tuple[int, int] | None:
    i, aged = end, False
    while view.low(i) in cue("between_names") or view.pos(i) == "NUM" or (aged and view.low(i) == "from"):
        if view.low(i) == "from":
            # "Adam Sule, 53, from Tarn, Omar Dell, 25": where the one before is from.
            i = next((n for n in range(i, i + _HOME) if view.low(n) == ","), len(view.tokens))
        aged = aged or view.pos(i) == "NUM"
        i += 1
    return _run(view, i) if i > end else None


def _previous(view: View, start: int) -> tuple[int, int] | None:
    i = start - 1
    while i >= 0 and (view.low(i) in cue("between_names") or view.pos(i) == "NUM"):
        i -= 1
    return _run(view, i) if i < start - 1 else None
