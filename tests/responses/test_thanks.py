"""The thank-you page, and where it may meet people in need; how many bytes the page before it takes."""

import base64
import random

import pytest

from common import clock
from invitations.models import PublicLink
from invitations.ways_in import links
from responses.models import Response
from surveys import question_kinds as kinds
from surveys.models import Survey
from tests import cast
from tests.browser.kinds import survey_of
from tests.responses.conftest import answering, published
from tests.responses.walking import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]
NUMBERS = {"sv": "Ring 112.\n\nJourhavande medmänniska: 08-702 16 80.", "en": "Call 112."}


@pytest.fixture
def thanks(client, link, slept, hotel):
    """The page after sending, in a language: thanks("en")."""
    hotel.help_lines = NUMBERS
    hotel.save()
    client.post(link, answering(client.get(link), (slept, "yes", "")))
    return lambda language: client.get(f"{link}thanks/", {"language": language}).content.decode()


REPLY, OUTCOME = "You will get a reply from us", "You will hear from us when we have done something"


@pytest.mark.parametrize(
    ("wishes", "said"),
    [({}, []), ({"reply": "on"}, [REPLY]), ({"reply": "on", "outcome": "on"}, [REPLY, OUTCOME])],
    ids=["none", "reply", "both"],
)
def test_thanks_say_what_comes_of_the_wishes_without_the_address(client, link, slept, carl, wishes, said):
    client.post(link, answering(client.get(link), (slept, "yes", ""), **wishes))
    page = client.get(f"{link}thanks/?language=en").text
    assert [words for words in (REPLY, OUTCOME) if words in page] == said
    assert carl.email not in page


@pytest.fixture
def open_link(survey):
    row = PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )
    return f"/a/{row.token}/"


def test_an_open_link_says_so_too_with_nothing_of_anybody_in_the_address(client, open_link, slept):
    told = {"reply": "on", "contact": "070-123 45 67"}
    sent = client.post(open_link, answering(client.get(open_link), (slept, "yes", ""), **told))
    language = sent.url.partition("language=")[2][:2]
    assert sent.url == f"{open_link}thanks/?language={language}&reply=1"
    page = client.get(sent.url)
    assert ("070" in page.text, page.cookies) == (False, {})
    english = client.get(f"{open_link}thanks/?language=en&reply=1")
    assert [words for words in (REPLY, OUTCOME) if words in english.text] == [REPLY]
    assert 'href="?language=sv&amp;reply=1"' in english.text


def test_by_an_open_link_page_by_page(hotel, maria):
    survey, asked = published(hotel, *({"kind": "open_text", "text": f"{number}?"} for number in range(4)))
    walker = Walker(f"/a/{links.public_link(survey, survey.unit, by=maria).token}/")
    for question in asked[:3]:
        walker.answer(question, words="Bra.")
    walker.answer(asked[3], words="Bra.", outcome="1", contact="c@d.example")
    assert (walker.is_thanked, OUTCOME in walker.html, "c@d" in walker.address + walker.html) == (True, True, False)


def test_a_change_is_told_to_be_saved_and_a_first_answer_is_not(client, link, open_link, slept):
    first = client.post(link, answering(client.get(link, {"language": "en"}), (slept, "yes", "")))
    shown = client.post(f"{link}earlier/", {"language": "en"})
    second = client.post(link, answering(shown, (slept, "no", "")))
    thanked = [client.get(address).text for address in (first.url, second.url, f"{open_link}thanks/?changed=1")]
    assert ["Your changes are saved." in page for page in thanked] == [False, True, False]


def test_help_stands_only_where_the_survey_says_so(thanks, survey):
    assert "If you need help now" not in thanks("en")
    Survey.objects.update(shows_help_lines=True)
    assert "If you need help now" in thanks("en")
    assert '<p>Call <a href="tel:112">112</a>.</p>' in thanks("en")
    assert 'Jourhavande medmänniska: <a href="tel:087021680">08-702 16 80</a>.' in thanks("sv")


def test_where_a_language_has_no_numbers_the_organisations_own_stand_there(thanks, hotel):
    Survey.objects.update(shows_help_lines=True)
    hotel.help_lines = {"sv": "Ring 112."}
    hotel.save()
    assert 'Ring <a href="tel:112">112</a>.' in thanks("en")


def test_without_numbers_there_is_no_empty_box(thanks, hotel):
    Survey.objects.update(shows_help_lines=True)
    hotel.help_lines = {}
    hotel.save()
    assert "If you need help now" not in thanks("en")


def test_the_tick_stands_in_the_surveys_settings(logged_in, maria, survey):
    client, address = logged_in(maria), f"/surveys/{survey.pk}/settings/"
    form = client.get(address).context["form"]
    posted = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    assert client.post(address, posted | {"shows_help_lines": "on"}).status_code == 302
    survey.refresh_from_db()
    assert survey.shows_help_lines
    client.post(address, {name: value for name, value in posted.items() if name != "shows_help_lines"})
    survey.refresh_from_db()
    assert not survey.shows_help_lines


def test_it_names_a_place_where_the_mail_can_be_checked(thanks, hotel):
    assert f'href="/asks/{hotel.asks_key}/?language=en"' in thanks("en")


@pytest.mark.parametrize(
    "three",
    [
        (kinds.YES_NO, kinds.SCALE, kinds.MULTIPLE_CHOICE),
        (kinds.SCALE_1_5, kinds.NPS, kinds.ONE_TIME),
        (kinds.YES_NO, kinds.OPEN_TEXT, kinds.DATE),
    ],
)
@pytest.mark.parametrize("address", ["?language=sv", "?language=en", "?a=no"])
def test_three_short_questions_and_a_logo_take_ten_kilobytes(client, hotel, carl, three, address):
    noise = random.Random(7).randbytes(3 * 1024)  # noqa: S311  # in which nothing repeats: the worst there is to send
    hotel.logo, hotel.colour = base64.b64encode(noise).decode(), "#b3261e"
    hotel.save()
    link = f"/a/{cast.invitation(survey_of(hotel, *three), carl).token}/"
    page = client.get(link + address, headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) <= 10_000
    assert Response.objects.filter(begun_at__lte=clock.now()).count() == 0
