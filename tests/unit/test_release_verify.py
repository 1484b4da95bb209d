"""Every way of tampering with a release that can be told from the release alone is refused, and the file named."""

import json
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.errors import UsageError
from pipeline.release import publish, verify
from pipeline.release.manifest import write_json, write_sums
from pipeline.storage import file_hash, frame_hash
from support import ledger


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    return publish(ledger.tables(), folder, inputs=ledger.inputs()).path


@pytest.fixture
def release(pristine, tmp_path):
    return Path(shutil.copytree(pristine, tmp_path / pristine.name))


def found(path):
    return {(finding.file, finding.problem.split(":")[0]) for finding in verify(path).findings}


def files(path):
    return {finding.file for finding in verify(path).findings}


def rewrite(release, table, frame):
    frame.write_parquet(release / f"{table}.parquet", compression="zstd", compression_level=3, row_group_size=100_000)


def edit_manifest(release, edit):
    manifest = json.loads((release / "manifest.json").read_text())
    edit(manifest)
    write_json(manifest, release / "manifest.json")


def agree(release, table):
    """Bring manifest and sums into line with a table that was altered: the forger who knows the format."""
    path = release / f"{table}.parquet"
    frame = pl.read_parquet(path)
    new = {"rows": frame.height, "sha256": file_hash(path), "content_hash": frame_hash(frame)}
    edit_manifest(release, lambda manifest: manifest["tables"][table].update(new))
    write_sums(release)


def test_an_untouched_copy_verifies_and_shows_its_fingerprint(release, pristine):
    report = verify(release)
    assert report.ok
    assert report.releases[0].fingerprint == file_hash(pristine / "SHA256SUMS")
    assert report.releases[0].files == len(list(release.iterdir())) - 1


@pytest.mark.parametrize("where", [4, 0.5, -9])
@pytest.mark.parametrize("table", ["claim", "document_text"])
def test_one_flipped_byte_is_named(release, table, where):
    path = release / f"{table}.parquet"
    data = bytearray(path.read_bytes())
    data[int(len(data) * where) if isinstance(where, float) else where] ^= 1
    path.write_bytes(data)
    assert found(release) == {(path.name, "has been changed")}


@pytest.mark.parametrize("file", ["manifest.json", "quality.json", "README.md", "harm-ledger.duckdb"])
def test_an_altered_file_of_any_kind_is_named(release, file):
    with (release / file).open("ab") as handle:
        handle.write(b" ")
    assert found(release) == {(file, "has been changed")}


def test_a_dropped_row_is_named_though_the_sums_were_mended(release):
    rewrite(release, "claim", pl.read_parquet(release / "claim.parquet").head(2))
    write_sums(release)
    assert ("claim.parquet", "has 2 rows, manifest.json says 3") in found(release)


def test_an_altered_number_is_named_though_the_sums_were_mended(release):
    frame = pl.read_parquet(release / "incident.parquet").with_columns(killed_max=pl.lit(5, pl.Int64))
    rewrite(release, "incident", frame)
    write_sums(release)
    assert ("incident.parquet", "rows are not those in manifest.json") in found(release)


def test_an_altered_number_is_noticed_by_the_database_though_manifest_and_sums_were_mended(release):
    frame = pl.read_parquet(release / "incident.parquet").with_columns(killed_max=pl.lit(5, pl.Int64))
    rewrite(release, "incident", frame)
    agree(release, "incident")
    assert ("harm-ledger.duckdb", "table incident does not hold the rows of incident.parquet") in found(release)
    assert files(release) == {"harm-ledger.duckdb", "lineage.parquet"}, "and no claim gives that number"


def test_swapped_files_are_both_named(release):
    a, b, aside = (release / name for name in ("place.parquet", "actor.parquet", "x"))
    a.rename(aside)
    b.rename(a)
    aside.rename(b)
    assert files(release) == {"place.parquet", "actor.parquet"}
    write_sums(release)
    assert {"place.parquet", "actor.parquet"} <= files(release)


@pytest.mark.parametrize("name", ["extra.parquet", "notes.txt", ".hidden", "a\u202eb"])
def test_an_added_file_is_named(release, name):
    (release / name).write_bytes(b"x")
    assert found(release) == {(name, "has been added")}


def test_an_added_table_is_named_though_the_sums_were_mended(release):
    shutil.copy(release / "claim.parquet", release / "victims.parquet")
    write_sums(release)
    assert found(release) == {("victims.parquet", "is not described by manifest.json")}


@pytest.mark.parametrize("name", ["claim.parquet", "manifest.json", "harm-ledger.duckdb", "quality.json", "README.md"])
def test_a_deleted_file_is_named(release, name):
    (release / name).unlink()
    assert found(release) == {(name, "is missing, and SHA256SUMS lists it")}
    if name.endswith((".parquet", ".duckdb", "quality.json")):
        write_sums(release)
        assert name in files(release)


def test_deleted_sums_are_named(release):
    (release / "SHA256SUMS").unlink()
    assert ("SHA256SUMS", "is missing") in found(release)


def test_a_link_in_place_of_a_file_is_named(release, pristine):
    (release / "claim.parquet").unlink()
    (release / "claim.parquet").symlink_to(pristine / "claim.parquet")
    assert found(release) == {("claim.parquet", "is not a plain file")}


@pytest.mark.parametrize("line", ["garbage", f"{'0' * 64}  ../outside", f"{'0' * 64}  claim.parquet", f"{'0' * 63}  x"])
def test_a_line_of_the_sums_that_cannot_be_right_is_named(release, line):
    with (release / "SHA256SUMS").open("a") as handle:
        handle.write(line + "\n")
    assert "SHA256SUMS" in files(release)


def test_an_altered_row_of_the_database_is_named(release):
    with duckdb.connect(str(release / "harm-ledger.duckdb")) as con:
        con.execute("UPDATE incident SET killed_max = 5 WHERE incident_id = 'i-qasr'").fetchall()
    assert found(release) == {("harm-ledger.duckdb", "has been changed")}
    write_sums(release)
    assert found(release) == {("harm-ledger.duckdb", "table incident does not hold the rows of incident.parquet")}


def test_a_table_added_to_or_dropped_from_the_database_is_named(release):
    with duckdb.connect(str(release / "harm-ledger.duckdb")) as con:
        con.execute("CREATE VIEW victims AS SELECT * FROM claim").fetchall()
        con.execute("DROP TABLE actor").fetchall()
    write_sums(release)
    assert found(release) == {
        ("harm-ledger.duckdb", "table victims has been added"),
        ("harm-ledger.duckdb", "table actor is missing"),
    }


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE OR REPLACE MACRO harm_in(area, first_day, last_day) AS TABLE SELECT 0 AS killed_min",
        "DROP MACRO TABLE harm_in",
        "CREATE MACRO sum_in(area) AS TABLE SELECT 118 AS killed_min",
    ],
)
def test_a_macro_of_the_database_that_sums_otherwise_is_named(release, statement):
    with duckdb.connect(str(release / "harm-ledger.duckdb")) as con:
        con.execute(statement).fetchall()
    write_sums(release)
    name = "sum_in" if "sum_in" in statement else "harm_in"
    assert found(release) == {("harm-ledger.duckdb", f"macro {name} is not the one of sums.sql")}


def test_the_file_of_macros_runs_nothing_else_while_a_release_is_verified(release, tmp_path):
    stolen = tmp_path / "stolen.csv"
    (release / "sums.sql").write_text(f"COPY claim TO '{stolen}'")
    write_sums(release)
    assert found(release) == {("harm-ledger.duckdb", "macro harm_in is not the one of sums.sql")}
    assert not stolen.exists()


def test_a_view_in_the_database_cannot_make_verify_read_other_files(release, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("actor_id,name,parent_id,source\na,b,c,d\n")
    with duckdb.connect(str(release / "harm-ledger.duckdb")) as con:
        con.execute("DROP TABLE actor").fetchall()
        con.execute(f"CREATE VIEW actor AS SELECT * FROM read_csv('{secret}')").fetchall()
    write_sums(release)
    assert files(release) == {"harm-ledger.duckdb"}
    assert "cannot be read" in verify(release).findings[0].problem


@pytest.mark.parametrize("file", ["claim.parquet", "harm-ledger.duckdb"])
def test_a_file_of_rubbish_is_named_and_breaks_nothing(release, file):
    (release / file).write_bytes(b"PAR1 rubbish PAR1")
    write_sums(release)
    assert file in files(release)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"release": 1}', "\ud800".encode("utf-8", "surrogatepass")])
def test_a_manifest_that_is_none_is_named(release, text):
    (release / "manifest.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    write_sums(release)
    assert files(release) == {"manifest.json"}


@pytest.mark.parametrize(
    "edit",
    [
        lambda manifest: manifest["tables"].update(claim=7),
        lambda manifest: manifest["tables"]["claim"].pop("key"),
        lambda manifest: manifest["tables"]["claim"].update(rows="three"),
        lambda manifest: manifest["tables"]["claim"].update(columns=[1, {}]),
        lambda manifest: manifest["tables"].pop("claim"),
        lambda manifest: manifest["tables"]["claim"].update(file="../../secret"),
        lambda manifest: manifest["tables"]["claim"].update(key=["claim_id; DROP TABLE claim"]),
        lambda manifest: manifest.update(schema_version="1.x"),
        lambda manifest: manifest["files"].update({"claim.csv": {}}),
        lambda manifest: manifest["files"].update({"claim.csv": "yes"}),
    ],
)
def test_a_manifest_with_an_entry_that_makes_no_sense_is_refused(release, edit):
    edit_manifest(release, edit)
    write_sums(release)
    assert {"manifest.json", "claim.parquet", "claim.csv", "../../secret"} & files(release)


def test_a_manifest_nested_without_end_is_refused(release):
    (release / "manifest.json").write_text("[" * 200_000)
    write_sums(release)
    assert files(release) == {"manifest.json"}


def test_a_schema_newer_than_this_code_is_refused_and_an_older_one_is_not(release):
    edit_manifest(release, lambda manifest: manifest.update(schema_version="99.0.0"))
    write_sums(release)
    assert "not known here" in verify(release).findings[0].problem
    edit_manifest(release, lambda manifest: manifest.update(schema_version="0.9.0"))
    write_sums(release)
    assert verify(release).ok


def test_a_release_under_another_releases_name_is_named(release, tmp_path):
    release.rename(tmp_path / "0.9.0")
    assert found(tmp_path / "0.9.0") == {("manifest.json", "is of release '0.1.0', in the folder 0.9.0")}


def test_a_quote_that_is_not_what_its_text_says_is_named(release):
    frame = pl.read_parquet(release / "claim.parquet").with_columns(quote_start=pl.col("quote_start") + 1)
    rewrite(release, "claim", frame)
    agree(release, "claim")
    quotes = [finding for finding in verify(release).findings if finding.file == "claim.parquet"]
    assert len(quotes) == 2, "both claims whose text is published"
    assert all("is not what stands at its offsets" in finding.problem for finding in quotes)


@pytest.mark.parametrize(("old", "new"), [("12 people", "92 people"), ("12 people", "12 very old people")])
def test_a_text_that_is_not_the_one_that_was_hashed_is_named(release, old, new):
    frame = pl.read_parquet(release / "document_text.parquet").with_columns(pl.col("text").str.replace(old, new))
    rewrite(release, "document_text", frame)
    agree(release, "document_text")
    assert {"document_text.parquet", "claim.parquet"} <= files(release)


def test_evidence_outside_its_text_is_named(release):
    frame = pl.read_parquet(release / "claim_evidence.parquet").with_columns(evidence_end=pl.lit(9999, pl.Int64))
    rewrite(release, "claim_evidence", frame)
    agree(release, "claim_evidence")
    assert "claim_evidence.parquet" in files(release)


def test_a_folder_of_releases_is_verified_release_by_release(release, pristine, tmp_path):
    publish(ledger.tables(killed=14), tmp_path, inputs=ledger.inputs())
    (tmp_path / ".building-0.3.0").mkdir()
    assert [one.release for one in verify(tmp_path).releases] == ["0.1.0", "0.2.0"]
    (tmp_path / "0.1.0" / "claim.parquet").unlink()
    assert [str(finding).split(":")[0] for finding in verify(tmp_path).findings] == ["0.1.0/claim.parquet"]


@pytest.mark.parametrize("where", ["nowhere", "."])
def test_a_folder_without_releases_is_a_usage_error(tmp_path, where):
    with pytest.raises(UsageError):
        verify(tmp_path / where)
