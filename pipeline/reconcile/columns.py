"""Claims as columns, so that many pairs are compared at once.

Belongs here: one row a claim, in the order of the claim ids, with what the comparisons read. Does not: comparing.
"""

import datetime
import re
from typing import Any

import polars as pl

from pipeline.authority.keys import WORDS, place_key
from pipeline.authority.places import WIDE, Gazetteer
from pipeline.reconcile.mention import Figure, Mention
from pipeline.reconcile.weights import WEIGHTS

_EPOCH = datetime.date(1970, 1, 1)
_WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})day\b")
_ANOTHER = re.compile(rf"\b(?:{'|'.join(WEIGHTS.further)}) (?:\w+ ){{0,2}}(?:{'|'.join(WEIGHTS.attacks)})\b")
_CUES = frozenset(WORDS["cues"])
_VOWELS = re.compile(r"[aeiouyw]")
_LAST = re.compile(r"\blast\b")
LIST = "\n"
"""Stands between the members of a list in one cell: no id has it."""

_SCHEMA = {
    "document": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "headline": pl.Boolean,
    "aggregation": pl.String,
    "total": pl.Boolean,
    "victims": pl.String,
    "weapon": pl.String,
    "actors": pl.String,
    "places": pl.String,
    "precision": pl.Int32,
    "narrowest": pl.Int32,
    "widest": pl.Int32,
    "place_words": pl.String,
    "bones": pl.String,
    "quote_places": pl.String,
    "beside": pl.String,
    "namesakes": pl.String,
    "assumed": pl.Boolean,
    "country": pl.String,
    "first_day": pl.Int32,
    "last_day": pl.Int32,
    "basis": pl.String,
    "published": pl.Int32,
    "weekdays": pl.UInt8,
    "date_of_year": pl.Int32,
    "last_week": pl.Boolean,
    "killed": pl.Int32,
    "killed_low": pl.Int32,
    "killed_high": pl.Int32,
    "killed_weak": pl.Boolean,
    "injured": pl.Int32,
    "injured_low": pl.Int32,
    "injured_high": pl.Int32,
    "injured_weak": pl.Boolean,
    "combined": pl.Int32,
    "speaker": pl.String,
    "asserter": pl.String,
    "publisher": pl.String,
    "revises": pl.Boolean,
    "another": pl.Boolean,
    "persons": pl.String,
    "words": pl.String,
}


def columns(mentions: list[Mention], gazetteer: Gazetteer) -> pl.DataFrame:
    """One row a claim, ``n`` its place in the list; days are counted from 1970, lists joined by ``LIST``.

    ``not_from`` is set where a quote opens a further event: the start of the claim right before it in its text.
    """
    rows = [_row(mention, gazetteer) for mention in mentions]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").with_row_index("n").pipe(_further)


def bones(key: str) -> str | None:
    """The consonants of a place's name, which transliterations keep, without words such as 'near'; None if too few."""
    found = _VOWELS.sub("", "".join(word for word in key.split() if word not in _CUES))
    return found if len(found) > 2 else None


def _further(claims: pl.DataFrame) -> pl.DataFrame:
    told = claims.filter(~pl.col("headline")).select("document", "start", "end")
    opening = claims.filter("another").select("n", "document", opens="start")
    before = (
        opening.join(told, on="document")
        .filter(pl.col("end") <= pl.col("opens"))
        .sort("n", "end", "start")
        .group_by("n", maintain_order=True)
        .agg(not_from=pl.col("start").last())
    )
    return claims.join(before, on="n", how="left", maintain_order="left")


def _row(x: Mention, gazetteer: Gazetteer) -> tuple[Any, ...]:
    wide = [gazetteer.precision(place) for place in x.places]
    # Where the extraction tells no day at all, the days of the quote at least tell claims of one text apart.
    told = x.date_text or ("" if x.date_start else x.words)
    named = {_WEEKDAYS.index(day) for day in _WEEKDAY.findall(told)}
    return (
        x.document_id,
        x.start,
        x.end,
        x.is_headline,
        x.aggregation,
        x.is_total,
        x.victim_class,
        x.weapon,
        LIST.join(x.actors) or None,
        LIST.join(x.places) or None,
        x.precision,
        min(wide, default=None),
        max(wide, default=None),
        f" {x.place_words} " if x.place_words else None,
        bones(x.place_words) if len(x.places) == 1 else None,
        f" {place_key(x.words)} ",
        x.beside,
        LIST.join(_namesakes(x, gazetteer)) or None,
        x.assumed,
        x.country,
        _day(x.date_start),
        _day(x.date_end),
        x.date_basis,
        _day(x.published),
        sum(1 << day for day in named),
        _date_of_year(x),
        _LAST.search(x.date_text or "") is not None,
        *_figure(x.killed),
        *_figure(x.injured),
        x.total,
        x.speaker,
        x.asserter_id,
        x.publisher_id,
        x.stance == "revises",
        _ANOTHER.search(x.words) is not None,
        LIST.join(sorted(x.persons)) or None,
        x.words,
    )


def _namesakes(x: Mention, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Settlements anywhere in the country that bear the name of a place whose area the text itself does not say."""
    if not x.assumed or len(x.places) != 1:
        return ()
    row = gazetteer.rows[x.places[0]]
    country = gazetteer.of_kind(x.places[0], "country")
    return tuple(
        known
        for known in gazetteer.index.get(place_key(row["name"]), ())
        if gazetteer.precision(known) < WIDE
        and gazetteer.rows[known]["kind"] != "unresolved"
        and country in (None, gazetteer.of_kind(known, "country"))
    )


def _date_of_year(x: Mention) -> int | None:
    """Month and day of a claim pinned to one day, or named without a year; else None."""
    if x.date_start is not None:
        return x.date_start.month * 32 + x.date_start.day if x.date_start == x.date_end else None
    return None if x.date_named is None else x.date_named[0] * 32 + x.date_named[1]


def _day(day: datetime.date | None) -> int | None:
    return None if day is None else (day - _EPOCH).days


def _figure(figure: Figure | None) -> tuple[int | None, int | None, int | None, bool | None]:
    return (None, None, None, None) if figure is None else (figure.number, figure.low, figure.high, figure.weak)
