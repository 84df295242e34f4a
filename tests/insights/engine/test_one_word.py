"""One kind word is a mood and no story; one bad word may be the gravest of all and is never dropped for being short."""

import pytest

from insights.engine import analyse


@pytest.mark.parametrize(("language", "text"), [("sv", "Ja!!"), ("da", "Hurtigt!"), ("en", "Super!")])
def test_one_kind_word_is_no_story(language, text):
    assert analyse(text, language=language, rating=5).incident is False


def test_one_bad_word_is_one():
    found = analyse("Petosta.", language="fi", rating=1)
    assert (found.incident, found.polarity, found.category) == (True, "negative", "fairness_honesty")
