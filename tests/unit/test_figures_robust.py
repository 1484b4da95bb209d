"""No text breaks the reading of figures, and none takes unreasonably long."""

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.extract.figures import find_figures
from pipeline.extract.language import parse
from pipeline.extract.model import Document, Sentence, Span

PIECES = st.sampled_from(
    [
        *(
            "killed",
            "wounded",
            "dead",
            "death",
            "of",
            "toll",
            "5",
            "twelve",
            "at",
            "least",
            "more",
            "than",
            "including",
        ),
        *("children", ",", "and", "(", ")", ":", "|", "-", '"', "'", "the", "a", "other", "others", "civilians"),
        *("soldiers", "Ali", "Hassan", "was", "were", "been", "no", "not", "2016", "dozens", "kil*led", "“", "”"),
        *("\u202e", "\U0001f4a5", "among", "whom"),
    ]
)


def read(text: str) -> None:
    """Reads a text as one sentence and checks what must hold for any."""
    document = Document("d", text, None, None, [Sentence(0, Span(0, len(text)), 0, is_headline=False)])
    parse([document])
    for figure in find_figures(document):
        counts = [count for count in (figure.killed, figure.injured, figure.combined) if count is not None]
        assert counts
        for span in (figure.quote, figure.harm, *(count.span for count in counts)):
            assert 0 <= span.start < span.end <= len(text)
        for count in counts:
            assert figure.quote.start <= count.span.start
            assert count.span.end <= figure.quote.end
            assert count.minimum is None or count.maximum is None or count.minimum <= count.maximum
        for bounds in figure.subsets.values():
            assert bounds.maximum is None or bounds.minimum <= bounds.maximum


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=1, max_size=30))
def test_any_order_of_the_words_that_matter_is_read_without_failing(pieces: list[str]) -> None:
    read(" ".join(pieces))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80))
def test_any_characters_around_a_report_are_read_without_failing(text: str) -> None:
    read(f"{text} five people were killed {text}")


@pytest.mark.parametrize(
    "line",
    [
        lambda n: "five people were killed " * (4 * n),
        lambda n: "(" * n + "three killed" + ")" * n,
        lambda n: "killed and " * (4 * n),
        lambda n: "Ali Hassan, " * (2 * n) + "were killed",
        lambda n: "5, " * (6 * n) + "dead",
        lambda n: "kil*" * (2 * n) + "led",
    ],
    ids=["one long line", "nested brackets", "harm after harm", "endless names", "endless numbers", "endless stars"],
)
def test_twice_as_long_a_line_takes_about_twice_as_long(line: Callable[[int], str]) -> None:
    def seconds(n: int) -> float:
        start = time.process_time()
        read(line(n))
        return time.process_time() - start

    read("warm up: five were killed")
    # What takes the square of the length takes four times as long; the rest is for lines read at once.
    assert seconds(50_000) < 3 * seconds(25_000) + 0.3
