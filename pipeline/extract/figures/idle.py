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
    if placed.count.qualifier != "exact" or value is None or not view.tokens[placed.first].text.isdigit():
        return True
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
    ):
        return False
    return view.pos(placed.end) not in MODIFIERS and not is_harm(view, placed.end)


def _age(view: View, placed: Placed) -> bool:
    """As in "Joana Hisso, 30, also", "Dina Osman (6)": a number alone behind a name."""
    before, after = view.low(placed.first - 1), view.low(placed.end)
    if before == "(" and after == ")":
        return True
    named = view.is_name(placed.first - 2) or person_noun(view, placed.first - 2) is not None
    return before == "," and named and after in {",", ".", "", ")", "and", ";"}
