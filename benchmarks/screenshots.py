"""Pictures of the main pages of the site: desktop and phone, light and dark, under data/build/screenshots.

    python benchmarks/screenshots.py                      # of data/build/site
    python benchmarks/screenshots.py --site large-site --out shots

Needs Chromium. Printed: each page, milliseconds until it is loaded, and the kB that it and all it loads have.
"""

import argparse
import shutil
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assets.site import opened

ROOT = Path(__file__).resolve().parents[1]
VIEWS = [(scheme, *size) for scheme in ("light", "dark") for size in (("desktop", 1280), ("phone", 375))]
TIMING = "(() => { const [page] = performance.getEntriesByType('navigation'); return page.loadEventEnd; })()"


def pages(site: Path) -> dict[str, str]:
    """The pages to look at by name: the incident with the longest page, the others as they come."""
    incident = max((site / "incidents").glob("i*-*.html"), key=lambda path: path.stat().st_size)
    document = max((site / "documents").glob("d*.html"), key=lambda path: path.stat().st_size)
    source = max((site / "sources").glob("voice-*.html"), key=lambda path: path.stat().st_size)
    return {
        "front": "index.html",
        "incidents": "incidents/index.html",
        "incident": f"incidents/{incident.name}",
        "document": f"documents/{document.name}",
        "source": f"sources/{source.name}",
        "checks": "checks/index.html",
        "releases": "releases/index.html",
        "data": "data/index.html",
        "query": "data/query.html",
        "reading": "reading.html",
    }


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, default=ROOT / "data" / "build" / "site")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "build" / "screenshots")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    server = opened(chosen.site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, path in pages(chosen.site).items():
            page = browser.new_page()
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url.removeprefix(address)))
            page.goto(address + path)
            n_bytes = sum((chosen.site / one).stat().st_size for one in asked)
            print(f"{name:10} {page.evaluate(TIMING):6.0f} ms {n_bytes / 1000:8.0f} kB")
            for scheme, device, width in VIEWS:
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=chosen.out / f"{name}-{device}-{scheme}.png", full_page=True)
            page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
