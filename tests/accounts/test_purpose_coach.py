"""What we run, and what gets better for people."""

import pytest

from accounts.purpose_coach import EXAMPLES, hint

OFFERING = {
    "sv": "Vi bedriver sjukvård.",
    "da": "Vi driver et bibliotek.",
    "nb": "Vi tilbyr kollektivtrafikk.",
    "fi": "Tarjoamme pankkipalveluja.",
    "en": "We provide insurance.",
}
HELPING = {
    "sv": "Vi hjälper människor att bli friska.",
    "da": "Vi hjælper folk med at finde historier og svar.",
    "nb": "Vi hjelper folk fram dit de skal.",
    "fi": "Autamme ihmisiä pitämään raha-asiansa kunnossa.",
    "en": "We help people get back on their feet when something breaks.",
}


@pytest.mark.parametrize("language", OFFERING)
def test_what_we_offer_gets_a_hint_and_helping_gets_none(language):
    assert EXAMPLES[language] in hint(OFFERING[language], language)
    assert hint(HELPING[language], language) is None


@pytest.mark.parametrize(
    ("sentence", "language", "hinted"),
    [
        ("Fjällhotellet erbjuder rum med utsikt.", "sv", True),
        ("VI TILLHANDAHÅLLER MAT", "sv", True),
        ("We operate hotels.", "sv", True),
        ("We help runners run.", "en", False),
        ("We help people run.", "en", False),
        ("Tired people wake up rested; we offer the bed.", "en", False),
        ("Pankki tuottaa palveluja.", "fi", True),
        ("Vi yter hjelp.", "nb", True),
        ("Vi udbyder kurser.", "da", True),
        ("", "sv", False),
        ("…", "xx", False),
    ],
)
def test_the_first_telling_word_decides(sentence, language, hinted):
    assert (hint(sentence, language) is not None) == hinted


def test_the_hint_endpoint_answers_anybody_and_escapes(client):
    page = client.get(
        "/settings/purpose-hint/", {"organisation-purpose": OFFERING["fi"], "organisation-language": "fi"}
    )
    assert EXAMPLES["fi"] in page.content.decode()
    assert client.get("/settings/purpose-hint/", {"purpose": "<b>", "language": "sv"}).content.strip() == b""
