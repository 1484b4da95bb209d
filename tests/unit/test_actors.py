"""Who struck, as written, and how sure the text is."""

import pytest


def actor(result, at: int = 0) -> str | None:
    named = result.codings[at].actor
    return named.value if named else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Turkish forces and their proxy factions shelled Tarn, killing two people.",
            "Turkish forces and their proxy factions",
        ),
        ("An ambush carried out by regime forces killed two people in Tarn.", "regime forces"),
        ("A Turkish drone targeted a car in Tarn, killing two people.", "Turkish drone"),
        ("Two people were killed in Russian airstrikes on Tarn.", "Russian"),
        ("Israel’s assault on Tarn killed two people.", "Israel"),
        ("Two people died from a landmine that was planted by an unknown party in Tarn.", "unknown party"),
        ("A drone of the Turkish army hit Tarn, killing two people.", "Turkish army"),
        ("Two people were killed when a landmine exploded in Tarn.", None),
        ("Twelve people died in a strike blamed on the Saudi-led coalition in Tarn.", "Saudi-led coalition"),
        ("A strike by the Rapid Support Forces (RSF) killed 20 people in Tarn.", "Rapid Support Forces (RSF)"),
        ("The Sudanese army launched an air strike on Tarn, killing two people.", "Sudanese army"),
        ("The junta bombed a school in Tarn, killing 11 children.", "junta"),
        ("Shia militias attacked the village of Tarn, killing two people.", "Shia militias"),
        ("Iran-backed groups fired rockets at Tarn, killing two people.", "Iran-backed groups"),
        ("A Sunni extremist group raided Tarn, killing 11 civilians.", "Sunni extremist group"),
        ("Forces loyal to General Arin Sule shelled Tarn, killing two people.", "Forces loyal to General Arin Sule"),
        ("Two people died when shells fired from rebel-held areas hit Tarn.", "rebel"),
        ("Joint Russian and Syrian air strikes on Tarn killed eight people.", "Russian and Syrian"),
        ("Five soldiers were killed in fighting with the Arakan Army near Tarn.", "Arakan Army"),
        ("A child was killed in Tarn in a campaign backed by Coalition forces.", None),
        ("Two nurses were hurt as a result of the Turkish army's shelling of Tarn.", "Turkish army"),
        ("Boko Haram fighters killed 15 farmers near Tarn.", "Boko Haram fighters"),
        ("The attack, which killed seven soldiers, was claimed by JNIM.", "JNIM"),
        ("The army was blamed for a strike that killed two people in Tarn.", "army"),
    ],
)
def test_perpetrator_as_written(coded, text: str, name: str | None) -> None:
    assert actor(coded(text)) == name


def test_toll_of_a_battle_has_no_one_doer(coded) -> None:
    text = (
        "Clashes went on in Tarn as Coalition jets bombed the prison.\n\n"
        "The total death toll since the clashes began has reached 120."
    )
    assert actor(coded(text), -1) is None


def test_those_who_were_struck_are_not_the_strikers(coded) -> None:
    assert (
        actor(coded("Russian warplanes attacked the town. An attack on regime forces killed two soldiers."))
        != "regime forces"
    )


def test_perpetrator_is_carried_from_the_sentence_on_the_same_event(coded) -> None:
    text = "Russian warplanes bombed the village of Tarn. The bombing killed two people."
    assert actor(coded(text)) == "Russian warplanes"


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("A Turkish drone targeted Tarn, killing two people.", "stated"),
        ("A suspected Turkish drone targeted Tarn, killing two people.", "believed"),
        ("Syria accused Israel of carrying out air strikes on Tarn that killed two people.", "alleged"),
    ],
)
def test_certainty_is_the_texts(coded, text: str, certainty: str) -> None:
    [coding] = coded(text).codings
    assert coding.actor_certainty == certainty


def test_speaker_telling_of_its_own_strike_is_the_striker(coded) -> None:
    assert actor(coded("In a post, the defence ministry said they killed five fighters.")) == "defence ministry"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "ISIS took two districts of Tarn. The group managed to kill ten regime soldiers, local sources said.",
            "ISIS",
        ),
        (
            "Clashes continued between ISIS and regime forces in Tarn. Eight ISIS fighters were killed in the clashes.",
            "regime forces",
        ),
        ("Turkey retaliated, killing 16 regime soldiers.", "Turkey"),
        ("The forces of the Turkish occupation bombed Tarn, wounding a child.", "Turkish occupation"),
        ("Israel denied claims that its air strike killed 50 people in Tarn.", "Israel"),
        ("A raid killed 22 people in Tarn. The governor blamed the army for the attack.", "army"),
        ("A car bomb killed 31 people in Tarn. The Islamic State claimed responsibility.", "Islamic State"),
        ("An operation in the northeast of Syria killed one person.", None),
        (
            "ISIS cells attacked a checkpoint in Tarn. A shepherd was killed by a landmine explosion near the post.",
            None,
        ),
        ("The civil war has killed at least 250,000 people. Russian warplanes struck Tarn.", None),
    ],
)
def test_who_struck_is_never_who_was_struck(coded, text: str, name: str | None) -> None:
    assert actor(coded(text)) == name


def test_the_group_that_left_people_dead_is_the_party_told_before_and_not_one_told_later(coded) -> None:
    text = "ISIS took the mosque in Tarn. The group left ten soldiers dead. Later, Russian planes bombed the river."
    assert actor(coded(text)) == "ISIS"


def test_speaker_telling_that_others_were_killed_is_no_striker(coded) -> None:
    assert actor(coded("A taxi was wrecked and the two men in it were killed, local reports said.")) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A Russian glide bomb hit Tarn, killing two people.", "Russian"),
        ("The RSF launched shells at Tarn, killing two people.", "RSF"),
        ("Turkey’s military killed two people in Tarn.", "Turkey’s military"),
        ("Turkey’s military killed at least two people in Tarn.", "Turkey’s military"),
        ("A drone that was believed to be Turkish hit Tarn, killing two people.", "Turkish"),
        (
            "Two people died in Tarn at the hands of a US-backed Kurdish militia.",
            "US-backed Kurdish militia",
        ),
        (
            "Two people were killed in shooting by the mercenaries of the Turkish army.",
            "mercenaries of the Turkish army",
        ),
        (
            "Two people were killed in shelling between Turkish forces from one side and rebel fighters in Tarn.",
            "Turkish forces from one side and rebel fighters",
        ),
    ],
)
def test_ways_to_name_who_struck(coded, text: str, name: str) -> None:
    assert actor(coded(text)) == name


def test_a_doer_whom_a_later_paragraph_does_not_confirm_is_nobodys(coded) -> None:
    text = (
        "Warplanes bombed Raqqa for two days. In the raids at least 31 people died.\n\nMany of the wounded left. "
        "The roads are bad.\n\nIt is not possible to confirm that the attacks were Russian strikes."
    )
    assert actor(coded(text)) is None


def test_an_attack_on_another_place_lends_no_doer(coded) -> None:
    text = "Shells killed two people in Tarn village.\n\nTurkish forces shelled the village of Dell."
    assert actor(coded(text)) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fighters of the Karst Nations Defence Force ambushed a patrol, killing two soldiers.", "Karst"),
        ("Gunmen of the Islamic State group beheaded four men in Tarn.", "Islamic State"),
        ("Artillery shells fired by junta troops killed two women in Tarn.", "junta troops"),
        ("Army aircraft dropped barrel bombs on Tarn, killing two people.", "Army aircraft"),
        ("Turkish forces are shelling Tarn; a child was injured.", "Turkish forces"),
        ("Syrian Democratic Forces in the eastern Karst countryside shelled Tarn, killing two people.", "Democratic"),
        (
            "Fighting near Tarn between our forces and hired gunmen went on for hours; five gunmen were killed.",
            "our forces",
        ),
    ],
)
def test_parties_no_list_holds_are_named_by_their_form(coded, text: str, name: str) -> None:
    assert name in (actor(coded(text)) or "")


@pytest.mark.parametrize(
    "text",
    [
        "Three SDF fighters killed in Tarn.",
        "Five soldiers in the attack on Tarn died.",
        "The YPG said five of its fighters were killed in Tarn.",
        "Five YPG fighters were killed after the People’s Protection Units (YPG) attacked Tarn.",
    ],
)
def test_victims_are_no_doers(coded, text: str) -> None:
    assert actor(coded(text)) is None


def test_a_doer_that_answers_is_one(coded) -> None:
    text = (
        "Karst Army shells hit Tarn, killing two soldiers. Junta ships answered by bombarding Dell, where a monk died."
    )
    assert actor(coded(text), -1) == "Junta ships"


def test_its_troops_are_those_of_the_speaker(coded) -> None:
    assert actor(coded("The Tarn general staff said its troops had killed 640 soldiers.")) == "Tarn general staff"
    text = "Drones of the Houthis hit Tarn.\n\nThe government said its forces had killed 14 rebels in fighting in Dell."
    assert actor(coded(text)) == "government"


def test_of_two_attacks_in_a_sentence_the_doer_is_that_of_the_one_that_killed(coded) -> None:
    text = "Elders blamed regime forces for the shelling, saying it answered a Turkish raid that killed two people."
    assert actor(coded(text)) == "Turkish"


def test_a_party_said_to_be_behind_an_attack_is_its_doer(coded) -> None:
    text = "A blast in Tarn killed two people. The ministry said ISIS was behind it."
    assert actor(coded(text)) == "ISIS"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Nine people died when a mill in Khasham was hit. Flames killed two girls in Mayadin. "
            "Neighbours blamed Turkey for the mill strike.",
            ["Turkey", None],
        ),
        (
            "Nine people died when a bakery in Khasham was hit. Flames killed two girls in Mayadin. "
            "Neighbours blamed Turkey for the bakery strike.",
            ["Turkey", None],
        ),
        (
            "An air strike killed nine people in Khasham. A car bomb killed three people in Mayadin. "
            "Rescuers accused Turkey of the air strike.",
            ["Turkey", None],
        ),
        (
            "An air strike killed nine people in Khasham. A car bomb killed three people in Mayadin. "
            "The air strike was blamed on Turkey.",
            ["Turkey", None],
        ),
        (
            "An air strike killed nine people in Khasham. A car bomb killed three people in Mayadin. "
            "ISIS claimed responsibility for the car bomb.",
            [None, "ISIS"],
        ),
        (
            "An air strike killed nine people in Khasham. A car bomb killed three people there. "
            "Rescuers accused Turkey of the air strike.",
            ["Turkey", None],
        ),
        (
            "Shells killed nine people in Khasham. A blast killed three people in Mayadin. Neighbours blamed ISIS.",
            [None, "ISIS"],
        ),
        (
            "An air strike killed nine people. A roadside bomb killed three people. Neighbours blamed ISIS.",
            [None, "ISIS"],
        ),
        (
            "A bakery in Khasham was hit and nine people died. Neighbours blamed Turkey for the bakery strike. "
            "Flames killed two girls in Mayadin.",
            ["Turkey", None],
        ),
        (
            "Shelling killed three people in Khasham and an air strike killed five in Mayadin. "
            "Rescuers accused Turkey of the air strike.",
            [None, "Turkey"],
        ),
    ],
)
def test_an_accusation_is_of_the_event_it_names_or_else_of_the_one_told_before(coded, text: str, names: list) -> None:
    result = coded(text)
    assert [actor(result, at) for at in range(len(result.codings))] == names


@pytest.mark.parametrize(
    "text",
    [
        "An air strike killed nine people in Khasham. The nine people were killed in a bakery. "
        "Rescuers accused Turkey of the air strike.",
        "A bakery in Khasham was hit. Nine people died. Three people were hurt. Neighbours blamed Turkey.",
        "A strike killed nine people in Khasham. Another killed three people in Mayadin. "
        "Neighbours blamed Turkey for the strikes.",
        "A missile killed nine people in Khasham. Drones then killed two firefighters at the scene. "
        "Neighbours blamed Turkey for the attack.",
        "A drone killed nine people in Khasham. The next day two of its wounded died. "
        "Neighbours blamed Turkey for the attack.",
    ],
)
def test_an_accusation_of_all_that_was_told_reaches_every_figure(coded, text: str) -> None:
    result = coded(text)
    assert [actor(result, at) for at in range(len(result.codings))] == ["Turkey"] * len(result.codings)
    assert len(result.codings) > 1
