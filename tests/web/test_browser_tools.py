"""What scripts add to the pages, in a real browser: search, filters in the address, copying a citation; and traces."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from support.pages import parsed, with_values, words

DAY = datetime.date(2019, 5, 4)


@pytest.fixture(scope="module")
def made(serve):
    def dated(tables):
        return with_values(tables, "incident", event_date_start=DAY, event_date_end=DAY)

    return serve(dated)


def search(page, said):
    field = page.get_by_role("searchbox", name="Search")
    field.fill(said)
    return field


@pytest.mark.parametrize("said", ["qasr wadi", "QASRALWADI", "قصر الوادى", "Qaṣr", "2019-05-04", "i-qasr"])
def test_an_incident_is_found_by_its_place_in_any_spelling_its_day_or_its_id(made, visit, said):
    page = visit(made[1] + "checks/index.html")
    search(page, said)
    page.locator(".found").get_by_role("link", name="Qasr al-Wadi").first.click()
    expect(page.locator("article.incident")).to_have_attribute("data-incident", "i-qasr")


def test_places_and_sources_are_found_and_what_was_found_is_announced(made, visit):
    page = visit(made[1])
    status = page.locator("#site-search [role=status]")
    search(page, "river monitor")
    expect(status).to_have_text("Found: sources 1")
    page.locator(".found").get_by_role("link", name="River Monitor").click()
    expect(page.locator("h1")).to_contain_text("River Monitor")
    search(page, "wadi")
    expect(page.locator("#found-places + ul")).to_contain_text("Qasr al-Wadi")
    search(page, "nothing of this name")
    expect(status).to_have_text("Nothing found.")


def test_the_search_is_used_with_the_keys_alone(made, visit):
    page = visit(made[1])
    field = search(page, "wadi")
    page.locator(".found a").first.wait_for()
    field.press("ArrowDown")
    expect(page.locator(".found a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    field.press("Escape")
    expect(page.locator(".found")).to_be_hidden()
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"incidents/index\.html\?q=wadi$"))
    expect(page.locator("#result-count")).to_contain_text(" of 2")


def test_the_search_works_on_a_page_opened_from_disk(made, visit):
    page = visit((made[0] / "incidents" / "index.html").as_uri())
    search(page, "qasr")
    expect(page.locator(".found").get_by_role("link", name="Qasr al-Wadi").first).to_be_visible()


def test_filters_go_through_every_part_of_the_list_and_live_in_the_address(made, visit):
    page = visit(made[1] + "incidents/index.html")
    rows, count = page.locator("#incidents tbody tr"), page.locator("#result-count")
    expect(rows).to_have_count(1)
    page.locator("[name=kind]").select_option("aggregate")
    expect(count).to_have_text("1 of 2 incidents and totals.")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("the valley")
    page.locator("[name=q]").last.fill("qasr")
    expect(count).to_have_text("0 of 2 incidents and totals.")
    shared = page.url
    assert shared.endswith("?q=qasr&kind=aggregate")
    page.go_back()
    expect(count).to_have_text("1 of 2 incidents and totals.")
    expect(page.locator("[name=kind]")).to_have_value("aggregate")
    page.go_back()
    expect(rows).to_have_count(1)
    page.goto(shared)
    expect(count).to_have_text("0 of 2 incidents and totals.")
    page.get_by_role("button", name="Clear").click()
    expect(rows).to_have_count(1)
    expect(page).to_have_url(made[1] + "incidents/index.html")


def test_a_filtered_row_says_what_the_row_of_the_page_says(made, visit):
    page = visit(made[1] + "incidents/index.html")
    rows = page.locator("#incidents tbody tr")
    before = rows.all_inner_texts()
    page.goto(made[1] + "incidents/index-2.html")
    before += rows.all_inner_texts()
    page.locator("[name=min]").fill("1")
    expect(page.locator("#result-count")).to_contain_text("2 of 2")
    assert rows.all_inner_texts() == before
    assert before[0].startswith("Qasr al-Wadi")
    assert "Wadi region" in before[1], "the name this dataset uses for the place"


def test_days_and_numbers_narrow_the_list(made, visit):
    page = visit(made[1] + "incidents/index.html?from=2019-05-05")
    rows, count = page.locator("#incidents tbody tr"), page.locator("#result-count")
    expect(count).to_contain_text(" of 2")
    expect(page.locator("tr[data-id=i-qasr]")).to_have_count(0)
    page.locator("[name=from]").fill("2019-05-04")
    expect(page.locator("tr[data-id=i-qasr]")).to_have_count(1)
    page.locator("[name=min]").fill("13")
    expect(page.locator("tr[data-id=i-qasr]")).to_have_count(0)
    assert rows.count() == 1


def test_how_to_cite_the_page_is_copied(made, visit):
    page = visit(made[1] + "incidents/i-qasr.html", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#cite-text").inner_text()


def test_a_figure_is_followed_to_the_characters_it_was_read_from(made, visit):
    page = visit(made[1])
    page.locator("#largest").get_by_role("link", name="Qasr al-Wadi").click()
    claim = page.locator("article.claim").first
    quote = words(parsed(made[0] / "incidents" / "i-qasr.html"))
    claim.locator("a[href*='documents/']").first.click()
    expect(page.locator("article.document")).to_be_visible()
    marked = page.locator("#text mark[data-claims]").first
    expect(marked).to_be_visible()
    assert marked.inner_text().strip() in quote
    expect(page.locator("#provenance")).to_contain_text(re.compile("[0-9a-f]{64}"))
