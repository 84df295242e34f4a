"""What colleagues do not read: their own names, words about health where the survey says so, words hidden by hand."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, Membership
from common import working
from responses import erasing, hiding_by_hand, opening, reading, submitting
from responses.answer_values import AnswerValue
from responses.models import HiddenSpan, Response
from responses.searching_anew import KIND
from surveys import arranging, copying, question_kinds
from tests import cast
from tests.responses.conftest import published

pytestmark = pytest.mark.django_db
WORDS = "Zefyr vid bordet var snäll. Vi tackar zefyr igen, Zefyrs bror också."


@pytest.fixture
def said(survey, slept):
    def say(words, *, link=None, changes=None, **fields) -> Response:
        open_link = link or cast.invitation(survey, **fields)
        return submitting.submit(
            opening.of_invitation(open_link),
            values=[AnswerValue(slept.key, choice="no", words=words)],
            form_number=uuid.uuid4(),
            language="sv",
            version_id=survey.published_version_id,
            changes=changes,
        ).response

    return say


def read(response) -> str:
    fresh = Response.objects.select_related("survey").get(pk=response.pk)
    return reading.rows_of(fresh, "sv")[0].words_masked


def post(client, response, end="hiding", **fields):
    return client.post(f"/answers/{response.pk}/{end}/", fields)


def test_a_colleague_is_not_named_in_lists_pages_or_searches(said, hotel, survey, stefan, logged_in):
    cast.person("Quillon", hotel)
    said("Vi träffade Quillon på taket.")
    client, address = logged_in(stefan), f"/surveys/{survey.pk}/answers/"
    assert "Vi träffade [namn] på taket." in client.get(address).content.decode()
    assert client.get(address, {"text": "quillon"}).context["page"].rows == []
    assert len(client.get(address, {"text": "taket"}).context["page"].rows) == 1


def test_whoever_comes_is_hidden_at_once_and_only_in_their_own_house(said, hotel, library):
    response = said("Vi träffade Quillon på taket.")
    cast.person("Quillon", library)
    assert "Quillon" in read(response)
    cast.person("Bo Quillon", hotel)
    assert "Quillon" not in read(response)


def test_health_words_are_hidden_where_the_survey_says_so(said, survey, maria):
    response = said("Min diabetes krävde frukost i tid.")
    assert (read(response), "diabetes" in response.search_text) == ("Min diabetes krävde frukost i tid.", True)
    arranging.change_settings(survey, by=maria, hides_health_words=True)
    assert working.do_waiting(KIND) == 1
    response.refresh_from_db()
    assert read(response) == "Min [hälsa] krävde frukost i tid."
    assert response.search_text == "min [hälsa] krävde frukost i tid."
    survey.refresh_from_db()
    assert said("Ny astma").search_text == "ny [hälsa]"


def test_a_copy_hides_health_words_too(survey, maria):
    arranging.change_settings(survey, by=maria, hides_health_words=True)
    survey.refresh_from_db()
    assert copying.copy(survey.published_version, by=maria).hides_health_words is True


def test_the_setting_is_chosen_on_the_page_of_settings(survey, maria, logged_in):
    client, address = logged_in(maria), f"/surveys/{survey.pk}/settings/"
    form = client.get(address).context["form"]
    told = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert client.post(address, told | {"hides_health_words": "on"}).status_code == 302
    survey.refresh_from_db()
    assert survey.hides_health_words is True


def test_words_hidden_by_hand_are_hidden_in_every_place_and_in_the_search(said, stefan, logged_in, survey):
    response, client = said(WORDS), logged_in(stefan)
    hidden = {"hiding-words": "  ZEFYR ", "hiding-kind": "name"}
    assert post(client, response, **hidden).url == f"/answers/{response.pk}/"
    post(client, response, **hidden)
    shown = "[namn] vid bordet var snäll. Vi tackar [namn] igen, [namn] bror också."
    assert read(response) == shown
    assert shown in client.get(f"/answers/{response.pk}/").content.decode()
    assert shown in client.get(f"/surveys/{survey.pk}/answers/").content.decode()
    response.refresh_from_db()
    assert response.search_text == shown.casefold()
    event = AuditEvent.objects.get(verb="words.hidden")
    assert (event.by, event.detail) == (stefan, {"places": 3, "kind": "name"})


def test_words_that_do_not_stand_there_hide_nothing(said, stefan, logged_in):
    response, client = said(WORDS), logged_in(stefan)
    for wanted in ("bord", "aldrig sagt", "", "x" * 999):
        page = post(client, response, **{"hiding-words": wanted, "hiding-kind": "other"})
        assert (page.status_code, list(page.context["hiding_form"].errors)) == (422, ["words"])
        assert (f'value="{wanted}"' in page.text) == bool(wanted)  # what was typed is not lost
        assert "Zefyr vid bordet" in page.text  # and here it is to be found
    assert re.search(r'<input[^>]*value="other"[^>]*checked', page.text)
    assert (HiddenSpan.objects.count(), AuditEvent.objects.filter(verb="words.hidden").count()) == (0, 0)


def test_who_comes_back_to_the_form_by_its_address_finds_it_empty_above_the_answer(said, stefan, olga, logged_in):
    """The language form leads there, and so does Enter in the address bar."""
    response, client = said(WORDS), logged_in(stefan)
    failed = post(client, response, **{"hiding-words": "bord", "hiding-kind": "other"})
    assert "<title>Error: Hide words" in " ".join(failed.text.split())
    address = f"/answers/{response.pk}/hiding/"
    page = client.get(address)
    assert (page.status_code, page.context["hiding_form"].is_bound) == (200, False)
    assert "<title>Hide words" in " ".join(page.text.split())
    assert 'id="hide-words"' in page.text
    assert (HiddenSpan.objects.count(), AuditEvent.objects.filter(verb="words.hidden").count()) == (0, 0)
    assert logged_in(olga).get(address).status_code == 404


def test_what_overlaps_is_hidden_once(said, stefan):
    response = said("Ring Anna Bergdal vid grinden.")
    hiding_by_hand.hide(response, "Bergdal vid grinden", kind="other", by=stefan)
    assert read(response) == "Ring [dolt]."


def test_only_the_privacy_role_takes_it_back(said, stefan, petra, agnes, logged_in):
    response = said(WORDS)
    hiding_by_hand.hide(response, "zefyr", kind="name", by=stefan)
    for span in HiddenSpan.objects.all():
        for other in (stefan, agnes):
            assert post(logged_in(other), response, f"hiding/{span.pk}/end").status_code == 403
        assert post(logged_in(petra), response, f"hiding/{span.pk}/end").status_code == 302
    assert read(response) == WORDS
    response.refresh_from_db()
    assert response.search_text == WORDS.casefold()
    assert AuditEvent.objects.filter(verb="words.shown_again", by=petra).count() == 3


def test_new_words_are_not_hidden_by_old_places(said, survey, carl, stefan):
    link = cast.invitation(survey, carl)
    response = said(WORDS, link=link)
    hiding_by_hand.hide(response, "Zefyr", kind="name", by=stefan)
    said("Något helt annat var det som hände.", link=link, changes=1)
    assert read(response) == "Något helt annat var det som hände."
    hiding_by_hand.hide(response, "helt", kind="other", by=stefan)
    assert HiddenSpan.objects.values_list("revision", flat=True).get() == 2


def test_a_stranger_and_a_colleague_of_another_house_hide_nothing(said, hotel, olga, stefan, logged_in, agnes):
    from accounts import arranging_units

    response = said(WORDS)
    house = arranging_units.add(parent=cast.root_unit(hotel), name="Kammen", by=agnes)
    Membership.objects.get(user=stefan).units.add(house)
    for other in (olga, stefan):
        assert post(logged_in(other), response, **{"hiding-words": "Zefyr", "hiding-kind": "name"}).status_code == 404
    assert HiddenSpan.objects.count() == 0


def test_the_steps_of_one_time_are_masked_at_their_own_places(hotel, stefan):
    survey, asked = published(hotel, {"kind": question_kinds.ONE_TIME})
    value = AnswerValue.of_steps(asked[0].key, ["Nyckeln gick av.", "", "Zefyr skrattade."])
    response = submitting.submit(
        opening.of_invitation(cast.invitation(survey)),
        values=[value],
        form_number=uuid.uuid4(),
        language="sv",
        version_id=survey.published_version_id,
    ).response
    hiding_by_hand.hide(response, "Zefyr", kind="name", by=stefan)
    row = reading.rows_of(response, "sv")[0]
    assert [words for _label, words in row.steps] == ["Nyckeln gick av.", "[namn] skrattade."]


def test_many_answers_with_hidden_words_take_no_more_questions(said, survey, stefan, logged_in):
    client, address = logged_in(stefan), f"/surveys/{survey.pk}/answers/"

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    hiding_by_hand.hide(said(WORDS), "Zefyr", kind="name", by=stefan)
    one = queries()
    for _number in range(4):
        hiding_by_hand.hide(said(WORDS), "Zefyr", kind="name", by=stefan)
    assert queries() == one


def test_an_erased_customer_leaves_no_hidden_place_to_be_read(said, survey, carl, stefan, agnes):
    response = said(WORDS, link=cast.invitation(survey, carl))
    hiding_by_hand.hide(response, "Zefyr", kind="name", by=stefan)
    erasing.erase(carl, by=agnes)
    response.refresh_from_db()
    assert response.search_text == ""
    assert all(not row.words_masked for row in reading.rows_of(response, "sv"))
