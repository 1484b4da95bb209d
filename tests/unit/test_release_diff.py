"""What differs between two releases, complete and in words; the number it raises; releases that were withdrawn."""

import json
import re
import shutil
from importlib.resources import files

import polars as pl
import pytest
import yaml

from pipeline.curation.decisions import decisions
from pipeline.errors import InputError, UsageError
from pipeline.release import current, latest, publish, semver, verify
from pipeline.release.diff import compare, diff
from pipeline.release.diff_words import as_json, markdown
from pipeline.release.rows import row_changes
from pipeline.release.semver import Level, Shape, declared_shape, verdict
from pipeline.release.side import Side, side_of
from pipeline.release.views import released_tables
from pipeline.schema import published_tables
from support.ledger import inputs, tables

BEFORE, AFTER = ("first.txt", "third.txt"), ("first.txt", "second.txt")
WITHDRAWN = "collection,file_name,reason,who,date\nmade-up,third.txt,The outlet took it back.,R. Reader,2026-11-20\n"
CORRECTED = (
    "claim_id,field,old_value,new_value,reason,source,who,date\n"
    "{claim},killed_min,12,14,Twelve and two more.,the text,R. Reader,2026-11-20\n"
)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Two releases: between them one document came, one was corrected by a curator and one was withdrawn."""
    curation, folder = tmp_path_factory.mktemp("curation"), tmp_path_factory.mktemp("published")
    publish(tables(BEFORE), folder, inputs=inputs(BEFORE))
    new = tables(AFTER, killed=14)
    claim = new["claim"].filter(pl.col("killed_min") == 14)["claim_id"].item()
    (curation / "corrections.csv").write_text(CORRECTED.format(claim=claim))
    (curation / "withdrawn.csv").write_text(WITHDRAWN)
    new["decision"] = decisions(curation, new["source_document"])
    changed = inputs(AFTER) | {"curation": {"corrections.csv": "2" * 64, "withdrawn.csv": "3" * 64}}
    publish(new, folder, inputs=changed)
    return folder


@pytest.fixture(scope="module")
def found(published):
    return diff(published / "0.1.0", published / "0.2.0")


def test_the_difference_is_complete_and_in_words(found):
    text = markdown(found)
    assert "# Harm Ledger: 0.1.0 → 0.2.0" in text
    (gone,) = [line for line in text.splitlines() if line.startswith("- document withdrawn: made-up/third.txt, d-")]
    assert gone.endswith("(R. Reader, 2026-11-20: The outlet took it back.)")
    assert "- new document: made-up/second.txt, d-" in text
    assert "- curator R. Reader, 2026-11-20: lowest number killed: 12 → 14 in claim c-" in text
    assert ", for: Twelve and two more. (decision-" in text
    (line,) = [line for line in text.splitlines() if line.startswith("- **Qasr al-Wadi, undated** (i-qasr)")]
    assert "killed 12 → 14–16; " in line
    assert "claim changed, by River Monitor in Valley News: number killed as named: 12 → 14, killed 12+ → 14+" in line
    assert "new claim by Valley News: killed 16" in line
    total = "**Total, Wadi region, undated, by River Monitor** (i-valley): killed 40; claim gone, by River Monitor in"
    assert total in text


def test_no_reader_is_told_a_column_by_its_code_name(found):
    names = {name for table in published_tables().values() for name in table.columns if "_" in name}
    text = markdown(found)
    assert [name for name in sorted(names) if re.search(rf"\b{name}\b", text)] == []


def test_every_table_and_column_has_its_words_and_no_words_are_left_over():
    listed = yaml.safe_load(files("pipeline.release").joinpath("column_words.yml").read_text(encoding="utf-8"))
    tables = published_tables()
    assert set(listed["tables"]) == set(tables)
    assert set(listed["columns"]) == {name for table in tables.values() for name in table.columns}
    assert all(name in tables[table].columns for table, held in listed["of_table"].items() for name in held)


def test_totals_of_one_area_are_told_apart_by_period_and_speaker(published):
    old, new = side_of(published / "0.1.0"), side_of(published / "0.2.0")
    running = pl.col("incident_id") == "i-valley"
    incidents = old.tables["incident"].with_columns(
        incident_kind=pl.when(running).then(pl.lit("cumulative")).otherwise("incident_kind"),
        event_date_start=pl.when(running).then(pl.date(2019, 5, 1)),
    )
    worded = old.tables["claim"].with_columns(date_text=pl.lit("in the past week"))
    for held, shown in (
        ({"claim": worded}, "**Total, Wadi region, “in the past week”, by River Monitor** (i-valley)"),
        ({"incident": incidents}, "**Running total, Wadi region, since 1 May 2019, by River Monitor** (i-valley)"),
    ):
        assert shown in markdown(compare(Side({**old.tables, **held}, old.manifest, old.shape), new))


def test_a_total_names_a_body_once_however_its_claims_write_it(published):
    old, new = side_of(published / "0.1.0"), side_of(published / "0.2.0")
    total = old.tables["incident_claim"].filter(incident_id="i-valley")
    own = old.tables["claim"].join(total.select("claim_id"), on="claim_id", how="semi")
    again = own.head(1).with_columns(claim_id=pl.lit("c-again"), asserted_by=pl.lit("Monitor of the River"))
    held = {
        "claim": pl.concat([old.tables["claim"], again]).with_columns(
            asserter_id=pl.when(pl.col("claim_id").is_in([*own["claim_id"], "c-again"])).then(pl.lit("o-river"))
        ),
        "incident_claim": pl.concat(
            [old.tables["incident_claim"], total.head(1).with_columns(claim_id=again["claim_id"])]
        ),
        "organisation": pl.DataFrame({"organisation_id": ["o-river"], "name": ["The River Monitor"]}),
    }
    told = markdown(compare(Side({**old.tables, **held}, old.manifest, old.shape), new))
    assert ", by The River Monitor** (i-valley)" in told


def test_every_row_of_the_change_log_says_why(published, found):
    log = pl.read_parquet(published / "0.2.0" / "change_log.parquet")
    assert log.height == len(found.rows)
    reasons = dict(log.select(pl.concat_str("table_name", "row_key", separator=":"), "reason").iter_rows())
    assert all(reasons.values())
    documents = log.filter(pl.col("table_name") == "source_document").sort("change")["reason"].to_list()
    assert [reason.split(", d-")[0] for reason in documents] == [
        "new document: made-up/second.txt",
        "document withdrawn: made-up/third.txt",
    ]
    changed = log.filter(pl.col("table_name") == "claim", pl.col("change") == "changed")["reason"].item()
    assert changed.startswith("curator R. Reader, 2026-11-20: lowest number killed: 12 → 14 in claim c-")
    assert documents[0] in reasons["incident:i-qasr"]
    assert changed in reasons["incident:i-qasr"]
    assert documents[1] in reasons["incident:i-valley"]


def test_differences_between_rows_are_found_once_a_release(published, tmp_path, monkeypatch):
    compared = []

    def noted(old, new, table):
        compared.append(table.name)
        return row_changes(old, new, table)

    monkeypatch.setattr("pipeline.release.changes.row_changes", noted)
    shutil.copytree(published / "0.1.0", tmp_path / "0.1.0")
    made = publish(tables(), tmp_path, inputs=inputs())
    assert "Incidents changed" in (made.path / "CHANGES.md").read_text()
    assert len(compared) == len(set(compared)) > 0


def test_a_release_tells_its_terms_and_a_later_one_without_one_of_them_is_a_major_one(published, monkeypatch):
    declared = declared_shape(released_tables()).terms
    assert side_of(published / "0.1.0").shape.terms == declared
    fewer = {name: dict(terms) for name, terms in semver.VOCABULARIES.items()}
    del fewer["weapon_class"]["mine"]
    monkeypatch.setattr(semver, "VOCABULARIES", fewer)
    with pytest.raises(UsageError, match="term mine removed from weapon_class of "):
        publish(tables(AFTER), published, inputs=inputs(AFTER), version="0.3.0")


def test_the_release_holds_its_difference_to_the_one_before(published, found):
    assert (published / "0.2.0" / "CHANGES.md").read_text() == markdown(found)
    assert "The first release." in (published / "0.1.0" / "CHANGES.md").read_text()


def test_tables_and_columns_are_counted_and_the_json_holds_every_row(found):
    made = json.loads(json.dumps(as_json(found)))
    assert made["tables"]["claim"]["added"] == made["tables"]["claim"]["removed"] == 1
    assert made["tables"]["claim"]["columns"] == {"killed_value": 1, "killed_min": 1}
    changed = [row for row in made["rows"] if row["table"] == "claim" and row["change"] == "changed"]
    assert [row["columns"] for row in changed] == [{"killed_value": [12, 14], "killed_min": [12, 14]}]
    assert all(row["reason"] for row in made["rows"])
    assert (made["raises"], made["old"], made["new"]) == ("MINOR", "0.1.0", "0.2.0")
    assert len(made["rows"]) == sum(
        table[change] for table in made["tables"].values() for change in ("added", "removed", "changed")
    )


def test_a_release_does_not_differ_from_itself(published):
    same = diff(published / "0.2.0", published / "0.2.0")
    assert (same.rows, same.incidents, same.verdict.level) == ((), (), Level.PATCH)
    assert "No row differs." in markdown(same)


def test_the_way_back_tells_of_the_same_rows(published, found):
    back = diff(published / "0.2.0", published / "0.1.0")
    assert {(row.table, row.key) for row in back.rows} == {(row.table, row.key) for row in found.rows}
    assert "document removed: made-up/second.txt" in markdown(back)


def test_hostile_text_stays_text(published):
    old, new = side_of(published / "0.1.0"), side_of(published / "0.2.0")
    hostile = "<script>alert(1)</script> | [x](y) \u202e\x1b[2J\n# no"
    named = new.tables["place"].with_columns(name=pl.lit(hostile))
    shown = markdown(compare(old, type(new)({**new.tables, "place": named}, new.manifest, new.shape)))
    for part in ("<script>", "\u202e", "\x1b", "\n# no", " | [x]"):
        assert part not in shown
    assert "&lt;script&gt;" in shown


SHAPE = Shape("1.0.0", {"claim": {"claim_id": "String", "killed_min": "Int64"}}, {"claim": ("claim_id",)})


@pytest.mark.parametrize(
    ("new", "changed", "level", "why"),
    [
        (SHAPE, [], Level.PATCH, "identical"),
        (SHAPE, ["claim"], Level.MINOR, "claim"),
        (Shape("1.1.0", {**SHAPE.columns, "place": {}}, {**SHAPE.keys, "place": ()}), [], Level.MINOR, "place added"),
        (Shape("1.0.0", {"claim": {"claim_id": "String"}}, SHAPE.keys), [], Level.MAJOR, "killed_min removed"),
        (Shape("1.0.0", {}, {}), [], Level.MAJOR, "table claim removed"),
        (
            Shape("1.0.0", {"claim": {"claim_id": "String", "killed_min": "String"}}, SHAPE.keys),
            ["claim"],
            Level.MAJOR,
            "killed_min is String, was Int64",
        ),
        (Shape("1.0.0", SHAPE.columns, {"claim": ("killed_min",)}), [], Level.MAJOR, "key of claim"),
        (Shape("2.0.0", SHAPE.columns, SHAPE.keys), [], Level.MAJOR, "redefines"),
    ],
)
def test_the_number_follows_from_what_differs_and_says_why(new, changed, level, why):
    given = verdict(SHAPE, new, changed)
    assert given.level is level
    assert why in str(given)


def test_a_version_lower_than_the_change_demands_is_refused_with_the_reason(published):
    with pytest.raises(UsageError, match=r"0\.2\.1 would say too little.*MINOR: rows added.*claim"):
        publish(tables(killed=15), published, inputs=inputs(), version="0.2.1")
    assert latest(published).name == "0.2.0"


def test_a_removed_column_demands_a_major_version_from_the_start(published, tmp_path, monkeypatch):
    folder = tmp_path / "published"
    shutil.copytree(published / "0.1.0", folder / "0.1.0")
    old = Shape("1.0.0", {"claim": {"claim_id": "String", "toll": "Int64"}}, {"claim": ("claim_id",)})
    monkeypatch.setattr("pipeline.release.semver.shape_of", lambda _: old)
    with pytest.raises(UsageError, match=r"claim\.toll removed or renamed"):
        publish(tables(), folder, inputs=inputs(), version="0.2.0")


def test_identical_tables_are_released_as_a_patch_only_where_a_version_is_asked_for(published, tmp_path):
    folder = tmp_path / "published"
    shutil.copytree(published / "0.1.0", folder / "0.1.0")
    assert not publish(tables(BEFORE), folder, inputs=inputs(BEFORE)).created
    patch = publish(tables(BEFORE), folder, inputs=inputs(BEFORE), version="0.1.1")
    assert patch.created
    assert patch.why == "PATCH: the tables are identical"
    assert verify(folder).ok


@pytest.fixture
def marked(published, tmp_path):
    """The two releases, the second of them withdrawn."""
    folder = tmp_path / "published"
    shutil.copytree(published, folder)
    (folder / "withdrawn.csv").write_text("version,reason,who,date\n0.2.0,A figure was misread.,R. Reader,2026-11-21\n")
    return folder


def test_a_withdrawn_release_stays_and_is_marked_wherever_it_is_shown(marked):
    report = verify(marked)
    assert report.ok
    assert [str(one.withdrawn or "") for one in report.releases] == [
        "",
        "withdrawn: A figure was misread. (R. Reader, 2026-11-21)",
    ]
    assert "**0.2.0 was withdrawn: A figure was misread." in markdown(diff(marked / "0.1.0", marked / "0.2.0"))


def test_readers_get_the_newest_release_that_stands_and_the_next_one_still_follows_the_withdrawn(marked):
    assert current(marked).name == "0.1.0"
    assert latest(marked).name == "0.2.0"
    third = publish(tables(), marked, inputs=inputs())
    assert (third.version, third.previous) == ("0.3.0", "0.2.0")
    assert current(marked).name == "0.3.0"


@pytest.mark.parametrize(
    ("line", "problem"),
    [("0.9.0,gone,,\n", "no release"), ("0.2.0,,,\n", "no reason"), ("0.2.0\n", "different number of values")],
)
def test_a_mark_that_cannot_be_right_is_refused(marked, line, problem):
    (marked / "withdrawn.csv").write_text("version,reason,who,date\n" + line)
    with pytest.raises(InputError, match=problem):
        current(marked)


def test_a_withdrawn_document_that_is_still_read_or_lacks_a_reason_is_refused(tmp_path):
    documents = tables()["source_document"]
    (tmp_path / "withdrawn.csv").write_text(WITHDRAWN)
    with pytest.raises(InputError, match=r"made-up/third\.txt, which is still read"):
        decisions(tmp_path, documents)
    (tmp_path / "withdrawn.csv").write_text("collection,file_name,reason,who,date\nmade-up,gone.txt,,,\n")
    with pytest.raises(InputError, match="no reason"):
        decisions(tmp_path, documents)


def test_each_kind_of_decision_is_one_row_whatever_file_it_stands_in(tmp_path):
    from pipeline.curation.files import text_of

    (tmp_path / "judgements.csv").write_text(
        "claim_a,claim_b,judgement,reason,who,date\nc-1,c-2,negative,Two towns.,R. Reader,2026-11-20\n"
    )
    asked = {"claim_id": "c-3", "decision": "reject", "reason": "'=No such claim.", "who": "R. Reader"}
    (tmp_path / "review.csv").write_text(text_of("review.csv", [asked, {"claim_id": "c-4"}]))
    made = decisions(tmp_path, tables()["source_document"]).sort("claim_id")
    assert made.select("file", "decision", "claim_id", "other_claim_id", "reason").rows() == [
        ("judgements.csv", "different", "c-1", "c-2", "Two towns."),
        ("review.csv", "reject", "c-3", None, "=No such claim."),
    ]
    assert decisions(None, tables()["source_document"]).is_empty()
