"""Units are exact spans of the answer, and the worst one stands on top."""

import pytest

from insights.engine import ENGINE_VERSION, analyse, analyse_many, splitting, weighing, wording


def parts(text, language):
    visible = splitting.readable(text)
    return [text[start:end] for start, end in splitting.spans(visible, language=language)]


def test_sentences_contrasts_and_line_breaks_part_units():
    text = "Frukosten var underbar, men städerskan skällde ut min son.\nSängen var skön och mjuk."
    assert parts(text, "sv") == [
        "Frukosten var underbar,",
        "men städerskan skällde ut min son.",
        "Sängen var skön och mjuk.",
    ]


def test_an_abbreviation_or_a_date_is_no_end_and_a_fragment_joins():
    assert parts("Vi kom kl. 22 den 3. maj, och t.ex. hissen stod still. Aldrig mer!", "sv") == [
        "Vi kom kl. 22 den 3. maj, och t.ex. hissen stod still. Aldrig mer!"
    ]


def test_praise_and_trouble_in_one_answer_is_mixed_and_keeps_both():
    found = analyse("Underbar frukost och fin utsikt, men hon i receptionen fräste åt min mamma.", language="sv")
    assert found.polarity == "mixed"
    assert found.category == "treatment"
    assert [unit.polarity for unit in found.units] == ["positive", "negative"]


def test_offsets_hold_through_markup_emoji_and_invisible_characters():
    text = "<p>😀 The nurse\u200b shouted at me in front of everyone.</p>\x00 The soup was cold and the bread stale."
    for unit in analyse(text, language="en").units:
        assert text[unit.start : unit.end] == unit.text


def test_leaving_is_said_once_and_holds_for_the_whole_answer():
    text = "The plumber left a leak and nobody rang me back for two weeks. I am switching to another company."
    found = analyse(text, language="en")
    assert (found.severity, found.flags) == (4, ("will_leave",))


def test_many_at_once_find_what_one_alone_finds():
    rows = [
        ("Hissen luktade rök och lamporna var trasiga.", "sv"),
        ("", "da"),
        ("Slept badly because of the fan.", "en"),
    ]
    assert analyse_many(rows) == [analyse(text, language=language) for text, language in rows]
    assert {found.engine_version for found in analyse_many(rows)} == {ENGINE_VERSION}


@pytest.mark.parametrize(
    ("said", "category", "expected"),
    [
        ("nothing in particular", "safety", 5),
        ("he lied about it", "fairness_honesty", 4),
        ("never again", "waiting", 4),
        ("he shrugged", "responsibility", 3),
        ("in the end she apologised at once", "treatment", 3),
        ("the fan was loud and we had no sleep", "environment", 3),
        ("the fan was loud", "environment", 2),
        ("the fan was loud every night", "environment", 3),
        ("we sat there with a feverish baby", "waiting", 3),
        ("a bit dusty, no harm done", "environment", 1),
        ("the same template", "authenticity", 2),
    ],
)
def test_severity_follows_the_stated_consequence(said, category, expected):
    assert weighing.severity(wording.hits(said, language="en"), category=category) == expected


def test_a_rating_hints_but_does_not_decide():
    text = "The guard grabbed my arm and shouted at me."
    assert analyse(text, language="en", rating=5).polarity == "negative"
