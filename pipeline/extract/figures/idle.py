"""Numbers that count no persons: dates, years, ages, clock times, parts of names."""

from pipeline.extract.figures.phrases import MODIFIERS, is_harm, person_noun
from pipeline.extract.figures.view import Placed, View
from pipeline.extract.figures.words import cue, words
from pipeline.text.dates import calendar_names


def counts_persons(view: View, placed: Placed) -> bool:
    """False for numbers that count nothing: dates, years, ages, times, parts of names."""
    before, after, value = view.low(placed.first - 1), view.low(placed.end), placed.count.value
    if (
        {before, after} & calendar_names().months.keys()
        or before in cue("before_idle_number")
        or after in cue("after_idle_number")
    ):
        return False
    if placed.count.qualifier != "exact" or value is None:
        return True
    if not view.tokens[placed.first].text.isdigit():
        return before != "of" or not _age(view, placed)
    year = 1900 <= value <= 2100 and person_noun(view, placed.end) is None and not is_harm(view, placed.end)
    return not year and not _part_of_name(view, placed) and not _age(view, placed)


def _part_of_name(view: View, placed: Placed) -> bool:
    """As in "Brigade 137", "Article 5": a name before, and nothing after that could be counted."""
    before = view.low(placed.first - 1)
    if (
        not view.is_name(placed.first - 1)
        or is_harm(view, placed.first - 1)
        or before.endswith("ing")
        or before in words().harm["leavers"]
        or before in words().stops
    ):
        return False
    return view.pos(placed.end) not in MODIFIERS and not is_harm(view, placed.end)


def _age(view: View, placed: Placed) -> bool:
    """As in "Lena Haddad, 30, also", "Omar Salem (6)", "two men, 34 and 61,": numbers alone behind a person."""
    before, after = view.low(placed.first - 1), view.low(placed.end)
    if before == "(" and after == ")":
        return True
    noun = person_noun(view, placed.first - 2)
    if before == "of" and noun is not None and noun.countable and not noun.plural:
        return person_noun(view, placed.end) is None  # "a girl of four", "a mother of three"
    if after not in {",", ".", "", ")", "and", ";"}:
        return False
    if before == "," and (view.is_name(placed.first - 2) or noun is not None):
        return True
    listed = view.counted[placed.first - 2] if before in {",", "and"} and placed.first > 1 else None
    return listed is not None and (_age(view, listed) or view.low(listed.first - 1) in cue("before_idle_number"))
