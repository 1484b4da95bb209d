"""Where an event was: names are found by the words beside them, whether or not a table knows them."""

import pytest


def place(result, at: int = 0) -> str | None:
    mention = result.codings[at].place
    return "; ".join(mention.names) if mention else None


@pytest.mark.parametrize(
    ("text", "name", "container"),
    [
        ("Shells killed two people in the village of Tel Marrow, west of Homs.", "Tel Marrow", "Homs"),
        ("Shelling on Marrow village in Homs countryside killed two people.", "Marrow", "Homs"),
        ("A raid killed two people in al-Marrow, north of the town of Upper Tarn.", "al-Marrow", "Upper Tarn"),
        ("Two people were killed near the town of Tarn.", "Tarn", None),
        ("Two people were killed in a strike on the outskirts of Tarn.", "Tarn", None),
        ("Two people were killed by the shelling of Tarn.", "Tarn", None),
        ("Two people were killed in a raid on Umm al-Tarn camp in Idlib.", "Umm al-Tarn", "Idlib"),
        ("A strike in Syria’s Raqqa killed two people.", "Raqqa", "Syria"),
        ("Two people were killed at Tarn school in the northern town of Marrow.", "Marrow", None),
    ],
)
def test_most_specific_place_and_what_it_lies_in(coded, text: str, name: str, container: str | None) -> None:
    [coding] = coded(text).codings
    assert coding.place is not None
    assert "; ".join(coding.place.names).removesuffix(" camp") == name
    if container:
        assert coding.place.container == container


def test_list_of_villages_is_one_figure_over_all(coded) -> None:
    [coding] = coded("Raids on the villages of Tarn, Marrow and Upper Dell killed 30 people.").codings
    assert coding.place is not None
    assert coding.place.names == ("Tarn", "Marrow", "Upper Dell")
    assert coding.place.quantifier == "sum_over_all_listed"


def test_headline_takes_the_village_its_body_names(coded) -> None:
    text = (
        "Shelling kills seven people in Homs\n\n"
        "Shells hit the village of Tel Marrow. As a result of the shelling, seven people were killed."
    )
    result = coded(text, headline=True)
    assert [place(result, 0), place(result, 1)] == ["Tel Marrow", "Tel Marrow"]


def test_hospital_the_wounded_were_taken_to_is_not_the_place(coded) -> None:
    text = "Shelling of Tarn village wounded two people. They were taken to hospital in Marrow."
    assert place(coded(text)) == "Tarn"


def test_village_victims_come_from_gives_way_to_where_they_died(coded) -> None:
    assert place(coded("A man from Dell village was killed by shelling in Tarn.")) == "Tarn"


def test_organisation_and_weekday_are_no_places(coded) -> None:
    assert place(coded("On Monday the Marrow Military Council said that a raid killed two people in Tarn.")) == "Tarn"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A strike on Makiivka in Donetsk Oblast killed ten people.", "Ukraine"),
        ("A strike on Tarn village in Saada killed ten people.", "Yemen"),
        ("A strike on a school in Jabaliya, in the Gaza Strip, killed ten people.", "Palestine"),
        ("Turkish shelling of Tarn in northern Syria killed ten people.", "Syria"),
    ],
)
def test_country_follows_from_what_the_text_names(coded, text: str, country: str) -> None:
    [coding] = coded(text).codings
    assert coding.country == country


def test_no_place_named_is_no_place(coded) -> None:
    [coding] = coded("Two people were killed by shelling.").codings
    assert coding.place is None
    assert coding.country is None


@pytest.mark.parametrize(
    ("text", "name", "container"),
    [
        (
            "Jets struck the province of Raqqa. Around 90 civilians have been killed in the province so far this year.",
            "the province",
            "Raqqa",
        ),
        ("The war in Syria went on. It has led to the death of 19,000 people since the conflict began.", "Syria", None),
        ("A barrel bomb attack on a hospital in Tarn killed two people.", "Tarn", None),
        ("A strike on a camp for displaced people in Tarn killed two people.", "Tarn", None),
        ("Gunmen stormed a largely Shia hamlet in Diyala province, killing two people.", "Diyala", None),
    ],
)
def test_place_is_the_one_the_clause_tells(coded, text: str, name: str, container: str | None) -> None:
    mention = coded(text).codings[-1].place
    assert mention is not None
    assert mention.names == (name,)
    assert mention.container == container


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two people were killed when Marrow, a besieged suburb of Tarn, was shelled.", "Marrow"),
        ("A raid on a market of Tarn, in the northern province of Idlib, killed two people.", "Tarn"),
        ("A man was shot dead in the West Bank city of Tarn.", "Tarn"),
        ("Raids on rebel bases near Tarn killed two people.", "Tarn"),
        ("A raid on a Red Crescent convoy in Tarn killed two people.", "Tarn"),
        ("Raids on the Tarn and Upper Dell camps near Marrow killed two people.", "Tarn; Upper Dell"),
        ("Shells fell in Tarn, the officer in Syria, Ada Molin, said, and killed two people.", "Tarn"),
        ("A strike on a town in western Syria killed two people.", "a town in western Syria"),
    ],
)
def test_place_by_what_is_said_beside_it(coded, text: str, name: str) -> None:
    assert place(coded(text)) == name


def test_a_town_without_a_name_is_the_one_the_text_names_by_that_noun(coded) -> None:
    text = "A strike on a town in western Syria killed two people. Shells had hit the town of Tarn."
    assert place(coded(text)) == "Tarn"


def test_a_province_is_narrowed_to_the_village_the_next_sentence_puts_in_it(coded) -> None:
    text = "Two people were killed in Idlib. Gunmen raided the village of Tarn in the countryside of Idlib."
    assert place(coded(text)) == "Tarn"


def test_what_is_told_after_the_area_lies_in_the_area(coded) -> None:
    text = (
        "The raids targeted Tarn, in Homs countryside, and went on against buses between the towns of the province.\n\n"
        "A taxi was destroyed and all four people in it were killed."
    )
    mention = coded(text).codings[0].place
    assert mention is not None
    assert (mention.names, mention.container) == (("the province",), "Homs")


def test_the_home_of_the_victims_gives_way_to_the_village_that_was_hit(coded) -> None:
    text = "A missile hit a car near the village of Tarn. The two people killed are both from Dell village."
    assert place(coded(text)) == "Tarn"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Guards at Marrow prison in Raqqa city said that a raid killed two people there.", "Marrow"),
        ("Two guards were killed near Marrow jail, in the town of Tarn.", "Marrow"),
        ("Shells killed two people at the depot of Karst Fuels company in the town of Tarn.", "Tarn"),
        ("A raid on Ahrar al-Karst posts killed two people near Tarn.", "Tarn"),
        ("Tarn was shelled again, and two people were killed.", "Tarn"),
        ("After being hit by a missile on the front line of Marrow village, two people were killed.", "Marrow"),
        ("Missiles fired from the direction of the sea, west of Marrow, hit Tarn village and killed two.", "Tarn"),
        ("The Karst Mediation Center said that a raid killed two people in Homs province.", "Homs"),
        ("Two dead in Tarn town | Jets raid Marrow town and Upper Dell", "Tarn"),
    ],
)
def test_where_it_happened_among_other_names(coded, text: str, name: str) -> None:
    assert place(coded(text)) == name


@pytest.mark.parametrize(
    ("name", "told"), [("Marrow prison", "the jail"), ("the village of Marrow", "the village"), ("Homs", "the city")]
)
def test_definite_noun_leads_back_to_the_place_of_its_kind(coded, name: str, told: str) -> None:
    text = f"People fled {name} for Tarn camp.\n\nOn Friday two people were killed in {told}."
    assert place(coded(text)) == name.removesuffix(" prison").removeprefix("the village of ")


def test_sentence_after_says_where_the_attack_was(coded) -> None:
    text = "Gunmen killed 11 people, police said.\n\nThe attack took place at dawn in Marrow district, in eastern Iraq."
    assert place(coded(text)) == "Marrow"


def test_headline_takes_its_place_from_the_telling_of_its_figure_not_from_a_caption(coded) -> None:
    text = (
        "Seven killed in shelling of Homs\n\nShelling of Dell village in June\n\n"
        "A medic said that seven people were killed in the village of Marrow."
    )
    assert place(coded(text, headline=True)) == "Marrow"


def test_village_in_the_countryside_a_headline_names_comes_before_villages_elsewhere(coded) -> None:
    text = (
        "Two killed in Homs countryside\n\nA raid hit Dell village in Hama countryside.\n\n"
        "A raid hit Marrow village in Homs countryside, killing at least two."
    )
    assert place(coded(text, headline=True)) == "Marrow"


def test_part_of_a_country_is_not_narrowed_to_a_place_told_far_off(coded) -> None:
    text = (
        "In July a drone strike in northwest Syria killed an officer. Analysts were divided. Others kept silent. "
        "The wars go on. Attempts on Dell camp failed."
    )
    assert place(coded(text)) == "Syria"


def test_zone_told_by_its_quoted_name_is_the_place_of_a_total(coded) -> None:
    text = "Monitors counted 40 attacks in the “de-escalation zone” since May, which left 70 people dead."
    assert place(coded(text)) == "de-escalation zone"


def test_town_a_sentence_is_about_comes_before_another_telling_of_its_number(coded) -> None:
    text = (
        "Dell, a town of 7,000, lies in Homs. The town was shelled on Friday, and three people were injured.\n\n"
        "In June three people were injured near the village of Marrow."
    )
    assert [place(coded(text), at) for at in (0, 1)] == ["Dell", "Marrow"]


def test_headline_west_of_a_town_is_told_more_closely_by_the_body(coded) -> None:
    text = (
        "Four people injured in attack on a shop west of Ain Tarn (Karst)\n\n"
        "Four people were injured in a shop in Zor Marrow, west of Ain Tarn, in the countryside of Homs."
    )
    assert place(coded(text, headline=True)) == "Zor Marrow"


def test_each_number_of_a_shared_verb_has_the_place_beside_it(coded) -> None:
    result = coded("In Homs, shells killed eight people in the village of Tarn and three in the village of Dell.")
    assert [place(result, at) for at in (0, 1)] == ["Tarn", "Dell"]


def test_a_paragraph_that_tells_of_no_attack_lends_no_place_to_the_one_before(coded) -> None:
    text = (
        "Raids on Syria have become more frequent, observers say.\n\n"
        "A bank was bombed not long ago. The raid was flown at dawn, yet three people died.\n\n"
        "The army claims to have retaken Marrow, a town in Homs province."
    )
    assert place(coded(text)) in {None, "Syria"}


def test_a_later_paragraph_on_the_attack_lends_its_place(coded) -> None:
    text = "Three people died in a raid at dawn.\n\nThe raid hit a bank in the town of Marrow."
    assert place(coded(text)) == "Marrow"


def test_a_total_is_placed_where_the_raids_it_goes_on_with_were(coded) -> None:
    text = (
        "Warplanes have for the past two days bombed Tarn town. Smoke rose after the raids. "
        "Few people died in the raids."
    )
    assert place(coded(text), -1) == "Tarn"


def test_the_largest_town_of_a_district_is_the_place_and_lies_in_it(coded) -> None:
    mention = coded("Shells wounded 34 people in Tarn the largest town of Upper Dell district.").codings[0].place
    assert mention is not None
    assert (mention.names, mention.container) == (("Tarn",), "Upper Dell")


def test_what_an_armed_group_calls_itself_after_is_no_place(coded) -> None:
    text = "The Islamic State of Iraq and the Levant said a raid killed nine of its men in Syria."
    coding = coded(text).codings[0]
    assert place(coded(text)) == "Syria"
    assert coding.country == "Syria"


def test_an_article_alone_is_no_place(coded) -> None:
    assert place(coded("Gunmen killed nine guards in a clash between the al Qaeda branch and the army.")) is None


def test_a_building_is_placed_in_the_district_that_holds_it(coded) -> None:
    text = "Shells fell on Marrow village.\n\nOn April 4, a drone hit a centre in Upper Tarn district, injuring three."
    assert place(coded(text), -1) == "Upper Tarn"


def test_a_place_of_an_attack_told_in_passing_is_not_lent_back(coded) -> None:
    text = (
        "Three people were injured when a drone hit a house in Tarn countryside, coinciding with shelling on Dell "
        "village. Guns shelled Dell village in Tarn countryside, where shells hit houses."
    )
    assert place(coded(text)) == "Tarn"
