"""Every row of a release leads back to characters, a file's sha256, a rule or a person; what is unknown is said so."""

import io
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from pipeline.curation.decisions import decisions
from pipeline.errors import UsageError
from pipeline.lineage import KINDS, Trace
from pipeline.lineage_tree import tree
from pipeline.release import publish
from pipeline.release.manifest import read_manifest
from pipeline.schema import DECLARED, TABLES, conform
from pipeline.storage import read_table
from pipeline.trace import trace
from support import ledger

PUBLISHED = Path(__file__).parents[2] / "data" / "published"
REASON = "Twelve and two more."
END_OF_A_WAY = ("sha256 ", "“", "a rule of: the code", "decided by: R. Reader", "reason: ", "words: ")
"""What a way back ends at: a hash, characters, rules, a person, or the reason of a change."""


def row(table, **values):
    """One row of a table; what is required and not given is filled."""
    made = {field.name: "x" if field.kind == "text" else 0 for field in TABLES[table].fields if field.required}
    return conform(pl.DataFrame([made | values]), TABLES[table])


def built(curation):
    """The made-up ledger with rows in every table, the first claim corrected by a curator."""
    made = ledger.tables(killed=14)
    first, second = sorted(made["claim"].filter(pl.col("place_id") == "p-qasr")["claim_id"])
    document = made["source_document"].filter(file_name="first.txt")["document_id"].item()
    header = "claim_id,field,old_value,new_value,reason,source,who,date\n"
    corrected = made["claim"].filter(pl.col("killed_min") == 14)["claim_id"].item()
    (curation / "corrections.csv").write_text(
        f"{header}{corrected},killed_min,12,14,{REASON},the text,R. Reader,2026-11-20\n"
    )
    made["claim"] = made["claim"].with_columns(asserter_id=pl.lit("o-river"), actor_id=pl.lit("a-army"))
    links = made["incident_claim"].with_columns(origin_id=pl.lit("origin-river"), origin_is_named=pl.lit(True))
    edge = {"from_incident": "i-valley", "to_incident": "i-qasr", "relation": "contains", "basis": "inside_window"}
    found = {"rule_id": "claim.quote", "row_key": first, "detail": "made up"}
    return made | {
        "decision": decisions(curation, made["source_document"]),
        "incident_claim": links,
        "incident_relation": row("incident_relation", **edge),
        "pair_judgement": row("pair_judgement", claim_a=first, claim_b=second, rule="same_words", decided_by="rule"),
        "claim_relation": row("claim_relation", from_claim=first, to_claim=second, relation="contradicts"),
        "document_span": row("document_span", document_id=document, span_start=0, span_end=20, kind="headline"),
        "organisation": row("organisation", organisation_id="o-river", name="River Monitor", source="curated"),
        "organisation_name": row("organisation_name", organisation_id="o-river", name="RM"),
        "actor": row("actor", actor_id="a-army", name="Valley Army", source="curated"),
        "actor_name": row("actor_name", actor_id="a-army", name="VA"),
        "parse_issue": row("parse_issue", issue_id="issue-1", collection="made-up", file_name="first.txt"),
        "quality_violation": row("quality_violation", **found),
        "quality_result": made["quality_result"].with_columns(severity=pl.lit("warning"), table_name=pl.lit("claim")),
        "id_history": row("id_history", old_id="i-old", new_id="i-qasr", change="merged", release="0.2.0"),
    }


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Tables and manifest of a second release, which has a row in every table."""
    folder, curation = tmp_path_factory.mktemp("published"), tmp_path_factory.mktemp("curation")
    reference = {"authority": {"organisations.csv": "a" * 64, "actors.csv": "b" * 64}}
    reference |= {"gazetteer": {"places_curated.csv": "c" * 64}, "curation": {"corrections.csv": "d" * 64}}
    publish(ledger.tables(), folder, inputs=ledger.inputs() | reference)
    release = publish(built(curation), folder, inputs=ledger.inputs() | reference).path
    tables = {name: read_table(table, release) for name, table in DECLARED.items() if name != "sentence"}
    return tables, read_manifest(release)


def shown(traced):
    console = Console(file=io.StringIO(), width=300, color_system=None)
    console.print(tree(traced))
    return console.file.getvalue()


def ask(released, id):
    tables, manifest = released
    return shown(trace(tables, id, manifest))


@pytest.mark.parametrize("table", sorted(set(DECLARED) - {"sentence"}))
def test_a_row_of_any_table_leads_back_to_where_it_comes_from(released, table):
    tables, manifest = released
    first = tables[table].row(0, named=True)
    key = "|".join(str(first[name]) for name in DECLARED[table].key)
    traced = trace(tables, f"{table}:{key}", manifest)
    told = shown(traced)
    assert any(end in told for end in END_OF_A_WAY), told
    assert isinstance(traced, Trace) or traced.table == table or "#" in key


SHOWN_AS = {"claim_flat": "claim", "incident_flat": "incident", "document_text": "source_document"}
"""Tables with the key of another, as which their rows are shown."""


@pytest.mark.parametrize("table", sorted(set(DECLARED) - {"sentence"}))
def test_the_key_alone_is_enough(released, table):
    tables, manifest = released
    for row in (tables[table].row(0, named=True), tables[table].row(-1, named=True)):
        key = "|".join(str(row[name]) for name in DECLARED[table].key)
        traced = trace(tables, key, manifest)
        if isinstance(traced, Trace):
            assert (KINDS[traced.kind][0], traced.id) == (SHOWN_AS.get(table, table), key)
        else:
            assert (traced.table, traced.key) == (table, key)


def test_a_column_that_is_not_there_is_refused_with_the_nearest_and_one_without_lineage_says_so(released):
    with pytest.raises(UsageError, match=r"has no column 'kiled_min'.*") as refused:
        ask(released, "incident:i-qasr#kiled_min")
    assert "Did you mean killed_min" in str(refused.value)
    with pytest.raises(UsageError, match="Table incident has no column 'zzzzz'"):
        ask(released, "incident:i-qasr#zzzzz")
    told = ask(released, "incident:i-qasr#grade_rule")
    assert "incident i-qasr#grade_rule" in told
    assert "no lineage of its own; its row" in told
    assert "incident i-qasr  incident" in told
    assert "lowest of: " in ask(released, "incident_flat:i-qasr#killed_min")


@pytest.mark.parametrize("asked", ["pair_judgement:a|b", "quality_result:x", "quality_result:p-qasrr", "p-q"])
def test_no_id_of_another_table_and_none_by_a_few_letters_is_offered(released, asked):
    with pytest.raises(UsageError) as refused:
        ask(released, asked)
    assert "Did you mean" not in str(refused.value)


def test_a_figure_of_an_incident_leads_to_the_characters_it_rests_on(released):
    told = ask(released, "incident:i-qasr#killed_min")
    assert "lowest of: " in told
    assert "words: At least 12" in told
    assert f"made-up/first.txt  sha256 {ledger.inputs()['made-up']['first.txt']}" in told


def test_a_corrected_claim_and_its_decision_name_the_person_the_day_and_the_file(released):
    tables, _ = released
    decision = tables["decision"].row(0, named=True)
    told = ask(released, decision["decision_id"])
    assert "decided by: R. Reader on 2026-11-20" in told
    assert f"curation/corrections.csv  sha256 {'d' * 64}" in told
    claim = ask(released, decision["claim_id"])
    assert "decided by a person: curator R. Reader, 2026-11-20: lowest number killed: 12 → 14 in claim" in claim
    assert "changed (asserter_id, killed_value, killed_min, actor_id) in release 0.2.0: " in claim
    assert "for: Twelve and two more." in ask(released, "R. Reader") + claim


def test_a_change_leads_to_its_reason_and_to_the_row(released):
    told = ask(released, "change_log:incident|i-qasr")
    assert "reason: follows from claim " in told
    assert "curator R. Reader" in told
    assert "the row" in told
    assert "“At least 12”" in told


def test_places_and_bodies_lead_to_their_file_and_to_the_words_they_were_found_in(released):
    assert f"gazetteer/places_curated.csv  sha256 {'c' * 64}" in ask(released, "p-qasr")
    assert "“Qasr al-Wadi”" in ask(released, "p-qasr")
    body = ask(released, "o-river")
    assert f"authority/organisations.csv  sha256 {'a' * 64}" in body
    assert "“River Monitor”" in body
    assert f"authority/actors.csv  sha256 {'b' * 64}" in ask(released, "actor_name:a-army|VA")


def test_hashes_files_rules_origins_and_releases_are_answered_too(released):
    manifest = released[1]
    first = ledger.inputs()["made-up"]["first.txt"]
    assert "document d-" in ask(released, first)
    assert "document d-" in ask(released, "made-up/first.txt")
    assert "input of release: 0.2.0" in ask(released, "curation/corrections.csv")
    assert "made release: 0.2.0" in ask(released, manifest["code"]["sha256"][:12])
    assert "pipeline/extract" in ask(released, manifest["parts"]["extract"])
    assert "decides: pair_judgement" in ask(released, "same_words")
    assert "speaks in: claim" in ask(released, "origin-river")
    assert "made from: made-up/first.txt" in ask(released, "0.2.0")
    assert "holds: table claim" in ask(released, "claim.parquet")


def test_a_broken_rule_leads_to_the_row_and_a_rule_to_the_rows_that_broke_it(released):
    tables, _ = released
    claim = tables["quality_violation"]["row_key"].item()
    assert f"broken by: claim {claim}  made up" in ask(released, "claim.quote")
    assert f"claim {claim}" in ask(released, f"claim.quote|{claim}")


def test_a_long_list_is_cut_and_says_so(released):
    tables, manifest = released
    many = pl.concat([tables["claim"].head(1).with_columns(claim_id=pl.lit(f"c-{number:02}")) for number in range(15)])
    told = shown(trace({**tables, "claim": many}, "o-river", manifest))
    assert told.count("found in the words of") == 10
    assert "and: 5 more claims" in told


@pytest.mark.parametrize("asked", ["p-qasrr", "place:p-qasrr", "place_name:p-qasrr|x"])
def test_an_id_that_is_almost_one_names_the_nearest_and_what_it_is(released, asked):
    with pytest.raises(UsageError, match=r"Did you mean .*p-qasr \(place\)"):
        ask(released, asked)


NOTHING = ["", "zzzzzz", "nothing:x", "\x1b[2J", "|", "claim:", "#", "text:x#1-2", "z" * 100_000]


@pytest.mark.parametrize("asked", NOTHING)
def test_whatever_is_asked_an_unknown_id_is_a_clear_answer(released, asked):
    with pytest.raises(UsageError, match="Nothing here has the id"):
        ask(released, asked)


def test_a_release_of_an_older_schema_is_traced_by_the_tables_it_has(released):
    tables, _ = released
    old = {name: frame for name, frame in tables.items() if name in ("claim", "incident", "incident_claim", "place")}
    old["place"] = old["place"].drop("iso_3166_2", "ocha_pcode")
    old["source_document"] = tables["source_document"]
    assert "the text is not in these tables" in shown(trace(old, "i-qasr"))
    assert "gazetteer/places_curated.csv" in shown(trace(old, "p-qasr"))
    assert "lowest of" in shown(trace(old, "incident:i-qasr#killed_min"))


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0"])
def test_committed_releases_are_traced_from_a_row_of_every_table_they_have(version):
    release = PUBLISHED / version
    tables = {name: read_table(table, release) for name, table in DECLARED.items() if name != "sentence"}
    manifest = read_manifest(release)
    held = {name: frame for name, frame in tables.items() if frame.height}
    assert len(held) >= 18
    for table, frame in held.items():
        last = frame.row(-1, named=True)
        key = "|".join(str(last[name]) for name in DECLARED[table].key)
        told = shown(trace(tables, f"{table}:{key}", manifest))
        assert any(end in told for end in END_OF_A_WAY), told
