"""What strangers read the releases with, each in an environment of its own: older DuckDBs, and cffconvert.

These cannot be installed beside the project's own packages. Each ``<name>.lock`` here pins one environment by hash; it
is made under data/build/readers once. One that cannot be installed is named and skipped; one that cannot read a
release fails the run.
"""

import hashlib
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path

from assets.site import HOST, FileHandler

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MADE = ROOT / "data" / "build" / "readers"
PUBLISHED = ROOT / "data" / "published"
HTTPFS = "duckdb-extension-httpfs"
"""The package whose environments read over HTTP, too."""


def environment(lock: Path) -> Path | None:
    """The folder of programs of one environment; None where it cannot be installed."""
    folder = MADE / f"{lock.stem}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    ready = folder / "ready"
    if not ready.exists():
        uv = str(Path(sys.executable).with_name("uv"))
        python = str(folder / "bin" / "python")
        for command in (
            [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)],
            [uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", str(lock)],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(
                    f"SKIPPED {lock.stem}: it cannot be installed here: {(done.stderr.strip() or '?').splitlines()[-1]}"
                )
                return None
        ready.touch()
    return folder / "bin"


class Counting(FileHandler):
    """Counts the ranges it answers with: whole files would pass for reading over HTTP, too."""

    ranges = 0

    def send_response(self, code: int, message: str | None = None) -> None:
        """Answer."""
        Counting.ranges += code == HTTPStatus.PARTIAL_CONTENT
        super().send_response(code, message)


@contextmanager
def served() -> Iterator[str]:
    """The address of a plain web server of all releases, while it is needed."""
    with http.server.ThreadingHTTPServer((HOST, 0), partial(Counting, directory=str(PUBLISHED))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_port}"
        server.shutdown()


def commands(name: str, programs: Path, address: str) -> list[list[str]]:
    """What to run in an environment over every release."""
    releases = sorted(path for path in PUBLISHED.iterdir() if (path / "manifest.json").is_file())
    if name == "cffconvert":
        citations = [ROOT / "CITATION.cff", *(path / "CITATION.cff" for path in releases)]
        return [[str(programs / name), "--validate", "-i", str(path)] for path in citations if path.is_file()]
    return [[str(programs / "python"), str(HERE / "open_release.py"), address, *map(str, releases)]]


def main() -> int:
    """Run all; 0 where at least one environment could be made, and each that could reads every release."""
    read, failed, skipped = [], [], []
    with served() as address:
        for lock in sorted(HERE.glob("*.lock")):
            programs = environment(lock)
            if programs is None:
                skipped.append(lock.stem)
                continue
            before = Counting.ranges
            run = commands(lock.stem, programs, address)
            wrong = [one for one in run if subprocess.run(one, check=False).returncode]
            if HTTPFS in lock.read_text(encoding="utf-8") and Counting.ranges == before:
                print(f"{lock.stem} asked for no range over HTTP")
                wrong.append([HTTPFS])
            (failed if wrong else read).append(lock.stem)
    for names, told in ((read, "every release is read"), (failed, "NOT every release is read"), (skipped, "SKIPPED")):
        if names:
            print(f"{told}: {len(names)} of {len(read + failed + skipped)} readers: {', '.join(names)}")
    if not read and not failed:
        print("No reader could be installed, so nothing was checked.")
    return int(bool(failed) or not read)


if __name__ == "__main__":
    sys.exit(main())
