"""Every rule: the generated ones and those written by hand in ``tables/<table>.yml`` and ``sql/<rule>.sql``.

A table with many has a folder, ``tables/<table>/<topic>.yml``.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from expectations.rule import Example, Expectation, Rule
from expectations.structural import structural_rules
from expectations.translate import offending_rows
from pipeline.schema import DECLARED

_HOME = files("expectations")


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by table in the schema's order, generated ones first."""
    made: list[Rule] = []
    for name, table in DECLARED.items():
        made += structural_rules(table)
        made += [_read(name, entry) for entry in _written(name)]
    return tuple(made)


def _written(table: str) -> Iterator[dict[str, Any]]:
    alone, folder = _HOME.joinpath("tables", f"{table}.yml"), _HOME.joinpath("tables", table)
    pages = sorted(folder.iterdir(), key=lambda page: page.name) if folder.is_dir() else []
    for page in (alone, *pages):
        if page.is_file():
            # The compiled loader: the plain one takes half a second of every start.
            yield from yaml.load(page.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _read(table: str, entry: dict[str, Any]) -> Rule:
    expectations = tuple(
        Expectation(
            one["type"], {name: value for name, value in one.items() if name != "type"} | _MISSING.get(one["type"], {})
        )
        for one in entry.get("expectations", ())
    )
    rule_id = entry["id"]
    sql = (
        offending_rows(table, expectations)
        if expectations
        else _HOME.joinpath("sql", f"{rule_id}.sql").read_text(encoding="utf-8")
    )
    return Rule(
        rule_id=rule_id,
        table=table,
        severity=entry["severity"],
        rationale=" ".join(entry["rationale"].split()),
        sql=sql,
        passing=_example(entry["passing"]),
        failing=_example(entry["failing"]),
        expectations=expectations,
    )


# Two columns are compared only where both have a value: NULL says nothing about order.
_MISSING = {"ExpectColumnPairValuesAToBeGreaterThanB": {"ignore_row_if": "either_value_is_missing"}}


def _example(tables: dict[str, list[dict[str, Any]]]) -> Example:
    return {name: tuple(rows) for name, rows in tables.items()}
