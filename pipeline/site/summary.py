"""What a release comes to, in figures with their ranges, and what they leave out."""

from dataclasses import dataclass

import polars as pl

from pipeline.site import words
from pipeline.site.bars import spoken
from pipeline.site.ledger import Ledger
from pipeline.text.ranges import written


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over events: from the sum of the lowest numbers to the sum of the highest."""

    name: str
    words: str
    low: int | None
    high: int | None
    is_open: bool
    n_events: int
    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures of the front page.

    Attributes:
        events: Incidents that are one event.
        totals: Totals and running totals, which add nothing.
        undated: Events without a day.
        naive: What adding up every figure killed told by any claim gives: the mistake the data are there to avoid.
        naive_claims: Claims with such a figure.
        twice: Of the lowest sum killed, what is counted twice if every possible duplicate is one event.
    """

    documents: int
    claims: int
    events: int
    totals: int
    sources: int
    rules: int
    rules_passed: int
    first_day: str
    last_day: str
    undated: int
    sums: tuple[Sum, ...]
    naive: int
    naive_claims: int
    twice: int
    grades: tuple[tuple[str, str, str, int], ...]


def summarise(ledger: Ledger, sources: int) -> Summary:
    """Add up the events of a release; sums follow ``harm_in`` of ``sums.sql``, over every place and day.

    Args:
        ledger: The release.
        sources: Number of speakers and outlets.
    """
    incident = ledger.tables["incident"]
    events = incident.filter(pl.col("incident_kind") == "incident")
    claims = ledger.tables["claim"].select(
        pl.coalesce("killed_value", "killed_min", "killed_max").alias("number"),
    )
    told = claims.filter(pl.col("number").is_not_null())
    rules = ledger.tables["quality_result"]
    days = events.select(pl.col("event_date_start").min(), last=pl.col("event_date_end").max()).row(0)
    naive = int(told["number"].sum())
    return Summary(
        documents=ledger.tables["source_document"].height,
        claims=ledger.tables["claim"].height,
        events=events.height,
        totals=incident.height - events.height,
        sources=sources,
        rules=rules.height,
        rules_passed=rules.filter(pl.col("outcome") == "passed").height,
        first_day=words.day(days[0]) if days[0] else "",
        last_day=words.day(days[1]) if days[1] else "",
        undated=events.filter(pl.col("event_date_start").is_null()).height,
        sums=tuple(one for harm in ("killed", "injured", "combatants_killed") if (one := _sum(events, harm)).n_events),
        naive=naive,
        naive_claims=told.height,
        twice=_twice(ledger, events),
        grades=_grades(events),
    )


def _sum(events: pl.DataFrame, harm: str) -> Sum:
    low, high = pl.col(f"{harm}_min"), pl.coalesce(f"{harm}_max", f"{harm}_min")
    told = events.filter(low.is_not_null() | pl.col(f"{harm}_max").is_not_null())
    lowest, highest, opened = told.select(
        low.sum().alias("low"), high.sum().alias("high"), pl.col(f"{harm}_max_is_open").any().alias("open")
    ).row(0)
    return Sum(
        harm,
        words.word("harm", harm),
        int(lowest),
        int(highest),
        bool(opened),
        told.height,
        written(int(lowest), int(highest), bool(opened)),
        spoken(int(lowest), int(highest), bool(opened)),
    )


def _twice(ledger: Ledger, events: pl.DataFrame) -> int:
    killed = events.select("incident_id", "killed_min")
    pairs = (
        ledger.tables["incident_relation"]
        .filter(pl.col("relation") == "possible_duplicate_of")
        .join(killed.rename({"incident_id": "from_incident", "killed_min": "one"}), on="from_incident")
        .join(killed.rename({"incident_id": "to_incident", "killed_min": "other"}), on="to_incident")
    )
    both = pairs.filter(pl.col("one").is_not_null() & pl.col("other").is_not_null())
    return int(both.select(pl.min_horizontal("one", "other").sum()).item() or 0)


def _grades(events: pl.DataFrame) -> tuple[tuple[str, str, str, int], ...]:
    """Every grade with its word, meaning and number of events, in the order of their strength."""
    held = dict(events["civilian_harm_status"].fill_null("none").value_counts().iter_rows())
    return tuple(
        (grade, name, words.meaning("civilian_harm_status", grade) or "no harm to civilians is claimed", held[grade])
        for grade, name in words.terms("grade").items()
        if held.get(grade)
    )
