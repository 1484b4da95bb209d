"""Every page of a site: which template, where, with what."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.release.withdrawn import withdrawal
from pipeline.site import words
from pipeline.site.bars import Axis
from pipeline.site.basemap import base_map
from pipeline.site.charts import NARROW, WIDE, map_svg, surroundings, timeline_svg
from pipeline.site.checks import checked
from pipeline.site.claims import Claims
from pipeline.site.documents import Documents
from pipeline.site.drawn import drawn
from pipeline.site.engine import engine_size
from pipeline.site.files import downloads
from pipeline.site.history import History
from pipeline.site.incidents import Incidents
from pipeline.site.ledger import Ledger
from pipeline.site.links import document_page, incident_page, numbered, release_page, source_page
from pipeline.site.queries import queries, query_of
from pipeline.site.reference import tables
from pipeline.site.releases import Releases
from pipeline.site.render import picture
from pipeline.site.search import index
from pipeline.site.source_pages import SourcePages
from pipeline.site.sources import Sources
from pipeline.site.summary import summarise

PER_PAGE = 250
"""Rows on one page of a list."""
FEW = 300
"""Places up to which the map is drawn for a phone as well: more do not fit there anyhow, and weigh."""
FIRST = 12
"""Events on the front page."""


_OFFERED = {
    "incident_flat.csv": "Incidents, CSV",
    "claim_flat.csv": "Claims, CSV",
    "harm-ledger.duckdb": "Everything, DuckDB",
}
"""Files that every page offers, and how it calls them."""

_SAMPLES = (
    ((44, 44, False), "44, and every source agrees."),
    ((63, 91, False), "From 63 to 91: sources differ."),
    ((63, 91, True), "From 63 to 91, and the highest number was itself a floor (“at least 91”)."),
    ((12, None, False), "At least 12: no source gives an upper end."),
    ((None, 9, False), "At most 9."),
)
"""Ranges on the page that explains them: bounds, and what they mean."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site: its template, its place, what the template shows."""

    template: str
    path: str
    values: dict[str, Any]


class Pages:
    """Makes the pages of one release."""

    def __init__(self, ledger: Ledger, packages: Path | None) -> None:
        self._ledger = ledger
        self._packages = packages
        self._sources = Sources(ledger)
        self._releases = Releases(ledger)
        self._incidents = Incidents(ledger, Claims(ledger, self._sources), History(ledger, self._releases))
        self._documents = Documents(ledger, self._sources, self._incidents.listed)
        withdrawn = str(withdrawal(ledger.folder) or "")
        self._site = {
            "version": ledger.version,
            "fingerprint": ledger.fingerprint,
            "withdrawn": withdrawn,
            "downloads": [(name, said) for name, said in _OFFERED.items() if (ledger.folder / name).is_file()],
        }

    def all(self) -> Iterator[Page]:
        """Every page, one after the other: none is held in memory longer than it takes to write it."""
        yield self._front()
        yield from self._lists()
        for incident in self._ledger.incidents:
            view = self._incidents.view(incident)
            yield self._page(
                "incident.html.j2", incident_page(incident), "incidents", view.row.title, view=view,
                query=query_of(incident),
            )  # fmt: skip
        for document in self._ledger.documents:
            shown = self._documents.view(document)
            pages = {str(claim.number): claim.page for claim in shown.claims}
            yield self._page(
                "document.html.j2", document_page(document), "documents", shown.title, view=shown, pages=pages,
                numbers=tuple(pages),
            )  # fmt: skip
        yield from self._source_pages()
        yield from self._reference()

    def _page(self, template: str, path: str, section: str, title: str, **values: Any) -> Page:
        return Page(template, path, {"site": self._site, "section": section, "title": title, **values})

    def _front(self) -> Page:
        shown = drawn(self._ledger)
        countries = [key for key, row in self._ledger.places.items() if row["kind"] == "country" and self._here(row)]
        base = base_map(self._packages, countries, surroundings(shown.spots)) if shown.spots else None
        maps = [
            picture(map_svg(shown, base, frame)) for frame in ((WIDE, NARROW) if len(shown.spots) <= FEW else (WIDE,))
        ]
        times = [picture(timeline_svg(shown, (width, height))) for width, height in ((WIDE[0], 320), (NARROW[0], 300))]
        listed = [self._incidents.listed[row["incident_id"]] for row in self._ledger.incidents.values()]
        events = [row for row in listed if row.kind == "incident"]
        largest = sorted(events, key=lambda row: (-int(row.killed_min or -1), row.id))[:FIRST]
        summary = summarise(self._ledger, len(self._sources.by_key))
        return self._page(
            "front.html.j2", "index.html", "front", "Overview", summary=summary, drawn=shown, maps=maps, times=times,
            largest=largest, has_land=base is not None,
        )  # fmt: skip

    def _here(self, country: dict[str, Any]) -> bool:
        return any(row["country"] == country["name"] for row in self._ledger.incidents.values())

    def _lists(self) -> Iterator[Page]:
        order = {"incident": 0, "aggregate": 1, "cumulative": 2}
        rows = sorted(
            self._incidents.listed.values(),
            key=lambda row: (order.get(row.kind, 3), row.day_from == "", row.day_from, row.place.casefold(), row.id),
        )
        filters = {
            "kinds": words.terms("kind"),
            "grades": words.terms("grade"),
            "weapons": sorted({row.weapon for row in rows if row.weapon}),
            "countries": sorted({row.country for row in rows if row.country}),
            "actors": sorted({name for row in rows for name in row.actors.split("; ") if name}),
        }
        yield from self._list("incidents.html.j2", "incidents/index.html", "incidents", "Incidents", rows, **filters)
        documents = self._documents.listed()
        yield from self._list("documents.html.j2", "documents/index.html", "documents", "Documents", documents)
        sources = SourcePages(self._ledger, self._sources, self._incidents.listed).listed()
        yield from self._list("sources.html.j2", "sources/index.html", "sources", "Sources", sources)
        found = index(self._ledger, rows, self._sources)
        text = json.dumps(found, ensure_ascii=True, separators=(",", ":"), sort_keys=False)
        yield Page("plain.j2", "search.js", {"text": picture(f"globalThis.harmLedgerIndex = {text};")})

    def _list(
        self, template: str, path: str, section: str, title: str, rows: list[Any], **values: Any
    ) -> Iterator[Page]:
        parts = [rows[at : at + PER_PAGE] for at in range(0, len(rows), PER_PAGE)] or [[]]
        pages = [numbered(path, number) for number in range(1, len(parts) + 1)]
        for number, part in enumerate(parts, 1):
            yield self._page(
                template, pages[number - 1], section, title if number == 1 else f"{title}, part {number}",
                rows=part, parts=pages, part=number, n_rows=len(rows), **values,
            )  # fmt: skip

    def _source_pages(self) -> Iterator[Page]:
        made = SourcePages(self._ledger, self._sources, self._incidents.listed)
        for source in self._sources:
            for view in made.views(source):
                path = source_page(source.key, view.part)
                yield self._page("source.html.j2", path, "sources", view.name, view=view)

    def _reference(self) -> Iterator[Page]:
        yield self._page("checks.html.j2", "checks/index.html", "checks", "Checks", checks=checked(self._ledger))
        listed, known = self._releases.listed(), self._incidents.listed
        yield self._page("releases.html.j2", "releases/index.html", "releases", "Releases", releases=listed)
        for release in listed:
            path = release_page(release.version)
            view = self._releases.view(release)
            yield self._page("release.html.j2", path, "releases", f"Release {release.version}", view=view, known=known)
        yield self._page(
            "data.html.j2",
            "data/index.html",
            "data",
            "Data",
            files=downloads(self._ledger),
            manifest=self._ledger.manifest,
        )
        yield self._page(
            "query.html.j2", "data/query.html", "data", "Ask the data",
            engine=engine_size(self._packages), queries=queries(self._ledger),
        )  # fmt: skip
        declared, vocabularies = tables(self._ledger)
        yield self._page(
            "dictionary.html.j2", "data/dictionary.html", "data", "Data dictionary",
            tables=declared, vocabularies=vocabularies,
        )  # fmt: skip
        grades = [
            (grade, name, words.meaning("civilian_harm_status", grade) or "no harm to civilians is claimed")
            for grade, name in words.terms("grade").items()
        ]
        rules = list(words.terms("grade_rule").items())
        axis = Axis.over(100)
        samples = [(axis.bar("killed", *bounds), said) for bounds, said in _SAMPLES]
        yield self._page(
            "reading.html.j2", "reading.html", "reading", "How to read", grades=grades, rules=rules, samples=samples,
            ticks=axis.ticks,
        )  # fmt: skip
