"""Opens releases with whatever DuckDB is installed here, from the disk and, where it has httpfs, over HTTP.

Run by ``.ci/readers/run.py`` with the Python of each environment; needs DuckDB and nothing of the project.
Usage: open_release.py ADDRESS RELEASE [RELEASE ...]; at the address is a web server of the releases' folder.
"""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import duckdb


def opened(release: Path) -> None:
    """Every table has the rows the manifest says, its columns their meanings, and the macro for sums runs."""
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    with duckdb.connect(str(release / "harm-ledger.duckdb"), read_only=True) as con:
        for name, entry in manifest["tables"].items():
            held = con.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            if held != (entry["rows"],):
                raise SystemExit(f"{release.name}: {name} has {held}, the manifest says {entry['rows']}")
        bare = con.execute("SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND comment IS NULL").fetchone()
        if bare != (0,):
            raise SystemExit(f"{release.name}: {bare} columns have no comment")
        con.execute("SELECT * FROM harm_in('Deir ez-Zor', DATE '2016-01-01', DATE '2016-01-31')").fetchall()
    if (release / "verify.py").is_file():
        subprocess.run([sys.executable, "-I", "verify.py"], cwd=release, check=True, stdout=subprocess.DEVNULL)


def over_http(address: str, extension: Path) -> None:
    """The DuckDB file attached and a Parquet file read where they lie on a web server."""
    with duckdb.connect() as con:
        con.execute(f"LOAD '{extension}'")
        con.execute(f"ATTACH '{address}/harm-ledger.duckdb' AS ledger (READ_ONLY)")
        attached = con.execute("SELECT count(*) FROM ledger.incident").fetchone()
        read = con.execute(f"SELECT count(*) FROM read_parquet('{address}/incident.parquet')").fetchone()
    if attached != read or not attached or not attached[0]:
        raise SystemExit(f"{address}: {attached} and {read} incidents")


def main() -> None:
    """Open each release named, and say so."""
    package = importlib.util.find_spec("duckdb_extension_httpfs")
    found = sorted(Path(str(package.origin)).parent.rglob("httpfs.duckdb_extension")) if package else []
    served, *releases = sys.argv[1:]
    for release in map(Path, releases):
        opened(release.resolve())
        if found:
            over_http(f"{served}/{release.name}", found[0])
        print(f"DuckDB {duckdb.__version__} opens release {release.name}{', over HTTP too' if found else ''}")


if __name__ == "__main__":
    main()
