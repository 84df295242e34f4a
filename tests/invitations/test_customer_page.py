"""One customer: what we know, what was sent, what was spared, and a form to change it."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from accounts.models import AuditEvent, Membership
from common import clock
from invitations.customers import changing
from invitations.mailings import resting, sending
from invitations.models import Contact, Customer, EmailDelivery, Invitation, Mailing, Spared
from invitations.stopping import suppressing
from tests import cast

pytestmark = pytest.mark.django_db
NEW = "/customers/new/"


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def house(hotel, agnes):
    return arranging_units.add(parent=cast.root_unit(hotel), name="Åhuset", by=agnes)


def url(customer: Customer, what: str = "") -> str:
    return f"/customers/{customer.pk}/{what}"


def form(customer: Customer | None = None, **changed) -> dict:
    unit = (customer or changed.pop("of", None)).unit_id if customer else changed.pop("unit")
    filled = {"email": "new@guest.example", "name": "", "unit": unit, "language": "sv", "kept": ""}
    if customer:
        filled |= {"email": customer.email, "name": customer.name, "language": customer.language}
    return filled | changed


def test_the_page_tells_what_we_know(desk, hotel, carl):
    carl.attributes, carl.use_happened_at = {"Room type": "<b>Suite</b>"}, datetime(2026, 3, 4, 12, tzinfo=hotel.zone)
    carl.save()
    page = desk.get(url(carl))
    assert page.status_code == 200
    assert "Room type" in page.text
    assert "&lt;b&gt;Suite&lt;/b&gt;" in page.text
    assert not page.context["has_time"]  # only the day is known
    assert page.context["may_be_asked"]


def test_what_was_sent_and_why_somebody_is_left_in_peace(desk, hotel, carl, maria, rung):
    survey = cast.published_survey(hotel)
    mailing = sending.invite(survey, [carl], by=maria)
    Spared.objects.create(
        organisation=hotel, mailing=mailing, customer=carl, unit=carl.unit, reason="bounced", at=clock.now()
    )
    page = desk.get(url(carl))
    assert [mail.invitation.survey for mail in page.context["mails"].rows] == [survey]
    assert [one.why for one in page.context["spared"].rows] == ["Mails to this address come back"]
    verdict = resting.verdicts(hotel, [carl], now=clock.now())[carl.pk]
    assert page.context["why_not"] == resting.words_for(verdict)
    assert page.context["why_not"] in page.text


@pytest.mark.parametrize(("anonymity", "told"), [("named", True), ("pseudonymous", False)])
def test_that_somebody_answered_is_told_only_where_customers_know_it(desk, hotel, carl, anonymity, told):
    survey = cast.published_survey(hotel, anonymity=anonymity)
    invitation = cast.invitation(survey, carl, answered_at=clock.now())
    EmailDelivery.objects.create(
        organisation=hotel,
        invitation=invitation,
        to_address=carl.email,
        state="sent",
        sent_at=clock.now(),
        created_at=clock.now(),
    )
    assert (re.search(r"pill-good[^>]*>.{0,400}?Answered", desk.get(url(carl)).text, re.S) is not None) == told


def test_a_long_story_is_read_page_by_page_without_dear_queries(desk, hotel, carl):
    survey = cast.published_survey(hotel)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(url(carl)).status_code == 200
        return len(captured)

    def happened(times: int) -> None:
        for _time in range(times):
            mailing = Mailing.objects.create(organisation=hotel, survey=survey, created_at=clock.now())
            invitation = cast.invitation(survey, carl, mailing=mailing)
            EmailDelivery.objects.create(
                organisation=hotel, invitation=invitation, to_address=carl.email, created_at=clock.now()
            )
            Spared.objects.create(
                organisation=hotel, mailing=mailing, customer=carl, unit=carl.unit, reason="often", at=clock.now()
            )

    happened(1)
    queries()
    one = queries()
    happened(60)
    assert queries() == one
    page = desk.get(url(carl)).context
    assert (len(page["mails"].rows), len(page["spared"].rows)) == (50, 20)
    older = desk.get(url(carl) + page["spared"].older_url).context
    assert (len(older["mails"].rows), len(older["spared"].rows)) == (50, 20)
    assert {one.pk for one in older["spared"].rows}.isdisjoint({one.pk for one in page["spared"].rows})


def test_a_customer_of_another_house_or_organisation_is_not_there(logged_in, maria, hotel, house, carl, library):
    Membership.objects.get(user=maria).units.add(house)
    desk = logged_in(maria)
    theirs = cast.customer(library, "olga@other.example")
    for customer in (carl, theirs):
        for what in ("", "change/", "merging/", "erasing/"):
            assert desk.get(url(customer, what)).status_code == 404
            assert desk.post(url(customer, what)).status_code in {404, 405}


def test_one_is_added_by_hand_once(desk, hotel, carl):
    filled = form(
        unit=carl.unit_id, name="Anna Ek", visit_day="2026-03-04", visit_time="14:30", kept="Room type: Suite\nFloor: 2"
    )
    answer = desk.post(NEW, filled)
    anna = Customer.objects.get(email="new@guest.example")
    assert answer.url == url(anna)
    assert anna.use_happened_at == datetime(2026, 3, 4, 14, 30, tzinfo=hotel.zone)
    assert anna.attributes == {"Room type": "Suite", "Floor": "2"}
    assert desk.post(NEW, filled).url == url(anna)  # pressed twice
    assert AuditEvent.objects.filter(verb="customer.added").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"email": "carl(at)x.se"}, "email", "not quite an e-mail address"),
        ({"email": "a@x.se\r\nBcc: b@x.se"}, "email", "not quite an e-mail address"),
        ({"email": "CARL@guest.example"}, "email", "Somebody here has this address already."),
        ({"visit_time": "14:30"}, "visit_day", "Choose the day too."),
        ({"visit_day": "1950-01-01"}, "visit_day", "more than 20 years ago"),
        ({"visit_day": "soon"}, "visit_day", "Enter a valid date"),
        ({"kept": "Suite"}, "kept", "Write “name: value” on each line."),
        ({"kept": f"{'n' * 61}: x"}, "kept", "longer than 60 characters"),
        ({"kept": f"x: {'v' * 201}"}, "kept", "longer than 200 characters"),
        ({"kept": "\n".join(f"n{n}: v" for n in range(21))}, "kept", "At most 20 things"),
        ({"unit": "999999"}, "unit", "valid choice"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field_and_nothing_typed_is_lost(desk, carl, wrong, field, says):
    page = desk.post(NEW, form(unit=carl.unit_id, name="Anna Ek") | wrong)
    assert (page.status_code, Customer.objects.count()) == (422, 1)
    assert says in page.context["form"].errors[field][0]
    assert 'value="Anna Ek"' in page.text


def test_a_change_is_noted_by_its_fields_and_no_change_is_not(desk, carl):
    assert desk.post(url(carl, "change/"), form(carl)).url == url(carl)
    assert AuditEvent.objects.filter(verb="customer.changed").count() == 0
    desk.post(url(carl, "change/"), form(carl, name="Carl Berg", language="fi"))
    carl.refresh_from_db()
    assert (carl.name, carl.language) == ("Carl Berg", "fi")
    assert AuditEvent.objects.get(verb="customer.changed").detail == {"fields": ["name", "language"]}


def test_the_form_holds_what_is_kept(desk, hotel, carl):
    carl.use_happened_at = datetime.combine(cast.today(hotel), time(9, 15), hotel.zone)
    carl.attributes = {"Room": "7"}
    carl.save()
    initial = desk.get(url(carl, "change/")).context["form"].initial
    assert (initial["visit_time"], initial["kept"]) == (time(9, 15), "Room: 7")
    changing.change(carl, by=None, use_happened_at=carl.use_happened_at - timedelta(days=400))
    carl.refresh_from_db()
    assert carl.use_happened_at.date() < cast.today(hotel)  # a person may also put it back


def test_a_new_address_takes_waiting_mails_and_promises_along(desk, hotel, carl, maria, rung):
    earlier = carl.email
    sending.invite(cast.published_survey(hotel), [carl], by=maria)
    suppressing.suppress(hotel, earlier)
    suppressing.suppress(hotel, earlier, reason="bounced")
    desk.post(url(carl, "change/"), form(carl, email="carl@new.example"))
    assert EmailDelivery.objects.get().to_address == "carl@new.example"
    assert suppressing.stops_among(hotel, ["carl@new.example"]) == {"carl@new.example": {"asked"}}
    hashed = suppressing.address_hash(hotel, "carl@new.example")
    assert Contact.objects.filter(address_hash=hashed).count() == 1
    assert "carl@" not in str(AuditEvent.objects.get(verb="customer.changed").detail)


def test_an_address_somebody_has_already_leads_to_making_one_of_two(desk, hotel, carl):
    twin = cast.customer(hotel, "carl@work.example")
    page = desk.post(url(carl, "change/"), form(carl, email=twin.email))
    assert page.status_code == 422
    assert f"{url(carl, 'merging/')}?other={twin.pk}" in page.text


def test_who_has_an_address_in_another_house_is_not_told(logged_in, maria, hotel, house, carl):
    Membership.objects.get(user=maria).units.add(house)
    mine = cast.customer(hotel, "anna@guest.example", unit=house)
    page = logged_in(maria).post(url(mine, "change/"), form(mine, email=carl.email))
    assert "Another house keeps somebody with this address." in page.text
    assert f"/customers/{carl.pk}/" not in page.text


def test_the_list_is_narrowed_by_visits_questions_and_stops(desk, hotel, carl):
    today = cast.today(hotel)
    anna = cast.customer(hotel, "anna@guest.example", use_happened_at=datetime.combine(today, time(23, 59), hotel.zone))
    cast.invitation(cast.published_survey(hotel), anna)
    suppressing.suppress(hotel, carl.email)

    def found(**words):
        return [one.email for one in desk.get("/customers/", words).context["page"].rows]

    assert found(visit_from=today, visit_until=today) == [anna.email]
    assert found(visit_from=today + timedelta(days=1)) == []
    assert found(standing="asked") == [anna.email]
    assert found(standing="not_asked") == [carl.email]
    assert found(standing="stopped") == [carl.email]
    assert found(standing="nonsense", visit_from="soon") == found()
    assert "No questions" in desk.get("/customers/").text


def test_the_stopped_are_found_page_by_page_among_many(desk, hotel, carl, monkeypatch):
    from invitations.customers import finding

    monkeypatch.setattr(finding, "LOOKED_THROUGH", 40)
    monkeypatch.setattr(finding, "AT_A_TIME", 20)
    now = clock.now()
    Customer.objects.bulk_create(
        Customer(organisation=hotel, unit=carl.unit, email=f"g{n}@x.se", language="sv", created_at=now)
        for n in range(90)
    )
    for address in (carl.email, "g3@x.se", "g88@x.se"):
        suppressing.suppress(hotel, address)
    addresses, where, pages = [], "/customers/?standing=stopped", 0
    while where:
        page = desk.get(where).context["page"]
        addresses += [row.email for row in page.rows]
        where, pages = page.older_url and f"/customers/{page.older_url}", pages + 1
    assert (addresses, pages) == (["g88@x.se", "g3@x.se", carl.email], 3)


def test_nobody_is_written_to_by_looking(desk, carl):
    before = (Invitation.objects.count(), AuditEvent.objects.count())
    for what in ("", "change/", "merging/", "erasing/"):
        assert desk.get(url(carl, what)).status_code == 200
    assert (Invitation.objects.count(), AuditEvent.objects.count()) == before
