"""The list, a survey's page, starting one and its settings: who sees what, and what stands there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import arranging_units
from accounts.models.membership import Role
from common import clock
from surveys import publishing
from surveys.models import Survey
from tests import cast

BUILDING = ["build", "order", "settings", "publication", "closing", "reopening", "next_draft"]
ONLY_POST = {"order", "publication", "closing", "reopening", "next_draft"}


@pytest.fixture
def survey(hotel):
    return cast.walk(cast.survey(hotel))


def url(survey, name="detail"):
    return reverse(f"surveys:{name}", args=[survey.pk])


def ask(client, survey, name):
    return (client.post if name in ONLY_POST else client.get)(url(survey, name))


def offered(page, survey):
    return {
        name for name in ("build", "publication", "closing", "reopening", "next_draft") if url(survey, name) in page
    }


def test_a_stranger_finds_nothing(logged_in, olga, survey):
    client = logged_in(olga)
    assert {name: ask(client, survey, name).status_code for name in ["detail", *BUILDING]} == dict.fromkeys(
        ["detail", *BUILDING], 404
    )
    assert survey.name not in client.get("/surveys/").content.decode()


def test_staff_read_but_do_not_build(logged_in, stefan, survey):
    client = logged_in(stefan)
    assert {name: ask(client, survey, name).status_code for name in BUILDING} == dict.fromkeys(BUILDING, 403)
    assert client.get("/surveys/new/").status_code == 403
    page = client.get(url(survey)).content.decode()
    assert "Did you sleep well?" in page and "Publish" not in page and url(survey, "build") not in page
    assert url(survey) in client.get("/surveys/").content.decode()


def test_a_visitor_is_asked_to_log_in(client, survey):
    assert client.get(url(survey))["Location"].startswith("/account/")


def test_members_of_a_house_see_its_surveys_and_those_of_the_whole_but_change_only_their_own(
    logged_in, hotel, agnes, survey
):
    root = cast.root_unit(hotel)
    east, west = [arranging_units.add(parent=root, name=name, by=agnes) for name in ("Östra", "Västra")]
    in_east, in_west = [cast.survey(hotel, name=unit.name) for unit in (east, west)]
    Survey.objects.filter(pk=in_east.pk).update(unit=east)
    Survey.objects.filter(pk=in_west.pk).update(unit=west)
    maria = cast.person("Eastmaria", hotel, Role.MANAGER)
    maria.memberships.get().units.add(east)
    client = logged_in(maria)
    assert [client.get(url(one)).status_code for one in (survey, in_east, in_west)] == [200, 200, 404]
    assert [client.get(url(one, "build")).status_code for one in (survey, in_east, in_west)] == [404, 200, 404]
    listed = [row["survey"] for row in client.get("/surveys/").context["rows"]]
    assert listed == [in_east, survey]


def test_the_list_tells_state_place_languages_and_day(logged_in, maria, hotel, survey):
    with clock.at(datetime(2026, 5, 4, 12, tzinfo=UTC)):
        published = cast.published_survey(hotel, name="Frukosten", languages=("sv",))
    publishing.start_next_draft(published, by=maria)
    page = logged_in(maria).get("/surveys/")
    text = " ".join(page.content.decode().split()).replace(" </p>", "</p>")
    assert [row["survey"].name for row in page.context["rows"]] == ["Frukosten", "Natten"]
    assert "Fjällhotellet · Swedish, English</p>" in text and "Changes waiting" in text
    assert "Not published yet" in text and "Published 4 May 2026" in text


def test_an_empty_list_offers_three_ways_to_start(logged_in, maria, stefan):
    page = logged_in(maria).get("/surveys/").content.decode()
    for start in ("hotel", "clinic", "blank"):
        assert f'href="/surveys/new/?start={start}"' in page
    assert "Did you sleep well?" in page
    page = logged_in(stefan).get("/surveys/").content.decode()
    assert "No surveys yet" in page and "/surveys/new/" not in page


def test_the_list_has_pages_and_as_few_queries_for_many_as_for_one(
    logged_in, maria, hotel, survey, django_assert_max_num_queries
):
    client = logged_in(maria)
    with CaptureQueriesContext(connection) as one:
        client.get("/surveys/")
    for number in range(50):
        cast.survey(hotel, name=f"Nummer {number}")
    with django_assert_max_num_queries(len(one)):
        first = client.get("/surveys/")
    assert len(first.context["rows"]) == 50
    second = client.get("/surveys/?page=2")
    assert ([row["survey"] for row in second.context["rows"]], second.context["older_url"]) == ([survey], "")
    assert client.get("/surveys/?page=nonsense").status_code == 200


def start(**changes):
    return {
        "start": "hotel",
        "name": "Natten hos oss",
        "language": "sv",
        "other_languages": ["fi", "sv", "en"],
        "contact_name": "Maria",
        "contact_email": "maria@example.org",
    } | changes


@pytest.mark.parametrize(("chosen", "count"), [("hotel", 3), ("clinic", 3), ("blank", 0)])
def test_a_survey_is_started_and_the_builder_opens(logged_in, maria, hotel, chosen, count):
    answer = logged_in(maria).post("/surveys/new/", start(start=chosen, unit=cast.root_unit(hotel).pk))
    survey = Survey.objects.get()
    assert answer["Location"] == url(survey, "build")
    assert (survey.name, survey.draft.languages) == ("Natten hos oss", ["sv", "fi", "en"])
    assert survey.draft.questions.count() == count


def test_starting_with_mistakes_keeps_what_was_typed(logged_in, maria, library):
    foreign = cast.root_unit(library).pk
    answer = logged_in(maria).post(
        "/surveys/new/", start(name="x" * 121, contact_email="maria", unit=foreign, start="moon")
    )
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["contact_email", "name", "start", "unit"]
    assert 'value="maria"' in answer.content.decode()
    assert not Survey.objects.exists()


def test_the_start_page_is_prefilled(logged_in, maria):
    form = logged_in(maria).get("/surveys/new/?start=clinic").context["form"]
    assert {name: form[name].value() for name in ("start", "language", "contact_name", "contact_email")} == {
        "start": "clinic",
        "language": "sv",
        "contact_name": "Maria",
        "contact_email": "maria@example.org",
    }


@pytest.mark.parametrize(("chosen", "name"), [("clinic", "Sjukhus och mottagning"), ("blank", "New survey")])
def test_a_survey_without_a_name_is_called_what_it_starts_from(logged_in, maria, hotel, chosen, name):
    language = "sv" if chosen == "clinic" else "en"
    sent = start(start=chosen, name=" ", language=language, unit=cast.root_unit(hotel).pk)
    assert logged_in(maria).post("/surveys/new/", sent).status_code == 302
    assert Survey.objects.get().name == name


def test_a_survey_walks_from_draft_to_closed_and_on_by_buttons(logged_in, maria, survey):
    client = logged_in(maria)
    states = []
    for name in ("publication", "publication", "closing", "reopening", "next_draft"):
        client.post(url(survey, name))
        survey.refresh_from_db()
        states.append(survey.state)
    assert states == ["open", "open", "closed", "open", "open"]
    assert (survey.draft.number, survey.versions.count()) == (2, 2)


def test_an_open_survey_with_a_draft_offers_both_to_close_it_and_to_publish_the_draft(logged_in, maria, hotel):
    survey = cast.published_survey(hotel)
    page = logged_in(maria).get(url(survey)).content.decode()
    assert offered(page, survey) == {"closing", "next_draft"}
    publishing.start_next_draft(survey, by=maria)
    page = logged_in(maria).get(url(survey)).content.decode()
    assert offered(page, survey) == {"closing", "publication", "build"}


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_each_button_says_no_more_than_what_is_so_now(logged_in, maria, survey):
    client = logged_in(maria)

    def press(name):
        return said(client.post(url(survey, name), follow=True))

    words = [press(name) for name in ("closing", "reopening", "publication", "closing")]
    assert words == [[], [], ["Published. The survey takes answers now."], ["Closed. No more answers are taken."]]
    assert press("publication") == ["The survey is closed"]
    Survey.objects.filter(pk=survey.pk).update(opens_at=clock.now() + timedelta(days=1))
    assert press("reopening") == []
    assert press("publication") == ["Waiting for its opening day"]


def test_publishing_what_is_not_ready_shows_the_problems(logged_in, maria, survey):
    survey.draft.questions.all().delete()
    answer = logged_in(maria).post(url(survey, "publication"))
    assert answer.status_code == 422
    assert "Ask at least one question." in answer.content.decode()


def test_building_a_published_survey_leads_to_its_page(logged_in, maria, hotel):
    survey = cast.published_survey(hotel)
    assert logged_in(maria).get(url(survey, "build"))["Location"] == url(survey)
    assert logged_in(maria).post(url(survey, "order"), {"order": []}).status_code == 404


def settings(survey, **changes):
    return {
        "name": survey.name,
        "unit": survey.unit_id,
        "contact_name": "Agnes",
        "contact_email": "agnes@example.org",
        "anonymity": "named",
        "opens_at": "2026-12-24T15:00",
        "closes_at": "2027-01-06T12:00",
        "retention_months": "12",
    } | changes


def test_the_settings_are_kept_in_the_organisations_own_time(logged_in, maria, survey):
    answer = logged_in(maria).post(url(survey, "settings"), settings(survey))
    survey.refresh_from_db()
    assert answer["Location"] == url(survey)
    assert (survey.contact_name, survey.anonymity, survey.retention_months) == ("Agnes", "named", 12)
    assert survey.opens_at.isoformat() == "2026-12-24T14:00:00+00:00"
    assert 'value="2026-12-24T15:00"' in logged_in(maria).get(url(survey, "settings")).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_at": "2026-12-24T15:00"}, "closes_at"),
        ({"retention_months": "37"}, "retention_months"),
        ({"retention_months": "0"}, "retention_months"),
        ({"anonymity": "anonymous"}, "anonymity"),
        ({"opens_at": "tomorrow"}, "opens_at"),
        ({"contact_email": ""}, "contact_email"),
        ({"name": ""}, "name"),
    ],
)
def test_settings_that_cannot_be_are_explained_at_the_field(logged_in, maria, survey, changes, field):
    answer = logged_in(maria).post(url(survey, "settings"), settings(survey, **changes))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert survey.name in answer.content.decode()
    survey.refresh_from_db()
    assert survey.contact_name == "Maria"


def test_what_customers_were_told_cannot_be_changed_on_the_page(logged_in, maria, hotel):
    survey = cast.published_survey(hotel)
    for changes in ({}, {"anonymity": "pseudonymous", "retention_months": "30"}):
        assert logged_in(maria).post(url(survey, "settings"), settings(survey, **changes)).status_code == 422
    survey.refresh_from_db()
    assert (survey.anonymity, survey.retention_months) == ("pseudonymous", 24)


def test_a_survey_says_when_it_opens(logged_in, stefan, hotel):
    survey = cast.published_survey(hotel, opens_at=clock.now() + timedelta(days=2))
    page = logged_in(stefan).get(url(survey)).content.decode()
    assert "Opens later" in page and "Less than a minute to answer" in page


@pytest.mark.parametrize(("anonymity", "offered_ways"), [("named", (True, True)), ("anonymous", (False, True))])
def test_an_anonymous_survey_offers_links_for_everybody_alone(logged_in, maria, hotel, anonymity, offered_ways):
    survey = cast.published_survey(hotel, anonymity=anonymity)
    page = logged_in(maria).get(url(survey)).text
    assert ('id="invite"' in page, 'id="open-link"' in page) == offered_ways
    assert ("it is answered by links for everybody" in page) == (anonymity == "anonymous")
