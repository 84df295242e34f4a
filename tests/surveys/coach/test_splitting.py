"""A double-barrelled question becomes two whole ones, or is left alone."""

import pytest

from surveys.coach import advise, split


@pytest.mark.parametrize(
    ("text", "language", "halves"),
    [
        ("Var rummet rent och frukosten god?", "sv", ("Var rummet rent?", "Var frukosten god?")),
        ("Är bussen alltid ren och tyst?", "sv", ("Är bussen alltid ren?", "Är bussen alltid tyst?")),
        ("Lämnade du in boken och lånade du en ny?", "sv", ("Lämnade du in boken?", "Lånade du en ny?")),
        ("Sov du gott? Var det tyst i huset?", "sv", ("Sov du gott?", "Var det tyst i huset?")),
        ("Bookede du via appen, og fik du svar?", "da", ("Bookede du via appen?", "Fik du svar?")),
        ("Var rommet varmt og senga god?", "nb", ("Var rommet varmt?", "Var senga god?")),
        ("Oliko huone siisti ja pyyhkeet kuivat?", "fi", ("Oliko huone siisti?", "Olivatko pyyhkeet kuivat?")),
        ("Saitko apua ja löysitkö perille?", "fi", ("Saitko apua?", "Löysitkö perille?")),
        ("Was the room clean and the towels dry?", "en", ("Was the room clean?", "Were the towels dry?")),
        ("Did you get help, and did it last?", "en", ("Did you get help?", "Did it last?")),
    ],
)
def test_two_whole_questions(text, language, halves):
    assert split(text, language=language) == halves


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Sov du gott?", "sv"),
        ("Sov du gott? Varför?", "sv"),
        ("Var både rummet rent och frukosten god?", "sv"),
        ("Why did you ignore the sign and park here?", "en"),
        ("Which guard pushed you and was rude?", "en"),
        ("Was the room clean and the bed soft and the towels dry?", "en"),
        ("War das Zimmer sauber und das Bett weich?", "de"),
        ("", "sv"),
    ],
)
def test_what_cannot_be_split_honestly_is_left_alone(text, language):
    assert split(text, language=language) is None


def test_the_halves_hold_one_thing_each():
    halves = split("Was the room clean and the breakfast good?", language="en")
    assert [advise(half, language="en") for half in halves] == [[], []]
