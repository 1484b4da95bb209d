"""A committed release is made again by the code of its own commit; where history is missing, it says what to do."""

import shutil
import subprocess
from pathlib import Path

import polars as pl
import pytest

from pipeline.errors import IntegrityError, UsageError
from pipeline.release import publish
from pipeline.release.manifest import write_sums
from pipeline.release.past import commit_of, made_again
from pipeline.release.rebuild import Rebuild, compare_folders
from pipeline.storage import file_hash
from support.ledger import inputs, tables

DOOR = """
import shutil, sys
from pathlib import Path
def app():
    version = sys.argv[sys.argv.index("--version") + 1]
    print("published before:", *sorted(path.name for path in Path("data/published").iterdir()))
    shutil.copytree("data/raw/made", Path("data/published") / version)
"""
"""A command line that publishes what lies among the raw files: a commit's code and inputs both tell."""


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = publish(tables(), tmp_path_factory.mktemp("published"), inputs=inputs()).path
    return path


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory, made: Path) -> Path:
    """Three commits: a release, another of it by other inputs, and code of today that makes nothing."""
    root = tmp_path_factory.mktemp("origin")
    git(root, "init", "--quiet", "--initial-branch=main")
    (root / "assets").mkdir()
    (root / "assets" / "__init__.py").write_text("")
    (root / "assets" / "cli.py").write_text(DOOR)
    (root / "requirements.lock").write_text("pins\n")
    shutil.copytree(made, root / "data" / "published" / "0.1.0")
    shutil.copytree(made, root / "data" / "raw" / "made")
    commit(root, "The first release")
    shutil.copytree(made, root / "data" / "published" / "0.2.0")
    (root / "data" / "raw" / "made" / "README.md").write_text("other inputs")
    commit(root, "The second release, by other inputs")
    (root / "assets" / "cli.py").write_text("def app(): raise SystemExit('today nothing works')")
    commit(root, "Code of today")
    return root


def commit(root: Path, subject: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "--message", subject)


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Path:
    git(tmp_path, "clone", "--quiet", str(origin), "clone")
    return tmp_path / "clone"


def rebuilt(root: Path, version: str, told: list[str]) -> Rebuild:
    with made_again(root, version, commit_of(root, version), told.append) as folder:
        return compare_folders(root / "data" / "published" / version, folder)


def test_a_release_comes_out_of_its_own_commit_though_code_and_inputs_moved_on(clone: Path) -> None:
    told: list[str] = []
    made = rebuilt(clone, "0.1.0", told)
    assert made.ok
    assert made.different == ()
    assert "The first release" in told[0]
    assert git(clone, "status", "--porcelain") == "", "nothing here is changed"


def test_a_release_that_its_commit_makes_otherwise_is_refused_with_the_file(clone: Path) -> None:
    made = rebuilt(clone, "0.2.0", [])
    assert not made.ok
    assert {(file.file, file.status) for file in made.different} == {("README.md", "different")}


def test_a_release_altered_since_its_commit_is_refused_with_the_file(clone: Path) -> None:
    frame = pl.read_parquet(clone / "data/published/0.1.0/incident.parquet").with_columns(killed_max=pl.lit(5))
    frame.write_parquet(clone / "data/published/0.1.0/incident.parquet")
    made = rebuilt(clone, "0.1.0", [])
    assert not made.ok
    assert {(file.file, file.note) for file in made.different} == {("incident.parquet", "its rows are others")}


def test_code_that_no_longer_makes_the_release_says_why(clone: Path) -> None:
    (clone / "data" / "published" / "0.1.0" / "note.txt").write_text("touched")
    commit(clone, "Touched with code that makes nothing")
    with pytest.raises(IntegrityError, match="today nothing works"):
        rebuilt(clone, "0.1.0", [])


def test_a_shallow_clone_is_told_to_fetch_the_rest(origin: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", origin.as_uri(), "shallow")
    with pytest.raises(UsageError) as refused:
        commit_of(tmp_path / "shallow", "0.1.0")
    assert refused.value.remedy == "Run git fetch --unshallow, and again."
    git(tmp_path / "shallow", "fetch", "--quiet", "--unshallow")
    assert commit_of(tmp_path / "shallow", "0.1.0").subject == "The first release"


def test_a_release_in_no_commit_is_told_to_be_committed(clone: Path, made: Path) -> None:
    shutil.copytree(made, clone / "data" / "published" / "0.3.0")
    with pytest.raises(UsageError, match=r"0\.3\.0 is in no commit"):
        commit_of(clone, "0.3.0")


@pytest.mark.parametrize("version", ["9.9.9", "..", "", "0.1.0/../0.2.0"])
def test_a_release_that_is_not_there_is_a_usage_error(clone: Path, version: str) -> None:
    with pytest.raises(UsageError, match="There is no release"):
        commit_of(clone, version)


def test_a_folder_without_history_is_told_so(clone: Path) -> None:
    shutil.rmtree(clone / ".git")
    with pytest.raises(UsageError, match="git log failed"):
        commit_of(clone, "0.1.0")


def test_the_same_rows_in_other_bytes_are_said_to_be_so_and_do_not_count_against_it(made: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(made, tmp_path / "other"))
    pl.read_parquet(other / "claim.parquet").write_parquet(other / "claim.parquet", compression="lz4")
    for name in ("prov.json", "manifest.json"):
        text = (other / name).read_text()
        for file in ("claim.parquet", "prov.json"):
            text = text.replace(file_hash(made / file), file_hash(other / file))
        (other / name).write_text(text)
    write_sums(other)
    compared = compare_folders(made, other)
    assert compared.ok
    assert {(file.file, file.status) for file in compared.different} == {
        (name, "same content") for name in ("claim.parquet", "prov.json", "manifest.json", "SHA256SUMS")
    }


def test_a_file_more_or_less_counts_against_it(made: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(made, tmp_path / "other"))
    (other / "sums.sql").unlink()
    (other / "more.txt").write_text("x")
    compared = compare_folders(made, other)
    assert not compared.ok
    assert {file.file for file in compared.different} == {"sums.sql", "more.txt"}
