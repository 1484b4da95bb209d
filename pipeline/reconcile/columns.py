"""Claims as columns, so that many pairs are compared at once.

Belongs here: one row a claim, in the order of the claim ids, with what the comparisons read. Does not: comparing.
"""

import datetime
import re
from typing import Any

import polars as pl

from pipeline.authority.places import Gazetteer
from pipeline.reconcile.mention import Figure, Mention
from pipeline.reconcile.weights import WEIGHTS

_EPOCH = datetime.date(1970, 1, 1)
_WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})day\b")
_ANOTHER = re.compile(rf"\b(?:{'|'.join(WEIGHTS.further)}) (?:\w+ ){{0,2}}(?:{'|'.join(WEIGHTS.attacks)})\b")
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
    "country": pl.String,
    "first_day": pl.Int32,
    "last_day": pl.Int32,
    "basis": pl.String,
    "published": pl.Int32,
    "weekdays": pl.UInt8,
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
    "words": pl.String,
}


def columns(mentions: list[Mention], gazetteer: Gazetteer) -> pl.DataFrame:
    """One row a claim, ``n`` its place in the list; days are counted from 1970, lists joined by ``LIST``."""
    rows = [_row(mention, gazetteer) for mention in mentions]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").with_row_index("n")


def _row(x: Mention, gazetteer: Gazetteer) -> tuple[Any, ...]:
    wide = [gazetteer.precision(place) for place in x.places]
    named = {_WEEKDAYS.index(day) for day in _WEEKDAY.findall(x.date_text or "")}
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
        x.place_words or None,
        x.country,
        _day(x.date_start),
        _day(x.date_end),
        x.date_basis,
        _day(x.published),
        sum(1 << day for day in named),
        *_figure(x.killed),
        *_figure(x.injured),
        x.total,
        x.speaker,
        x.asserter_id,
        x.publisher_id,
        x.stance == "revises",
        _ANOTHER.search(x.words) is not None,
        x.words,
    )


def _day(day: datetime.date | None) -> int | None:
    return None if day is None else (day - _EPOCH).days


def _figure(figure: Figure | None) -> tuple[int | None, int | None, int | None, bool | None]:
    return (None, None, None, None) if figure is None else (figure.number, figure.low, figure.high, figure.weak)
