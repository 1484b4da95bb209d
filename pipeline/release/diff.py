"""What differs between two releases: documents, decisions, incidents in words, rows by table and column, and why.

Belongs here: finding it. Does not: how it is written down (``pipeline.release.diff_words``).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipeline.release.causes import DocumentChange, decided_between, document_changes
from pipeline.release.changes import RowDiff, differences
from pipeline.release.column_words import table_words
from pipeline.release.rows import Row, Values
from pipeline.release.semver import Verdict, verdict
from pipeline.release.side import Side, side_of
from pipeline.release.withdrawn import Withdrawal

_STAMPS = {"first_release", "last_changed_release"}
_COUNTED = ("added", "removed", "changed")


@dataclass(frozen=True, slots=True)
class ClaimDiff:
    """What became of one claim of an incident.

    Attributes:
        claim: Its row, with ``publisher_name`` and ``file_name`` of its document.
        change: ``new`` or ``gone``; of a claim that both releases have, ``linked``, ``unlinked`` or ``changed``.
        values: Its columns that differ.
    """

    claim: Row
    change: str
    values: Values


@dataclass(frozen=True, slots=True)
class IncidentDiff:
    """One incident that differs.

    Attributes:
        incident: Its row, with ``place_name``: as it is now, or was where it is gone.
        change: ``added``, ``removed`` or ``changed``.
        values: Columns of the incident that differ.
        claims: Its claims that came, went or differ.
        speakers: Who its claims are by: speakers, or outlets where these speak for themselves.
        period: Words that its claims date it with, where it has no day.
        reasons: Why, each reason once.
    """

    incident: Row
    change: str
    values: Values
    claims: tuple[ClaimDiff, ...]
    speakers: tuple[str, ...]
    period: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that differs between two releases.

    Attributes:
        old: Version of the one.
        new: Version of the other.
        withdrawn: Withdrawals of either.
        verdict: Which number the difference raises, and why.
        documents: Documents only one of them has.
        decisions: Curators' decisions on claims that only one of them has, in words.
        incidents: Incidents that differ, events before totals.
        merged: Rows of ``id_history`` only the new one has.
        rows: Every row that differs.
        names: Names of places, organisations and armed parties by id.
    """

    old: str
    new: str
    withdrawn: tuple[Withdrawal, ...]
    verdict: Verdict
    documents: tuple[DocumentChange, ...]
    decisions: tuple[str, ...]
    incidents: tuple[IncidentDiff, ...]
    merged: tuple[Row, ...]
    rows: tuple[RowDiff, ...]
    names: Mapping[str, str]

    @property
    def tables(self) -> dict[str, dict[str, int]]:
        """Table to its rows added, removed and changed; tables without a difference left out."""
        found: dict[str, dict[str, int]] = {}
        for row in self.rows:
            counts = found.setdefault(row.table, dict.fromkeys(_COUNTED, 0))
            counts[row.change] += 1
        return found

    @property
    def columns(self) -> dict[str, dict[str, int]]:
        """Table to its columns with a changed value, and in how many rows."""
        found: dict[str, dict[str, int]] = {}
        for row in self.rows:
            for column in row.values:
                counts = found.setdefault(row.table, {})
                counts[column] = counts.get(column, 0) + 1
        return found


def diff(old: Path, new: Path) -> Diff:
    """Compare two release folders, whichever came first.

    Raises:
        IntegrityError: If one has no manifest.
        InputError: If the marks of withdrawn releases beside it cannot be read.
    """
    return compare(side_of(old), side_of(new))


def compare(old: Side, new: Side, rows: tuple[RowDiff, ...] | None = None) -> Diff:
    """Compare two releases, whichever came first. Views are left out: they repeat the tables.

    Args:
        old: The one.
        new: The other.
        rows: Their ``differences``, where they are known already.
    """
    rows = differences(old, new) if rows is None else rows
    counts = Counter(row.table for row in rows)
    return Diff(
        old=old.manifest["release"],
        new=new.manifest["release"],
        withdrawn=tuple(side.withdrawn for side in (old, new) if side.withdrawn),
        verdict=verdict(old.shape, new.shape, [f"{table_words(name)} ({count})" for name, count in counts.items()]),
        documents=tuple(document_changes(old.tables, new.tables)),
        decisions=tuple(words for _, words in decided_between(old.tables, new.tables)),
        incidents=tuple(_incidents(old, new, rows)),
        merged=tuple(_merged(old, new)),
        rows=rows,
        names={key: name for side in (old, new) for key, name in _names(side.tables)},
    )


def _names(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, str]]:
    for table, key in (("place", "place_id"), ("organisation", "organisation_id"), ("actor", "actor_id")):
        yield from tables[table].select(key, "name").iter_rows()


def _merged(old: Side, new: Side) -> Iterator[Row]:
    known = {row["old_id"]: row["new_id"] for row in old.tables["id_history"].iter_rows(named=True)}
    for row in new.tables["id_history"].iter_rows(named=True):
        if known.get(row["old_id"]) != row["new_id"]:
            yield row


def _incidents(old: Side, new: Side, rows: tuple[RowDiff, ...]) -> list[IncidentDiff]:
    """Incidents whose row, links or claims differ."""
    sides = [_Incidents.of(side.tables) for side in (old, new)]
    # The same body is written in more than one way; the table of organisations has one name for it.
    bodies = {
        key: name
        for side in (old, new)
        for key, name in side.tables["organisation"].select("organisation_id", "name").iter_rows()
    }
    was, now = sides
    by_key = {(row.table, row.key): row for row in rows}
    claim_rows = {row.key for row in rows if row.table == "claim" and row.change == "changed"}
    found = []
    for incident in sorted(was.rows.keys() | now.rows.keys()):
        own = by_key.get(("incident", incident))
        before, after = was.claims.get(incident, {}), now.claims.get(incident, {})
        touched = (before.keys() ^ after.keys()) | (claim_rows & before.keys() & after.keys())
        if own is None and not touched:
            continue
        claims = [_claim(claim, sides, before, after, by_key) for claim in sorted(touched)]
        members = [claim for _, claim in sorted((after or before).items())]
        because = (
            [own.reason]
            if own
            else [
                row.reason
                for claim in sorted(touched)
                for row in (by_key.get(("claim", claim)), by_key.get(("incident_claim", f"{incident}|{claim}")))
                if row
            ]
        )
        found.append(
            IncidentDiff(
                incident=now.rows.get(incident) or was.rows[incident],
                change=own.change if own else "changed",
                values={name: pair for name, pair in own.values.items() if name not in _STAMPS} if own else {},
                claims=tuple(claims),
                speakers=_each(
                    bodies.get(claim["asserter_id"]) or claim["asserted_by"] or claim["publisher_name"]
                    for claim in members
                ),
                period=_each(claim["date_text"] for claim in members),
                reasons=tuple(dict.fromkeys(because)),
            )
        )
    order = {"changed": 0, "added": 1, "removed": 2}
    return sorted(
        found,
        key=lambda one: (
            one.incident["incident_kind"] != "incident",
            order[one.change],
            str(one.incident["event_date_start"]),
            one.incident["incident_id"],
        ),
    )


@dataclass(frozen=True, slots=True)
class _Incidents:
    """Incidents of one release with their place's name, and the claims linked to each positively."""

    rows: dict[str, Row]
    claims: dict[str, dict[str, Row]]
    all_claims: dict[str, Row]

    @classmethod
    def of(cls, tables: Mapping[str, pl.DataFrame]) -> "_Incidents":
        places = tables["place"].select("place_id", place_name="name")
        incidents = tables["incident"].join(places, on="place_id", how="left")
        documents = tables["source_document"].select("document_id", "publisher_name", "file_name")
        claims: dict[str, Row] = {
            row["claim_id"]: row
            for row in tables["claim"].join(documents, on="document_id", how="left").iter_rows(named=True)
        }
        members: dict[str, dict[str, Row]] = {}
        rows: dict[str, Row] = {row["incident_id"]: row for row in incidents.iter_rows(named=True)}
        linked = tables["incident_claim"].filter(pl.col("judgement") == "positive")
        for incident, claim in linked.select("incident_id", "claim_id").iter_rows():
            if claim in claims:
                members.setdefault(incident, {})[claim] = claims[claim]
        return cls(rows, members, claims)


def _each(words: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _claim(
    claim: str,
    sides: list[_Incidents],
    before: Mapping[str, Row],
    after: Mapping[str, Row],
    by_key: Mapping[tuple[str, str], RowDiff],
) -> ClaimDiff:
    was, now = sides
    if claim in before and claim in after:
        return ClaimDiff(after[claim], "changed", by_key["claim", claim].values)
    if claim in after:
        return ClaimDiff(after[claim], "linked" if claim in was.all_claims else "new", {})
    return ClaimDiff(before[claim], "unlinked" if claim in now.all_claims else "gone", {})
