"""Text for the parser keeps its length, so that offsets stay those of the raw text."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.normalise import parsable, word_end

WORDS = frozenset({"killed", "wounded", "injured"})


@given(st.text())
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(parsable(text, WORDS)) == len(text)


@given(st.text(alphabet="ab*•-“”’–\u00a0\u200f\u0661â€™ \n", max_size=60))
def test_reading_a_text_twice_changes_nothing_more(text: str) -> None:
    once = parsable(text, WORDS)
    assert parsable(once, WORDS) == once


def test_quotes_dashes_spaces_and_direction_marks_become_plain() -> None:
    assert parsable("“Five’s”\u00a0–\u200fdead…") == '"Five\'s" - dead.'


def test_a_censored_word_is_read_without_its_marks_and_padded() -> None:
    assert parsable("kil*led five", WORDS) == "killed  five"
    assert parsable("H*T*S men") == "HTS   men"


def test_a_hyphen_is_dropped_only_inside_a_known_word() -> None:
    assert parsable("kil-led by drone-struck", WORDS) == "killed  by drone-struck"


def test_quotes_broken_by_a_wrong_encoding_are_mended() -> None:
    assert parsable("Syriaâ€™s war") == "Syria's   war"


def test_the_end_of_a_shortened_word_is_found_in_the_raw_text() -> None:
    raw = "kil*led five"
    read = parsable(raw, WORDS)
    assert raw[: word_end(raw, read, len("killed"))] == "kil*led"
    assert word_end("five men", "five men", 4) == 4
