"""The customer's page on paper: the questions, without what only a screen can do."""

import re

import pytest

pytestmark = pytest.mark.django_db


def test_neither_the_button_nor_the_languages_are_printed(client, link):
    page = client.get(link).text
    assert ('<button class="send"' in page, '<ul class="languages"' in page) == (True, True)
    styles = "".join(re.findall(r"(?s)<style[^>]*>(.*?)</style>", page))
    in_print = re.findall(r"@media print\s*\{((?:[^{}]*\{[^{}]*\})*)", styles)
    hidden = re.findall(r"([^{}]+)\{\s*display:\s*none;?\s*\}", " ".join(in_print))
    assert [sorted(one.strip() for one in rule.split(",")) for rule in hidden] == [[".languages", ".send"]]
