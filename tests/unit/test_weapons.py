"""With what: the specific word settles the class, wherever the event is told."""

import pytest


@pytest.mark.parametrize(
    ("text", "weapon"),
    [
        ("A drone strike killed two people in Tarn.", "drone"),
        ("Warplanes bombed Tarn, killing two people.", "airstrike"),
        ("Barrel bombs dropped by helicopters killed two people in Tarn.", "barrel_bomb"),
        ("Artillery shelling killed two people in Tarn.", "shelling"),
        ("A cruise missile killed two people in Tarn.", "missile"),
        ("Rockets hit Tarn, killing two people.", "missile"),
        ("A landmine killed two people in Tarn.", "mine"),
        ("Two people were killed by the explosion of war remnants in Tarn.", "other"),
        ("A car bomb killed two people in Tarn.", "ied"),
        ("A suicide bomber killed two people in Tarn.", "suicide"),
        ("A suicide drone killed two people in Tarn.", "drone"),
        ("Sniper fire killed two people in Tarn.", "shooting"),
        ("Two fighters were killed in clashes in Tarn.", "clash"),
        ("Two people were killed by chlorine in Tarn.", "chemical"),
        ("Two people were beheaded in Tarn.", "execution"),
        ("Fighter jets executed four airstrikes on Tarn, killing two people.", "airstrike"),
        ("An anti-tank missile killed two people in Tarn.", "missile"),
        ("Two people were killed in Tarn by a mine.", "mine"),
        ("A guided bomb hit Tarn, killing two people.", "airstrike"),
        ("Gunmen beheaded two people in Tarn.", "execution"),
        ("Fighting between two groups killed two people in Tarn.", "clash"),
        ("Two people were killed in Tarn.", None),
        ("Loitering munitions hit Tarn, killing two people.", "drone"),
        ("A pilotless aircraft hit a car in Tarn, killing two people.", "drone"),
        ("Fighter-bombers pounded Tarn, killing two people.", "airstrike"),
        ("Multiple surface-to-surface missiles hit Tarn, killing two people.", "missile"),
        ("Howitzers fired on Tarn killed two people.", "shelling"),
        ("A truck packed with explosives went off in Tarn, killing two people.", "ied"),
        ("A roadside bomb killed two people in Tarn.", "ied"),
        ("Militants opened fire on a bus in Tarn, killing two people.", "shooting"),
        ("A soldier blew himself up in Tarn, killing two people.", "suicide"),
        ("Two fighters were killed in a skirmish near Tarn.", "clash"),
        ("Two people were killed in a helicopter raid on a house in Tarn.", None),
        ("Two soldiers were killed after being targeted by a guided missile in Tarn.", "missile"),
        ("Ten fighters were killed in the clashes, while planes carried out air strikes near Tarn.", "clash"),
    ],
)
def test_class_of_weapon(coded, text: str, weapon: str | None) -> None:
    [coding] = coded(text).codings
    assert (coding.weapon.value if coding.weapon else None) == weapon


def test_bare_strike_is_what_another_sentence_says_it_was(coded) -> None:
    [coding] = coded("A drone hit a car in Tarn. The strike killed two people.").codings
    assert coding.weapon is not None
    assert coding.weapon.value == "drone"


def test_rockets_under_a_bombardment_are_shelling(coded) -> None:
    result = coded("Heavy bombardment of Tarn\n\nRocket fire on Tarn killed two people.", headline=True)
    assert result.codings[-1].weapon is not None
    assert result.codings[-1].weapon.value == "shelling"


def test_next_sentence_on_the_attack_tells_its_means(coded) -> None:
    text = (
        "Warplanes bombed Karst on Monday.\n\nAn attack on a base in Tarn wounded a soldier.\n\n"
        "The attack was carried out with mortars."
    )
    [coding] = coded(text).codings
    assert coding.weapon is not None
    assert coding.weapon.value == "shelling"


def test_rockets_of_what_is_called_a_raid_came_from_the_air(coded) -> None:
    text = "Eight rockets fell on Tarn, which caused the death of 15 people. Rescuers came after the raid."
    [coding] = coded(text).codings
    assert coding.weapon is not None
    assert coding.weapon.value == "airstrike"


def test_toll_of_days_of_fighting_is_of_the_fighting(coded) -> None:
    text = (
        "Violent clashes went on around the prison in Tarn.\n\nA helicopter fired on the prison.\n\n"
        "The total death toll since the prison break began on Thursday has reached 123."
    )
    [coding] = coded(text).codings
    assert coding.weapon is not None
    assert coding.weapon.value == "clash"


def test_weapon_of_a_background_clause_is_not_the_weapon(coded) -> None:
    [coding] = coded("Artillery killed two people in Tarn, coinciding with flights of drones over the town.").codings
    assert coding.weapon is not None
    assert coding.weapon.value == "shelling"


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("18 barrel bombs", (18, 18)),
        ("more than ten air raids", (11, None)),
        ("at least four missiles", (4, None)),
        ("shells", (None, None)),
    ],
)
def test_number_of_strikes(coded, words: str, bounds: tuple[int | None, int | None]) -> None:
    [coding] = coded(f"{words.capitalize()} hit Tarn, killing two people.").codings
    assert (coding.strikes_min, coding.strikes_max) == bounds


def test_target_is_named_only_where_the_text_names_it(coded) -> None:
    [hit] = coded("A drone hit a hospital in Tarn, killing two people.").codings
    [unnamed] = coded("A drone hit Tarn, killing two people.").codings
    assert hit.target is not None
    assert hit.target.value == "medical"
    assert unnamed.target is None


def test_what_another_party_strikes_with_is_not_the_weapon(coded) -> None:
    text = (
        "Russian warplanes bombed towns in Homs. Since last year Islamic State fighters have increased their attacks, "
        "killing hundreds of civilians."
    )
    codings = coded(text).codings
    assert codings[-1].weapon is None


def test_the_means_is_the_subject_of_the_harm(coded) -> None:
    [coding] = coded("Airstrikes hit Tarn’s fields and rockets kill two people").codings
    assert coding.weapon is not None
    assert coding.weapon.value == "missile"


def test_an_attack_on_another_place_lends_no_weapon(coded) -> None:
    text = "A raid on the market killed nine people in Tarn village.\n\nIn the village of Dell, a barrel bomb fell."
    [coding] = coded(text).codings
    assert coding.weapon is not None
    assert coding.weapon.value == "airstrike"


def test_means_of_another_doer_are_not_lent(coded) -> None:
    text = "Russian warplanes struck Tarn on Monday. ISIS fighters killed three people in the town."
    [coding] = coded(text).codings
    assert coding.weapon is None


def test_one_party_by_two_names_lends_its_means(coded) -> None:
    text = "SDF bombardment killed a man in Tarn. The Syrian Democratic Forces used a guided missile."
    [coding] = coded(text).codings
    assert coding.weapon is not None
    assert coding.weapon.value == "missile"


@pytest.mark.parametrize(
    ("text", "weapon"),
    [
        ("The airstrikes on Tarn coincided with rocket fire by rebels on Dell, wounding two people.", "missile"),
        ("Since May 31 people have been killed by mines and remnants of war in Tarn.", "mine"),
        ("A drone hit a car in Tarn. The strike killed a commander of the artillery unit.", "drone"),
    ],
)
def test_words_of_another_event_or_of_a_name_are_no_means(coded, text: str, weapon: str) -> None:
    coding = coded(text).codings[-1]
    assert coding.weapon is not None
    assert coding.weapon.value == weapon
