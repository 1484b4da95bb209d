"""Questions at a terminal: what is shown, and that every answer is in the files the next run obeys."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer

from assets.interview import Interview
from pipeline.authority.reference import Tables
from pipeline.curation.claims import apply
from pipeline.curation.files import COLUMNS, CORRECTIONS, JUDGEMENTS, REVIEW, write
from pipeline.curation.queue import Question, questions, review_text
from pipeline.reconcile import reconcile
from pipeline.schema import TABLES, conform, empty
from support.claims import WHOLE_DAY, claim, groups, tables

HATLA = {"place_as_written": "Hatla", "place_container_as_written": "Deir Ezzor", **WHOLE_DAY}
ROWS = [
    claim("c-a", "d-a", 0, (30, 30), asserted_by="Monitor A", **HATLA),
    claim("c-b", "d-b", 0, (30, 30), asserted_by="Monitor B", **HATLA),
    claim("c-x", "d-x", 0, (400, 400), confidence=0.5, quote="about\u202e 400 [red]dead[/red] =1"),
]
Say = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def given() -> Tables:
    made = tables(ROWS)
    texts = pl.DataFrame({"document_id": [row["document_id"] for row in ROWS], "text": [row["quote"] for row in ROWS]})
    evidence = {name: empty(TABLES[name]) for name in ("claim_evidence", "parse_issue")}
    return {**made, **evidence, "document_text": conform(texts, TABLES["document_text"])}


@pytest.fixture
def ask(given: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Puts the three questions of the queue to a person who answers line by line."""

    def run(*answers: str) -> int:
        asked = asked_of(given)
        write(tmp_path, REVIEW, review_text(asked, tmp_path))
        lines = iter(["ed", *answers])
        monkeypatch.setattr("typer.prompt", lambda *_, **__: next(lines))
        decided = Interview(given, tmp_path).ask(asked)
        assert next(lines, None) is None, "every line was asked for"
        return decided

    return run


def asked_of(given: Tables) -> list[Question]:
    """The doubtful claim, and the pair as if it were unsure."""
    found = questions({**given, **reconcile(given, None)}, 0.9, 3.5)
    (one,) = found
    rows = {row["claim_id"]: row for row in given["claim"].iter_rows(named=True)}
    documents = {row["document_id"]: row for row in given["source_document"].iter_rows(named=True)}
    a, b = (rows[name] | documents[rows[name]["document_id"]] for name in ("c-a", "c-b"))
    return [one, Question(a, b, 2.5, 1.0)]


def written(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_answers_go_to_the_files_and_the_next_run_obeys_them(
    ask: Callable[..., int], given: Tables, tmp_path: Path
) -> None:
    assert groups(reconcile(given, None)) == {frozenset({"c-a", "c-b"}), frozenset({"c-x"})}
    assert ask("r", "a drill", "different", "two raids") == 2
    (answer,) = written(tmp_path, REVIEW)
    assert (answer["claim_id"], answer["decision"], answer["reason"], answer["who"]) == (
        "c-x",
        "reject",
        "a drill",
        "ed",
    )
    (judged,) = written(tmp_path, JUDGEMENTS)
    assert (judged["claim_a"], judged["claim_b"], judged["judgement"]) == ("c-a", "c-b", "negative")
    made = {**given, **apply(given, tmp_path)}
    assert groups(reconcile(made, tmp_path)) == {frozenset({"c-a"}), frozenset({"c-b"})}


def test_a_correction_is_checked_before_it_is_written(ask: Callable[..., int], given: Tables, tmp_path: Path) -> None:
    wrong = ("killed_min", "many"), ("quote", "x")
    right = ("killed_min", "350", "the text says about", "about 400"), ("victim_class", "combatant", "so it says", "=1")
    lines = [line for answers in (*wrong, *right) for line in answers]
    assert ask("c", *lines, "", "q") == 1
    assert [(row["field"], row["old_value"], row["new_value"]) for row in written(tmp_path, CORRECTIONS)] == [
        ("killed_min", "400", "350"),
        ("victim_class", "civilian", "combatant"),
    ]
    assert written(tmp_path, CORRECTIONS)[1]["source"] == "'=1", "a spreadsheet finds no formula"
    assert {(row["who"], bool(row["date"])) for row in written(tmp_path, CORRECTIONS)} == {("ed", True)}
    row = apply(given, tmp_path)["claim"].row(by_predicate=pl.col("claim_id") == "c-x", named=True)
    assert (row["killed_min"], row["victim_class"], row["extractor"]) == (350, "combatant", "curator")
    assert [row["other_claim_id"] for row in written(tmp_path, REVIEW)] == ["c-b"], "what is settled is asked no more"


def test_an_answer_that_contradicts_another_is_not_written(
    ask: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = "claim_b,claim_a,judgement,reason,who,date,note\nc-b,c-a,positive,seen,ed,2026-01-01,mine"
    (tmp_path / JUDGEMENTS).write_text(held, encoding="utf-8")
    assert ask("", "d", "two raids") == 0
    assert (tmp_path / JUDGEMENTS).read_text(encoding="utf-8") == held
    assert "line 3 says negative" in " ".join(capsys.readouterr().err.split())


def test_a_judgement_joins_a_file_with_columns_of_its_own(ask: Callable[..., int], tmp_path: Path) -> None:
    (tmp_path / JUDGEMENTS).write_text("claim_b,claim_a,judgement,reason,who,date,note", encoding="utf-8")
    assert ask("", "s", "one raid, told twice") == 1
    (row,) = written(tmp_path, JUDGEMENTS)
    assert {name: row[name] for name in COLUMNS[JUDGEMENTS][:4]} == {
        "claim_a": "c-a",
        "claim_b": "c-b",
        "judgement": "positive",
        "reason": "one raid, told twice",
    }


def test_whoever_leaves_in_the_middle_keeps_what_was_answered(
    given: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asked_of(given)
    write(tmp_path, REVIEW, review_text(asked, tmp_path))
    lines = iter(["ed", "c", "killed_min", "350", "the text says about", "about 400", "victim_class"])

    def prompt(*_: object, **__: object) -> str:
        for line in lines:
            return line
        raise typer.Abort

    monkeypatch.setattr("typer.prompt", prompt)
    assert Interview(given, tmp_path).ask(asked) == 1
    assert [row["field"] for row in written(tmp_path, CORRECTIONS)] == ["killed_min"]
    assert [row["other_claim_id"] for row in written(tmp_path, REVIEW)] == ["c-b"]


@pytest.mark.parametrize("answers", [("", ""), ("q",), ("a", "", "s", "")], ids=["skipped", "left", "no reason"])
def test_who_skips_leaves_or_gives_no_reason_decides_nothing(
    ask: Callable[..., int], given: Tables, tmp_path: Path, answers: Iterable[str]
) -> None:
    assert ask(*answers) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [REVIEW]
    assert not any(row["decision"] for row in written(tmp_path, REVIEW))


def test_quotes_stand_side_by_side_and_nothing_in_them_is_obeyed(
    ask: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    ask("x", "", "")
    shown: Any = capsys.readouterr().out
    assert "about\\u202e 400 [red]dead[/red]" in shown
    assert "\u202e" not in shown
    assert "'x' is none of these" in shown
    assert any("the words of c-a" in line and "the words of c-b" in line for line in shown.splitlines())
