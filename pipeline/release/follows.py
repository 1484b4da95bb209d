"""Which other rows a row that differs follows from: the rows it is computed from that differ too, nearest first.

Belongs here: how rows of one table rest on rows of others. Does not: why the first of them differs
(``pipeline.release.causes``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from pipeline.release.rows import Key, Row, RowChange
from pipeline.release.side import Side

Node = tuple[str, Key]
"""A table and the key of a row of it."""
Level = list[Node]
Changed = Mapping[str, Mapping[Key, RowChange]]

_NOTES = {"confidence", "extractor", "extractor_version"}
"""Columns of claim that nothing is computed from."""
_TOTALS = {"residual_min", "first_release", "last_changed_release"}
"""Columns of incident that other incidents' relations do not rest on."""
_REFERENCE = {
    ("place_id", "place_match", "place_precision", "country"): ("place_id", ("place", "place_name")),
    ("asserter_id",): ("asserter_id", ("organisation", "organisation_name")),
    ("actor_id",): ("actor_id", ("actor", "actor_name")),
}
"""Columns of claim to the column with the id they come by, and the tables it is looked up in."""
_FIGURES = ("killed", "injured", "children", "women", "victim", "stance", "modality", "assert", "attribution", "aggreg")
_TELLS = {
    ("place_", "country"): ("place_", "country"),
    ("event_date", "date_"): ("event_date", "date_"),
    ("alleged_actors",): ("actor",),
    ("weapon_class",): ("weapon",),
    ("target_type",): ("target",),
    ("incident_kind",): ("aggregation",),
    ("killed", "injured", "children", "women", "combatants", "min_claim", "max_claim"): _FIGURES,
}
"""Beginnings of columns of incident to those of the columns of claim that they are made from; others: all of claim."""


class Follows:
    """The rows that others rest on, in either of two releases.

    Args:
        old: The earlier release.
        new: The later one.
        changed: Rows that differ, by table and key.
    """

    def __init__(self, old: Side, new: Side, changed: Changed) -> None:
        self._changed = changed
        self._claims_of: dict[str, set[str]] = defaultdict(set)
        self._incidents_of: dict[str, set[str]] = defaultdict(set)
        self._parts_of: dict[str, set[str]] = defaultdict(set)
        self._at: dict[str, set[str]] = defaultdict(set)
        self._places_of: dict[str, set[str]] = defaultdict(set)
        for side in (old, new):
            for incident, claim in side.tables["incident_claim"].select("incident_id", "claim_id").iter_rows():
                self._claims_of[incident].add(claim)
                self._incidents_of[claim].add(incident)
            inside = side.tables["incident_relation"].filter(pl.col("relation") == "contains")
            for total, part in inside.select("from_incident", "to_incident").iter_rows():
                self._parts_of[total].add(part)
            for claim, place in side.tables["claim"].select("claim_id", "place_id").drop_nulls().iter_rows():
                self._at[place].add(claim)
                self._places_of[claim].add(place)
        self._pairs: dict[str, list[Key]] = defaultdict(list)
        for pair in changed.get("pair_judgement", {}):
            for claim in pair:
                self._pairs[claim].append(pair)
        self._by_id: dict[str, dict[Any, list[Key]]] = {}
        self._tables: dict[str, Level] = {}
        self._by_text: dict[str, dict[str, Key]] = {}
        self._levels: dict[str, Callable[[RowChange], Iterator[Level]]] = {
            "source_document": self._document,
            "document_text": self._of_document,
            "document_span": self._of_document,
            "claim": self._claim,
            "claim_evidence": self._evidence,
            "claim_relation": self._claim_relation,
            "pair_judgement": self._pair,
            "incident": self._incident,
            "incident_claim": self._link,
            "incident_relation": self._incident_relation,
            "place": self._place,
            "place_name": self._place_name,
            "quality_result": self._result,
            "quality_violation": self._violation,
        }

    def levels(self, table: str, one: RowChange) -> Iterator[Level]:
        """Rows that differ and that this one is computed from; of several levels the first that has any decides."""
        if table in self._levels:
            yield from self._levels[table](one)

    def _in(self, table: str, keys: Iterable[Key]) -> Level:
        known = self._changed.get(table, {})
        return [(table, key) for key in sorted(set(keys), key=str) if key in known]

    def _whole(self, table: str) -> Level:
        """Every row of a table that differs; many rules look at one table."""
        if table not in self._tables:
            self._tables[table] = self._in(table, self._changed.get(table, {}))
        return self._tables[table]

    def _of_id(self, table: str, ids: Iterable[Any]) -> Level:
        """Rows of a table that differ and whose key begins with one of the ids."""
        if table not in self._by_id:
            found: dict[Any, list[Key]] = defaultdict(list)
            for key in self._changed.get(table, {}):
                found[key[0]].append(key)
            self._by_id[table] = found
        return self._in(table, [key for first in ids for key in self._by_id[table].get(first, ())])

    def _claims(self, claims: Iterable[str], starts: tuple[str, ...] = ()) -> Level:
        """Claims that came, went, or differ in what others rest on: columns that begin so, where any are given."""
        found = []
        for node in self._in("claim", ((claim,) for claim in claims)):
            one = self._changed["claim"][node[1]]
            columns = set(one.columns) - _NOTES
            if one.change != "changed" or any(name.startswith(starts) if starts else name for name in columns):
                found.append(node)
        return found

    def _document(self, one: RowChange) -> Iterator[Level]:
        columns, rows = set(one.columns), list(_rows(one))
        if "publisher_id" in columns:
            ids = [row["publisher_id"] for row in rows]
            yield [*self._of_id("organisation", ids), *self._of_id("organisation_name", ids)]
        if "near_duplicate_of" in columns:
            yield self._in("source_document", ((row["near_duplicate_of"],) for row in rows))

    def _of_document(self, one: RowChange) -> Iterator[Level]:
        yield self._in("source_document", [one.key[:1]])

    def _claim(self, one: RowChange) -> Iterator[Level]:
        columns, rows = set(one.columns), list(_rows(one))
        found: Level = []
        if any(name.startswith(("event_date", "date_")) for name in columns):
            found += self._in("source_document", ((row["document_id"],) for row in rows))
        for held, (column, tables) in _REFERENCE.items():
            if columns & set(held):
                for table in tables:
                    found += self._of_id(table, {row[column] for row in rows} - {None})
        # A place that only texts name has its row from its claims, not they from it.
        yield [node for node in found if not (node[0].startswith("place") and self._unresolved(node[1][0]))]

    def _unresolved(self, place: str) -> bool:
        one = self._changed.get("place", {}).get((place,))
        return one is not None and any(row["kind"] == "unresolved" for row in _rows(one))

    def _place(self, one: RowChange) -> Iterator[Level]:
        if any(row["kind"] == "unresolved" for row in _rows(one)):
            yield self._claims(self._at[one.key[0]])
        elif set(one.columns) and set(one.columns) <= {"governorate", "country", "iso_3166_2", "ocha_pcode"}:
            yield self._in("place", ((row["parent_id"],) for row in _rows(one)))

    def _place_name(self, one: RowChange) -> Iterator[Level]:
        if self._unresolved(one.key[0]):
            yield self._in("place", [one.key[:1]])

    def _evidence(self, one: RowChange) -> Iterator[Level]:
        yield self._in("claim", [one.key[:1]])

    def _pair(self, one: RowChange) -> Iterator[Level]:
        yield self._claims(one.key)
        if "place_weight" in one.columns:
            yield self._in("place", ((place,) for claim in one.key for place in self._places_of[claim]))

    def _judged(self, claims: Iterable[str], among: set[str] | None = None) -> Level:
        """Pairs of the claims whose judgement differs; both in ``among``, where that is given."""
        pairs = [pair for claim in claims for pair in self._pairs.get(claim, ()) if among is None or set(pair) <= among]
        found = []
        for node in self._in("pair_judgement", pairs):
            one = self._changed["pair_judgement"][node[1]]
            if one.change != "changed" or {"judgement", "decided_by"} & set(one.columns):
                found.append(node)
        return found

    def _link(self, one: RowChange) -> Iterator[Level]:
        incident, claim = one.key
        beside = self._claims_of[incident].union(*(self._claims_of[home] for home in self._incidents_of[claim]))
        yield self._claims([claim])
        yield self._judged([claim], beside)
        if {"score", "rule"} & set(one.columns):
            yield self._in("pair_judgement", (pair for pair in self._pairs.get(claim, ()) if set(pair) <= beside))
        yield self._claims(beside)
        yield self._judged(beside, beside)

    def _claim_relation(self, one: RowChange) -> Iterator[Level]:
        ends = one.key[:2]
        yield self._claims(ends)
        yield self._judged(ends, set(ends))
        homes = {incident for claim in ends for incident in self._incidents_of[claim]}
        yield self._in("incident_claim", ((incident, claim) for incident in homes for claim in ends))
        yield self._in("incident_relation", ((a, b, "contains") for a in homes for b in homes))

    def _incident(self, one: RowChange) -> Iterator[Level]:
        columns = set(one.columns) - _TOTALS
        members = self._claims_of[one.key[0]]
        own = self._claims(members) if one.change != "changed" or columns else []
        if one.change == "changed" and columns and (starts := _told_by(columns)):
            own = self._claims(members, starts)
        own += self._links(one.key[0], members)
        parts = self._parts(one.key[0]) if "residual_min" in one.columns else []
        yield [*own, *parts]
        yield [*self._claims(members), *self._parts(one.key[0])]
        yield self._judged(members)
        yield self._in("place", ((row["place_id"],) for row in _rows(one)))

    def _links(self, incident: str, members: set[str]) -> Level:
        """Links of an incident that differ though their claims do not."""
        still = [claim for claim in members if not self._claims([claim])]
        return self._in("incident_claim", ((incident, claim) for claim in still))

    def _parts(self, total: str) -> Level:
        """What a total's residual was taken from: incidents inside it that differ, or came to lie in it."""
        parts = self._parts_of.get(total, set())
        known = self._changed.get("incident", {})
        told = [
            part
            for part in parts
            if (one := known.get((part,)))
            and (one.change != "changed" or any(name.startswith("killed") for name in one.columns))
        ]
        edges = self._in("incident_relation", ((total, part, "contains") for part in parts if part not in told))
        return [*self._in("incident", ((part,) for part in told)), *edges]

    def _incident_relation(self, one: RowChange) -> Iterator[Level]:
        ends = one.key[:2]
        known = self._changed.get("incident", {})
        yield [
            node
            for node in self._in("incident", ((end,) for end in ends))
            if known[node[1]].change != "changed" or set(known[node[1]].columns) - _TOTALS
        ]
        members = set().union(*(self._claims_of[end] for end in ends))
        yield self._claims(members)
        yield self._judged(members)

    def _result(self, one: RowChange) -> Iterator[Level]:
        if {"n_checked", "n_violations", "outcome"} & set(one.columns):
            table = next(_rows(one))["table_name"]
            if table == "quality_result":
                yield [(table, key) for key, rule in self._changed[table].items() if rule.change != "changed"]
                return
            yield [*self._whole(table), *self._of_id("quality_violation", [one.key[0]])]

    def _violation(self, one: RowChange) -> Iterator[Level]:
        rule, text = one.key
        result = self._changed.get("quality_result", {}).get((rule,))
        if result and (result.change != "changed" or set(result.columns) - {"n_checked", "n_violations", "outcome"}):
            yield [("quality_result", (rule,))]
        for table in self._changed:
            if table not in self._by_text:
                self._by_text[table] = {"|".join(map(str, key)): key for key in self._changed[table]}
        tables = [next(_rows(result))["table_name"]] if result else list(self._changed)
        found = [(table, self._by_text.get(table, {}).get(text)) for table in tables if table != "quality_violation"]
        yield [(table, key) for table, key in found if key is not None]


def _rows(one: RowChange) -> Iterator[Row]:
    """The row as it is now, and as it was."""
    return (row for row in (one.now, one.was) if row is not None)


def _told_by(columns: set[str]) -> tuple[str, ...]:
    """Beginnings of the columns of claim that these columns of incident are made from; none where any may be."""
    found: list[str] = []
    for name in columns:
        told = next((said for starts, said in _TELLS.items() if name.startswith(starts)), None)
        if told is None:
            return ()
        found += told
    return tuple(found)
