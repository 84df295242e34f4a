"""Two customers who are one person: made one, and nothing is lost."""

from datetime import timedelta

import pytest

from accounts.models import AuditEvent
from common import clock, working
from insights.models import ImprovementTask, Incident
from invitations.mailings import resting, sending
from invitations.models import Contact, Customer, EmailDelivery, Invitation, Mailing, Spared
from invitations.stopping import suppressing
from responses import merging
from responses.models import Response
from responses.submitting import ANALYSE
from tests import cast

pytestmark = pytest.mark.django_db
WHY = "Receptionisten suckade åt oss och vi fick vänta en hel timme."


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel)


@pytest.fixture
def twin(hotel):
    """Carl once more, by his other address."""
    later = clock.now() + timedelta(days=3)
    return cast.customer(hotel, "carl@work.example", name="Carl Qvist", attributes={"Room": "7"}, use_happened_at=later)


def answered(survey, customer, invitation=None):
    invitation = invitation or cast.invitation(survey, customer)
    key, now = customer.respondent_key, clock.now()
    response = cast.response(survey, invitation=invitation, respondent_key=key, submitted_at=now)
    invitation.answered_at = now
    invitation.save()
    cast.answer(response, WHY)
    working.put(ANALYSE, object_id=response.pk)
    return response


def test_the_one_that_stays_has_what_both_knew(carl, twin, maria):
    carl.name, carl.attributes = "", {"Floor": "2"}
    carl.save()
    one = merging.merge(carl, twin, by=maria)
    assert (one.pk, one.email, one.name) == (carl.pk, carl.email, "Carl Qvist")
    assert (one.attributes, one.use_happened_at) == ({"Room": "7", "Floor": "2"}, twin.use_happened_at)
    assert Customer.objects.count() == 1
    event = AuditEvent.objects.get(verb="customer.merged")
    assert (event.by, event.object_id, event.detail) == (maria, carl.pk, {"gone": twin.pk})


def test_mails_and_spared_times_of_both_are_kept(survey, carl, twin, maria, rung):
    first, second = sending.invite(survey, [carl], by=maria), sending.invite(survey, [twin], by=maria)
    for mailing, customer in ((first, twin), (second, carl)):
        Spared.objects.create(
            organisation=survey.organisation,
            mailing=mailing,
            customer=customer,
            unit=customer.unit,
            reason="resting",
            at=clock.now(),
        )
    merging.merge(carl, twin, by=maria)
    assert set(Invitation.objects.values_list("customer", "mailing")) == {(carl.pk, first.pk), (carl.pk, second.pk)}
    assert set(Spared.objects.values_list("customer", "mailing")) == {(carl.pk, first.pk), (carl.pk, second.pk)}


@pytest.mark.parametrize("who", ["carl", "twin"])
def test_asked_twice_by_one_mailing_the_answered_invitation_stays(survey, carl, twin, maria, rung, who):
    mailing = sending.invite(survey, [carl, twin], by=maria)
    both = {"carl": carl, "twin": twin}
    response = answered(survey, both[who], Invitation.objects.get(customer=both[who]))
    merging.merge(carl, twin, by=maria)
    assert (Invitation.objects.filter(mailing=mailing).count(), EmailDelivery.objects.count()) == (2, 2)
    assert Invitation.objects.get(customer=carl).response == response
    spare = Invitation.objects.get(customer=None)
    assert [mail.to_address for mail in spare.deliveries.all()] == [""]
    assert spare.deliveries.get().state == EmailDelivery.State.FAILED  # it waited, and goes out no second time


def test_answers_of_both_count_as_one_person(hotel, survey, carl, twin, maria, rung):
    answered(survey, carl)
    answered(survey, twin)
    working.do_waiting(ANALYSE)
    incident = Incident.objects.first()
    task, _made = ImprovementTask.objects.get_or_create(
        organisation=hotel,
        unit=survey.unit,
        touchpoint=incident.touchpoint,
        theme=incident.theme,
        defaults={"created_at": clock.now(), "voices": 2},
    )
    Incident.objects.update(task=task)
    assert Response.objects.values("respondent_key").distinct().count() == 2
    merging.merge(carl, twin, by=maria)
    task.refresh_from_db()
    assert set(Response.objects.values_list("respondent_key", flat=True)) == {carl.respondent_key}
    assert set(Incident.objects.values_list("respondent_key", flat=True)) == {carl.respondent_key}
    assert task.voices == 1


def test_answers_whose_key_was_let_go_of_stay_nobodys(survey, carl, twin, maria):
    forgotten = cast.response(survey, invitation=cast.invitation(survey), submitted_at=clock.now())
    merging.merge(carl, twin, by=maria)
    assert Response.objects.get().respondent_key == forgotten.respondent_key


def test_what_was_promised_to_either_address_holds_for_the_one(hotel, survey, carl, twin, maria, rung):
    sending.invite(survey, [twin], by=maria)
    suppressing.suppress(hotel, twin.email, reason="open_complaint", by=maria)
    suppressing.suppress(hotel, twin.email, reason="bounced")
    one = merging.merge(carl, twin, by=maria)
    assert suppressing.stops_among(hotel, [one.email]) == {one.email: {"open_complaint"}}
    suppressing.lift(hotel, one.email, reason="open_complaint", by=maria)
    verdict = resting.verdicts(hotel, [one], now=clock.now())[one.pk]
    assert verdict.reason == Spared.Reason.RESTING
    again = cast.customer(hotel, twin.email)  # the next list names the other address once more
    assert again.pk in resting.verdicts(hotel, [again], now=clock.now())


def test_a_mailing_that_names_the_one_who_went_is_for_the_one_who_stays(hotel, survey, carl, twin, maria):
    other = cast.customer(hotel, "anna@guest.example")
    mailing = Mailing.objects.create(
        organisation=hotel,
        survey=survey,
        recipients={"customers": [twin.pk, other.pk]},
        state="scheduled",
        scheduled_at=clock.now() + timedelta(days=1),
        created_at=clock.now(),
    )
    merging.merge(carl, twin, by=maria)
    mailing.refresh_from_db()
    assert mailing.recipients == {"customers": sorted([carl.pk, other.pk])}


def test_twice_is_once_and_nobody_is_merged_with_a_stranger(carl, twin, library, maria):
    merging.merge(carl, twin, by=maria)
    assert merging.merge(carl, twin, by=maria) == carl
    assert AuditEvent.objects.filter(verb="customer.merged").count() == 1
    for other in (carl, cast.customer(library, "olga@other.example")):
        with pytest.raises(merging.NotTheSame):
            merging.merge(carl, other, by=maria)


def test_contacts_are_carried_once(hotel, carl, twin, maria):
    now = clock.now()
    for address in (carl.email, twin.email):
        hashed = suppressing.address_hash(hotel, address)
        Contact.objects.create(organisation=hotel, address_hash=hashed, kind="invitation", at=now)
    merging.merge(carl, twin, by=maria)
    assert Contact.objects.filter(address_hash=suppressing.address_hash(hotel, carl.email)).count() == 1


def test_the_page_finds_the_other_shows_both_and_makes_them_one(carl, twin, hotel, library, maria, logged_in):
    cast.customer(library, "carl@elsewhere.example")
    desk, url = logged_in(maria), f"/customers/{carl.pk}/merging/"
    found = desk.get(url, {"q": "CARL"}).context["found"]
    assert [one.pk for one in found] == [twin.pk]
    page = desk.get(url, {"other": twin.pk})
    assert (page.context["one"].email, Customer.objects.for_organisation(hotel).count()) == (carl.email, 2)
    answer = desk.post(url, {"other": twin.pk})
    assert (answer.status_code, answer.url) == (302, f"/customers/{carl.pk}/")
    assert Customer.objects.for_organisation(hotel).count() == 1
    assert desk.post(url, {"other": twin.pk}).status_code == 422  # pressed twice: the other one is there no more
    assert desk.get(url, {"other": "x" * 30}).status_code == 200
