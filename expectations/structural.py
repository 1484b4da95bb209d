"""Rules that follow from the schema's declarations alone, one a table and kind, each with generated examples."""

import datetime
from collections.abc import Iterator
from typing import Any

from expectations.rule import Example, Expectation, Rule
from expectations.translate import offending_rows
from pipeline.schema import TABLES, VOCABULARIES, Field, Table

Row = dict[str, Any]

_SAMPLE: dict[str, Any] = {
    "text": "x",
    "count": 1,
    "offset": 1,
    "real": 1.0,
    "flag": True,
    "date": datetime.date(2016, 1, 23),
}


def structural_rules(table: Table) -> Iterator[Rule]:
    """Columns as declared, required values present, terms known, keys unique, references resolving."""
    yield _columns(table)
    yield _required(table)
    if any(field.vocabulary for field in table.fields):
        yield _terms(table)
    yield _key(table)
    if any(field.references for field in table.fields):
        yield _references(table)
    if table.repeats:
        yield _repeats(table, TABLES[table.repeats])


def _rule(
    table: Table,
    kind: str,
    rationale: str,
    expectations: tuple[Expectation, ...],
    examples: tuple[Example, Example],
) -> Rule:
    passing, failing = examples
    return Rule(
        f"{table.name}_{kind}",
        table.name,
        "error",
        rationale,
        offending_rows(table.name, expectations),
        passing,
        failing,
        expectations,
    )


def _columns(table: Table) -> Rule:
    good = _row(table)
    return _rule(
        table,
        "columns",
        "Readers' queries name columns: each declared one is there, and no other.",
        (Expectation("ExpectTableColumnsToMatchSet", {"column_set": table.columns, "exact_match": True}),),
        ({table.name: (good,)}, {table.name: (good | {"not_declared": "x"},)}),
    )


def _required(table: Table) -> Rule:
    required = [field.name for field in table.fields if field.required]
    good = _row(table)
    missing = ", ".join(f"CASE WHEN {name} IS NULL THEN '{name}' END" for name in required)
    return Rule(
        f"{table.name}_required",
        table.name,
        "error",
        f"A row without {_listed(required)} cannot be read: these are never NULL.",
        # One query for all columns: an expectation a column would double the time Great Expectations takes.
        f"SELECT row_id, found || ' NULL' FROM (SELECT row_id, concat_ws(', ', {missing}) AS found FROM {table.name}) "
        "WHERE found <> ''",
        {table.name: (good,)},
        {table.name: (good | {required[-1]: None},)},
    )


def _terms(table: Table) -> Rule:
    closed = {field.name: list(VOCABULARIES[field.vocabulary]) for field in table.fields if field.vocabulary}
    good = _row(table) | {name: terms[0] for name, terms in closed.items()}
    return _rule(
        table,
        "terms",
        f"Vocabularies are closed, so that a filter on {_listed(list(closed))} finds every row it should.",
        tuple(
            Expectation("ExpectColumnValuesToBeInSet", {"column": name, "value_set": terms})
            for name, terms in closed.items()
        ),
        ({table.name: (good,)}, {table.name: (good | {next(reversed(closed)): "no such term"},)}),
    )


def _key(table: Table) -> Rule:
    good = _row(table)
    present = tuple(Expectation("ExpectColumnValuesToNotBeNull", {"column": name}) for name in table.key)
    if len(table.key) == 1:
        unique = Expectation("ExpectColumnValuesToBeUnique", {"column": table.key[0]})
    else:
        unique = Expectation(
            "ExpectCompoundColumnsToBeUnique", {"column_list": list(table.key), "ignore_row_if": "never"}
        )
    other = good | {table.key[-1]: _other(good[table.key[-1]])}
    return _rule(
        table,
        "key",
        f"A row is named by {_listed(list(table.key))}: a row without a name, or two under one, cannot be cited.",
        (*present, unique),
        ({table.name: (good, other)}, {table.name: (good, good)}),
    )


def _references(table: Table) -> Rule:
    pointing = [field for field in table.fields if field.references]
    good = _row(table) | {field.name: "known" for field in pointing}
    known: dict[str, list[Row]] = {}
    for field in pointing:
        target, column = _target(field)
        known.setdefault(target, []).append({column: "known"})
    if table.name in known:
        own_key = {column: "known" for row in known.pop(table.name) for column in row}
        good |= own_key
    passing: Example = {name: (_merged(rows),) for name, rows in known.items()} | {table.name: (good,)}
    failing = dict(passing) | {table.name: (good | {pointing[-1].name: "nowhere"},)}
    return Rule(
        f"{table.name}_references",
        table.name,
        "error",
        f"Every id in {_listed([field.name for field in pointing])} leads to a row: lineage has no dead ends.",
        "\nUNION ALL\n".join(_dangling(table, field) for field in pointing),
        passing,
        failing,
    )


def _repeats(table: Table, origin: Table) -> Rule:
    """Rows one for one, and every shared column the same."""
    key, shared = table.key, [name for name in origin.columns if name in table.columns and name not in table.key]
    differing = ", ".join(f"CASE WHEN own.{name} IS DISTINCT FROM other.{name} THEN '{name}' END" for name in shared)
    same_key = " AND ".join(f"own.{name} = other.{name}" for name in key)
    good = _row(origin) | _row(table)
    return Rule(
        f"{table.name}_repeats",
        table.name,
        "error",
        f"Who reads {table.name} reads {origin.name}: row for row, and value for value where both have a column.",
        # A row more or less, then a value that differs.
        "SELECT coalesce(own.row_id, other.row_id), "
        f"CASE WHEN own.row_id IS NULL THEN 'not here, but in ' ELSE 'here, but not in ' END || '{origin.name}' "
        f"FROM {table.name} AS own FULL JOIN {origin.name} AS other "
        f"ON {same_key} WHERE own.row_id IS NULL OR other.row_id IS NULL\nUNION ALL\n"
        f"SELECT row_id, 'not as in {origin.name}: ' || found FROM (SELECT own.row_id, concat_ws(', ', {differing}) "
        f"AS found FROM {table.name} AS own JOIN {origin.name} AS other ON {same_key}) WHERE found <> ''",
        {table.name: (good,), origin.name: (_own(good, origin),)},
        {table.name: (good | {shared[0]: "y"},), origin.name: (_own(good, origin),)},
    )


def _own(row: Row, table: Table) -> Row:
    return {name: row[name] for name in table.columns}


def _dangling(table: Table, field: Field) -> str:
    target, column = _target(field)
    return (
        f"SELECT row_id, '{field.name} ' || {field.name} || ' is not in {target}' FROM {table.name} "
        f"WHERE {field.name} IS NOT NULL AND {field.name} NOT IN "
        f"(SELECT target.{column} FROM {target} AS target WHERE target.{column} IS NOT NULL)"
    )


def _target(field: Field) -> tuple[str, str]:
    target, column = str(field.references).split(".")
    return target, column


def _row(table: Table) -> Row:
    """A row with a value in every column that needs one."""
    return {field.name: _SAMPLE[field.kind] if field.required else None for field in table.fields}


def _merged(rows: list[Row]) -> Row:
    return {name: value for row in rows for name, value in row.items()}


def _other(value: object) -> object:
    return value + 1 if isinstance(value, int) else "y"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
