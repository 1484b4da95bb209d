"""The query engine of the site, from npm: copied as it is, fetched by a browser only when a reader asks for it."""

import shutil
from pathlib import Path

FOLDER = "static/engine"
_DUCKDB, _ARROW = Path("@duckdb/duckdb-wasm/dist"), Path("apache-arrow")
_FILES = {
    "duckdb.wasm": _DUCKDB / "duckdb-eh.wasm",
    "worker.js": _DUCKDB / "duckdb-browser-eh.worker.js",
    "duckdb.js": _DUCKDB / "duckdb-browser.cjs",
    "arrow.js": _ARROW / "Arrow.es2015.min.js",
    "arrow-LICENSE.txt": _ARROW / "LICENSE.txt",
    "arrow-NOTICE.txt": _ARROW / "NOTICE.txt",
}


def engine_files(packages: Path | None) -> dict[str, Path]:
    """Files of the engine by their name in the site; empty where ``node_modules`` lacks any of them."""
    found = {name: packages / path for name, path in _FILES.items()} if packages else {}
    return found if all(path.is_file() for path in found.values()) else {}


def copy_engine(packages: Path | None, site: Path) -> None:
    """Copy the engine into a site."""
    for name, path in engine_files(packages).items():
        copy = site / FOLDER / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def engine_size(packages: Path | None) -> str:
    """What a reader has to load, in words; empty without an engine."""
    n_bytes = sum(path.stat().st_size for path in engine_files(packages).values())
    return f"{n_bytes / 1_000_000:.0f} MB" if n_bytes else ""
