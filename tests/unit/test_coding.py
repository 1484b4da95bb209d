"""Whatever the text, what is coded rests on characters of it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.extract.model import Span

PIECES = [
    "Four people were killed",
    "by Turkish shelling",
    "in the village of Tarn",
    "on Friday",
    "medics said",
    "according to the Hill Network",
    "“",
    "”",
    ",",
    ".",
    "\n\n",
    "since September 2021",
    "activists denied reports by army media that 600 fighters were killed",
    "al-Marrow and Dell",
    "Al-Tarn (Dell)",
    "he added",
    "–",
    "#Tarn’s",
    "\u202e",
    "5 March 2015",
    "within 24 hours",
]


def spans_of(coding) -> list[Span]:
    named = [coding.speaker, coding.denied_by, coding.date, coding.actor, coding.weapon, coding.target, coding.place]
    spans = [span for item in named if item for span in item.spans]
    return [*spans, *coding.aggregation_spans, *([coding.denial_quote] if coding.denial_quote else [])]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))
def test_every_span_lies_in_the_text_and_names_are_its_slices(coded, pieces: list[str]) -> None:
    text = " ".join(pieces)
    result = coded(text)
    assert len(result.codings) == len(result.figures)
    for coding in result.codings:
        assert all(0 <= span.start < span.end <= len(text) for span in spans_of(coding))
        if coding.place:
            assert coding.place.names == tuple(text[span.start : span.end] for span in coding.place.spans)
        if coding.date:
            assert coding.date.text == text[coding.date.spans[0].start : coding.date.spans[0].end]
        if coding.date and coding.date.start and coding.date.end:
            assert coding.date.start <= coding.date.end


def test_same_text_is_coded_the_same_twice(coded) -> None:
    text = "Turkish shelling killed four people in Tarn on Friday, medics said.\n\nThe shelling wounded nine others."
    assert coded(text).codings == coded(text).codings
