"""A site of the made-up ledger, and what tests ask of its pages.

Imported as ``support.pages``: pytest puts ``tests`` on the path.
"""

from html.parser import HTMLParser
from pathlib import Path

import polars as pl

from pipeline.release import publish
from pipeline.schema import TABLES, conform
from support import ledger

VOID = {"meta", "link", "br", "input", "img", "hr", "path", "rect", "line", "circle"}


class Parsed(HTMLParser):
    """A page as its links, ids, elements and text."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self.ids, self.links, self.open, self.text = [], set(), [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.elements.append((tag, found))
        if "id" in found:
            assert found["id"] not in self.ids, f"the id {found['id']} stands twice"
            self.ids.add(found["id"])
        self.links += [found[name] for name in ("href", "src", "xlink:href", "action") if found.get(name)]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open, f"</{tag}> closes nothing"
            assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
            self.open.pop()

    def handle_data(self, data):
        if not {"script", "style", "title"} & set(self.open):
            self.text.append(data)

    def attributes(self, name):
        """Every value of an attribute, in the order of the page."""
        return [found[name] for _, found in self.elements if name in found]


def parsed(path):
    """A page that was written."""
    return Parsed(path.read_text(encoding="utf-8"))


def words(page):
    """The text of a page in one line."""
    return " ".join("".join(page.text).split())


def release(folder, changed=None):
    """A release of the made-up ledger; ``changed`` takes its tables and gives those to publish instead."""
    tables = ledger.tables()
    if changed:
        tables = changed(tables)
    return Path(publish(tables, folder, inputs=ledger.inputs()).path)


def with_killed(tables, killed):
    """The tables with another figure in the first report."""
    return {**ledger.tables(killed=killed), "quality_result": tables["quality_result"]}


def with_values(tables, table, **values):
    """The tables with other values in every row of one of them."""
    frame = tables[table].with_columns(**{name: pl.lit(value) for name, value in values.items()})
    return {**tables, table: conform(frame, TABLES[table])}


HOSTILE = '<script>alert("x")</script>\'"><img src=x onerror=alert(1)>{{ 7 * 7 }}\u202ecba'
LONG = "a" * 100_000


def hostile_words(tables):
    """The tables with every free text made to break out of its page."""
    tables = with_values(tables, "incident", place_as_written=HOSTILE, country=HOSTILE, alleged_actors=HOSTILE)
    tables = with_values(tables, "source_document", title=HOSTILE, byline=HOSTILE, publisher_name=HOSTILE,
                         licence=HOSTILE, source_url="javascript:alert(1)")  # fmt: skip
    tables = with_values(tables, "quality_result", rationale=HOSTILE)
    tables = with_values(tables, "place", name=HOSTILE, latitude=35.0, longitude=40.0)
    tables = with_values(tables, "incident", place_precision=1, civilian_harm_status="weak")
    return with_values(tables, "claim", asserted_by=HOSTILE, attribution_chain=HOSTILE, victim_text=LONG,
                       actor_as_written=HOSTILE, date_text=HOSTILE, place_as_written=LONG)  # fmt: skip
