"""What a run made, for a person: counts, incidents with their ranges, rules that failed, where the files are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from assets.show import bounds, days, grid, out, say
from pipeline.storage import read_tables

Tables = Mapping[str, pl.DataFrame]

SHOWN = 20
"""Rows of a list that is printed; the files hold all of them."""
NARROW = 110
"""Columns of a terminal below which a list leaves out what one can do without."""
NUMBERS = ("killed", "fighters", "injured")


def made(folder: Path) -> Tables:
    """Print what the tables in a folder hold, and return them."""
    tables = read_tables(folder)
    _counts(tables)
    _incidents(tables)
    _failures(tables)
    return tables


def _counts(tables: Tables) -> None:
    incidents, results = tables["incident"], tables["quality_result"]
    kinds = incidents["incident_kind"]
    say()
    for count, what in (
        (tables["source_document"].height, "documents"),
        (tables["claim"].height, "claims"),
        ((kinds == "incident").sum(), "incidents"),
        ((kinds != "incident").sum(), "totals over several events, kept apart"),
        ((results["outcome"] == "passed").sum(), f"of {results.height} checks passed"),
        (tables["parse_issue"].height, "parts of the input not used (table parse_issue says why)"),
    ):
        say(f"{count:>7,} {what}")


def _incidents(tables: Tables) -> None:
    names = tables["place"].select("place_id", place_name="name")
    rows = tables["incident"].join(names, on="place_id", how="left")
    # The heaviest toll first; an incident no source numbers comes last.
    toll = pl.coalesce("killed_max", "killed_min")
    rows = rows.sort(toll, "killed_min", "incident_id", descending=[True, True, False], nulls_last=True)
    events = rows.filter(pl.col("incident_kind") == "incident")
    totals = rows.filter(pl.col("incident_kind") != "incident")
    _list("Incidents", events)
    _list("Totals, which add nothing to the incidents", totals)
    if rows.height:
        say(
            "As reported, lowest–highest; + where the highest is itself a floor ('at least'). Fighters are apart.",
            "dim",
        )


def _list(title: str, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    say()
    cells = [_cells(row) for row in rows.head(SHOWN).iter_rows(named=True)]
    # On a narrow terminal the ids, which one copies, matter more than the grades.
    headers = [name for name in cells[0] if out.width >= NARROW or name not in {"origins", "harm"}]
    grid(title, headers, [[row[name] for name in headers] for row in cells], frozenset(NUMBERS))
    if rows.height > SHOWN:
        say(f"… and {rows.height - SHOWN:,} more", "dim")


def _cells(row: Mapping[str, Any]) -> dict[str, object]:
    return {
        "days": days(row) or "undated",
        "place": row["place_name"] or row["place_as_written"] or "no place named",
        **dict(zip(NUMBERS, (bounds(row, name) for name in ("killed", "combatants_killed", "injured")), strict=True)),
        "origins": row["n_origins_provable"],
        "harm": row["civilian_harm_status"],
        "id": row["incident_id"],
    }


def _failures(tables: Tables) -> None:
    failed = tables["quality_result"].filter(pl.col("outcome") == "failed")
    if failed.is_empty():
        return
    say()
    cells: list[list[object]] = []
    # Those that stop a release come first.
    for row in failed.sort(pl.col("severity") != "error", "rule_id").iter_rows(named=True):
        first = tables["quality_violation"].filter(pl.col("rule_id") == row["rule_id"]).head(1)
        example = first["row_key"].to_list() + first["detail"].drop_nulls().to_list()
        cells.append([row["severity"], row["rule_id"], row["n_violations"], ": ".join(filter(None, example))])
    grid("Rules that failed", ["severity", "rule", "rows", "first row"], cells, frozenset({"rows"}))
