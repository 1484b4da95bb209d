"""Texts that repeat another one."""

import datetime

from pipeline.corpus.duplicates import Text, near_duplicates

DAY = datetime.date(2020, 1, 1)
REPORT = (
    "A raid on the market of Tell Asfar killed four people and wounded a dozen others on Monday, residents told the "
    "agency. The planes came from the west and dropped barrel bombs on the stalls while people were buying bread. "
    "Rescue workers dug for survivors until the evening. The army did not comment on the raid, which was the worst "
    "since the truce began."
)


def repeats(*texts: tuple[str, str, datetime.date | None]) -> dict[str, str]:
    rows: list[Text] = [(day, name, text) for name, text, day in texts]
    assert near_duplicates(rows) == near_duplicates(rows[::-1])
    return near_duplicates(rows)


def test_a_copy_with_a_word_changed_repeats_the_earlier_text() -> None:
    copy = REPORT.replace("the agency", "a reporter")
    assert repeats(("later", copy, DAY), ("first", REPORT, DAY.replace(day=1, month=1, year=2019))) == {
        "later": "first"
    }


def test_every_copy_points_at_the_first_one_and_undated_ones_come_last() -> None:
    assert repeats(("a", REPORT, None), ("b", REPORT, DAY), ("c", REPORT, None)) == {"a": "b", "c": "b"}


def test_an_updated_toll_is_no_copy() -> None:
    assert repeats(("a", REPORT, DAY), ("b", REPORT.replace("four people", "five people"), DAY)) == {}


def test_reports_on_one_event_in_other_words_are_no_copies() -> None:
    other = "Residents of Tell Asfar said that bombs fell on the market on Monday; four people died, a dozen were hurt."
    assert repeats(("a", REPORT, DAY), ("b", other, DAY)) == {}


def test_texts_of_a_word_or_two_are_no_copies_of_each_other() -> None:
    assert repeats(("a", "Raid", DAY), ("b", "Raid", DAY), ("c", "", DAY)) == {}
