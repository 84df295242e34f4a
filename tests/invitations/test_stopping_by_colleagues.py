"""A colleague holds questions back (a death, an open complaint); no colleague ever undoes the customer's own stop."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts import arranging_units
from accounts.models import AuditEvent, Membership
from accounts.models.membership import Role
from common import clock
from invitations.customers import importing
from invitations.mailings import sending
from invitations.models import EmailDelivery, Suppression
from invitations.stopping import holding_back, suppressing, unsubscribing
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def page(carl):
    return f"/customers/{carl.pk}/stop/"


def reasons(carl) -> set[str]:
    return suppressing.stops_among(carl.organisation, [carl.email]).get(carl.email, set())


def day(carl, days: int) -> str:
    return (cast.today(carl.organisation) + timedelta(days=days)).isoformat()


def test_questions_are_held_back_for_ever_or_until_a_day(page, carl, maria, logged_in):
    client = logged_in(maria)
    assert client.post(page, {"reason": "death", "until": ""}).url == f"/customers/{carl.pk}/"
    assert client.post(page, {"reason": "open_complaint", "until": day(carl, 14)}).status_code == 302
    assert reasons(carl) == {"death", "open_complaint"}
    shown = {one.reason: (one.last_day, one.by, one.may_be_lifted) for one in holding_back.standing_for(carl)}
    assert shown == {
        "death": (None, maria, True),
        "open_complaint": (cast.today(carl.organisation) + timedelta(days=14), maria, True),
    }
    with clock.at(clock.now() + timedelta(days=16)):
        assert reasons(carl) == {"death"}


def test_the_last_day_belongs_to_the_stop_where_the_organisation_lives(carl, maria):
    today = cast.today(carl.organisation)
    holding_back.hold(carl, reason="other", until=today, by=maria)
    midnight = Suppression.objects.get().until
    assert midnight.astimezone(carl.organisation.zone).hour == 0
    assert midnight.astimezone(carl.organisation.zone).date() == today + timedelta(days=1)


def test_the_later_word_of_a_colleague_holds(carl, maria):
    holding_back.hold(carl, reason="other", by=maria)
    until = cast.today(carl.organisation) + timedelta(days=3)
    for _time in range(2):
        holding_back.hold(carl, reason="other", until=until, by=maria)
    assert [one.last_day for one in holding_back.standing_for(carl)] == [until]


def test_letting_go_lifts_that_reason_alone_and_says_who(page, carl, maria, logged_in):
    for reason in ("death", "other"):
        holding_back.hold(carl, reason=reason, by=maria)
    client = logged_in(maria)
    for _time in range(2):
        assert client.post(f"{page}death/end/").url == f"/customers/{carl.pk}/"
    assert reasons(carl) == {"other"}
    events = AuditEvent.objects.about(carl).values_list("verb", "by", "detail__reason")
    assert list(events) == [
        ("customer.held_back", maria.pk, "death"),
        ("customer.held_back", maria.pk, "other"),
        ("customer.let_go", maria.pk, "death"),
    ]
    assert carl.email not in str(AuditEvent.objects.values())


@pytest.mark.parametrize("reason", ["asked", "complained"])
def test_the_customers_own_stop_is_lifted_by_nobody_here(page, carl, maria, agnes, logged_in, reason):
    suppressing.suppress(carl.organisation, carl.email, reason=reason)
    for user in (maria, agnes):
        answer = logged_in(user).post(f"{page}{reason}/end/", follow=True).content.decode()
        assert "Only they can change that." in answer
        with pytest.raises(suppressing.NotOurs):
            suppressing.lift(carl.organisation, carl.email, reason=reason, by=user)
        with pytest.raises(ValueError, match=reason):
            holding_back.hold(carl, reason=reason, by=user)
    assert reasons(carl) == {reason}
    assert [one.may_be_lifted for one in holding_back.standing_for(carl)] == [False]


def test_a_colleagues_stop_that_is_lifted_leaves_the_customers_own(page, carl, maria, logged_in):
    suppressing.suppress(carl.organisation, carl.email)
    holding_back.hold(carl, reason="open_complaint", by=maria)
    logged_in(maria).post(f"{page}open_complaint/end/")
    assert reasons(carl) == {"asked"}


def test_an_import_never_subscribes_anybody_again(carl, maria, survey):
    suppressing.suppress(carl.organisation, carl.email)
    suppressing.suppress(carl.organisation, carl.email, reason="bounced")
    holding_back.hold(carl, reason="death", by=maria)
    for text in (f"{carl.email}", f" CARL@Guest.Example \n{carl.email}"):
        importing.import_customers(carl.organisation, text, unit=survey.unit, language="sv", by=maria)
    assert reasons(carl) == {"asked", "bounced", "death"}


def test_an_address_that_came_back_may_be_tried_again(page, carl, maria, logged_in):
    suppressing.suppress(carl.organisation, carl.email, reason="bounced")
    assert "Try this address again" in logged_in(maria).get(f"/customers/{carl.pk}/").content.decode()
    logged_in(maria).post(f"{page}bounced/end/")
    assert reasons(carl) == set()


def test_a_mail_that_waits_is_stopped_too(survey, carl, maria, by_mail, work, letterbox):
    sending.invite(survey, [carl], by=maria)
    holding_back.hold(carl, reason="death", by=maria)
    work()
    assert (EmailDelivery.objects.get().state, letterbox.mails) == ("stopped", [])


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"reason": "asked"},
        {"reason": "complained"},
        {"reason": "bounced"},
        {"reason": "other", "until": "soon"},
        {"reason": "other", "until": "2020-01-01"},
    ],
)
def test_what_cannot_be_understood_stops_nothing_and_stays_on_the_page(page, maria, logged_in, typed):
    answer = logged_in(maria).post(page, typed)
    assert (answer.status_code, Suppression.objects.count()) == (422, 0)
    if "until" in typed:
        assert typed["until"] in answer.content.decode()


def test_looking_records_nothing(page, carl, maria, logged_in):
    client = logged_in(maria)
    assert client.get(page).status_code == 200
    assert client.get(f"{page}other/end/").status_code == 405
    assert Suppression.objects.count() == 0
    assert client.post(f"{page}nonsense/end/").status_code == 404


def test_only_managers_of_the_place_hold_back(page, carl, hotel, agnes, stefan, logged_in):
    annexe = arranging_units.add(parent=cast.root_unit(hotel), name="Annexet", by=agnes)
    of_the_annexe = cast.person("Anders", hotel, Role.MANAGER)
    Membership.objects.get(user=of_the_annexe).units.add(annexe)
    elsewhere = cast.person("Nora", cast.organisation("Biblioteket"), Role.MANAGER)
    assert logged_in(stefan).post(page, {"reason": "other"}).status_code == 403
    for user in (of_the_annexe, elsewhere):
        assert logged_in(user).post(page, {"reason": "other"}).status_code == 404
        assert logged_in(user).post(f"{page}death/end/").status_code == 404
    assert Suppression.objects.count() == 0


def test_stops_are_found_in_one_query_however_many(hotel, django_assert_num_queries):
    for number in range(30):
        suppressing.suppress(hotel, f"g{number}@guest.example", reason="other" if number % 2 else "asked")
    few = [f"G{number}@guest.example" for number in range(40)]
    many = [*few, *(f"m{number}@guest.example" for number in range(suppressing.MOST_LOOKED_UP))]
    for addresses in (few, many):
        with django_assert_num_queries(1):
            found = suppressing.stops_among(hotel, addresses)
        assert found == {f"G{number}@guest.example": {"other" if number % 2 else "asked"} for number in range(30)}


@pytest.fixture
def stop_page(survey, carl):
    return f"/stop/{cast.invitation(survey, carl).stop_token}/"


@pytest.fixture
def mail_program():
    return Client(enforce_csrf_checks=True)


def test_a_press_by_mistake_is_taken_back_on_the_same_page(stop_page, carl, mail_program):
    assert 'value="by_mistake"' in mail_program.post(stop_page, {"choice": "all"}).text
    answer = mail_program.post(stop_page, {"choice": "by_mistake"})
    assert (answer.status_code, answer.cookies, reasons(carl)) == (200, {}, set())
    assert 'value="by_mistake"' not in mail_program.get(stop_page).text


def test_a_stop_of_some_time_ago_is_not_taken_back_by_a_link_that_lies_about(stop_page, carl, mail_program):
    mail_program.post(stop_page, {"choice": "all"})
    with clock.at(clock.now() + unsubscribing.MISTAKES_LAST + timedelta(seconds=1)):
        answer = mail_program.post(stop_page, {"choice": "by_mistake"})
    assert (answer.status_code, reasons(carl)) == (200, {"asked"})
    assert "mailto:maria@example.org" in answer.text


def test_taking_back_lifts_no_colleagues_stop_and_no_complaint(stop_page, carl, maria, mail_program):
    suppressing.suppress(carl.organisation, carl.email, reason="complained")
    holding_back.hold(carl, reason="death", by=maria)
    mail_program.post(stop_page, {"choice": "all"})
    mail_program.post(stop_page, {"choice": "by_mistake"})
    assert reasons(carl) == {"complained", "death"}


def test_taking_back_touches_this_customer_alone(stop_page, carl, hotel, mail_program):
    suppressing.suppress(hotel, "anna@guest.example")
    mail_program.post(stop_page, {"choice": "by_mistake"})
    assert suppressing.is_suppressed(hotel, "anna@guest.example")


def test_the_stop_page_looks_like_the_organisation(stop_page, hotel, client):
    hotel.colour, hotel.logo = "#1f6a57", "aWNvbg=="
    hotel.save()
    page = client.get(stop_page).text
    assert "#1f6a57" in page
    assert "data:image/png;base64,aWNvbg==" in page
