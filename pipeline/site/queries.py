"""The queries that the site offers (``queries.yml``), with values of the release they are asked of."""

import calendar
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

import yaml

from pipeline.site import words
from pipeline.site.ledger import Ledger, Row


@dataclass(frozen=True, slots=True)
class Query:
    """A query: its name, what it says, and its SQL."""

    title: str
    says: str
    sql: str


@cache
def _offered() -> list[dict[str, str]]:
    offered: list[dict[str, str]] = yaml.safe_load(
        files("pipeline.site").joinpath("queries.yml").read_text(encoding="utf-8")
    )
    return offered


def query_of(incident: str) -> str:
    """The query that lists what each source said of an incident."""
    sql = next(one["sql"] for one in _offered() if "$incident" in one["sql"])
    return Template(sql).substitute(incident=_literal(incident))


def queries(ledger: Ledger) -> list[Query]:
    """The queries, about the event that most claims tell of, its area and month, and the source claimed most."""
    told = _most_told(ledger)
    area, first, last = "", "2016-01-01", "2016-12-31"
    if told is not None:
        place = ledger.places.get(told["place_id"] or "")
        area = (place["governorate"] or place["name"]) if place else told["country"] or ""
        day = told["event_date_start"]
        if day is not None:
            first = str(day.replace(day=1))
            last = str(day.replace(day=calendar.monthrange(day.year, day.month)[1]))
    values = {"area": area, "first": first, "last": last, "incident": told["incident_id"] if told else "",
              "source": _most_heard(ledger)}  # fmt: skip
    literals = {name: _literal(value) for name, value in values.items()}
    return [Query(one["title"], one["says"], Template(one["sql"]).safe_substitute(literals)) for one in _offered()]


def _literal(value: str) -> str:
    return "'" + words.visible(value).replace("'", "''") + "'"


def _most_told(ledger: Ledger) -> Row | None:
    """The event with a day that most claims tell of."""
    events = [row for row in ledger.incidents.values() if row["incident_kind"] == "incident"]
    return min(
        events, key=lambda row: (row["event_date_start"] is None, -row["n_claims"], row["incident_id"]), default=None
    )


def _most_heard(ledger: Ledger) -> str:
    heard = Counter(
        claim["asserted_by"] or ledger.documents[claim["document_id"]]["publisher_name"] or ""
        for claim in ledger.claims.values()
    )
    return min(heard, key=lambda name: (not name, -heard[name], name), default="")
