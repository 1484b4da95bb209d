"""A document's page: where its text comes from, and the text with its claims marked where the licence allows."""

from dataclasses import dataclass

from pipeline.site import words
from pipeline.site.claims import claim_figures
from pipeline.site.incidents import Listed
from pipeline.site.ledger import Ledger, Row
from pipeline.site.links import document_page, incident_page, source_page
from pipeline.site.marks import Mark, Piece, pieces
from pipeline.site.sources import Sources

LONGEST = 60_000
"""Characters of a text that a page shows; what is left out is counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """A claim of the document."""

    id: str
    number: int
    page: str
    speaker: str
    speaker_page: str
    figures: str
    quote: str
    start: int
    end: int
    incident: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document, ready to be shown."""

    id: str
    title: str
    outlet: str
    outlet_page: str
    byline: str
    published: str
    published_from: str
    retrieved: str
    language: str
    licence: str
    rendition: str
    rendition_meaning: str
    file: str
    url: str
    sha256: str
    n_bytes: int
    n_chars: int
    near_duplicate_of: str
    near_duplicate_page: str
    text: tuple[Piece, ...]
    text_published: bool
    left_out: int
    claims: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as a row of the list."""

    id: str
    page: str
    title: str
    outlet: str
    outlet_page: str
    published: str
    n_claims: int
    text_published: bool


class Documents:
    """Makes the views of documents of one release."""

    def __init__(self, ledger: Ledger, sources: Sources, incidents: dict[str, Listed]) -> None:
        self._ledger = ledger
        self._sources = sources
        self._incidents = incidents

    def listed(self) -> list[DocumentRow]:
        """Every document, by its outlet and title."""
        rows = [self._row(document) for document in self._ledger.documents.values()]
        return sorted(rows, key=lambda row: (row.outlet.casefold(), row.title.casefold(), row.id))

    def view(self, document: str) -> DocumentView:
        """Everything that the page of a document shows."""
        row = self._ledger.documents[document]
        outlet = self._sources.outlet_of[document]
        text = self._ledger.texts.get(document)
        double = row["near_duplicate_of"]
        url = row["source_url"] or ""
        return DocumentView(
            id=document,
            title=words.cut(row["title"] or row["file_name"], 300),
            outlet=words.cut(outlet.name, 120),
            outlet_page=source_page(outlet.key),
            byline=words.cut(row["byline"] or "", 200),
            published=words.day(row["publication_date"]) if row["publication_date"] else "",
            published_from=words.meaning("publication_date_source", row["publication_date_source"]),
            retrieved=words.day(row["retrieved_at"]) if row["retrieved_at"] else "",
            language=row["language"],
            licence=words.cut(row["licence"] or "", 120),
            rendition=row["rendition"],
            rendition_meaning=words.meaning("rendition", row["rendition"]),
            file=words.cut(f"{row['collection']}/{row['file_name']}", 200),
            url=words.cut(url, 500) if url.startswith(("http://", "https://")) else "",
            sha256=row["sha256"],
            n_bytes=row["n_bytes"],
            n_chars=row["n_chars"],
            near_duplicate_of=words.cut(self._ledger.documents[double]["title"] or double, 200) if double else "",
            near_duplicate_page=document_page(double) if double else "",
            text=self._text(document, text) if text is not None else (),
            text_published=text is not None,
            left_out=max(0, len(text or "") - LONGEST),
            claims=tuple(self._told(claim, at) for at, claim in enumerate(self._ledger.claims_of.get(document, []), 1)),
        )

    def _text(self, document: str, text: str) -> tuple[Piece, ...]:
        claims = self._ledger.claims_of.get(document, [])
        marks = [Mark(claim["quote_start"], claim["quote_end"], str(at)) for at, claim in enumerate(claims, 1)]
        marks += [Mark(x["span_start"], x["span_end"], x["kind"]) for x in self._ledger.spans.get(document, [])]
        return tuple(pieces(text, marks, 0, LONGEST))

    def _told(self, claim: Row, number: int) -> Told:
        speaker = self._sources.speaker_of[claim["claim_id"]]
        incident = self._ledger.incident_of.get(claim["claim_id"], "")
        figures = ", ".join(f"{figure.words} {figure.text}" for figure in claim_figures(claim))
        return Told(
            claim["claim_id"],
            number,
            f"{incident_page(incident)}#{claim['claim_id']}" if incident else "",
            words.cut(claim["asserted_by"] or speaker.name, 120),
            source_page(speaker.key),
            figures or ("a denial" if claim["stance"] == "denies" else "no figure"),
            words.cut(claim["quote"]),
            claim["quote_start"],
            claim["quote_end"],
            self._incidents[incident].title if incident else "",
        )

    def _row(self, row: Row) -> DocumentRow:
        document = row["document_id"]
        outlet = self._sources.outlet_of[document]
        return DocumentRow(
            document,
            document_page(document),
            words.cut(row["title"] or row["file_name"], 160),
            words.cut(outlet.name, 120),
            source_page(outlet.key),
            words.day(row["publication_date"]) if row["publication_date"] else "",
            len(self._ledger.claims_of.get(document, [])),
            document in self._ledger.texts,
        )
