"""What evaluate says of a claim: right, false, ignored, and which of its fields are wrong; the scorer decides."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.scoring import Scored, judged, score, show_errors, show_reliability, show_wrong_fields
from assets.show import out
from pipeline.extract.confidence import calibration_error, reliability
from pipeline.schema import TABLES, conform
from pipeline.schema.derived import CLAIM_FLAT

SCORER = Path(__file__).parents[3] / "shared" / "evaluate" / "score.py"
TEXT = "Shelling of Qasr killed 12 people. Raiders wounded 5 shepherds in Wadi. A mine killed 3 boys near Tell."


def coded(quote: str, **columns: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    names = "asserted_by place country event_date_start event_date_end date_basis actor weapon_class incident unit"
    bounds = "killed_min killed_max injured_min injured_max children_killed women_killed injured_qualifier combined"
    return {
        **dict.fromkeys(f"{names} {bounds}".split()),
        "claim_id": f"t-{start}",
        "doc": "t",
        "tier": "core",
        "quote": quote,
        "char_start": start,
        "char_end": start + len(quote),
        "qualifier": "exact",
        "victim_class": "unknown",
        "aggregation": "incident",
        **columns,
    }


def extracted(quote: str, **columns: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {
        "claim_id": f"c-{start}",
        "document_id": "d",
        "file_name": "t.txt",
        "quote": quote,
        "quote_start": start,
        "quote_end": start + len(quote),
        "killed_qualifier": "exact",
        "victim_class": "unknown",
        "aggregation": "incident",
        "modality": "reported",
        "is_headline": False,
        "confidence": 0.5,
        **columns,
    }


@pytest.fixture
def scored(tmp_path: Path) -> Scored:
    if not SCORER.is_file():
        pytest.skip(f"the scorer is not at {SCORER}")
    folder, made = tmp_path / "gold" / "few", tmp_path / "made"
    folder.mkdir(parents=True)
    made.mkdir()
    (tmp_path / "score.py").write_text(SCORER.read_text(encoding="utf-8"), encoding="utf-8")
    gold = [
        coded("Shelling of Qasr killed 12 people", killed_min=12, killed_max=12, place="Qasr"),
        coded("Raiders wounded 5 shepherds in Wadi", injured_min=5, injured_max=5, place="Wadi"),
    ]
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)), encoding="utf-8")
    (folder / "index.jsonl").write_text('{"doc": "t", "kind": "report"}\n', encoding="utf-8")
    (folder / "t.txt").write_text(TEXT, encoding="utf-8")
    claims = [
        extracted("Shelling of Qasr killed 12 people", killed_min=12, killed_max=12, place_as_written="Aleppo"),
        extracted("A mine killed 3 boys", killed_min=3, killed_max=3, place_as_written="Tell"),
    ]
    ends = [TEXT.index(". ") + 2, TEXT.index("A mine"), len(TEXT)]
    sentences = [
        {"document_id": "d", "sentence_index": index, "sentence_start": start, "sentence_end": end}
        for index, (start, end) in enumerate(zip([0, *ends], ends, strict=False))
    ]
    conform(pl.DataFrame(claims, infer_schema_length=None), CLAIM_FLAT).write_parquet(made / "claim_flat.parquet")
    conform(pl.DataFrame(sentences), TABLES["sentence"]).write_parquet(made / "sentence.parquet")
    documents = pl.DataFrame([{"document_id": "d", "file_name": "t.txt"}])
    conform(documents, TABLES["source_document"]).write_parquet(made / "source_document.parquet")
    return score(folder, made)


def test_every_figure_is_right_false_or_missed_as_the_scorer_says(scored: Scored) -> None:
    assert list(scored.verdicts.values()) == ["right", "false"]
    assert [row["claim_id"] for row, _ in scored.missed] == [f"t-{TEXT.index('Raiders')}"]
    assert [row["quote"] for row, _ in scored.false] == ["A mine killed 3 boys"]
    assert sorted(one.right for one in judged(scored)) == [False, True]


def test_errors_are_shown_in_their_text_coding_left_and_extraction_right(
    scored: Scored, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(out, "_file", None)
    show_errors(scored, 5)
    shown = capsys.readouterr().out
    assert "1 coded figures missed, 1 false, in 2 places" in shown
    assert "⟦Raiders wounded 5 shepherds in Wadi⟧." in shown
    assert "⟦A mine killed 3 boys⟧ near Tell." in shown
    assert "MISSED injured: injured 5..5" in shown
    assert "FALSE killed: killed 3..3" in shown
    assert "Shelling" not in shown


def test_a_wrong_field_of_a_right_figure_is_shown(
    scored: Scored, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(out, "_file", None)
    show_wrong_fields(scored, "place", 0)
    shown = capsys.readouterr().out
    assert "1 claims with a wrong place" in shown
    assert "place Qasr" in shown
    assert "place Aleppo" in shown
    show_wrong_fields(scored, "speaker", 0)
    assert "0 claims" in capsys.readouterr().out


def test_reliability_is_a_table_and_one_number(
    scored: Scored, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(out, "_file", None)
    rows = reliability(judged(scored))
    show_reliability(rows, calibration_error(rows))
    shown = capsys.readouterr().out
    assert "doubts_2" in shown
    assert "over 2 claims" in shown
