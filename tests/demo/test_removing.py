"""The demo goes in one press, whole; what is real stays, to the last row."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.auth import get_user
from django.db import connection
from django.urls import reverse

from accounts.models import Membership, Organisation, User
from accounts.models.membership import Role
from common.models import Work
from demo import founding_demo, removing, synthesising
from responses.models import Response
from surveys.models import Survey
from tests import cast

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
REMOVAL = "/demo/removal/"


@pytest.fixture
def demo(rung):
    return founding_demo.found_demo(password="en mil i demons skor", now=NOW, limit=6, say=lambda words: None)


@pytest.fixture
def small_demo(db):
    """An organisation that is a demo, with one owner and nothing in it."""
    owner = cast.person("Disa")
    organisation = cast.organisation("Rimtjärn", owner=owner)
    Organisation.objects.filter(pk=organisation.pk).update(is_demo=True)
    return organisation


@pytest.fixture
def disa(small_demo):
    return User.objects.get(name="Disa")


def rows_by_model():
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"accounts", "surveys", "invitations", "responses", "insights", "common"}
    }


def test_everything_of_the_demo_goes_and_everything_real_stays(hotel, maria, carl, demo):
    real = cast.published_survey(hotel)
    cast.invitation(real, carl)
    synthesising.synthesise(20, seed=1, now=NOW, say=lambda words: None)
    removed = removing.remove(by=User.objects.get(email="agnes@demo.example"))
    connection.check_constraints()
    assert (removed.organisations, Organisation.objects.get()) == (3, hotel)
    assert set(User.objects.values_list("name", flat=True)) == {"Agnes", "Maria"}
    assert (Survey.objects.get(), Response.objects.count(), Work.objects.count()) == (real, 0, 0)
    left = rows_by_model()
    owned = {model._meta.label for model in removing._owned_models()}
    assert {label: count for label, count in left.items() if count and label in owned} == {
        "accounts.AuditEvent": 1,
        "accounts.Unit": 1,
        "accounts.Membership": 2,
        "surveys.Survey": 1,
        "surveys.SurveyVersion": 1,
        "surveys.Question": 2,
        "surveys.Touchpoint": 1,
        "invitations.Customer": 1,
        "invitations.Invitation": 1,
    }


def test_removing_twice_is_removing_once(hotel, small_demo, disa):
    assert removing.remove(by=disa).organisations == 1
    assert removing.remove(by=disa).organisations == 0
    assert Organisation.objects.get() == hotel


def test_the_last_person_of_an_installation_is_led_to_the_first_run_page(small_demo, disa, logged_in):
    client = logged_in(disa)
    answer = client.post(REMOVAL)
    assert (answer.status_code, answer.url) == (302, reverse("accounts:first_run"))
    assert (Organisation.objects.count(), User.objects.count(), get_user(client).is_authenticated) == (0, 0, False)
    assert client.get(answer.url).status_code == 200


def test_where_others_work_the_demos_owner_is_led_to_the_log_in(hotel, small_demo, disa, logged_in):
    answer = logged_in(disa).post(REMOVAL)
    assert answer.url == reverse("account_login")
    assert Organisation.objects.get() == hotel


def test_somebody_of_the_demo_who_also_works_in_a_real_organisation_stays(hotel, small_demo, disa, logged_in):
    Membership.objects.create(user=disa, organisation=hotel, role=Role.STAFF)
    client = logged_in(disa)
    session = client.session
    session["organisation_id"] = small_demo.pk
    session.save()
    answer = client.post(REMOVAL)
    assert answer.url == reverse("insights:home")
    assert Membership.objects.get(user=disa).organisation == hotel
    assert get_user(client) == disa


def test_a_real_owner_may_remove_the_demo_beside_their_organisation(hotel, agnes, small_demo, logged_in):
    assert logged_in(agnes).post(REMOVAL).url == reverse("insights:home")
    assert Organisation.objects.get() == hotel


def test_who_is_named_in_a_real_history_loses_the_key_but_keeps_the_name(hotel, small_demo, disa):
    membership = Membership.objects.create(user=disa, organisation=hotel, role=Role.STAFF)
    task = _task_of(hotel, owner=disa)
    membership.delete()
    removing.remove(by=disa)
    disa.refresh_from_db()
    task.refresh_from_db()
    assert (disa.is_active, disa.has_usable_password(), task.owner) == (False, False, disa)


def _task_of(organisation, *, owner):
    from insights.models import ImprovementTask, Theme
    from surveys import touchpoints

    theme = Theme.objects.create(organisation=organisation, category="waiting", polarity="negative", created_at=NOW)
    return ImprovementTask.objects.create(
        organisation=organisation,
        unit=cast.root_unit(organisation),
        touchpoint=touchpoints.default_of(organisation),
        theme=theme,
        state="taken",
        owner=owner,
        taken_at=NOW,
        created_at=NOW,
    )


@pytest.mark.parametrize("role", [Role.MANAGER, Role.STAFF])
def test_only_owners_remove_it(small_demo, logged_in, role):
    client = logged_in(cast.person("Stefan", small_demo, role))
    assert (client.get(REMOVAL).status_code, client.post(REMOVAL).status_code) == (403, 403)
    assert Organisation.objects.get() == small_demo


def test_a_visitor_is_asked_to_log_in(small_demo, client):
    assert client.post(REMOVAL).url.startswith(reverse("account_login"))
    assert Organisation.objects.get() == small_demo


def test_without_a_demo_there_is_nothing_to_remove(agnes, hotel, logged_in):
    client = logged_in(agnes)
    assert (client.get(REMOVAL).status_code, client.post(REMOVAL).status_code) == (404, 404)


def test_looking_at_the_page_removes_nothing(small_demo, disa, logged_in):
    page = logged_in(disa).get(REMOVAL)
    assert (page.status_code, Organisation.objects.get()) == (200, small_demo)
    assert f'action="{REMOVAL}"' in page.content.decode()


@pytest.mark.parametrize(("is_demo", "role", "ways"), [(True, "owner", 1), (True, "manager", 0), (False, "owner", 0)])
def test_the_start_page_offers_both_ways_out_to_the_demos_owner_only(small_demo, logged_in, is_demo, role, ways):
    Organisation.objects.update(is_demo=is_demo)
    Membership.objects.update(role=role)
    page = logged_in(User.objects.get(name="Disa")).get("/").text
    assert [page.count(f'href="{way}"') for way in (REMOVAL, reverse("accounts:first_run"))] == [ways, ways]


def test_who_has_started_for_real_is_offered_the_removal_alone(small_demo, hotel, disa, logged_in):
    page = logged_in(disa).get("/").text
    assert [page.count(f'href="{way}"') for way in (REMOVAL, reverse("accounts:first_run"))] == [1, 0]


def test_the_next_start_makes_no_demo_again(small_demo, disa, settings, tmp_path, django_capture_on_commit_callbacks):
    from common import preparing

    settings.VAR_DIR, settings.ENMIL_DEMO = tmp_path, True
    with django_capture_on_commit_callbacks(execute=True):
        removing.remove(by=disa)
    assert preparing.make_demo() == {}
    assert Organisation.objects.count() == 0
