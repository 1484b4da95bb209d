"""Figures told by lists, ellipsis and over several sentences."""

import pytest

from pipeline.extract.figures import find_figures
from pipeline.extract.language import parse
from pipeline.extract.model import Document, Sentence, Span
from support.figures import bounds, figures, told


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        # a phrase of harm that ends the text
        ("Three of the wounded passed away", [((3, 3), None)]),
        # a life lost without an owner, how badly, who is treated
        ("Shepherd loses life as mine explodes near Tarn", [((1, 1), None)]),
        ("Twelve badly injured pupils are in hospital.", [(None, (12, 12))]),
        ("A picture shows an elderly man being treated for injuries.", [(None, (1, 1))]),
        # a denied "without" says that there were some, not that there were none
        ("The group did not come through the assault without casualties.", []),
        # who shared a victim's fate, lists under a header, inversions
        ("Two teachers were killed along with a pupil.", [((3, 3), None)]),
        ("He was killed along with his wife and two daughters.", [((4, 4), None)]),
        ("All six gunmen died, as did a guard.", [((7, 7), None)]),
        ("Among those killed were a five-year-old girl and her grandmother.", [((2, 2), None)]),
        ("The dead include three nurses and a driver.", [((4, 4), None)]),
        ("The injured are: Karim Saleh, Huda Omar and Nabil Aziz.", [(None, (3, 3))]),
        ("Injured: 37", [(None, (37, 37))]),
        # those harmed before their number; survivors; names
        ("The dead numbered 19 and the wounded 45.", [((19, 19), (45, 45))]),
        ("None of the nine passengers survived.", [((9, 9), None)]),
        ("At least 100 recruits were inside and none survived.", [((100, None), None)]),
        ("63 civilians who fell innocent victims", [((63, 63), None)]),
        ("Two fighters ascended as martyrs.", [((2, 2), None)]),
        ("The capital admitted the loss of 135 soldiers.", [((135, 135), None)]),
        ("Volunteers took 14 bodies to the morgue.", [((14, 14), None)]),
        ("Some 60 others were hurt and 12 died between 3 and 9 May.", [((12, 12), (60, 60))]),
        ('Each of "Adam Sule, Ron Haber and Dana Alou" lost their lives.', [((3, 3), None)]),
        ("He condemned the killing of Haber and the two other fighters.", [((3, 3), None)]),
        ("It said that drones killed a commander (Adam Sule), a driver and a guard.", [((2, 2), None), ((1, 1), None)]),
        # words between the harm and its victims, lost marks
        ("The gunmen killed and hanged five villagers.", [((5, 5), None)]),
        ("The raid resulted in at least seven civilian deaths.", [((7, None), None)]),
        ("They committed a massacre against 14 villagers.", [((14, 14), None)]),
        ("The army clashed with gunmen in the hills, killing 16 of them.", [((16, 16), None)]),
        ("Shells hit the city leaving five civilians killed SANA reported.", [((5, 5), None)]),
        ("More than 50 rebels killed NGO", [((51, None), None)]),
        ("Jets killed 12 Daesh (banned in Russia) militants.", [((12, 12), None)]),
        ("A group of over 60 mercenaries were killed.", [((61, None), None)]),
        ("She saw the bodies of four children in the yard.", [((4, 4), None)]),
        ("The number of victims has reached 236.", [((236, 236), None)]),
        ("Those killed in the two attacks include 14 children and four women.", [((18, 18), None)]),
        ("At least six residents suffered suffocation.", [(None, (6, None))]),
        ("The war has claimed an estimated 4000 lives.", [((4000, 4000), None)]),
        ("Raids between 2 April and 18 May had killed three leaders.", [((3, 3), None)]),
        ("The number of people killed has gone up to 31.", [((31, 31), None)]),
        ("He put the number of dead as 51.", [((51, 51), None)]),
        ("The wounded, 70 in all, are looked after by two doctors.", [(None, (70, 70))]),
        ("Injured > 60", [(None, (61, None))]),
        ("The groom survived with serious injuries.", [(None, (1, 1))]),
        ("Another 23 were left with life-changing injuries.", [(None, (23, 23))]),
        ("They sent condolences to the families of the three fighters.", [((3, 3), None)]),
        ("Three of the 20 wounded died on the way.", [((3, 3), None)]),
        ('It sent condolences to the families "of its 3 fighters".', [((3, 3), None)]),
        # what came of an attack on people told before
        ("Gunmen shot a man in the head in Tarn, which led to his immediate death.", [((1, 1), None)]),
        ("It told of the shelling of four youths on their way home, which led to their deaths.", [((4, 4), None)]),
        ("A guard was wounded in the blast, leading to his death hours later.", [((1, 1), None)]),
        # persons taken out, by words that also take doors and loans
        ("A drone wiped out a gunman on a motorbike.", [((1, 1), None)]),
        ("The commander was taken out by a missile.", [((1, 1), None)]),
        ("The army neutralized three terrorists.", [((3, 3), None)]),
        ("The town took out a loan and the flood wiped out the bridge.", []),
        # the same harm to more people, another harm to one more, events of their own
        ("Three soldiers were wounded and three additional soldiers sustained injuries.", [(None, (6, 6))]),
        ("A drone killed one driver, injured another, and ran on.", [((1, 1), (1, 1))]),
        ("A soldier and two rebels were killed in separate incidents.", [((1, 1), None), ((2, 2), None)]),
        ("Four troops and three fighters loyal to Karst were killed.", [((4, 4), None), ((3, 3), None)]),
        ("A shepherd sustained “minor injuries” in the raid.", [(None, (1, 1))]),
        ("It led to the injury of Adam Sule, 53, from Tarn, Omar Dell, 25, from Marrow village.", [(None, (2, 2))]),
        ("He took over months after his predecessor died in a raid.", [((1, 1), None)]),
        ("“Killing the owner of the shop and wounding two others” local sources said.", [((1, 1), (2, 2))]),
        # people no list of words knows, names behind titles
        ("An attack planner, Adam Sule, was killed along with two gunmen.", [((3, 3), None)]),
        ("Lieutenant Ali Hasan and Private Omar Jaber were killed.", [((2, 2), None)]),
        ("The strike killed Adam Sule, a founder of the group, as well as Ron Haber.", [((2, 2), None)]),
        # a verb told once, in other places, on other days, by degrees
        ("Jets killed seven gunmen on Friday and five more on Saturday.", [((7, 7), None), ((5, 5), None)]),
        ("Two people were hurt near the mill, and a woman in Sajo camp.", [(None, (2, 2)), (None, (1, 1))]),
        ("Two officers were badly injured and a guard was lightly injured.", [(None, (3, 3))]),
        # a verb told once, totals of what was just told, tolls lowered
        ("Ten died in Arbin, four others in Harasta and two in Zamalka.", [((n, n), None) for n in (10, 4, 2)]),
        ("Five were killed in Saqba, bringing the total to 16.", [((5, 5), None), ((16, 16), None)]),
        ("The governor revised the death toll down from 51 to 49.", [((49, 49), None)]),
        ("Kyiv put the number killed at up to 400.", [((None, 400), None)]),
        ("They raised their count of the dead to 89.", [((89, 89), None)]),
        ("Doctors reported one death and 26 injuries.", [((1, 1), (26, 26))]),
        # parts, wholes and neighbours of a number
        ("Seven soldiers and two officers were killed.", [((9, 9), None)]),
        ("Six officers and non-commissioned officers were killed.", [((6, 6), None)]),
        ("Eight fighters and a number of commanders were killed.", [((8, None), None)]),
        ("Sixty of the 100 passengers were killed.", [((60, 60), None)]),
        ("Police held 22 suspects, two of whom were wounded.", [(None, (2, 2))]),
        ("Three boys were hurt; one of them later died.", [((1, 1), (3, 3))]),
        ("Twelve, not twenty, were killed.", [((12, 12), None)]),
        ("Both pilots were killed.", [((2, 2), None)]),
        ("The couple and their baby died.", [((3, 3), None)]),
        ("The 11-year-old Samir Aziz and the 15-year-old Karim Aziz were injured.", [(None, (2, 2))]),
        ("A woman, 63, and a man, 58, were killed.", [((2, 2), None)]),
        ("A missile hit a flat, killing two, and rescuers searched for a boy.", [((2, 2), None)]),
        ("Shells hospitalised three residents.", [(None, (3, 3))]),
        ("Strike kills 1, injures 2 - the office has confirmed it.", [((1, 1), (2, 2))]),
    ],
)
def test_lists_parts_and_ellipsis_are_counted_once(sentence: str, rows: list[object]) -> None:
    assert told(sentence) == rows


@pytest.mark.parametrize(
    "sentence",
    [
        "The army denied killing any civilians.",
        "He did not believe there were more than 50 dead.",
        "The term stands for fighters who are killed, wounded or captured.",
        "The strike destroyed at least 18 of 31 lorries.",
        "The army took the hill after destroying the trenches of gunmen.",
        "Jets destroyed the gunmen's positions.",
        "Some of her goats were killed.",
        "Nobody could say how many inmates had been killed.",
        "They tried to reach a wounded man.",
        "A medic was seen carrying an injured boy.",
        "Mines have killed or injured one child every two days.",
    ],
)
def test_denials_definitions_and_things_carry_no_number(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentences", "classes"),
    [
        (("Two soldiers were killed in the blast.", "Later 30 were reported dead."), ["combatant", "combatant"]),
        (("The strike hit a gathering of militants.", "At least 16 died."), ["combatant"]),
        (("Shells hit a bus carrying workers.", "Nine were killed."), ["civilian"]),
        (("Two villagers were killed.", "The war has killed 400,000."), ["civilian", "unknown"]),
        (("Two villagers were killed.", "Five people were killed on Friday."), ["civilian", "unknown"]),
        (("Two villagers were killed.", "Clashes left 12 dead on the army's side."), ["civilian", "unknown"]),
        (("Two villagers were killed.", "No casualties were reported on Monday."), ["civilian", "unknown"]),
        (
            ("A villager was wounded in Tarn.", "The young man, Adam Sule, was hurt by shells."),
            ["civilian", "civilian"],
        ),
        (
            ("A villager was killed.", "By night the number of people killed rose to four."),
            ["civilian", "unknown"],
        ),
        (("The toll of ISIS members rose, as 61 members were killed.",), ["combatant"]),
        (("The school board met, and two members were killed.",), ["unknown"]),
        (("A raid in which ISIS leader Adam Sule Haber was killed.",), ["combatant"]),
        (("Mrs. Dana Sule Alou died when shells hit her car.",), ["civilian"]),
        (("A raid killed Adam Sule on Monday.", "Adam Sule, a militia commander, came from Tarn."), ["combatant"]),
        (("The rebel leader Adam Sule was in Tarn.", "A raid killed Adam Sule on Monday."), ["combatant"]),
        (("A raid killed Adam Sule on Monday.", "Adam Sule, a man of 40, came from Tarn."), ["unknown"]),
        (("A raid killed a commander.", "His deputy was also killed."), ["combatant", "combatant"]),
        (("Dozens from both sides were killed in the clashes.",), ["combatant"]),
        (("The attack wounded a service member.",), ["combatant"]),
        (("The raid killed a watchman and a plumber.",), ["civilian"]),
        (
            (
                "These raids left 33 people dead; they are distributed as follows:",
                "• January: 14 people, including a rebel fighter and three children, were killed by a raid.",
                "• February: raids killed 19 people.",
            ),
            ["mixed", "mixed", "unknown"],
        ),
    ],
)
def test_a_number_without_a_noun_speaks_of_the_people_spoken_of(sentences: tuple[str, ...], classes: list[str]) -> None:
    assert [figure.victim_class for figure in figures(*sentences)] == classes


def test_parts_named_once_hold_for_the_same_number_told_again_nearby() -> None:
    first, again, other = figures(
        "Four people were killed, two of them children.", "The strike killed four.", "Four others were also killed."
    )
    assert first.subsets["children_killed"].minimum == again.subsets["children_killed"].minimum == 2
    assert other.subsets == {}


def test_a_second_sentence_that_only_adds_the_wounded_is_the_same_row() -> None:
    text = "Three people were killed by a mine. Five others were wounded."
    cut = text.index("Five")
    spans = (Span(0, cut - 1), Span(cut, len(text)))
    sentences = [Sentence(index, span, 0, is_headline=False) for index, span in enumerate(spans)]
    document = Document("d", text, None, None, sentences)
    parse([document])
    (figure,) = find_figures(document)
    assert (bounds(figure.killed), bounds(figure.injured)) == ((3, 3), (5, 5))
    assert document.slice(figure.quote) == text
    assert told("Three people were killed by a mine.", "Five others were wounded in Saqba.") == [
        ((3, 3), None),
        (None, (5, 5)),
    ]


def test_an_age_under_18_makes_a_child() -> None:
    (boy,) = figures("A man and his 5-year-old brother were killed.")
    (some,) = figures("Nine men, including a 16-year-old, were shot dead.")
    (woman,) = figures("Residents said a 70-year-old woman was killed.")
    assert boy.subsets["children_killed"].minimum == some.subsets["children_killed"].minimum == 1
    assert "children_killed" not in woman.subsets
