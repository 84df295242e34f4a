"""Lists an old Mac wrote are told from those Windows wrote, and neither is read as the other."""

import pytest

from common.decoding import decode

NORDIC = [
    "Åge",
    "Søren",
    "Ærø",
    "Bjørn Kær",
    "på nytt",
    "Göran",
    "Björn Öberg",
    "Eva Öberg",
    "Ström",
    "Jönköping",
    "Måns",
    "Ärla",
    "Mäkelä",
    "MÄKELÄ",
    "LINDSTRÖM",
    "Pöyhönen",
    "Töölö",
    "Andrée",
]
OF_WINDOWS = [
    "€ 25",
    "€25",
    "25€",
    "EUR€",
    "Štefan",
    "Œuvre",
    "SŒUR",
    "Dušan Miloš",
    "Krško",
    "Aukštaitis",
    "Pštross",
    "Žiga",
    "Tšekki",
    "šakki",
    "Acme®",
    "ACME® Acme™",
    "®Acme",
    "¿Qué tal?",
    "¿como estas",
    "¾ kg",
    "3¾h",
    "wait…",
    "WAIT…",
    "…and more",
    "Thanks …and more",
    "don’t – “ok”",
    "†Anna",
]


@pytest.mark.parametrize("line_end", ["\n", "\r"])
@pytest.mark.parametrize("name", NORDIC)
def test_one_nordic_name_is_enough_to_know_a_macs_list(name, line_end):
    people = f"namn;email{line_end}{name};a@x.se{line_end}"
    assert decode(people.encode("mac_roman")) == people


@pytest.mark.parametrize("name", [*NORDIC, *OF_WINDOWS])
def test_what_windows_wrote_is_never_taken_for_a_macs(name):
    people = f"namn;email\n{name};a@x.se\n"
    assert decode(people.encode("cp1252")) == people


@pytest.mark.parametrize("name", [*OF_WINDOWS, "€uro", "i €kr", "®ACME", "VIP…SVIT", "Hiršman", "Kiršner"])
def test_nor_where_a_french_or_spanish_name_stands_beside_a_sign(name):
    people = f"François Núñez;{name};a@x.se\n"
    assert decode(people.encode("cp1252")) == people


@pytest.mark.parametrize("name", [*NORDIC, *OF_WINDOWS])
def test_utf8_comes_first(name):
    assert decode(f"{name};a@x.se".encode()) == f"{name};a@x.se"


def test_all_lines_decide_together_where_one_word_tells_nothing():
    assert decode("Rökt;a@x.se\nSjö;b@x.se\nSøren;c@x.dk".encode("mac_roman")).startswith("Rökt;a@x.se\nSjö;")
    assert decode("Skalitzký L¿pez;a@x.se\nÅsa;b@x.se\nPål;c@x.se".encode("cp1252")).startswith("Skalitzký L¿pez")


def test_windows_signs_beside_nordic_names_stay_as_they_are():
    people = "Œuvre Štefan;€ 25\nÅsa Öberg …;a@x.se\nDušan Ærø;b@x.se"
    assert decode(people.encode("cp1252")) == people


def test_a_macs_quotes_dashes_and_euro_come_along():
    people = "“Lilla Hotellet” – 25 €;Åsa Öberg"
    assert decode(people.encode("mac_roman")) == people


def test_a_line_of_utf8_in_a_macs_list_keeps_its_letters():
    content = "Åsa;a@x.se\n".encode() + "Bjørn;b@x.no\nÅge;c@x.dk".encode("mac_roman")
    assert decode(content) == "Åsa;a@x.se\nBjørn;b@x.no\nÅge;c@x.dk"
