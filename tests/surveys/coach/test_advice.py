"""What the coach says: where, how seriously, in which language, and when it keeps quiet."""

import pytest

from surveys.coach import RULES, advise, shown
from surveys.coach.wording import LANGUAGES


def found(text, language="en", **more):
    return [advice.rule for advice in advise(text, language=language, **more)]


def test_there_are_22_rules_in_the_chapters_order():
    assert len(RULES) == 22
    assert list(RULES)[:3] == ["internal_process", "double_barrelled", "leading"]
    assert list(RULES)[-3:] == ["too_long", "hard_to_read", "shouting"]


def test_advice_shows_the_place_in_the_text_as_written():
    [advice] = advise("Var det   ALLDELES, du, alltid så?", language="sv")[:1]
    assert "Var det   ALLDELES, du, alltid så?"[slice(*advice.span)] == "alltid"


def test_a_decomposed_letter_is_read_and_placed():
    text = "Är bussen sa\u030a alltid full?"
    [advice] = advise(text, language="sv")
    assert (advice.rule, text[slice(*advice.span)]) == ("absolute_words", "alltid")


def test_the_message_is_in_the_readers_language_and_the_example_in_the_questions():
    [advice] = advise("Onko bussi aina ajoissa?", language="fi")
    assert advice.message("sv") == "”Alltid” och ”aldrig” gör det svårt att svara ärligt. Fråga om senaste gången."
    assert advice.example() == ("Onko henkilökunta aina avulias?", "Saitko tänään tarvitsemasi avun?")
    assert advice.message("xx") == advice.message("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_the_bad_example_has_the_fault_and_the_good_one_is_clean(rule, language):
    from surveys.coach import wording

    words = wording.of(language).rules[rule]
    assert rule in found(words.bad, language)
    assert found(words.good, language) == []


def test_what_stops_publishing_needs_a_reason_or_cannot_be_kept():
    text = "Which nurse was rude? What is your password? Win a gift card! Why didn't you call?"
    kept = {
        advice.rule: (advice.may_be_kept, advice.needs_reason)
        for advice in advise(text, language="en")
        if advice.severity == "block"
    }
    assert kept == {
        "accuses_customer": (True, True),
        "staff_blame": (True, True),
        "sensitive_data": (False, False),
        "marketing": (False, False),
    }


def test_a_hint_may_be_kept_without_a_reason():
    [advice] = advise("Is the bus always on time?", language="en")
    assert (advice.severity, advice.may_be_kept, advice.needs_reason) == ("hint", True, False)


def test_two_are_shown_and_what_blocks_comes_first():
    advice = advise("Is our friendly doctor always in? Which nurse was rude? Did you check in online?", language="en")
    assert [one.rule for one in shown(advice)] == ["staff_blame", "internal_process"]
    assert [one.rule for one in shown(advice, at_most=3)] == ["staff_blame", "internal_process", "double_barrelled"]


def test_a_prompt_is_read_by_fewer_rules():
    text = "Is our friendly doctor always in, and usually quick?"
    assert found(text) == ["double_barrelled", "leading", "vague_frequency", "absolute_words"]
    assert found(text, is_prompt=True) == ["leading"]


def test_the_help_text_is_read_too_and_is_about_the_whole():
    [advice] = advise("Did you sleep well?", language="en", help_text="Answer to get a discount.")
    assert (advice.rule, advice.span) == ("marketing", (0, len("Did you sleep well?")))


def test_an_explanation_may_say_and_and_not():
    assert found("Did you sleep well?", help_text="You do not have to answer, and you can stop at any time.") == []


def test_a_language_we_do_not_speak_gets_the_rules_of_length_only():
    assert found("Rate our FRIENDLY staff from 1 to 5!!", language="de") == ["shouting"]
    assert found("ein wort " * 13, language="de") == ["too_long"]


@pytest.mark.parametrize("text", ["", "   ", "?", "…", "\n"])
def test_nothing_written_is_nothing_found(text):
    assert [found(text, language) for language in LANGUAGES] == [[]] * 5


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Did you see the sign “Always open” on the door?", "en"),
        ("Stod det ”alltid öppet” på dörren?", "sv"),
        ("Did Marks and Spencer deliver in time?", "en"),
        ("Kom Anna och Erik fram i tid?", "sv"),
        ("Var der vind på stranden?", "da"),
        ("Kunne du tro på det, lægen sagde?", "da"),
        ("Lönade det sig att vänta?", "sv"),
        ("Was the room rate the one you were told?", "en"),
        ("Tuliko paketti 1–5 päivässä?", "fi"),
        ("Kom pakken mellem 8 og 10?", "da"),
    ],
)
def test_words_that_only_look_like_the_fault(text, language):
    assert found(text, language) == []
