"""What the map and the timeline of the front page draw: events grouped, so that their number does not matter."""

import calendar
import datetime
from collections import defaultdict
from dataclasses import dataclass

from pipeline.site.ledger import Ledger, Row
from pipeline.site.links import incident_page
from pipeline.site.places import Circle, Places
from pipeline.site.words import cut
from pipeline.text.ranges import written

SINGLY = 200
"""Events up to which the timeline draws each one; above, it draws what each month comes to."""

_LIST = "incidents/index.html"


@dataclass(frozen=True, slots=True)
class Spot:
    """Events of one circle and grade: their number, and what their ranges come to."""

    circle: Circle
    grade: str
    n_events: int
    low: int
    high: int
    text: str
    page: str


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days and the range killed in it: one event, or all of a month."""

    start: datetime.date
    end: datetime.date
    low: int
    high: int
    is_open: bool
    grade: str
    label: str
    page: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything that is drawn, and the number of events that cannot be."""

    spots: tuple[Spot, ...]
    periods: tuple[Period, ...]
    by_month: bool
    nowhere: int
    undated: int
    without_figure: int


def drawn(ledger: Ledger) -> Drawn:
    """Group the events of a release by where and by when they were; totals are not drawn."""
    events = [row for row in ledger.incidents.values() if row["incident_kind"] == "incident"]
    places = Places(ledger)
    by_spot: dict[tuple[Circle, str], list[Row]] = defaultdict(list)
    nowhere = 0
    for row in events:
        circle = places.circle(row["place_id"], row["place_precision"])
        if circle is None:
            nowhere += 1
        else:
            by_spot[circle, "" if circle.wide else row["civilian_harm_status"] or "none"].append(row)
    spots = [_spot(circle, grade, rows) for (circle, grade), rows in by_spot.items()]
    dated = [row for row in events if row["event_date_start"] is not None]
    told = [row for row in dated if _low(row) is not None]
    by_month = len(told) > SINGLY
    return Drawn(
        tuple(sorted(spots, key=lambda spot: (-spot.circle.km, -spot.high, spot.circle.name, spot.grade))),
        tuple(_months(told) if by_month else sorted(map(_single, told), key=lambda p: (p.start, -p.high, p.page))),
        by_month,
        nowhere,
        len(events) - len(dated),
        len(dated) - len(told),
    )


def _spot(circle: Circle, grade: str, rows: list[Row]) -> Spot:
    low, high, is_open = _sums(rows)
    told = any(_low(row) is not None for row in rows)
    page = incident_page(rows[0]["incident_id"]) if len(rows) == 1 else _LIST
    return Spot(circle, grade, len(rows), low, high, written(low, high, is_open) if told else "no figure", page)


def _single(row: Row) -> Period:
    start, end = row["event_date_start"], row["event_date_end"] or row["event_date_start"]
    low, high, is_open = _sums([row])
    grade = row["civilian_harm_status"] or "none"
    label = f"{cut(row['place_as_written'] or 'place not named', 60)}: {written(low, high, is_open)} killed"
    return Period(start, end, low, high, is_open, grade, label, incident_page(row["incident_id"]))


def _months(rows: list[Row]) -> list[Period]:
    """One period a month; an event of several months stands in that of its first day."""
    held: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        held[row["event_date_start"].year, row["event_date_start"].month].append(row)
    found = []
    for (year, month), own in sorted(held.items()):
        low, high, is_open = _sums(own)
        first, last = datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])
        label = f"{first:%B} {year}: {len(own)} events, {written(low, high, is_open)} killed"
        found.append(Period(first, last, low, high, is_open, "all", label, _LIST))
    return found


def _low(row: Row) -> int | None:
    number: int | None = row["killed_max"] if row["killed_min"] is None else row["killed_min"]
    return number


def _sums(rows: list[Row]) -> tuple[int, int, bool]:
    low = sum(row["killed_min"] or 0 for row in rows)
    high = sum((row["killed_min"] if row["killed_max"] is None else row["killed_max"]) or 0 for row in rows)
    return low, high, any(row["killed_max_is_open"] for row in rows)
