"""The query page in a real browser: DuckDB in the page, on the release's own file, and nothing of any other host."""

import csv
import io
import re
from pathlib import Path

import duckdb
import polars as pl
import pytest
from playwright.sync_api import expect

from pipeline.release import releases
from pipeline.schema import TABLES, conform
from pipeline.site.ledger import Ledger
from pipeline.site.queries import queries
from support.pages import HOSTILE, hostile_words

PUBLISHED = Path(__file__).resolve().parents[2] / "data" / "published"


@pytest.fixture(scope="module")
def made(serve):
    def named_twice(tables):
        """Hostile words, and a place whose name stands among the names of places as well."""
        tables = hostile_words(tables)
        names = tables["place"].select("place_id", "name", script=pl.lit("Latn"), source=pl.lit("test"))
        return {**tables, "place_name": conform(names, TABLES["place_name"])}

    return serve(named_twice)


@pytest.fixture(scope="module")
def page(made, browser):
    """The query page, its engine started; it is started once, since it is large."""
    context = browser.new_context()
    asked = []
    opened = context.new_page()
    opened.on("response", lambda got: asked.append(got.url))
    opened.goto(made[1] + "data/query.html")
    assert not [url for url in asked if "/engine/" in url], "the engine is loaded by its button and not before"
    opened.get_by_role("button", name="Load the query engine").click()
    opened.locator("#query-form").wait_for(timeout=120_000)
    yield opened
    context.close()
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {made[1].split("/")[2]}, "other hosts"


def ask(page, sql):
    page.locator("#query-sql").fill(sql)
    page.get_by_role("button", name="Run").click()
    page.locator("#query-result:visible, #query-problem:visible").wait_for()
    return page.locator("#query-result tbody tr")


def cells(row):
    return row.locator("td").all_inner_texts()


def test_every_question_offered_is_answered_as_duckdb_answers_it(made, page):
    path = made[0] / "download" / "harm-ledger.duckdb"
    with duckdb.connect(str(path), read_only=True) as con:
        for number, example in enumerate(page.locator("[data-query]").all()):
            example.get_by_role("link", name="Put it into the box").click()
            sql = page.locator("#query-sql").input_value()
            rows = ask(page, sql)
            expect(page.locator("#query-result")).to_be_visible()
            expected = con.sql(sql)
            assert page.locator("#query-result th").all_inner_texts() == expected.columns
            assert rows.count() == len(expected.fetchall()), number


def test_a_sum_is_the_same_as_that_of_the_macro(made, page):
    sql = "SELECT killed_min, killed_max, naive_killed FROM harm_in('p-valley', '2019-05-01', '2019-05-31')"
    with duckdb.connect(str(made[0] / "download" / "harm-ledger.duckdb"), read_only=True) as con:
        expected = ["NULL" if value is None else str(value) for value in con.sql(sql).fetchall()[0]]
    assert cells(ask(page, sql)) == expected
    expect(page.locator("#query-status")).to_have_text("1 row.")


def test_a_place_named_in_two_tables_is_summed_once_also_by_the_older_duckdb_of_the_page(page):
    names = ask(page, "SELECT count(*) FROM place JOIN place_name USING (place_id, name) WHERE place_id = 'p-valley'")
    assert cells(names) == ["1"]
    name = HOSTILE.replace("'", "''")
    ask(page, f"FROM harm_in('{name}', '2019-05-01', '2019-05-31')")
    expect(page.locator("#query-status")).to_have_text("1 row.")


def test_mistakes_are_told_in_words_and_the_next_query_runs(page):
    ask(page, "SELEC 1")
    expect(page.get_by_role("alert")).to_contain_text("syntax error")
    ask(page, "FROM read_parquet('claim.parquet')")
    expect(page.get_by_role("alert")).to_contain_text("ask the ledger's tables")
    ask(page, "DELETE FROM incident")
    expect(page.get_by_role("alert")).to_contain_text("read-only")
    ask(page, "-- only a remark")
    expect(page.get_by_role("alert")).to_contain_text("no statements")
    for nothing in ("SET memory_limit = '1GB'", "SELECT 1 WHERE false"):
        ask(page, nothing)
        expect(page.locator("#query-status")).to_have_text("0 rows.")
    assert cells(ask(page, "SELECT 1 + 1")) == ["2"]
    expect(page.get_by_role("alert")).to_be_hidden()


def test_no_statement_reaches_another_host(page):
    for sql in ("FROM 'http://elsewhere.invalid/a.csv'", "COPY incident TO 'http://elsewhere.invalid/a.csv'"):
        ask(page, sql)
        expect(page.get_by_role("alert")).to_be_visible()
    ask(page, "FROM 'http://elsewhere.invalid/a.csv'")
    expect(page.get_by_role("alert")).to_contain_text("asks nothing of any other host")


def test_a_query_that_takes_too_long_is_cancelled_and_the_next_one_runs(page):
    page.locator("#query-sql").fill("SELECT count(*) FROM range(1000000000000) AS n(i) WHERE i % 7 = 3")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#query-status")).to_have_text("Cancelled.")
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    assert cells(ask(page, "SELECT 1 + 1")) == ["2"]


def test_of_very_many_rows_the_first_are_kept_and_that_is_said(page):
    rows = ask(page, "SELECT range AS n FROM range(50000000)")
    expect(page.locator("#query-status")).to_contain_text("More than 100,000 rows: the first 1,000 are shown")
    assert rows.count() == 1000
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert (len(lines), lines[-1]) == (100_001, "99999")
    assert cells(ask(page, "SELECT 1 + 1")) == ["2"]


def test_a_query_is_in_the_address_and_whoever_opens_it_finds_it_in_the_box_and_not_run(made, page, visit):
    sql = "SELECT 'a+b & c#d' AS \"ü\", 100 % 7"
    assert cells(ask(page, sql)) == ["a+b & c#d", "2"]
    other = visit(page.url)
    assert other.locator("#query-sql").input_value() == sql
    expect(other.locator("#query-load")).to_be_visible()
    expect(other.locator("#query-result")).to_be_hidden()
    incident = visit(made[1] + "incidents/i-qasr.html")
    incident.locator("#ask").click()
    expect(incident.locator("#query-sql")).to_have_value(re.compile("incident_id = 'i-qasr'"))


def test_hostile_values_and_names_of_columns_are_shown_and_do_nothing(page):
    rows = ask(page, 'SELECT place_as_written AS "<img src=x onerror=alert(1)>" FROM incident LIMIT 1')
    assert cells(rows) == [HOSTILE.replace("\u202e", "\\u202e")]
    expect(page.locator("#query-result th")).to_have_text("<img src=x onerror=alert(1)>")
    assert not page.locator("#query-result img, #query-result script").count()
    long = ask(page, "SELECT max(place_as_written) FROM claim")
    assert cells(long)[0].endswith("(99300 more characters)")


def test_the_csv_holds_every_row_whole_and_no_formula(page):
    ask(
        page,
        "SELECT range AS n, -range AS less, '=1+1' AS sum, NULL AS none, 'a \"b\",' || chr(10) AS odd FROM range(1500)",
    )
    expect(page.locator("#query-status")).to_contain_text("1,500 rows, of which the first 1,000 are shown")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    text = Path(download.value.path()).read_bytes().decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["n", "less", "sum", "none", "odd"]
    assert rows[1500] == ["1499", "-1499", "'=1+1", "", 'a "b",\n']
    assert len(rows) == 1501


def test_values_of_every_type_are_written_as_duckdb_writes_them(page):
    row = ask(page, "SELECT DATE '2016-01-02', TIMESTAMP '2016-01-02 03:04:05', 9007199254740993, true, [1, 2], 0.5")
    assert cells(row) == ["2016-01-02", "2016-01-02 03:04:05", "9007199254740993", "true", "[1,2]", "0.5"]


def test_without_a_source_that_said_nothing_the_ranges_are_those_of_the_release():
    folder = releases(PUBLISHED)[-1]
    sql = queries(Ledger.read(folder))[2].sql
    source = sql.split("claim.asserted_by], ", 1)[1].split(")", 1)[0]
    with duckdb.connect(str(folder / "harm-ledger.duckdb"), read_only=True) as con:
        same = con.sql(sql.replace(source, "'nobody of this name'")).pl()
        fewer = con.sql(sql).pl()
    ranges = [same.select(f"{side}_min", f"{side}_max", f"{side}_is_open") for side in ("all", "without")]
    assert ranges[0].rows() == ranges[1].rows()
    assert not fewer.equals(same), "the source most heard stands behind some range"
    assert fewer["n_figures_left"].sum() < same["n_figures_left"].sum()
    assert not fewer.filter(pl.col("n_figures_left") == 0)["without_min"].drop_nulls().len()
