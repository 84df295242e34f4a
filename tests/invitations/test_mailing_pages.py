"""A mailing on its way: how far it has come, who is where, and the presses that steer it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, MailServer
from common import clock, working
from common.models import Work
from invitations.mailings import letters, sending
from invitations.mailings.expanding import EXPAND, SEND_MAIL
from invitations.models import EmailDelivery, Mailing
from invitations.stopping import suppressing
from surveys.models import Survey
from tests import cast
from tests.invitations.conftest import page_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

MORNING = datetime.fromisoformat("2026-11-23T09:00:00+00:00")


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


def accept(survey, maria, recipients=None, **more) -> Mailing:
    return sending.accept(survey, recipients or {}, by=maria, letter=letters.default_for(survey), **more)


def test_it_counts_and_follows_along_until_the_last_mail_is_dealt_with(desk, survey, carl, maria, work):
    mailing = sending.invite(survey, [carl], by=maria)
    page = page_of(desk, mailing)
    progress = page.context["progress"]
    assert (progress.waiting, progress.done, progress.people, progress.is_moving) == (1, 0, 1, True)
    assert 'data-hx-trigger="every 2s"' in page.text
    assert "The mails are going out" in page.text
    assert 'id="pause"' in page.text
    work()
    part = page_of(desk, mailing, **{"hx-request": "true"})
    assert part.text.strip().startswith('<div class="stack-loose" id="progress">')
    assert "The mails lie in the outbox" in part.text
    assert 'id="progress-told" data-hx-swap-oob="true"' in part.text
    assert 'id="pause"' not in part.text


def test_before_the_people_are_chosen_it_says_how_many_there_may_be(desk, survey, carl, maria, hotel):
    cast.customer(hotel, "anna@guest.example")
    mailing = accept(survey, maria)
    page = page_of(desk, mailing)
    assert (page.context["progress"].expected, page.context["progress"].is_moving) == (2, True)
    assert "Looking who may be asked" in page.text
    assert "0 of 2" in page.text


def test_what_the_mail_server_says_is_said_in_words_with_the_next_try(desk, survey, carl, maria):
    mailing = sending.invite(survey, [carl], by=maria)
    with clock.at(MORNING):
        again = datetime.fromisoformat("2026-11-23T09:42:00+00:00")
        Work.objects.filter(kind=SEND_MAIL).update(error="Connection refused <now>", due=again)
        page = page_of(desk, mailing)
    assert "The mail server does not take mails just now. We try again at 10:42, by ourselves." in words(page)
    assert "What came back: Connection refused &lt;now&gt;" in words(page)
    assert 'data-hx-trigger="every 15s"' in page.text


def test_a_server_that_is_down_is_told_by_the_work_itself(desk, survey, carl, maria, hotel, work):
    MailServer.objects.create(
        organisation=hotel, host="127.0.0.1", port=1, security="none", from_address="hej@hotel.example"
    )
    mailing = sending.invite(survey, [carl], by=maria)
    work()
    trouble = page_of(desk, mailing).context["progress"].trouble
    assert (trouble.is_of_server, trouble.again_at) == (True, Work.objects.get(kind=SEND_MAIL).due)


def test_a_mailing_whose_survey_closed_stands_still_and_says_why_until_it_is_tried_again(desk, survey, carl, maria):
    mailing = accept(survey, maria)
    Survey.objects.update(closed_at=clock.now())
    working.do_waiting(EXPAND)
    page = page_of(desk, mailing)
    assert "The mailing stands still" in words(page) and "had closed before anybody was asked" in words(page)
    assert "hx-get" not in page.content.decode().split('id="progress"')[1].split(">")[0]
    Survey.objects.update(closed_at=None)
    press(desk, mailing, "retry")
    assert "Looking who may be asked" in words(page_of(desk, mailing))


def test_why_a_mailing_rests_is_said_in_our_own_words(desk, survey, carl, maria):
    mailing = accept(survey, maria)
    Survey.objects.update(paused_until=clock.now() + timedelta(days=3))
    working.do_waiting(EXPAND)
    page = page_of(desk, mailing)
    assert "Sending rests, so that the answers already here can be used first." in words(page)
    assert "mail server" not in page.context["progress"].trouble.words


def test_mails_that_wait_for_their_day_are_counted_and_nothing_moves(desk, survey, carl, maria):
    mailing = sending.invite(survey, [carl], by=maria)
    EmailDelivery.objects.update(send_after=clock.now() + timedelta(days=2))
    page = page_of(desk, mailing)
    assert (page.context["progress"].later, page.context["progress"].is_moving) == (1, False)
    assert "1 mail waits for its time" in words(page)
    assert "data-hx-get" not in page.text


def press(desk, mailing, what, **posted):
    return desk.post(f"/mailings/{mailing.pk}/{what}/", posted)


def test_pause_go_on_and_stop_and_each_pressed_twice_is_once(desk, survey, carl, maria):
    mailing = sending.invite(survey, [carl], by=maria)
    states = []
    for what in ("pause", "pause", "going-on", "going-on", "end", "end", "going-on"):
        assert press(desk, mailing, what)["Location"] == f"/mailings/{mailing.pk}/"
        mailing.refresh_from_db()
        states.append(mailing.state)
    assert states == ["paused"] * 2 + ["sending"] * 2 + ["stopped"] * 3
    noted = AuditEvent.objects.about(mailing).exclude(verb="mailing.sent").order_by("id")
    assert list(noted.values_list("verb", flat=True)) == ["mailing.paused", "mailing.went_on", "mailing.stopped"]


def test_the_buttons_are_those_that_make_sense(desk, survey, carl, maria):
    def buttons(mailing) -> list[str]:
        text = page_of(desk, mailing).text
        return [name for name in ("retry", "go-on", "pause", "stop", "change-time") if f'id="{name}"' in text]

    mailing = sending.invite(survey, [carl], by=maria)
    assert buttons(mailing) == ["pause", "stop"]
    press(desk, mailing, "pause")
    assert buttons(mailing) == ["go-on", "stop"]
    assert "Paused: nothing more goes until you say so" in page_of(desk, mailing).text
    EmailDelivery.objects.update(state="failed")
    press(desk, mailing, "going-on")
    assert buttons(mailing) == ["retry"]
    press(desk, mailing, "end")
    assert buttons(mailing) == []
    with clock.at(MORNING):
        assert buttons(accept(survey, maria, scheduled_at=MORNING + timedelta(days=1))) == ["stop", "change-time"]


def test_the_failed_are_tried_again(desk, survey, carl, maria, hotel, letterbox, work):
    server = MailServer.objects.create(
        organisation=hotel, host="127.0.0.1", port=letterbox.port, security="none", from_address="hej@hotel.example"
    )
    letterbox.replies[carl.email] = "550 No"
    mailing = sending.invite(survey, [carl], by=maria)
    work()
    assert server.port == letterbox.port
    assert EmailDelivery.objects.get().state == "failed"
    letterbox.replies.clear()
    followed = desk.post(f"/mailings/{mailing.pk}/retry/", follow=True)
    assert "1 mail is tried again." in followed.text
    work()
    assert EmailDelivery.objects.get().state == "sent"
    assert (
        "There is no mail that could be tried again." in desk.post(f"/mailings/{mailing.pk}/retry/", follow=True).text
    )


def test_the_time_of_a_scheduled_mailing_can_be_changed_until_it_begins(desk, survey, carl, maria):
    with clock.at(MORNING):
        mailing = accept(survey, maria, scheduled_at=MORNING + timedelta(days=1))
        page = page_of(desk, mailing)
        assert 'value="2026-11-24T10:00"' in page.text
        wrong = press(desk, mailing, "time", moment="2026-11-23T09:00")
        assert wrong.status_code == 422
        assert "That time has passed already." in wrong.text
        assert 'value="2026-11-23T09:00"' in wrong.text
        followed = desk.post(f"/mailings/{mailing.pk}/time/", {"moment": "2026-11-25T11:30"}, follow=True)
        assert "It goes on 25 November at 11:30." in words(followed)
    mailing.refresh_from_db()
    assert mailing.scheduled_at == datetime.fromisoformat("2026-11-25T10:30:00+00:00")
    with clock.at(mailing.scheduled_at + timedelta(minutes=1)):
        working.do_waiting(EXPAND)
        late = desk.post(f"/mailings/{mailing.pk}/time/", {"moment": "2026-11-26T10:00"}, follow=True)
    assert "This mailing has begun; its time can no longer be changed." in late.text


def test_many_recipients_cost_no_more_queries(desk, survey, carl, maria, hotel):
    def queries(mailing, query="") -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(desk, mailing, query)
        return len(captured)

    suppressing.suppress(hotel, "s0@x.se")
    one = sending.invite(survey, [carl, cast.customer(hotel, "s0@x.se")], by=maria)
    many = [cast.customer(hotel, f"g{n}@x.se") for n in range(60)]
    for n in range(1, 30):
        suppressing.suppress(hotel, f"s{n}@x.se")
        many.append(cast.customer(hotel, f"s{n}@x.se"))
    many = sending.invite(survey, many, by=maria)
    queries(one)
    for query in ("", "?state=waiting", "?state=spared"):
        assert queries(many, query) == queries(one, query)


STEERED = ["pause", "going-on", "end", "retry", "time"]


def test_mailings_are_for_the_managers_of_their_organisation(logged_in, stefan, olga, survey, carl, maria):
    mailing = sending.invite(survey, [carl], by=maria)
    assert [page_of(logged_in(who), mailing).status_code for who in (stefan, olga, maria)] == [403, 404, 200]
    for what in STEERED:
        assert [press(logged_in(who), mailing, what).status_code for who in (stefan, olga)] == [403, 404]
    mailing.refresh_from_db()
    assert mailing.state == "sending"
