"""Why each row differs between two releases: its own cause, or the rows it follows from and what these go back to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pipeline.release.causes import (
    NO_LONGER,
    UNRECORDED,
    Inputs,
    decided_between,
    decision_words,
    decisions,
    document_changes,
    effect,
)
from pipeline.release.column_words import NOTHING
from pipeline.release.follows import Follows, Node
from pipeline.release.rows import Key, Row, RowChange
from pipeline.release.side import Side

_MOST_ROWS, _MOST_CAUSES = 3, 5
"""Rows of one table, and causes, that a reason names; the rows have reasons of their own."""
_REFERENCE = {"place", "place_name", "organisation", "organisation_name", "actor", "actor_name"}
_DEFINED = ("table_name", "severity", "rationale", "engine")
_SET_WITH = {
    "asserted_by": ("asserter_id", "attribution_chain", "attribution_explicit"),
    "place_as_written": ("place_id", "place_match", "place_precision", "country"),
    "place_container_as_written": ("place_id", "place_match", "place_precision", "country"),
    "country": ("place_id", "place_match", "place_precision"),
    "actor_as_written": ("actor_id",),
}
"""Column a curator corrects to those that are looked up by it."""
_BY_CURATOR = {"extractor", "extractor_version", "confidence"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one row differs.

    Attributes:
        causes: What it goes back to, in words.
        after: The rows it follows from; none where the causes are its own.
    """

    causes: tuple[str, ...]
    after: tuple[Node, ...] = ()


class Reasons:
    """Reasons of all rows that differ between two releases.

    Args:
        old: The earlier release.
        new: The later one.
        changed: Its rows that differ, by table.
    """

    def __init__(self, old: Side, new: Side, changed: Mapping[str, Sequence[RowChange]]) -> None:
        self._old, self._new = old, new
        self._changed = {table: {one.key: one for one in rows} for table, rows in changed.items()}
        self._follows = Follows(old, new, self._changed)
        self._inputs = Inputs(old, new)
        self._documents = document_changes(old.tables, new.tables)
        self._by_document = {one.document: one.words for one in self._documents}
        self._by_file = {one.name: one.words for one in self._documents}
        self._decided: dict[str, list[tuple[Row, str]]] = defaultdict(list)
        for row, words in decided_between(old.tables, new.tables):
            for claim in {row["claim_id"], row["other_claim_id"]} - {None}:
                self._decided[claim].append((row, words))
        self._anew = _read_anew(self._changed.get("claim", {}).values())
        self._found: dict[Node, Reason] = {}
        self._asking: set[Node] = set()

    def of(self, table: str, key: Key) -> str:
        """Why a row that differs does; never empty."""
        found = self._reason((table, key))
        causes = list(found.causes) or [UNRECORDED]
        if len(causes) > _MOST_CAUSES:
            causes = [*causes[:_MOST_CAUSES], f"and {len(causes) - _MOST_CAUSES} more"]
        after = f"follows from {', '.join(self._named(found.after))}: " if found.after else ""
        return after + "; ".join(causes)

    def _reason(self, node: Node) -> Reason:
        if node not in self._found:
            self._asking.add(node)
            self._found[node] = self._make(*node)
            self._asking.discard(node)
        return self._found[node]

    def _make(self, table: str, key: Key) -> Reason:
        one = self._changed[table][key]
        own = list(self._own(table, one))
        if own and not (left := self._unexplained(table, one)):
            return Reason(tuple(own))
        for level in self._follows.levels(table, one if not own else _only(one, left)):
            # A total and what lies in it can each ask for the other.
            if after := [node for node in level if node not in self._asking]:
                causes = [cause for node in after for cause in self._reason(node).causes]
                return Reason(tuple(dict.fromkeys([*own, *causes])), tuple(after) if not own else ())
        rest = list(self._last(table, one))
        return Reason(tuple(dict.fromkeys([*own, *rest])))

    def _own(self, table: str, one: RowChange) -> Iterator[str]:
        """Causes that lie with the row itself."""
        row: Row = one.now or one.was or {}
        if table == "decision":
            yield self._decision(one)
        elif table == "quality_result":
            yield from _rule(one)
        elif table == "parse_issue":
            yield from self._issue(row)
        elif table == "pair_judgement":
            yield from (words for decided, words in self._decided.get(one.key[0], ()) if _pair(decided) == set(one.key))
        elif table == "claim":
            yield from self._of_claim(one, row)
        elif table in _REFERENCE:
            if row.get("kind") != "unresolved":
                yield from (words for words in self._inputs.reference(table, row))
        elif "document_id" in row and (words := self._by_document.get(row["document_id"])):
            yield words
        elif table == "source_document":
            yield from self._inputs.sidecars(row["collection"])

    def _of_claim(self, one: RowChange, row: Row) -> Iterator[str]:
        if words := self._by_document.get(row["document_id"]):
            yield words
            return
        for decided, said in self._decided.get(one.key[0], ()):
            if not decided["other_claim_id"] and (
                one.change != "changed" or decided["decision"] != "correct" or self._touches(decided, one)
            ):
                yield said

    @staticmethod
    def _touches(decided: Row, one: RowChange) -> bool:
        # Where the rules read by now what a curator had corrected, only who read it differs.
        return bool({"extractor", decided["field"], *_SET_WITH.get(decided["field"], ())} & set(one.columns))

    def _unexplained(self, table: str, one: RowChange) -> set[str]:
        """Columns of a claim that its curator's corrections do not reach."""
        decided = [row for row, _ in self._decided.get(one.key[0], ()) if not row["other_claim_id"]]
        if table != "claim" or one.change != "changed" or any(row["decision"] != "correct" for row in decided):
            return set()
        reached = {name for row in decided for name in (row["field"], *_SET_WITH.get(row["field"], ()))}
        return set(one.columns) - reached - _BY_CURATOR

    def _decision(self, one: RowChange) -> str:
        if one.was is not None and one.now is not None:
            return f"{one.now['file']}: the row was edited"
        row: Row = one.now or one.was or {}
        other = self._old if one.now else self._new
        same = {effect(known): known for known in decisions(other.tables)}.get(effect(row))
        if same and same["old_value"] != row["old_value"]:
            was, now = (same, row) if one.now else (row, same)
            known = "its decision was" if one.now else "its decision now is"
            return (
                f"the row of {row['file']} now replaces {now['old_value'] or NOTHING} where it replaced "
                f"{was['old_value'] or NOTHING}; the new value, {row['new_value'] or NOTHING}, is the same; "
                f"{known} {same['decision_id']}"
            )
        if same:
            return f"the row of {row['file']} is signed or explained otherwise than before; what it decides is the same"
        return decision_words(row) if one.now else f"row taken out of {row['file']}; it was {decision_words(row)}"

    def _issue(self, row: Row) -> Iterator[str]:
        name = f"{row['collection']}/{row['file_name']}"
        found = self._by_file.get(name) or self._inputs.file(row["collection"], row["file_name"])
        if row["reason"] == "rejected_by_curator":
            said = [words for claim, held in self._decided.items() if claim in row["detail"] for _, words in held]
            yield from said or ([found] if found else [])
        elif found:
            yield found

    def _last(self, table: str, one: RowChange) -> Iterator[str]:
        """What is left where nothing nearer is found: the schema, then the rules."""
        if table not in self._old.shape.columns and one.change == "added":
            yield f"table {table} came with {self._inputs.schema()}"
            return
        yield from self._terms(table, one)
        rules = self._inputs.rules(table)
        if table == "claim" and (other := self._anew.get(one.key[0])):
            what = "read anew as" if one.change == "removed" else "read anew, in the place of"
            yield f"{what} claim {other}" + (f"; {rules}" if rules else "")
        elif rules:
            yield rules
        elif table.startswith("quality"):
            yield "quality rule changed"

    def _terms(self, table: str, one: RowChange) -> Iterator[str]:
        for name, (was, now) in one.values.items():
            before, after = (side.shape.terms.get(f"{table}.{name}", ()) for side in (self._old, self._new))
            if before and after and was in before and was not in after:
                yield f"term {was} taken out of the vocabulary of {table}.{name}"
            if before and after and now in after and now not in before:
                yield f"term {now} came to the vocabulary of {table}.{name}"

    def _named(self, nodes: Sequence[Node]) -> Iterator[str]:
        for table, group in groupby(sorted(nodes, key=lambda node: node[0]), key=lambda node: node[0]):
            held = list(group)
            shown = held if len(held) <= _MOST_ROWS else held[: _MOST_ROWS - 1]
            for _, key in shown:
                yield f"{table} {'|'.join(map(str, key))} ({self._became(table, key)})"
            if len(held) > len(shown):
                yield f"{len(held) - len(shown)} more rows of {table}"

    def _became(self, table: str, key: Key) -> str:
        one = self._changed[table][key]
        if one.change != "changed":
            return "new" if one.change == "added" else "gone"
        if table != "claim":
            return "changed"
        own = list(self._of_claim(one, one.now or {}))
        taken_back = own and all(words.startswith(NO_LONGER) for words in own)
        return "no longer corrected" if taken_back else "corrected" if own else "read otherwise"


def _rule(one: RowChange) -> Iterator[str]:
    if one.change != "changed":
        yield "quality rule added" if one.change == "added" else "quality rule taken away"
    elif changed := [name for name in _DEFINED if name in one.columns]:
        yield f"quality rule changed: its {', '.join(changed)}"


def _pair(decided: Row) -> set[str]:
    return {decided["claim_id"], decided["other_claim_id"]}


def _only(one: RowChange, columns: set[str]) -> RowChange:
    """A changed row as if it differed in these columns alone."""
    now = {**(one.was or {}), **{name: value for name, value in (one.now or {}).items() if name in columns}}
    return RowChange(one.key, one.was, now)


def _read_anew(changed: Any) -> dict[str, str]:
    """Claims gone and claims new over the same words of one document, each to the other."""
    came: dict[str, list[Row]] = defaultdict(list)
    for one in changed:
        if one.was is None:
            came[one.now["document_id"]].append(one.now)
    found: dict[str, str] = {}
    for one in changed:
        if one.now is None:
            for row in came.get(one.was["document_id"], ()):
                over = row["quote_start"] < one.was["quote_end"] and one.was["quote_start"] < row["quote_end"]
                if over and row["claim_id"] not in found:
                    found[one.key[0]], found[row["claim_id"]] = row["claim_id"], one.key[0]
                    break
    return found
