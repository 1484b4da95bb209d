"""What tables, columns and values are called where a difference is told to a reader (``column_words.yml``).

Belongs here: names and the one way a changed value is written. Does not: which values changed
(``pipeline.release.diff``).
"""

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.release.rows import Row, Values
from pipeline.schema import TABLES
from pipeline.text.ranges import written

NOTHING = "not given"
_BOUNDS = ("_min", "_max", "_max_is_open")


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(
        files("pipeline.release").joinpath("column_words.yml").read_text(encoding="utf-8")
    )
    return words


def table_words(table: str) -> str:
    """``links of claims to incidents`` for ``incident_claim``; a table of another code keeps its own name."""
    return str(_words()["tables"].get(table, table))


def column_words(table: str, column: str) -> str:
    """``means of the attack`` for ``weapon_class``; a column of another code keeps its own name."""
    words = _words()
    return str(words["of_table"].get(table, {}).get(column) or words["columns"].get(column, column))


def differences_in_words(table: str, values: Values, now: Row, names: Mapping[str, str]) -> Iterator[str]:
    """What differs in a row, one part a column: ``killed 12–16 → 14–16``, ``place: Rabiya → not given``.

    Args:
        table: Its table.
        values: Its columns that differ, with what they were and are.
        now: The row as it is now: a range is told whole where one end of it differs.
        names: Names of places, organisations and armed parties by id.
    """
    told: set[str] = set()
    for column, (was, is_now) in values.items():
        harm = _range_of(column)
        if harm is None:
            before, after = (_value(table, column, value, names) for value in (was, is_now))
            yield f"{column_words(table, column)}: {before} → {after}"
        elif harm not in told:
            told.add(harm)
            bounds = [f"{harm}{bound}" for bound in _BOUNDS]
            ends = [now.get(name) for name in bounds], [values.get(name, (now.get(name),))[0] for name in bounds]
            yield f"{_words()['ranges'][harm]} {_range(ends[1])} → {_range(ends[0])}"


def _range_of(column: str) -> str | None:
    harm = next((column.removesuffix(bound) for bound in reversed(_BOUNDS) if column.endswith(bound)), None)
    return harm if harm in _words()["ranges"] else None


def _range(bounds: list[Any]) -> str:
    low, high, is_open = bounds
    return written(low, high, bool(is_open)) or NOTHING


def _value(table: str, column: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return day(value)
    field = next((field for field in TABLES[table].fields if field.name == column), None)
    if field is not None and field.vocabulary:
        return str(value).replace("_", " ")
    return "; ".join(names.get(part, part) for part in str(value).split("; "))


def day(value: datetime.date) -> str:
    """``23 January 2016``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


# Spelled out: the words of strftime depend on the machine's language.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
