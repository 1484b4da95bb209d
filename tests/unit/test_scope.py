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
        "Drone attacks in 2022:\n• April: Seven attacks killed five farmers and injured nine.\n"
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


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("A think tank puts the death toll of the nine-year conflict at 470,000.", "cumulative"),
        ("More than 40,000 people have lost their lives.", "cumulative"),
        ("Six hundred people are believed to have died to date.", "cumulative"),
        ("Mortars were aimed at Tarn from the hills, killing 28 villagers since Tuesday.", "cumulative"),
        ("That brought the total number of sailors killed in the country to 18.", "cumulative"),
        ("Forty people were executed in recent weeks.", "aggregate"),
        ("Over a six-day stretch, bombing hurt forty people and killed eleven.", "aggregate"),
        ("In Tarn, 58 people lost their lives in the three-month-old siege.", "aggregate"),
        ("Shells fell on Tarn, Dell and other towns and killed twelve people.", "aggregate"),
        ("Six days of heavy shelling killed dozens of people in Tarn.", "aggregate"),
        ("Raids on Tarn and the surrounding villages killed seven people.", "aggregate"),
        ("The bombing of schools and of shelters in Tarn killed more than 50 people.", "aggregate"),
        ("A wave of raids killed forty people in Tarn.", "aggregate"),
        ("Five shopkeepers died in several air strikes on Tarn.", "incident"),
        ("The market of Tarn, which saw fighting in recent weeks, was hit, and four people were killed.", "incident"),
        ("On Monday a shell killed a woman in Tarn in the shelling of several villages.", "incident"),
    ],
)
def test_totals_over_a_stretch_of_time_or_many_places(coded, text: str, scope: str) -> None:
    [coding] = coded(text).codings
    assert coding.aggregation == scope


def test_the_strikes_lead_back_to_what_an_earlier_paragraph_says_of_them(coded) -> None:
    text = (
        "Warplanes have bombed the town of Tarn over the past week.\n"
        "The strikes killed no fewer than eight people, a clinic said."
    )
    [coding] = coded(text).codings
    assert coding.aggregation == "aggregate"


def test_the_raids_are_followed_back_as_far_as_the_text_goes_on_with_them(coded) -> None:
    text = (
        "Warplanes have for the past two days bombed the town of Tarn. Smoke from the raids could be seen in Dell. "
        "Nine people died in the raids."
    )
    coding = coded(text).codings[-1]
    assert coding.aggregation == "aggregate"


PARTS = (
    "Of these, a nurse said, {} people died in Tarn village. "
    "Shells killed nine people in Dell village, and in Marrow village they killed two."
)


def test_a_number_divided_over_places_below_is_a_total(coded) -> None:
    text = "Shelling kills 41 in the hills\n\nShelling killed 41 people on Saturday. " + PARTS.format(30)
    assert [coding.aggregation for coding in coded(text).codings] == ["aggregate"] * 2 + ["incident"] * 3


def test_numbers_below_that_make_no_total_leave_it_one_event(coded) -> None:
    text = "Shelling kills 41 in the hills\n\nShelling killed 41 people on Saturday. " + PARTS.format(29)
    assert {coding.aggregation for coding in coded(text).codings} == {"incident"}


def test_a_headline_has_the_scope_of_its_telling_in_the_body(coded) -> None:
    text = "Gunfire wounds 20 people\n\nTwenty people were wounded in different areas of the province on Sunday."
    assert [coding.aggregation for coding in coded(text).codings] == ["aggregate", "aggregate"]


def test_an_equal_number_of_others_in_a_total_makes_no_total(coded) -> None:
    text = (
        "Seven gunmen were killed by a shot from Tarn.\n"
        "The toll since January has reached 60: 53 soldiers and seven civilians were killed."
    )
    assert coded(text).codings[0].aggregation == "incident"
