"""Opens releases with whatever DuckDB is installed here, from the disk and, where it has httpfs, over HTTP.

Run by ``.ci/readers/run.py`` with the Python of each environment; needs DuckDB and nothing of the project.
Usage: open_release.py RELEASE [RELEASE ...]
"""

import functools
import http.server
import importlib.util
import json
import re
import subprocess
import sys
import threading
from pathlib import Path

import duckdb


class Ranges(http.server.SimpleHTTPRequestHandler):
    """A plain web server that answers range requests, as nginx and object stores do."""

    sent = 0

    def do_GET(self) -> None:
        """A whole file, or the bytes asked for."""
        path = Path(self.translate_path(self.path))
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked is None or not path.is_file():
            super().do_GET()
            return
        size = path.stat().st_size
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
        data = path.read_bytes()[first : last + 1]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        Ranges.sent += len(data)
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing: what was asked for is no news."""


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


def over_http(release: Path, extension: Path) -> str:
    """The DuckDB file attached and a Parquet file read where they lie on a web server."""
    handler = functools.partial(Ranges, directory=str(release))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    Ranges.sent = 0
    with duckdb.connect() as con:
        con.execute(f"LOAD '{extension}'")
        con.execute(f"ATTACH '{address}/harm-ledger.duckdb' AS ledger (READ_ONLY)")
        attached = con.execute("SELECT count(*) FROM ledger.incident").fetchone()
        read = con.execute(f"SELECT count(*) FROM read_parquet('{address}/incident.parquet')").fetchone()
    server.shutdown()
    if attached != read or not attached or not attached[0] or not Ranges.sent:
        raise SystemExit(f"{release.name}: over HTTP {attached} and {read} incidents, {Ranges.sent} bytes by range")
    return f", over HTTP too ({Ranges.sent:,} bytes by range)"


def main() -> None:
    """Open each release named, and say so."""
    package = importlib.util.find_spec("duckdb_extension_httpfs")
    found = sorted(Path(str(package.origin)).parent.rglob("httpfs.duckdb_extension")) if package else []
    for release in map(Path, sys.argv[1:]):
        opened(release.resolve())
        web = over_http(release.resolve(), found[0]) if found else ""
        print(f"DuckDB {duckdb.__version__} opens release {release.name}{web}")


if __name__ == "__main__":
    main()
