"""The contact rule, to the day: at most so many mails a person and year, over all surveys, and no means no."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from common import clock
from invitations.mailings import expanding, letters, resting, sending, sparing_words
from invitations.models import Contact, EmailDelivery, Invitation, Spared, Suppression
from invitations.stopping import forgetting, suppressing
from tests import cast

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ASKED = datetime(2026, 11, 3, 15, 30, tzinfo=STOCKHOLM)
INVITATION, REMINDER = "invitation", "reminder"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


def contact(customer, at=ASKED, kind=INVITATION) -> Contact:
    return Contact.objects.create(
        organisation=customer.organisation,
        address_hash=suppressing.address_hash(customer.organisation, customer.email),
        kind=kind,
        at=at,
    )


def verdict(customer, at, kind=INVITATION) -> resting.Verdict | None:
    return resting.verdicts(customer.organisation, [customer], now=at, kind=kind).get(customer.pk)


def midnight(year, month, day) -> datetime:
    return datetime(year, month, day, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("now", "is_held"),
    [
        (ASKED + timedelta(days=29), True),
        (midnight(2026, 12, 3) - timedelta(seconds=1), True),
        (midnight(2026, 12, 3), False),  # thirty days later by the calendar, though earlier in the day
        (ASKED + timedelta(days=31), False),
    ],
)
def test_thirty_days_are_counted_by_the_day(carl, now, is_held):
    contact(carl)
    held = verdict(carl, now)
    assert (held is not None) == is_held
    if held:
        assert (held.reason, held.until) == (Spared.Reason.RESTING, midnight(2026, 12, 3))


def test_the_organisations_own_figure_holds(carl):
    contact(carl)
    carl.organisation.rest_days = 14
    assert verdict(carl, midnight(2026, 11, 16)).until == midnight(2026, 11, 17)
    assert verdict(carl, midnight(2026, 11, 17)) is None


def test_a_mail_that_is_yet_to_go_counts_already(carl):
    contact(carl, at=ASKED + timedelta(days=5))
    assert verdict(carl, ASKED).until == midnight(2026, 12, 8)


@pytest.mark.parametrize(("asked", "days", "is_held"), [(3, 364, False), (4, 364, True), (4, 365, False)])
def test_four_invitations_a_year_and_no_more(carl, asked, days, is_held):
    first = midnight(2026, 1, 10)
    for number in range(asked):
        contact(carl, at=first + timedelta(days=40 * number))
    held = verdict(carl, first + timedelta(days=days))
    assert (held is not None) == is_held
    if held:
        assert (held.reason, held.until) == (Spared.Reason.OFTEN, midnight(2027, 1, 10))


def test_six_mails_a_year_count_reminders_and_hold_a_reminder_too(carl):
    first = midnight(2026, 1, 10)
    for number in range(3):
        contact(carl, at=first + timedelta(days=40 * number))
        contact(carl, at=first + timedelta(days=40 * number + 5), kind=REMINDER)
    later = first + timedelta(days=200)
    for kind in (INVITATION, REMINDER):
        assert verdict(carl, later, kind) == resting.Verdict(
            Spared.Reason.MAILS, midnight(2027, 1, 10), midnight(2026, 3, 31)
        )
    assert verdict(carl, midnight(2027, 1, 10), REMINDER) is None


def test_nobody_reads_from_a_reason_how_many_reminders_somebody_got(carl):
    """Reminders go to those who have not answered; the day there is room again is that of a mail, a year later."""
    until = midnight(2027, 1, 10)
    often, mails = (resting.Verdict(reason, until) for reason in (Spared.Reason.OFTEN, Spared.Reason.MAILS))
    assert resting.words_for(often) == resting.words_for(mails) == "Has been asked often enough this year"
    assert sparing_words.reasons({"mails": 1, "often": 2, "resting": 1}, carl.organisation) == [
        "3 have been asked often enough this year",
        "1 was asked less than 30 days ago",
    ]
    assert sparing_words.reasons({"mails": 1}, carl.organisation) == ["1 has been asked often enough this year"]


def test_a_reminder_need_not_rest(carl):
    contact(carl)
    assert verdict(carl, ASKED + timedelta(days=5), REMINDER) is None


def test_the_rule_that_holds_longest_is_told(carl):
    for number in range(4):
        contact(carl, at=ASKED - timedelta(days=300 - 100 * number))
    held = verdict(carl, ASKED + timedelta(days=1))
    assert (held.reason, held.until) == (Spared.Reason.OFTEN, midnight(2027, 1, 7))


def test_another_organisation_counts_its_own_mails(carl, library):
    contact(carl)
    same_address = cast.customer(library, carl.email)
    assert verdict(same_address, ASKED) is None


def test_who_was_erased_and_imported_again_is_still_counted(survey, carl, maria, hotel):
    address = carl.email
    sending.invite(survey, [carl], by=maria)
    EmailDelivery.objects.update(state="sent", sent_at=clock.now())
    forgetting.forget(Invitation.objects.values_list("pk", flat=True), now=clock.now())
    carl.delete()
    again = cast.customer(hotel, address.upper())
    assert Contact.objects.get().delivery is None
    assert verdict(again, clock.now()).reason == Spared.Reason.RESTING


def test_what_had_not_gone_when_it_was_forgotten_counts_for_nobody(survey, carl, maria):
    sending.invite(survey, [carl], by=maria)
    assert EmailDelivery.objects.get().state == "waiting"
    forgetting.forget(Invitation.objects.values_list("pk", flat=True), now=clock.now())
    assert Contact.objects.count() == 0


@pytest.mark.parametrize(
    ("reason", "spared_as"),
    [("asked", "stopped"), ("death", "stopped"), ("complained", "stopped"), ("bounced", "bounced")],
)
def test_no_means_no_for_invitations_and_reminders(carl, reason, spared_as):
    suppressing.suppress(carl.organisation, carl.email.upper(), reason=reason)
    assert [verdict(carl, clock.now(), kind).reason for kind in (INVITATION, REMINDER)] == [spared_as] * 2


def test_a_stop_for_a_while_says_until_when_and_one_for_ever_outweighs_it(carl):
    until = clock.now() + timedelta(days=183)
    suppressing.suppress(carl.organisation, carl.email, until=until)
    assert verdict(carl, clock.now()).until == until
    assert verdict(carl, until) is None
    suppressing.suppress(carl.organisation, carl.email, reason=Suppression.Reason.DEATH)
    suppressing.suppress(carl.organisation, carl.email, reason=Suppression.Reason.BOUNCED)
    assert (verdict(carl, clock.now()).reason, verdict(carl, clock.now()).until) == ("stopped", None)


def test_a_thousand_cost_as_many_questions_as_one(hotel, carl):
    contact(carl)
    many = [cast.customer(hotel, f"g{number}@guest.example") for number in range(40)]
    asked = []
    for customers in ([carl], [carl, *many]):
        with CaptureQueriesContext(connection) as captured:
            resting.verdicts(hotel, customers, now=clock.now())
        asked.append(len(captured))
    assert asked == [2, 2]


def test_contacts_go_when_the_rule_counts_them_no_more(carl):
    contact(carl)
    day = timedelta(days=1)
    with clock.at(ASKED + 365 * day):
        assert resting.forget_old_contacts() == 0
    with clock.at(ASKED + 367 * day):
        assert resting.forget_old_contacts() == 1


def test_verdicts_are_told_in_words(carl):
    contact(carl)
    with translation.override("en"):
        words = resting.words_for(verdict(carl, ASKED + timedelta(days=1))).replace("\N{NO-BREAK SPACE}", " ")
        assert words == "Was asked on 3 November 2026; may be asked again from 3 December 2026"
        stored = Spared(reason="resting", until=midnight(2026, 12, 3).astimezone(UTC))
        words = resting.words_for(stored, zone=carl.organisation.zone).replace("\N{NO-BREAK SPACE}", " ")
        assert words == "Was asked a short time ago; may be asked again from 3 December 2026"
        for reason, beginning in [("often", "Has been asked"), ("bounced", "Mails to this")]:
            assert resting.words_for(resting.Verdict(reason, ASKED)).startswith(beginning)
        assert "until" not in resting.words_for(resting.Verdict("stopped"))


@pytest.mark.django_db(transaction=True)
def test_two_mailings_at_once_on_two_workers_ask_each_person_once(hotel, maria):
    people = [cast.customer(hotel, f"g{number}@guest.example") for number in range(30)]
    surveys = [cast.published_survey(hotel, name=name) for name in ("Natten", "Maten")]
    mailings = [sending.accept(one, {}, by=maria, letter=letters.default_for(one)) for one in surveys]
    ready = Barrier(len(mailings))

    def expand(mailing) -> None:
        try:
            ready.wait(timeout=60)
            expanding.compute(mailing.pk, 1)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(mailings)) as workers:
        list(workers.map(expand, mailings))
    assert sorted(Invitation.objects.values_list("customer", flat=True)) == [person.pk for person in people]
    assert sorted(Spared.objects.values_list("customer", "reason")) == [(one.pk, "resting") for one in people]
    assert (Contact.objects.count(), EmailDelivery.objects.count()) == (30, 30)
