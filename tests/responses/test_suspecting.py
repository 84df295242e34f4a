"""Programs that try the links of a mail: what they send is kept, set apart, and looked at by a person."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from common import clock
from common.models import Work
from invitations.models import EmailDelivery, PublicLink
from responses import flagging, suspecting
from responses.models import Response
from responses.storing import ANALYSE
from tests import cast
from tests.responses.conftest import answering, published, statements
from tests.responses.walking import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def mailed(survey, hotel):
    """One more guest, whose mail went just now or earlier: mailed() gives the link."""
    numbers = iter(range(1_000))

    def mail(*, seconds_ago: float | None = 5, to=survey, **fields) -> str:
        guest = cast.customer(hotel, f"guest{next(numbers)}@guest.example")
        invitation = cast.invitation(to, guest)
        at = None if seconds_ago is None else clock.now() - timedelta(seconds=seconds_ago)
        EmailDelivery.objects.create(
            **{
                "organisation": hotel,
                "invitation": invitation,
                "to_address": guest.email,
                "created_at": clock.now(),
                "state": "sent",
                "sent_at": at,
            }
            | fields
        )
        return f"/a/{invitation.token}/"

    return mail


def send(client, link, slept, words="Fläkten tjöt.", **more) -> Response:
    sent = client.post(link, answering(client.get(link), (slept, "no", words)) | more)
    assert sent.status_code == 303
    return Response.objects.order_by("-id").first()


def test_quick_alone_is_no_reason(client, mailed, slept):
    assert not send(client, mailed(), slept).flagged
    assert not send(client, mailed(), slept).flagged


def test_three_mails_answered_at_once_from_one_network(client, mailed, slept):
    links = [mailed() for _guest in range(4)]
    assert [send(client, link, slept).flagged for link in links] == [False, False, True, True]
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert not send(elsewhere, mailed(), slept).flagged
    assert Work.objects.count() == 5  # kept and worked on like every other


def test_one_link_many_times_is_one_link(client, mailed, slept):
    link = mailed()
    send(client, link, slept)
    for _again in range(5):
        client.post(link, answering(client.post(f"{link}earlier/"), (slept, "yes", "Nej, bra.")))
    assert not Response.objects.get().flagged


def test_three_within_a_minute_and_no_longer(client, mailed, slept):
    now = clock.now()
    flagged = []
    for wait in (0, 40, 80, 120):
        with clock.at(now + timedelta(seconds=wait)):
            flagged.append(send(client, mailed(), slept).flagged)
    assert flagged == [False] * 4


@pytest.mark.parametrize("seconds_ago", [31, 3600])
def test_half_a_minute_after_the_mail_it_may_be_anybody(client, mailed, slept, seconds_ago):
    assert [send(client, mailed(seconds_ago=seconds_ago), slept, leave="x").flagged for _one in range(4)] == [False] * 4


def test_the_field_nobody_sees(client, mailed, slept):
    link = mailed()
    page = client.get(link).content.decode()
    assert '<p hidden><label for="leave">' in page
    assert send(client, link, slept, leave="Buy now").flagged


def test_two_answers_to_one_question_are_sent_by_no_browser(client, mailed, slept):
    assert send(client, mailed(), slept, **{f"q-{slept.key}": ["yes", "no"]}).flagged


@pytest.mark.parametrize("state", ["waiting", "sent"])
def test_a_mail_that_is_handed_over_just_now_may_be_read_already(client, mailed, slept, state):
    link = mailed(seconds_ago=None if state == "waiting" else 1, state=state)
    assert send(client, link, slept, leave="x").flagged


@pytest.mark.parametrize("fields", [{"state": "outbox"}, {"state": "stopped"}, {"state": "failed"}])
def test_a_mail_that_never_went_brings_no_program(client, mailed, slept, fields):
    assert not send(client, mailed(seconds_ago=None, **fields), slept, leave="x").flagged


def test_a_reminder_that_waits_for_its_hour_did_not_come_just_now(client, mailed, slept, hotel):
    link = mailed(seconds_ago=3600)
    invitation = EmailDelivery.objects.get().invitation
    later = clock.now() + timedelta(days=1)
    EmailDelivery.objects.create(
        organisation=hotel, invitation=invitation, kind="reminder", created_at=clock.now(), send_after=later
    )
    assert not send(client, link, slept, leave="x").flagged


def test_never_in_a_demo(client, mailed, slept, hotel):
    hotel.is_demo = True
    hotel.save()
    assert [send(client, mailed(), slept, leave="x").flagged for _one in range(4)] == [False] * 4


def test_never_by_an_open_link(client, survey, slept):
    link = PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )
    address = f"/a/{link.token}/"
    assert "leave" not in client.get(address).content.decode()
    assert [send(client, address, slept, words, leave="x").flagged for words in "abcd"] == [False] * 4


def test_the_cache_holds_no_address(mailed, slept, monkeypatch):
    kept = {}
    monkeypatch.setattr(cache, "set", lambda key, value, seconds: kept.update({key: (value, seconds)}))
    send(Client(REMOTE_ADDR="192.0.2.77"), mailed(), slept)
    assert "192.0.2" not in repr(kept)
    assert [seconds for _value, seconds in kept.values()] == [suspecting.WITHIN_S]


def test_judging_takes_no_statement_more(client, mailed, slept):
    link = mailed()
    client.get(link)  # warms the definition
    with statements(1):
        page = client.get(link)
    with statements(5):
        client.post(link, answering(page, (slept, "no", "Fläkten tjöt."), leave="x"))


def test_a_later_answer_replaces_it_and_is_judged_anew(client, mailed, slept):
    link = mailed()
    first = send(client, link, slept, leave="x")
    told = client.get(link, {"language": "en"}).content.decode()
    assert "Was it not you?" in told
    anew = client.get(link, {"language": "en", "anew": "1"})
    assert ("Fläkten" in anew.content.decode(), anew.status_code) == (False, 200)
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert client.post(link, answering(anew, (slept, "yes", "Tyst."))).status_code == 303
    first.refresh_from_db()
    assert (first.flagged, first.revision, first.answers.get(value_choice="yes").motivation) == (False, 2, "Tyst.")
    assert list(Work.objects.order_by("id").values_list("object_id", "revision")) == [(first.pk, 1), (first.pk, 2)]


def test_the_same_answer_from_a_person_counts_too(client, mailed, slept):
    link = mailed()
    first = send(client, link, slept, leave="x")
    anew = client.get(link, {"anew": "1"})
    with clock.at(clock.now() + timedelta(minutes=5)):
        client.post(link, answering(anew, (slept, "no", "Fläkten tjöt.")))
    first.refresh_from_db()
    assert (first.flagged, first.revision) == (False, 2)


def test_page_by_page_one_page_is_enough(mailed, hotel):
    survey, asked = published(hotel, *({"kind": "yes_no", "text": f"{number}?"} for number in range(4)))
    walker = Walker(mailed(to=survey))
    walker.answer(asked[0], "no", leave="x")
    with clock.at(clock.now() + timedelta(minutes=5)):
        for question in asked[1:]:
            walker.answer(question, "yes")
    assert (walker.is_thanked, Response.objects.get().flagged) == (True, True)


class TestLookingAtThem:
    @pytest.fixture
    def doubtful(self, client, mailed, slept) -> Response:
        return send(client, mailed(), slept, leave="x")

    def test_it_stands_in_no_list_and_no_figure(self, doubtful, logged_in, maria):
        manager, address = logged_in(maria), f"/surveys/{doubtful.survey_id}/answers/"
        page = manager.get(address)
        assert page.context["page"].rows == []
        assert 'href="/answers/flagged/"' in page.content.decode()
        assert manager.get(f"/answers/{doubtful.pk}/").status_code == 404
        shown = manager.get("/answers/flagged/").content.decode()
        assert [words in shown for words in ("Fläkten tjöt.", "A person wrote this", "Leave it out")] == [True] * 3

    def test_a_person_wrote_it(self, doubtful, logged_in, maria):
        manager = logged_in(maria)
        Work.objects.update(done_at=clock.now())
        for _press in range(2):
            assert manager.post(f"/answers/{doubtful.pk}/flag/", {"choice": "person"}).status_code == 302
        doubtful.refresh_from_db()
        assert (doubtful.flagged, doubtful.flag_settled_by, Work.objects.get(kind=ANALYSE).done_at) == (
            False,
            maria,
            None,
        )
        assert manager.get(f"/answers/{doubtful.pk}/").status_code == 200
        page = manager.get(f"/surveys/{doubtful.survey_id}/answers/")
        assert (len(page.context["page"].rows), page.context["has_doubtful"]) == (1, False)

    def test_nobody_has_answered_until_somebody_has_looked(self, doubtful, maria):
        assert doubtful.invitation.answered_at is None  # so the mailing counts none, and its reminder goes
        flagging.a_person_wrote(doubtful, by=maria)
        doubtful.invitation.refresh_from_db()
        assert doubtful.invitation.answered_at == doubtful.submitted_at

    def test_who_answers_anew_by_the_reminder_has_answered(self, doubtful, client, slept):
        link = f"/a/{doubtful.invitation.token}/"
        EmailDelivery.objects.update(sent_at=clock.now() - timedelta(days=7))
        form = answering(client.get(link, {"anew": ""}), (slept, "no", "Sängen knarrade."))
        with statements(6):
            assert client.post(link, form).status_code == 303
        doubtful.refresh_from_db()
        doubtful.invitation.refresh_from_db()
        assert (doubtful.flagged, doubtful.invitation.answered_at) == (False, doubtful.submitted_at)

    def test_left_out_and_taken_back(self, doubtful, logged_in, maria):
        manager = logged_in(maria)
        manager.post(f"/answers/{doubtful.pk}/flag/", {"choice": "leave_out"})
        assert "Nothing to look at" in manager.get("/answers/flagged/").content.decode()
        assert "Fläkten tjöt." in manager.get("/answers/flagged/", {"left_out": "1"}).content.decode()
        manager.post(f"/answers/{doubtful.pk}/flag/", {"choice": "leave_out"})
        manager.post(f"/answers/{doubtful.pk}/flag/", {"choice": "person"})
        doubtful.refresh_from_db()
        assert not doubtful.flagged

    def test_what_counts_already_is_not_left_out_by_a_late_press(self, doubtful, maria):
        flagging.a_person_wrote(doubtful, by=maria)
        flagging.leave_out(doubtful, by=maria)
        doubtful.refresh_from_db()
        assert not doubtful.flagged

    def test_strangers_and_colleagues_of_other_roles(self, doubtful, logged_in, olga, stefan):
        assert "Fläkten" not in logged_in(olga).get("/answers/flagged/").content.decode()
        assert logged_in(olga).post(f"/answers/{doubtful.pk}/flag/", {"choice": "person"}).status_code == 404
        assert logged_in(stefan).get("/answers/flagged/").status_code == 403

    def test_many_take_no_more_statements_than_one(self, survey, logged_in, maria, django_assert_max_num_queries):
        client, counted = logged_in(maria), []
        for many in (1, 19, 20):
            for _one in range(many):
                row = cast.response(survey, invitation=cast.invitation(survey), submitted_at=clock.now(), flagged=True)
                cast.answer(row, "Fläkten tjöt.")
            client.get("/answers/flagged/")
            with django_assert_max_num_queries(20) as captured:
                page = client.get("/answers/flagged/")
            counted.append(len(captured))
        assert counted[0] == counted[1] == counted[2]
        assert (len(page.context["answers"]), page.context["page"].older_url != "") == (20, True)
