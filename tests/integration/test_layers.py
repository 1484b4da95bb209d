"""The house has three floors and one direction: pipeline ← expectations ← assets."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAY_NOT_IMPORT = {
    "pipeline": {"expectations", "assets", "dagster", "great_expectations"},
    "expectations": {"assets", "dagster"},
    "assets": set[str](),
}


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(node: ast.AST) -> Iterator[str]:
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield child.module or ""


@pytest.mark.parametrize("package", MAY_NOT_IMPORT)
def test_a_floor_imports_nothing_above_it(package: str) -> None:
    for path in modules(package):
        tops = {name.split(".")[0] for name in imported(ast.parse(path.read_text(encoding="utf-8")))}
        assert not tops & MAY_NOT_IMPORT[package], path


def test_expectations_know_of_the_pipeline_only_its_schema() -> None:
    for path in modules("expectations"):
        names = [name for name in imported(ast.parse(path.read_text(encoding="utf-8"))) if name.startswith("pipeline")]
        assert all(name.startswith("pipeline.schema") for name in names), path


def test_great_expectations_is_imported_inside_functions_only() -> None:
    for path in modules("expectations"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        at_import = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        assert not any(name.startswith("great_expectations") for node in at_import for name in imported(node)), path


def test_assets_have_real_annotations_which_dagster_reads() -> None:
    for path in modules("assets"):
        assert "__future__" not in set(imported(ast.parse(path.read_text(encoding="utf-8")))), path


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("assets.definitions", {"great_expectations", "spacy", "trafilatura", "pandas"}),
        ("assets.cli", {"dagster", "polars", "duckdb", "great_expectations", "spacy", "trafilatura", "pandas"}),
        ("pipeline.release", {"great_expectations", "spacy", "trafilatura", "pandas", "dagster"}),
        ("expectations", {"great_expectations", "spacy", "dagster", "pandas"}),
    ],
)
def test_starting_loads_nothing_heavy(module: str, heavy: set[str]) -> None:
    code = f"import sys, {module}; print(*({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []
