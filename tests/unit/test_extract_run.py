"""Extraction over batches: the same claims whatever runs them, and no batch done twice or wrongly reused."""

import datetime
import importlib.util
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.backends import cluster
from pipeline.corpus import read_corpus
from pipeline.errors import HarmLedgerError, UsageError
from pipeline.extract import extract_claims, language, run, store
from pipeline.extract.assemble import Row
from pipeline.extract.filter import keep, telling
from pipeline.extract.model import Document
from pipeline.schema import TABLES
from pipeline.storage import frame_hash, write_table
from support.engine import hashes as engine_hashes
from support.engine import made_by

Tables = dict[str, pl.DataFrame]

NOTED_RUN = Path(__file__).parents[1] / "support" / "noted_run.py"
HARM = "Raid on {place}\n\nJanuary {day}, 2020\n\nAt least {n} civilians were killed and two were wounded in {place}.\n"
PEACE = "Fair of {place}\n\nJanuary {day}, 2020\n\nSome {n} visitors saw the new hall of {place}, the mayor said.\n"
PLACES = ("Carrow", "Dunmere", "Eastvale", "Farrowby", "Greyford", "Hollin")


def texts() -> dict[str, str]:
    told = enumerate(PLACES)
    return {
        f"{kind}-{place}.txt": form.format(place=place, day=number + 1, n=number + 3)
        for number, place in told
        for kind, form in (("harm", HARM), ("peace", PEACE))
    }


def read(folder: Path, held: dict[str, str] | None = None) -> Tables:
    folder.mkdir(exist_ok=True)
    for name, text in (held or texts()).items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_corpus(folder, locked=False)


def wait_for(done: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it does not come about"
        time.sleep(0.05)


def hashes(claims: Tables) -> list[str]:
    return [frame_hash(claims[name]) for name in ("claim", "claim_evidence")]


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    return read(tmp_path / "raw")


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the documents that were extracted, in order."""
    seen: list[str] = []

    honest = run.extract_batch

    def counted(documents: run.Batch, *more: Any) -> run.Rows:
        seen.extend(one.document_id for one in documents)
        return honest(documents, *more)

    monkeypatch.setattr(run, "extract_batch", counted)
    return seen


def test_claims_do_not_depend_on_batches_or_processes(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    together = hashes(extract_claims(tables))
    assert hashes(extract_claims(tables, workers=2)) == together
    monkeypatch.setattr(run, "BATCH", 1)
    monkeypatch.setattr(run, "PARTITION", 5)
    assert hashes(extract_claims(tables)) == together
    assert hashes(extract_claims(tables, workers=2)) == together


def test_a_document_says_alone_what_it_says_among_others(tables: Tables) -> None:
    among = extract_claims(tables)["claim"]
    for document_id in among["document_id"].unique():
        one = {
            name: frame.filter(pl.col("document_id") == document_id)
            for name, frame in tables.items()
            if "document_id" in frame.columns
        }
        assert extract_claims(one)["claim"].equals(among.filter(pl.col("document_id") == document_id))


def test_a_parse_is_the_same_whatever_documents_are_parsed_with_it(tables: Tables) -> None:
    def vectors(documents: list[Document]) -> list[bytes]:
        language.parse(documents)
        return [one.parse.tensor.tobytes() for each in documents for one in each.sentences if one.parse is not None]

    documents = list(run._documents(tables))
    together = vectors(documents)
    assert [vector for each in run._documents(tables) for vector in vectors([each])] == together
    assert len(together) >= len(PLACES)


def test_texts_without_harm_reach_neither_sentences_nor_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm = read(tmp_path / "calm", {name: text for name, text in texts().items() if name.startswith("peace")})
    monkeypatch.setattr(language, "load", lambda: pytest.fail("the model was loaded"))
    monkeypatch.setattr(run, "Sentence", lambda **_: pytest.fail("a sentence was made"))
    told: list[int] = []
    assert extract_claims(calm, progress=told.append)["claim"].height == 0
    assert sum(told) == len(PLACES)


def test_every_document_is_told_to_be_done_once(tables: Tables) -> None:
    told: list[int] = []
    extract_claims(tables, progress=told.append)
    assert sum(told) == tables["source_document"].height


@pytest.mark.parametrize(
    "text",
    [
        "Nine kil*led",
        "SIX KI-LLED",
        "3killed",
        "a killed_b",
        "éinjured",
        "one·dead",
        "wounded",
        "Fell\nvictim",
        "K·illed",
    ],
)
def test_the_pass_over_whole_texts_lets_through_all_the_pass_over_sentences_keeps(text: str) -> None:
    frames = {
        "source_document": [{"document_id": "d", "publisher_name": None, "publication_date": None}],
        "sentence": [
            {"document_id": "d", "sentence_index": 0, "sentence_start": 0, "sentence_end": len(text)}
            | {"paragraph_index": 0, "is_headline": False}
        ],
        "document_text": [{"document_id": "d", "text": text}],
    }
    tables = {name: pl.DataFrame(rows) for name, rows in frames.items()}
    tables["document_span"] = pl.DataFrame(schema={"document_id": pl.String, "kind": pl.String})
    (document,) = run._documents(tables)
    assert telling(pl.Series([text]))[0] >= bool(keep(document))


def test_a_run_stopped_between_batches_redoes_none(
    tables: Tables, tmp_path: Path, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 1)
    whole = hashes(extract_claims(tables))
    done.clear()

    def stop(count: int) -> None:
        if len(done) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract_claims(tables, store=tmp_path / "batches", progress=stop)
    first = list(done)
    done.clear()
    assert hashes(extract_claims(tables, store=tmp_path / "batches")) == whole
    assert len(first) == 4
    assert len(done) == 2
    done.clear()
    assert hashes(extract_claims(tables, store=tmp_path / "batches")) == whole
    assert done == []


def test_a_killed_run_redoes_one_document_a_process_and_leaves_no_process_behind(
    tables: Tables, tmp_path: Path
) -> None:
    for name in ("source_document", "document_text", "document_span", "sentence"):
        write_table(tables[name], TABLES[name], tmp_path)
    batches, notes = tmp_path / "batches", tmp_path / "notes"
    harm = sorted(tables["source_document"].filter(pl.col("file_name").str.starts_with("harm"))["document_id"])
    command = [sys.executable, str(NOTED_RUN), str(tmp_path), str(batches), str(notes)]

    def begun() -> list[str]:
        return sorted(notes.read_text("utf-8").split()) if notes.exists() else []

    # Two batches of three: one process never finishes the second document of its own, the other its last.
    with subprocess.Popen([*command, harm[1], harm[5]], stdout=subprocess.PIPE) as killed:
        wait_for(lambda: begun() == [*harm[:2], *harm[3:]])
        killed.kill()
        # The end of what they print comes when the last of them has ended.
        killed.communicate(timeout=60)
    notes.unlink()
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    assert begun() == [*harm[1:3], harm[5]]
    assert not list(batches.glob("*.begun"))
    assert again.stdout.strip() == frame_hash(extract_claims(tables)["claim"])


def test_a_document_more_has_its_own_batch_read_anew_and_no_other(
    tmp_path: Path, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 3)
    many = {f"{n}.txt": HARM.format(place="Carrow", day=1, n=n) for n in range(10, 50)}
    extract_claims(read(tmp_path / "raw", many), store=tmp_path / "batches")
    before = set(done)
    done.clear()
    one_more = read(tmp_path / "raw", {"new.txt": HARM.format(place="Hollin", day=2, n=99)})
    claims = extract_claims(one_more, store=tmp_path / "batches")
    assert len(before) == 40
    assert len(set(done) - before) == 1
    assert len(done) < 2 * run.BATCH
    assert hashes(claims) == hashes(extract_claims(one_more))


def test_a_changed_text_is_read_anew_and_what_it_replaced_forgotten(tmp_path: Path, done: list[str]) -> None:
    batches = tmp_path / "batches"
    extract_claims(read(tmp_path / "raw"), store=batches)
    kept = set(batches.iterdir())
    changed = {"harm-Carrow.txt": HARM.format(place="Carrow", day=1, n=70)}
    claims = extract_claims(read(tmp_path / "raw", changed), store=batches)["claim"]
    assert 70 in claims["killed_min"].to_list()
    assert not kept & set(batches.iterdir())


@pytest.mark.parametrize("what", ["publication_date", "publisher_name"])
def test_a_changed_day_or_publisher_is_read_anew(tables: Tables, tmp_path: Path, done: list[str], what: str) -> None:
    extract_claims(tables, store=tmp_path)
    done.clear()
    value = datetime.date(1999, 5, 5) if what == "publication_date" else "Another"
    tables["source_document"] = tables["source_document"].with_columns(pl.lit(value).alias(what))
    extract_claims(tables, store=tmp_path)
    assert len(done) == len(PLACES)


def test_another_vocabulary_or_code_reads_all_anew(
    tables: Tables, tmp_path: Path, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.release import fingerprint

    extract_claims(tables, store=tmp_path)
    done.clear()
    made = {**fingerprint.fingerprint(), "lexicon": {"sha256": "0" * 64}}
    monkeypatch.setattr(fingerprint, "fingerprint", lambda: made)
    extract_claims(tables, store=tmp_path)
    assert len(done) == len(PLACES)


def test_a_kept_batch_that_is_broken_or_half_written_is_done_again(
    tables: Tables, tmp_path: Path, done: list[str]
) -> None:
    whole = hashes(extract_claims(tables, store=tmp_path))
    for break_it in (lambda path: path.write_bytes(b"PAR1"), Path.unlink):
        done.clear()
        for path in tmp_path.glob("*.claim.parquet"):
            break_it(path)
        assert hashes(extract_claims(tables, store=tmp_path)) == whole
        assert len(done) == len(PLACES)


def test_a_document_cut_off_in_the_midst_of_being_kept_is_done_again_and_those_before_it_are_not(
    tables: Tables, tmp_path: Path, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = hashes(extract_claims(tables))
    noting = store.note
    kept: list[str] = []

    def cut(place: Path, document_id: str, rows: Any) -> None:
        noting(place, document_id, rows)
        kept.append(document_id)
        if len(kept) == 3:
            (file,) = tmp_path.glob("*.begun")
            file.write_bytes(file.read_bytes()[:-9])
            raise KeyboardInterrupt

    monkeypatch.setattr(run, "note", cut)
    with pytest.raises(KeyboardInterrupt):
        extract_claims(tables, store=tmp_path)
    done.clear()
    assert hashes(extract_claims(tables, store=tmp_path)) == whole
    assert len(done) == len(PLACES) - 2
    assert kept[2] in done


def test_a_batch_is_kept_by_everything_its_claims_follow_from(tables: Tables, tmp_path: Path) -> None:
    (first, *_) = run._documents(tables)
    kept = store.Store(tmp_path)
    key = kept.key((first,))
    first.sentences.pop()
    assert kept.key((first,)) != key


def test_an_unknown_backend_is_refused_with_those_there_are(tables: Tables) -> None:
    with pytest.raises(UsageError, match="no backend 'spark'") as refused:
        extract_claims(tables, backend="spark")
    assert "pool, daft, ray" in str(refused.value.remedy)


@pytest.mark.skipif(importlib.util.find_spec("daft") is not None, reason="Daft is installed")
def test_a_backend_that_is_not_installed_is_named_with_its_remedy(tables: Tables) -> None:
    with pytest.raises(UsageError, match="daft") as refused:
        extract_claims(tables, backend="daft")
    assert "requirements-cluster.lock" in str(refused.value.remedy)


@pytest.mark.skipif(importlib.util.find_spec("daft") is None, reason="Daft is not installed (extra cluster)")
def test_daft_makes_the_claims_of_the_pool(tables: Tables, tmp_path: Path) -> None:
    assert made_by("daft", "extract", tables, tmp_path) == engine_hashes(extract_claims(tables))


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed (extra cluster)")
def test_a_ray_cluster_of_two_workers_makes_the_claims_of_the_pool(
    tables: Tables, tmp_path: Path, loopback: None
) -> None:
    assert made_by("ray", "extract", tables, tmp_path) == engine_hashes(extract_claims(tables))


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed (extra cluster)")
def test_a_cluster_that_nobody_answers_for_is_named_with_its_remedy(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:9")
    with pytest.raises(UsageError, match=r"127\.0\.0\.1:9") as refused:
        extract_claims(tables, backend="ray")
    assert "RAY_ADDRESS" in refused.value.remedy


def test_an_engine_that_falls_silent_is_given_up_and_what_it_finished_is_not_lost() -> None:
    def engine() -> Iterator[int]:
        yield from (1, 2)
        threading.Event().wait()

    rows = cluster._no_longer_silent_than(0.5, engine(), "the Ray cluster")
    assert [next(rows), next(rows)] == [1, 2]
    with pytest.raises(HarmLedgerError, match="The Ray cluster has finished nothing for") as given_up:
        next(rows)
    assert "finished batches of extraction are kept" in given_up.value.remedy


def test_an_engine_that_fails_says_why_and_one_that_ends_ends() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise RuntimeError("worker lost")

    assert list(cluster._no_longer_silent_than(5, iter([1, 2]), "Daft")) == [1, 2]
    with pytest.raises(RuntimeError, match="worker lost"):
        list(cluster._no_longer_silent_than(5, failing(), "Daft"))


def test_a_text_that_extraction_trips_over_is_told_and_the_others_keep_their_claims(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = extract_claims(tables)["claim"]
    bad = whole["document_id"][0]
    honest = run.claims_of

    def tripping(document: Document) -> tuple[list[Row], list[Row]]:
        if document.document_id == bad:
            raise IndexError("past the last word")
        return honest(document)

    monkeypatch.setattr(run, "claims_of", tripping)
    made = extract_claims(tables)
    assert made["claim"].equals(whole.filter(pl.col("document_id") != bad))
    issue = made["parse_issue"].row(0, named=True)
    assert issue["reason"] == "extraction_failed"
    assert "past the last word" in issue["detail"]
