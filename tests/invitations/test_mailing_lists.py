"""The lists of mailings: of a survey and of the organisation, with what became of each, a page at a time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from accounts.models.membership import Role
from common import clock
from invitations.mailings import letters, sending
from invitations.models import EmailDelivery, Mailing
from invitations.stopping import suppressing
from invitations.views import mailings
from surveys.models import Survey
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


def words(page) -> str:
    return " ".join(page.text.split())


def scheduled(survey, maria) -> Mailing:
    at = clock.now() + timedelta(days=1)
    return sending.accept(survey, {}, by=maria, letter=letters.default_for(survey), scheduled_at=at)


def test_each_mailing_says_what_became_of_it(desk, survey, carl, maria, hotel):
    suppressing.suppress(hotel, "anna@guest.example")
    first = sending.invite(survey, [carl, cast.customer(hotel, "anna@guest.example")], by=maria)
    later = scheduled(survey, maria)
    page = desk.get(f"/surveys/{survey.pk}/mailings/")
    assert [row.pk for row in page.context["page"].rows] == [later.pk, first.pk]
    assert "1 asked · 1 spared · 1 on its way · Maria" in words(page)
    assert "Nobody asked yet" in words(page)
    assert [name for name in ("Scheduled", "Going out", "Done") if name in page.text] == ["Scheduled", "Going out"]
    EmailDelivery.objects.update(state="sent", sent_at=clock.now())
    assert "1 asked · 1 spared · Maria" in words(desk.get(f"/surveys/{survey.pk}/mailings/"))


def test_a_survey_lists_its_own_and_the_organisation_all(desk, survey, hotel, carl, maria):
    other = cast.published_survey(hotel, name="Frukosten")
    mine, theirs = scheduled(survey, maria), scheduled(other, maria)
    assert [row.pk for row in desk.get(f"/surveys/{survey.pk}/mailings/").context["page"].rows] == [mine.pk]
    page = desk.get("/mailings/")
    assert [row.pk for row in page.context["page"].rows] == [theirs.pk, mine.pk]
    assert "Frukosten" in page.text


def test_who_was_spared_lately_is_counted_for_the_organisation(desk, survey, hotel, carl, maria):
    assert "In the last 30 days nobody had to be spared." in desk.get("/mailings/").text
    with clock.at(clock.now() - timedelta(days=40)):
        suppressing.suppress(hotel, carl.email)
        sending.invite(survey, [carl], by=maria)
    assert "In the last 30 days nobody had to be spared." in desk.get("/mailings/").text
    sending.invite(survey, [carl], by=maria)
    assert "In the last 30 days the contact rule spared 1 person" in words(desk.get("/mailings/"))


def test_long_lists_come_a_page_at_a_time(desk, survey, carl, maria, monkeypatch):
    monkeypatch.setattr(mailings, "PAGE_SIZE", 2)
    made = [scheduled(survey, maria).pk for _ in range(3)]
    page = desk.get("/mailings/")
    assert [row.pk for row in page.context["page"].rows] == made[:0:-1]
    older = desk.get("/mailings/" + page.context["page"].older_url)
    assert [row.pk for row in older.context["page"].rows] == made[:1]


def test_many_mailings_cost_no_more_queries(desk, survey, hotel, carl, maria):
    def queries(path) -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(path)
        return len(captured)

    paths = ["/mailings/", f"/surveys/{survey.pk}/mailings/"]
    sending.invite(survey, [carl], by=maria)
    [queries(path) for path in paths]
    one = [queries(path) for path in paths]
    for number in range(12):
        sending.invite(survey, [cast.customer(hotel, f"g{number}@x.se")], by=maria)
    assert [queries(path) for path in paths] == one


def test_an_empty_list_says_how_to_begin(desk, survey):
    assert "No mailing yet" in desk.get("/mailings/").text
    page = desk.get(f"/surveys/{survey.pk}/mailings/")
    assert f'href="/surveys/{survey.pk}/mailings/new/"' in page.text


def test_the_survey_page_leads_there(desk, survey):
    assert f'id="to-mailings" href="/surveys/{survey.pk}/mailings/"' in desk.get(f"/surveys/{survey.pk}/").text


def test_staff_and_strangers_see_none(logged_in, stefan, olga, survey, carl, maria):
    scheduled(survey, maria)
    path = f"/surveys/{survey.pk}/mailings/"
    assert [logged_in(who).get(path).status_code for who in (stefan, olga)] == [403, 404]
    assert logged_in(stefan).get("/mailings/").status_code == 403
    assert logged_in(olga).get("/mailings/").context["page"].rows == []


def test_a_manager_of_one_house_counts_its_own_people_and_steers_its_own_surveys(logged_in, hotel, agnes, survey, rung):
    root = cast.root_unit(hotel)
    east, west = (arranging_units.add(parent=root, name=name, by=agnes) for name in ("Östra", "Västra"))
    eva = cast.person("Eva", hotel, Role.MANAGER)
    eva.memberships.get().units.add(east)
    guests = [cast.customer(hotel, "e@x.se", unit=east), cast.customer(hotel, "w@x.se", unit=west)]
    suppressing.suppress(hotel, "w2@x.se")
    both = sending.invite(survey, [*guests, cast.customer(hotel, "w2@x.se", unit=west)], by=agnes)
    Survey.objects.filter(pk=(own := cast.published_survey(hotel, name="Östra")).pk).update(unit=east)
    own.refresh_from_db()
    planned = scheduled(own, agnes)
    page = logged_in(eva).get("/mailings/")
    assert [(row.pk, row.people, row.spared_count) for row in page.context["page"].rows] == [
        (planned.pk, 0, 0),
        (both.pk, 1, 0),
    ]
    seen = logged_in(eva).get(f"/mailings/{both.pk}/?state=spared")
    assert ("w2@x.se" in seen.text, 'id="pause"' in seen.text) == (False, False)
    assert logged_in(eva).post(f"/mailings/{both.pk}/pause/").status_code == 404
    assert logged_in(eva).post(f"/mailings/{planned.pk}/end/").status_code == 302
