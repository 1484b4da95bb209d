"""What pages are made of: bars on an axis, marks in a text, days and ranges in words, circles on a map."""

import datetime
import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.release import releases
from pipeline.schema import TABLES
from pipeline.site.bars import Axis, spoken
from pipeline.site.basemap import within
from pipeline.site.charts import ticks
from pipeline.site.links import file_name
from pipeline.site.marks import Mark, around, pieces
from pipeline.site.places import Circle, ring
from pipeline.site.words import cut, days, terms, visible
from pipeline.storage import read_table

PUBLISHED = Path(__file__).resolve().parents[2] / "data" / "published"
COUNTS = st.one_of(st.none(), st.integers(0, 50_000))


def share(text):
    return float(text.removesuffix("%"))


@given(st.integers(0, 50_000))
def test_an_axis_has_room_for_its_highest_number_and_few_ticks(highest):
    axis = Axis.over(highest)
    assert axis.top >= highest
    assert 2 <= len(axis.ticks) <= 7
    assert axis.ticks[0].value == 0
    assert axis.ticks[-1].value == axis.top


@given(COUNTS, COUNTS, st.booleans())
def test_a_bar_stays_on_the_axis_and_stands_where_its_numbers_are(low, high, is_open):
    if low is not None and high is not None and low > high:
        low, high = high, low
    axis = Axis.over(max(low or 0, high or 0))
    bar = axis.bar("killed", low, high, is_open)
    if bar is None:
        assert (low, high) == (None, None)
        return
    left, right = share(bar.x), share(bar.x) + share(bar.width)
    assert 0 <= left < right <= 94
    tolerance = 0.5
    assert abs(left - 92 * (low or 0) / axis.top) <= tolerance
    assert abs(right - 92 * ((low if high is None else high) or 0) / axis.top) <= 2 * tolerance
    assert (bar.open_from is not None) == (high is None or is_open)


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 1, 1)), st.integers(6, 40_000), st.integers(2, 12))
def test_dates_of_the_timeline_stand_on_it_evenly_and_are_no_more_than_there_is_room_for(first, n_days, most):
    last = first + datetime.timedelta(days=n_days)
    dates, by_month = ticks(first, last, most)
    assert 1 <= len(dates) <= most
    assert first <= dates[0] <= dates[-1] <= last
    places = [date.year * 12 + date.month if by_month else date.toordinal() for date in dates]
    assert len({right - left for left, right in pairwise(places)}) <= 1
    assert len(set(dates)) == len(dates)
    assert not by_month or all(date.day == 1 for date in dates)


def test_ranges_are_said_in_words():
    assert spoken(63, 91, True) == "63 to 91, or more"
    assert spoken(12, None) == spoken(12, 12, True) == "at least 12"
    assert spoken(None, 9) == "at most 9"
    assert spoken(44, 44) == "44"
    assert spoken(None, None) == ""


@given(
    st.text("ab \n", max_size=60), st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70), st.sampled_from("xyz")))
)
def test_marks_that_overlap_leave_the_text_whole_and_mark_what_they_cover(text, spans):
    marks = [Mark(start, end, key) for start, end, key in spans]
    cut_up = pieces(text, marks)
    assert "".join(piece.text for piece in cut_up) == text
    at = 0
    for piece in cut_up:
        for offset in range(at, at + len(piece.text)):
            assert set(piece.keys) == {mark.key for mark in marks if mark.start <= offset < mark.end}
        at += len(piece.text)


@given(st.text("ab \n", min_size=1, max_size=900), st.data())
def test_what_is_shown_around_a_quote_holds_the_quote_and_stays_in_its_lines(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = around(text, start, end)
    assert 0 <= first <= start < end <= last <= len(text)
    assert "\n" not in text[first:start] + text[end:last]


def test_days_are_written_as_people_write_them():
    def written(start, end):
        return days({"event_date_start": start, "event_date_end": end})

    day = datetime.date
    assert written(day(2016, 1, 23), day(2016, 1, 23)) == "23 January 2016"
    assert written(day(2016, 1, 23), day(2016, 1, 24)) == "23–24 January 2016"
    assert written(day(2016, 1, 30), day(2016, 2, 2)) == "30 January – 2 February 2016"
    assert written(day(2015, 9, 1), day(2016, 1, 24)) == "1 September 2015 – 24 January 2016"
    assert written(None, None) == ""


@pytest.mark.parametrize(
    ("table", "column", "group"),
    [
        ("incident_claim", "rule", "link_rule"),
        ("incident_claim", "role", "role"),
        ("incident", "grade_rule", "grade_rule"),
        ("incident", "place_precision", "place_precision"),
        ("incident", "date_precision", "date_precision"),
        ("incident_relation", "relation", "relation"),
        ("incident_relation", "basis", "relation_basis"),
        ("claim_evidence", "field", "field"),
    ],
)
def test_every_term_of_the_newest_release_has_words_of_its_own(table, column, group):
    used = read_table(TABLES[table], releases(PUBLISHED)[-1])[column].drop_nulls().unique().to_list()
    assert not set(used) - set(terms(group)), f"words.yml, {group}"


def test_hidden_characters_are_shown_and_joiners_of_arabic_script_are_kept():
    assert visible("a\u202eb\u2066c\x07") == "a\\u202eb\\u2066c\\u0007"
    assert visible("line\nمی\u200cخواهم") == "line\nمی\u200cخواهم"
    assert cut("x" * 30, 10) == "xxxxxxxxxx… (20 more characters)"


@given(st.text(max_size=150))
def test_any_id_gives_a_file_name_that_leads_nowhere_else(identifier):
    name = file_name(identifier)
    assert name.isascii()
    assert 0 < len(name) <= 100
    assert not set(name) & set('/\\.:%?#&<>" ')


def test_a_circle_is_as_wide_as_its_kilometres_at_any_latitude():
    for latitude in (0.0, 35.0, 60.0):
        line = ring(Circle("somewhere", latitude, 40.0, 25.0, False))
        north = max(point[1] for point in line) - latitude
        east = (max(point[0] for point in line) - 40.0) * math.cos(math.radians(latitude))
        assert abs(north * 111.195 - 25) < 0.1
        assert abs(east * 111.195 - 25) < 0.1
        assert line[0] == line[-1]


def test_countries_outside_the_map_are_left_out_and_those_that_touch_it_stay_whole():
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[50, 50], [2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2]]],
        "objects": {
            "countries": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, ~2]], "id": "near"},
                    {"type": "Polygon", "arcs": [[1]], "id": "far"},
                ],
            }
        },
    }
    kept = within(topology, "countries", (1, 1, 10, 10))
    assert [shape["id"] for shape in kept["objects"]["countries"]["geometries"]] == ["near"]
    assert all(kept["arcs"][number] for number in (0, 2))
    assert kept["arcs"][1] == []
