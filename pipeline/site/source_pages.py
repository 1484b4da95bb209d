"""A source's pages: what it claimed, and against whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.site import words
from pipeline.site.claims import claim_figures
from pipeline.site.incidents import Listed
from pipeline.site.ledger import Ledger
from pipeline.site.links import document_page, incident_page, source_page
from pipeline.site.sources import PER_PAGE, Source, Sources

MOST_DOCUMENTS = 100
"""Documents of an outlet that its page lists; the rest are in the list of documents."""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as a row of a source's page."""

    id: str
    page: str
    about: str
    days: str
    figures: str
    speaker: str
    outlet: str
    document_page: str
    actor: str
    certainty: str
    role: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as a row of the list."""

    key: str
    page: str
    name: str
    kind: str
    known: bool
    n_said: int
    n_printed: int
    n_documents: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """One page of a source; all but the first hold only claims."""

    key: str
    name: str
    kind: str
    known: bool
    belligerent: bool
    n_said: int
    n_printed: int
    documents: tuple[tuple[str, str, str], ...]
    n_documents: int
    accused: tuple[tuple[str, int, int], ...]
    claims: tuple[Said, ...]
    part: int
    parts: tuple[str, ...]


class SourcePages:
    """Makes the views of sources of one release."""

    def __init__(self, ledger: Ledger, sources: Sources, incidents: dict[str, Listed]) -> None:
        self._ledger = ledger
        self._sources = sources
        self._incidents = incidents

    def listed(self) -> list[SourceRow]:
        """Every source: known bodies first, those with most claims before the others."""
        rows = [
            SourceRow(
                source.key, source_page(source.key), words.cut(source.name, 120), _kind(source),
                source.organisation is not None, len(source.said), len(source.printed), len(source.documents),
            )
            for source in self._sources
        ]  # fmt: skip
        return sorted(rows, key=lambda row: (not row.known, -row.n_said - row.n_printed, row.name.casefold(), row.key))

    def views(self, source: Source) -> Iterator[SourceView]:
        """The pages of a source."""
        claims = sorted([*source.said, *source.printed], key=self._order)
        starts = range(0, max(len(claims), 1), PER_PAGE)
        parts = tuple(source_page(source.key, number) for number in range(1, len(starts) + 1))
        documents = sorted(source.documents)
        for number, start in enumerate(starts, 1):
            yield SourceView(
                key=source.key,
                name=words.cut(source.name, 160),
                kind=_kind(source),
                known=source.organisation is not None,
                belligerent=bool(source.organisation and source.organisation["is_belligerent"]),
                n_said=len(source.said),
                n_printed=len(source.printed),
                documents=tuple(self._document(name) for name in documents[:MOST_DOCUMENTS]) if number == 1 else (),
                n_documents=len(documents),
                accused=tuple(self._sources.accused(source.said)) if number == 1 else (),
                claims=tuple(self._said(claim) for claim in claims[start : start + PER_PAGE]),
                part=number,
                parts=parts,
            )

    def _order(self, claim_id: str) -> tuple[str, str]:
        incident = self._ledger.incident_of.get(claim_id)
        return (self._incidents[incident].day_from or "9999") if incident else "9999", claim_id

    def _document(self, document: str) -> tuple[str, str, str]:
        row = self._ledger.documents[document]
        published = words.day(row["publication_date"]) if row["publication_date"] else ""
        return document_page(document), words.cut(row["title"] or row["file_name"], 160), published

    def _said(self, claim_id: str) -> Said:
        claim = self._ledger.claims[claim_id]
        incident = self._ledger.incident_of.get(claim_id, "")
        about = self._incidents.get(incident)
        figures = ", ".join(f"{figure.words} {figure.text}" for figure in claim_figures(claim)[:3])
        return Said(
            claim_id,
            f"{incident_page(incident)}#{claim_id}" if incident else document_page(claim["document_id"]),
            about.place if about else words.cut(claim["place_as_written"] or "place not named", 120),
            about.days if about else words.days(claim),
            figures or ("a denial" if claim["stance"] == "denies" else "no figure"),
            words.cut(claim["asserted_by"] or self._sources.speaker_of[claim_id].name, 120),
            words.cut(self._sources.outlet_of[claim["document_id"]].name, 120),
            document_page(claim["document_id"]),
            words.cut(self._sources.actor(claim) or "", 120),
            claim["actor_certainty"] or "",
            claim["aggregation"],
        )


def _kind(source: Source) -> str:
    """What sort of body it is, in the words of the vocabulary."""
    if source.organisation is None:
        return ""
    return words.meaning("organisation_type", source.organisation["organisation_type"])
