"""Figures whose parts, exceptions and divisions stand around them: they are no totals of their own."""

import pytest

from support.figures import bounds, figures, told


@pytest.mark.parametrize(
    ("sentence", "killed", "subsets"),
    [
        (
            "Raids took the lives of around 80 residents, 7 women and 12 children among them.",
            (80, 80),
            {"women_killed": 7, "children_killed": 12},
        ),
        ("A strike killed 12 people, two children among the dead.", (12, 12), {"children_killed": 2}),
        ("The strike killed 40 (22 in the camp and 18 in the town).", (40, 40), {}),
        ("Hama: 22 killed (eight children).", (22, 22), {"children_killed": 8}),
    ],
)
def test_parts_told_around_a_number_are_no_addition(
    sentence: str, killed: tuple[int, int], subsets: dict[str, int]
) -> None:
    (figure,) = figures(sentence)
    assert bounds(figure.killed) == killed
    assert {name: found.minimum for name, found in figure.subsets.items()} == subsets


@pytest.mark.parametrize(
    "sentence",
    [
        "At least 63 civilians, militants not counted, lost their lives.",
        "At least 63 civilians, not including fighters, were killed.",
        "At least 63 civilians (excluding soldiers) died.",
    ],
)
def test_people_set_aside_are_not_the_victims(sentence: str) -> None:
    (figure,) = figures(sentence)
    assert (bounds(figure.killed), figure.victim_class) == ((63, None), "civilian")


def test_parts_told_in_sentences_of_their_own_are_subsets_of_the_total_before() -> None:
    (figure,) = figures(
        "A strike on the bakery killed 12 people.",
        "Among the dead were four children.",
        "Three women were also among the victims.",
    )
    assert bounds(figure.killed) == (12, 12)
    assert {name: found.minimum for name, found in figure.subsets.items()} == {"children_killed": 4, "women_killed": 3}


def test_a_part_of_another_class_is_told_beside_the_total_and_one_of_its_class_is_not() -> None:
    assert told("A strike killed 12 people.", "Three soldiers were among the dead.") == [
        ((12, 12), None),
        ((3, 3), None),
    ]
    assert told("A strike killed 12 soldiers.", "Two officers were among the dead.") == [((12, 12), None)]


def test_some_of_the_victims_count_where_no_total_is_told() -> None:
    assert told("Two children were among the dead.") == [((2, 2), None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The raid caused 40 casualties: 12 dead and 28 wounded.",
        "The office recorded 40 civilian casualties (12 deaths and 28 injuries).",
    ],
)
def test_a_total_of_casualties_that_is_divided_at_once_is_its_division(sentence: str) -> None:
    assert told(sentence) == [((12, 12), (28, 28))]


def test_the_class_of_a_divided_total_holds_for_its_division() -> None:
    (figure,) = figures("The office recorded 40 civilian casualties (12 deaths and 28 injuries).")
    assert figure.victim_class == "civilian"


def test_undivided_harm_to_a_plural_without_a_number_is_kept() -> None:
    (figure,) = figures("Rockets killed and wounded a number of people.")
    assert figure.combined is not None
    assert (figure.combined.value, figure.combined.minimum) == (None, 2)


def test_a_part_of_a_part_is_no_row_and_a_list_goes_on_after_it() -> None:
    found = figures("The toll reached 88: 62 soldiers, including 8 officers; 21 civilians and five gunmen.")
    assert [(figure.victim_class, bounds(figure.killed)) for figure in found] == [
        ("mixed", (88, 88)),
        ("combatant", (62, 62)),
        ("civilian", (21, 21)),
        ("combatant", (5, 5)),
    ]


@pytest.mark.parametrize(
    "sentence",
    ["Shells killed two people, a father and his son.", "Two people, a nurse and a driver, were killed."],
)
def test_persons_who_make_up_a_number_are_no_rows_of_their_own(sentence: str) -> None:
    (figure,) = figures(sentence)
    assert (bounds(figure.killed), figure.victim_class) == ((2, 2), "civilian")


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("Two men, 34 and 61, were wounded.", (None, (2, 2))),
        ("A girl of four suffered burns.", (None, (1, 1))),
        ("A father of three children was killed.", ((1, 1), None)),
        ("The dead were a baker and his two sons aged 14 and 17.", ((3, 3), None)),
        ("Helicopters dropped 24 barrel bombs, nine of them on houses: three dead.", ((3, 3), None)),
        ("Minsk said on Monday 71 of its servicemen died.", ((71, 71), None)),
        ("The overall toll since October 7 rose to 940 dead.", ((940, 940), None)),
    ],
)
def test_ages_days_and_munitions_beside_a_number_do_not_change_it(sentence: str, row: object) -> None:
    assert told(sentence) == [row]
