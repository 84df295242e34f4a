"""Another language half-way: a button of the form, so nothing typed is lost and nothing is sent."""

import re

import pytest

from common.models import Work
from responses.models import Response
from tests.responses.conftest import answering, hidden

pytestmark = pytest.mark.django_db


def filled_in(page) -> tuple[list[str], list[str]]:
    """The chosen answers and the typed words on a page."""
    html = page.content.decode()
    chosen = re.findall(r'value="(\w+)" id="[^"]*" checked', html)
    return chosen, [words for words in re.findall(r"<textarea[^>]*>\n([^<]*)</textarea>", html) if words]


def switched(client, page, link, language, *answers):
    return client.post(link, answering(page, *answers, switch=language))


def test_what_was_typed_comes_along_and_nothing_is_sent(client, link, slept):
    before = client.get(link)
    page = switched(client, before, link, "en", (slept, "no", "Fläkten tjöt."))
    assert (page.status_code, page["Content-Language"], filled_in(page)) == (200, "en", (["no"], ["Fläkten tjöt."]))
    assert hidden(page) == hidden(before) | {"language": "en"}
    assert (Response.objects.count(), Work.objects.count()) == (0, 0)
    sent = client.post(link, answering(page, (slept, "no", "Fläkten tjöt.")))
    assert (sent.url, Response.objects.get().language) == (f"{link}thanks/?language=en", "en")


def test_the_link_speaks_the_language_one_answered_in(client, link, slept):
    page = switched(client, client.get(link), link, "en", (slept, "no", ""))
    client.post(link, answering(page, (slept, "no", "")))
    assert client.get(link)["Content-Language"] == "en"
    assert client.get(f"{link}?language=sv")["Content-Language"] == "sv"


def test_a_change_half_way_stays_a_change(client, link, slept):
    client.post(link, answering(client.get(link), (slept, "no", "Fläkten tjöt.")))
    earlier = client.post(f"{link}earlier/")
    page = switched(client, earlier, link, "en", (slept, "yes", "Den är lagad."))
    assert (hidden(page)["changes"], filled_in(page)) == ("1", (["yes"], ["Den är lagad."]))
    assert Response.objects.get().revision == 1


def test_a_forwarded_link_shows_nothing_by_switching(client, link, slept):
    first = client.get(link)
    client.post(link, answering(first, (slept, "no", "Fläkten tjöt.")))
    page = switched(client, first, link, "en")
    assert "Fläkten" not in page.content.decode()


def test_a_language_the_survey_does_not_have_is_left_out(client, link, slept):
    page = switched(client, client.get(link), link, "xx", (slept, "no", "Fläkten tjöt."))
    assert (page.status_code, page["Content-Language"], filled_in(page)[1]) == (200, "sv", ["Fläkten tjöt."])


def test_words_for_a_closed_survey_can_still_be_copied(client, link, survey, slept):
    page = client.get(link)
    survey.closed_at = survey.created_at
    survey.save()
    closed = switched(client, page, link, "en", (slept, "no", "Fläkten tjöt."))
    assert (closed.status_code, "Fläkten tjöt." in closed.content.decode()) == (410, True)


def test_the_preview_switches_too(logged_in, maria, survey, slept):
    client, address = logged_in(maria), f"/surveys/{survey.pk}/preview/page/"
    page = switched(client, client.get(address), address, "en", (slept, "no", "Fläkten tjöt."))
    assert (page["Content-Language"], filled_in(page)) == ("en", (["no"], ["Fläkten tjöt."]))
