"""Every kind of page in a real browser: shown without an error or an outside request, light, legible, inert."""

import re

import pytest

from support.pages import hostile_words, with_values

LIMIT = 3_000_000
"""Bytes that a page and all it loads by itself may have."""
VIEWS = (("light", 1280), ("dark", 375))


@pytest.fixture(scope="module")
def made(serve):
    def located(tables):
        tables = with_values(tables, "place", latitude=35.3, longitude=40.2, country="Syria")
        return with_values(tables, "incident", country="Syria", place_precision=1)

    return serve(located)


@pytest.fixture(scope="module")
def hostile(serve):
    return serve(hostile_words)


def kinds(folder):
    """One page of each kind."""
    first = {part: min((folder / part).glob(f"{stem}*.html")) for part, stem in _FIRST}
    fixed = [path for path in folder.rglob("*.html") if path.name == "index.html" or path.parent.name in {"data"}]
    listed = {*fixed, *first.values(), folder / "reading.html", folder / "incidents" / "index-2.html"}
    return sorted(str(path.relative_to(folder)) for path in listed)


_FIRST = (("incidents", "i-qasr"), ("sources", "voice-"), ("documents", "d"), ("releases", "0"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_every_kind_of_page_shows_itself_and_asks_no_other_host(made, visit, scripts):
    folder, address = made
    page = visit(address, java_script_enabled=scripts)
    for path in kinds(folder):
        page.goto(address + path)
        assert page.locator("h1").is_visible(), path
        assert page.locator("#cite-text").is_visible(), path
        assert page.locator("#site-search").is_visible() is scripts, path
        assert len(page.locator("main").inner_text()) > 100, path


def test_a_page_and_all_it_loads_by_itself_are_light(made, visit):
    folder, address = made
    page = visit(address)
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    for path in kinds(folder):
        asked.clear()
        page.goto(address + path)
        assert {path, "static/site.css", "static/search.js"} <= set(asked)
        assert sum((folder / name).stat().st_size for name in asked) < LIMIT, path
        assert "search.js" not in asked, f"{path} loads the index before it is searched"


def test_no_page_is_wider_than_a_phone(made, hostile, visit):
    for folder, address in (made, hostile):
        page = visit(address, viewport={"width": 375, "height": 800})
        for path in kinds(folder):
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 375, path


def test_axe_finds_nothing_serious_in_light_and_dark_on_desktop_and_phone(made, visit, packages):
    folder, address = made
    page = visit(address, bypass_csp=True)
    axe = (packages / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    found = []
    for path in kinds(folder):
        page.goto(address + path)
        page.evaluate(axe)
        for scheme, width in VIEWS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            found += [
                (path, scheme, width, one["id"], [node["target"] for node in one["nodes"]])
                for one in result["violations"]
                if one["impact"] in {"serious", "critical"}
            ]
    assert not found


def test_hostile_words_stand_on_the_page_as_they_are_and_do_nothing(hostile, visit):
    folder, address = hostile
    page = visit(address)
    for path in kinds(folder):
        page.goto(address + path)
        assert not page.locator("main img").count(), path
        assert not page.locator("script:not([src])").count(), path
        assert "\u202e" not in page.content(), path
    page.goto(address + "incidents/i-qasr.html")
    assert '<script>alert("x")</script>' in page.locator("h1").inner_text()


def test_hostile_words_do_nothing_in_the_search_and_the_filtered_list(hostile, visit):
    _, address = hostile
    page = visit(address + "incidents/index.html")
    page.get_by_role("searchbox", name="Search").fill("script")
    found = page.locator(".found a").first
    found.wait_for()
    assert '<script>alert("x")</script>' in found.inner_text()
    page.locator("[name=actor]").select_option(index=1)
    page.locator("#result-count", has_text=re.compile(r"\d of \d")).wait_for()
    assert '<script>alert("x")</script>' in page.locator("#incidents tbody").inner_text()
    assert not page.locator("main img, .found img, .found script").count()
