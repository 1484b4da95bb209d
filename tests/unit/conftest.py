"""What unit tests share: a text of our own, read through sentences, parse and figures to its codings; a Ray cluster."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from pipeline.corpus.sentences import split_sentences
from pipeline.extract.coding import code
from pipeline.extract.figures import find_figures
from pipeline.extract.language import parse
from pipeline.extract.model import Coding, Document, Figure, Sentence, Span


@dataclass(frozen=True)
class Coded:
    """A document with its figures and what was coded about each."""

    document: Document
    figures: list[Figure]
    codings: list[Coding]


Coder = Callable[..., Coded]


@pytest.fixture
def coded() -> Coder:
    """Codes a text; its first paragraph is the headline where ``headline`` is set."""

    def run(
        text: str, published: datetime.date | None = None, headline: bool = False, publisher: str = "Valley News"
    ) -> Coded:
        sentences, paragraph = [], -1
        end = -1
        for index, (start, stop) in enumerate(split_sentences(text, 0, len(text))):
            paragraph += end < 0 or "\n" in text[end:start]
            end = stop
            sentences.append(Sentence(index, Span(start, stop), paragraph, headline and paragraph == 0))
        document = Document("d", text, publisher, published, sentences)
        parse([document])
        figures = find_figures(document)
        return Coded(document, figures, code(document, figures))

    return run


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Ray cluster on this machine, of a head that computes nothing and two workers; ``RAY_ADDRESS`` names it."""
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        for _ in range(2):
            cluster.add_node(num_cpus=2)
        monkeypatch.setenv("RAY_ADDRESS", cluster.address)
        yield
    finally:
        cluster.shutdown()
