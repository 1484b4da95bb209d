"""Every row that differs between two releases says why: its own cause, or the rows it follows from and theirs."""

import copy
from pathlib import Path

import polars as pl
import pytest

from pipeline.release.changes import differences
from pipeline.release.derive import as_published
from pipeline.release.semver import Level, Shape, declared_shape, verdict
from pipeline.release.side import Side, side_of
from pipeline.release.views import released_tables
from pipeline.schema import TABLES, conform
from support.ledger import inputs, tables

PUBLISHED = Path(__file__).parents[2] / "data" / "published"
_ORGANISATIONS = "authority/organisations.csv changed"
_RESIDUAL = {"residual_min", "last_changed_release"}
BEFORE, AFTER = ("first.txt", "third.txt"), ("first.txt", "second.txt", "third.txt")
MADE_BY = {
    "release": "0.2.0",
    "schema_version": "1.0.0",
    "code": {"sha256": "a" * 64},
    "lexicon": {"sha256": "b" * 64},
    "model": {"sha256": "c" * 64},
    "written_with": {"polars": "2"},
    "inputs": inputs(),
}
PARTS = dict.fromkeys(("authority", "corpus", "extract", "reconcile", "schema", "text"), "d" * 64)
CORRECTION = {
    "decision_id": "decision-1",
    "file": "corrections.csv",
    "decision": "correct",
    "field": "killed_min",
    "old_value": "12",
    "new_value": "14",
    "reason": "Twelve and two more.",
    "who": "R. Reader",
    "decided_on": "2026-11-20",
}


def side(made, shape=None, **manifest):
    frames = as_published(made, None, {"release": "0.1.0"}).tables
    return Side(frames, copy.deepcopy(MADE_BY) | manifest, shape or declared_shape(released_tables()))


def reasons(old, new):
    return {f"{row.table}:{row.key}": row.reason for row in differences(old, new)}


def claim_id(made, words):
    return made["claim"].filter(pl.col("quote").str.contains(words))["claim_id"].item()


def document_id(made, file):
    return made["source_document"].filter(file_name=file)["document_id"].item()


def decided(made, *rows):
    """The tables with decisions of a curator in them."""
    frame = pl.DataFrame(list(rows))
    return made | {"decision": conform(frame, TABLES["decision"])}


def with_total(made, residual):
    """The total over the valley with the raid inside it, and what is left of it."""
    edge = {"from_incident": "i-valley", "to_incident": "i-qasr", "relation": "contains", "basis": "inside"}
    left = pl.when(pl.col("incident_id") == "i-valley").then(pl.lit(residual))
    return made | {
        "incident_relation": conform(pl.DataFrame([edge]), TABLES["incident_relation"]),
        "incident": made["incident"].with_columns(residual_min=left),
    }


def corrected(residual):
    """The first report's figure corrected by a curator, and the total that rests on it."""
    made = with_total(tables(BEFORE, killed=14), residual)
    return decided(made, CORRECTION | {"claim_id": claim_id(made, "At least 12")})


def test_a_document_added_one_corrected_and_one_withdrawn_each_give_their_rows_their_own_reason():
    old = with_total(tables(("first.txt", "third.txt")), 28)
    new = tables(("first.txt", "second.txt"), killed=14)
    first, second, third = (claim_id(one, words) for one, words in ((new, "At l"), (new, "Sixt"), (old, "40 dead")))
    gone = {"decision": "withdraw", "collection": "made-up", "file_name": "third.txt", "reason": "Taken back."}
    gone |= {"decision_id": "decision-2", "file": "withdrawn.csv", "field": None, "old_value": None, "new_value": None}
    new = decided(new, CORRECTION | {"claim_id": first}, CORRECTION | gone)
    came = f"new document: made-up/second.txt, {document_id(new, 'second.txt')}"
    went = f"document withdrawn: made-up/third.txt, {document_id(old, 'third.txt')} "
    went += "(R. Reader, 2026-11-20: Taken back.)"
    person = (
        f"curator R. Reader, 2026-11-20: lowest number killed: 12 → 14 in claim {first}, for: Twelve and two more. "
    )
    person += "(decision-1, corrections.csv)"
    made = reasons(side(old), side(new))
    assert made[f"claim:{first}"] == made["decision:decision-1"] == person
    assert made[f"claim:{second}"] == made[f"source_document:{document_id(new, 'second.txt')}"] == came
    assert made[f"claim:{third}"] == made[f"source_document:{document_id(old, 'third.txt')}"] == went
    assert made[f"incident_claim:i-qasr|{second}"] == f"follows from claim {second} (new): {came}"
    assert made["incident:i-valley"] == f"follows from claim {third} (gone): {went}"
    assert made["incident_relation:i-valley|i-qasr|contains"].startswith("follows from incident i-qasr (changed)")
    both = made["incident:i-qasr"]
    assert f"claim {first} (corrected)" in both
    assert f"claim {second} (new)" in both
    assert person in both
    assert came in both
    assert went not in both
    assert not any("code" in reason or "cause outside" in reason for reason in made.values())


def test_a_total_names_the_incident_it_follows_from_and_the_correction_behind_both():
    old, new = side(with_total(tables(BEFORE), 28)), side(corrected(26))
    made = reasons(old, new)
    assert made["incident:i-valley"].startswith("follows from incident i-qasr (changed): curator R. Reader, 2026-11-20")
    assert "decision-1" in made["incident:i-valley"]


def test_a_claim_changed_beyond_its_correction_says_what_else_changed_it():
    old, new = tables(BEFORE), corrected(None)
    new["claim"] = new["claim"].with_columns(weapon_class=pl.lit("drone"))
    made = reasons(side(old), side(new, code={"sha256": "f" * 64}))
    reason = made[f"claim:{claim_id(new, 'At least 12')}"]
    assert reason.startswith("curator R. Reader")
    assert reason.endswith("extraction by other code: code aaaaaaaaaaaa → ffffffffffff")
    assert "curator" not in made[f"claim:{claim_id(new, '40 dead')}"]


def test_a_correction_that_is_only_signed_later_is_the_cause_of_nothing_else():
    unsigned = CORRECTION | {"decision_id": "decision-0", "who": None, "decided_on": None}
    first = claim_id(tables(BEFORE), "At least 12")
    old = decided(tables(BEFORE), unsigned | {"claim_id": first})
    new = decided(tables(BEFORE, killed=14), CORRECTION | {"claim_id": first})
    made = reasons(side(old), side(new, code={"sha256": "f" * 64}))
    assert made[f"claim:{first}"] == "extraction by other code: code aaaaaaaaaaaa → ffffffffffff"
    signed = "the row of corrections.csv is signed or explained otherwise than before; what it decides is the same"
    assert {made["decision:decision-0"], made["decision:decision-1"]} == {signed}


def test_a_correction_of_another_old_value_says_what_it_replaces_now_and_replaced_before():
    first = claim_id(tables(BEFORE), "At least 12")
    earlier = CORRECTION | {"claim_id": first, "decision_id": "decision-0", "old_value": "11"}
    old = decided(tables(BEFORE, killed=14), earlier)
    new = decided(tables(BEFORE, killed=14), CORRECTION | {"claim_id": first})
    made = reasons(side(old), side(new))
    said = (
        "the row of corrections.csv now replaces 12 where it replaced 11; the new value, 14, is the same; its decision"
    )
    assert made["decision:decision-1"] == f"{said} was decision-0"
    assert made["decision:decision-0"] == f"{said} now is decision-1"


def test_a_correction_taken_back_is_the_reason_for_what_it_undoes():
    made = reasons(side(corrected(None)), side(tables(BEFORE)))
    first = claim_id(tables(BEFORE), "At least 12")
    assert made[f"claim:{first}"].startswith("no longer: curator R. Reader")
    assert made["incident:i-qasr"].startswith(f"follows from claim {first} (no longer corrected): no longer: curator")
    assert made["decision:decision-1"].startswith("row taken out of corrections.csv; it was curator R. Reader")


def test_a_correction_that_the_rules_have_caught_up_with_is_why_only_the_reader_differs():
    old, new = corrected(None), tables(BEFORE, killed=14)
    old["claim"] = old["claim"].with_columns(extractor=pl.lit("curator"), confidence=1.0)
    made = reasons(side(old), side(new, code={"sha256": "f" * 64}))
    first = claim_id(new, "At least 12")
    assert made[f"claim:{first}"].startswith("no longer: curator R. Reader")
    assert "code" not in made[f"claim:{first}"]


def test_a_judgement_of_a_curator_is_the_reason_for_the_links_that_follow_it():
    old, new = tables(AFTER), tables(AFTER)
    pair = sorted(claim_id(old, words) for words in ("At least 12", "Sixteen"))
    weights = {field.name: 1.0 for field in TABLES["pair_judgement"].fields if field.kind == "real"}
    judged = dict(zip(("claim_a", "claim_b"), pair, strict=True)) | weights
    for made, said in ((old, "negative"), (new, "positive")):
        row = judged | {"judgement": said, "rule": "x", "decided_by": "rule"}
        made["pair_judgement"] = conform(pl.DataFrame([row]), TABLES["pair_judgement"])
    other = claim_id(new, "Sixteen")
    old["incident_claim"] = old["incident_claim"].filter(pl.col("claim_id") != other)
    answer = {"decision_id": "decision-3", "file": "judgements.csv", "decision": "same", "reason": "One raid."}
    signed = {"claim_id": pair[0], "other_claim_id": pair[1], "who": "R. Reader", "decided_on": "2026-11-20"}
    found = reasons(side(old), side(decided(new, answer | signed)))
    person = f"curator R. Reader, 2026-11-20: claims {pair[0]} and {pair[1]}: same, for: One raid."
    assert found[f"pair_judgement:{'|'.join(pair)}"].startswith(person)
    assert found[f"incident_claim:i-qasr|{other}"].startswith(f"follows from pair_judgement {'|'.join(pair)} (changed)")
    assert person in found[f"incident_claim:i-qasr|{other}"]


def test_a_place_that_changed_is_the_reason_for_claims_and_incidents_found_by_it():
    old, new = tables(BEFORE), tables(BEFORE)
    qasr = pl.col("place_id") == "p-qasr"
    new["place"] = new["place"].with_columns(kind=pl.when(qasr).then(pl.lit("town")).otherwise("kind"))
    for table in ("claim", "incident"):
        new[table] = new[table].with_columns(place_precision=pl.when(qasr).then(2))
    changed = inputs() | {"gazetteer": {"extra.csv": "0" * 64, "places_curated.csv": "1" * 64}}
    made = reasons(side(old), side(new, inputs=changed))
    first, file = claim_id(new, "At least 12"), "gazetteer/places_curated.csv added"
    assert made["place:p-qasr"] == file
    assert made[f"claim:{first}"] == f"follows from place p-qasr (changed): {file}"
    assert made["incident:i-qasr"] == f"follows from claim {first} (read otherwise): {file}"


def test_a_document_described_otherwise_is_the_reason_for_the_days_read_against_it():
    old, new = tables(BEFORE), tables(BEFORE)
    first = document_id(new, "first.txt")
    own = pl.col("document_id") == first
    day = pl.date(2019, 5, 5)
    new["source_document"] = new["source_document"].with_columns(publication_date=pl.when(own).then(day))
    new["claim"] = new["claim"].with_columns(event_date_end=pl.when(own).then(day))
    changed = inputs() | {"made-up": inputs()["made-up"] | {"documents.csv": "9" * 64}}
    made = reasons(side(old), side(new, inputs=changed))
    assert made[f"source_document:{first}"] == "made-up/documents.csv added"
    reason = f"follows from source_document {first} (changed): made-up/documents.csv added"
    assert made[f"claim:{claim_id(new, 'At least 12')}"] == reason


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"code": {"sha256": "f" * 64}}, "extraction by other code: code aaaaaaaaaaaa → ffffffffffff"),
        ({"lexicon": {"sha256": "f" * 64}}, "extraction by other code: word lists bbbbbbbbbbbb → ffffffffffff"),
        ({"model": {"sha256": "f" * 64}}, "language model changed: model cccccccccccc → ffffffffffff"),
        ({"written_with": {"polars": "3"}}, "library changed: polars 2 → polars 3"),
        ({}, "cause outside the recorded inputs and code"),
        ({"inputs": inputs() | {"curation": {"review.csv": "9" * 64}}}, "cause outside the recorded inputs and code"),
    ],
)
def test_only_where_nothing_nearer_is_found_the_code_is_named_from_which_to_which(changed, reason):
    made = reasons(side(tables()), side(tables(killed=14), **changed))
    first = claim_id(tables(), "At least 12")
    assert made == {
        f"claim:{first}": reason,
        "incident:i-qasr": f"follows from claim {first} (read otherwise): {reason}",
    }


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("extract", "extraction rules changed: pipeline/extract dddddddddddd → ffffffffffff"),
        ("reconcile", "cause outside the recorded inputs and code"),
    ],
)
def test_a_release_that_knows_the_parts_of_its_code_blames_the_part_that_makes_the_row(part, reason):
    new = side(tables(killed=14), parts=PARTS | {part: "f" * 64}, code={"sha256": "f" * 64})
    made = reasons(side(tables(), parts=PARTS), new)
    assert made[f"claim:{claim_id(tables(), 'At least 12')}"] == reason


def test_a_claim_read_anew_names_the_one_that_took_its_place():
    old, new = tables(BEFORE), tables(BEFORE)
    first = claim_id(old, "At least 12")
    for table in ("claim", "claim_evidence", "incident_claim"):
        new[table] = new[table].with_columns(pl.col("claim_id").replace(first, "c-other"))
    made = reasons(side(old), side(new, code={"sha256": "f" * 64}))
    assert made[f"claim:{first}"].startswith("read anew as claim c-other; extraction by other code")
    assert made["claim:c-other"].startswith(f"read anew, in the place of claim {first}; extraction by other code")


def test_an_altered_file_is_a_document_that_changed_not_one_new_and_one_gone():
    old, new = tables(("first.txt",)), tables(("first.txt",))
    was = document_id(old, "first.txt")
    for table in ("source_document", "document_text"):
        new[table] = new[table].with_columns(document_id=pl.lit("d-other"))
    made = reasons(side(old), side(new))
    assert made == {
        f"{table}:{document}": f"document changed: made-up/first.txt, {document}"
        for table in ("source_document", "document_text")
        for document in (was, "d-other")
    }


def test_rows_of_a_table_that_is_new_say_that_the_schema_brought_it():
    new = tables(BEFORE)
    bare = {"claim_a": "c-1", "claim_b": "c-2", "judgement": "unsure", "rule": "x", "decided_by": "rule"}
    bare |= {field.name: 0.0 for field in TABLES["pair_judgement"].fields if field.kind == "real"}
    new["pair_judgement"] = conform(pl.DataFrame([bare]), TABLES["pair_judgement"])
    shape = declared_shape({name: table for name, table in released_tables().items() if name != "pair_judgement"})
    made = reasons(side(tables(BEFORE), shape), side(new, schema_version="1.1.0"))
    assert made == {"pair_judgement:c-1|c-2": "table pair_judgement came with schema 1.0.0 → 1.1.0"}


def test_a_rule_that_checked_other_rows_says_which_and_a_rule_that_reads_otherwise_says_so():
    new = tables(killed=14)
    told = pl.col("rule_id") == "place.named"
    new["quality_result"] = new["quality_result"].with_columns(
        n_checked=pl.when(told).then("n_checked").otherwise(4),
        rationale=pl.when(told).then(pl.lit("Said better.")).otherwise("rationale"),
    )
    made = reasons(side(tables()), side(new))
    first = claim_id(new, "At least 12")
    assert made["quality_result:claim.quote"].startswith(f"follows from claim {first} (read otherwise): ")
    assert made["quality_result:place.named"] == "quality rule changed: its rationale"


def with_terms(**terms):
    return Shape("1.0.0", {"claim": {"claim_id": "String"}}, {"claim": ("claim_id",)}, terms)


def test_a_term_taken_out_of_a_vocabulary_is_breaking_and_one_added_is_not():
    old = with_terms(**{"claim.weapon_class": ("drone", "mine"), "claim_flat.weapon_class": ("drone", "mine")})
    lost = verdict(old, with_terms(**{"claim.weapon_class": ("drone",), "claim_flat.weapon_class": ("drone",)}), [])
    assert lost.level is Level.MAJOR
    assert lost.reasons == ("term mine removed from weapon_class of claim, claim_flat",)
    more = verdict(old, with_terms(**{"claim.weapon_class": ("drone", "mine", "laser")}), [])
    assert (more.level, more.reasons) == (Level.MINOR, ("term laser added to weapon_class of claim",))
    assert verdict(with_terms(), old, []).level is Level.PATCH, "a release that declares no terms says nothing of them"


def test_a_row_whose_term_left_the_vocabulary_says_so():
    old, new = tables(BEFORE), tables(BEFORE)
    for made, weapon in ((old, "mine"), (new, "other")):
        made["claim"] = made["claim"].with_columns(weapon_class=pl.lit(weapon))
    declared = declared_shape(released_tables())
    kept = tuple(term for term in declared.terms["claim.weapon_class"] if term != "mine")
    shape = Shape(declared.schema_version, declared.columns, declared.keys, {"claim.weapon_class": kept})
    made = reasons(side(old), side(new, shape))
    assert set(made.values()) == {"term mine taken out of the vocabulary of claim.weapon_class"}


def test_between_the_committed_releases_every_row_has_a_reason_of_its_own_kind():
    old, new = (side_of(PUBLISHED / version, marked=False) for version in ("0.1.0", "0.2.0"))
    found = differences(old, new)
    assert not [row for row in found if "outside the recorded" in row.reason]
    by_table = {name: {row.reason for row in found if row.table == name} for name in ("actor", "organisation_name")}
    assert by_table == {"actor": {"authority/actors.csv changed"}, "organisation_name": {_ORGANISATIONS}}
    residuals = [row for row in found if row.table == "incident" and set(row.values) == _RESIDUAL]
    assert residuals
    assert all(row.reason.startswith(("follows from incident ", "follows from incident_rel")) for row in residuals)
    assert {row.reason.split(":")[0] for row in found if row.table == "decision"} == {"curator"}
