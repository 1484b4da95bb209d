"""Numbers in running text: digits, words, qualifiers and what is no number of things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.normalise import parsable
from pipeline.text.numbers import find_counts, find_numbers

UNITS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(number: int, joiner: str) -> str:
    if number < 20:
        return UNITS[number]
    if number < 100:
        rest = number % 10
        return TENS[number // 10] + (joiner + UNITS[rest] if rest else "")
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            link = " and " if name == "hundred" or rest < 100 else " "
            return f"{spell(number // size, joiner)} {name}" + (link + spell(rest, joiner) if rest else "")
    raise AssertionError


@given(st.integers(1, 999_999_999), st.sampled_from(["-", " "]))
def test_a_number_in_words_reads_as_the_same_number(number: int, joiner: str) -> None:
    text = f"killed {spell(number, joiner)} people"
    assert [found.value for found in find_numbers(text)] == [number]


@given(st.integers(0, 10**12 - 1), st.sampled_from(["", ","]))
def test_a_number_in_digits_reads_as_the_same_number_with_or_without_separators(number: int, separator: str) -> None:
    written = f"{number:,}".replace(",", separator)
    assert [found.value for found in find_numbers(f"At {written} dead")] == [number]


@given(st.integers(0, 10**9))
def test_digits_of_other_scripts_are_digits(number: int) -> None:
    eastern = str(number).translate({ord(str(d)): 0x0660 + d for d in range(10)})
    assert [found.value for found in find_numbers(parsable(eastern))] == [number]


@given(st.text())
def test_any_text_gives_ordered_spans_that_do_not_overlap(text: str) -> None:
    read = parsable(text)
    assert len(read) == len(text)
    end = 0
    for count in find_counts(read):
        assert end <= count.span.start < count.span.end <= len(read)
        end = count.span.end
        if count.minimum is not None and count.maximum is not None:
            assert count.minimum <= count.maximum


@pytest.mark.parametrize(
    ("text", "value", "minimum", "maximum", "qualifier", "basis"),
    [
        ("164 dead", 164, 164, 164, "exact", "stated"),
        ("at least 63 people", 63, 63, None, "at_least", "stated"),
        ("no fewer than nine men", 9, 9, None, "at_least", "stated"),
        ("30 or more dead", 30, 30, None, "at_least", "stated"),
        ("20+ dead", 20, 20, None, "at_least", "stated"),
        ("more than 90 people", 90, 91, None, "more_than", "entailed"),
        ("the lives more of than 90", 90, 91, None, "more_than", "entailed"),
        ("left more 50 people hurt", 50, 51, None, "more_than", "entailed"),
        ("over two dozen men", 24, 25, None, "more_than", "entailed"),
        ("around 160 men", 160, 160, 160, "around", "nominal"),
        ("some 30 men", 30, 30, 30, "around", "nominal"),
        ("up to 200 soldiers", 200, None, 200, "up_to", "stated"),
        ("as many as forty", 40, None, 40, "up_to", "stated"),
        ("fewer than 10", 10, None, 9, "fewer_than", "entailed"),
        ("between 400 and 500 dead", None, 400, 500, "range", "stated"),
        ("10 to 15 men", None, 10, 15, "range", "stated"),
        ("10-15 men", None, 10, 15, "range", "stated"),
        ("between 35 and more than 40", None, 35, None, "range", "stated"),
        ("dozens of men", None, 12, None, "dozens", "lexicon"),
        ("“scores” of men", None, 20, None, "scores", "lexicon"),
        ("hundreds", None, 100, None, "hundreds", "lexicon"),
        ("several hundred people", None, 100, None, "hundreds", "lexicon"),
        ("tens of thousands of lives", None, 20000, None, "thousands", "lexicon"),
        ("several people", None, 2, None, "unknown", "lexicon"),
        ("a number of others", None, 2, None, "unknown", "lexicon"),
        ("a dozen others", 12, 12, 12, "exact", "stated"),
        ("half a million people", 500_000, 500_000, 500_000, "exact", "stated"),
        ("1.2 million people", 1_200_000, 1_200_000, 1_200_000, "exact", "stated"),
        ("about 300.000 people", 300_000, 300_000, 300_000, "around", "nominal"),
    ],
)
def test_a_qualifier_sets_the_bounds_of_the_number_it_stands_by(
    text: str, value: int | None, minimum: int | None, maximum: int | None, qualifier: str, basis: str
) -> None:
    (count,) = find_counts(parsable(text))
    assert (count.value, count.minimum, count.maximum) == (value, minimum, maximum)
    assert (count.qualifier, count.basis) == (qualifier, basis)


def test_a_qualifier_holds_for_its_own_number_only() -> None:
    first, second = find_counts("at least five were killed and nine injured")
    assert (first.qualifier, second.qualifier) == ("at_least", "exact")


@pytest.mark.parametrize(
    "text",
    ["a 12-year-old", "an S-300", "at 16:30", "on 3/4", "the M4", "3.45pm", "$500", "40%", "a third", "47th"],
)
def test_parts_of_names_times_ages_prices_and_ordinals_are_no_numbers_of_things(text: str) -> None:
    assert find_numbers(text) == []


def test_words_that_make_no_one_number_are_several() -> None:
    assert [found.value for found in find_numbers("twenty one two")] == [21, 2]


def test_a_long_run_of_digits_or_words_takes_no_time() -> None:
    assert find_numbers("9" * 200_000) == []
    assert len(find_numbers("one hundred " * 20_000)) == 20_000
