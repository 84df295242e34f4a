"""A form that cannot be taken as it is comes back with all that was written, and says what is missing."""

import re

import pytest

from responses.models import Response
from tests.responses.conftest import answering, hidden
from tests.responses.test_customer_pages import send, words

pytestmark = pytest.mark.django_db


def test_an_empty_answer_is_asked_for_a_word(client, link):
    page = send(client, link, language="en")
    assert page.status_code == 422
    assert "Write a word or choose an answer first." in words(page)
    assert page.content.decode().index("Write a word") < page.content.decode().index("<form")
    assert re.search(r"<title>Error:", page.content.decode())
    assert ("Everything you wrote" in words(page), page.content.decode().count('class="time"')) == (False, 1)
    first = re.search(r'href="#(q-[^"]+)">Write a word', page.content.decode())[1]
    assert re.search(rf'<input type="radio"[^>]*id="{first}"', page.content.decode())
    assert Response.objects.count() == 0


def test_what_was_typed_is_kept_when_something_is_wrong(client, link, slept, treated):
    page = send(client, link, (slept, "maybe", "Fläkten <b>tjöt</b>"), (treated, "", "Bra 🏔️"), language="en")
    assert page.status_code == 422
    assert "This is not one of the answers. Please choose again." in words(page)
    assert "Everything you wrote is still here." in words(page)
    assert "Fläkten &lt;b&gt;tjöt&lt;/b&gt;</textarea>" in page.content.decode()
    assert "Bra 🏔️</textarea>" in page.content.decode()


def test_a_form_keeps_its_number_through_an_error(client, link, slept):
    posted = answering(client.get(link))
    assert hidden(client.post(link, posted))["form"] == posted["form"]
