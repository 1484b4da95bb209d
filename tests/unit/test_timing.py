"""When an event was: only what the text, or the day it was published, resolves."""

import datetime

import pytest

SUNDAY = datetime.date(2016, 1, 24)


def dates(result, at: int = 0) -> tuple[str | None, str | None, str | None]:
    date = result.codings[at].date
    if date is None:
        return None, None, None
    return date.start and date.start.isoformat(), date.end and date.end.isoformat(), date.basis


@pytest.mark.parametrize(
    ("words", "start", "end", "basis"),
    [
        ("on Friday", "2016-01-22", "2016-01-22", "publication"),
        ("on Sunday", "2016-01-24", "2016-01-24", "publication"),
        ("yesterday", "2016-01-23", "2016-01-23", "publication"),
        ("this morning", "2016-01-24", "2016-01-24", "publication"),
        ("within the past 72 hours", "2016-01-21", "2016-01-24", "publication"),
        ("on January 5", "2016-01-05", "2016-01-05", "publication"),
        ("on December 5", "2015-12-05", "2015-12-05", "publication"),
        ("on 5 March 2015", "2015-03-05", "2015-03-05", "text"),
        ("on 3-5 March 2015", "2015-03-03", "2015-03-05", "text"),
        ("since September", "2015-09-01", "2016-01-24", "publication"),
        ("since early 2015", "2015-01-01", "2016-01-24", "text"),
    ],
)
def test_time_words_resolve_against_a_known_publication_date(
    coded, words: str, start: str, end: str, basis: str
) -> None:
    result = coded(f"Shelling killed four people in Tarn {words}.", SUNDAY)
    assert dates(result) == (start, end, basis)


def test_weekday_in_an_undated_text_is_kept_as_words_only(coded) -> None:
    [coding] = coded("Shelling killed four people in Tarn on Friday.").codings
    assert coding.date is not None
    assert coding.date.text == "Friday"
    assert (coding.date.start, coding.date.end, coding.date.basis) == (None, None, None)


def test_the_day_a_dateline_bears_is_named_as_what_a_weekday_counts_from(coded) -> None:
    text = "CARROW, May 3, 2020 (Valley Agency) - Shelling killed four people in Tarn on Saturday."
    assert dates(coded(text)) == ("2020-05-02", "2020-05-02", "stamp")


def test_publication_date_alone_dates_nothing(coded) -> None:
    assert dates(coded("Shelling killed four people in Tarn.", SUNDAY)) == (None, None, None)


def test_day_of_the_report_is_not_the_day_of_the_event(coded) -> None:
    text = "Medics said on Sunday that shelling killed four people in Tarn on Friday."
    assert dates(coded(text, SUNDAY))[0] == "2016-01-22"


def test_day_of_the_report_alone_dates_nothing(coded) -> None:
    assert dates(coded("Medics said on Sunday that shelling killed four people in Tarn.", SUNDAY)) == (None, None, None)


def test_date_of_an_earlier_sentence_is_carried_and_says_so(coded) -> None:
    text = "Shells hit Tarn on 5 March 2015.\n\nThe shelling killed four people."
    assert dates(coded(text)) == ("2015-03-05", "2015-03-05", "previous")


def test_two_topics_keep_their_own_days(coded) -> None:
    text = (
        "Shelling killed four people in Tarn on Friday.\n\n"
        "On January 3, a drone strike killed two people in the village of Dell."
    )
    result = coded(text, SUNDAY)
    assert [dates(result, at)[0] for at in (0, 1)] == ["2016-01-22", "2016-01-03"]


def test_clock_stamp_under_a_message_resolves_yesterday(coded) -> None:
    text = "A drone strike killed four people in Tarn yesterday.\n\n9:01 PM · Aug 7, 2022"
    assert dates(coded(text))[0] == "2022-08-06"


def test_precision_follows_the_length_of_the_stretch(coded) -> None:
    codings = [
        coded(f"Shelling killed four people in Tarn {words}.", SUNDAY).codings[0]
        for words in ("on Friday", "within the past 72 hours", "in March 2015", "since March 2015")
    ]
    assert [coding.date.precision for coding in codings if coding.date] == [1, 2, 4, 5]


def test_a_window_of_hours_does_not_date_what_others_tell_later(coded) -> None:
    text = (
        "Shells killed four people in Tarn over the past 24 hours, the police said on Friday. Roads were cut. "
        "Power was lost. Schools were shut. The clinic said the shelling wounded nine people."
    )
    result = coded(text, datetime.date(2016, 1, 22))
    assert dates(result, 0)[:2] == ("2016-01-21", "2016-01-22")
    assert dates(result, 1)[:2] == ("2016-01-22", "2016-01-22")


@pytest.mark.parametrize(
    ("words", "start", "end"), [("In March", "2015-03-01", "2015-03-31"), ("In 2014", "2014-01-01", "2014-12-31")]
)
def test_a_month_or_year_that_opens_a_sentence_dates_it(coded, words: str, start: str, end: str) -> None:
    result = coded(f"{words}, a raid killed four people in Tarn.", SUNDAY)
    assert dates(result)[:2] == (start, end)


def test_a_day_without_a_year_takes_the_year_of_the_month_the_text_names(coded) -> None:
    result = coded("The offensive began in March 2017. On 25 March, a raid killed two people in Tarn.")
    assert dates(result)[:2] == ("2017-03-25", "2017-03-25")


def test_a_start_in_an_undated_text_dates_no_event(coded) -> None:
    text = "Nine fighters were killed in Tarn. Planes have bombed Tarn ever since 30 September 2015."
    assert dates(coded(text)) == (None, None, None)


@pytest.mark.parametrize(
    "dateline", ["Tarn, 12 March 2024 – ", "TARN, Hillland, March 12 (Valley News) – ", "TARN, 12 March 2024 - "]
)
def test_the_day_of_a_dateline_is_what_weekdays_count_from(coded, dateline: str) -> None:
    result = coded(f"{dateline}A bomb hit a house on Monday, killing three people.", datetime.date(2024, 3, 13))
    assert dates(result)[:2] == ("2024-03-11", "2024-03-11")


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("A day earlier", "2016-01-20", "2016-01-20"),
        ("The previous day", "2016-01-20", "2016-01-20"),
        ("The following day", "2016-01-22", "2016-01-22"),
        ("Two days later", "2016-01-23", "2016-01-23"),
        ("On Friday and Saturday", "2016-01-22", "2016-01-23"),
    ],
)
def test_days_are_counted_from_the_event_told_before(coded, words: str, start: str, end: str) -> None:
    text = f"Shells hit Tarn on 21 January 2016.\n\n{words}, a drone killed four people in Dell."
    assert dates(coded(text, SUNDAY))[:2] == (start, end)


def test_the_day_a_toll_was_raised_is_not_the_events(coded) -> None:
    text = "Shells hit Tarn on 5 January 2016. Officials raised the toll to 20 dead two days later."
    assert dates(coded(text, SUNDAY))[0] == "2016-01-05"


def test_an_attack_on_another_place_lends_no_day(coded) -> None:
    text = "A raid killed nine people in Tarn.\n\nPlanes also bombed the village of Dell on Friday."
    assert dates(coded(text, SUNDAY)) == (None, None, None)


def test_the_day_a_speaker_gives_an_attack_is_the_attacks(coded) -> None:
    text = "A raid killed two people in Tarn. The army said Friday’s raid was aimed at rebels."
    assert dates(coded(text, SUNDAY))[0] == "2016-01-22"


def test_the_parts_of_a_total_have_its_day(coded) -> None:
    text = (
        "Rocket attacks on Tarn city on Sunday killed seven people. A source said four people were killed when rockets "
        "hit Upper Dell neighborhood. More rockets hit Marrow neighborhood, leaving three people dead."
    )
    codings = coded(text, published=datetime.date(2016, 10, 17)).codings
    assert [coding.date and coding.date.start for coding in codings] == [datetime.date(2016, 10, 16)] * 3
