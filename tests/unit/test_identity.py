"""An incident keeps its id while documents come and go; where an id went can be followed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.authority.reference import Tables
from pipeline.curation.files import JUDGEMENTS, text_of
from pipeline.errors import IntegrityError
from pipeline.reconcile import Memory, reconcile
from pipeline.reconcile.event import Event
from pipeline.reconcile.identity import keep_ids
from pipeline.release import latest, publish, rebuild_check, succession
from pipeline.storage import short_id
from support.claims import WHOLE_DAY, claim, incident_of, tables
from support.ledger import inputs
from support.ledger import tables as ledger

Groups = Mapping[str, str]
"""Incident to the letters of its claims."""


@dataclass
class Said:
    claim_id: str
    document_id: str
    start: int
    end: int


@dataclass
class Told:
    """What giving ids reads of an event."""

    mentions: list[Said]
    incident_id: str = ""

    @property
    def anchor(self) -> str:
        return self.mentions[0].claim_id


def said(letter: str) -> Said:
    """A claim by its letter: a capital is the same words read otherwise, with another id."""
    return Said(letter, "d", 100 * ord(letter.lower()), 100 * ord(letter.lower()) + 50)


def memory(groups: Groups, since: Mapping[str, str] | None = None, history: Any = ()) -> Memory:
    return Memory(
        "0.9.0",
        {letter: incident for incident, letters in groups.items() for letter in letters},
        {x: (said(x).document_id, said(x).start, said(x).end) for letters in groups.values() for x in letters},
        {incident: (since or {}).get(incident, "0.1.0") for incident in groups},
        history,
    )


def settle(groups: list[str], known: Memory) -> tuple[dict[str, str], pl.DataFrame]:
    """The id of each group of letters, and the history."""
    events = [Told([said(letter) for letter in letters]) for letters in groups]
    history = keep_ids(cast(list[Event], events), known)
    return {letters: event.incident_id for letters, event in zip(groups, events, strict=True)}, history


def fresh(letter: str, *again: int) -> str:
    return short_id("incident", letter, *again)


@pytest.mark.parametrize(
    ("old", "new", "ids", "history"),
    [
        ({"i1": "ab"}, ["ab"], {"ab": "i1"}, []),
        ({"i1": "ab"}, ["zab", "c"], {"zab": "i1", "c": fresh("c")}, []),
        ({"i1": "ab", "i2": "c"}, ["abc"], {"abc": "i1"}, [("i2", "i1", "merged")]),
        ({"i1": "abc"}, ["a", "bc"], {"a": fresh("a"), "bc": "i1"}, [("i1", fresh("a"), "split")]),
        ({"i1": "ab", "i2": "cd"}, ["a", "bcd"], {"a": "i1", "bcd": "i2"}, []),
        ({"i1": "a", "i2": "b"}, ["a"], {"a": "i1"}, []),
        ({"i1": "a", "i2": "bc"}, ["abc"], {"abc": "i2"}, [("i1", "i2", "merged")]),
        ({"i1": "ab"}, ["AB"], {"AB": "i1"}, []),
        ({"i1": "ab", "i2": "c"}, ["ABC"], {"ABC": "i1"}, [("i2", "i1", "merged")]),
    ],
    ids=["same", "grown", "merged", "split", "a claim moved", "one gone", "the larger", "read otherwise", "and merged"],
)
def test_an_id_goes_on_where_most_of_its_claims_are(
    old: Groups, new: list[str], ids: Groups, history: list[tuple[str, str, str]]
) -> None:
    found, rows = settle(new, memory(old))
    assert found == ids
    assert rows.select("old_id", "new_id", "change").rows() == history
    assert set(rows["release"]) <= {"0.9.0"}


def test_of_two_alike_the_older_incident_goes_on() -> None:
    assert settle(["ab"], memory({"i1": "a", "i2": "b"}, {"i1": "0.10.0", "i2": "0.9.0"}))[0] == {"ab": "i2"}


def test_of_two_alike_the_event_with_the_first_claim_goes_on() -> None:
    assert settle(["a", "b"], memory({fresh("b"): "ab"}))[0] == {"a": fresh("a"), "b": fresh("b")}


def test_an_id_that_went_is_never_given_again() -> None:
    first = memory({fresh("a"): "ab", fresh("c"): "cd"})
    merged, history = settle(["abcd"], first)
    assert merged == {"abcd": fresh("a")}
    second = memory({fresh("a"): "abcd"}, history=tuple(history.iter_rows(named=True)))
    again, history = settle(["ab", "cd"], second)
    assert again == {"ab": fresh("a"), "cd": fresh("c", 2)}
    assert set(history.select("old_id", "new_id", "change").rows()) == {
        (fresh("c"), fresh("a"), "merged"),
        (fresh("a"), fresh("c", 2), "split"),
    }


Partition = st.lists(st.integers(0, 4), min_size=8, max_size=8)


@given(st.lists(Partition, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_through_any_releases_ids_are_unique_and_every_id_that_went_leads_to_one_that_stands(
    partitions: list[list[int]], random: Any
) -> None:
    known, ever = Memory("0.1.0"), set[str]()
    for number, homes in enumerate(partitions, start=1):
        groups = ["".join(x for x, home in zip("abcdefgh", homes, strict=True) if home == one) for one in set(homes)]
        ids, history = settle(sorted(groups), known)
        shuffled = random.sample(groups, len(groups))
        assert settle(shuffled, known)[0] == ids, "the order of events does not matter"
        assert len(set(ids.values())) == len(groups)
        standing = set(ids.values())
        rows = history.rows(named=True)
        assert not {row["old_id"] for row in rows if row["change"] == "merged"} & standing
        for gone in ever - standing:
            seen, here = set[str](), {gone}
            while here - seen:
                seen |= here
                here = {row["new_id"] for row in rows if row["old_id"] in here}
            assert seen & standing, gone
        ever |= standing
        known = memory({incident: letters for letters, incident in ids.items()}, history=tuple(rows))
        known = Memory(f"0.{number + 1}.0", known.home, known.words, known.since, known.history)


HATLA = {"place_as_written": "Hatla", "place_container_as_written": "Deir Ezzor", **WHOLE_DAY}


def test_a_document_that_would_give_another_id_does_not_once_a_release_remembers(tmp_path: Path) -> None:
    later = [claim("m", "later", 0, (7, 7), **HATLA)]
    earlier = [claim("a", "earlier", 0, (7, 7), **HATLA)]
    first = reconcile(tables(later), None)
    known = incident_of(first, "m")["incident_id"]
    both = tables(earlier + later)
    assert incident_of(reconcile(both, None), "m")["incident_id"] != known
    words = {"m": ("later", 0, 60)}
    remembered = Memory("0.2.0", {"m": known}, words, {known: "0.1.0"})
    made = reconcile(both, None, remembered)
    assert incident_of(made, "m")["incident_id"] == known
    assert incident_of(made, "a")["incident_id"] == known
    assert made["id_history"].is_empty()


def test_memory_is_read_from_a_release_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    release = publish(ledger(), tmp_path, inputs=inputs()).path
    known = Memory.of(release, "0.2.0")
    assert set(known.home.values()) == {"i-qasr", "i-valley"}
    assert known.since == {"i-qasr": "0.1.0", "i-valley": "0.1.0"}
    assert known.home.keys() == known.words.keys()
    (release / "incident_claim.parquet").write_bytes(b"PAR1")
    with pytest.raises(IntegrityError, match=r"0\.1\.0"):
        Memory.of(release, "0.2.0")


class Series:
    """Releases that follow each other, made of claims alone."""

    def __init__(self, folder: Path) -> None:
        self.published, self.curation = folder / "published", folder / "curation"
        self.curation.mkdir()

    def build(self, rows: list[Any], version: str | None = None) -> Tables:
        given = tables(rows)
        # The world's other places would be written with every release.
        near = given["place"].filter((pl.col("country") == "Syria") | pl.col("kind").is_in(["country", "region"]))
        given |= {"place": near, "place_name": given["place_name"].join(near, on="place_id", how="semi")}
        memory = Memory.of(*succession(self.published, version))
        passed = {"quality_result": ledger()["quality_result"]}
        return {**given, **reconcile(given, self.curation, memory), **passed}

    def release(self, rows: list[Any], judgement: str = "") -> dict[str, str]:
        """Publish, and give each claim's incident."""
        line = f"c-one,c-two,{judgement},looked at both,ed,2026-01-01\n" if judgement else ""
        (self.curation / JUDGEMENTS).write_text(text_of(JUDGEMENTS, []) + line)
        made = publish(self.build(rows), self.published, inputs=inputs())
        assert made.created
        links = pl.read_parquet(made.path / "incident_claim.parquet")
        return dict(links.select("claim_id", "incident_id").iter_rows())

    def rebuilt(self, rows: list[Any], version: str) -> bool:
        return rebuild_check(self.build(rows, version), self.published / version, inputs=inputs()).ok

    def history(self) -> set[tuple[str, str, str, str]]:
        newest = latest(self.published)
        assert newest is not None
        return set(pl.read_parquet(newest / "id_history.parquet").iter_rows())


def report(name: str) -> Any:
    return claim(f"c-{name}", f"d-{name}", 0, (30, 30), asserted_by=f"Monitor {name}", **HATLA)


def test_a_split_and_a_merge_survive_releases_with_new_documents_and_can_be_rebuilt(tmp_path: Path) -> None:
    series = Series(tmp_path)
    rows = [report("one"), report("two")]
    first = series.release(rows)
    assert first["c-one"] == first["c-two"]

    split = series.release(rows, "negative")
    (leaves,) = (name for name in first if split[name] != first[name])
    history = {(first[leaves], split[leaves], "split", "0.2.0")}
    assert series.history() == history
    for name in ("a", "n", "z"):
        rows = [*rows, report(name)]
        grown = series.release(rows, "negative")
        assert {claim_id: grown[claim_id] for claim_id in split} == split
        assert series.history() == history

    merged = series.release(rows, "positive")
    assert len(set(merged.values())) == 1
    assert merged["c-one"] in split.values()
    (gone,) = set(split.values()) - set(merged.values())
    assert series.history() == history | {(gone, merged["c-one"], "merged", "0.6.0")}
    more = [*rows, report("b"), report("y")]
    assert set(series.release(more, "positive").values()) == {merged["c-one"]}

    again = series.release(more, "negative")
    assert series.rebuilt(more, "0.8.0")
    assert not series.rebuilt(rows, "0.8.0")
    assert again["c-one"] != again["c-two"]
    assert gone not in again.values(), "an id that went is not given again"
    newest = pl.read_parquet(series.published / "0.8.0" / "incident.parquet")
    since = dict(newest.select("incident_id", "first_release").iter_rows())
    assert sorted(since.values()) == ["0.1.0" if merged["c-one"] == first["c-one"] else "0.2.0", "0.8.0"]
