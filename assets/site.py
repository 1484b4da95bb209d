"""Making the site of a release, and showing it on this machine only."""

import http.server
import re
from functools import partial
from pathlib import Path
from typing import BinaryIO

from assets.show import say
from pipeline.errors import UsageError
from pipeline.release import current
from pipeline.site import Built, build_site

HOST = "127.0.0.1"
_RANGE = re.compile(r"bytes=(\d+)-(\d*)", re.ASCII)


def make_site(published: Path, version: str | None, out: Path, packages: Path) -> Built:
    """Make the site of a release of a folder, by default of the newest that was not withdrawn.

    Raises:
        UsageError: If the folder has no such release.
    """
    release = published / version if version else current(published)
    if release is None or not (release / "manifest.json").is_file():
        raise UsageError(f"There is no release {version or ''} in {published}.", "Name one that stands there.")
    return build_site(release, out, packages if packages.is_dir() else None)


def serve(folder: Path, port: int) -> None:
    """Serve a site on the loopback address until Ctrl-C.

    Raises:
        UsageError: If there is no site in the folder, or the port is taken.
    """
    with opened(folder, port) as server:
        say(f"http://{HOST}:{server.server_port}/   (stop with Ctrl-C)")
        server.serve_forever()


def opened(folder: Path, port: int) -> http.server.ThreadingHTTPServer:
    """A server of a site on the loopback address, that does not answer yet.

    Raises:
        UsageError: If there is no site in the folder, or the port is taken.
    """
    if not (folder / "index.html").is_file():
        raise UsageError(f"There is no site in {folder}.", "Make one first: harm-ledger site")
    try:
        return http.server.ThreadingHTTPServer((HOST, port), partial(FileHandler, directory=str(folder)))
    except OSError as error:
        raise UsageError(f"Port {port} cannot be used: {error.strerror}.", "Give another with --port.") from error


class FileHandler(http.server.SimpleHTTPRequestHandler):
    """Files of the site, by ranges where a reader of the database asks for some."""

    def send_head(self) -> BinaryIO | None:
        """The file, or the range of it that is asked for."""
        asked = _RANGE.fullmatch(self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if asked is None or not path.is_file():
            return super().send_head()
        size = path.stat().st_size
        start = int(asked[1])
        end = min(int(asked[2]) if asked[2] else size - 1, size - 1)
        if start > end:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{size}")
            self.end_headers()
            return None
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {start}-{end}/{size}")
        self.send_header("Content-Length", str(end - start + 1))
        self.end_headers()
        if self.command != "HEAD":
            with path.open("rb") as file:
                file.seek(start)
                self.wfile.write(file.read(end - start + 1))
        return None

    def end_headers(self) -> None:
        """Say that ranges may be asked for."""
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal keeps the address."""
