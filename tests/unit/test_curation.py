"""Curators' decisions: what they change, what survives, and what is refused."""

import csv
import datetime
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.curation.claims import CURATOR, apply
from pipeline.curation.files import COLUMNS, CORRECTIONS, DECIDED, JUDGEMENTS, REVIEW, text_of
from pipeline.curation.queue import questions, review_text
from pipeline.errors import InputError
from pipeline.schema import TABLES, conform, empty

TEXT = "Raid on Qasr al-Wadi. At least 12 people were killed, the River Monitor told Valley News. Three were wounded."
SHIPPED = Path(__file__).parents[2] / "data" / "raw" / "curation"
Tables = dict[str, pl.DataFrame]


def claim(claim_id: str, quote: str, document: str = "d1", **columns: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {
        "claim_id": claim_id,
        "document_id": document,
        "quote_start": start,
        "quote_end": start + len(quote),
        "quote": quote,
        "attribution_explicit": columns.get("asserted_by") is not None,
        "stance": "asserts",
        "modality": "reported",
        "victim_class": "unknown",
        "aggregation": "incident",
        "is_headline": False,
        "extractor": "harm-ledger-rules",
        "extractor_version": "0",
        "confidence": 0.5,
        **columns,
    }


KILLED = claim(
    "c-killed",
    "At least 12 people were killed",
    killed_text="At least 12",
    killed_value=12,
    killed_min=12,
    killed_qualifier="at_least",
    killed_bounds_basis="stated",
    asserted_by="Valley News",
    attribution_chain="Valley News",
    place_as_written="Qasr al-Wadi",
    event_date_start=datetime.date(2019, 5, 4),
)
WOUNDED = claim("c-wounded", "Three were wounded", injured_text="Three", injured_min=3, injured_max=3)


def tables(*claims: dict[str, Any]) -> Tables:
    spans = [
        ("c-killed", "killed_text", 22, 33),
        ("c-killed", "asserted_by", 77, 88),
        ("c-wounded", "injured_text", 90, 95),
    ]
    evidence = [dict(zip(TABLES["claim_evidence"].columns, span, strict=True)) for span in spans]
    documents = [
        {"document_id": name, "collection": "reports", "file_name": f"{name}.txt", "sha256": name, "language": "en"}
        for name in ("d1", "quiet")
    ]
    texts = [{"document_id": name, "text": TEXT} for name in ("d1", "quiet")]
    rows = {"claim_evidence": evidence, "source_document": documents, "document_text": texts}
    made = {name: empty(TABLES[name]) for name in ("parse_issue", "incident_claim", "pair_judgement")}
    made |= {name: conform(pl.DataFrame(held), TABLES[name]) for name, held in rows.items()}
    frame = pl.DataFrame(list(claims or (KILLED, WOUNDED)), infer_schema_length=None)
    return {**made, "claim": conform(frame, TABLES["claim"])}


def decide(folder: Path, *rows: dict[str, str]) -> Path:
    with (folder / REVIEW).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS[REVIEW], restval="")
        writer.writeheader()
        writer.writerows({"claim_id": "c-killed", "document_id": "d1", "reason": "read again", **row} for row in rows)
    return folder


def correct(field: str, old: str, new: str) -> dict[str, str]:
    return {"decision": "correct", "field": field, "old_value": old, "new_value": new}


def row_of(made: Tables, claim_id: str) -> dict[str, Any]:
    return made["claim"].row(by_predicate=pl.col("claim_id") == claim_id, named=True)


def evidence_of(made: Tables, field: str) -> list[str]:
    rows = made["claim_evidence"].filter(pl.col("claim_id") == "c-killed", pl.col("field") == field)
    return [TEXT[row["evidence_start"] : row["evidence_end"]] for row in rows.iter_rows(named=True)]


def test_without_a_folder_or_file_nothing_changes(tmp_path: Path) -> None:
    given = tables()
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    (waiting / REVIEW).write_text((SHIPPED / REVIEW).read_text(encoding="utf-8"), encoding="utf-8")
    for folder in (None, tmp_path, waiting):
        made = apply(given, folder)
        assert all(made[name].equals(given[name]) for name in made)


@pytest.mark.parametrize("name", [REVIEW, JUDGEMENTS, CORRECTIONS])
def test_the_shipped_files_have_their_columns(name: str) -> None:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        assert tuple(csv.DictReader(file).fieldnames or ()) == COLUMNS[name]


def test_an_accepted_claim_is_certain_and_still_the_extractors(tmp_path: Path) -> None:
    made = apply(tables(), decide(tmp_path, {"decision": "accept"}))
    assert row_of(made, "c-killed") == {**row_of(tables(), "c-killed"), "confidence": 1.0}
    assert row_of(made, "c-wounded")["confidence"] == 0.5


def test_a_rejected_claim_leaves_with_its_evidence_and_is_told(tmp_path: Path) -> None:
    made = apply(tables(), decide(tmp_path, {"decision": "reject", "reason": "a drill\u202e"}))
    assert made["claim"]["claim_id"].to_list() == ["c-wounded"]
    assert set(made["claim_evidence"]["claim_id"]) == {"c-wounded"}
    (issue,) = made["parse_issue"].iter_rows(named=True)
    assert (issue["file_name"], issue["reason"]) == ("d1.txt", "rejected_by_curator")
    assert "c-killed" in issue["detail"]
    assert "a drill\\u202e" in issue["detail"]


def test_a_corrected_claim_keeps_its_id_and_says_a_curator_coded_it(tmp_path: Path) -> None:
    made = apply(
        tables(),
        decide(tmp_path, correct("killed_max", "", "12"), correct("event_date_start", "2019-05-04", "2019-05-03")),
    )
    row = row_of(made, "c-killed")
    assert (row["killed_max"], row["event_date_start"]) == (12, datetime.date(2019, 5, 3))
    assert (row["extractor"], row["confidence"]) == (CURATOR, 1.0)
    assert evidence_of(made, "killed_text") == ["At least 12"]


def test_a_corrected_speaker_is_whole_and_points_at_the_new_words(tmp_path: Path) -> None:
    made = apply(tables(), decide(tmp_path, correct("asserted_by", "Valley News", "River Monitor")))
    row = row_of(made, "c-killed")
    assert (row["asserted_by"], row["attribution_chain"], row["attribution_explicit"]) == (
        "River Monitor",
        "River Monitor",
        True,
    )
    assert evidence_of(made, "asserted_by") == ["River Monitor"]


def test_a_speaker_taken_away_leaves_no_evidence(tmp_path: Path) -> None:
    made = apply(tables(), decide(tmp_path, correct("asserted_by", "Valley News", "")))
    row = row_of(made, "c-killed")
    assert (row["asserted_by"], row["attribution_chain"], row["attribution_explicit"]) == (None, None, False)
    assert evidence_of(made, "asserted_by") == []


def test_a_value_the_text_does_not_spell_rests_on_the_quote(tmp_path: Path) -> None:
    made = apply(tables(), decide(tmp_path, correct("weapon_class", "", "airstrike")))
    assert evidence_of(made, "weapon_class") == [KILLED["quote"]]


def test_a_value_marked_against_formulas_is_read_as_meant(tmp_path: Path) -> None:
    given = tables({**KILLED, "place_as_written": "@Wadi"}, WOUNDED)
    made = apply(given, decide(tmp_path, correct("place_as_written", "'@Wadi", "'-Qasr")))
    assert row_of(made, "c-killed")["place_as_written"] == "-Qasr"


def test_decisions_on_texts_that_are_not_here_or_have_changed_are_left_alone(tmp_path: Path) -> None:
    given = tables()
    made = apply(given, decide(tmp_path, {"decision": "reject", "document_id": "d-elsewhere"}))
    assert all(made[name].equals(given[name]) for name in made)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([{"decision": "reject", "claim_id": "c-gone"}], "no longer read"),
        ([{"decision": "accept", "claim_id": "c-gone", "document_id": "quiet"}], "no longer read"),
        ([correct("killed_max", "13", "12")], "the extractor now reads ''"),
        ([correct("claim_id", "c-killed", "c-other")], "no column a curator can set"),
        ([correct("place_id", "", "p1")], "no column a curator can set"),
        ([correct("killed_max", "", "twelve")], "'twelve' for killed_max"),
        ([correct("event_date_start", "2019-05-04", "3 May")], "'3 May' for event_date_start"),
        ([correct("victim_class", "unknown", "bystander")], "'bystander' for victim_class"),
        ([correct("victim_class", "unknown", "")], "empties victim_class"),
        ([correct("killed_text", "At least 12", "Three")], "not in the quote"),
        ([{"decision": "maybe"}], "'maybe'"),
        ([{"decision": "accept", "reason": " "}], "gives no reason"),
        ([{"decision": "accept"}, {"decision": "reject"}], "decides again"),
        ([correct("killed_max", "", "12"), correct("killed_max", "", "13")], "decides again"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused_with_line_and_remedy(
    tmp_path: Path, rows: list[dict[str, str]], problem: str
) -> None:
    with pytest.raises(InputError) as refused:
        apply(tables(), decide(tmp_path, *rows))
    assert problem in refused.value.problem
    assert f"{REVIEW} line {len(rows) + 1}" in refused.value.problem
    assert refused.value.remedy


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / REVIEW).write_text("claim_id,decision\nc-killed,reject\n", encoding="utf-8")
    with pytest.raises(InputError, match="lacks the column"):
        apply(tables(), tmp_path)


SIGNED = {"reason": "read again", "source": "the text", "who": "R. Reader", "date": "2026-01-02"}
CORRECTION = {"claim_id": "c-killed", **SIGNED, **correct("killed_max", "", "12")}
CORRECTION.pop("decision")


def mend(folder: Path, *rows: dict[str, str]) -> Path:
    (folder / CORRECTIONS).write_text(text_of(CORRECTIONS, [{**CORRECTION, **row} for row in rows]), encoding="utf-8")
    return folder


def test_a_correction_holds_without_the_queue_and_beside_its_answers(tmp_path: Path) -> None:
    decide(tmp_path, correct("victim_class", "unknown", "civilian"))
    row = row_of(apply(tables(), mend(tmp_path, {})), "c-killed")
    assert (row["killed_max"], row["victim_class"]) == (12, "civilian")
    assert (row["extractor"], row["confidence"]) == (CURATOR, 1.0)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"claim_id": "c-gone"}, "no longer read"),
        ({"old_value": "13"}, "the extractor now reads ''"),
        ({"source": ""}, "gives no source"),
        ({"reason": " "}, "gives no reason"),
        ({"who": ""}, "gives no who"),
        ({"date": " "}, "gives no date"),
        ({"date": "last week"}, "has the date 'last week'"),
        ({"field": "quote"}, "no column a curator can set"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_with_line_and_remedy(
    tmp_path: Path, row: dict[str, str], problem: str
) -> None:
    with pytest.raises(InputError) as refused:
        apply(tables(), mend(tmp_path, {"field": "injured_max", "new_value": "3"}, row))
    assert problem in refused.value.problem
    assert f"{CORRECTIONS} line 3" in refused.value.problem
    assert refused.value.remedy


def test_a_correction_the_extractor_has_caught_up_with_says_to_delete_the_row(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="by itself now: delete the row"):
        apply(tables({**KILLED, "killed_max": 12}), mend(tmp_path, {}))


@pytest.mark.parametrize("answer", [{"decision": "reject"}, {"decision": "accept"}, correct("killed_max", "", "13")])
def test_the_queue_and_the_corrections_cannot_say_two_things_of_one_claim(
    tmp_path: Path, answer: dict[str, str]
) -> None:
    with pytest.raises(InputError, match=r"corrections\.csv line 2 decides again .*review\.csv line 2"):
        apply(tables(), mend(decide(tmp_path, answer), {}))


def test_a_line_is_named_as_an_editor_counts_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"corrections\.csv line 5"):
        apply(tables(), mend(tmp_path, {"reason": "one\ntwo\nthree"}, {"claim_id": "c-gone"}))


def listed(text: str) -> list[str]:
    return [row["claim_id"] for row in csv.DictReader(io.StringIO(text))]


def queue(given: Tables, folder: Path) -> str:
    return review_text(questions(given, 0.9, 3.5), folder)


def test_the_queue_lists_doubtful_claims_by_persons_times_doubt(tmp_path: Path) -> None:
    sure = {**KILLED, "claim_id": "c-sure", "confidence": 0.99, "killed_min": 5000}
    doubtful = {**WOUNDED, "claim_id": "c-doubtful", "confidence": 0.1}
    text = queue(tables(KILLED, WOUNDED, sure, doubtful), tmp_path)
    assert listed(text) == ["c-killed", "c-doubtful", "c-wounded"]
    first = next(csv.DictReader(io.StringIO(text)))
    assert first["coded"] == "killed 12+; unknown; Qasr al-Wadi; Valley News"
    assert not any(first[name] for name in DECIDED)


def test_renewing_the_queue_changes_no_byte_and_no_row_a_person_wrote_in(tmp_path: Path) -> None:
    decided = {"decision": "accept", "who": "A. Reader", "date": "2026-01-02", "quote": "as it was"}
    half = {"claim_id": "c-half", "who": "B. Reader", "reason": ""}
    stale = {"claim_id": "c-stale", "reason": ""}
    text = queue(tables(), decide(tmp_path, stale, half, decided))
    assert listed(text) == ["c-half", "c-killed", "c-wounded"]
    kept = list(csv.DictReader(io.StringIO(text)))[1]
    assert (kept["quote"], kept["who"], kept["date"]) == ("as it was", "A. Reader", "2026-01-02")
    (tmp_path / REVIEW).write_text(text, encoding="utf-8", newline="")
    assert queue(tables(), tmp_path) == text


def test_a_spreadsheet_finds_no_formula_and_a_terminal_no_hidden_character(tmp_path: Path) -> None:
    hostile = [
        {**KILLED, "claim_id": f"c-{number}", "quote": f"{start}cmd\u202e|'12 killed'\n", "asserted_by": "x" * 400}
        for number, start in enumerate(("=", "+", "-", "@", "\t=", "\r="))
    ]
    given = tables(*hostile)
    given["source_document"] = given["source_document"].with_columns(file_name=pl.lit("=HYPERLINK(1)"))
    for row in csv.DictReader(io.StringIO(queue(given, tmp_path))):
        assert not any(value[:1] in set("=+-@\t\r") for value in row.values())
        assert not any("\u202e" in value or "\n" in value for value in row.values())
        assert len(row["quote"]) <= 200
