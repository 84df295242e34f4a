"""The customer's way: at most nine moments, changed by managers, read by all, kept while anything hangs on them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import AuditEvent
from surveys import building, touchpoints
from surveys.models import Touchpoint
from tests import cast


def moment(of, name="The night", step="use", **values) -> Touchpoint:
    return touchpoints.named(of, {"en": name}, step=step, **values)


def names(of) -> list[str]:
    return [one.names["en"] for one in touchpoints.all_of(of)]


def test_moments_stand_in_the_order_the_customer_meets_them(hotel):
    for name, step in [("Home again", "after"), ("The night", "use"), ("Booking", "before"), ("Breakfast", "use")]:
        moment(hotel, name, step)
    assert names(hotel) == ["Booking", "The night", "Breakfast", "Home again"]
    touchpoints.move(moment(hotel, "Breakfast"), to=0, by=None)
    touchpoints.move(moment(hotel, "Breakfast"), to=-5, by=None)
    assert names(hotel) == ["Booking", "Breakfast", "The night", "Home again"]


def test_nine_is_enough_and_the_whole_visit_does_not_count(hotel, library):
    touchpoints.default_of(hotel)
    made = [moment(hotel, f"Moment {number}") for number in range(9)]
    with pytest.raises(ValidationError, match="9 moments already"):
        moment(hotel, "Moment ten")
    assert moment(hotel, "moment 3 ") == made[3]
    assert moment(library, "Moment ten").names == {"en": "Moment ten"}
    assert not touchpoints.has_room(hotel)


def test_a_manager_adds_and_changes_and_the_other_languages_stay(hotel, maria, logged_in):
    client = logged_in(maria)
    fields = {"name": " The  night ", "step": "use", "customer_need": "To rest", "we_want_it_to_feel": "Safe"}
    assert client.post("/surveys/way/new/", fields).url == "/surveys/way/"
    (night,) = touchpoints.all_of(hotel)
    touchpoints.change(night, by=None, names={"sv": "Natten", "en": "The night"})
    address = reverse("surveys:moment", args=[night.pk])
    client.post(address, fields | {"name": "Night", "step": "after"})
    client.post(address, fields | {"name": "Night", "step": "after"})
    night.refresh_from_db()
    assert (night.names, night.step) == ({"sv": "Natten", "en": "Night"}, "after")
    told = AuditEvent.objects.filter(by=maria, object_type="surveys.touchpoint").values_list("verb", flat=True)
    assert list(told) == ["moment.named", "moment.changed"]
    assert "To rest" in client.get("/surveys/way/").content.decode()


def test_the_moments_of_a_ready_made_survey_are_named_by_whoever_starts_it(hotel, maria):
    building.start_from_library(hotel, "hotel", by=maria)
    named = AuditEvent.objects.filter(verb="moment.named", by=maria)
    assert set(named.values_list("object_id", flat=True)) == {one.pk for one in touchpoints.all_of(hotel)} != set()


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(hotel, maria, logged_in):
    client = logged_in(maria)
    page = client.post("/surveys/way/new/", {"name": "", "step": "moon", "customer_need": "<b>rest</b>"})
    assert page.status_code == 422
    assert "&lt;b&gt;rest&lt;/b&gt;" in page.content.decode()
    for number in range(9):
        moment(hotel, f"Moment {number}")
    full = client.post("/surveys/way/new/", {"name": "Ten", "step": "use"})
    assert (full.status_code, 'value="Ten"' in full.content.decode()) == (422, True)
    assert len(touchpoints.all_of(hotel)) == 9


def test_a_moment_that_something_hangs_on_stays(hotel, maria, logged_in):
    client, night, morning = logged_in(maria), moment(hotel), moment(hotel, "The morning")
    cast.survey(hotel).draft.questions.update(touchpoint=night)
    client.post(reverse("surveys:moment_removal", args=[night.pk]))
    client.post(reverse("surveys:moment_removal", args=[morning.pk]))
    assert names(hotel) == ["The night"]
    with pytest.raises(ValidationError):
        touchpoints.remove(touchpoints.default_of(hotel), by=maria)


def test_staff_read_and_strangers_find_nothing(hotel, stefan, olga, logged_in):
    night = moment(hotel, "Under the stars")
    addresses = [reverse(f"surveys:{name}", args=[night.pk]) for name in ("moment", "moment_order", "moment_removal")]
    staff, stranger = logged_in(stefan), logged_in(olga)
    assert "Under the stars" in staff.get("/surveys/way/").content.decode()
    assert [staff.post(address).status_code for address in addresses] == [403] * 3
    assert [stranger.post(address).status_code for address in addresses] == [404] * 3
    assert "Under the stars" not in stranger.get("/surveys/way/").content.decode()


def test_the_page_moves_a_moment_without_script(hotel, maria, logged_in):
    moment(hotel, "One")
    two = moment(hotel, "Two")
    client = logged_in(maria)
    client.post(reverse("surveys:moment_order", args=[two.pk]), {"to": "up"})
    assert names(hotel) == ["Two", "One"]
    client.post(reverse("surveys:moment_order", args=[two.pk]), {"to": "sideways"})
    assert names(hotel) == ["Two", "One"]
