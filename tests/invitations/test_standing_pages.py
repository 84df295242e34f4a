"""Standing sends by mouse: start one, see what it will send and why somebody is spared, pause it, end it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from accounts import arranging_units
from accounts.models import Membership
from common import clock
from invitations.mailings import forecasting, keeping_standing
from invitations.models import Customer, Mailing, StandingSend
from invitations.stopping import suppressing
from surveys.models import Survey
from tests import cast
from tests.invitations.standing_days import STARTED, asked, local, on, send, start

AFTERNOON = local(17, 15)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def barn(hotel, agnes):
    return arranging_units.add(parent=cast.root_unit(hotel), name="Ladan", by=agnes)


@pytest.fixture
def survey(hotel):
    with clock.at(STARTED):
        return cast.published_survey(hotel)


@pytest.fixture
def daily(survey, barn, maria):
    return start(survey, barn, by=maria)


@pytest.fixture
def guests(hotel, barn):
    """Three who left on the 17th; Bo asked for no more questions."""
    for name, language in (("anna", "sv"), ("bo", "sv"), ("eva", "en")):
        fields = {"name": name, "unit": barn, "language": language, "use_happened_at": local(17)}
        cast.customer(hotel, f"{name}@guest.example", **fields)
    suppressing.suppress(hotel, "bo@guest.example")


@pytest.fixture
def desk(logged_in, maria):
    """Maria's pages at the afternoon of the 17th, unless another moment is given."""
    client = logged_in(maria)

    class Desk:
        def get(self, path, at=AFTERNOON, **how):
            with clock.at(at):
                return client.get(path, **how)

        def post(self, path, posted=None, at=AFTERNOON):
            with clock.at(at):
                return client.post(path, posted or {})

    return Desk()


def form(barn, **fields) -> dict:
    return {"unit": barn.pk, "days_after": "1", "send_at": "10:00", "language": "", **fields}


def page_of(one: StandingSend, tail: str = "") -> str:
    return f"/standing-sends/{one.pk}/{tail}"


def in_words(day: int) -> str:
    return date_format(on(day), "DATE_FORMAT")


def test_starting_one(desk, survey, barn, maria):
    url = f"/surveys/{survey.pk}/standing-sends/new/"
    assert desk.get("/standing-sends/new/")["Location"] == url  # the only open survey needs no choosing
    first = desk.get(url)
    assert (first.context["form"]["days_after"].value(), first.context["letter_form"]["from_name"].value()) == (
        1,
        "Fjällhotellet",
    )
    words = {"subject_sv": "Hur var natten, {first_name}?", "reminder_after_days": "3", "language": "sv"}
    answers = [desk.post(url, form(barn, days_after="2", send_at="14:30", **words)) for _press in range(2)]
    one = StandingSend.objects.get()  # pressed twice, started once
    assert {answer["Location"] for answer in answers} == {page_of(one)}
    assert (one.unit, one.days_after, f"{one.send_at:%H:%M}", one.created_by) == (barn, 2, "14:30", maria)
    assert (one.recipients, one.reminder_after_days) == ({"language": "sv"}, 3)
    assert one.texts == {"sv": {"subject": "Hur var natten, {first_name}?", "message": ""}}
    assert (one.reply_to_name, one.reply_to_email) == ("Maria", "maria@example.org")


@pytest.mark.parametrize(
    ("field", "broken", "words"),
    [
        ("unit", "0", "valid choice"),
        ("days_after", "61", "60"),
        ("days_after", "-1", "0"),
        ("days_after", "", "required"),
        ("send_at", "half past", "valid time"),
        ("send_at", "21:00", "quiet hours. Choose an hour from 08:00 to 20:00"),
        ("language", "xx", "valid choice"),
        ("attribute_name", "Rum", "Write what stands in the column"),
        ("attribute_value", "Svit", "Name the column"),
        ("subject_sv", "Hej {nobody}", "{nobody}"),
        ("from_name", "", "required"),
        ("reply_to_email", "nobody", "valid email"),
    ],
)
def test_a_form_that_is_not_whole_is_shown_again_with_what_was_typed(desk, survey, barn, field, broken, words):
    typed = form(barn, message_sv="Mina egna ord") | {field: broken}
    page = desk.post(f"/surveys/{survey.pk}/standing-sends/new/", typed)
    assert (page.status_code, StandingSend.objects.count()) == (422, 0)
    assert words in page.text
    assert "Mina egna ord</textarea>" in page.text


def test_changing_one_and_looking_at_its_mail(desk, daily, barn):
    url = page_of(daily, "change/")
    words = {"subject_sv": "Hur var natten hos oss?", "attribute_name": "Rum", "attribute_value": "Svit"}
    assert desk.post(url, form(barn, send_at="16:00", **words)).status_code == 302
    daily.refresh_from_db()
    assert (daily.recipients, f"{daily.send_at:%H:%M}") == ({"attribute": {"name": "Rum", "value": "Svit"}}, "16:00")
    page = desk.get(url)
    assert page.context["form"].is_filter_open
    kept = desk.get(page_of(daily, "preview/") + "?language=sv")
    assert "Hur var natten hos oss?" in kept.text
    typed = desk.post(page_of(daily, "preview/"), {"subject_en": "And how was yours?", "preview": "en"})
    assert (typed.status_code, "And how was yours?" in typed.text) == (200, True)
    assert desk.post(page_of(daily, "preview/"), {"subject_sv": "{nobody}", "preview": "sv"}).status_code == 422
    daily.refresh_from_db()
    assert daily.texts == {"sv": {"subject": "Hur var natten hos oss?", "message": ""}}


def test_a_test_mail_to_oneself_keeps_what_was_typed_and_starts_nothing(desk, survey, barn):
    page = desk.post(f"/surveys/{survey.pk}/standing-sends/new/", form(barn, message_sv="Mina egna ord", test="sv"))
    assert (page.status_code, StandingSend.objects.count()) == (200, 0)
    assert "Mina egna ord</textarea>" in page.text
    assert "maria@example.org" in page.text


def test_the_page_tells_of_tomorrow(desk, daily, guests):
    page = desk.get(page_of(daily))
    told = page.context["told"]
    assert (told.day, told.count, len(told.held), told.languages) == (on(18), 2, 1, [("en", 1), ("sv", 1)])
    assert [row.email for row in page.context["page"].rows] == ["eva@guest.example", "anna@guest.example"]
    assert "Customers of Ladan · 1 day after the visit, at 10:00" in page.text
    held = desk.get(page_of(daily) + "?day=2026-11-18&show=held")
    assert [row.email for row in held.context["page"].rows] == ["bo@guest.example"]
    words = held.context["page"].rows[0].words
    assert (words != "", words in held.text) == (True, True)
    assert Mailing.objects.count() == 0


def test_what_the_page_tells_is_what_is_sent(desk, daily, guests):
    rows = desk.get(page_of(daily)).context["page"].rows
    send(local(18, 10))
    assert asked() == sorted(row.name for row in rows)
    after = desk.get(page_of(daily), at=local(18, 12))
    today = desk.get(page_of(daily) + "?day=2026-11-18", at=local(18, 12))
    mailing = Mailing.objects.get()
    assert (after.context["told"].count, today.context["told"].mailing) == (0, mailing)
    assert f'href="/mailings/{mailing.pk}/"' in today.text
    counted = after.context["mailings"][0]
    assert (counted.people, counted.spared_count, counted.answered_count, counted.bounced_count) == (2, 1, None, 0)
    assert desk.get(page_of(daily, "mailings/")).context["mailings"] == [mailing]


@pytest.mark.parametrize("day", ["", "nonsense", "2026-11-16", "2026-11-26", "2026-13-99", "2026-11-18"])
def test_a_day_outside_the_week_is_that_of_the_next_mailing(desk, daily, day):
    assert desk.get(page_of(daily) + f"?day={day}", at=local(18, 9)).context["told"].day == on(18)
    assert desk.get(page_of(daily) + f"?day={day}").context["told"].day == on(18)
    assert [one[0] for one in desk.get(page_of(daily)).context["days"]] == [
        on(17) + timedelta(days=n) for n in range(8)
    ]


def test_a_list_that_stopped_coming_is_told_kindly(desk, daily, guests):
    words = f"No visits after {in_words(17)} have come in."
    assert words not in desk.get(page_of(daily), at=local(19, 12)).text
    assert words in desk.get(page_of(daily), at=local(20, 12)).text
    Customer.objects.update(use_happened_at=None)
    assert "No visit of these customers is known yet." in desk.get(page_of(daily), at=local(20, 12)).text


def test_why_nothing_is_sent_stands_on_the_page(desk, daily, guests, survey):
    Survey.objects.filter(pk=survey.pk).update(paused_until=local(20))
    page = desk.get(page_of(daily))
    assert f"Sending rests until {in_words(20)}" in page.text
    assert "Waits" in desk.get("/standing-sends/").text
    Survey.objects.filter(pk=survey.pk).update(paused_until=None, closed_at=local(17, 9))
    assert "The survey is closed" in desk.get(page_of(daily)).text


def test_pausing_going_on_and_ending_may_be_pressed_twice(desk, daily, guests):
    for tail, words in (("pause/", "Paused"), ("going-on/", "Sends every day"), ("end/", "Ended")):
        for _press in range(2):
            assert desk.post(page_of(daily, tail))["Location"] == page_of(daily)
        assert words in desk.get(page_of(daily)).text
        assert desk.get(page_of(daily, tail)).status_code == 405
    assert desk.get(page_of(daily, "change/"))["Location"] == page_of(daily)
    assert send(local(18, 10)) == 0


def test_lists_of_all_and_of_one_survey(desk, daily, survey, hotel, barn):
    other = start(cast.published_survey(hotel, name="Frukosten"), barn)
    both = desk.get("/standing-sends/").context["page"].rows
    assert both == [other, daily]
    assert desk.get(f"/surveys/{survey.pk}/standing-sends/").context["page"].rows == [daily]
    surveys = desk.get("/standing-sends/new/").context["page"].rows
    assert {one.name for one in surveys} == {"Natten", "Frukosten"}


def test_an_anonymous_survey_is_no_choice(desk, survey):
    Survey.objects.update(anonymity="anonymous")
    assert desk.get("/standing-sends/new/").context["page"].rows == []
    assert "links for everybody" in desk.get(f"/surveys/{survey.pk}/standing-sends/new/").text


PATHS = ("", "change/", "preview/", "mailings/", "pause/", "going-on/", "end/")


def test_a_manager_of_one_house_meets_only_its_own(desk, daily, survey, hotel, barn, agnes, maria):
    lodge = arranging_units.add(parent=cast.root_unit(hotel), name="Lodgen", by=agnes)
    theirs = start(survey, lodge)
    Membership.objects.get(user=maria).units.add(barn)
    assert desk.get("/standing-sends/").context["page"].rows == [daily]
    for tail in PATHS:
        method = desk.post if tail in ("pause/", "going-on/", "end/") else desk.get
        assert method(page_of(theirs, tail)).status_code == 404
        assert method(page_of(daily, tail)).status_code < 400
    theirs.refresh_from_db()
    assert (theirs.paused_at, theirs.ended_at) == (None, None)
    Survey.objects.filter(pk=survey.pk).update(unit=barn)
    refused = desk.post(f"/surveys/{survey.pk}/standing-sends/new/", form(lodge))
    assert (refused.status_code, "Lodgen" in refused.text) == (422, False)


@pytest.mark.parametrize("name", ["standing_send", "standing_change", "standing_preview", "standing_mailings"])
def test_standing_sends_are_for_managers_of_the_organisation(logged_in, daily, stefan, olga, name):
    url = reverse(f"invitations:{name}", args=[daily.pk])
    assert [logged_in(one).get(url).status_code for one in (stefan, olga)] == [403, 404]


def queries(desk, path: str) -> int:
    desk.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(path).status_code == 200
    return len(captured)


def test_many_guests_cost_no_more_queries(desk, daily, guests, hotel, barn):
    paths = [page_of(daily), page_of(daily) + "?show=held"]
    few = [queries(desk, path) for path in paths]
    for number in range(60):
        guest = {"unit": barn, "use_happened_at": local(17)}
        cast.customer(hotel, f"g{number}@guest.example", **guest)
        if number % 2:
            suppressing.suppress(hotel, f"g{number}@guest.example")
    assert [queries(desk, path) for path in paths] == few
    assert len(desk.get(paths[0]).context["page"].rows) == 10
    assert "before=" in desk.get(paths[0]).context["page"].older_url


def test_many_standing_sends_and_mailings_cost_no_more_queries(desk, daily, guests, survey, hotel, barn):
    def told() -> list[int]:
        return [queries(desk, "/standing-sends/"), queries(desk, page_of(daily, "mailings/"))]

    send(local(18, 10))
    few = told()
    ended = start(survey, barn, days_after=2)
    for days in range(3, 23):
        keeping_standing.end(start(survey, barn, days_after=days), by=None)
    keeping_standing.end(ended, by=None)
    letter = {"reply_to_name": "Maria", "reply_to_email": "maria@example.org", "created_at": STARTED}
    for day in range(30):
        fields = {"organisation": hotel, "survey": survey, "standing": daily, "standing_day": on(19) + timedelta(day)}
        Mailing.objects.create(**fields, **letter)
    assert told() == few
    assert len(desk.get(page_of(daily, "mailings/")).context["mailings"]) == 20


def test_looking_stores_nothing(desk, daily, guests):
    before = (Mailing.objects.count(), StandingSend.objects.values().get())
    for tail in ("", "?show=held", "?day=2026-11-20", "change/", "mailings/"):
        desk.get(page_of(daily, tail))
    assert (Mailing.objects.count(), StandingSend.objects.values().get()) == before
    assert forecasting.next_day(daily)
