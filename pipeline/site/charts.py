"""The map and the timeline as SVG, by Altair and vl-convert: offline, and the same bytes on every machine.

Colours are custom properties of the style sheet, so that one picture serves light and dark. Nothing depends on the
measured width of a text, which differs from machine to machine: margins are fixed and no label gives way to another.
"""

import datetime
import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert

from pipeline.site.basemap import BaseMap, Bounds
from pipeline.site.drawn import Drawn, Period, Spot
from pipeline.site.places import ring
from pipeline.site.words import terms

_HERE = "http://site.invalid/"
"""Stands before a relative link while the chart is made: the library takes no link without a host."""
_MARGIN = 1.15
_LEAST_DEGREES = 0.6
_AREA = 1500
"""Square pixels of the largest disc."""
_EARTH_KM = 6371.0
_LETTER, _LINES_HIGH = 7.0, 32.0
"""Pixels that a letter of a name is taken to be wide, and its two lines high."""
_PLACE = {"longitude": "longitude:Q", "latitude": "latitude:Q"}
_SPOKEN = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*")')
"""What the library says of each mark beside its label, which a page of a thousand marks can do without."""
_LABELLED = "<path aria-label="
_DIGITS = re.compile(r"(\d\.\d)\d+")
_TAGS = {"svg", "g", "rect", "path", "line", "text", "tspan", "a", "defs", "clipPath", "title"}

Frame = tuple[int, int]
Held = dict[str, Any]
"""What a chart draws, by name: values inside a chart the library copies again with every layer and channel."""
WIDE: Frame = (880, 520)
NARROW: Frame = (360, 360)
_BESIDE, _BELOW = 62, 44
"""Pixels beside a chart for its numbers, and below it for two lines of dates."""
_DATE_WIDE = 75
"""Pixels of the axis that a date is given."""


def map_svg(drawn: Drawn, base: BaseMap | None, frame: Frame) -> str:
    """The map: circles of uncertainty, and on those of settlements discs as large as the ranges."""
    if not drawn.spots:
        return ""
    projection = _projection(drawn.spots, frame)
    held: Held = {}
    around, discs = _areas(drawn.spots, projection, held), _discs(drawn.spots, projection["scale"], held)
    chart = alt.layer(*_land(base, held), *around, *discs).project(**projection)
    return _svg(chart, frame, 0, held)


def timeline_svg(drawn: Drawn, frame: Frame) -> str:
    """The timeline: each period a box as wide as its days and as high as its range."""
    if not drawn.periods:
        return ""
    top = max(period.high for period in drawn.periods)
    rows = [_box(period) for period in drawn.periods]
    days = _span(drawn.periods)
    scale = alt.Scale(type="utc", domain=[_midnight(day) for day in days])
    x = alt.X("start:T", title=None, scale=scale, axis=_days(days, frame))
    y = alt.Y("low:Q", title="killed, as reported", scale=alt.Scale(domain=[0, top * 1.08], nice=True), axis=_persons())
    held: Held = {}
    plain = _named(held, rows)
    boxes = plain.mark_rect(strokeWidth=3, strokeJoin="round", cornerRadius=1, fillOpacity=0.55).encode(
        x=x, x2="end:T", y=y, y2="high:Q", color=_grades("fill"), stroke=_grades("stroke"), href="page:N",
        description="label:N",
    )  # fmt: skip
    opened = _named(held, [row for row in rows if row["open"]])
    ends = opened.mark_text(text="+", dy=-8, fontSize=16, aria=False).encode(
        x="middle:T", y="high:Q", color=alt.value("var(--ink)")
    )
    return _svg(alt.layer(boxes, ends), frame, _BESIDE, held)


def _land(base: BaseMap | None, held: Held) -> list[alt.Chart]:
    if base is None:
        return []
    countries = _shapes(held, base.countries, "countries").mark_geoshape(
        fill="var(--map-land)", stroke="var(--map-line)", strokeWidth=1, aria=False
    )
    provinces = [
        _shapes(held, shapes, name).mark_geoshape(
            fill="var(--map-here)", stroke="var(--map-line)", strokeWidth=0.6, aria=False
        )
        for name, shapes in base.provinces
    ]
    return [countries, *provinces]


def _shapes(held: Held, topology: dict[str, Any], feature: str) -> alt.Chart:
    return _named(held, topology, format=alt.TopoDataFormat(type="topojson", feature=feature))


def _named(held: Held, values: Any, **more: Any) -> alt.Chart:
    name = f"data-{len(held)}"
    held[name] = values
    return alt.Chart(alt.NamedData(name=name, **more))


def _areas(spots: Sequence[Spot], projection: dict[str, Any], held: Held) -> list[alt.Chart]:
    """The circle of every area that events are known to lie in, dashed, with its name and what it comes to.

    Where names would lie on one another, the area with more killed has its own; the others are in the table.
    """
    wide = [spot for spot in spots if spot.circle.wide]
    if not wide:
        return []
    shapes = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [ring(spot.circle)]},
            "properties": {"label": _told(spot)},
        }
        for spot in wide
    ]
    circles = _named(held, shapes).mark_geoshape(
        fill="var(--map-ring)", fillOpacity=0.10, stroke="var(--map-ring)", strokeWidth=1.4, strokeDash=[5, 4]
    )
    rows = [_point(spot) | {"longitude": x, "latitude": _top(spot)} for spot, x in _apart(wide, projection)]
    chart = _named(held, rows)
    lines = [
        chart.mark_text(dy=dy, fontSize=12.5, fill="var(--ink)", aria=False).encode(**_PLACE, text=text, href="page:N")
        for text, dy in (("name:N", -20), ("short:N", -6))
    ]
    return [circles.encode(description="properties.label:N"), *lines]


def _apart(spots: list[Spot], projection: dict[str, Any]) -> list[tuple[Spot, float]]:
    """Spots whose names do not lie on one another, the larger ones first, and the longitude of the name's middle.

    A name stands over the middle of its circle, or as near to it as the frame allows.
    """
    scale, (east, north) = projection["scale"], projection["center"]
    taken: list[tuple[float, float, float]] = []
    kept = []
    for spot in sorted(spots, key=lambda spot: (-spot.high, -spot.n_events, spot.circle.name)):
        x = scale * math.radians(spot.circle.longitude - east)
        y = scale * (_y(north) - _y(_top(spot)))
        half = _LETTER * max(len(spot.circle.name), len(_short(spot))) / 2
        room = max(projection["translate"][0] - half, 0)
        x = max(-room, min(x, room))
        if all(abs(y - other_y) > _LINES_HIGH or abs(x - other_x) > half + other for other_x, other_y, other in taken):
            taken.append((x, y, half))
            kept.append((spot, east + math.degrees(x / scale)))
    return kept


def _top(spot: Spot) -> float:
    """Latitude of the northern end of a circle."""
    return max(point[1] for point in ring(spot.circle))


def _discs(spots: Sequence[Spot], scale: float, held: Held) -> list[alt.Chart]:
    """On each settlement its ring, a light disc as large as the highest number, a full one as large as the lowest."""
    rows = [_point(spot) | {"ring": _pixels(spot, scale)} for spot in spots if not spot.circle.wide]
    if not rows:
        return []
    top = max(max(spot.high for spot in spots), 1)
    persons = alt.Scale(domain=[0, top], range=[0, _AREA])
    chart = _named(held, rows)
    around = chart.mark_circle(
        aria=False, fill="var(--map-ring)", fillOpacity=0.1, stroke="var(--map-ring)", strokeWidth=1.2, opacity=1
    ).encode(**_PLACE, size=alt.Size("ring:Q", scale=None))
    high = chart.mark_circle(opacity=0.35).encode(
        **_PLACE, size=alt.Size("high:Q", scale=persons, legend=None), color=_grades("fill"), href="page:N",
        description="label:N",
    )  # fmt: skip
    low = chart.mark_circle(opacity=0.95, aria=False).encode(
        **_PLACE, size=alt.Size("low:Q", scale=persons, legend=None), color=_grades("fill")
    )
    return [around, low, high]


def _pixels(spot: Spot, scale: float) -> float:
    """Area of the ring around a settlement, in square pixels of the projection."""
    radius = scale * spot.circle.km / _EARTH_KM / math.cos(math.radians(spot.circle.latitude))
    return math.pi * radius * radius


def _point(spot: Spot) -> dict[str, Any]:
    return {
        "longitude": spot.circle.longitude,
        "latitude": spot.circle.latitude,
        "low": spot.low,
        "high": spot.high,
        "grade": spot.grade,
        "name": spot.circle.name,
        "short": _short(spot),
        "label": _told(spot),
        "page": _HERE + spot.page,
    }


def _told(spot: Spot) -> str:
    name = spot.circle.name
    return f"{f'somewhere in {name}' if spot.circle.wide else name}: {_short(spot)}"


def _short(spot: Spot) -> str:
    """Number of events and their range: ``4 events, 83+ killed``."""
    figure = spot.text if spot.text == "no figure" else f"{spot.text} killed"
    return f"{spot.n_events} event{'s' if spot.n_events > 1 else ''}, {figure}"


def _box(period: Period) -> dict[str, Any]:
    end = period.end + datetime.timedelta(days=1)
    middle = (_midnight(period.start) + _midnight(end)) / 2
    return {
        "start": _midnight(period.start),
        "end": _midnight(end),
        "middle": middle,
        "low": period.low,
        "high": period.high,
        "open": period.is_open,
        "grade": period.grade,
        "label": period.label,
        "page": _HERE + period.page,
    }


def _midnight(date: datetime.date) -> float:
    return datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC).timestamp() * 1000


def _span(periods: Sequence[Period]) -> tuple[datetime.date, datetime.date]:
    """The first and last day of the axis, with some room around the periods."""
    first = min(period.start for period in periods)
    last = max(period.end for period in periods) + datetime.timedelta(days=1)
    room = datetime.timedelta(days=max((last - first).days // 20, 3))
    return first - room, last + room


def _days(span: tuple[datetime.date, datetime.date], frame: Frame) -> alt.Axis:
    """Dates in two lines, no more of them than have room beside each other."""
    dates, by_month = ticks(*span, (frame[0] - _BESIDE) // _DATE_WIDE)
    above = "%b" if by_month else "%-d %b"
    lines = f"[utcFormat(datum.value, '{above}'), utcFormat(datum.value, '%Y')]"
    values = [_midnight(date) for date in dates]
    return alt.Axis(values=values, labelExpr=lines, labelOverlap=False, grid=False, **_LINES)


def ticks(first: datetime.date, last: datetime.date, most: int) -> tuple[list[datetime.date], bool]:
    """Evenly spaced dates from the first to the last day, no more than ``most``.

    Returns:
        The dates, and whether they are first days of months.
    """
    days = (last - first).days
    for step in (1, 2, 7, 14):
        if days // step < most:
            return [first + datetime.timedelta(days=number) for number in range(0, days + 1, step)], False
    start, stop = first.year * 12 + first.month, last.year * 12 + last.month
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if (stop - start) // step < most), stop - start)
    months = range(-(-start // step) * step, stop, step)
    return [datetime.date(month // 12, month % 12 + 1, 1) for month in months], True


def _persons() -> alt.Axis:
    return alt.Axis(tickCount=5, format="~d", labelOverlap=False, **_LINES)


_LINES: dict[str, Any] = {
    "labelColor": "var(--muted)",
    "titleColor": "var(--muted)",
    "domainColor": "var(--line)",
    "tickColor": "var(--line)",
    "gridColor": "var(--line)",
    "labelFontSize": 13,
    "titleFontSize": 13,
    "titleFontWeight": "normal",
}


def _grades(channel: str) -> Any:
    grades = [*terms("grade"), "all"]
    kind = alt.Fill if channel == "fill" else alt.Stroke
    scale = alt.Scale(domain=grades, range=[f"var(--grade-{grade})" for grade in grades])
    if channel == "fill":
        return alt.Color("grade:N", scale=scale, legend=None)
    return kind("grade:N", scale=scale, legend=None)


def extent(spots: Sequence[Spot]) -> Bounds:
    """West, south, east and north of all that is drawn."""
    lines = [point for spot in spots for point in ring(spot.circle)]
    return min(p[0] for p in lines), min(p[1] for p in lines), max(p[0] for p in lines), max(p[1] for p in lines)


def surroundings(spots: Sequence[Spot]) -> Bounds:
    """What a frame of any shape around all that is drawn may show."""
    west, south, east, north = extent(spots)
    room = max(east - west, north - south, _LEAST_DEGREES)
    return west - room, south - room, east + room, north + room


def _projection(spots: Sequence[Spot], frame: Frame) -> dict[str, Any]:
    """Mercator's projection with every circle inside the frame."""
    west, low, east, high = extent(spots)
    south, north = _y(low), _y(high)
    width = max(math.radians(east - west), math.radians(_LEAST_DEGREES)) * _MARGIN
    height = max(north - south, math.radians(_LEAST_DEGREES)) * _MARGIN
    scale = min(frame[0] / width, frame[1] / height)
    latitude = math.degrees(2 * math.atan(math.exp((south + north) / 2)) - math.pi / 2)
    return {
        "type": "mercator",
        "center": [round((west + east) / 2, 4), round(latitude, 4)],
        "scale": round(scale, 2),
        "translate": [frame[0] / 2, frame[1] / 2],
        "clipExtent": [[0, 0], [frame[0], frame[1]]],
        "precision": 0.5,
    }


def _y(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(max(min(latitude, 84.0), -84.0)) / 2))


def _svg(chart: alt.LayerChart | alt.FacetChart, frame: Frame, margin: int, held: Held) -> str:
    """The chart as SVG for the middle of a page: fewer digits, links relative, nothing that acts.

    Raises:
        ValueError: If the picture holds anything that a browser would run.
    """
    sides = {"left": margin, "right": 14, "top": 12, "bottom": _BELOW}
    padding = {side: pixels if margin else 0 for side, pixels in sides.items()}
    sized = chart.properties(
        width=frame[0] - padding["left"] - padding["right"],
        height=frame[1] - padding["top"] - padding["bottom"],
        padding=padding,
        autosize=alt.AutoSizeParams(type="none"),
        background="transparent",
    ).configure_view(stroke=None)
    drawn = vl_convert.vegalite_to_svg({**sized.to_dict(), "datasets": held})
    _refuse_what_acts(drawn)
    plain = _SPOKEN.sub("", _DIGITS.sub(r"\1", drawn)).replace(_HERE, "")
    # A label needs a role to be read out.
    return plain.replace(_LABELLED, _LABELLED.replace("<path", '<path role="img"'))


def _refuse_what_acts(svg: str) -> None:
    """Raise ValueError where the picture holds an element or attribute that is more than a drawing."""
    for element in ElementTree.fromstring(svg).iter():
        tag = element.tag.split("}")[-1]
        names = [name.split("}")[-1].lower() for name in element.attrib]
        leads = [value for name, value in element.attrib.items() if name.split("}")[-1] == "href"]
        if tag not in _TAGS or any(name.startswith("on") for name in names):
            raise ValueError(f"a chart came out with <{tag}>, which is more than a drawing")
        if not all(value.startswith(_HERE) for value in leads):
            raise ValueError("a chart came out with a link out of the site")
