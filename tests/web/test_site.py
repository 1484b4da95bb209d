"""The site of a release: whole, inert, the same each time, and saying what the tables say."""

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import polars as pl
import pytest

from pipeline.errors import UsageError
from pipeline.site import build_site
from pipeline.storage import read_tables
from support.pages import Parsed, hostile_words, parsed, release, with_killed, with_values, words

ROOT = Path(__file__).resolve().parents[2]
SHAPES = ROOT / "node_modules" / "world-atlas" / "countries-50m.json"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    return release(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def site(published, tmp_path_factory):
    out = tmp_path_factory.mktemp("site") / "made"
    build_site(published, out)
    return out


def pages(site):
    return sorted(site.rglob("*.html"))


def test_every_link_leads_to_a_file_of_the_site_and_to_a_place_on_its_page(site):
    ids = {path: parsed(path).ids for path in pages(site)}
    for path in pages(site):
        for link in parsed(path).links:
            target = urlsplit(link)
            file = (path.parent / unquote(target.path)).resolve() if target.path else path
            assert file.is_file(), f"{path.name}: {link}"
            assert site in file.parents, f"{path.name} leads out of the site: {link}"
            asks = target.fragment.startswith("sql=") and file.name == "query.html"
            assert asks or not target.fragment or target.fragment in ids[file], f"{path.name}: {link}"


def test_no_page_asks_anything_of_another_host(site):
    for path in pages(site):
        page = parsed(path)
        assert all(not urlsplit(link).scheme and not urlsplit(link).netloc for link in page.links), path.name
        assert not [tag for tag, found in page.elements if tag == "script" and "src" not in found], path.name
        assert not page.attributes("style"), path.name
    styles = (site / "static" / "site.css").read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|https?:", styles)


def test_every_page_has_its_language_a_title_a_main_part_a_heading_a_skip_link_downloads_and_how_to_cite_it(site):
    for path in pages(site):
        page = parsed(path)
        tags = [tag for tag, _ in page.elements]
        assert ("html", {"lang": "en", "dir": "ltr"}) in page.elements
        assert tags.count("main") == tags.count("h1") == 1, path.name
        assert "title" in tags[: tags.index("body")], path.name
        assert next(found["href"] for tag, found in page.elements if tag == "a") == "#main", path.name
        assert "release 0.1.0" in words(page), path.name
        assert "cite-text" in page.ids, path.name
        fetched = {found["href"].split("download/")[1] for tag, found in page.elements if "download" in found}
        assert fetched >= {"harm-ledger.duckdb", "incident_flat.csv", "claim_flat.csv"}, path.name


def test_the_front_page_says_what_the_events_add_up_to_and_what_they_do_not(site, published):
    events = read_tables(published)["incident"].filter(pl.col("incident_kind") == "incident")
    page = parsed(site / "index.html")
    (killed,) = [found for _, found in page.elements if found.get("data-harm") == "killed"]
    assert (killed["data-low"], killed["data-high"]) == (
        str(events["killed_min"].sum()),
        str(events["killed_max"].sum()),
    )
    assert "12–16" in words(page)
    assert "Adding up all 3 figures killed that the claims tell would give 68" in words(page)


def test_an_incident_shows_each_claim_with_its_number_its_speaker_its_words_and_its_link(site, published):
    tables = read_tables(published)
    page = parsed(site / "incidents" / "i-qasr.html")
    text = words(page)
    linked = tables["incident_claim"].filter(pl.col("incident_id") == "i-qasr")["claim_id"]
    claims = tables["claim"].filter(pl.col("claim_id").is_in(linked.implode()))
    assert set(claims["claim_id"]) <= page.ids
    for claim in claims.iter_rows(named=True):
        assert claim["quote"] in text
        assert (claim["asserted_by"] or "Valley News") in text
    assert page.attributes("data-range").count("12–16") == 1, "the incident's own range"
    assert {"12+", "16"} <= set(page.attributes("data-range")), "each claim's range"
    assert "قصر الوادي" in text
    assert "No two origins are shown to be independent" in text, "what to know before using the numbers"


@pytest.mark.parametrize(
    ("provable", "possible", "listed", "told", "doubt"),
    [
        (1, 1, "1", "from one origin.", "(nobody is named)"),
        (1, 3, "1–3", "from at least one origin and perhaps 3: no two are shown", "(nobody is named: it may be one of"),
        (2, 3, "2–3", "from 2 origins shown to be independent of each other (perhaps 3)", "it may be one of the other"),
        (2, 2, "2", "from 2 origins shown to be independent of each other.", "it may be one of the other origins)"),
    ],
)
def test_the_number_of_origins_and_the_words_about_them_agree(tmp_path, provable, possible, listed, told, doubt):
    def counted(tables):
        return with_values(tables, "incident", n_origins_provable=provable, n_origins_possible=possible)

    build_site(release(tmp_path / "published", counted), tmp_path / "site")
    text = words(parsed(tmp_path / "site" / "incidents" / "i-qasr.html"))
    assert told in text
    assert doubt in text
    assert ("shown to be independent of each other" in text) == (provable > 1)
    assert words(parsed(tmp_path / "site" / "incidents" / "index.html")).count(f" 2 {listed} ")


def test_an_incident_leads_to_a_query_of_what_each_source_said_of_it(site, published):
    page = parsed(site / "incidents" / "i-qasr.html")
    (link,) = [found["href"] for _, found in page.elements if found.get("id") == "ask"]
    sql = unquote(urlsplit(link).fragment.removeprefix("sql="))
    linked = read_tables(published)["incident_claim"].filter(pl.col("incident_id") == "i-qasr")
    with duckdb.connect(str(published / "harm-ledger.duckdb"), read_only=True) as con:
        assert con.sql(sql).pl().height == linked.height


def test_a_total_says_that_it_adds_nothing(site):
    assert "adds nothing to any sum" in words(parsed(site / "incidents" / "i-valley.html"))


def test_a_quote_is_marked_within_its_text_only_where_the_text_may_be_published(site, published):
    tables = read_tables(published)
    for document in tables["source_document"].iter_rows(named=True):
        page = (site / "documents" / f"{document['document_id']}.html").read_text(encoding="utf-8")
        assert ("data-claims=" in page) == document["text_published"]
        assert document["sha256"] in page


def test_no_page_holds_more_of_a_text_than_its_licence_allows(site, tmp_path):
    beyond_the_quote, quoted = "Another 20 were wounded", "At least 12"
    assert _holds(site, beyond_the_quote)
    private = release(tmp_path / "published", lambda x: with_values(x, "source_document", text_published=False))
    build_site(private, tmp_path / "site")
    assert _holds(tmp_path / "site", quoted)
    assert not _holds(tmp_path / "site", beyond_the_quote)


def test_speakers_and_outlets_have_pages_that_say_what_they_claimed(site):
    index = parsed(site / "sources" / "index.html")
    found = {words(parsed(path)): path for path in (site / "sources").glob("voice-*.html")}
    assert "River Monitor" in words(index)
    (monitor,) = [text for text in found if "River Monitor" in text and "claims it makes2" in text]
    assert "Qasr al-Wadi" in monitor
    assert "nobody named" in monitor


def test_the_search_index_has_every_incident_and_the_place_in_every_script(site, published):
    text = (site / "search.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("globalThis.harmLedgerIndex = ").removesuffix(";\n"))
    listed = index["incidents"]
    assert set(listed["id"]) == set(read_tables(published)["incident"]["incident_id"])
    assert {len(column) for column in listed.values()} == {len(listed["id"])}
    at = listed["id"].index("i-qasr")
    assert (listed["min"][at], listed["max"][at]) == (12, 16)
    assert "قصر الوادي" in index["places"][listed["place"][at]]
    assert all((site / page).is_file() for page in listed["page"])


def test_checks_releases_and_data_pages_say_what_the_tables_say(site, published):
    tables = read_tables(published)
    checks = words(parsed(site / "checks" / "index.html"))
    assert all(rule in checks for rule in tables["quality_result"]["rule_id"])
    assert "first release" in words(parsed(site / "releases" / "0.1.0.html"))
    files = parsed(site / "data" / "index.html").attributes("data-file")
    assert set(files) == {path.name for path in published.iterdir()}
    for name in files:
        assert (site / "download" / name).read_bytes() == (published / name).read_bytes()


def test_a_second_release_says_what_it_changed_on_its_page_and_on_the_incidents(tmp_path):
    release(tmp_path / "published")
    second = release(tmp_path / "published", lambda tables: with_killed(tables, 14))
    (tmp_path / "published" / "withdrawn.csv").write_text(
        "version,reason,who,date\n0.1.0,a figure was misread,,2026-01-01\n", encoding="utf-8"
    )
    built = build_site(second, tmp_path / "site")
    assert built.version == "0.2.0"
    told = words(parsed(tmp_path / "site" / "releases" / "0.2.0.html"))
    assert "killed 12–16 → 14–16" in told
    assert "raises the MINOR number" in told
    incident = parsed(tmp_path / "site" / "incidents" / "i-qasr.html")
    assert "changes" in incident.ids
    assert "0.1.012–16" in words(incident)
    assert "0.2.014–16" in words(incident)
    assert "withdrawn: a figure was misread" in words(parsed(tmp_path / "site" / "releases" / "index.html"))
    assert "withdrawn" not in words(parsed(tmp_path / "site" / "index.html"))
    first = tmp_path / "published" / "0.1.0"
    build_site(first, tmp_path / "withdrawn")
    assert "This release was withdrawn" in words(parsed(tmp_path / "withdrawn" / "index.html"))


def test_the_same_release_makes_the_same_bytes(site, published, tmp_path):
    again = tmp_path / "again"
    build_site(published, again)
    assert _bytes(again) == _bytes(site)


def test_a_site_is_replaced_and_any_other_folder_is_left_alone(site, published, tmp_path):
    out = tmp_path / "site"
    shutil.copytree(site, out)
    (out / "left-over.html").write_text("from an earlier release")
    build_site(published, out)
    assert not (out / "left-over.html").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds something"):
        build_site(published, mine)
    assert (mine / "thesis.txt").read_text() == "mine"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A site of a release in which every free text is made to break out of its page."""
    out = tmp_path_factory.mktemp("hostile") / "site"
    build_site(release(tmp_path_factory.mktemp("published"), hostile_words), out)
    return out


def test_hostile_words_are_shown_and_do_nothing(hostile):
    shown = 0
    for path in pages(hostile):
        text = path.read_text(encoding="utf-8")
        page = Parsed(text)
        assert all(found.get("src", "").endswith(".js") for tag, found in page.elements if tag == "script"), path.name
        assert not {"img", "iframe", "object"} & {tag for tag, _ in page.elements}, path.name
        assert not [name for _, found in page.elements for name in found if name.startswith("on")], path.name
        assert not [link for link in page.links if link.startswith("javascript:")], path.name
        assert "\u202e" not in text, f"{path.name}: a mark that turns the line"
        assert not page.open, path.name
        shown += '<script>alert("x")</script>' in "".join(page.text) and "\\u202ecba" in "".join(page.text)
    assert shown > len(pages(hostile)) // 2


def test_an_endless_word_does_not_make_an_endless_page(hostile):
    assert max(path.stat().st_size for path in pages(hostile)) < 300_000
    assert "more characters" in words(parsed(hostile / "incidents" / "i-qasr.html"))


@pytest.mark.skipif(not SHAPES.is_file(), reason="the npm packages with the map's shapes are not installed")
def test_with_the_shapes_the_map_has_land_and_no_place_is_a_bare_point(tmp_path):
    newest = max((ROOT / "data" / "published").iterdir())
    build_site(newest, tmp_path / "with", ROOT / "node_modules")
    page = (tmp_path / "with" / "index.html").read_text(encoding="utf-8")
    drawn = page[page.index('id="map"') : page.index('id="time-title"')]
    assert "var(--map-here)" in drawn
    assert "stroke-dasharray" in drawn, "a place of which only the area is known is a dashed ring"
    assert "site.invalid" not in page
    assert all(not urlsplit(link).netloc for link in Parsed(page).links)


def _holds(site, said):
    return any(said in words(parsed(path)) for path in pages(site))


def _bytes(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
