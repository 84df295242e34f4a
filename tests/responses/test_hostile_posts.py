"""What nobody's form would send: a clear answer, nothing half-stored, never a 500."""

import json

import pytest
from django.conf import settings

from common.models import Work
from responses.models import Answer, Response
from surveys import question_kinds
from tests.responses.conftest import answering

pytestmark = pytest.mark.django_db

URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def nothing_half_stored(db):
    yield
    assert Answer.objects.exclude(response__submitted_at__isnull=False).count() == 0
    assert Work.objects.count() == Response.objects.count()


def test_more_than_the_door_lets_in(client, link):
    body = b"x" * (settings.PUBLIC_BODY_LIMIT_BYTES + 1)
    assert client.post(link, body, content_type=URLENCODED).status_code == 413


def test_twenty_thousand_fields(client, link):
    body = "&".join(f"q-{number}=1" for number in range(20_000))
    assert client.post(link, body, content_type=URLENCODED).status_code == 400


def test_a_thousand_fields_of_no_question(client, link):
    body = "&".join(f"q-{number}=1" for number in range(1_000))
    assert client.post(link, body, content_type=URLENCODED).status_code == 422


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods(client, link, method):
    assert getattr(client, method)(link).status_code == 405


def test_json_says_nothing_to_a_form(client, link, slept):
    page = client.post(link, json.dumps({f"q-{slept.key}": "yes"}), content_type="application/json")
    assert (page.status_code, Response.objects.count()) == (422, 0)


@pytest.mark.parametrize("body", [b"%ff%fe=%00", b"\xff\xfe\x00", b"form=%ed%a0%80&version=%f0%28", b"&&&==&"])
def test_broken_encodings(client, link, body):
    assert client.post(link, body, content_type=URLENCODED).status_code == 422


def test_a_broken_multipart_form(client, link):
    kind = "multipart/form-data; boundary=x"
    assert client.post(link, b"--x\r\nnonsense", content_type=kind).status_code in {400, 422}


def test_broken_words_are_mended(client, link, slept):
    body = answering(client.get(link))
    posted = "&".join(f"{name}={value}" for name, value in body.items()).encode()
    posted += f"&w-{slept.key}=Fl".encode() + b"%C3%A4kten%00%ff"
    assert client.post(link, posted, content_type=URLENCODED).status_code == 303
    assert Answer.objects.get().motivation == "Fläkten\ufffd"


@pytest.mark.parametrize("name", ["form", "version", "changes"])
@pytest.mark.parametrize("value", ["", "-1", "9" * 40, "' OR 1=1", "\x00", "½", "٣"])
def test_hidden_fields_of_ones_own_making(client, link, slept, name, value):
    posted = answering(client.get(link), (slept, "yes", "")) | {name: value}
    page = client.post(link, posted)
    assert page.status_code == (303 if name == "changes" else 422)


def test_script_is_words(client, link, slept, treated, logged_in, maria):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 }} ${7}"
    shown = client.post(link, answering(client.get(link), (slept, "bad", evil)))
    assert "<script" not in shown.content.decode()
    client.post(link, answering(client.get(link), (treated, "", evil)))
    assert Answer.objects.get().value_text == evil
    listed = logged_in(maria).get(f"/surveys/{Response.objects.get().survey_id}/answers/").content.decode()
    assert "&lt;script&gt;alert(1)" in listed
    assert "<script>alert" not in listed


def test_emoji_and_every_alphabet(client, link, treated):
    text = "👩‍🔧🏳️‍🌈 Ääkköset, 日本語, العربية, ẞ, 𝔘𝔫𝔦"
    client.post(link, answering(client.get(link), (treated, "", text)))
    assert Answer.objects.get().value_text == text


def test_too_many_words_are_kept_on_the_page(client, link, treated):
    text = "Så här var det. " * 6_250  # 100,000 characters
    page = client.post(link, answering(client.get(link), (treated, "", text), language="en"))
    assert page.status_code == 422
    assert f"Please shorten it to {question_kinds.MAX_WORDS} characters; now it is 99999." in page.content.decode()
    assert text.strip() in page.content.decode()


def test_line_ends_of_a_browser_do_not_count_double(client, link, treated):
    text = "rad\r\n" * 1_250
    client.post(link, answering(client.get(link), (treated, "", text)))
    assert len(Answer.objects.get().value_text) == 4_999
