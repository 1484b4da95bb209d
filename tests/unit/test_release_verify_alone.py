"""verify.py: somebody who has a release folder, Python and duckdb finds every tampering that can be told from it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipeline.release import publish, verify, verify_alone
from pipeline.release.manifest import write_json, write_sums
from pipeline.storage import file_hash, frame_hash
from support import ledger

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = publish(ledger.tables(), tmp_path_factory.mktemp("published"), inputs=ledger.inputs()).path
    return path


@pytest.fixture(scope="module")
def keyless(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release with a DuckDB file that takes rows its keys would refuse."""
    folder = Path(shutil.copytree(pristine, tmp_path_factory.mktemp("keyless") / pristine.name))
    (folder / "harm-ledger.duckdb").unlink()
    with duckdb.connect(str(folder / "harm-ledger.duckdb")) as con:
        for name in json.loads((folder / "manifest.json").read_text())["tables"]:
            con.execute(f"CREATE TABLE {name} AS FROM read_parquet('{folder / name}.parquet')").fetchall()
    write_sums(folder)
    return folder


@pytest.fixture
def release(pristine: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / pristine.name))


@pytest.fixture
def loose(keyless: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(keyless, tmp_path / keyless.name))


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[Path], tuple[int, str]]:
    """Exit code and words of verify.py over a folder."""

    def run(folder: Path) -> tuple[int, str]:
        code = verify_alone.main([str(folder)])
        return code, capsys.readouterr().out

    return run


Said = Callable[[Path], tuple[int, str]]


def flip(release: Path) -> None:
    path = release / "claim.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def drop(release: Path) -> None:
    rewrite(release, "claim", pl.read_parquet(release / "claim.parquet").head(2))
    write_sums(release)


def swap(release: Path) -> None:
    a, b, aside = (release / name for name in ("claim.parquet", "actor.parquet", "x"))
    a.rename(aside)
    b.rename(a)
    aside.rename(b)
    write_sums(release)


def manifest(release: Path) -> None:
    edit(release, lambda whole: whole["tables"]["claim"].update(rows=2))
    write_sums(release)


def add(release: Path) -> None:
    shutil.copy(release / "claim.parquet", release / "claim2.parquet")
    write_sums(release)


def database(release: Path) -> None:
    with duckdb.connect(str(release / "harm-ledger.duckdb")) as con:
        con.execute("UPDATE incident SET killed_max = 5 WHERE incident_id = 'i-qasr'").fetchall()
    write_sums(release)


def rewrite(release: Path, table: str, frame: pl.DataFrame) -> None:
    frame.write_parquet(release / f"{table}.parquet", compression="zstd", compression_level=3, row_group_size=100_000)


def edit(release: Path, change: Callable[[dict[str, Any]], None]) -> None:
    whole = json.loads((release / "manifest.json").read_text())
    change(whole)
    write_json(whole, release / "manifest.json")


def forge(release: Path, table: str, *columns: pl.Expr) -> None:
    """Alter a table, and bring manifest, DuckDB file and sums into line with it."""
    frame = pl.read_parquet(release / f"{table}.parquet").with_columns(*columns)
    rewrite(release, table, frame)
    path = release / f"{table}.parquet"
    entry = {"rows": frame.height, "sha256": file_hash(path), "content_hash": frame_hash(frame)}
    edit(release, lambda whole: whole["tables"][table].update(entry))
    with duckdb.connect(str(release / "harm-ledger.duckdb")) as con:
        con.execute(f"DELETE FROM {table}").fetchall()
        con.execute(f"INSERT INTO {table} FROM read_parquet('{path}')").fetchall()
    write_sums(release)


@pytest.mark.parametrize(
    ("tamper", "file"),
    [
        (flip, "claim.parquet"),
        (drop, "claim.parquet: has 2 rows, manifest.json says 3"),
        (swap, "actor.parquet"),
        (manifest, "claim.parquet"),
        (add, "claim2.parquet"),
        (database, "harm-ledger.duckdb"),
    ],
)
def test_tampering_is_refused_and_named_by_both_verifiers(
    release: Path, said: Said, tamper: Callable[[Path], None], file: str
) -> None:
    assert said(release)[0] == 0
    tamper(release)
    code, words = said(release)
    assert code == 1
    assert f" {file}" in words
    assert file.split(":")[0] in {finding.file for finding in verify(release).findings}


@pytest.mark.parametrize(
    ("table", "column", "problem"),
    [
        ("claim_evidence", pl.lit("c-nobody").alias("claim_id"), "claim_id c-nobody is not in claim.claim_id"),
        ("claim", pl.lit(None, pl.String).alias("quote"), "quote is NULL in some row, and may not be"),
        ("incident_claim", pl.lit("c-1").alias("claim_id"), "the key incident_id, claim_id stands twice"),
        ("claim", pl.col("killed_min").cast(pl.Float64), "type of killed_min is not the one in manifest.json"),
        ("claim", pl.col("quote_start") + 1, "is not what stands at its offsets"),
        ("document_text", pl.col("text").str.replace("12", "92"), "is not the one that was read"),
        ("claim_evidence", pl.lit(9999, pl.Int64).alias("evidence_end"), "lies outside its text"),
        ("source_document", pl.lit("0" * 64).alias("sha256"), "its file or sha256 is not the document's"),
    ],
)
def test_rows_that_contradict_each_other_are_named_though_manifest_sums_and_database_were_mended(
    loose: Path, said: Said, table: str, column: pl.Expr, problem: str
) -> None:
    forge(loose, table, column)
    code, words = said(loose)
    assert code == 1
    assert problem in words


@pytest.mark.parametrize(
    ("column", "problem"),
    [
        (pl.col("words").str.replace("12", "92"), "its words are not the characters of the text"),
        (pl.col("span_end") + 1, "it does not name its own characters"),
        (pl.when(pl.col("step") == "read_from").then(pl.lit("0" * 64)).alias("sha256"), "is not the document's"),
        (pl.when(pl.col("step") == "linked_to").then(pl.lit("whim")).alias("rule"), "is not a link of incident_claim"),
        (pl.col("from_node").str.replace("killed_min", "killed_max"), "does not give this end of a range"),
        (
            pl.when(pl.col("step") == "highest_of")
            .then(pl.lit("incident:i-qasr#killed_max"))
            .otherwise("from_node")
            .alias("from_node"),
            "does not give this end of a range",
        ),
    ],
)
def test_a_lineage_that_the_other_tables_contradict_is_refused_by_both_verifiers(
    loose: Path, said: Said, column: pl.Expr, problem: str
) -> None:
    """Though manifest, sums and DuckDB file were mended to agree with it."""
    forge(loose, "lineage", column)
    code, words = said(loose)
    assert code == 1
    assert problem in words
    assert any(problem in finding.problem for finding in verify(loose).findings)


def test_it_runs_inside_the_release_without_the_project_and_writes_nothing(release: Path) -> None:
    before = {path.name: file_hash(path) for path in release.iterdir()}
    assert (release / "verify.py").read_bytes() == (ROOT / "pipeline" / "release" / "verify_alone.py").read_bytes()
    done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=release, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything is what the manifest says." in done.stdout
    assert file_hash(release / "SHA256SUMS") in done.stdout
    assert {path.name: file_hash(path) for path in release.iterdir()} == before


def test_it_imports_nothing_but_the_standard_library_and_duckdb(release: Path) -> None:
    code = (
        "import sys, runpy; known = sys.stdlib_module_names | {'duckdb', '_duckdb'}; sys.argv = ['verify.py'];\n"
        "blocked = type('B', (), {'find_spec': staticmethod(lambda name, *_: (_ for _ in ()).throw(ImportError(name)) "
        "if name.split('.')[0] not in known else None)}); sys.meta_path.insert(0, blocked)\n"
        "runpy.run_path('verify.py', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=release, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_without_duckdb_it_checks_the_bytes_and_says_what_it_did_not_look_at(
    release: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    code, words = said(release)
    assert code == 2
    assert "The rows were not looked at" in words
    flip(release)
    assert said(release)[0] == 1


def test_a_folder_that_is_no_release_is_neither_sound_nor_wrong(tmp_path: Path, said: Said) -> None:
    code, words = said(tmp_path)
    assert code == 2
    assert "There is no release" in words


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole["tables"].update({"x; DROP TABLE claim": whole["tables"]["claim"]}),
        lambda whole: whole["tables"]["claim"].update(file="../../secret"),
        lambda whole: whole["tables"]["claim"].pop("key"),
        lambda whole: whole.update(tables=7),
        lambda whole: whole["files"].pop("verify.py"),
    ],
)
def test_a_manifest_that_makes_no_sense_is_named(release: Path, said: Said, spoil: Callable[[Any], None]) -> None:
    edit(release, spoil)
    write_sums(release)
    assert said(release)[0] == 1


def test_names_cannot_steer_the_terminal(release: Path, said: Said) -> None:
    (release / "a\x1b[2J\u202eb").write_bytes(b"x")
    code, words = said(release)
    assert code == 1
    assert not {"\x1b", "\u202e"} & set(words)


def test_the_release_made_before_it_verifies(said: Said) -> None:
    assert said(ROOT / "data" / "published" / "0.1.0")[0] == 0
