"""Every kind of page of a site in real Chromium: what it weighs, how soon it can be read, and pictures to look at.

    python benchmarks/screenshots.py                      # of the newest release, under data/build/screenshots
    python benchmarks/screenshots.py --kept               # and those that the documentation shows, in docs/img
    python benchmarks/screenshots.py --site large-site    # of a site that is there

Needs Chromium, and the npm packages (axe, the engine of the query page). Printed for each kind of page: milliseconds
until its text stands there (the best of three visits with nothing in store: what else the machine does only adds), kB
of it and all it loads by itself, requests to other hosts, serious findings of axe (light on a desktop, dark on a
phone), pixels it is too wide for a phone, messages of the browser; and the milliseconds of the slowest search. Ends
with 1 where a limit is passed.
"""

import argparse
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assets.site import make_site, opened

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP, PHONE = (1280, 900), (360, 780)
KEPT = (
    ("front", "front", "light", DESKTOP, "main"),
    ("map", "front", "light", DESKTOP, "#map-title"),
    ("incident", "incident", "light", DESKTOP, "#compare-title"),
    ("claim", "incident", "light", DESKTOP, "#claims-title"),
    ("phone", "incident", "dark", PHONE, "#compare-title"),
    ("list-on-phone", "incidents", "light", PHONE, "#incident-list"),
    ("source", "source", "dark", DESKTOP, "main"),
    ("release", "release", "light", DESKTOP, "main"),
    ("query", "query", "light", DESKTOP, "main"),
)
"""Pictures for the documentation: name, page, colours, size, and what stands at the top."""
READABLE_MS, SEARCH_MS, LIGHT_KB = 1000, 200, 3000
SEARCHES = ("d", "de", "al", "russian", "2016-01", "no such place")
_READABLE = """() => Math.max(
    performance.getEntriesByName('first-contentful-paint')[0].startTime,
    performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)"""
_SEARCHED = """async (said) => {
    const [input, panel] = ['input', '.found'].map((part) => document.querySelector(`#site-search ${part}`));
    await globalThis.harmLedger.index();
    const shown = new Promise((done) => new MutationObserver(done).observe(panel, {childList: true}));
    const begun = performance.now();
    input.value = said;
    input.dispatchEvent(new Event('input'));
    await shown;
    panel.getBoundingClientRect();
    return performance.now() - begun;
}"""


@dataclass(frozen=True)
class Measured:
    """One kind of page."""

    page: str
    ms: float
    kb: float
    outside: int
    axe: int
    wide: int
    said: int

    def passes(self) -> bool:
        """Whether it keeps every limit."""
        quick = self.ms < READABLE_MS and self.kb < LIGHT_KB
        return quick and not (self.outside or self.axe or self.wide or self.said)


def kinds(site: Path) -> dict[str, str]:
    """One page of each kind, the longest where there are many."""

    def longest(folder: str, pattern: str) -> str:
        return f"{folder}/{max((site / folder).glob(pattern), key=lambda path: path.stat().st_size).name}"

    return {
        "front": "index.html",
        "incidents": "incidents/index.html",
        "incident": longest("incidents", "i*-*[!0-9]*.html"),
        "sources": "sources/index.html",
        "source": longest("sources", "*[!x].html"),
        "documents": "documents/index.html",
        "document": longest("documents", "d*.html"),
        "checks": "checks/index.html",
        "releases": "releases/index.html",
        "release": longest("releases", "[0-9]*.html"),
        "data": "data/index.html",
        "dictionary": "data/dictionary.html",
        "query": "data/query.html",
        "reading": "reading.html",
    }


def measure(browser: Browser, site: Path, address: str, name: str, path: str) -> Measured:
    """Visit a page three times, then look for what is wrong with it."""
    asked: list[str] = []
    said: list[str] = []
    times = []
    for _ in range(3):
        asked.clear()
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address + path)
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        times.append(page.evaluate(_READABLE))
        if len(times) < 3:
            context.close()
    inside = [url.removeprefix(address) for url in asked if url.startswith(address)]
    n_bytes = sum((site / one.split("#")[0]).stat().st_size for one in inside)
    serious, wide = _serious(page), _too_wide(page)
    context.close()
    outside = len(asked) - len(inside)
    return Measured(name, min(times), n_bytes / 1000, outside, serious, wide, len(said))


def _serious(page: Page) -> int:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = 0
    for scheme, (width, height) in (("light", DESKTOP), ("dark", PHONE)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        violations = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        found += sum(one["impact"] in {"serious", "critical"} for one in violations)
    return found


def _too_wide(page: Page) -> int:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    return int(page.evaluate("document.documentElement.scrollWidth")) - PHONE[0]


def pictures(browser: Browser, address: str, found: dict[str, str], out: Path) -> None:
    """The whole of each page: light on a desktop, dark on a phone."""
    for scheme, device, (width, height) in (("light", "desktop", DESKTOP), ("dark", "phone", PHONE)):
        page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": height})
        for name, path in found.items():
            page.goto(address + path)
            page.screenshot(path=out / f"{name}-{device}-{scheme}.png", full_page=True)
        page.close()


def kept(browser: Browser, address: str, found: dict[str, str], out: Path) -> None:
    """One screen of each page that the documentation shows."""
    for name, which, scheme, (width, height), top in KEPT:
        page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": height})
        page.goto(address + found[which])
        if which == "query":
            _answered(page)
        page.locator(top).evaluate("element => element.scrollIntoView()")
        page.screenshot(path=out / f"site-{name}.png")
        page.close()


def _answered(page: Page) -> None:
    """Load the engine and ask what each source said of one event."""
    page.get_by_role("link", name="Put it into the box").nth(1).click()
    page.get_by_role("button", name="Load the query engine").click()
    page.locator("#query-form").wait_for(timeout=120_000)
    page.get_by_role("button", name="Run").click()
    page.locator("#query-result").wait_for()


@contextmanager
def served(site: Path | None) -> Iterator[tuple[Path, str]]:
    """A site and its address; one of the newest release where none is given."""
    with tempfile.TemporaryDirectory() as scratch:
        published, packages = ROOT / "data" / "published", ROOT / "node_modules"
        folder = site or make_site(published, None, Path(scratch) / "site", packages).path
        server = opened(folder, 0)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def main() -> int:
    """Measure and take the pictures; 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "build" / "screenshots")
    parser.add_argument("--kept", action="store_true")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    print(f"{'page':10}" + "".join(f"{field.name:>9}" for field in fields(Measured)[1:]))
    with sync_playwright() as playwright, served(chosen.site) as (site, address):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        found, measured = kinds(site), []
        for name, path in found.items():
            measured.append(measure(browser, site, address, name, path))
            print(f"{name:10}" + "".join(f"{value:9.0f}" for value in astuple(measured[-1])[1:]), flush=True)
        pictures(browser, address, found, chosen.out)
        if chosen.kept:
            kept(browser, address, found, ROOT / "docs" / "img")
        page = browser.new_page()
        page.goto(address)
        search = max(page.evaluate(_SEARCHED, said) for said in SEARCHES)
        browser.close()
    print(f"slowest search: {search:.0f} ms")
    passed = search < SEARCH_MS and all(one.passes() for one in measured)
    print("every limit is kept" if passed else "a limit is passed")
    return not passed


if __name__ == "__main__":
    sys.exit(main())
