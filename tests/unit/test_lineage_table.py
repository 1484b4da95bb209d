"""Lineage as data: every figure of an incident leads to characters of a text, and to the sha256 of a file."""

import json
from pathlib import Path

import polars as pl
import prov.model
import pytest

from pipeline.lineage_table import lineage
from pipeline.release.provenance import provenance
from pipeline.schema import VOCABULARIES
from pipeline.schema.derived import LINEAGE
from pipeline.storage import read_tables
from support import ledger

RELEASE = Path(__file__).parents[2] / "data" / "published" / "0.1.0"
Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Tables of a release whose lineage is known: five real reports."""
    return read_tables(RELEASE)


@pytest.fixture(scope="module")
def steps(tables: Tables) -> pl.DataFrame:
    return lineage(tables)


def figures(tables: Tables) -> list[tuple[str, str, int]]:
    """Incident, column and value of every number of persons in ``incident``."""
    return [
        (row["incident_id"], column, value)
        for row in tables["incident"].iter_rows(named=True)
        for column, value in row.items()
        if column.endswith(("_min", "_max")) and column != "residual_min" and value is not None
    ]


def test_every_number_of_an_incident_walks_to_a_slice_of_its_text_and_to_the_file(
    tables: Tables, steps: pl.DataFrame
) -> None:
    texts = dict(tables["document_text"].iter_rows())
    hashes = dict(tables["source_document"].select("document_id", "sha256").iter_rows())
    numbers = figures(tables)
    assert len(numbers) > 50
    for incident, column, _ in numbers:
        to_claims = steps.filter(pl.col("from_node") == f"incident:{incident}#{column}")
        assert not to_claims.is_empty(), f"{incident} {column}"
        for node in to_claims["to_node"]:
            characters = steps.filter(pl.col("from_node") == node)
            assert not characters.is_empty(), node
            for row in characters.iter_rows(named=True):
                assert row["words"] == texts[row["document_id"]][row["span_start"] : row["span_end"]]
                (file,) = steps.filter(pl.col("from_node") == f"source_document:{row['document_id']}").rows(named=True)
                assert file["sha256"] == hashes[row["document_id"]]


def test_a_number_leads_only_to_claims_that_give_it_and_are_linked(tables: Tables, steps: pl.DataFrame) -> None:
    claims = {row["claim_id"]: row for row in tables["claim"].iter_rows(named=True)}
    linked = set(tables["incident_claim"].select("incident_id", "claim_id").iter_rows())
    for incident, column, value in figures(tables):
        harm, end = column.removeprefix("combatants_").rsplit("_", 1)
        for node in steps.filter(pl.col("from_node") == f"incident:{incident}#{column}")["to_node"]:
            claim = node.removeprefix("claim:").partition("#")[0]
            told = claims[claim][f"{harm}_{end}"]
            assert (claims[claim][f"{harm}_min"] if told is None else told) == value
            assert (incident, claim) in linked


def test_quotes_are_slices_of_their_texts(tables: Tables, steps: pl.DataFrame) -> None:
    texts = dict(tables["document_text"].iter_rows())
    quotes = steps.filter(pl.col("step") == "quoted_from")
    assert quotes.height == tables["claim"].height
    for row in quotes.iter_rows(named=True):
        assert row["words"] == texts[row["document_id"]][row["span_start"] : row["span_end"]]


def test_a_link_names_its_rule_who_decided_and_the_judgement_on_two_claims(tables: Tables, steps: pl.DataFrame) -> None:
    judged = {(a, b): rule for a, b, rule in tables["pair_judgement"].select("claim_a", "claim_b", "rule").iter_rows()}
    links = steps.filter(pl.col("step") == "linked_to")
    assert links.height == tables["incident_claim"].filter(pl.col("judgement") == "positive").height
    assert links["rule"].null_count() == links["decided_by"].null_count() == 0
    keys = links["judgement_key"].drop_nulls().to_list()
    assert keys
    assert {tuple(key.split("|")) for key in keys} <= judged.keys()


def test_steps_are_those_of_the_vocabulary_and_none_stands_twice(steps: pl.DataFrame) -> None:
    assert set(steps["step"]) == set(VOCABULARIES["lineage_step"])
    assert not steps.select(LINEAGE.key).is_duplicated().any()


def test_a_text_that_is_not_published_shows_the_characters_inside_quotes_only() -> None:
    tables = ledger.tables()
    withheld = tables["source_document"].filter(file_name="third.txt")["document_id"][0]
    tables["document_text"] = tables["document_text"].filter(pl.col("document_id") != withheld)
    outside = tables["claim_evidence"].with_columns(field=pl.lit("date_text"), evidence_start=0, evidence_end=3)
    tables["claim_evidence"] = pl.concat([tables["claim_evidence"], outside], how="vertical_relaxed")
    rows = lineage(tables).filter(pl.col("step") == "rests_on", pl.col("document_id") == withheld)
    assert dict(rows.select(pl.col("from_node").str.split("#").list.last(), "words").iter_rows()) == {
        "killed_text": "40",
        "date_text": None,
    }


def test_the_rows_do_not_depend_on_the_order_of_the_tables_rows(tables: Tables, steps: pl.DataFrame) -> None:
    assert lineage({name: frame.reverse() for name, frame in tables.items()}).equals(steps)


def test_prov_json_is_read_by_the_prov_library_and_comes_back_the_same(tables: Tables) -> None:
    manifest = json.loads((RELEASE / "manifest.json").read_text())
    data = provenance(tables, manifest)
    assert data == provenance(tables, manifest)
    document = prov.model.ProvDocument.deserialize(content=data.decode())
    assert prov.model.ProvDocument.deserialize(content=document.serialize()) == document
    assert document.serialize(format="xml")


def test_prov_json_leads_from_every_incident_to_the_hash_of_a_file(tables: Tables) -> None:
    manifest = json.loads((RELEASE / "manifest.json").read_text())
    told = json.loads(provenance(tables, manifest))
    sources: dict[str, set[str]] = {}
    for step in told["wasDerivedFrom"].values():
        sources.setdefault(step["prov:generatedEntity"], set()).add(step["prov:usedEntity"])
    for incident in tables["incident"]["incident_id"]:
        reached = {f"hl:incident/{incident}"}
        for _ in range(3):
            reached = {source for node in reached for source in sources[node]}
        assert reached <= told["entity"].keys()
        assert {told["entity"][node]["hlt:sha256"] for node in reached} <= set(
            manifest["inputs"]["deir-ez-zor"].values()
        )


def test_prov_json_keeps_ids_of_any_characters_apart() -> None:
    tables = ledger.tables()
    hostile = 'x", "prov:activity": "evil\u202e #/é'
    tables["incident"] = tables["incident"].with_columns(incident_id=pl.lit(hostile) + pl.col("incident_id"))
    tables["incident_claim"] = tables["incident_claim"].with_columns(incident_id=pl.lit(hostile) + "i-qasr")
    manifest = json.loads((RELEASE / "manifest.json").read_text())
    data = provenance(tables, {**manifest, "inputs": ledger.inputs()})
    document = prov.model.ProvDocument.deserialize(content=data.decode())
    assert prov.model.ProvDocument.deserialize(content=document.serialize()) == document
