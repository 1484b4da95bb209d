"""Which place a name in a text means, and which it must not."""

import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.places import show_places
from pipeline.authority.context import Context, contexts_of
from pipeline.authority.expected import COLUMNS, check
from pipeline.authority.keys import place_key, skeleton
from pipeline.authority.matching import Matcher
from pipeline.authority.places import NEAR_KM
from pipeline.errors import InputError, UsageError
from pipeline.schema import TABLES, conform
from support.authority import RAW, matcher, reference

LIST = Path(__file__).with_name("places_expected.csv")
DEIR_EZ_ZOR = Context(frozenset({"sy-deir-ez-zor"}), "sy-deir-ez-zor", countries=frozenset({"country-sy"}))
NAMES = sorted(name for name in reference()["place_name"]["name"].to_list() if name.isascii())[::97]


def _frame(table: str, row: dict[str, object]) -> pl.DataFrame:
    return conform(pl.DataFrame([row], infer_schema_length=None), TABLES[table])


@pytest.fixture(scope="module", name="matcher")
def _matcher() -> Matcher:
    return matcher()


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
def test_spellings_of_one_place_meet(matcher: Matcher, one: str, other: str) -> None:
    assert set(matcher.gazetteer.named(one)) & set(matcher.gazetteer.named(other))


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
        ("outskirts of al-Mayadeen town", "gn-173480", 2),
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


def test_nine_in_ten_places_of_the_reviewed_list_are_right_and_no_point_is_far_off(matcher: Matcher) -> None:
    checked = check(LIST, matcher.gazetteer)
    for collection in ("seeds", "ngo", "news", "spellings", "world"):
        rows = [one for one in checked if one.row["collection"] == collection]
        wrong = [(one.row["place"], one.found.place_id) for one in rows if not one.right]
        assert rows, collection
        assert len(wrong) <= 0.1 * len(rows), wrong
    assert [one.row for one in checked if one.pinned_wrongly] == []


@pytest.mark.parametrize(
    ("expected", "right", "pinned_wrongly"),
    [
        ("gn-167899", True, False),
        ("gn-173480", False, True),
        ("unresolved", False, True),
        ("sy-deir-ez-zor", False, True),
    ],
)
def test_the_reviewed_list_tells_a_point_that_is_off(
    tmp_path: Path, matcher: Matcher, expected: str, right: bool, pinned_wrongly: bool
) -> None:
    path = tmp_path / "places_expected.csv"
    path.write_text(",".join(COLUMNS) + f"\nown,Khasham,Deir Ezzor,Syria,,,{expected}\n", encoding="utf-8")
    [one] = check(path, matcher.gazetteer)
    assert (one.right, one.pinned_wrongly) == (right, pinned_wrongly)


def test_the_reviewed_list_may_expect_only_places_there_are(tmp_path: Path, matcher: Matcher) -> None:
    path = tmp_path / "places_expected.csv"
    path.write_text(",".join(COLUMNS) + "\nown,Khasham,,Syria,,,gn-0\n", encoding="utf-8")
    with pytest.raises(InputError, match="gn-0"):
        check(path, matcher.gazetteer)


def test_one_number_is_two_governorates_in_two_schemes_and_only_the_crosswalk_tells(matcher: Matcher) -> None:
    rows = matcher.gazetteer.rows
    by_pcode = {row["ocha_pcode"]: place_id for place_id, row in rows.items() if row["ocha_pcode"]}
    assert by_pcode["SY09"] == "sy-deir-ez-zor"
    crosswalk = (RAW / "gazetteer" / "admin1_crosswalk.csv").read_text(encoding="utf-8")
    assert "SY,09,SY-HL,SY02,sy-aleppo" in crosswalk
    assert rows["gn-170063"]["governorate"] == rows["sy-aleppo"]["name"]
    assert len(by_pcode) == 14


@pytest.mark.parametrize(
    ("name", "governorate", "place"),
    [
        ("Seraqeb", "Idlib", "gn-164816"),
        ("Daret Izza", "Aleppo", "gn-170857"),
        ("Al-Bolayl", "Deir Ezzor", "sy-bulayl"),
    ],
)
def test_a_similar_name_counts_inside_its_governorate_and_is_marked(
    matcher: Matcher, name: str, governorate: str, place: str
) -> None:
    found = matcher.find(name, governorate, "Syria", Context())
    assert (found.place_id, found.match) == (place, "similar")
    elsewhere = matcher.find(name, "Tartus", "Syria", Context())
    assert elsewhere.match == "unresolved"
    nowhere = matcher.find(name, None, "Syria", Context())
    assert nowhere.match == "unresolved"


def test_a_name_that_is_two_places_consonants_is_neither(matcher: Matcher) -> None:
    g = matcher.gazetteer
    twins = next(
        (area, ids)
        for area in ("sy-aleppo", "sy-idlib", "sy-hama", "ps-west-bank")
        for key in sorted(g.index)
        if len(skeleton(key)) > 2 and len(ids := g.alike(key, area)) > 1
    )
    area, ids = twins
    key = min(key for keys in ids.values() for key in keys)
    unseen = f"{key}u" if f"{key}u" not in g.index else f"{key}o"
    country = g.rows[area]["country"]
    found = matcher.find(unseen.title(), g.rows[area]["name"], country, Context())
    assert found.match == "unresolved"


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Tripoli", "Lebanon", "gn-266826"),
        ("Tripoli", "Libya", "gn-2210247"),
        ("Rafah", "Palestine", "gn-281102"),
        ("Rafah", "Egypt", "gn-350350"),
        ("Salah al-Din", "Iraq", "gn-91695"),
    ],
)
def test_the_texts_country_decides_between_namesakes(matcher: Matcher, name: str, country: str, place: str) -> None:
    assert matcher.find(name, None, country, Context()).place_id == place
    home = frozenset(matcher.gazetteer.named(country, frozenset({"country"})))
    assert matcher.find(name, None, None, Context(countries=home)).place_id == place


def test_a_name_of_two_countries_cities_is_neither_without_a_country(matcher: Matcher) -> None:
    assert matcher.find("Tripoli", None, None, Context()).match == "unresolved"


def test_a_bare_name_means_the_area_where_monitors_write_so_and_the_city_elsewhere(matcher: Matcher) -> None:
    assert matcher.find("Homs", None, "Syria", Context()).precision == 4
    assert matcher.find("Kharkiv", None, "Ukraine", Context()).place_id == "gn-706483"
    assert matcher.find("Kharkiv region", None, "Ukraine", Context()).place_id == "ua-kharkiv-oblast"


def test_a_suburb_is_in_the_city_whose_governorate_ends_before_it(matcher: Matcher) -> None:
    for name in ("Harasta", "Moadamiyeh", "Eastern Ghouta"):
        found = matcher.find(name, "Damascus", "Syria", Context())
        assert matcher.gazetteer.of_kind(str(found.place_id), "governorate") == "sy-rif-dimashq"


def test_a_neighbourhood_of_one_town_is_not_that_of_another(matcher: Matcher) -> None:
    assert matcher.find("Al-Ashrafiyah", "Aleppo", "Syria", Context()).place_id == "sy-ashrafiyah"
    assert matcher.find("Al-Ashrafiyah", "Darat Izza", "Syria", Context()).match == "unresolved"


def test_a_camp_no_table_has_is_beside_the_settlement_of_its_name(matcher: Matcher) -> None:
    camp = matcher.find("Jenin refugee camp", None, "Palestine", Context())
    assert (camp.place_id, camp.precision) == ("gn-283506", 2)
    known = matcher.find("Jabaliya refugee camp", None, "Palestine", Context())
    assert known.place_id == "ps-jabaliya-camp"


def test_the_province_is_the_one_the_claim_itself_names(matcher: Matcher) -> None:
    found = matcher.find("the province", "Raqqa", "Syria", DEIR_EZ_ZOR)
    assert found.place_id == "sy-raqqa"


def test_the_city_is_the_one_the_text_calls_a_city() -> None:
    claim = {"document_id": "d", "place_as_written": "the city", "country": "Syria"}
    document = {"document_id": "d", "title": None}
    text = {"document_id": "d", "text": "Shells fell on a market. People of Raqqa city fled the city."}
    tables = {
        name: _frame(name, row)
        for name, row in (("claim", claim), ("source_document", document), ("document_text", text))
    }
    context = contexts_of(tables, matcher().gazetteer)["d"]
    assert matcher().find("the city", None, "Syria", context).place_id == "gn-172955"


@given(st.sampled_from(NAMES), st.sampled_from(["Al-", "al ", "El-", "the ", ""]), st.booleans())
def test_article_case_and_hyphens_never_change_a_key(name: str, article: str, upper: bool) -> None:
    written = article + name.replace(" ", "-")
    assert place_key(written.upper() if upper else written) == place_key(name)


@given(st.sampled_from(NAMES))
def test_a_skeleton_has_no_vowel_and_is_the_same_for_one_key(name: str) -> None:
    bones = skeleton(place_key(name))
    assert not set(bones) & set("aeiou")
    assert bones == skeleton(place_key(f"al-{name}"))


@given(
    st.text(max_size=40) | st.sampled_from(NAMES),
    st.none() | st.sampled_from(["Aleppo", "Deir Ezzor", "Donetsk", "Nowhere", "Damascus", ""]),
    st.none() | st.sampled_from(["Syria", "Ukraine", "Atlantis"]),
)
def test_any_words_give_a_place_of_the_tables_or_a_row_without_a_point(
    phrase: str, container: str | None, country: str | None
) -> None:
    g = matcher().gazetteer
    found = matcher().find(phrase, container, country, Context())
    unknown = {row["place_id"] for row in found.unknown}
    assert found.place_id is None or found.place_id in g.rows or found.place_id in unknown
    assert all("latitude" not in row and row["kind"] == "unresolved" for row in found.unknown)
    if found.place_id in g.rows and country in {"Syria", "Ukraine"}:
        assert g.rows[str(found.place_id)]["country"] == country


@pytest.mark.parametrize(("area", "expected"), [("Quneitra", "sy-hadar"), ("Aleppo", "gn-170137")])
def test_two_towns_called_hader_300_km_apart_are_told_by_their_governorate(
    matcher: Matcher, area: str, expected: str
) -> None:
    assert matcher.find("Hader", area, "Syria", Context()).place_id == expected
    kilometres = matcher.gazetteer.kilometres("sy-hadar", "gn-170137")
    assert kilometres is not None
    assert kilometres > 300


def test_a_point_from_outside_geonames_lies_near_where_its_neighbours_do(matcher: Matcher) -> None:
    g = matcher.gazetteer
    for place_id, row in g.rows.items():
        if row["source"].startswith("Wikipedia"):
            area = g.of_kind(place_id, "governorate")
            others = [x for x in g.rows if x != place_id and g.of_kind(x, "governorate") == area]
            distances = [km for x in others if (km := g.kilometres(place_id, x)) is not None]
            assert min(distances) <= NEAR_KM, place_id


def test_the_list_of_places_is_printed_with_the_share_right(capsys: pytest.CaptureFixture[str]) -> None:
    show_places(LIST)
    printed = capsys.readouterr().out
    assert "Khushām" in printed
    assert re.search(r"all: \d+ of \d+ right \(0\.9\d+\); 0 shown more than 25 km off", printed)
    with pytest.raises(UsageError):
        show_places(LIST.with_name("no_list.csv"))
