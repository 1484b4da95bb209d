"""Sentences: where they end, and that their offsets hold for any text."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corpus.layout import read_layout
from pipeline.corpus.sentences import MAX_CHARS, split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ten died. Five were hurt.", ["Ten died.", "Five were hurt."]),
        ("Ten died.  Five were hurt. ", ["Ten died.", "Five were hurt."]),
        ("Dozens of people\nwere hurt", ["Dozens of people", "were hurt"]),
        ("About 2.5 million fled. None came back.", ["About 2.5 million fled.", "None came back."]),
        ("Gen. Amin and Mr. Saleh fled the U.S. Central Command base.", None),
        ("He serves in the U.S. The army denied it.", ["He serves in the U.S.", "The army denied it."]),
        ("Two were killed in E. Deir Ez-Zour and W. Aleppo.", None),
        ("J. R. Smith of the U.N. Security Council spoke.", None),
        ("The strike came at 9 a.m. Friday.", None),
        ("“Ten died. There is no help,” he said.", ["“Ten died.", "There is no help,” he said."]),
        ('She said: "We fled." Nobody stayed.', ['She said: "We fled."', "Nobody stayed."]),
        ("No casualties . At least nine died.", ["No casualties .", "At least nine died."]),
        ("They fired missiles... targeting some posts.", None),
        ("It was over... The town was empty.", ["It was over...", "The town was empty."]),
        ("A raid hit the market.The dead were many.", ["A raid hit the market.", "The dead were many."]),
        ("See pic.twitter.com/FAGJ26dlFR for more.", None),
        ("1. Click the button", None),
        ("Who fired? Nobody knows!", ["Who fired?", "Nobody knows!"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str] | None) -> None:
    assert sentences(text) == (expected or [text])


def test_white_space_and_a_byte_order_mark_belong_to_no_sentence() -> None:
    assert sentences("\ufeff  Ten died. \u00a0\r\n\t\u200bFive fled.\u200b ") == ["Ten died.", "Five fled."]


@pytest.mark.parametrize("unit", ["word ", ".", "a", '".', ". ", "A. ", "a. (", " ", "\n", "\u200b", "“"])
def test_ten_times_the_text_takes_about_ten_times_as_long(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        started = time.process_time()
        for _ in split_sentences(text, 0, length):
            pass
        return time.process_time() - started

    assert seconds(300_000) < 40 * max(seconds(30_000), 0.01)


def test_text_without_a_full_stop_is_cut_at_white_space_and_loses_no_word() -> None:
    text = "shelling " * 3_000
    found = sentences(text)
    assert all(len(sentence) <= MAX_CHARS for sentence in found)
    assert " ".join(found).split() == text.split()


PIECES = st.sampled_from(
    [
        *(
            "Ten died. ",
            "Gen. ",
            "U.S. ",
            "“",
            ".” ",
            "\n",
            "\n\n",
            "  ",
            "10 ",
            "…",
            "!",
            "ا",
            "\u200b",
            "\r\n",
            "Aleppo ",
        ),
        *("Prev Post\n", "Share\n", "BEIRUT (AP) — ", "July 5 2016 - ", "was hit by a missile and burnt on that day. "),
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
@settings(deadline=None, max_examples=300)
def test_sentences_are_disjoint_ordered_and_not_empty_whatever_the_text(text: str) -> None:
    last = 0
    for start, end in split_sentences(text, 0, len(text)):
        assert last <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        last = end


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
@settings(deadline=None, max_examples=300)
def test_no_letter_is_lost_between_sentences(text: str) -> None:
    kept = "".join(text[start:end] for start, end in split_sentences(text, 0, len(text)))
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
@settings(deadline=None, max_examples=300)
def test_spans_of_the_layout_lie_inside_the_text_and_furniture_does_not_overlap(text: str) -> None:
    layout = read_layout(text)
    furniture = [span for span in layout.spans if span.kind == "furniture"]
    assert all(0 <= span.start < span.end <= len(text) for span in layout.spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(furniture))
