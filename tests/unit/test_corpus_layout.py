"""Headline, dateline, byline, day of publication and site furniture of a page. All texts are made up."""

import datetime
import json
from collections import Counter
from pathlib import Path

import pytest

from pipeline.corpus.layout import Layout, read_layout

SHARED = Path(__file__).resolve().parents[3] / "shared" / "evaluate"

BODY = "A raid on the market of Tell Asfar killed four people on Monday, residents said."
MORE = "The wounded were brought to a hospital in the next town, a medic told us by phone."


def page(*lines: str) -> str:
    return "\n\n".join(lines)


def furniture(text: str) -> dict[str, str]:
    return {text[s.start : s.end]: s.rule for s in read_layout(text).spans if s.kind == "furniture"}


def spans(text: str, kind: str) -> list[str]:
    return [text[s.start : s.end] for s in read_layout(text).spans if s.kind == kind]


def test_the_first_line_that_is_no_sentence_is_the_headline() -> None:
    layout = read_layout(page("Raid kills four in Tell Asfar", BODY))
    assert layout.title == "Raid kills four in Tell Asfar"


def test_a_text_that_starts_with_a_sentence_has_no_headline() -> None:
    assert read_layout(page(BODY, "Raid kills four in Tell Asfar", MORE)).title is None


def test_the_headline_is_found_below_menu_share_bar_and_date() -> None:
    text = page("News", "World", "Politics", "Share on Facebook", "12 May, 2021", "Raid kills four in Tell Asfar", BODY)
    layout = read_layout(text)
    assert layout.title == "Raid kills four in Tell Asfar"
    assert layout.published == datetime.date(2021, 5, 12)
    assert set(furniture(text).values()) == {"menu", "share_bar", "date_line"}


@pytest.mark.parametrize(
    "caption", ["FILE: A drone of the army on its base", "A street in the town (A. Name/AFP via Getty Images)"]
)
def test_a_caption_above_the_article_is_no_headline(caption: str) -> None:
    assert read_layout(page(caption, "Raid kills four in Tell Asfar", BODY)).title == "Raid kills four in Tell Asfar"
    assert read_layout(page(caption, BODY)).title is None


def test_a_given_title_decides_which_line_is_the_headline() -> None:
    text = page("A street in Tell Asfar after the raid", "Raid kills four in Tell Asfar", BODY)
    assert read_layout(text, "Raid Kills Four in Tell Asfar").title == "Raid kills four in Tell Asfar"


@pytest.mark.parametrize(
    ("lead", "dateline"),
    [
        ("BEIRUT — A raid killed four people in the market on Monday.", "BEIRUT —"),
        (
            "TELL ASFAR, Syria (Our Agency) – A raid killed four people in the market.",
            "TELL ASFAR, Syria (Our Agency) –",
        ),
        ("AMMAN, 22 July 2022 – “Four children were killed,” the agency said in a statement.", "AMMAN, 22 July 2022 –"),
        ("Homs, SANA- A raid killed four people in the market on Monday.", "Homs, SANA-"),
        ("(July 5, 2022 / ABC) A raid killed four people in the market on Monday.", "(July 5, 2022 / ABC)"),
    ],
)
def test_place_and_agency_before_the_first_sentence_are_the_dateline(lead: str, dateline: str) -> None:
    assert spans(page("Raid kills four in Tell Asfar", lead), "dateline") == [dateline]


@pytest.mark.parametrize("lead", [BODY, "Officials – who asked not to be named – said that four people were killed."])
def test_a_dash_in_a_sentence_makes_no_dateline(lead: str) -> None:
    assert spans(page("Raid kills four in Tell Asfar", lead), "dateline") == []


@pytest.mark.parametrize("line", ["Written by Night Desk", "Reporting by: Night Desk", "By Our Correspondent"])
def test_who_wrote_it_is_the_byline(line: str) -> None:
    assert read_layout(page("Raid kills four in Tell Asfar", line, BODY)).byline == line


@pytest.mark.parametrize("line", ["By Monday four people had died of their wounds in the hospital, medics said."])
def test_a_sentence_that_starts_like_a_byline_is_none(line: str) -> None:
    assert read_layout(page("Raid kills four in Tell Asfar", BODY, line)).byline is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("24 January, 2016", datetime.date(2016, 1, 24)),
        ("Published: 24 January 2016", datetime.date(2016, 1, 24)),
        ("Sunday 24 January 2016 16:42, UK", datetime.date(2016, 1, 24)),
        ("24 January، 2016", datetime.date(2016, 1, 24)),
        ("Last updated on 24 January 2016 at 10:05 GMT", datetime.date(2016, 1, 24)),
        ("The raid of 24 January 2016", None),
        ("January 2016", None),
    ],
)
def test_a_line_that_holds_only_a_date_gives_the_day_of_publication(line: str, day: datetime.date | None) -> None:
    assert read_layout(page("Raid kills four in Tell Asfar", line, BODY)).published == day


def test_the_day_of_publication_goes_before_that_of_a_later_change() -> None:
    text = page("Raid kills four in Tell Asfar", "Updated: 3 March 2016", "Published: 1 March 2016", BODY)
    assert read_layout(text).published == datetime.date(2016, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        page(
            "Raid kills four in Tell Asfar",
            "On 24 January 2016 a raid killed four people in the market, residents said.",
        ),
        page("Raid kills four in Tell Asfar", "24 January 2016 was the day on which the raids on the market began."),
        page("Raid kills four", BODY, MORE, "Related News", "Boy hurt by a mine, January 15, 2025", "3 May 2020"),
    ],
)
def test_no_date_of_running_prose_or_of_another_page_is_the_day_of_publication(text: str) -> None:
    assert read_layout(text).published is None


@pytest.mark.parametrize(
    "lead",
    [
        "Published July 5 2016 - Raid kills four in Tell Asfar - ",
        "Raid kills four in Tell Asfar     ABC  Tuesday 5 Jul 2016 ",
        "Tue Jul 5 2016 Raid kills four in Tell Asfar. ",
    ],
)
def test_day_and_headline_run_into_the_article_are_told_from_it(lead: str) -> None:
    text = page("Raid kills four in Tell Asfar", lead + BODY)
    assert read_layout(text).published == datetime.date(2016, 7, 5)
    assert furniture(text) == {lead: "dated_lead"}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Share on Facebook", "share_bar"),
        ("Your email address will not be published. Required fields are marked *", "comment_form"),
        ("six + 7 =", "captcha"),
        ("Join our Weekly Newsletter", "newsletter"),
        ("For the latest news follow us on Twitter", "follow_us"),
        ("We use cookies to make this site work for you", "cookies"),
        ("404 page not found", "error_page"),
        ("Language / بالعربية", "language_switcher"),
        ("هذا سطر بلغة أخرى", "other_script"),
        ("Read More: Army says it shot down a drone", "read_more"),
        ("More from Our Paper", "read_more"),
        ("[Photo by A Desk / Agency Images]", "photo_credit"),
        ("4 min read", "reading_time"),
        ("Advertisement", "advertisement"),
    ],
)
def test_lines_around_an_article_are_furniture_by_a_named_rule(line: str, rule: str) -> None:
    assert furniture(page("Raid kills four in Tell Asfar", BODY, line, MORE)) == {line: rule}


def test_headlines_of_other_pages_are_furniture_up_to_the_next_running_text() -> None:
    text = page(BODY, "Prev Post", "Two killed in Homs", "Next Post", "Mine blast | Three hurt in…", MORE)
    assert furniture(text) == dict.fromkeys(
        ["Prev Post", "Two killed in Homs", "Next Post", "Mine blast | Three hurt in…"], "other_posts"
    )


def test_a_headline_in_a_sidebar_that_dates_itself_is_kept() -> None:
    dated = "Man killed by gunfire of unidentified source in eastern Tell Asfar, August 7, 2024"
    text = page("A civilian was hurt near Tell Asfar on July 24", "Related News", dated, "Army takes a hill", BODY)
    assert furniture(text) == {"Related News": "related_items", "Army takes a hill": "related_items"}


def test_the_headline_again_below_the_article_is_furniture_and_above_it_is_not() -> None:
    title = "Raid kills four in Tell Asfar"
    assert furniture(page(title, BODY, title)) == {title: "headline_repeated"}
    assert furniture(page(title, title, BODY)) == {}


def test_everything_under_a_comment_heading_at_the_end_is_furniture() -> None:
    comment = "I do not believe that ten people were killed there, as some say."
    text = page("Raid kills four in Tell Asfar", BODY, MORE, MORE, "Leave a Comment", comment)
    assert furniture(text)[comment] == "comments"


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell after the raid that killed four people, traders said.",
        "Joint forces killed ten fighters today",
        "Support for the raids is falling, a poll of two thousand people shows.",
        "Comments by the minister on the four deaths drew anger in the town.",
        "Related attacks killed six people in the same week, the monitor said.",
        "Reading of the names of the four victims took place in the square on Friday.",
    ],
)
def test_statements_that_start_like_furniture_are_kept(line: str) -> None:
    assert furniture(page("Raid kills four in Tell Asfar", BODY, line, MORE)) == {}


def _layouts(folder: Path) -> dict[str, tuple[str, Layout]]:
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))}
    return {name: (text, read_layout(text)) for name, text in texts.items()}


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the coded reports in ../shared/evaluate, which are absent here")
@pytest.mark.parametrize(("name", "swallowed"), [("seeds", 0), ("ngo", 1), ("news", 0)])
def test_no_statement_coders_found_is_lost_as_furniture(name: str, swallowed: int) -> None:
    # The one: a headline without a date under "MORE ON THIS TOPIC", which coders read as a report of a death.
    layouts = _layouts(SHARED / "gold" / name)
    lost: Counter[str] = Counter()
    for line in (SHARED / "gold" / name / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = layouts[row["doc"]][1].spans
        cut = any(s.kind == "furniture" and s.start < row["char_end"] and row["char_start"] < s.end for s in spans)
        if cut and row["tier"] in ("core", "repeat"):
            lost[row["claim_id"]] += 1
    assert len(lost) <= swallowed, lost
