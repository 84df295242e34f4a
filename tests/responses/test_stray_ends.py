"""Something stuck to the end of a link: a bracket of a letter's, a full stop, a word that was typed on."""

import pytest

pytestmark = pytest.mark.django_db
ENDS = {
    ").": "",
    "x": "",
    "/": "",
    "earlier": "",
    "thanks": "thanks/",
    "x/y/?a=no": "?a=no",
    "%3E?language=fi": "?language=fi",
}


@pytest.mark.parametrize(("stray", "leads_to"), ENDS.items())
def test_it_leads_to_the_link(client, link, stray, leads_to, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(f"{link}{stray}")
    assert (answer.status_code, answer.url, answer.cookies) == (302, f"{link}{leads_to}", {})
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")


def test_nothing_can_be_sent_there(client, link):
    assert client.post(f"{link}x", {"q": "1"}).status_code == 405


def test_a_wrong_link_gets_the_page_of_wrong_links(client):
    page = client.get("/a/wrong/x", headers={"accept-language": "da"}, follow=True)
    assert (page.status_code, '<html lang="da">' in page.text, 'href="?language=fi"' in page.text) == (404, True, True)
