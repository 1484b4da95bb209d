"""Reading folders of texts: what is read, what is refused, and what the maintainer is told."""

import datetime
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.corpus import input_lock, read_corpus, write_locks
from pipeline.corpus.readers import MAX_BYTES
from pipeline.errors import InputError
from pipeline.schema import TABLES

BODY = "A raid on the market of Tell Asfar killed four people on Monday, residents said. The army did not comment."
REPORT = f"Raid kills four in Tell Asfar\n\n{BODY}\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw" / "town").mkdir(parents=True)
    return tmp_path / "raw"


def put(raw: Path, name: str, content: str | bytes = REPORT) -> Path:
    path = raw / "town" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(raw: Path, *, locked: bool = False) -> dict[str, pl.DataFrame]:
    tables = read_corpus(raw, locked=locked)
    assert all(frame.columns == TABLES[name].columns for name, frame in tables.items())
    return tables


def documents(raw: Path) -> list[dict[str, Any]]:
    return read(raw)["source_document"].sort("file_name").to_dicts()


def issues(raw: Path) -> list[tuple[str, str, str | None]]:
    return sorted(read(raw)["parse_issue"].select("file_name", "reason", "record").iter_rows())


def test_a_bare_folder_of_texts_is_one_collection_with_nothing_known_of_it(raw: Path) -> None:
    path = put(raw, "a.txt")
    (row,) = documents(raw / "town")
    assert row["collection"] == "town"
    assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (row["publisher_name"], row["licence"], row["publication_date"]) == (None, None, None)
    assert (row["rendition"], row["text_published"], row["language"]) == ("verbatim", False, "en")
    assert row["title"] == "Raid kills four in Tell Asfar"


def test_ids_depend_on_the_bytes_alone(raw: Path, tmp_path: Path) -> None:
    put(raw, "a.txt")
    put(tmp_path / "other", "sub/b.txt")
    assert documents(raw)[0]["document_id"] == documents(tmp_path / "other")[0]["document_id"]


def test_offsets_point_into_the_text_exactly_as_decoded(raw: Path) -> None:
    text = "\ufeffRaid in “Tell Asfar” 💥 kills four\r\n\r\n" + BODY
    put(raw, "a.txt", text)
    tables = read(raw)
    assert tables["document_text"]["text"].to_list() == [text]
    found = [text[a:b] for a, b in tables["sentence"].select("sentence_start", "sentence_end").iter_rows()]
    assert found == ["Raid in “Tell Asfar” 💥 kills four", BODY[:80], BODY[81:]]
    assert tables["sentence"]["is_headline"].to_list() == [True, False, False]
    assert tables["sentence"]["paragraph_index"].to_list() == [0, 1, 1]


def test_sidecars_name_publisher_dates_and_licence(raw: Path) -> None:
    put(raw, "a.txt")
    put(raw, "b.txt", REPORT + "More of it.")
    put(
        raw, "collection.yml", "title: Town\npublisher: Desk\nlicence: CC0\nrendition: restated\ntext_published: true\n"
    )
    put(
        raw,
        "documents.csv",
        "file,publisher,url,published,retrieved,rendition,title\n"
        "a.txt,Our Paper,https://example.org/a,2020-02-03T10:00:00,4 February 2020,verbatim,\n",
    )
    first, second = documents(raw)
    assert (first["publisher_name"], first["source_url"], first["rendition"]) == (
        "Our Paper",
        "https://example.org/a",
        "verbatim",
    )
    assert (first["publication_date"], first["publication_date_source"]) == (datetime.date(2020, 2, 3), "sidecar")
    assert first["retrieved_at"] == datetime.date(2020, 2, 4)
    assert (second["publisher_name"], second["rendition"]) == ("Desk", "restated")
    assert first["licence"] == second["licence"] == "CC0"
    assert issues(raw) == []


def test_the_sidecars_date_goes_before_the_one_in_the_text(raw: Path) -> None:
    put(raw, "a.txt", f"Raid kills four in Tell Asfar\n\n1 May 2021\n\n{BODY}")
    (row,) = documents(raw)
    assert (row["publication_date"], row["publication_date_source"]) == (datetime.date(2021, 5, 1), "in_text")
    put(raw, "documents.csv", "file,published\na.txt,2021-05-02\n")
    (row,) = documents(raw)
    assert (row["publication_date"], row["publication_date_source"]) == (datetime.date(2021, 5, 2), "sidecar")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t", "empty"),
        ("a.txt", "\ufeff\n…".encode(), "empty"),
        ("a.txt", b"Four people died in Alep\xe9.", "not_utf8"),
        ("a.txt", "Four people died.".encode("utf-16"), "not_utf8"),
        ("a.txt", b"\x7fELF\x00\x01 killed", "binary"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "too_large"),
        ("a.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no_article"),
        ("a.html", b"\x89PNG\x00\x00", "binary"),
        ("a.pdf", b"%PDF-1.7", "unknown_format"),
        ("a.jsonl", b"\n\n", "empty"),
        (
            "a.txt",
            "قُتل عشرة مدنيين على الأقل في غارة جوية على سوق شعبي في بلدة خشام يوم السبت بحسب مصادر محلية",
            "other_language",
        ),
        (
            "a.txt",
            "Quatre civils ont été tués lundi dans un raid aérien sur un marché de la ville, selon des habitants.",
            "other_language",
        ),
    ],
)
def test_what_cannot_be_read_is_an_issue_and_the_rest_is_read(
    raw: Path, name: str, content: str | bytes, reason: str
) -> None:
    put(raw, name, content)
    put(raw, "good.txt")
    assert issues(raw) == [(name, reason, None)]
    assert [row["file_name"] for row in documents(raw)] == ["good.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "Two killed in Idlib",
        "Hama, SANA- Two martyred in Salamiyah.",
        f"{BODY}\nقُتل أربعة أشخاص في غارة على السوق",
        "قُتل أربعة أشخاص في غارة على السوق يوم الاثنين بحسب ما قاله سكان البلدة\n" + BODY,
        "Share\nPartager sur Facebook\n" + BODY,
    ],
)
def test_short_english_and_english_beside_arabic_are_read(raw: Path, text: str) -> None:
    put(raw, "a.txt", text)
    assert issues(raw) == []
    assert len(documents(raw)) == 1


def test_sidecar_lock_readme_and_hidden_files_are_no_texts(raw: Path) -> None:
    for name in ("README.md", "README.txt", ".gitkeep", ".hidden.txt", "lock.json", ".git/a.txt"):
        put(raw, name)
    put(raw, "a.txt")
    assert [row["file_name"] for row in documents(raw)] == ["a.txt"]
    assert issues(raw) == []


def test_the_same_bytes_twice_are_one_document_and_an_issue(raw: Path) -> None:
    put(raw, "a.txt")
    put(raw, "b.txt")
    assert [row["file_name"] for row in documents(raw)] == ["a.txt"]
    assert issues(raw) == [("b.txt", "duplicate", None)]


def test_lines_of_json_are_documents_of_their_own(raw: Path) -> None:
    first = json.dumps(
        {"text": REPORT, "publisher": "Our Paper", "published": "2020-01-02", "url": "javascript:alert(1)"}
    )
    put(
        raw,
        "a.jsonl",
        "\n".join([first, "{broken", '{"title": "x"}', '{"text": "\\ud800 killed"}', json.dumps({"text": BODY})]),
    )
    rows = documents(raw)
    assert [row["file_name"] for row in rows] == ["a.jsonl#1", "a.jsonl#5"]
    assert rows[0]["sha256"] == hashlib.sha256(first.encode()).hexdigest()
    assert (rows[0]["publisher_name"], rows[0]["publication_date"]) == ("Our Paper", datetime.date(2020, 1, 2))
    assert rows[0]["source_url"] is None
    assert issues(raw) == [
        ("a.jsonl", "bad_metadata", "line 1"),
        ("a.jsonl", "bad_record", "line 2"),
        ("a.jsonl", "bad_record", "line 3"),
        ("a.jsonl", "bad_record", "line 4"),
    ]


def test_a_file_of_json_lines_without_any_text_is_one_issue(raw: Path) -> None:
    put(raw, "a.jsonl", '{"claim": 1}\n' * 500 + "[" * 100_000)
    assert issues(raw) == [("a.jsonl", "bad_record", None)]


def test_an_html_page_is_read_as_headline_and_article(raw: Path) -> None:
    article = "".join(f"<p>{BODY} It was the raid number {n} of this month.</p>" for n in range(5))
    title = "Raid kills four in Tell Asfar"
    body = f"<nav>Home</nav><article><h1>{title}</h1>{article}</article>"
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    path = put(raw, "a.html", page)
    (row,) = documents(raw)
    text = read(raw)["document_text"]["text"][0]
    assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (row["title"], row["n_chars"]) == (title, len(text))
    assert "raid number 4" in text
    assert "<p>" not in text


def test_unusable_metadata_is_told_and_counts_as_not_known(raw: Path) -> None:
    put(raw, "a.txt")
    put(raw, "collection.yml", "licence: [CC0]\n")
    put(
        raw,
        "documents.csv",
        "file,publisher,url,published,rendition,mood\n"
        "a.txt,A\u202ePaper,ftp://x,31 February 2020,translated,grim\na.txt,B,,,,\n../../etc/passwd,,,,,\n,,,,,\n",
    )
    (row,) = documents(raw)
    assert [row[name] for name in ("publisher_name", "source_url", "publication_date", "licence")] == [None] * 4
    assert row["rendition"] == "verbatim"
    found = read(raw)["parse_issue"]
    assert set(found["reason"]) == {"bad_metadata"}
    told = " ".join(found["detail"])
    for what in (
        "A\\u202ePaper",
        "ftp://x",
        "31 February 2020",
        "translated",
        "mood",
        "listed twice",
        "../../etc/passwd",
        "licence",
    ):
        assert what in told


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b'file\n"a.txt', b"file,published\n" + b'"' * 200_000, b"\n", b"\0"]
)
def test_a_broken_documents_table_never_stops_the_run(raw: Path, content: bytes) -> None:
    put(raw, "a.txt")
    put(raw, "documents.csv", content)
    assert len(documents(raw)) == 1


@pytest.mark.parametrize(
    "content", ["- a\n- b", "a: [", "x: !!python/object/apply:os.system [ls]", "*" * 50, "language: English"]
)
def test_a_broken_collection_file_never_stops_the_run_unless_locked(raw: Path, content: str) -> None:
    put(raw, "a.txt")
    put(raw, "collection.yml", content)
    assert issues(raw) == [("collection.yml", "bad_metadata", None)]
    write_locks(raw)
    with pytest.raises(InputError, match=r"collection\.yml"):
        read(raw, locked=True)


def test_hostile_names_are_refused_and_shown_escaped(raw: Path, tmp_path: Path) -> None:
    put(raw, "a.txt")
    put(raw, "evil\u202etxt.exe.txt", REPORT + "1")
    put(raw, "line\nbreak.txt", REPORT + "2")
    outside = tmp_path / "secret.txt"
    outside.write_text("Four people were killed in secret.")
    (raw / "town" / "link.txt").symlink_to(outside)
    (raw / "town" / "broken.txt").symlink_to(raw / "nowhere")
    (raw / "town" / "folder").symlink_to(tmp_path)
    os.mkfifo(raw / "town" / "pipe.txt")
    assert [row["file_name"] for row in documents(raw)] == ["a.txt"]
    found = read(raw)["parse_issue"]
    assert set(found["reason"]) == {"unsafe_name"}
    assert {"evil\\u202etxt.exe.txt", "line\\u000abreak.txt", "link.txt", "broken.txt", "folder", "pipe.txt"} == set(
        found["file_name"]
    )


def test_a_name_that_is_no_unicode_is_refused(raw: Path) -> None:
    (raw / "town" / os.fsdecode(b"caf\xe9.txt")).write_text(REPORT)
    assert issues(raw) == [("caf\\udce9.txt", "unsafe_name", None)]


def test_reserved_folders_are_no_collections_but_are_in_the_input_lock(raw: Path) -> None:
    put(raw, "a.txt")
    (raw / "gazetteer").mkdir()
    (raw / "gazetteer" / "place.csv").write_text("place_id\n")
    assert [row["collection"] for row in documents(raw)] == ["town"]
    lock = input_lock(raw)
    assert {name: sorted(files) for name, files in lock.items()} == {"gazetteer": ["place.csv"], "town": ["a.txt"]}


def test_a_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        read_corpus(tmp_path / "nowhere", locked=False)


def test_a_locked_collection_is_read_and_the_lock_is_stable(raw: Path) -> None:
    put(raw, "b.txt", REPORT + "1")
    put(raw, "a.txt")
    put(raw, "documents.csv", "file\na.txt\n")
    (path,) = write_locks(raw)
    written = path.read_bytes()
    assert list(json.loads(written)["files"]) == ["a.txt", "b.txt", "documents.csv"]
    assert write_locks(raw) == [path]
    assert path.read_bytes() == written
    assert len(read(raw, locked=True)["source_document"]) == 2


@pytest.mark.parametrize("change", ["changed", "missing", "unlisted", "sidecar", "no lock", "broken lock"])
def test_a_collection_that_is_not_its_lock_is_refused_naming_file_and_remedy(raw: Path, change: str) -> None:
    text = put(raw, "a.txt")
    put(raw, "documents.csv", "file\n")
    (lock,) = write_locks(raw)
    named = text
    if change == "changed":
        text.write_text(REPORT.replace("four", "five"))
    elif change == "missing":
        text.unlink()
    elif change == "unlisted":
        named = put(raw, "new.txt", REPORT + "1")
    elif change == "sidecar":
        named = put(raw, "documents.csv", "file,published\na.txt,2020-01-01\n")
    elif change == "no lock":
        lock.unlink()
        named = lock
    else:
        lock.write_text('{"files": ["a.txt"]}')
        named = lock
    with pytest.raises(InputError) as caught:
        read(raw, locked=True)
    assert named.name in caught.value.problem
    assert "harm-ledger lock" in caught.value.remedy


def test_a_row_for_a_missing_file_is_refused_in_a_locked_collection(raw: Path) -> None:
    put(raw, "a.txt")
    put(raw, "documents.csv", "file\ngone.txt\n")
    write_locks(raw)
    with pytest.raises(InputError, match=r"gone\.txt"):
        read(raw, locked=True)


def test_reading_twice_gives_the_same_rows(raw: Path) -> None:
    for number in range(4):
        put(raw, f"{number}.txt", REPORT + str(number))
    once, twice = read(raw), read(raw)
    assert all(once[name].equals(twice[name]) for name in once)


@given(
    st.lists(
        st.sampled_from(
            [
                BODY,
                "Share",
                "Prev Post",
                "Two killed in Homs",
                "",
                "Raid kills four",
                "ERBIL – Four died there on Monday, a medic said.",
                "هذا سطر",
            ]
        ),
        max_size=12,
    )
)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sentence_lies_in_furniture_and_every_letter_outside_is_in_one(raw: Path, lines: list[str]) -> None:
    put(raw, "a.txt", "\n".join(lines))
    tables = read(raw)
    for text in tables["document_text"]["text"]:
        covered = [range(a, b) for a, b in tables["sentence"].select("sentence_start", "sentence_end").iter_rows()]
        spans = tables["document_span"].filter(pl.col("kind") == "furniture")
        removed = [range(a, b) for a, b in spans.select("span_start", "span_end").iter_rows()]
        for at, character in enumerate(text):
            if character.isalnum():
                assert sum(at in span for span in covered) + sum(at in span for span in removed) == 1
