"""What a sentence says about persons killed and injured."""

import pytest

from pipeline.extract.figures import find_figures
from pipeline.extract.model import Document, Sentence, Span
from support.figures import bounds, figures, told


@pytest.mark.parametrize(
    ("sentence", "killed", "injured"),
    [
        # active, passive, nominal, headline
        ("Shells killed two people and wounded seven others in the old town.", (2, 2), (7, 7)),
        ("At least eight residents were killed and thirteen injured on Monday.", (8, None), (13, 13)),
        ("The raid caused the death of six farmers and the injury of four women.", (6, 6), (4, 4)),
        ("Strike kills 9, wounds 20", (9, 9), (20, 20)),
        ("4 killed, 6 wounded in shelling of the port", (4, 4), (6, 6)),
        ("Between 30 and 40 deaths and 25 injuries were reported.", (30, 40), (25, 25)),
        ("The blast left five dead and eleven wounded.", (5, 5), (11, 11)),
        ("The strike, which killed three people, also wounded 12.", (3, 3), (12, 12)),
        ("Drones claimed the lives of four villagers.", (4, 4), None),
        ("Rockets claimed 14 lives.", (14, 14), None),
        ("Twenty-one people lost their lives.", (21, 21), None),
        ("Two gunmen succumbed to their wounds.", (2, 2), None),
        ("Around 55 residents have fallen victim to the raids.", (55, 55), None),
        ("Planes butchered around 40 civilians.", (40, 40), None),
        ("A man was shot dead near the mill.", (1, 1), None),
        ("Rescuers pulled the bodies of 12 people from the rubble.", (12, 12), None),
        ("Five men sustained various injuries.", None, (5, 5)),
        ("The attack left more 30 people with serious injuries.", None, (31, None)),
        # tolls
        ("The death toll in the town has risen to at least 48.", (48, None), None),
        ("Later the ministry put the number of dead at 90.", (90, 90), None),
        ("The number of wounded farmers has risen to ten.", None, (10, 10)),
        ("The toll stood at 12 dead and 34 wounded.", (12, 12), (34, 34)),
        ("The blast raised to 15 the number of people killed this week.", (15, 15), None),
        ("The death toll climbed from 12 to 19.", (19, 19), None),
        ("Two soldiers and a member of the militias killed in ambush", (3, 3), None),
        ("Fatalities: nine.", (9, 9), None),
        # persons as counts
        ("A child was killed.", (1, 1), None),
        ("Turkish drone injures person", None, (1, 1)),
        ("The ISIS member was killed when he opened fire.", (1, 1), None),
        ("A mortar shell killed his wife and two sons.", (3, 3), None),
        ("A family of six was killed.", (6, 6), None),
        ("Shelling injured a woman and a girl.", None, (2, 2)),
        ("Karim Adel Saleh and Omar Hadi were killed by a mine.", (2, 2), None),
        ("A soldier was killed and another was wounded.", (1, 1), (1, 1)),
        ("Two people died and a third was injured.", (2, 2), (1, 1)),
        # qualifiers
        ("More than 90 people were killed.", (91, None), None),
        ("Raids killed up to 200 troops.", (None, 200), None),
        ("Dozens of residents were executed and a number of others hurt.", (12, None), (2, None)),
        ("Hundreds were wounded.", None, (100, None)),
        # lost commas and odd spellings
        ("Nine persons killed 12 injured in attack on the city", (9, 9), (12, 12)),
        ("Young man kil*led by gunmen", (1, 1), None),
        ("Two guards ki-lled in ambush", (2, 2), None),
        ("Shells claimed lives of more of than 70 people", (71, None), None),
        # breakdowns are no additions
        ("Three people, including a child, were killed.", (3, 3), None),
        ("Six people were killed (four men and two women).", (6, 6), None),
        ("Shells killed five men, three of them brothers.", (5, 5), None),
        ("Two children were among nine people killed.", (9, 9), None),
        # the source says none
        ("No casualties were reported.", (0, 0), (0, 0)),
        ("No civilians were killed in the raid.", (0, 0), None),
    ],
)
def test_one_row_says_who_was_killed_and_injured(sentence: str, killed: object, injured: object) -> None:
    assert told(sentence) == [(killed, injured)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Helicopters dropped 18 barrel bombs on the killing fields.",
        "Ten raids hit the town.",
        "A 12-year-old spoke about the deadly war.",
        "Brigade 137 lost a deadly battle on 5 May 2016.",
        "Police arrested 30 people after the killing.",
        "Officials warned that the strike could kill thousands.",
        "The death toll may rise.",
        "He tried to kill 20 people.",
        "The army did not kill any civilians.",
        "The wounded were taken to a clinic.",
        "Attacks that kill civilians must end.",
        "At least five trucks were destroyed.",
        "Forty people fled and 20 remain missing after the deadly raid.",
        "It is unclear whether it killed a civilian.",
        "The running back will miss 3 games with an injured knee.",
        "ten + 8 =",
    ],
)
def test_what_is_no_report_of_persons_harmed_makes_no_figure(sentence: str) -> None:
    assert told(sentence) == []


def test_more_than_binds_its_own_number_only() -> None:
    fighters, civilians = figures("Raids left over 103 soldiers and 34 civilians injured.")
    assert (bounds(fighters.injured), bounds(civilians.injured)) == ((104, None), (34, 34))


def test_the_number_of_injured_told_again_is_a_figure_and_the_injured_child_is_none() -> None:
    assert told("The two injured children were taken to a clinic.") == [(None, (2, 2))]
    assert told("The injured child was taken to a clinic.") == []


def test_two_victim_classes_under_one_number_are_two_figures_with_one_floor() -> None:
    fighters, civilians = figures(
        "Rockets hit the barracks, leaving at least 23 rebel fighters and three civilians dead."
    )
    assert (fighters.victim_class, bounds(fighters.killed)) == ("combatant", (23, None))
    assert (civilians.victim_class, bounds(civilians.killed)) == ("civilian", (3, None))


def test_a_total_broken_down_by_class_is_mixed_and_its_classes_follow() -> None:
    found = figures("31 fatalities: seven civilians, including two girls and a nurse, 20 fighters and four soldiers")
    assert [(f.victim_class, bounds(f.killed)) for f in found] == [
        ("mixed", (31, 31)),
        ("civilian", (7, 7)),
        ("combatant", (20, 20)),
        ("combatant", (4, 4)),
    ]


def test_two_sides_losses_are_not_added_up() -> None:
    found = told("Clashes left 15 militants and four soldiers dead.")
    assert found == [((15, 15), None), ((4, 4), None)]


def test_killed_and_wounded_undivided_stays_a_combined_total() -> None:
    (figure,) = figures("Ten soldiers were killed and wounded on the frontline.")
    assert figure.killed is None
    assert figure.injured is None
    assert figure.combined is not None
    assert figure.combined.value == 10


def test_others_without_a_number_have_no_bounds() -> None:
    (figure,) = figures("Four guards died and several others were wounded.")
    assert bounds(figure.killed) == (4, 4)
    assert figure.injured is not None
    assert bounds(figure.injured) == (None, None)
    assert figure.injured.qualifier == "unknown"


@pytest.mark.parametrize(
    ("sentence", "subsets"),
    [
        ("Shells killed 140 people, including 35 children and 9 women.", {"children_killed": 35, "women_killed": 9}),
        ("Three people were killed, two of whom were children.", {"children_killed": 2}),
        ("A woman and two children were wounded.", {"women_injured": 1, "children_injured": 2}),
        ("Three female fighters were killed.", {"women_killed": 3}),
        ("Four girls were killed.", {"children_killed": 4}),
        ("More than 15 people died, including children.", {"children_killed": 1}),
    ],
)
def test_children_and_women_are_subsets_of_the_total(sentence: str, subsets: dict[str, int]) -> None:
    (figure,) = figures(sentence)
    assert {name: found.minimum for name, found in figure.subsets.items()} == subsets


@pytest.mark.parametrize(
    ("sentence", "victim_class"),
    [
        ("Five people were killed.", "unknown"),
        ("Two journalists were killed.", "civilian"),
        ("Twelve people were killed, all of them civilians.", "civilian"),
        ("Four members of the White Helmets were killed.", "civilian"),
        ("Two members of the regime forces were killed.", "combatant"),
        ("Three police officers were killed.", "combatant"),
        ("About 120 militants and prisoners were killed.", "combatant"),
        ("Mines killed 40 combatants and civilians.", "mixed"),
        ("Jets targeted regime forces, killing 16.", "combatant"),
    ],
)
def test_the_victim_class_is_the_nouns(sentence: str, victim_class: str) -> None:
    assert [figure.victim_class for figure in figures(sentence)] == [victim_class]


def test_a_number_repeated_without_a_noun_takes_the_class_it_had() -> None:
    first, second = figures("Four girls were killed in the school.", "Reports say the strike killed four.")
    assert (first.victim_class, second.victim_class) == ("civilian", "civilian")


def test_a_rising_toll_revises_and_a_belief_is_marked() -> None:
    (risen,) = figures("The death toll from the raids on the port and the old market town has climbed to 63.")
    (believed,) = figures("Scores of gunmen are thought to have died.")
    assert risen.stance == "revises"
    assert believed.modality == "believed"
    assert bounds(believed.killed) == (20, None)


def test_spans_are_slices_of_the_raw_text() -> None:
    sentence = "“Dozens” of residents were ki*lled, ten wounded."
    text = f"First line.\n{sentence}\n"
    (figure,) = figures("First line.", sentence)
    assert figure.killed is not None
    assert text[figure.quote.start : figure.quote.end] == sentence
    assert text[figure.harm.start : figure.harm.end] == "ki*lled"
    assert text[figure.killed.span.start : figure.killed.span.end] == "“Dozens”"


def test_an_unparsed_sentence_is_passed_over() -> None:
    text = "Five were killed."
    document = Document("d", text, None, None, [Sentence(0, Span(0, len(text)), 0, is_headline=False)])
    assert find_figures(document) == []
