"""One event, several under one number, or a running total."""

import pytest


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("A strike killed four people in Tarn.", "incident"),
        ("Shelling of Tarn since this morning killed four people.", "incident"),
        ("Air strikes killed 164 people across the province within the past 72 hours.", "aggregate"),
        ("Raids on several villages, including Tarn, Dell and Marrow, killed dozens of people.", "aggregate"),
        ("Four people were killed in separate incidents on Monday.", "aggregate"),
        ("Shelling has left at least 1,000 residents dead since September.", "cumulative"),
        ("Drone strikes have killed 12 people so far this year.", "cumulative"),
        ("The civil war has led to the death of 19,000 people.", "cumulative"),
    ],
)
def test_scope_of_a_figure(coded, text: str, scope: str) -> None:
    [coding] = coded(text).codings
    assert coding.aggregation == scope


def test_these_attacks_take_the_scope_told_before(coded) -> None:
    text = "There have been 40 drone attacks since early 2019. These attacks killed 26 people."
    [coding] = coded(text).codings
    assert coding.aggregation == "cumulative"


def test_strikes_counted_within_hours_leave_the_victims_one_event(coded) -> None:
    text = "The strike on Tarn killed four people and was the third to hit a school within 24 hours."
    [coding] = coded(text).codings
    assert coding.aggregation == "incident"


def test_item_of_a_list_by_month_is_a_total_unless_it_names_one_place(coded) -> None:
    text = (
        "Drone attacks in 2022:\n• April: Four attacks left three people dead and two others injured.\n"
        "• June: An attack killed a man in Tarn."
    )
    assert [coding.aggregation for coding in coded(text).codings] == ["aggregate", "incident"]


def test_total_is_not_narrowed_to_one_of_its_places(coded) -> None:
    text = (
        "Air strikes killed 164 people in Homs province within the past 72 hours. "
        "The strikes hit the villages of Tarn and Dell."
    )
    [coding] = coded(text).codings
    assert coding.place is not None
    assert coding.place.names == ("Homs",)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Eight gunmen were killed in ongoing clashes there.", "aggregate"),
        ("During yesterday’s clashes they took a hill. The group also managed to kill ten soldiers.", "aggregate"),
        ("Seventy people were killed in clashes in Tarn this week.", "aggregate"),
        ("Shells killed two civilians in the Homs region over the past day.", "aggregate"),
        ("State media reported the killing of 600 insurgents in Raqqa province.", "aggregate"),
        ("Two soldiers were killed in a clash near Tarn.", "incident"),
        ("A strike on a theatre killed 600 people in Raqqa province.", "incident"),
        ("It was the boldest raid since the operation of 2019 that killed their leader.", "incident"),
    ],
)
def test_fighting_that_goes_on_is_no_single_event(coded, text: str, scope: str) -> None:
    assert coded(text).codings[-1].aggregation == scope


def test_the_toll_of_a_war_has_no_weapon_of_another_event(coded) -> None:
    text = "The civil war has led to the death of 19,000 people. A drone struck Tarn."
    assert coded(text).codings[0].weapon is None


@pytest.mark.parametrize(
    "words", ["have killed 250 people since Friday", "have killed 250 people in Tarn since Sunday night"]
)
def test_what_attacks_have_done_since_a_day_is_a_running_total(coded, words: str) -> None:
    [coding] = coded(f"Raids {words}, the clinic said.").codings
    assert coding.aggregation == "cumulative"
