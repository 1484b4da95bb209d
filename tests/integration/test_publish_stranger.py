"""What somebody who only has a release folder can do with it, as its README says."""

import re
import subprocess
import sys

import duckdb
import pytest

from pipeline.release import publish
from pipeline.release.views import released_tables
from pipeline.storage import file_hash
from support import ledger


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return publish(ledger.tables(), tmp_path_factory.mktemp("published"), inputs=ledger.inputs()).path


def test_the_lines_of_the_readme_run_as_they_stand(release):
    examples = re.findall(r"```python\n(.*?)```", (release / "README.md").read_text(), re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        assert len(example.splitlines()) <= 6
        done = subprocess.run([sys.executable, "-c", example], cwd=release, capture_output=True, text=True, check=True)
        assert "i-qasr" in done.stdout
        assert "i-valley" not in done.stdout, "totals are no incidents"


def test_the_readme_lists_every_table_with_its_rows(release):
    text = (release / "README.md").read_text()
    for name in released_tables():
        assert re.search(rf"^\| `{name}` \| \d+ \|", text, re.MULTILINE), name
    assert "| `claim` | 3 |" in text
    assert "$" not in text


def test_the_database_explains_every_table_and_column(release):
    with duckdb.connect(str(release / "harm-ledger.duckdb"), read_only=True) as con:
        tables = con.sql("SELECT table_name, comment FROM duckdb_tables()").fetchall()
        columns = con.sql(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        ).fetchall()
        storage = con.sql("SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal").fetchall()
    assert {name for name, _ in tables} == released_tables().keys()
    assert [name for name, comment in tables if not comment] == []
    assert columns == []
    assert "v1.2.0" in storage[0][0], "DuckDB 1.x cannot open newer formats"


def test_sums_are_checked_by_a_tool_everybody_has(release):
    subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=release, check=True, stdout=subprocess.DEVNULL)
    shown = subprocess.run(["sha256sum", "SHA256SUMS"], cwd=release, capture_output=True, text=True, check=True).stdout
    assert shown.split()[0] == file_hash(release / "SHA256SUMS")


def test_verifying_loads_nothing_heavy(release):
    code = (
        "import sys; from pathlib import Path; from pipeline.release import verify; "
        "assert verify(Path(sys.argv[1])).ok; "
        "print(sorted({'spacy', 'great_expectations', 'dagster', 'pandas', 'pyarrow', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(release)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
