"""A claim as reconciliation sees it: the columns it compares, with places, actors and words made comparable.

Belongs here: reading rows of ``claim``. Does not: any judgement.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from pipeline.authority.context import Context, contexts_of
from pipeline.authority.keys import WORDS, name_key, place_key, plain
from pipeline.authority.matching import Matcher
from pipeline.authority.names import is_correspondent
from pipeline.authority.places import WIDE, Gazetteer
from pipeline.authority.reference import Tables
from pipeline.authority.resolve import locate
from pipeline.reconcile.persons import persons, vocabulary
from pipeline.text.dates import yearless_dates

_TITLES = frozenset(WORDS["titles"])
_UNNAMED = frozenset(WORDS["unnamed_speakers"])
GROUPS = ("children_killed", "women_killed", "children_injured", "women_injured")
"""Subsets of the totals."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of persons: the value named and its bounds; ``weak`` where only a word gives it.

    ``number`` is the one to compare by: the one named, else a bound.
    """

    value: int | None
    low: int | None
    high: int | None
    weak: bool
    number: int | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked for many times a claim.
        known = (x for x in (self.value, self.low, self.high) if x is not None)
        object.__setattr__(self, "number", next(known, None))


@dataclass(frozen=True, slots=True)
class Mention:
    """One claim.

    ``places`` are the places of a list or the place itself, ``beside`` one that the text names for orientation;
    ``speaker`` is the key of an explicit speaker, ``named`` says that it is a person's or body's own name,
    ``correspondent`` that an outlet's own reporter speaks; ``actors`` runs from the actor to its allies' side;
    ``date_named`` is a month and day that an undated claim names without a year; ``persons`` are the keys of those
    the quote names; ``assumed`` says that no table has the place and only the rest of the document says where it lies;
    ``figures`` are the figures stated, by what they count.
    """

    claim_id: str
    document_id: str
    start: int
    end: int
    words: str
    speaker: str | None
    named: bool
    correspondent: bool
    asserter_id: str | None
    publisher_id: str | None
    stance: str
    modality: str
    killed: Figure | None
    injured: Figure | None
    groups: dict[str, Figure]
    total: int | None
    victim_class: str
    place_id: str | None
    places: tuple[str, ...]
    precision: int | None
    place_words: str
    place_as_written: str | None
    country: str | None
    date_start: datetime.date | None
    date_end: datetime.date | None
    date_precision: int | None
    date_basis: str | None
    date_text: str | None
    published: datetime.date | None
    actors: tuple[str, ...]
    weapon: str | None
    target: str | None
    aggregation: str
    is_headline: bool
    date_named: tuple[int, int] | None
    persons: frozenset[str]
    beside: str | None
    assumed: bool
    figures: dict[str, Figure] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        both = {"killed": self.killed, "injured": self.injured}
        stated = {name: figure for name, figure in both.items() if figure is not None}
        object.__setattr__(self, "figures", stated | self.groups)

    @property
    def is_total(self) -> bool:
        """True for aggregates and running totals."""
        return self.aggregation != "incident"

    @property
    def tells(self) -> bool:
        """False for a denial, which has no event of its own, and for a bare forecast, which tells of none."""
        return self.stance != "denies" and (bool(self.figures) or self.modality != "forecast")


def read_mentions(tables: Tables, gazetteer: Gazetteer) -> list[Mention]:
    """Mentions of every claim, in the order of their ids."""
    documents = {row["document_id"]: row for row in tables["source_document"].iter_rows(named=True)}
    parents = dict(tables["actor"].select("actor_id", "parent_id").iter_rows())
    contexts = contexts_of(tables, gazetteer)
    matcher = Matcher(gazetteer)
    known = vocabulary(
        name for table in ("place_name", "organisation_name", "actor_name") for name in tables[table]["name"]
    )
    rows = sorted(tables["claim"].iter_rows(named=True), key=lambda row: str(row["claim_id"]))
    return [
        _mention(
            row,
            documents.get(row["document_id"], {}),
            parents,
            matcher,
            contexts.get(row["document_id"], Context()),
            known,
        )
        for row in rows
    ]


def _mention(
    row: dict[str, Any],
    document: dict[str, Any],
    parents: dict[str, str | None],
    matcher: Matcher,
    context: Context,
    known: frozenset[str],
) -> Mention:
    place_id = row["place_id"] if row["place_id"] in matcher.gazetteer.rows else None
    speaker = None if row["asserted_by"] is None else name_key(row["asserted_by"])
    return Mention(
        claim_id=row["claim_id"],
        document_id=row["document_id"],
        start=row["quote_start"],
        end=row["quote_end"],
        words=plain(row["quote"]),
        speaker=speaker,
        named=speaker is not None and _is_named(row["asserted_by"], speaker),
        correspondent=speaker is not None and is_correspondent(speaker),
        asserter_id=row["asserter_id"],
        publisher_id=document.get("publisher_id"),
        stance=row["stance"],
        modality=row["modality"],
        killed=_figure(row, "killed"),
        injured=_figure(row, "injured"),
        groups={name: figure for name in GROUPS if (figure := _bounds(row, name)) is not None},
        total=row["killed_injured_total"],
        victim_class=row["victim_class"],
        place_id=place_id,
        places=_places(row, matcher, context, place_id),
        precision=row["place_precision"] if place_id is not None else None,
        place_words=place_key(row["place_as_written"] or ""),
        place_as_written=row["place_as_written"],
        country=row["country"],
        date_start=row["event_date_start"],
        date_end=row["event_date_end"] or row["event_date_start"],
        date_precision=row["date_precision"],
        date_basis=row["date_basis"],
        date_text=None if row["date_text"] is None else plain(row["date_text"]),
        published=document.get("publication_date"),
        actors=_actors(row["actor_id"], parents),
        weapon=row["weapon_class"],
        target=row["target_type"],
        aggregation=row["aggregation"],
        is_headline=row["is_headline"],
        date_named=_date_named(row),
        persons=persons(row["quote"], known),
        beside=_beside(row, matcher, context),
        assumed=row["place_match"] == "unresolved" and row["place_container_as_written"] is None,
    )


def _date_named(row: dict[str, Any]) -> tuple[int, int] | None:
    if row["event_date_start"] is not None:
        return None
    dates = yearless_dates(row["date_text"] or row["quote"])
    days = {(date.month, date.day) for date in dates if date.day == date.last_day}
    return next(iter(days)) if len(days) == 1 else None


def _beside(row: dict[str, Any], matcher: Matcher, context: Context) -> str | None:
    """The settlement of 'Zorava, east of Kobani'."""
    if row["place_as_written"] is None or row["place_container_as_written"] is None:
        return None
    found = locate(matcher, {**row, "place_as_written": None}, context).place_id
    if found not in matcher.gazetteer.rows:
        return None
    return found if matcher.gazetteer.precision(found) < WIDE else None


def _is_named(speaker: str, key: str) -> bool:
    """True for a person's name: two words with a capital that are no calling, and no word for an unnamed source."""
    capitals = [x for x in speaker.split() if x != x.lower() and not set(plain(x).split()) <= _TITLES]
    return len(capitals) > 1 and not _UNNAMED & set(key.split()) and not is_correspondent(speaker)


def _figure(row: dict[str, Any], harm: str) -> Figure | None:
    value, low, high = row[f"{harm}_value"], row[f"{harm}_min"], row[f"{harm}_max"]
    if value is None and low is None and high is None:
        return None
    # 'killed and wounded 20' bounds each harm without giving a number for either.
    weak = row[f"{harm}_bounds_basis"] == "lexicon" or row["killed_injured_total"] is not None
    return Figure(value, low, high, weak)


def _bounds(row: dict[str, Any], name: str) -> Figure | None:
    low, high = row[f"{name}_min"], row[f"{name}_max"]
    return None if low is None and high is None else Figure(None, low, high, False)


def _places(row: dict[str, Any], matcher: Matcher, context: Context, place_id: str | None) -> tuple[str, ...]:
    if row["place_quantifier"] in (None, "single") and ";" not in (row["place_as_written"] or ""):
        listed = _conjoined(row, matcher, context)
        return listed or (() if place_id is None else (place_id,))
    return tuple(x for x in locate(matcher, row, context).members if x in matcher.gazetteer.rows)


def _conjoined(row: dict[str, Any], matcher: Matcher, context: Context) -> tuple[str, ...]:
    """Places of 'A and B' and 'between A and B'."""
    if " and " not in (row["place_as_written"] or ""):
        return ()
    found = tuple(x for x in locate(matcher, row, context).members if x in matcher.gazetteer.rows)
    return found if len(found) > 1 else ()


def _actors(actor: str | None, parents: dict[str, str | None]) -> tuple[str, ...]:
    chain: list[str] = []
    step = None if actor == "unidentified" else actor
    while step is not None and step not in chain:
        chain.append(step)
        step = parents.get(step)
    return tuple(chain)
