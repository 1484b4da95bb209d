"""Who says a figure: the innermost named speaker, wherever the text names it."""

import pytest


def names(result) -> list[str | None]:
    return [coding.speaker.name if coding.speaker else None for coding in result.codings]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The river clinic said that four people were killed in the shelling.", "river clinic"),
        ("Four people were killed in the shelling, a local doctor said on Monday.", "local doctor"),
        (
            "Four people were killed in the shelling, according to the Mountain Rights Network.",
            "Mountain Rights Network",
        ),
        ("According to village elders, the shelling killed four people.", "village elders"),
        ("Four people were killed in the shelling, claimed the Mountain Rights Network.", "Mountain Rights Network"),
        ("An informed source told Valley News that four people were killed in the shelling.", "informed source"),
        ("“Four people were killed in the shelling,” said a nurse.", "nurse"),
        ("State radio cited the governor as saying that four people were killed in the raid.", "governor"),
        (
            "According to a statement by the Mountain Rights Network, the raid killed four people.",
            "Mountain Rights Network",
        ),
        ("Four people were killed in the shelling of the market.", None),
        ("State radio, citing a rebel source, said four people were killed.", "rebel source"),
        ("Four people were killed in the shelling, per the Mountain Rights Network.", "Mountain Rights Network"),
        ("Four people died, as reported by the Mountain Rights Network.", "Mountain Rights Network"),
        ("The village council accused the army of killing four people.", "village council"),
        ("The raid killed four people, the Mountain Rights Network found.", "Mountain Rights Network"),
        ("Witnesses described a raid that killed four people.", "Witnesses"),
        ("Carrow News identified four soldiers killed in the raid.", "Carrow News"),
        ("Hill Radio, the council’s channel, and rebel sources quoted abroad claim that four died.", "Hill Radio"),
        ("The army did not say that four people were killed in the shelling.", None),
        ("The source noted that there were reports of shells killing four people.", "source"),
        ("It said four people were killed in the shelling.", None),
    ],
)
def test_speaker_of_one_sentence(coded, text: str, speaker: str | None) -> None:
    assert names(coded(text)) == [speaker]


def test_short_mention_is_led_back_to_the_full_name(coded) -> None:
    text = (
        "The Mountain Rights Network said that shells hit a school. "
        "The network added that five children were killed by the shelling."
    )
    assert names(coded(text)) == ["Mountain Rights Network"]


def test_it_is_no_group_of_people(coded) -> None:
    text = (
        "The Hill Council said that planes circled the town. Experts said that the town was empty.\n\n"
        "The raid killed four people, it added."
    )
    assert names(coded(text)) == ["Hill Council"]


def test_speaker_of_a_relative_clause_is_not_carried(coded) -> None:
    text = "The rebels spread a video of the raid, which the Hill Council spoke of. In addition, a child was wounded."
    assert names(coded(text)) == [None]


def test_next_sentence_of_a_paragraph_is_the_speakers_where_it_takes_up_the_attack(coded) -> None:
    said = "The Hill Council said that shells hit the market."
    assert names(coded(f"{said} The gunfire caused the death of four people.")) == ["Hill Council"]
    assert names(coded(f"{said} Neighbours recovered the bodies of four people.")) == [None]


def test_one_person_and_one_fighter_are_not_one_told_twice(coded) -> None:
    said = "Hill Radio said that a raid killed one person."
    text = f"{said}\n\nAnother raid on the town of Tarn killed an insurgent."
    assert names(coded(text))[-1] is None


def test_a_monitors_noun_with_a_capital_is_no_surname(coded) -> None:
    text = (
        "The Carrow Observatory for Peace said that shells hit a school. "
        "At least five children were killed there, the Observatory said."
    )
    assert names(coded(text)) == ["Carrow Observatory for Peace"]


def test_unnamed_monitor_is_the_recorder_named_elsewhere(coded) -> None:
    text = (
        "Five people were killed by shelling, a monitoring group said.\n\n"
        "The Hill Observatory for Peace said that the shelling lasted an hour."
    )
    assert names(coded(text)) == ["Hill Observatory for Peace"]


def test_two_speakers_of_one_sentence_keep_their_own_figures(coded) -> None:
    text = (
        "Army officials said that the raid killed 40 soldiers, while rebel officials said that 12 soldiers were killed."
    )
    assert names(coded(text)) == ["Army officials", "rebel officials"]


def test_headline_inherits_the_speaker_of_the_same_figure_in_the_body(coded) -> None:
    text = "Shelling kills seven people in Marrow\n\nSeven people were killed by shelling in Marrow, medics said."
    assert names(coded(text, headline=True)) == ["medics", "medics"]


def test_headline_with_another_number_stays_the_outlets_own(coded) -> None:
    text = (
        "Shelling kills seven people in Marrow\n\nAt least seven people were killed by shelling in Marrow, medics said."
    )
    assert names(coded(text, headline=True)) == [None, "medics"]


def test_quotation_over_two_sentences_has_one_speaker(coded) -> None:
    text = "“The shells came at noon. Six people were killed at once,” farmer Omar Teller told Valley News."
    assert names(coded(text)) == ["farmer Omar Teller"]


def test_denied_report_is_the_reporters_and_the_denial_names_who_denies(coded) -> None:
    text = "Local activists denied reports by army media about the killing of 600 militants in the raid."
    result = coded(text)
    assert names(result) == ["army media"]
    [coding] = result.codings
    assert coding.denied_by is not None
    assert coding.denied_by.name == "Local activists"
    assert coding.denial_quote is not None
    assert "600 militants" in result.document.slice(coding.denial_quote)


@pytest.mark.parametrize("verb", ["were denied", "have been strongly rejected"])
def test_a_denial_may_be_told_in_the_passive(coded, verb: str) -> None:
    result = coded(f"Reports by army media that 600 militants were killed {verb} by local activists.")
    [coding] = result.codings
    assert coding.denied_by is not None
    assert coding.denied_by.name == "local activists"
    assert coding.denial_quote is not None
    assert "600 militants" in result.document.slice(coding.denial_quote)


def test_spans_slice_to_the_words_they_rest_on(coded) -> None:
    result = coded("The Mountain Rights Network said that four people were killed in the shelling of Marrow.")
    [coding] = result.codings
    assert coding.speaker is not None
    assert result.document.slice(coding.speaker.spans[0]) == "Mountain Rights Network"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Four people were killed in the raid, local sources told Valley 24.", "local sources"),
        ("Four people were killed in the raid, local sources said to Valley 24.", "local sources"),
        ("“My son was injured by the shells,” Adam Tarn, a farmer, told Valley News.", "Adam Tarn"),
        ("The Mountain Monitor, which covers the province, said the raid killed four people.", "Mountain Monitor"),
        ("One prisoner told the Mountain Monitor she thought 40 people had been killed.", "One prisoner"),
    ],
)
def test_who_is_told_does_not_speak(coded, text: str, speaker: str) -> None:
    assert names(coded(text))[0] == speaker


def test_the_speaker_of_a_later_quotation_does_not_vouch_for_the_words_before_it(coded) -> None:
    text = "The raid killed 40 people. “We have no doubt at all that nobody fired from the clinic,” the director said."
    joined = text.replace("people. “We", "people, and its aim is disputed: “We")
    assert names(coded(joined)) == [None]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The raid killed four people, the mayor of Tarn, Ada Molin, said.", "mayor of Tarn, Ada Molin"),
        ("The mayor of Tarn, Ada Molin, said the raid killed four people.", "mayor of Tarn, Ada Molin"),
        ("Ada Molin, a nurse in the clinic, said the raid killed four people.", "Ada Molin"),
        ("The Dell Records Office gave a higher toll: 90 dead.", "Dell Records Office"),
        ("The toll given by residents of Tarn is higher: at least 90 dead.", "residents of Tarn"),
        ("A higher toll comes from village elders: 90 dead.", "village elders"),
        ("The raid killed four people, added the network solemnly.", "network"),
        ("The nurse blamed the army for the raid and said four people were killed.", "nurse"),
        ("A farmer who survived the attack told Valley News that four people were killed.", "farmer"),
        ("Speaking by phone from the clinic, Ada Molin wept over the raid that killed four people.", "Ada Molin"),
        ("A plane believed to be foreign bombed Tarn, killing four people.", None),
    ],
)
def test_who_speaks_however_the_sentence_is_turned(coded, text: str, speaker: str | None) -> None:
    assert names(coded(text))[0] == speaker


def test_the_day_of_a_denial_is_no_part_of_who_denies(coded) -> None:
    [coding] = coded("Village elders on Saturday denied reports by army media that 60 rebels were killed.").codings
    assert coding.denied_by is not None
    assert coding.denied_by.name == "Village elders"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Rescuer Ada Molin lost her own house. Molin said the raid killed four people.", "Rescuer Ada Molin"),
        ("The Tarn army disputed this. It said the raid killed four people.", "Tarn army"),
        ("Elders spoke of a raid. The hill council said the raid killed four people.", "hill council"),
        (
            "Medics said shells fell. The Valley Council was asked. The council said the raid killed four people.",
            "Valley Council",
        ),
    ],
)
def test_short_mentions_mean_whom_the_text_named_with_that_word(coded, text: str, speaker: str) -> None:
    assert names(coded(text))[-1] == speaker


def test_what_leans_on_a_leaning_sentence_has_its_speaker(coded) -> None:
    text = (
        "Hill Network sources said a car was hit. However, the kind of the attack is unclear. "
        "Also, its owner is not known.\n\nThe attack killed two people in the car."
    )
    assert names(coded(text)) == ["Hill Network sources"]


def test_a_pronoun_means_the_definite_noun_that_spoke_last(coded) -> None:
    text = "The mayor, Ada Molin, said shells fell. The ministry said nobody fled. It said the raid killed two people."
    assert names(coded(text)) == ["ministry"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Raids on the market killed four people on Monday the Hill Rights Network said.", "Hill Rights Network"),
        ("Shells hit the bakery and wounded four people it said.", None),
        ("Four people were killed in the shelling local officials told reporters on Sunday.", "local officials"),
        (
            "The shelling killed four people a monitor doctors and rescue workers said.",
            "monitor doctors and rescue workers",
        ),
        ("Four people were killed in what the army said.", None),
        ("A raid which the ministry said was an error killed four people.", "ministry"),
    ],
)
def test_who_speaks_last_needs_no_comma(coded, text: str, speaker: str | None) -> None:
    assert names(coded(text)) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A local official, Adam Sule, said a rocket struck Tarn. Nine people died, he said.", "Adam Sule"),
        (
            "An official Adam Sule said a jet came. Nine people died in the raid he said calling it a crime.",
            "Adam",
        ),
        ("According to the armed group Hizrun more than 30 gunmen were killed in Tarn.", "armed group Hizrun"),
        (
            "Omar Dell, head of the council, warned of more. Activists said jets killed nine in Tarn.",
            "Activists",
        ),
        (
            "The anti-coup Marrow Observatory for Peace reported on Sunday that shells had killed 37 villagers.",
            "Marrow Observatory for Peace",
        ),
    ],
)
def test_speakers_of_loosely_marked_sentences(coded, text: str, speaker: str) -> None:
    coding = coded(text).codings[-1]
    assert coding.speaker is not None
    assert speaker in coding.speaker.name
    assert "rocket" not in coding.speaker.name


def test_a_speaker_goes_on_over_a_sentence_between(coded) -> None:
    text = (
        "A source at the clinic said two people were killed in Tarn. Rockets later hit Dell, killing one person. "
        "The source noted that houses burned."
    )
    assert [coding.speaker and coding.speaker.name for coding in coded(text).codings] == ["source at the clinic"] * 2


def test_a_sentence_between_two_of_a_speaker_that_names_its_own_keeps_it(coded) -> None:
    text = (
        "A source at the clinic said two people were killed in Tarn. The army said one more died. "
        "The source noted that houses burned."
    )
    assert coded(text).codings[-1].speaker.name == "army"
