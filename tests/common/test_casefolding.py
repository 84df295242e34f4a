"""What people typed, compared as people would compare it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.casefolding import normalise_email, search_text


@pytest.mark.parametrize(
    ("typed", "normalised"),
    [
        ("Carl@Example.org", "carl@example.org"),
        ("  carl@example.org\r\n", "carl@example.org"),
        ("\ufeff carl@example.org\u200b ", "carl@example.org"),
        ("A\u030asa@example.org", "åsa@example.org"),
        ("ÅSA@EXAMPLE.ORG", "åsa@example.org"),
        ("", ""),
        (None, ""),
        ("   ", ""),
    ],
)
def test_one_address_has_one_form(typed, normalised):
    assert normalise_email(typed) == normalised


def test_searched_text_is_folded_and_collapsed():
    assert search_text("Åre  var\n KALLT", None, "", "\tA\u030ake") == "åre var kallt åke"


def test_nothing_to_search_is_empty():
    assert search_text(None, "", " ") == ""


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert search_text(search_text(text)) == search_text(text)
    assert normalise_email(normalise_email(text)) == normalise_email(text)
