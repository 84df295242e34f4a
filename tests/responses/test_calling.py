"""Telephone numbers in the organisation's own words can be pressed; what is not clearly one stays as it is."""

import re

import pytest

from responses.templatetags.calling import phone_links

NUMBERS = [
    ("Livsfara: ring 112.", ["112"]),
    ("112: livsfara, 1177: råd", ["112", "1177"]),
    ("Råd om vård: 1177, dygnet runt", ["1177"]),
    ("Kvinnofridslinjen, 020-50 50 50.", ["020505050"]),
    ("020-50\u202f50\u202f50, 08\u2011702 16 80, 08 – 702 16 80", ["020505050", "087021680", "087021680"]),
    ("(08) 702 16 80 eller +46 (0)8-702 16 80", ["087021680", "+4687021680"]),
    ("Livslinien +45 70 20 12 01 eller 70 201 201", ["+4570201201", "70201201"]),
    ("Mobil 20 12 34 56, Livsliniens 70201201", ["20123456", "70201201"]),
    ("Legevakten 116 117 (og 113)", ["116117", "113"]),
    ("(112)", ["112"]),
    ("Tlf.:116 117, Tel:08-702 16 80", ["116117", "087021680"]),
    ("Kriisipuhelin 09 2525 0111, 0800 05058", ["0925250111", "080005058"]),
    ("Samaritans: 116\u00a0123", ["116123"]),
    ("Call 1-800-273-8255, or 08-12 34 56", ["18002738255", "08123456"]),
    ("Call 0808 2000 247\nor 999", ["08082000247", "999"]),
    ("BRIS 116 111 14-21", ["116111"]),
    ("1177 24 timmar om dygnet, 1177 t.ex.", ["1177", "1177"]),
    ("0771-11 77 00 t.ex.", ["0771117700"]),
    ("Samaritans 116 123 24 hours", ["116123"]),
]
NONE = [
    *("8-17", "08.00-17.00", "kl. 08:00", "0800-1700", "kl. 9.30", "24/7", "24 timmar", "24 hours"),
    *("sedan 2019", "till 2026-11-22", "2024-2025", "2024 2025", "20261122"),
    *("1177.se", "A112", "112an", "rum 214", "413 45 Göteborg", "901 01", "Text SHOUT to 85258"),
    *("100 %", "100\u00a0%", "125 kr", "900 m", "125 000 kr", "12 500,50 kr", "500-600 m", "500–600"),
    *("0771-11 77 00 8-17", "0771 11 77 10-12", "09 2525 0111 9–15", "020-50 50 50 24 h", "0771-11 77 24 timmar"),
    *("112 1177", "112/1177", "08-702 16 80-90", "08-702 16 80/81", "08.702.16.80", "08-702 16 10-20", "+46", "٠١١٢"),
]


@pytest.mark.parametrize(("words", "called"), NUMBERS)
def test_each_number_calls(words, called):
    linked = phone_links(words)
    assert re.findall('href="tel:([^"]*)"', linked) == called
    assert re.sub("<[^>]*>", "", linked) == words


@pytest.mark.parametrize("words", NONE)
def test_what_is_not_clearly_a_telephone_stays_as_it_is(words):
    assert phone_links(words) == words


def test_words_are_escaped():
    assert phone_links("<b>112</b> & 'x'") == '&lt;b&gt;<a href="tel:112">112</a>&lt;/b&gt; &amp; &#x27;x&#x27;'
