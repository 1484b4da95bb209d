"""Every kind of page in a real browser: shown without an error or an outside request, light, legible, inert."""

import datetime
import re
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.release import releases
from support.pages import hostile_words, with_values

PUBLISHED = Path(__file__).resolve().parents[2] / "data" / "published"
LIMIT = 3_000_000
"""Bytes that a page and all it loads by itself may have."""
VIEWS = (("light", 1280), ("dark", 375))


@pytest.fixture(scope="module", params=["made up", "newest release"])
def made(request, serve):
    def located(tables):
        tables = with_values(tables, "place", latitude=35.3, longitude=40.2, country="Syria")
        dated = {"event_date_start": datetime.date(2016, 1, 23), "event_date_end": datetime.date(2016, 1, 24)}
        return with_values(tables, "incident", country="Syria", place_precision=1, **dated)

    return serve(located) if request.param == "made up" else serve(published=releases(PUBLISHED)[-1])


@pytest.fixture(scope="module")
def hostile(serve):
    return serve(hostile_words)


def kinds(folder):
    """One page of each kind."""
    largest = [
        max((folder / part).glob(pattern), key=lambda path: path.stat().st_size)
        for part, pattern in _KINDS
        if any((folder / part).glob(pattern))
    ]
    fixed = [path for path in folder.rglob("*.html") if path.name == "index.html" or path.parent.name in {"data"}]
    listed = {*fixed, *largest, folder / "reading.html", *folder.glob("incidents/index-2.html")}
    return sorted(str(path.relative_to(folder)) for path in listed)


_KINDS = (
    ("incidents", "i-*.html"), ("incidents", "incident-*.html"), ("sources", "voice-*.html"), ("documents", "d*.html"),
    ("releases", "[0-9]*.html"),
)  # fmt: skip


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


def test_no_page_is_wider_than_a_phone_also_with_letters_twice_as_large(made, hostile, visit):
    for folder, address in (made, hostile):
        page = visit(address, viewport={"width": 360, "height": 800})
        for path in kinds(folder):
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, f"{path}, large letters"


def test_the_dates_of_the_timeline_do_not_lie_on_one_another(made, visit):
    page = visit(made[1])
    for width in (360, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        dates = page.locator("#timeline text:visible").filter(has_text=re.compile(r"[A-Z][a-z]{2}"))
        boxes = sorted((box["x"], box["x"] + box["width"]) for box in (date.bounding_box() for date in dates.all()))
        assert len(boxes) > 1, width
        assert all(left[1] < right[0] for left, right in pairwise(boxes)), width


def test_on_paper_a_page_is_dark_on_white_also_where_the_screen_is_dark(made, visit):
    page = visit(made[1], color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    card = page.locator(".card").first
    shown = [card.evaluate(f"card => getComputedStyle(card).{name}") for name in ("color", "backgroundColor")]
    assert shown == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


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
