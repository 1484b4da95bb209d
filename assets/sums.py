"""The sum over an area and period as a person reads it, with what it leaves out beside it. Computes nothing."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assets.show import bounds, say
from pipeline.errors import UsageError
from pipeline.release.sums import harm_in


def show(folder: Path, area: str, first: datetime.date, last: datetime.date) -> None:
    """Print the sums of every place of that name.

    Raises:
        UsageError: If no place has it.
    """
    rows = harm_in(folder, area, first, last).rows(named=True)
    if not rows:
        raise UsageError(
            f"No place is named {area!r}.", "Give a name or an id of the table place, as in 'Deir ez-Zor'."
        )
    for row in rows:
        say()
        say(f"{row['place_name']}, {row['country']}, {first} to {last}", "bold")
        for number, what in _lines(row):
            say(f"{number:>12}  {what}")
    say()
    say("As reported, lowest–highest; + where a figure in the upper end is itself a floor ('at least').", "dim")


def _lines(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    undated, partly = row["undated_killed_min"] or 0, row["partly_killed_min"] or 0
    return [
        (f"{row['n_incidents']:,}", "events with every day in the period; the sums are theirs"),
        (bounds(row, "killed") or "–", "killed: civilians, mixed and unknown victims"),
        (bounds(row, "combatants_killed") or "–", "combatants killed"),
        (bounds(row, "injured") or "–", "injured: civilians, mixed and unknown victims"),
        ("", "Left out, or perhaps counted twice:"),
        (f"{row['killed_twice_if']:,}", "of the lowest number killed, if every possible duplicate is one event"),
        (f"{row['n_totals']:,}", "totals over several events"),
        (f"{row['n_undated']:,}", f"events without a day, with at least {undated:,} killed"),
        (f"{row['n_partly']:,}", f"events partly in the period, with at least {partly:,} killed"),
        (f"{row['n_wider']:,}", "events known only to lie in a larger place"),
        (f"{row['naive_killed'] or 0:,}", f"is what all {row['naive_claims']:,} figures told of the area add up to"),
    ]
