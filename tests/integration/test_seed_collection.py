"""The collection deir-ez-zor: five reports restated in our own words, saying the same as the originals."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from pipeline.corpus import read_corpus
from pipeline.extract.run import extract_claims

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"
COLLECTION = RAW / "deir-ez-zor"
ORIGINALS = ROOT.parent / "shared" / "evaluate" / "gold" / "seeds"
RESTATED = {
    "000_47ae25e26d443699.txt": "deir-ezzor-three-day-total.txt",
    "001_24dd7f364c0de972.txt": "mayadeen-and-zibari-strikes.txt",
    "002_bef835cac607c520.txt": "deir-az-zour-72-hours.txt",
    "003_db35eebada9cccab.txt": "al-hissan-and-city-clashes.txt",
    "004_4f5e0df1d876bd05.txt": "air-raids-on-khasham-and-raqqa.txt",
}
needs_originals = pytest.mark.skipif(
    not ORIGINALS.is_dir(), reason="needs the original reports in ../shared/evaluate, which are absent here"
)

SHARED_WORDS = 7
"""Longest run of words a restatement may share with its original, names apart."""
WORD = re.compile(r"\w+(?:[-’'.,]\w+)*")
BETWEEN_NAMES = {"al", "and", "of", "the", "in", "including"}


@pytest.fixture(scope="module")
def documents() -> pl.DataFrame:
    return read_corpus(RAW, locked=True)["source_document"].filter(pl.col("collection") == COLLECTION.name)


def test_the_five_reports_are_locked_and_name_outlet_licence_and_rendition(documents: pl.DataFrame) -> None:
    assert sorted(documents["file_name"]) == sorted(RESTATED.values())
    assert sorted(documents["publisher_name"]) == [
        "ARA News",
        "DeirEzzor 24",
        "DeirEzzor 24",
        "Inquisitr",
        "The New Arab",
    ]
    assert set(documents["rendition"]) == {"restated"}
    assert set(documents["licence"]) == {"CC-BY-4.0"}
    assert documents["text_published"].all()


def test_only_the_report_with_a_date_line_has_a_day_of_publication(documents: pl.DataFrame) -> None:
    dated = documents.filter(pl.col("publication_date").is_not_null())
    assert dated.select("file_name", pl.col("publication_date").cast(pl.String), "publication_date_source").rows() == [
        ("deir-az-zour-72-hours.txt", "2016-01-24", "in_text")
    ]


def test_the_pages_carry_the_furniture_of_their_kind() -> None:
    spans = read_corpus(RAW, locked=True)["document_span"]
    furniture = set(spans.filter(pl.col("kind") == "furniture")["rule"])
    assert {
        "share_bar",
        "comment_form",
        "captcha",
        "other_script",
        "newsletter",
        "photo_credit",
        "date_line",
    } <= furniture
    assert {"headline", "byline", "dateline"} <= set(spans["kind"])


def runs(path: Path) -> Iterator[tuple[str, ...]]:
    """Runs of words one longer than may be shared, names among themselves left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        words = WORD.findall(line)
        for at in range(len(words) - SHARED_WORDS):
            run = words[at : at + SHARED_WORDS + 1]
            if not all(word[0].isupper() or word in BETWEEN_NAMES for word in run):
                yield tuple(word.lower() for word in run)


@needs_originals
@pytest.mark.parametrize(("original", "restated"), RESTATED.items())
def test_no_run_of_words_is_taken_from_an_original(original: str, restated: str) -> None:
    assert set(runs(ORIGINALS / original)) & set(runs(COLLECTION / restated)) == set()


@needs_originals
@pytest.mark.parametrize(("original", "restated"), RESTATED.items())
def test_every_number_of_an_original_is_in_its_restatement(original: str, restated: str) -> None:
    def numbers(path: Path) -> set[str]:
        # The sum of a captcha is made up on each page.
        text = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if "=" not in line)
        return set(re.findall(r"\d[\d.,]*\d|\d", text))

    assert numbers(ORIGINALS / original) == numbers(COLLECTION / restated)


Coded = dict[str, list[dict[str, object]]]


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Coded:
    """Claims with a number, by file, of the originals and the restatements."""
    folder = tmp_path_factory.mktemp("both")
    for path in (*ORIGINALS.glob("*.txt"), *COLLECTION.glob("*.txt")):
        (folder / path.name).write_bytes(path.read_bytes())
    tables = read_corpus(folder, locked=False)
    claims = extract_claims(tables)["claim"]
    found: Coded = {}
    for document_id, name in tables["source_document"].select("document_id", "file_name").iter_rows():
        rows = claims.filter((pl.col("document_id") == document_id) & (pl.col("stance") != "denies"))
        # A plural without a number ("some civilians did die") says too little to be held to a place.
        found[name] = rows.filter(pl.col("killed_qualifier").fill_null("") != "unknown").to_dicts()
    return found


@needs_originals
@pytest.mark.parametrize(
    "columns",
    [
        ("killed_min", "killed_max", "killed_qualifier", "injured_min", "injured_max", "injured_qualifier"),
        ("killed_min", "injured_min", "children_killed_min", "women_killed_min", "victim_class", "stance"),
        ("killed_min", "injured_min", "asserted_by"),
        ("killed_min", "injured_min", "place_as_written"),
    ],
    ids=["figures and qualifiers", "subsets, class and stance", "speakers", "places"],
)
def test_what_is_extracted_from_a_restatement_equals_that_of_its_original(
    coded: Coded, columns: tuple[str, ...]
) -> None:
    def values(name: str) -> Counter[str]:
        return Counter(str([row[column] for column in columns]).lower() for row in coded[name])

    for original, restated in RESTATED.items():
        assert coded[restated]
        assert values(original) == values(restated), restated
