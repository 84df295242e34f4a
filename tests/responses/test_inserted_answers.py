"""What was answered before, and whom we ask, in the words of the next question."""

import re

import pytest

from common import clock
from invitations.models import PublicLink
from responses.models import Response
from surveys import inserting
from surveys.models import Question, Survey
from tests import cast
from tests.responses.conftest import published
from tests.responses.pages import Pages

pytestmark = pytest.mark.django_db


def code(question) -> str:
    return inserting.code_for(question.key)


@pytest.fixture
def inserted(hotel, carl):
    """A survey that speaks of what was said and of whom it asks, and Carl's link to it."""
    survey, asked = published(
        hotel,
        {"kind": "single_choice", "text": "How did you come, {customer:first_name|friend}?"},
        {"kind": "multiple_choice", "text": "Also by?"},
        {"kind": "open_text", "text": "And by {answer:000000|foot} from {customer:unit|here}?"},
        anonymity="named",
    )
    how, also, then = asked
    texts = {
        "en": f"You came by {{answer:{code(how)}|nothing}} and {{answer:{code(also)}|nothing else}}. How was it?",
        "sv": f"Du kom med {{answer:{code(how)}|inget}}. Hur var det?",
    }
    Question._base_manager.filter(pk=then.pk).update(texts=texts)
    version = survey.published_version
    type(version)._base_manager.filter(pk=version.pk).update(
        title={"en": "Hello {customer:first_name|you}", "sv": "Hej {customer:first_name|du}"},
        intro={"en": f"About {{answer:{code(how)}|your journey}} to {{customer:unit|us}}.", "sv": "Om resan."},
        thanks={"en": f"Thanks {{customer:first_name|so much}}, {{answer:{code(how)}|friend}}!", "sv": "Tack!"},
    )
    return survey, how, also, then


def test_what_was_answered_stands_in_the_next_question(client, inserted, carl):
    survey, how, also, then = inserted
    carl.name = "Berg, Carl"
    carl.save()
    pages = Pages(client, f"/a/{cast.invitation(survey, carl).token}/")
    assert pages.asked == ["How did you come, Carl?", "Also by?"]
    assert "<h1>Hello Carl</h1>" in pages.html
    assert "About your journey to Fjällhotellet." in pages.html
    pages.press((how, "bus"), (also, ["car", "foot"]))
    assert pages.asked[-1] == "You came by Bus and Car, On foot. How was it?"
    assert "About Bus to Fjällhotellet." in pages.html
    pages.press(switch="sv")
    assert pages.asked[-1] == "Du kom med Buss. Hur var det?"
    assert pages.press().is_thanked
    thanked = client.get(f"{pages.link}thanks/?language=en").content.decode()
    assert "Thanks Carl, friend!" in thanked  # earlier answers are not told to whoever holds the link


def test_a_question_that_tells_an_answer_comes_also_where_none_was_given(client, inserted, carl):
    survey, how, *_rest = inserted
    pages = Pages(client, f"/a/{cast.invitation(survey, carl).token}/").press()
    assert (pages.page.status_code, pages.asked[-1]) == (200, "You came by nothing and nothing else. How was it?")
    assert pages.press((how, "car")).is_thanked


@pytest.mark.parametrize("anonymity", ["anonymous", "pseudonymous"])
def test_nobody_is_named_where_nobody_may_be_known(client, inserted, carl, anonymity):
    survey, *_rest = inserted
    Survey.objects.filter(pk=survey.pk).update(anonymity=anonymity)
    personal = Pages(client, f"/a/{cast.invitation(survey, carl).token}/")
    assert ("Hello Carl" in personal.html) == (anonymity == "pseudonymous")
    public = PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )
    assert "<h1>Hello you</h1>" in Pages(client, f"/a/{public.token}/").html


def test_a_script_in_a_name_or_an_answer_is_words(client, hotel, carl):
    carl.name = "<script>alert(1)</script>"
    carl.save()
    survey, [told, then] = published(
        hotel, {"kind": "short_text", "text": "{customer:first_name}?"}, {"kind": "yes_no", "text": "Then?"}
    )
    texts = {"en": f"You said {{answer:{code(told)}|x}}.", "sv": "?"}
    Question._base_manager.filter(pk=then.pk).update(texts=texts)
    pages = Pages(client, f"/a/{cast.invitation(survey, carl).token}/")
    evil = "<img src=x onerror=alert(1)> {customer:first_name} " + "y" * 120
    pages.press((told, "", evil))
    raw = pages.page.content.decode()
    assert re.findall(r"<script>|<img", raw) == []
    assert "You said &lt;img src=x onerror=alert(1)&gt; {customer:first_name} yyy" in raw
    assert "y…." in raw


def test_a_colleague_reads_the_question_with_the_answer_in_it_and_no_name(client, inserted, carl, logged_in, maria):
    survey, how, also, then = inserted
    pages = Pages(client, f"/a/{cast.invitation(survey, carl).token}/")
    pages.press((how, "bus")).press((then, "", "Fine."))
    page = logged_in(maria).get(f"/answers/{Response.objects.get().pk}/").content.decode()
    assert "How did you come, friend?" in page
    assert "You came by Bus and nothing else. How was it?" in page
