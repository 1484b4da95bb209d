"""What a name in a text resolves to, and what it must not."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from pipeline.authority import load_reference, resolve
from pipeline.authority.keys import WORDS
from pipeline.authority.names import Names
from pipeline.authority.reference import Tables
from pipeline.errors import InputError
from pipeline.schema import TABLES, conform
from support.authority import RAW, reference


@pytest.fixture(scope="module", name="reference")
def _reference() -> Tables:
    return reference()


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
        ("Karim Adel, who heads the SDF media centre", "sdf"),
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


@pytest.mark.parametrize("word", sorted(set(WORDS["unnamed_speakers"])))
def test_a_speaker_without_a_name_is_no_organisation_so_it_counts_in_its_own_document_only(
    reference: Tables, word: str
) -> None:
    rows = [{"asserted_by": said} for said in (word, f"local {word}", f"{word} in the area")]
    assert resolved(reference, *rows)["claim"]["asserter_id"].to_list() == [None, None, None]


def test_every_belligerent_is_an_actor_too_so_that_it_can_accept_responsibility(reference: Tables) -> None:
    actors = Names.of(reference["actor_name"], "actor_id")
    parties = reference["organisation"].filter("is_belligerent")["organisation_id"]
    names = reference["organisation_name"].filter(pl.col("organisation_id").is_in(parties.implode()))
    linked = {body for body, name in names.select("organisation_id", "name").iter_rows() if actors.whole(name)}
    assert linked == set(parties)


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
        ("U.S.-led coalition", "us-led-coalition"),
        ("RAF drone", "united-kingdom"),
        ("Iranian-backed groups", "iran-backed-militias"),
        ("Free Syrian Army fighters", "fsa"),
        ("Saudi-led coalition warplanes", "saudi-led-coalition"),
        ("Kachin Independence Army (KIA)", "kachin-independence-army"),
        ("paramilitary Rapid Support Forces", "rapid-support-forces"),
        ("Eritrean troops", "eritrea"),
    ],
)
def test_actors_resolve_and_several_at_once_to_the_side_they_share(
    reference: Tables, words: str, actor: str | None
) -> None:
    assert resolved(reference, {"actor_as_written": words})["claim"]["actor_id"].to_list() == [actor]


def test_the_outlet_gets_its_id_and_an_unknown_outlet_none(reference: Tables) -> None:
    assert resolved(reference, {})["source_document"]["publisher_id"].to_list() == ["deirezzor-24"]
    assert resolved(reference, {}, publisher="Nobody's Gazette")["source_document"]["publisher_id"].to_list() == [None]


def test_every_place_has_a_parent_in_the_table_and_coordinates_only_from_a_cited_source(reference: Tables) -> None:
    place = reference["place"]
    assert set(place["parent_id"].drop_nulls()) <= set(place["place_id"])
    pinned = place.filter(pl.col("latitude").is_not_null())
    assert pinned["source"].str.contains(r"^(GeoNames \d+|Wikipedia, .+), CC BY").all()
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
        ("gazetteer/admin1_crosswalk.csv", "SY,09,SY-HL", "SY,09,SY-DY"),
        ("gazetteer/admin1_crosswalk.csv", "SY,09,", "SY,99,"),
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
