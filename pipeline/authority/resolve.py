"""Fills the ids of claims and documents from the authority tables.

Belongs here: going over claims and documents. Does not: how a phrase is matched (``matching``, ``names``).
"""

from typing import Any

import polars as pl

from pipeline.authority.context import Context, contexts_of
from pipeline.authority.matching import NOTHING, Found, Matcher
from pipeline.authority.names import Names, actor_ids, is_correspondent, speaker_id
from pipeline.authority.places import Gazetteer
from pipeline.authority.reference import Tables
from pipeline.schema import TABLES, conform

_REFERENCE = ("organisation", "organisation_name", "actor", "actor_name")


def resolve(tables: Tables, reference: Tables) -> Tables:
    """Resolve places, speakers, outlets and actors.

    Args:
        tables: Holds claim and source_document, and document_text where the text is at hand.
        reference: The authority tables of ``load_reference``.

    Returns:
        ``tables`` with ``claim`` (asserter_id, place_id, place_match, place_precision,
        country, actor_id), ``source_document``
        (publisher_id), the authority tables, and ``place``/``place_name`` with every place no table knows as a
        row of kind ``unresolved``.
    """
    gazetteer = Gazetteer.of(reference["place"], reference["place_name"])
    organisations = Names.of(reference["organisation_name"], "organisation_id")
    actors = Names.of(reference["actor_name"], "actor_id")
    documents = tables["source_document"].with_columns(
        pl.Series(
            "publisher_id",
            [None if x is None else organisations.whole(x) for x in tables["source_document"]["publisher_name"]],
            dtype=pl.String,
        )
    )
    publisher = dict(documents.select("document_id", "publisher_id").iter_rows())
    contexts = contexts_of(tables, gazetteer)
    matcher = Matcher(gazetteer)
    rows = list(tables["claim"].iter_rows(named=True))
    unknown: dict[str, dict[str, Any]] = {}
    for row in rows:
        found = locate(matcher, row, contexts.get(row["document_id"], Context()))
        unknown.update((place["place_id"], place) for place in found.unknown)
        row["place_id"] = found.place_id
        row["place_match"] = found.match
        row["place_precision"] = found.precision
        row["country"] = row["country"] or _country(gazetteer, unknown, found.place_id)
        row["asserter_id"] = _asserter(row["asserted_by"], organisations, publisher.get(row["document_id"]))
        row["actor_id"] = _actor(row["actor_as_written"], actors, reference["actor"])
    claims = conform(pl.DataFrame(rows, schema=tables["claim"].schema), TABLES["claim"])
    place, place_name = _with_unknown(reference, unknown)
    return {
        **tables,
        **{name: reference[name] for name in _REFERENCE},
        "claim": claims,
        "source_document": conform(documents, TABLES["source_document"]),
        "place": place,
        "place_name": place_name,
    }


def locate(matcher: Matcher, claim: dict[str, Any], context: Context) -> Found:
    """Where a claim's event was; a claim that names only a container is there."""
    phrase = claim["place_as_written"] or claim["place_container_as_written"]
    if phrase is None:
        return NOTHING
    container = claim["place_container_as_written"] if claim["place_as_written"] else None
    return matcher.find(phrase, container, claim["country"], context)


def _country(gazetteer: Gazetteer, unknown: dict[str, dict[str, Any]], place_id: str | None) -> str | None:
    if place_id is None:
        return None
    row = unknown.get(place_id) or gazetteer.rows[place_id]
    country: str | None = row["country"]
    return country


def _asserter(speaker: str | None, organisations: Names, publisher: str | None) -> str | None:
    if speaker is None:
        return None
    found = speaker_id(organisations, speaker)
    if found is None and is_correspondent(speaker):
        return publisher
    return found


def _actor(text: str | None, actors: Names, table: pl.DataFrame) -> str | None:
    if text is None:
        return None
    whole = actors.whole(text)
    if whole is not None:
        return whole
    ids = actor_ids(actors, text)
    if len(ids) < 2:
        return ids[0] if ids else None
    # Several at once: the side they share, or nobody in particular.
    parents = dict(table.select("actor_id", "parent_id").iter_rows())
    chains = [_chain(x, parents) for x in ids]
    return next((step for step in chains[0] if all(step in chain for chain in chains[1:])), None)


def _chain(actor: str, parents: dict[str, str | None]) -> list[str]:
    chain: list[str] = []
    step: str | None = actor
    while step is not None and step not in chain:
        chain.append(step)
        step = parents.get(step)
    return chain


def _with_unknown(reference: Tables, unknown: dict[str, dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    if not unknown:
        return reference["place"], reference["place_name"]
    rows = [unknown[place_id] for place_id in sorted(unknown)]
    names = [
        {"place_id": row["place_id"], "name": row["name"], "script": "Latn", "source": row["source"]} for row in rows
    ]
    place = pl.concat([reference["place"], conform(pl.DataFrame(rows), TABLES["place"])])
    place_name = pl.concat([reference["place_name"], conform(pl.DataFrame(names), TABLES["place_name"])])
    return conform(place, TABLES["place"]), conform(place_name, TABLES["place_name"])
