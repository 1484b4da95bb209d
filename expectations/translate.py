"""An expectation's offending rows as SQL: Great Expectations says whether, this says which, and the two must agree."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from expectations.rule import Expectation


def offending_rows(table: str, expectations: Iterable[Expectation]) -> str:
    """Query for the rows of ``table`` that break any of the expectations.

    Raises:
        KeyError: If an expectation's type has no translation.
    """
    return "\nUNION ALL\n".join(_TRANSLATIONS[one.type](table, one.arguments) for one in expectations)


def quoted(value: object) -> str:
    """A value as an SQL literal."""
    if isinstance(value, datetime.date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def _rows(table: str, condition: str, detail: str) -> str:
    return f"SELECT row_id, {detail} FROM {table} WHERE {condition}"


def _said(column: str) -> str:
    """Detail that shows the value found."""
    return f"'{column} is ' || {column}::VARCHAR"


def _not_null(table: str, arguments: Mapping[str, Any]) -> str:
    column = arguments["column"]
    return _rows(table, f"{column} IS NULL", quoted(f"{column} is NULL"))


def _in_set(table: str, arguments: Mapping[str, Any]) -> str:
    column = arguments["column"]
    terms = ", ".join(quoted(term) for term in arguments["value_set"])
    return _rows(table, f"{column} NOT IN ({terms})", _said(column))


def _between(table: str, arguments: Mapping[str, Any]) -> str:
    column = arguments["column"]
    bounds = [
        f"{column} {sign} {quoted(arguments[name])}"
        for name, sign in (("min_value", "<"), ("max_value", ">"))
        if arguments.get(name) is not None
    ]
    return _rows(table, f"({' OR '.join(bounds)})", _said(column))


def _regex(table: str, arguments: Mapping[str, Any], *, wanted: bool) -> str:
    column = arguments["column"]
    negation = "NOT " if wanted else ""
    return _rows(table, f"{negation}regexp_matches({column}, {quoted(arguments['regex'])})", _said(column))


def _matches(table: str, arguments: Mapping[str, Any]) -> str:
    return _regex(table, arguments, wanted=True)


def _does_not_match(table: str, arguments: Mapping[str, Any]) -> str:
    return _regex(table, arguments, wanted=False)


def _pair(table: str, arguments: Mapping[str, Any]) -> str:
    larger, smaller = arguments["column_A"], arguments["column_B"]
    sign = "<" if arguments.get("or_equal") else "<="
    detail = f"'{larger} ' || {larger}::VARCHAR || ' beside {smaller} ' || {smaller}::VARCHAR"
    return _rows(table, f"{larger} {sign} {smaller}", detail)


def _unique(table: str, arguments: Mapping[str, Any]) -> str:
    column = arguments["column"]
    return _shared(table, [column], f"{column} IS NOT NULL")


def _compound_unique(table: str, arguments: Mapping[str, Any]) -> str:
    return _shared(table, arguments["column_list"], "TRUE")


def _shared(table: str, columns: list[str], condition: str) -> str:
    same = f"count(*) OVER (PARTITION BY {', '.join(columns)})"
    detail = f"{same} || ' rows share {', '.join(columns)}'"
    return f"SELECT row_id, {detail} FROM {table} WHERE {condition} QUALIFY {same} > 1"


def _not_empty(table: str, arguments: Mapping[str, Any]) -> str:
    wanted = arguments["min_value"]
    return (
        f"SELECT '(table)', 'rows: ' || count(*) || ', expected at least {wanted}' "
        f"FROM {table} HAVING count(*) < {wanted}"
    )


def _columns(table: str, arguments: Mapping[str, Any]) -> str:
    declared = ", ".join(f"({quoted(name)})" for name in sorted(arguments["column_set"]))
    return (
        "SELECT '(table)', CASE WHEN found.name IS NULL THEN 'missing column ' || declared.name "
        "ELSE 'undeclared column ' || found.name END\n"
        f"FROM (VALUES {declared}) AS declared(name)\n"
        f"FULL JOIN (SELECT column_name AS name FROM table_columns WHERE table_name = {quoted(table)}) AS found "
        "USING (name)\nWHERE found.name IS NULL OR declared.name IS NULL"
    )


_TRANSLATIONS: dict[str, Callable[[str, Mapping[str, Any]], str]] = {
    "ExpectColumnValuesToNotBeNull": _not_null,
    "ExpectColumnValuesToBeInSet": _in_set,
    "ExpectColumnValuesToBeBetween": _between,
    "ExpectColumnValuesToMatchRegex": _matches,
    "ExpectColumnValuesToNotMatchRegex": _does_not_match,
    "ExpectColumnPairValuesAToBeGreaterThanB": _pair,
    "ExpectColumnValuesToBeUnique": _unique,
    "ExpectCompoundColumnsToBeUnique": _compound_unique,
    "ExpectTableRowCountToBeBetween": _not_empty,
    "ExpectTableColumnsToMatchSet": _columns,
}
