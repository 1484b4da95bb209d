"""What tests in a real browser share: the browser, sites of made-up ledgers, a server on the loopback address."""

import os
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from assets.site import opened
from pipeline.site import build_site, pages
from support.pages import release

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "node_modules"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def lacking(what):
    """Skips what cannot be tried on this machine; where every test has to run, that is a failure."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        lacking("there is no Chromium on the PATH")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def packages():
    """node_modules, with the query engine and axe."""
    if not (PACKAGES / "axe-core" / "axe.min.js").is_file() or not (PACKAGES / "@duckdb").is_dir():
        lacking("the npm packages are not installed: npm ci --ignore-scripts")
    return PACKAGES


@pytest.fixture(scope="module")
def serve(browser, packages, tmp_path_factory):
    """Makes the site of a release, one row to a part of a list, and serves it: its folder and address.

    The release is one of a made-up ledger (``changed`` changes its tables), or one that is there (``published``).
    """
    servers = []

    def made(changed=None, published=None):
        folder = tmp_path_factory.mktemp("site") / "made"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pages, "PER_PAGE", 1)
            build_site(published or release(tmp_path_factory.mktemp("published"), changed), folder, packages)
        server = opened(folder, 0)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return folder, f"http://127.0.0.1:{server.server_port}/"

    yield made
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def visit(browser):
    """Opens a page; when the test ends, nothing may have gone wrong on it and nothing been asked of another host."""
    with _visits(browser) as opener:
        yield opener


@contextmanager
def _visits(browser):
    contexts, wrong = [], []

    def visited(address, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        here = address.split("/", 3)[:3]

        def asked(route):
            if route.request.url.split("/", 3)[:3] == here or route.request.url.startswith(("blob:", "data:")):
                route.continue_()
            else:
                wrong.append(f"asked for {route.request.url}")
                route.abort()

        context.route("**/*", asked)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("response", lambda got: wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None)
        page.goto(address)
        return page

    yield visited
    for context in contexts:
        context.close()
    assert not wrong
