"""What a name in a text resolves to, and what it must not."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from pipeline.authority import load_reference, resolve
from pipeline.authority.context import Context
from pipeline.authority.keys import place_key
from pipeline.authority.matching import Matcher
from pipeline.authority.places import Gazetteer
from pipeline.authority.reference import Tables
from pipeline.errors import InputError
from pipeline.schema import TABLES, conform

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def reference() -> Tables:
    return load_reference(RAW)


@pytest.fixture(scope="module")
def gazetteer(reference: Tables) -> Gazetteer:
    return Gazetteer.of(reference["place"], reference["place_name"])


@pytest.fixture(scope="module")
def matcher(gazetteer: Gazetteer) -> Matcher:
    return Matcher(gazetteer)


def claims(*rows: dict[str, object]) -> pl.DataFrame:
    blank = {
        "document_id": "doc-1",
        "quote_start": 0,
        "quote_end": 5,
        "quote": "seven",
        "attribution_explicit": False,
        "stance": "asserts",
        "modality": "reported",
        "victim_class": "unknown",
        "aggregation": "incident",
        "is_headline": False,
        "extractor": "test",
        "extractor_version": "1",
        "confidence": 1.0,
    }
    filled = [{**blank, "claim_id": f"claim-{number}", **row} for number, row in enumerate(rows)]
    return conform(pl.DataFrame(filled, infer_schema_length=None), TABLES["claim"])


def document(publisher: str | None = "DeirEzzor 24", title: str | None = None) -> pl.DataFrame:
    row = {
        "document_id": "doc-1",
        "sha256": "0",
        "n_bytes": 1,
        "n_chars": 1,
        "collection": "test",
        "file_name": "a.txt",
        "publisher_name": publisher,
        "title": title,
        "language": "en",
        "rendition": "verbatim",
        "text_published": False,
    }
    return conform(pl.DataFrame([row], infer_schema_length=None), TABLES["source_document"])


def resolved(reference: Tables, *rows: dict[str, object], publisher: str | None = "DeirEzzor 24") -> Tables:
    return resolve({"claim": claims(*rows), "source_document": document(publisher)}, reference)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khasham", "Khusham"),
        ("Khasham", "خشام"),
        ("Deir Ezzor", "Deir az-Zour"),
        ("Deir al-Zor", "دير الزور"),
        ("Al-Busera", "Al Buşayrah"),
        ("al-Bolel", "Abulel"),
        ("Tabia Jazira", "Al-Tabyiya"),
        ("al-Mayadeen", "Myadin"),
        ("Tel Tamr", "Tal Tamir"),
        ("Kobani", "Ain al-Arab"),
        ("Qamishli", "Al-Qamishly"),
    ],
)
def test_spellings_of_one_place_meet(gazetteer: Gazetteer, one: str, other: str) -> None:
    assert set(gazetteer.named(one)) & set(gazetteer.named(other))


def test_keys_never_join_names_that_only_look_alike() -> None:
    for one, other in (("Bulayl", "Babila"), ("Salma", "Salamiyah"), ("Zibari", "Sabburah"), ("Hatla", "Hatra")):
        assert place_key(one) != place_key(other)


def test_a_namesake_of_another_governorate_is_not_pinned(matcher: Matcher) -> None:
    here = Context(frozenset({"sy-deir-ez-zor"}), "sy-deir-ez-zor", countries=frozenset({"country-sy"}))
    found = matcher.find("Al-Quriya", None, "Syria", here)
    assert found.place_id == "sy-quriya"
    # GeoNames' Al Qurayya lies 400 km away, in As-Suwayda.
    found = matcher.find("Al Qurayya", None, "Syria", here)
    assert found.unknown[0]["kind"] == "unresolved"
    assert found.unknown[0]["parent_id"] == "sy-deir-ez-zor"


def test_the_container_the_text_names_decides_between_namesakes(matcher: Matcher) -> None:
    assert matcher.find("Hamidiya", "Quneitra", "Syria", Context()).place_id == "sy-hamidiya-quneitra"
    assert matcher.find("Hamidiya", "Tartus", "Syria", Context()).place_id == "gn-173842"


def test_a_namesake_nobody_places_stays_unresolved(matcher: Matcher) -> None:
    found = matcher.find("Hamidiya", None, "Syria", Context())
    assert found.unknown
    assert found.unknown[0]["kind"] == "unresolved"


@pytest.mark.parametrize(
    ("phrase", "place", "precision"),
    [
        ("Khasham", "gn-167899", 1),
        ("town of Khasham", "gn-167899", 1),
        ("near the town of Zibari", "sy-zibari", 2),
        ("on the outskirts of al-Mayadeen town", "gn-173480", 2),
        ("Deir Ezzor province", "sy-deir-ez-zor", 4),
        ("Deir Ezzor", "sy-deir-ez-zor", 4),
        ("Deir Ezzor city", "gn-170794", 1),
        ("western countryside of Deir Ezzor", "sy-deir-ez-zor", 4),
        ("northern Syria", "sy-northern", 5),
        ("Syria", "country-sy", 6),
        ("besieged Moadamiyeh suburb of Damascus", "sy-muadamiya", 1),
        ("al-Busera; Abulel; al-Mayadeen", "sy-deir-ez-zor", 4),
        ("a bank", None, None),
        ("UN school", None, None),
    ],
)
def test_cue_words_say_how_precise_a_place_is(
    matcher: Matcher, phrase: str, place: str | None, precision: int | None
) -> None:
    found = matcher.find(phrase, None, "Syria", Context())
    assert (found.place_id, found.precision) == (place, precision)


def test_a_list_keeps_its_members_and_stands_in_their_common_container(matcher: Matcher) -> None:
    found = matcher.find("Khasham; Al-Tabyiya; al-Bolel", None, "Syria", Context())
    assert found.members == ("gn-167899", "sy-tabiya", "sy-bulayl")
    assert found.place_id == "sy-deir-ez-zor"


def test_an_unknown_village_becomes_a_place_of_its_own_in_its_container(reference: Tables) -> None:
    tables = resolved(
        reference,
        {"place_as_written": "Qanat al-Zahr", "place_container_as_written": "Deir Ezzor", "country": "Syria"},
        {
            "place_as_written": "village of Qanat al-Zahr",
            "place_container_as_written": "Deir Ezzor",
            "country": "Syria",
        },
    )
    ids = tables["claim"]["place_id"].unique().to_list()
    assert len(ids) == 1
    row = tables["place"].row(by_predicate=pl.col("place_id") == ids[0], named=True)
    assert row["kind"] == "unresolved"
    assert row["parent_id"] == "sy-deir-ez-zor"
    assert row["latitude"] is None
    assert tables["place_name"].filter(pl.col("place_id") == ids[0])["name"].to_list() == ["Qanat al-Zahr"]


def test_the_province_is_the_one_the_document_is_about(reference: Tables) -> None:
    tables = resolved(reference, {"place_as_written": "the province"}, {"place_as_written": "Deir Ezzor"})
    assert set(tables["claim"]["place_id"]) == {"sy-deir-ez-zor"}
    tables = resolved(
        reference,
        {"place_as_written": "the province"},
        {"place_as_written": "Deir Ezzor"},
        {"place_as_written": "Raqqa"},
    )
    assert tables["claim"]["place_id"][0] is None


def test_the_country_follows_from_the_place_and_a_stated_one_stays(reference: Tables) -> None:
    tables = resolved(reference, {"place_as_written": "Khasham"}, {"place_as_written": "Khasham", "country": "Syria"})
    assert tables["claim"]["country"].to_list() == ["Syria", "Syria"]


@pytest.mark.parametrize(
    ("speaker", "body"),
    [
        ("Syrian Observatory for Human Rights", "sohr"),
        ("the Observatory", "sohr"),
        ("SOHR activists", "sohr"),
        ("Farhad Shami, head of SDF media center", "sdf"),
        ("The Russian Ministry of Defence", "russia-defence"),
        ("Russia's Ministry of Defence", "russia-defence"),
        ("our correspondent in the eastern countryside", "deirezzor-24"),
        ("local activists", None),
        ("Russian media sources and officials", None),
        ("eyewitnesses", None),
        ("a doctor in the unit", None),
    ],
)
def test_speakers_resolve_to_bodies_and_unnamed_ones_to_none(reference: Tables, speaker: str, body: str | None) -> None:
    assert resolved(reference, {"asserted_by": speaker})["claim"]["asserter_id"].to_list() == [body]


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("Russian warplanes", "russia"),
        ("Assad-regime", "syrian-government"),
        ("Turkish drone", "turkey"),
        ("Turkish forces and the SNA", "turkey-side"),
        ("Russia and the Syrian regime", "government-side"),
        ("Turkey and the PKK", None),
        ("another person", None),
    ],
)
def test_actors_resolve_and_several_at_once_to_the_side_they_share(
    reference: Tables, words: str, actor: str | None
) -> None:
    assert resolved(reference, {"actor_as_written": words})["claim"]["actor_id"].to_list() == [actor]


def test_the_outlet_gets_its_id_and_an_unknown_outlet_none(reference: Tables) -> None:
    assert resolved(reference, {})["source_document"]["publisher_id"].to_list() == ["deirezzor-24"]
    assert resolved(reference, {}, publisher="Nobody's Gazette")["source_document"]["publisher_id"].to_list() == [None]


def test_every_place_has_a_parent_in_the_table_and_coordinates_only_from_geonames(reference: Tables) -> None:
    place = reference["place"]
    assert set(place["parent_id"].drop_nulls()) <= set(place["place_id"])
    pinned = place.filter(pl.col("latitude").is_not_null())
    assert pinned["source"].str.starts_with("GeoNames").all()
    assert pinned["coordinate_precision"].null_count() == 0
    assert place.filter((pl.col("kind") != "country") & pl.col("country").is_null()).is_empty()


def test_names_of_bodies_are_theirs_alone(reference: Tables) -> None:
    for table, key in (("organisation_name", "organisation_id"), ("actor_name", "actor_id")):
        shared = reference[table].group_by("name").agg(pl.col(key).n_unique()).filter(pl.col(key) > 1)
        assert shared.is_empty(), shared


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (
            "gazetteer/places_curated.csv",
            "sy-tabiya,Tabiya,village,sy-deir-ez-zor",
            "sy-tabiya,Tabiya,village,sy-nowhere",
        ),
        ("gazetteer/places_curated.csv", "sy-tabiya,Tabiya,village", "sy-tabiya,Tabiya,hovel"),
        ("gazetteer/place_names_curated.csv", "sy-tabiya,Tabia,", "sy-gone,Tabia,"),
        ("gazetteer/geonames_places.csv", "geonameid,", "id,"),
        ("authority/organisations.csv", ",monitor,", ",gossip,"),
        ("authority/actors.csv", ",government-side,", ",nobody,"),
        ("gazetteer/countries.csv", ",Syria", ", Syria"),
        ("gazetteer/geonames_places.csv", "Khushām,", "Khushām ,"),
    ],
)
def test_a_broken_reference_file_is_refused_by_name(tmp_path: Path, file: str, old: str, new: str) -> None:
    shutil.copytree(RAW / "gazetteer", tmp_path / "gazetteer")
    shutil.copytree(RAW / "authority", tmp_path / "authority")
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError):
        load_reference(tmp_path)
