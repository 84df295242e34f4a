"""The small language of the word lists."""

import pytest

from surveys.coach import wording
from surveys.coach.lexicon import Lexicon
from surveys.coach.phrases import Finder, PhraseBook
from surveys.coach.reading import Text

CLASSES = {"you": "du ni", "channel": "app* hemsida mina_sidor"}


def matched(phrase, written):
    lexicon = Lexicon("sv")
    finder = Finder(PhraseBook(lexicon, CLASSES), [phrase])
    text = Text(written, "sv")
    places = finder.spans(text, [lexicon.atoms(word.text) for word in text.words])
    return [text.between(*place) for place in places]


@pytest.mark.parametrize(
    ("phrase", "written", "expected"),
    [
        ("sov du", "Sov du gott?", ["Sov du"]),
        ("sov|vilade <you>", "Vilade ni gott?", ["Vilade ni"]),
        ("app*", "Var appen bra?", ["appen"]),
        ("*sida", "Vår hemsida", ["hemsida"]),
        ("*kart*", "Kundresekartan", ["Kundresekartan"]),
        ("~bil", "Fanns bilarna kvar?", ["bilarna"]),
        ("*~bil", "Fanns hyrbilarna kvar?", ["hyrbilarna"]),
        ("app*|-appell", "En appell i appen", ["appen"]),
        ("på <channel>", "Hittade du på mina sidor?", ["på mina sidor"]),
        ("sov [du] gott", "Sov gott! Sov du gott?", ["Sov gott", "Sov du gott"]),
        ("sov ..2 gott", "Sov ni verkligen gott?", ["Sov ni verkligen gott"]),
        ("sov ..1 gott", "Sov ni verkligen gott?", []),
        ("sov . gott", "Sov du gott?", ["Sov du gott"]),
        ("sov !du", "Sov du? Sov ni?", ["Sov"]),
        ("^ du", "Sov du? Du?", ["Du"]),
        ("gott $", "Gott sov du. Sov du gott?", ["gott"]),
        ("sov ..3 gott", "Sov du? Allt gott?", []),
        ("# kronor", "Kostade det 100 kronor?", ["100 kronor"]),
    ],
)
def test_a_phrase(phrase, written, expected):
    assert matched(phrase, written) == expected


@pytest.mark.parametrize("phrase", ["[du] sov", "..2 sov", "<nobody>", "sov||vilade"])
def test_a_phrase_that_makes_no_sense_is_refused(phrase):
    with pytest.raises(ValueError):
        matched(phrase, "Sov du?")


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_language_has_the_same_rules_and_the_classes_the_code_asks_for(language):
    words, swedish = wording.of(language), wording.of("sv")
    assert list(words.rules) == list(swedish.rules)
    asked_for = "opens_question asked_of actor moment did follow_up copula said_again article both unit"
    assert words.classes.keys() >= set(asked_for.split())
