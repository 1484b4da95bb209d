"""The collection deir-ez-zor: five reports restated in our own words, saying the same as the originals."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
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
LIKENESS = 0.70
"""Highest likeness, as difflib's ratio over words, of a restated sentence to any original one."""
SENTENCE_WORDS = 6
"""Shorter sentences and labels leave too little choice of words to be compared."""
SENTENCE_END = re.compile(r"(?<=[.!?”])\s+")
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


def sentences(folder: Path) -> list[list[str]]:
    """Words of each sentence long enough to compare, of all texts of a folder."""
    lines = (line.strip() for path in sorted(folder.glob("*.txt")) for line in path.read_text("utf-8").splitlines())
    found = [sentence.lower().split() for line in lines for sentence in SENTENCE_END.split(line)]
    return [words for words in found if len(words) >= SENTENCE_WORDS]


@needs_originals
def test_no_sentence_stays_close_to_a_sentence_of_an_original() -> None:
    close = []
    for original in sentences(ORIGINALS):
        # difflib keeps what it knows of the second sequence, so that one stays while the first is changed.
        matcher = SequenceMatcher(None, b=original)
        for restated in sentences(COLLECTION):
            matcher.set_seq1(restated)
            if matcher.real_quick_ratio() > LIKENESS and matcher.ratio() > LIKENESS:
                close.append((round(matcher.ratio(), 2), " ".join(restated)))
    assert close == []


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
    ],
    ids=["figures and qualifiers", "subsets, class and stance"],
)
def test_what_is_extracted_from_a_restatement_equals_that_of_its_original(
    coded: Coded, columns: tuple[str, ...]
) -> None:
    def values(name: str) -> Counter[str]:
        return Counter(str([row[column] for column in columns]).lower() for row in coded[name])

    for original, restated in RESTATED.items():
        assert coded[restated]
        assert values(original) == values(restated), restated


Gold = dict[str, list[dict[str, object]]]


@pytest.fixture(scope="module")
def gold() -> Gold:
    """Rows coded by hand from the originals, by file."""
    rows: Gold = {name: [] for name in RESTATED}
    for line in (ORIGINALS / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[f"{row['doc']}.txt"].append(row)
    return rows


@needs_originals
@pytest.mark.parametrize(
    ("column", "in_gold"),
    [("asserted_by", "asserted_by"), ("place_as_written", "place")],
    ids=["speakers", "places"],
)
def test_speaker_and_place_of_a_figure_are_those_of_its_original_or_those_coded_by_hand(
    coded: Coded, gold: Gold, column: str, in_gold: str
) -> None:
    def values(rows: list[dict[str, object]], name: str) -> Counter[tuple[object, object, str]]:
        return Counter((row["killed_min"], row["injured_min"], str(row[name]).lower()) for row in rows)

    for original, restated in RESTATED.items():
        # Where the two differ, the one read wrongly may be the original.
        differing = set(values(coded[restated], column) - values(coded[original], column))
        by_hand = set(values(gold[original], in_gold))
        # What the coders left out ("thousands more") has no value of theirs to stand against.
        told = {figure[:2] for figure in by_hand}
        assert {figure for figure in differing if figure[:2] in told} <= by_hand, restated
