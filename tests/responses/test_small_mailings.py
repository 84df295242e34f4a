"""How many answered a mailing is told unless it is small, or would tell of a small one beside its survey."""

import pytest

from accounts import arranging_units
from common import clock
from invitations.models import EmailDelivery, Mailing
from surveys.models import Survey
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel, anonymity=Survey.Anonymity.PSEUDONYMOUS)


@pytest.fixture
def mailed(hotel, survey):
    """A mailing to so many people, of whom some have answered."""
    guests = iter(range(10_000))

    def mail(people: int, *, answered: int, unit=None, of: Mailing | None = None) -> Mailing:
        now, unit = clock.now(), unit or survey.unit
        mailing = of or Mailing.objects.create(organisation=hotel, survey=survey, created_at=now, expanded_at=now)
        for number in range(people):
            carl = cast.customer(hotel, f"guest{next(guests)}@guest.example")
            is_answered = number < answered
            link = cast.invitation(survey, carl, mailing=mailing, unit=unit, answered_at=now if is_answered else None)
            EmailDelivery.objects.create(
                organisation=hotel, invitation=link, to_address=carl.email, state="sent", created_at=now, sent_at=now
            )
            if is_answered:
                cast.response(survey, invitation=link, unit=unit, submitted_at=now)
        return mailing

    return mail


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


def course_of(desk, row: Survey | Mailing):
    what = "mailings" if isinstance(row, Mailing) else "surveys"
    return desk.get(f"/{what}/{row.pk}/following/").context["course"]


def words_of(desk, mailing: Mailing) -> str:
    return " ".join(desk.get(f"/mailings/{mailing.pk}/").text.split())


def test_a_mailing_that_would_tell_of_a_smaller_one_tells_nothing(desk, mailed, survey):
    seven, two = mailed(7, answered=2), mailed(2, answered=1)
    assert course_of(desk, survey).total.answered == 3
    assert [course_of(desk, one).total.answered for one in (seven, two)] == [None, None]
    assert "2 have answered." not in words_of(desk, seven)
    assert "1 has answered." not in words_of(desk, two)
    Survey.objects.update(anonymity=Survey.Anonymity.NAMED)
    assert [course_of(desk, one).total.answered for one in (seven, two)] == [2, 1]
    assert "2 have answered." in words_of(desk, seven)


def test_small_ones_that_are_enough_together_leave_the_large_one_told(desk, mailed):
    seven, two, three = mailed(7, answered=2), mailed(2, answered=1), mailed(3, answered=3)
    assert [course_of(desk, one).total.answered for one in (seven, two, three)] == [2, None, None]
    assert "2 have answered." in words_of(desk, seven)


def test_a_mailing_nobody_has_got_yet_hides_no_other(desk, mailed):
    seven, waiting = mailed(7, answered=2), mailed(2, answered=0)
    EmailDelivery.objects.filter(invitation__mailing=waiting).update(state="waiting", sent_at=None)
    assert course_of(desk, seven).total.answered == 2


def test_who_may_have_got_a_mail_hides_the_others_too(desk, mailed):
    """The one whose mail came back late has answered all the same: the whole less the seven would say so."""
    seven, one = mailed(7, answered=2), mailed(1, answered=1)
    EmailDelivery.objects.filter(invitation__mailing=one).update(state="bounced")
    assert course_of(desk, seven).total.answered is None


def test_a_place_is_not_told_beside_a_mailing_that_leaves_one_person_of_it(desk, mailed, survey, hotel, agnes):
    kammen = arranging_units.add(parent=cast.root_unit(hotel), name="Kammen", by=agnes)
    first = mailed(5, answered=2, unit=kammen)
    second = mailed(5, answered=3)
    mailed(1, answered=1, unit=kammen, of=second)
    assert [course_of(desk, one).total.answered for one in (first, second)] == [2, 4]
    assert course_of(desk, survey).by_unit == []
    mailed(5, answered=0, unit=kammen, of=second)
    by_unit = course_of(desk, survey).by_unit
    assert [(line.label, line.answered) for line in by_unit] == [("Fjällhotellet", 3), ("Kammen", 3)]


def test_places_are_told_of_the_survey_alone(desk, mailed, survey, hotel, agnes):
    """Of a mailing, they would tell of small groups in the others."""
    kammen = arranging_units.add(parent=cast.root_unit(hotel), name="Kammen", by=agnes)
    mailing = mailed(5, answered=5)
    mailed(5, answered=1, unit=kammen, of=mailing)
    part, whole = course_of(desk, mailing), course_of(desk, survey)
    assert (part.total.answered, part.by_unit) == (6, [])
    assert [line.answered for line in whole.by_unit] == [5, 1]
    Survey.objects.update(anonymity=Survey.Anonymity.NAMED)
    assert [line.answered for line in course_of(desk, mailing).by_unit] == [5, 1]
