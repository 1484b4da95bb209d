"""The filter spares the parser most sentences and loses no figure."""

from pathlib import Path

import pytest

from pipeline.extract.figures import find_figures
from pipeline.extract.filter import keep, reading
from pipeline.extract.language import load, parse
from pipeline.extract.model import Document, Sentence, Span

TEXTS = Path(__file__).parents[3] / "shared" / "evaluate" / "silver" / "fakes"


def document(text: str) -> Document:
    """A document whose lines are its sentences."""
    sentences, at = [], 0
    for index, line in enumerate(text.split("\n")):
        sentences.append(Sentence(index, Span(at, at + len(line)), index, is_headline=index == 0))
        at += len(line) + 1
    return Document("d", text, None, None, sentences)


def kept(text: str) -> list[str]:
    made = document(text)
    return [made.slice(sentence.span) for sentence in keep(made)]


def test_sentences_without_a_word_of_harm_are_left_out() -> None:
    text = "The minister met the envoy.\nThree people were killed.\nTalks go on."
    assert kept(text) == ["Three people were killed."]


@pytest.mark.parametrize(
    "line",
    [
        "Two men lost their lives.",
        "Nine kil*led near the base",
        "Six ki-lled near the base",
        "A boy was shot dead.",
        "The toll rose to 40.",
        "Rescuers found three bodies.",
        "Raids claimed 14 lives.",
        "THREE WOUNDED",
        "“killing 600 insurgents”",
    ],
)
def test_every_way_of_telling_harm_is_kept(line: str) -> None:
    assert kept(line) == [line]


def test_words_that_only_contain_a_word_of_harm_are_left_out() -> None:
    assert kept("The skilled deadline editor studied the woundless tollgate.") == []


def test_a_sentence_too_long_to_be_one_is_read_only_at_its_start() -> None:
    text = "x " * 5000 + "five were killed"
    made = document(text)
    assert keep(made) == []
    assert len(reading(made, made.sentences[0])) < len(text)


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the coded texts are not beside the repository")
def test_with_the_filter_off_no_figure_more_is_found() -> None:
    made = [document(path.read_text("utf-8")) for path in sorted(TEXTS.glob("*.txt"))[:25]]
    parse(made)
    filtered = [find_figures(one) for one in made]
    for one in made:
        texts = [reading(one, sentence) for sentence in one.sentences]
        for sentence, doc in zip(one.sentences, load().pipe(texts), strict=True):
            sentence.parse = doc
    assert [find_figures(one) for one in made] == filtered
    assert sum(map(len, filtered)) > 20
