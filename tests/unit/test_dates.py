"""Dates are read as written: nothing is added that the words do not say."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.dates import absolute_dates, yearless_dates

DAY = datetime.date(2016, 1, 24)


@pytest.mark.parametrize(
    "words",
    [
        "24 January, 2016",
        "24 January 2016",
        "January 24, 2016",
        "Jan. 24, 2016",
        "24th of January 2016",
        "Sunday, 24 January 2016",
        "Sun Jan 24 2016",
        "Sun Jan 24 18:30:05 UTC 2016",
        "2016-01-24",
        "24-Jan-2016",
        "24/01/2016",
        "01/24/2016",
        "24 January، 2016",
    ],
)
def test_one_day_is_read_in_every_usual_spelling(words: str) -> None:
    text = f"BEIRUT, {words} - a strike"
    [(start, end, first, last)] = absolute_dates(text)
    assert (first, last) == (DAY, DAY)
    assert text[start:end] == words


def test_month_with_year_is_the_whole_month() -> None:
    [(_, _, first, last)] = absolute_dates("since February 2020")
    assert (first, last) == (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))


def test_range_of_days_keeps_both_ends() -> None:
    [(_, _, first, last)] = absolute_dates("on 3-5 May 2017")
    assert (first, last) == (datetime.date(2017, 5, 3), datetime.date(2017, 5, 5))


@pytest.mark.parametrize(
    "words", ["6/1/2009", "31 February 2016", "2016-13-01", "may 20 people", "24 January", "10.5.3"]
)
def test_nothing_is_guessed(words: str) -> None:
    assert absolute_dates(words) == []


def test_numeric_date_that_reads_the_same_both_ways_is_no_guess() -> None:
    assert [found[2] for found in absolute_dates("5/5/2016")] == [datetime.date(2016, 5, 5)]


def test_day_without_a_year_is_kept_apart() -> None:
    text = "On August 15 and on 3rd July, then on 30 February; there may 20 people be"
    assert [(text[day.start : day.end], day.month, day.day) for day in yearless_dates(text)] == [
        ("August 15", 8, 15),
        ("3rd July", 7, 3),
    ]


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%a %b %d %Y"]),
)
def test_what_is_written_is_what_is_read(day: datetime.date, layout: str) -> None:
    words = day.strftime(layout)
    text = f"Reported: {words}. End"
    assert [(text[start:end], first, last) for start, end, first, last in absolute_dates(text)] == [(words, day, day)]


@given(st.text(alphabet="0123456789 -/.,aJnuryMmFebht:\n", max_size=60))
def test_any_text_yields_ordered_spans_inside_it(text: str) -> None:
    previous = 0
    for start, end, first, last in absolute_dates(text):
        assert previous <= start < end <= len(text)
        assert first <= last
        previous = end
