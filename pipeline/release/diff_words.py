"""A difference between releases written down: Markdown for people, JSON for programs.

Names, quotes and reasons are text from outside: hidden characters are spelled out, and what Markdown or HTML would read
as markup is escaped.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.release.column_words import column_words, day, differences_in_words, table_words
from pipeline.release.diff import ClaimDiff, Diff, IncidentDiff
from pipeline.text.hidden import escape
from pipeline.text.ranges import written

Row = Mapping[str, Any]

_UNDATED = "undated"
_TOLD = 2
"""Speakers, and words for a period, that a total's title tells."""
# An underscore inside a word marks nothing up, and column names are full of them.
_MARKUP = re.compile(r"([\\`*\[\]|~#<>&]|(?<![^\W_])_|_(?![^\W_]))")
_HTML = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_CLAIM_CHANGES = {
    "new": "new claim by",
    "gone": "claim gone, by",
    "linked": "claim now linked, by",
    "unlinked": "claim no longer linked, by",
    "changed": "claim changed, by",
}


def markdown(diff: Diff) -> str:
    """The whole difference in words, Markdown; rows by their number, except for incidents."""
    parts = [
        f"# Harm Ledger: {diff.old} → {diff.new}",
        *(f"**{one.version} was {_safe(one)}**" for one in diff.withdrawn),
        f"This difference raises the {diff.verdict.level.name} number:",
        "\n".join(f"- {_safe(reason)}" for reason in diff.verdict.reasons),
        *_section("Documents", [_safe(change.words) for change in diff.documents]),
        *_section("Curators' decisions", [_safe(words) for words in diff.decisions]),
        *_incidents(diff),
        *_section("Incident ids merged or split", [_safe(_merged(row)) for row in diff.merged]),
        *_tables(diff),
    ]
    return "\n\n".join(parts) + "\n"


def as_json(diff: Diff) -> dict[str, Any]:
    """The whole difference as JSON values, every row with its old and new values."""
    return {
        "old": diff.old,
        "new": diff.new,
        "withdrawn": [{"version": one.version, "words": str(one)} for one in diff.withdrawn],
        "raises": diff.verdict.level.name,
        "because": list(diff.verdict.reasons),
        "documents": [
            {"document_id": one.document, "name": one.name, "change": one.what, "reason": one.reason or None}
            for one in diff.documents
        ],
        "decisions": list(diff.decisions),
        "incidents": [
            {
                "incident_id": one.incident["incident_id"],
                "change": one.change,
                "title": title(one),
                "words": list(_said(one, diff.names)),
                "columns": _values(one.values),
                "reasons": list(one.reasons),
            }
            for one in diff.incidents
        ],
        "merged": [dict(row) for row in diff.merged],
        "tables": {
            name: {**counts, "columns": diff.columns.get(name, {})} for name, counts in sorted(diff.tables.items())
        },
        "rows": [
            {"table": row.table, "key": row.key, "change": row.change, "columns": _values(row.values)}
            | {"reason": row.reason}
            for row in diff.rows
        ],
    }


def title(one: IncidentDiff) -> str:
    """Place and day of an incident: ``Khasham, 23 January 2016``.

    A total says that it is one, its period, in the words of its claims where no day is known, and who gives it: an area
    has many.
    """
    row = one.incident
    kind = {"aggregate": "Total, ", "cumulative": "Running total, "}.get(row["incident_kind"], "")
    place = row["place_name"] or row["place_as_written"] or "place not named"
    first, last = row["event_date_start"], row["event_date_end"]
    running = row["incident_kind"] == "cumulative" and first and not last
    days = f"since {day(first)}" if running else _days(first, last)
    if not kind:
        return f"{place}, {days}"
    period = "; ".join(f"“{words}”" for words in one.period[:_TOLD]) if days == _UNDATED else ""
    by = ", ".join(one.speakers[:_TOLD]) + (" and others" if len(one.speakers) > _TOLD else "")
    return f"{kind}{place}, {period or days}" + (f", by {by}" if by else "")


def _days(first: datetime.date | None, last: datetime.date | None) -> str:
    days = [known for known in (first, last) if known]
    if not days:
        return _UNDATED
    if days[0] == days[-1]:
        return day(days[0])
    same_month = (days[0].year, days[0].month) == (days[1].year, days[1].month)
    return f"{days[0].day}–{day(days[1])}" if same_month else f"{day(days[0])} to {day(days[1])}"


def _incidents(diff: Diff) -> Iterator[str]:
    for change in ("changed", "added", "removed"):
        told = [_incident(one, diff.names) for one in diff.incidents if one.change == change]
        yield from _section(f"Incidents {change}", told)


def _incident(one: IncidentDiff, names: Mapping[str, str]) -> str:
    said = "; ".join(_said(one, names)) or "other columns only"
    because = f" Because: {'; '.join(one.reasons)}." if one.reasons else ""
    return f"**{_safe(title(one))}** ({_safe(one.incident['incident_id'])}): {_safe(said)}.{_safe(because)}"


def _said(one: IncidentDiff, names: Mapping[str, str]) -> Iterator[str]:
    if one.change != "changed":
        numbers = [
            f"{harm} {shown}"
            for harm in ("killed", "injured")
            if (
                shown := written(
                    one.incident[f"{harm}_min"],
                    one.incident[f"{harm}_max"],
                    bool(one.incident[f"{harm}_max_is_open"]),
                )
            )
        ]
        yield ", ".join(numbers) or "no number"
        if one.incident["civilian_harm_status"]:
            yield str(one.incident["civilian_harm_status"])
    yield from differences_in_words("incident", one.values, one.incident, names)
    for claim in one.claims:
        yield _claim(claim, names)


def _claim(changed: ClaimDiff, names: Mapping[str, str]) -> str:
    claim = changed.claim
    outlet = claim["publisher_name"] or claim["file_name"] or "an unknown outlet"
    speaker = f"{claim['asserted_by']} in {outlet}" if claim["asserted_by"] else outlet
    numbers = [
        f"{harm} {shown}"
        for harm in ("killed", "injured")
        if (shown := written(claim[f"{harm}_min"], claim[f"{harm}_max"]))
    ]
    differs = differences_in_words("claim", changed.values, claim, names)
    said = ", ".join(differs) or ", ".join(numbers) or "no number"
    return f"{_CLAIM_CHANGES[changed.change]} {speaker}: {said}"


def _values(values: Mapping[str, tuple[Any, Any]]) -> dict[str, list[Any]]:
    return {name: [_plain(was), _plain(now)] for name, (was, now) in values.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _merged(row: Row) -> str:
    return f"{row['old_id']} {row['change']} → {row['new_id']}"


def _section(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"## {heading} ({len(lines)})"
        yield "\n".join(f"- {line}" for line in lines)


def _tables(diff: Diff) -> Iterator[str]:
    yield "## Tables"
    if not diff.tables:
        yield "No row differs."
        return
    lines = ["| table | added | removed | changed | what differs, with rows |", "|--|--|--|--|--|"]
    for name, counts in sorted(diff.tables.items()):
        held = diff.columns.get(name, {})
        columns = ", ".join(f"{column_words(name, column)} ({count})" for column, count in held.items())
        numbers = " | ".join(str(counts[change]) for change in ("added", "removed", "changed"))
        lines.append(f"| {table_words(name)} | {numbers} | {_safe(columns)} |")
    yield "\n".join(lines)


def _safe(text: object) -> str:
    return _MARKUP.sub(lambda match: _HTML.get(match[1]) or f"\\{match[1]}", escape(text))
