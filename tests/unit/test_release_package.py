"""What programs and spreadsheets find in a release: packages that their own tools accept, safe CSV, honest points."""

import csv as reader
import io
import json
import logging
import shutil
import struct
from pathlib import Path

import duckdb
import mlcroissant
import polars as pl
import pyarrow.parquet as pq
import pytest
import yaml
from frictionless import Package
from frictionless import validate as frictionless_validate
from hypothesis import given
from hypothesis import strategies as st

from pipeline.incident_flat import incident_flat
from pipeline.release import publish, verify
from pipeline.release.export import export, hashtags
from pipeline.release.manifest import write_sums
from pipeline.release.spreadsheet import FLAT, csv, guarded
from pipeline.release.views import released_tables
from pipeline.schema import TABLES, conform, dictionary
from pipeline.schema.derived import INCIDENT_FLAT
from pipeline.usage_warnings import WARNINGS
from support.ledger import inputs, tables

ADDED = (
    "CHANGES.md",
    "CITATION.cff",
    "croissant.json",
    "data-dictionary.md",
    "datapackage.json",
    "incident.geo.parquet",
    *FLAT,
)


def placed(**point):
    """The made-up ledger with a point for its village and a formula for a speaker."""
    made = tables()
    spot = {"latitude": 35.5, "longitude": 40.25, "coordinate_precision": "settlement"} | point
    at = pl.col("place_id") == "p-qasr"
    types = made["place"].schema
    made["place"] = made["place"].with_columns(
        pl.when(at).then(pl.lit(value, types[name])).otherwise(name).alias(name) for name, value in spot.items()
    )
    near = pl.when(pl.col("place_id") == "p-qasr").then(1).otherwise(4)
    made["incident"] = conform(made["incident"].with_columns(place_precision=near), TABLES["incident"])
    made["claim"] = made["claim"].with_columns(
        asserted_by=pl.when(pl.col("killed_min") == 16).then(pl.lit("=HYPERLINK(1)")).otherwise("asserted_by")
    )
    return made


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    return publish(placed(), tmp_path_factory.mktemp("published"), inputs=inputs()).path


@pytest.fixture
def release(pristine, tmp_path):
    return Path(shutil.copytree(pristine, tmp_path / pristine.name))


def test_frictionless_finds_every_table_as_the_package_says(pristine):
    report = frictionless_validate(str(pristine / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])[:5]
    described = {resource.path for resource in Package(str(pristine / "datapackage.json")).resources}
    assert {f"{name}.parquet" for name in released_tables()} | set(FLAT) <= described


def test_frictionless_notices_a_word_no_vocabulary_has_and_a_claim_of_no_document(release):
    package = json.loads((release / "datapackage.json").read_text())
    claims = pl.read_parquet(release / "claim.parquet")
    claims = claims.with_columns(document_id=pl.lit("d-none"), stance=pl.lit("swears"))
    claims.write_parquet(release / "claim.parquet")
    for resource in package["resources"]:
        resource.pop("hash", None)
    (release / "datapackage.json").write_text(json.dumps(package))
    kinds = {row[0] for row in frictionless_validate(str(release / "datapackage.json")).flatten(["type"])}
    assert {"constraint-error", "foreign-key"} <= kinds


def test_mlcroissant_reads_every_record_of_every_table(pristine, monkeypatch, caplog):
    monkeypatch.chdir(pristine)
    caplog.set_level(logging.WARNING)
    dataset = mlcroissant.Dataset(jsonld="croissant.json")
    assert dataset.metadata.issues.errors == set()
    assert "not standard" not in caplog.text
    rows = {name: pl.read_parquet(pristine / f"{name}.parquet").height for name in released_tables()}
    assert {one.name: sum(1 for _ in dataset.records(one.name)) for one in dataset.metadata.record_sets} == rows
    first = {row["incident_flat/incident_id"]: row for row in dataset.records("incident_flat")}[b"i-qasr"]
    assert (first["incident_flat/place_name"], first["incident_flat/killed_min"]) == (b"Qasr al-Wadi", 12)


def test_the_citation_names_the_release_and_no_day(pristine):
    cited = yaml.safe_load((pristine / "CITATION.cff").read_text())
    assert (cited["version"], cited["type"], cited["license"]) == ("0.1.0", "dataset", "CC-BY-4.0")
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert "date-released" not in cited


def test_the_dictionary_in_the_release_explains_every_column(pristine):
    text = (pristine / "data-dictionary.md").read_text()
    assert text == dictionary(released_tables())
    assert "## usage_warning" in text


def test_parquet_files_say_what_their_columns_mean(pristine):
    for name, table in released_tables().items():
        schema = pq.read_schema(pristine / f"{name}.parquet")
        found = {column.name: column.metadata[b"description"].decode() for column in schema}
        assert found == {field.name: field.meaning for field in table.fields}, name
    file = pq.read_metadata(pristine / "claim.parquet").metadata
    assert file[b"warning"].decode() == TABLES["claim"].warning


def test_incident_flat_has_names_in_place_of_ids(pristine):
    row = pl.read_parquet(pristine / "incident_flat.parquet").row(
        by_predicate=pl.col("incident_id") == "i-qasr", named=True
    )
    assert (row["place_name"], row["latitude"], row["coordinate_precision"]) == ("Qasr al-Wadi", 35.5, "settlement")
    assert row["min_said_by"] == "River Monitor, Valley News"
    assert (row["speakers"], row["publishers"]) == ("=HYPERLINK(1); River Monitor", "Valley News")
    unheard = tables()
    unheard["claim"] = unheard["claim"].with_columns(asserted_by=pl.lit(None, pl.String))
    unheard["source_document"] = unheard["source_document"].with_columns(
        publisher_name=pl.lit(None, pl.String), publisher_id=pl.lit(None, pl.String)
    )
    assert incident_flat(unheard)["min_said_by"].to_list() == [None] * unheard["incident"].height
    made = tables()
    made["actor"] = pl.DataFrame(
        {"actor_id": ["a-1", "a-2"], "name": ["Red air force", "Blue air force"], "source": "x"}
    )
    made["incident"] = made["incident"].with_columns(alleged_actors=pl.lit("a-1; a-2"))
    assert set(incident_flat(made)["alleged_actor_names"]) == {"Blue air force; Red air force"}
    assert incident_flat(made).height == made["incident"].height
    assert incident_flat({"incident": made["incident"]}).columns == INCIDENT_FLAT.columns


def test_each_warning_applies_to_the_rows_its_condition_picks_and_they_say_so(pristine):
    with duckdb.connect(str(pristine / "harm-ledger.duckdb"), read_only=True) as con:
        rows = con.sql("SELECT warning_id, applies_to, condition, words FROM usage_warning").fetchall()
        assert len(rows) == len(WARNINGS)
        for warning, table, condition, words in rows:
            picked = con.sql(f"SELECT * FROM {table} WHERE {condition or 'true'}")
            assert words.endswith(".")
            if table == "incident_flat":
                said = con.sql(
                    f"SELECT incident_id FROM {table} WHERE list_contains(split(usage_warnings, '; '), '{warning}')"
                )
                assert sorted(row[0] for row in said.fetchall()) == sorted(row[0] for row in picked.fetchall()), warning
        told = dict(con.sql("SELECT incident_id, usage_warnings FROM incident_flat").fetchall())
    assert "total_not_event" in told["i-valley"]
    assert "total_not_event" not in told["i-qasr"]
    assert "range_not_count" in told["i-qasr"]


def test_geoparquet_has_a_point_for_an_event_whose_place_has_one_and_says_what_it_stands_for(pristine):
    file = pq.ParquetFile(pristine / "incident.geo.parquet")
    geo = json.loads(file.metadata.metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert geo["columns"]["geometry"] == {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "bbox": [40.25, 35.5, 40.25, 35.5],
    }
    (row,) = file.read().to_pylist()
    assert struct.unpack("<BIdd", row["geometry"]) == (1, 1, 40.25, 35.5)
    assert (row["incident_id"], row["coordinate_precision"], row["place_precision"]) == ("i-qasr", "settlement", 1)


@pytest.mark.parametrize("why", ["no coordinates", "only the governorate is known", "a total"])
def test_geoparquet_has_no_false_pin(tmp_path, why):
    made = placed(latitude=None) if why == "no coordinates" else placed()
    if why == "only the governorate is known":
        made["incident"] = made["incident"].with_columns(place_precision=pl.lit(4, pl.Int64))
    if why == "a total":
        made["incident"] = made["incident"].with_columns(incident_kind=pl.lit("cumulative"))
    file = publish(made, tmp_path, inputs=inputs()).path / "incident.geo.parquet"
    assert pq.read_table(file).num_rows == 0
    assert json.loads(pq.read_metadata(file).metadata[b"geo"])["columns"]["geometry"]["geometry_types"] == []


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@given(
    st.lists(TEXT | st.sampled_from(["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "''", 'a,b\n"c"']), min_size=1)
)
def test_no_text_is_a_formula_and_every_text_can_be_had_back(texts):
    frame = pl.DataFrame({"text": texts, "number": [-1] * len(texts)})
    assert guarded(frame).with_columns(pl.col(pl.String).str.strip_prefix("'")).equals(frame)
    rows = list(reader.reader(io.StringIO(csv(frame).decode("utf-8-sig"), newline="")))
    assert rows[0] == ["text", "number"]
    assert not [row[0] for row in rows[1:] if row[0].startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [row[0].removeprefix("'") for row in rows[1:]] == texts
    assert {row[1] for row in rows[1:]} == {"-1"}, "numbers stay numbers"


def test_the_spreadsheets_of_a_release_hold_the_flat_tables(pristine):
    for file, table in FLAT.items():
        rows = list(reader.DictReader((pristine / file).open(encoding="utf-8-sig", newline="")))
        assert len(rows) == pl.read_parquet(pristine / f"{table.name}.parquet").height
        assert list(rows[0]) == table.columns
    with (pristine / "claim_flat.csv").open(encoding="utf-8-sig", newline="") as opened:
        assert "'=HYPERLINK(1)" in {row["asserted_by"] for row in reader.DictReader(opened)}


def test_an_export_carries_hxl_hashtags_under_its_header_where_they_are_asked_for(pristine, tmp_path):
    for hxl in (True, False):
        paths = export(pristine, tmp_path, hxl=hxl)
        rows = list(reader.reader(paths[0].open(encoding="utf-8-sig", newline="")))
        tags = dict(zip(rows[0], rows[1], strict=True))
        assert (tags["killed_min"] == "#affected+killed+min") is hxl
        assert len(rows) == 3 + hxl
    assert hashtags().keys() <= {column for table in FLAT.values() for column in table.columns}


@pytest.mark.parametrize("file", ADDED)
def test_an_altered_file_of_the_package_is_named_even_where_the_sums_were_mended(release, file):
    with (release / file).open("ab") as handle:
        handle.write(b" ")
    assert [finding.file for finding in verify(release).findings] == [file]
    write_sums(release)
    assert [str(finding) for finding in verify(release).findings] == [
        f"0.1.0/{file}: sha256 is not the one in manifest.json"
    ]


def test_the_readme_says_what_every_file_is(pristine):
    text = (pristine / "README.md").read_text()
    assert [file for file in ADDED if f"| `{file}` |" not in text] == []
