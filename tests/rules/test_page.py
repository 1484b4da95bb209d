from pathlib import Path

from expectations.page import PAGE, quality_page


def test_the_page_of_rules_is_up_to_date() -> None:
    text = (Path(__file__).parents[2] / PAGE).read_text(encoding="utf-8")
    assert text == quality_page(), "run `python -m expectations.page` and commit the page"
