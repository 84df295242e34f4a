"""Telephone numbers in the organisation's own words can be pressed; other numbers stay as they are."""

import re

import pytest

from responses.templatetags.calling import phone_links

NUMBERS = [
    ("Livsfara: ring 112.", ["112"]),
    ("Råd om vård: 1177, dygnet runt", ["1177"]),
    ("Kvinnofridslinjen, 020-50 50 50.", ["020505050"]),
    ("Livslinien +45 70 20 12 01 eller 70 201 201", ["+4570201201", "70201201"]),
    ("Legevakten 116 117 (og 113)", ["116117", "113"]),
    ("Kriisipuhelin 09 2525 0111", ["0925250111"]),
    ("Samaritans: 116\u00a0123", ["116123"]),
    ("Call 1-800-273-8255, or 08-12 34 56", ["18002738255", "08123456"]),
    ("Call 0808 2000 247\nor 999", ["08082000247", "999"]),
]
NONE = [
    "8-17",
    "08.00-17.00",
    "kl. 08:00",
    "sedan 2019",
    "till 2026-11-22",
    "1177.se",
    "24/7",
    "100 %",
    "100\u00a0%",
    "500-600 m",
    "500–600",
    "A112",
    "12 500,50 kr",
]


@pytest.mark.parametrize(("words", "called"), NUMBERS)
def test_each_number_calls(words, called):
    linked = phone_links(words)
    assert re.findall('href="tel:([^"]*)"', linked) == called
    assert re.sub("<[^>]*>", "", linked) == words


@pytest.mark.parametrize("words", NONE)
def test_what_is_no_telephone_stays_as_it_is(words):
    assert phone_links(words) == words


def test_words_are_escaped():
    assert phone_links("<b>112</b> & 'x'") == '&lt;b&gt;<a href="tel:112">112</a>&lt;/b&gt; &amp; &#x27;x&#x27;'
