"""How a mailing goes: true counts, nobody's words, and no figure of what was not measured."""

import csv
import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from accounts.models import Membership
from common import clock
from invitations.models import EmailDelivery, Mailing
from responses import following
from responses.models import Response
from surveys import publishing, question_kinds
from surveys.definitions import published_definition
from surveys.models import Survey
from tests import cast

pytestmark = pytest.mark.django_db
State = EmailDelivery.State


@pytest.fixture
def survey(hotel):
    """Customers were told that it is seen who they are, so no group is too small."""
    return cast.published_survey(hotel, anonymity=Survey.Anonymity.NAMED)


@pytest.fixture
def mailing(hotel, survey):
    now = clock.now()
    return Mailing.objects.create(organisation=hotel, survey=survey, from_name="H", created_at=now, expanded_at=now)


@pytest.fixture
def kammen(hotel, agnes):
    return arranging_units.add(parent=cast.root_unit(hotel), name="Kammen", by=agnes)


@pytest.fixture
def mailed(hotel, survey, mailing):
    """One more person who was sent a mail: mailed(unit=…, language=…, state=…, begun=…, answered=…)."""
    number = iter(range(10_000))

    def mail(*, unit=None, language="sv", state=State.SENT, begun=False, answered=False, **fields) -> EmailDelivery:
        now = clock.now()
        carl = cast.customer(hotel, f"guest{next(number)}@guest.example")
        link = cast.invitation(survey, carl, mailing=mailing, unit=unit or survey.unit, language=language)
        if begun or answered:
            cast.response(survey, invitation=link, unit=link.unit, submitted_at=now if answered else None, **fields)
        return EmailDelivery.objects.create(
            organisation=hotel,
            invitation=link,
            to_address=carl.email,
            state=state,
            created_at=now,
            sent_at=now if state == State.SENT else None,
        )

    return mail


def counts(line) -> tuple:
    return tuple(getattr(line, column) for column in following.COLUMNS)


def test_everybody_is_counted_once_where_they_stand(mailed, kammen, hotel):
    mailed(answered=True)
    mailed(begun=True, language="da")
    mailed(unit=kammen, language="da", state=State.BOUNCED)
    mailed(unit=kammen, state=State.WAITING)
    course = following.course_of(EmailDelivery.objects.for_organisation(hotel), total_label="All")
    assert counts(course.total) == (4, 3, 0, 1, 2, 1)
    assert course.total.rate == 50
    root = cast.root_unit(hotel).name
    assert [(line.label, *counts(line)) for line in course.by_unit] == [
        (root, 2, 2, 0, 0, 2, 1),
        ("Kammen", 2, 1, 0, 1, 0, 0),
    ]
    assert [(line.label, counts(line)) for line in course.by_language] == [
        ("Danish", (2, 2, 0, 1, 1, 0)),
        ("Swedish", (2, 1, 0, 0, 1, 1)),
    ]


def test_a_reminder_is_not_another_invitation(mailed, hotel):
    first = mailed(answered=True)
    EmailDelivery.objects.create(
        organisation=hotel,
        invitation=first.invitation,
        kind="reminder",
        to_address="a@b.example",
        created_at=clock.now(),
    )
    assert counts(following.course_of(EmailDelivery.objects.all()).total) == (1, 1, 0, 0, 1, 1)


def test_what_may_be_automatic_is_left_out_until_somebody_has_looked(mailed):
    mailed(answered=True, flagged=True)
    assert counts(following.course_of(EmailDelivery.objects.all()).total) == (1, 1, 0, 0, 0, 0)


def test_nobody_reached_has_no_rate(mailed):
    mailed(state=State.WAITING)
    assert following.course_of(EmailDelivery.objects.all()).total.rate is None


def test_what_lies_in_the_outbox_has_reached_nobody(mailed, mailing, maria, logged_in):
    mailed(state=State.OUTBOX, answered=True)
    mailed(state=State.OUTBOX)
    client = logged_in(maria)
    page = client.get(f"/mailings/{mailing.pk}/following/")
    total = page.context["course"].total
    assert (counts(total), total.reached, total.rate) == ((2, 0, 2, 0, 1, 1), 0, None)
    assert "2 mails wait in the outbox." in page.text
    mailed()
    mailed(answered=True)
    page = client.get(f"/mailings/{mailing.pk}/following/")
    assert page.context["course"].total.rate == 50
    assert "50 % of those reached have answered" in page.text


def test_the_page_shows_only_the_managers_own_houses(mailed, kammen, hotel, maria, mailing, logged_in):
    mailed(unit=kammen, answered=True)
    mailed(answered=True)
    Membership.objects.get(user=maria).units.add(kammen)
    page = logged_in(maria).get(f"/mailings/{mailing.pk}/following/")
    assert page.status_code == 200
    assert counts(page.context["course"].total) == (1, 1, 0, 0, 1, 1)


def test_a_stranger_finds_nothing(mailed, mailing, survey, olga, logged_in):
    mailed(answered=True)
    client = logged_in(olga)
    assert [
        client.get(address).status_code
        for address in (
            f"/mailings/{mailing.pk}/following/",
            f"/surveys/{survey.pk}/following/",
            f"/surveys/{survey.pk}/following/table.csv",
        )
    ] == [404, 404, 404]


def test_many_mails_cost_the_statements_of_one(mailed, mailing, maria, logged_in):
    client = logged_in(maria)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/mailings/{mailing.pk}/following/").status_code == 200
        return len(asked)

    mailed(answered=True)
    mailed(begun=True)
    client.get(f"/mailings/{mailing.pk}/following/")
    one = statements()
    for _number in range(20):
        mailed(answered=True)
        mailed(begun=True)
    assert statements() == one


def test_the_table_cannot_become_a_formula(mailed, kammen, survey, maria, logged_in):
    kammen.name = "=HYPERLINK(1)"
    kammen.save()
    mailed(unit=kammen, answered=True)
    file = logged_in(maria).get(f"/surveys/{survey.pk}/following/table.csv")
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    assert rows[0] == [
        "group",
        "name",
        "invited",
        "sent",
        "in_outbox",
        "bounced",
        "begun",
        "answered",
        "answered_percent",
    ]
    assert rows[1] == ["all", "", "1", "1", "0", "0", "1", "1", "100"]
    assert rows[2][:2] == ["unit", "'=HYPERLINK(1)"]


def test_where_people_stop_is_told_question_by_question(hotel, mailing):
    survey = cast.survey(hotel, name="Long")
    for number in range(2):
        cast.question(
            survey.draft, question_kinds.OPEN_TEXT, cast.both(f"Fråga {number}", f"Question {number}", ("sv", "en"))
        )
    survey = cast.walk(survey)
    publishing.publish(survey.draft, by=None)
    survey.refresh_from_db()
    definition = published_definition(survey.published_version_id)

    def stopped_after(place: int | None) -> Response:
        sent_at = clock.now() if place is None else None
        response = cast.response(
            survey, invitation=cast.invitation(survey), submitted_at=sent_at, form_number=uuid.uuid4()
        )
        for question in definition.questions[: len(definition.questions) if place is None else place]:
            cast.answer(response, "Ja.", question_id=question.id, question_key=question.key)
        return response

    for place in (None, 1, 1, 2):
        stopped_after(place)
    lines = following.leaving(definition, Response.objects.all(), language="en")
    assert [(line.number, line.came, line.left, line.is_much) for line in lines] == [
        (1, 4, 0, False),
        (2, 4, 2, True),
        (3, 2, 1, True),
        (4, 1, 0, False),
    ]
    few = following.leaving(definition, Response.objects.all(), language="en", fewest=4)
    assert [(line.number, line.came, line.left) for line in few] == [(1, 4, 0), (2, 4, 2)]
    assert following.leaving(definition, Response.objects.all(), language="en", fewest=5) == []


def test_a_survey_on_one_page_has_nobody_half_way(mailed, survey):
    mailed(answered=True)
    assert (
        following.leaving(published_definition(survey.published_version_id), Response.objects.all(), language="en")
        == []
    )


def told(lines) -> list[tuple]:
    return [(line.label, line.invited, line.answered) for line in lines]


def test_no_figure_of_answers_is_about_fewer_than_five(mailed, kammen, hotel):
    root = cast.root_unit(hotel).name
    for _number in range(6):
        mailed()
    for _number in range(5):
        mailed(language="da", answered=True)
    mailed(unit=kammen, language="nb", answered=True)
    course = following.course_of(EmailDelivery.objects.all(), fewest=5)
    assert told([course.total]) == [("", 12, 6)]
    assert course.by_unit == []  # taken from the whole, the other place would tell of this one
    assert told(course.by_language) == [("Danish", 5, 5), ("Others", 7, 1)]
    for _number in range(4):
        mailed(unit=kammen, language="fi")
    course = following.course_of(EmailDelivery.objects.all(), fewest=5)
    assert told(course.by_unit) == [(root, 11, 5), ("Kammen", 5, 1)]
    assert told(course.by_language) == [("Danish", 5, 5), ("Swedish", 6, 0), ("Others", 5, 1)]


def test_who_cannot_have_answered_does_not_make_a_group_large(mailed, kammen):
    for _number in range(6):
        mailed()
    mailed(unit=kammen, answered=True)
    for state in (State.WAITING, State.BOUNCED, State.STOPPED, State.FAILED):
        mailed(unit=kammen, state=state)
    assert following.course_of(EmailDelivery.objects.all(), fewest=5).by_unit == []


@pytest.mark.parametrize("anonymity", [Survey.Anonymity.PSEUDONYMOUS, Survey.Anonymity.ANONYMOUS])
def test_a_small_mailing_tells_nothing_of_answers(mailed, mailing, survey, anonymity, maria, logged_in):
    Survey.objects.update(anonymity=anonymity)
    for _number in range(3):
        mailed()
    mailed(answered=True)
    client = logged_in(maria)
    page = client.get(f"/mailings/{mailing.pk}/following/")
    assert counts(page.context["course"].total) == (4, 4, 0, 0, None, None)
    assert "How many have answered is not shown" in page.text
    assert "1 of 4" not in page.text
    file = client.get(f"/surveys/{survey.pk}/following/table.csv")
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    assert rows[1] == ["all", "", "4", "4", "0", "0", "", "", ""]
    mailed()
    page = client.get(f"/mailings/{mailing.pk}/following/")
    assert counts(page.context["course"].total) == (5, 5, 0, 0, 1, 1)
    assert "1 of 5" in page.text
