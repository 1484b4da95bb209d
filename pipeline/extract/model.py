"""What the steps of extraction hand each other. All offsets are code points of the document's raw text."""

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Span(NamedTuple):
    """A stretch of a document's text, end exclusive."""

    start: int
    end: int


@dataclass(slots=True)
class Sentence:
    """One sentence of a document.

    Attributes:
        index: Position in the document, from 0.
        span: Where it stands.
        paragraph: Paragraph it is in, from 0.
        is_headline: True for the document's own title.
        parse: spaCy's parse, or None where the filter ruled the sentence out. Token offsets in it count from
            ``span.start`` (``span.start + token.idx``): the parsed text has the same length as the raw one.
    """

    index: int
    span: Span
    paragraph: int
    is_headline: bool
    parse: "Doc | None" = None


@dataclass(slots=True)
class Document:
    """One document as extraction sees it; nothing from outside the document enters a claim."""

    document_id: str
    text: str
    publisher_name: str | None
    publication_date: datetime.date | None
    sentences: list[Sentence]
    dateline: Span | None = None

    def slice(self, span: Span) -> str:
        """The raw characters of a span."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of persons as written, with its bounds (vocabularies ``qualifier`` and ``bounds_basis``)."""

    span: Span
    value: int | None
    minimum: int | None
    maximum: int | None
    qualifier: str
    basis: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """Inclusive bounds of a subset of a total; ``maximum`` None = open."""

    span: Span
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """What a stretch of text says was done to one class of victims, before anyone asks who says so or where.

    Attributes:
        sentence: Index of the sentence the harm stands in.
        quote: Stretch covering number and harm.
        harm: The predicate or noun of harm ("killed", "death toll").
        victims: The words that say who was harmed.
        killed: Number killed.
        injured: Number injured.
        combined: A total of killed and injured the source does not divide.
        subsets: ``children_killed``, ``women_killed``, ``children_injured``, ``women_injured`` where named.
        victim_class: Vocabulary ``victim_class``.
        stance: ``asserts`` or ``revises`` here; denial is a matter of the speaker.
        modality: Vocabulary ``modality``.
        partial: The words tell of some of those harmed only ("two children were among the dead").
    """

    sentence: int
    quote: Span
    harm: Span
    victims: Span | None
    killed: Count | None
    injured: Count | None
    combined: Count | None = None
    subsets: dict[str, Bounds] = field(default_factory=dict)
    victim_class: str = "unknown"
    stance: str = "asserts"
    modality: str = "reported"
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says so: the innermost speaker, as resolved inside the document, and the chain that relays them."""

    name: str
    chain: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Where, as written.

    Attributes:
        names: One place, or several under one figure, without their cue words.
        spans: Where each name stands.
        quantifier: Vocabulary ``place_quantifier``.
        container: Larger place the text puts it in, as written.
        container_span: Where that stands.
        country: English short name, where the document tells.
    """

    names: tuple[str, ...]
    spans: tuple[Span, ...]
    quantifier: str
    container: str | None = None
    container_span: Span | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class EventDate:
    """When, as written and as resolved; both days None where nothing resolves the words.

    ``precision`` is UCDP's date_prec; ``basis`` the vocabulary ``date_basis``.
    """

    text: str
    spans: tuple[Span, ...]
    start: datetime.date | None
    end: datetime.date | None
    precision: int | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """A coded term with the words it rests on."""

    value: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """Everything about a figure's event and source that is not a number."""

    speaker: Speaker | None = None
    place: PlaceMention | None = None
    country: str | None = None
    date: EventDate | None = None
    actor: Named | None = None
    actor_certainty: str | None = None
    weapon: Named | None = None
    strikes_min: int | None = None
    strikes_max: int | None = None
    target: Named | None = None
    aggregation: str = "incident"
    aggregation_spans: tuple[Span, ...] = ()
    denied_by: Speaker | None = None
    denial_quote: Span | None = None
