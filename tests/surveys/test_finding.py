"""Finding surveys among many, and putting away those that are done."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from common import clock
from surveys import archiving
from surveys.finding import SurveyFilter
from surveys.models import Survey
from tests import cast


@pytest.fixture
def shelf(hotel):
    """One survey in each state, and one that is put away."""
    now, day = clock.now(), timedelta(days=1)
    cast.survey(hotel, name="Åka tåg", languages=("sv", "fi"))
    cast.published_survey(hotel, name="Öppen natt")
    Survey.objects.filter(pk=cast.published_survey(hotel, name="Snart").pk).update(opens_at=now + day)
    Survey.objects.filter(pk=cast.published_survey(hotel, name="Över").pk).update(closes_at=now - day)
    Survey.objects.filter(pk=cast.published_survey(hotel, name="Stängd").pk).update(closed_at=now)
    archiving.archive(Survey.objects.get(name="Stängd"), by=None)
    return hotel


def found(organisation, **chosen) -> list[str]:
    return [
        survey.name for survey in SurveyFilter(chosen).of(Survey.objects.for_organisation(organisation)).order_by("id")
    ]


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({}, ["Åka tåg", "Öppen natt", "Snart", "Över"]),
        ({"state": "draft"}, ["Åka tåg"]),
        ({"state": "open"}, ["Öppen natt"]),
        ({"state": "scheduled"}, ["Snart"]),
        ({"state": "closed"}, ["Över"]),
        ({"state": "archived"}, ["Stängd"]),
        ({"state": "moon"}, ["Åka tåg", "Öppen natt", "Snart", "Över"]),
        ({"language": "fi"}, ["Åka tåg"]),
        ({"language": "en"}, ["Öppen natt", "Snart", "Över"]),
        ({"text": "ÅKA"}, ["Åka tåg"]),
        ({"text": "natt öpp"}, ["Öppen natt"]),
        ({"text": "%"}, []),
    ],
)
def test_each_choice_leaves_what_fits(shelf, chosen, names):
    assert found(shelf, **chosen) == names


@pytest.mark.parametrize("name", ["Åka tåg", "Öppen natt", "Snart", "Över"])
def test_a_state_in_the_filter_is_the_state_on_the_row(shelf, name):
    survey = Survey.objects.get(name=name)
    assert name in found(shelf, state=survey.state)


def test_the_page_filters_keeps_the_filter_over_pages_and_shows_a_way_back(shelf, stefan, logged_in):
    client = logged_in(stefan)
    page = client.get("/surveys/?state=archived").content.decode()
    assert "Stängd" in page and "Öppen natt" not in page
    nothing = client.get("/surveys/?text=zzz").content.decode()
    assert "Nothing fits this filter" in nothing and 'href="/surveys/"' in nothing
    for number in range(60):
        cast.survey(shelf, name=f"Natt {number}")
    assert "?text=natt&amp;page=2" in client.get("/surveys/?text=natt").content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(hotel, stefan, logged_in):
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/surveys/?state=open&language=en&text=natt").status_code == 200
        return len(captured)

    client = logged_in(stefan)
    cast.published_survey(hotel, name="Natt")
    statements()  # the session's own reading, once
    one = statements()
    for number in range(40):
        cast.published_survey(hotel, name=f"Natt {number}")
    assert statements() == one


def test_an_open_survey_is_closed_before_it_is_archived(hotel, maria, logged_in):
    survey = cast.published_survey(hotel)
    with pytest.raises(ValidationError):
        archiving.archive(survey, by=maria)
    client = logged_in(maria)
    client.post(f"/surveys/{survey.pk}/archiving/")
    survey.refresh_from_db()
    assert survey.archived_at is None
    client.post(f"/surveys/{survey.pk}/closing/")
    assert client.post(f"/surveys/{survey.pk}/archiving/").url == "/surveys/"
    assert survey.name not in [row["survey"].name for row in client.get("/surveys/").context["rows"]]
    assert client.post(f"/surveys/{survey.pk}/taking-out/").url == survey.get_absolute_url()
    client.post(f"/surveys/{survey.pk}/taking-out/")
    verbs = AuditEvent.objects.filter(object_id=survey.pk, verb__in=["survey.archived", "survey.taken_out"])
    assert list(verbs.order_by("id").values_list("verb", flat=True)) == ["survey.archived", "survey.taken_out"]


def test_a_renamed_survey_is_found_by_its_new_name(hotel):
    survey = cast.survey(hotel, name="Gammal")
    survey.name = "Ny Ängel"
    survey.save(update_fields=["name"])
    assert (found(hotel, text="ängel"), found(hotel, text="gammal")) == (["Ny Ängel"], [])
