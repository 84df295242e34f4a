"""Names in braces in an organisation's own words: filled with plain text, cleanly gone where nothing is known."""

import pytest

from invitations.mails import placeholders

KNOWN = {
    "first_name": "Carl",
    "place": "Åhuset, Fjällhotellet",
    "visit": "ditt besök den 14 november",
    "questions": "2 frågor",
    "minutes": "1 minut",
}
NOBODY = KNOWN | {"first_name": ""}


def test_every_name_is_filled():
    text = "Hej {first_name}! {place} undrar över {visit}: {questions}, {minutes}."
    assert placeholders.fill(text, KNOWN) == (
        "Hej Carl! Åhuset, Fjällhotellet undrar över ditt besök den 14 november: 2 frågor, 1 minut."
    )
    assert {name for name, _meaning in placeholders.MEANINGS} == set(placeholders.NAMES) == set(KNOWN)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Hej {first_name}!", "Hej!"),
        ("Hej, {first_name}!", "Hej!"),
        ("Hej\u00a0{first_name}!", "Hej!"),
        ("Hej {first_name}, välkommen.", "Hej, välkommen."),
        ("Hej {first_name}\nVälkommen.", "Hej\nVälkommen."),
        ("Hej {first_name},\n\nVälkommen.", "Hej,\n\nVälkommen."),
        ("{first_name}, vill du hjälpa oss?", "Vill du hjälpa oss?"),
        ("Tack!\n{first_name}, vill du hjälpa oss?", "Tack!\nVill du hjälpa oss?"),
        ("Tack. {first_name}, vill du?", "Tack. Vill du?"),
        ("Tack {first_name} för besöket", "Tack för besöket"),
        ("Tack, {first_name}", "Tack"),
        ("{first_name}", ""),
        ("({first_name})", "()"),
    ],
)
def test_an_unknown_name_leaves_clean_text(text, clean):
    assert placeholders.fill(text, NOBODY) == clean
    assert placeholders.fill(text, {}) == clean


def test_what_begins_a_sentence_begins_with_a_capital():
    assert placeholders.fill("{visit}: {questions}", KNOWN) == "Ditt besök den 14 november: 2 frågor"
    assert placeholders.fill("Tack. {visit} är slut", KNOWN) == "Tack. Ditt besök den 14 november är slut"
    assert placeholders.fill("{first_name}, {visit} är slut", NOBODY) == "Ditt besök den 14 november är slut"


def test_a_name_is_found_however_it_is_spaced_and_cased():
    assert placeholders.fill("Hej { First_Name }!", KNOWN) == "Hej Carl!"
    assert placeholders.unknown_in("Hej { First_Name }!") == []


def test_names_that_nobody_knows_are_told_and_left_as_they_are():
    text = "Hej {fornamn}, {plats}! {fornamn} {first_name.__class__} {{place}} {0} {} {first_name!r}"
    assert placeholders.unknown_in(text) == ["fornamn", "plats", "first_name.__class__", "0", "", "first_name!r"]
    assert placeholders.fill("{fornamn} {first_name.__class__} {0} {}", KNOWN) == (
        "{fornamn} {first_name.__class__} {0} {}"
    )


@pytest.mark.parametrize(
    "words", ["{place}", "%(place)s", "{{ settings.SECRET_KEY }}", "{% load i18n %}", "{0.__class__}"]
)
def test_what_is_filled_in_is_never_read_as_anything_but_words(words):
    assert placeholders.fill("Hej {first_name}!", KNOWN | {"first_name": words}) == f"Hej {words}!"


def test_what_is_filled_in_is_one_line_that_shows_what_it_says():
    name = "Carl\r\nBcc: x@evil.example\u202e\x00"
    assert placeholders.fill("Hej {first_name}!", KNOWN | {"first_name": name}) == "Hej Carl Bcc: x@evil.example!"


def test_text_without_names_stays_to_the_letter():
    text = "En {inte vår} klammer, en ensam { och en ensam }."
    assert placeholders.fill(text, KNOWN) == text
    assert placeholders.names_in("Hej {First_name}, {visit} {visit} {nope}") == {"first_name", "visit"}
