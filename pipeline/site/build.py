"""A release as a folder of pages: built aside, then put in its place in one step."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import HarmLedgerError, UsageError
from pipeline.site.engine import copy_engine
from pipeline.site.ledger import Ledger
from pipeline.site.pages import Page, Pages
from pipeline.site.render import Renderer, static_files

MARKER = "site.json"
"""What tells a folder that this wrote from any other."""
DOWNLOADS = "download"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    version: str
    path: Path
    pages: int
    n_bytes: int


def build_site(release: Path, out: Path, packages: Path | None = None) -> Built:
    """Make the site of a release.

    The same release, with the same releases and marks of withdrawal beside it and the same packages, gives the same
    bytes.

    Args:
        release: Folder of a release; those before it lie beside it.
        out: Folder of the site. One that this wrote before is replaced, any other is left alone.
        packages: ``node_modules`` with the shapes of the map and the query engine; without them the map has no land,
            and queries are shown to be run elsewhere.

    Raises:
        UsageError: If ``out`` holds something else.
        IntegrityError: If the release has no usable manifest.
        HarmLedgerError: If the disk refuses.
    """
    if out.exists() and not (out / MARKER).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{str(out)!r} holds something that is no site.", "Give an empty folder, or a new one.")
    ledger = Ledger.read(release)
    building = out.with_name(f".{out.name}-building")
    try:
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        pages = _write(building, Pages(ledger, packages).all())
        _copy(building, ledger)
        copy_engine(packages, building)
        marker = {"name": "harm-ledger-site", "release": ledger.version, "pages": pages}
        (building / MARKER).write_text(json.dumps(marker, indent=2) + "\n", encoding="utf-8")
        n_bytes = sum(path.stat().st_size for path in building.rglob("*") if path.is_file())
        if out.exists():
            shutil.rmtree(out)
        building.rename(out)
    except OSError as error:
        raise HarmLedgerError(
            f"The site could not be written to {str(out)!r}: {error.strerror or error}.", "Make room or give access."
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Built(ledger.version, out, pages, n_bytes)


def _write(folder: Path, pages: Iterable[Page]) -> int:
    """Write every page; returns their number."""
    renderer, made, written = Renderer(), set(), 0
    for page in pages:
        path = folder / page.path
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_text(renderer.page(page.template, page.path, page.values), encoding="utf-8", newline="\n")
        written += page.path.endswith(".html")
    return written


def _copy(folder: Path, ledger: Ledger) -> None:
    """The style sheet, and the release itself: what a page shows can be fetched beside it."""
    for name, content in static_files().items():
        path = folder / "static" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    downloads = folder / DOWNLOADS
    downloads.mkdir(exist_ok=True)
    for path in sorted(ledger.folder.iterdir()):
        if path.is_file():
            shutil.copyfile(path, downloads / path.name)
