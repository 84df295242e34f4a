"""The customer's pages over HTTP: simple, light, in the customer's language, and a GET records nothing."""

import gzip
import re
from datetime import timedelta

import pytest
from django.test import Client

from common import clock
from common.models import Work
from invitations.models import PublicLink
from responses.models import Answer, Response
from surveys import question_kinds
from surveys.models import Survey
from tests import cast
from tests.responses.conftest import answering, hidden, statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def public_link(survey):
    return PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )


def words(page) -> str:
    """What a person reads on the page."""
    body = page.content.decode().split("<body>")[1]
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def send(client, link, *answers, **more):
    return client.post(link, answering(client.get(link), *answers, **more))


def test_the_page_says_who_asks_why_who_reads_how_long_and_how_anonymous(client, link):
    page = client.get(link, {"language": "en"})
    assert page.status_code == 200
    read = words(page)
    for sentence in [
        "Your night with us",
        "We want to know how your night was.",
        "Takes less than a minute",
        "Your answers are read by the people who can do something about it.",
        "Readers cannot see who you are. What ties your answer to you is deleted within 90 days.",
        "Who asks Fjällhotellet",
        "The law calls that a legitimate interest; for a public authority it is part of its task.",
        "Your words are kept for 24 months. Then they are deleted.",
        "A computer program helps to sort the answers. People read and decide.",
        "Did you sleep well?",
        "Would you rather ask a person? Maria",
    ]:
        assert sentence in read


@pytest.mark.parametrize(
    ("anonymity", "sentence"),
    [
        ("named", "We can see who you are and can reply."),
        ("pseudonymous", "Readers cannot see who you are. What ties your answer to you is deleted within 90 days."),
        # The link is a key.
        ("anonymous", "Readers cannot see who you are. What ties your answer to you is deleted within 90 days."),
    ],
)
def test_a_personal_link_promises_no_more_anonymity_than_it_keeps(client, link, anonymity, sentence):
    Survey.objects.update(anonymity=anonymity)
    read = words(client.get(link, {"language": "en"}))
    assert sentence in read
    assert "Nobody can see who you are" not in read
    assert ("Names are hidden from them." in read) == (anonymity != "named")


def test_every_page_is_kept_by_nobody_and_sets_no_cookie(client, link, slept):
    answered = send(client, link, (slept, "yes", ""))
    for page in [
        client.get(link),
        answered,
        client.get(answered.url),
        client.post(f"{link}earlier/"),
        client.get("/a/x/"),
    ]:
        assert page.cookies == {}
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "no-referrer"
        assert "noindex" in page["X-Robots-Tag"]
        assert "Cookie" not in page["Vary"]


def test_looking_records_nothing(client, link, slept):
    for address in [link, f"{link}?a=yes", f"{link}thanks/", f"{link}earlier/"]:
        client.get(address)
        client.head(address)
    assert (Response.objects.count(), Answer.objects.count(), Work.objects.count()) == (0, 0, 0)


def test_a_look_is_answered_like_a_question_for_the_head(client, link):
    assert client.head(link).headers.keys() == client.get(link).headers.keys()


def test_an_answer_in_the_mail_is_chosen_and_not_sent(client, link, slept):
    page = client.get(f"{link}?a=no").content.decode()
    assert re.findall(r'value="(\w+)" id="[^"]*" checked', page) == ["no"]


def test_a_mail_programs_browser_without_cookies_may_answer(link, slept):
    client = Client(enforce_csrf_checks=True)
    answered = send(client, link, (slept, "no", "Fläkten tjöt."))
    assert (answered.status_code, answered.url) == (303, f"{link}thanks/?language=sv")
    assert Answer.objects.get().motivation == "Fläkten tjöt."


def test_few_statements_for_a_look_and_for_an_answer(client, link, slept, treated):
    client.get(link)
    with statements(1):
        page = client.get(link)
    with statements(5):
        client.post(link, answering(page, (slept, "no", "Fläkten tjöt."), (treated, "", "Bra.")))
    with statements(1):
        client.get(f"{link}thanks/")


def test_thanks_say_who_reads_it_and_by_when(client, link, slept):
    with clock.at(clock.now().replace(year=2026, month=3, day=2, hour=23, minute=30)):
        invitation = cast.invitation(Survey.objects.get())
        answered = send(client, f"/a/{invitation.token}/", (slept, "yes", ""), language="en")
        page = client.get(answered.url)
    assert "One of us reads this by 17 March 2026." in words(page)
    assert 'lang="en"' in page.content.decode()
    assert 'href="../?language=en"' in page.content.decode()


def test_thanks_before_an_answer_lead_to_the_survey(client, link):
    before = client.get(f"{link}thanks/?language=en")
    assert (before.status_code, before.url) == (303, f"{link}?language=en")


def test_the_answered_link_offers_a_change_and_shows_no_words_until_asked(client, link, slept):
    send(client, link, (slept, "no", "Fläkten tjöt hela natten."))
    used = client.get(f"{link}?language=en")
    assert used.status_code == 200
    assert "You have answered already" in words(used)
    assert "We show it only when you ask, in case somebody else opens this link." in words(used)
    assert "What you just pressed" not in words(used)
    assert "Fläkten" not in used.content.decode()
    assert client.get(f"{link}earlier/").status_code == 303
    shown = client.post(f"{link}earlier/", {"language": "en"})
    assert "Fläkten tjöt hela natten.</textarea>" in shown.content.decode()
    assert hidden(shown)["changes"] == "1"
    changed = client.post(link, answering(shown, (slept, "yes", "Sen tystnade den.")))
    assert changed.url == f"{link}thanks/?language=en&changed=1"
    assert Response.objects.get().revision == 2
    assert Answer.objects.get(question=slept).motivation == "Sen tystnade den."


def test_another_press_in_the_mail_after_answering_is_told_not_to_be_sent(client, link, slept):
    send(client, link, (slept, "no", "Fläkten tjöt hela natten."))
    pressed = client.get(f"{link}?a=yes&language=en")
    assert "What you just pressed in the mail has not been sent. What you told us before still stands." in words(
        pressed
    )
    assert Answer.objects.get(question=slept).value_choice == "no"


def test_two_tabs_do_not_write_over_each_other(client, link, slept):
    one, two = client.get(link), client.get(link)
    client.post(link, answering(one, (slept, "no", "Fläkten tjöt.")))
    asked = client.post(link, answering(two, (slept, "yes", "Sov som en stock.")))
    assert asked.status_code == 409
    assert "Sov som en stock.</textarea>" in asked.content.decode()
    assert "Fläkten" not in asked.content.decode()
    assert Answer.objects.get(question=slept).motivation == "Fläkten tjöt."
    client.post(link, answering(asked, (slept, "yes", "Sov som en stock.")))
    assert Answer.objects.get(question=slept).motivation == "Sov som en stock."


def test_replayed_answers_are_thanked_again(client, link, slept):
    posted = answering(client.get(link), (slept, "no", "Fläkten tjöt."))
    first, second = client.post(link, posted), client.post(link, posted)
    assert (first.status_code, first.url) == (second.status_code, second.url) == (303, f"{link}thanks/?language=sv")
    assert (Response.objects.count(), Work.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "status", "heading"),
    [
        ({"closed_at": "now"}, 410, "This survey is closed"),
        ({"opens_at": "later"}, 403, "This survey is not open yet"),
    ],
)
def test_a_survey_that_takes_no_answers_says_so_and_names_a_person(client, link, slept, changes, status, heading):
    posted = answering(client.get(link), (slept, "no", "Fläkten tjöt."))
    moments = {"now": clock.now(), "later": clock.now() + timedelta(days=1)}
    Survey.objects.update(**{name: moments[when] for name, when in changes.items()})
    looked = client.get(link, {"language": "en"})
    assert (looked.status_code, heading in words(looked)) == (status, True)
    assert "mailto:maria@example.org" in looked.content.decode()
    answered = client.post(link, posted | {"language": "en"})
    assert answered.status_code == max(status, 409)
    copied = "Your words could not be stored. Here they are, so that you can copy them: No Fläkten tjöt."
    assert copied in words(answered)
    assert Response.objects.count() == 0


def test_an_expired_link(client, invitation, link):
    invitation.expires_at = clock.now()
    invitation.save()
    page = client.get(link, {"language": "en"})
    assert (page.status_code, "This link has grown old" in words(page)) == (410, True)
    assert "Is this really from us?" in words(page)


def test_a_mistyped_link_looks_like_any_unknown_one(client, link):
    mistyped, nonsense = client.get(f"{link[:-2]}x/"), client.get("/a/å/")
    assert mistyped.status_code == nonsense.status_code == 404
    assert words(mistyped) == words(nonsense)
    assert client.post(f"{link[:-2]}x/", {"q": "1"}).status_code == 404


def test_only_failures_are_limited(client, link):
    for _again in range(45):
        missed = client.get("/a/unknown/")
    assert missed.status_code == 429
    assert client.get(link).status_code == 200


def test_a_public_link_takes_each_form_once(client, public_link, slept):
    link = f"/a/{public_link.token}/"
    posted = answering(client.get(link), (slept, "yes", ""))
    assert client.post(link, posted).url == client.post(link, posted).url == f"{link}thanks/?language=sv"
    assert send(client, link, (slept, "yes", "")).status_code == 303
    assert Response.objects.count() == 2
    thanked = client.get(f"{link}thanks/?language=en")
    assert "One of us reads this by" in words(thanked)
    assert "Change my answers" not in words(thanked)
    assert "Nobody can see who you are, not even us." in words(client.get(f"{link}?language=en"))


@pytest.mark.parametrize(
    ("address", "accepts", "expected"),
    [
        ("?language=en", "fi", "en"),
        ("?language=fi", "fi", "sv"),  # not one of the survey's
        ("", "en", "sv"),  # Carl speaks Swedish, whatever his browser says
    ],
)
def test_the_language_is_the_chosen_one_else_the_customers(client, link, address, accepts, expected):
    page = client.get(link + address, headers={"Accept-Language": accepts})
    assert (page["Content-Language"], f'<html lang="{expected}">' in page.content.decode()) == (expected, True)


@pytest.mark.parametrize(
    ("accepts", "expected"), [("en-GB,sv;q=0.5", "en"), ("fi", "sv"), ("", "sv"), ("\x00;;q", "sv")]
)
def test_an_open_link_speaks_the_browsers_language_else_the_surveys(client, public_link, accepts, expected):
    page = client.get(f"/a/{public_link.token}/", headers={"Accept-Language": accepts})
    assert page["Content-Language"] == expected


def test_the_page_is_one_small_request_in_finnish(client, hotel, carl):
    survey = cast.survey(hotel, languages=("fi",))
    version = survey.draft
    cast.question(version, question_kinds.SCALE, {"fi": "Kuinka todennäköisesti palaisit meille yöpymään uudelleen?"})
    version.title = {"fi": "Yösi meillä tunturihotellissa"}
    version.published_at = clock.now()
    version.save()
    Survey.objects.filter(pk=survey.pk).update(published_version=version)
    link = f"/a/{cast.invitation(survey, carl).token}/"
    page = client.get(link, headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) < 10_000
    html = gzip.decompress(page.content).decode()
    assert "<script" not in html
    assert re.findall(r'(?:src|href|action)="(?!data:,|mailto:|#|\./|/stop/|/asks/)[^"]*"', html) == []
