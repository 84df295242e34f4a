"""What the buttons do: one press to take, every state a resource, words kept when something does not fit."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages

from common import clock
from insights.models import ImprovementTask
from tests.insights.test_improving import a_task

pytestmark = pytest.mark.django_db


def said(page) -> list[str]:
    return [str(message) for message in get_messages(page.wsgi_request)]


@pytest.fixture
def stefans(logged_in, stefan):
    return logged_in(stefan)


def now(task) -> ImprovementTask:
    return ImprovementTask.objects.get(pk=task.pk)


def test_one_press_takes_it(told, stefans, stefan):
    task = told("De fnös.", "treatment", 4).task
    assert f'action="/tasks/{task.pk}/owner/"' in stefans.get("/").content.decode()
    page = stefans.post(f"/tasks/{task.pk}/owner/")
    assert (page.url, said(page)) == (f"/tasks/{task.pk}/", ["It is yours. Thank you for taking it."])
    assert (now(task).state, now(task).owner) == ("taken", stefan)


def test_the_second_is_told_kindly_who_has_it(hotel, stefans, marias):
    task = a_task(hotel)
    marias.post(f"/tasks/{task.pk}/owner/")
    page = stefans.post(f"/tasks/{task.pk}/owner/")
    assert said(page) == ["Maria has already taken this. Offer a hand if you like."]
    assert now(task).owner.name == "Maria"


@pytest.mark.parametrize("field", ["owner", "user", "by"])
def test_nobody_is_made_owner_by_another(hotel, marias, stefan, field):
    task = a_task(hotel)
    marias.post(f"/tasks/{task.pk}/owner/", {field: stefan.pk})
    assert now(task).owner.name == "Maria"


def test_from_taking_to_what_happened_in_five_presses(hotel, stefans):
    task = a_task(hotel)
    address = f"/tasks/{task.pk}/"
    presses = [
        ("owner/", {}, "taken"),
        ("step/", {"step-chip": "mend", "step-step": "The fan"}, "taken"),
        ("trial/", {"trial-hypothesis": "We think it is the bearing."}, "testing"),
        ("work-done/", {"work-what_we_did": "Changed the bearing."}, "measuring"),
        ("closing/", {"closing-what_happened": "Silence."}, "closed_learned"),
    ]
    for end, words, state in presses:
        page = stefans.post(address + end, words)
        assert (page.status_code, page["Location"], now(task).state) == (302, address, state)
    assert (now(task).smallest_step, now(task).what_happened) == ("Mend something: The fan", "Silence.")


def test_handing_back_is_one_press(hotel, stefans, stefan):
    task = a_task(hotel, "taken", owner=stefan)
    page = stefans.post(f"/tasks/{task.pk}/owner/end/")
    assert (page.url, now(task).state, now(task).owner) == (f"/tasks/{task.pk}/", "open", None)


@pytest.mark.parametrize(("end", "words"), [("work-done/", "One line is enough"), ("closing/", "One line is enough")])
def test_an_empty_line_is_asked_for_again(hotel, stefans, stefan, end, words):
    task = a_task(hotel, "taken" if end == "work-done/" else "measuring", owner=stefan)
    page = stefans.post(f"/tasks/{task.pk}/{end}", {})
    assert (page.status_code, words in page.content.decode(), now(task).state) == (422, True, task.state)


def test_what_was_typed_stands_there_again(hotel, marias):
    task = a_task(hotel)
    far = clock.now().date().replace(year=clock.now().year + 2)
    page = marias.post(f"/tasks/{task.pk}/rest/", {"rest-reason": "Stängt för vintern", "rest-review_on": far})
    text = page.content.decode()
    assert (page.status_code, "Stängt för vintern" in text, "next 90 days" in text) == (422, True, True)
    assert now(task).state == "suggested"


def test_resting_and_waking(hotel, marias, stefans):
    task = a_task(hotel)
    soon = clock.now().date() + timedelta(days=45)
    marias.post(f"/tasks/{task.pk}/rest/", {"rest-reason": "Stängt", "rest-review_on": soon})
    assert (now(task).state, now(task).reason) == ("parked", "Stängt")
    stefans.post(f"/tasks/{task.pk}/rest/end/")
    assert now(task).state == "open"


@pytest.mark.parametrize("end", ["rest/", "merging/"])
def test_staff_are_not_asked_to_rest_or_merge(hotel, stefans, end):
    assert stefans.post(f"/tasks/{a_task(hotel).pk}/{end}").status_code == 403


def test_two_people_leave_something_that_mattered(told, marias, stefans):
    task = told("De fnös.", "treatment", 4).task
    marias.post(f"/tasks/{task.pk}/declining/", {"declining-reason": "Inte vår disk."})
    page = stefans.get(f"/tasks/{task.pk}/").content.decode()
    assert ("Maria suggests not to take this further" in page, "Inte vår disk." in page) == (True, True)
    stefans.post(f"/tasks/{task.pk}/declining/agreement/")
    assert now(task).state == "declined"
    marias.post(f"/tasks/{task.pk}/reopening/")
    assert now(task).state == "open"


def test_agreeing_with_nobody_is_not_found(hotel, stefans):
    assert stefans.post(f"/tasks/{a_task(hotel).pk}/declining/agreement/").status_code == 404


def test_the_other_may_keep_it(told, marias, stefans):
    task = told("De fnös.", "treatment", 4).task
    marias.post(f"/tasks/{task.pk}/declining/", {"declining-reason": "Inte vår disk."})
    stefans.post(f"/tasks/{task.pk}/declining/end/")
    assert (now(task).state, now(task).decline_asked_by) == ("suggested", None)


def test_merging_offers_what_is_alike_and_nothing_else(told, hotel, library, marias):
    task = told("De fnös.", "treatment", 4).task
    alike = a_task(hotel, category="recovery")
    strangers = a_task(library)
    page = marias.get(f"/tasks/{task.pk}/")
    assert list(page.context["merging_form"].tasks) == [str(alike.pk)]
    refused = marias.post(f"/tasks/{task.pk}/merging/", {"merging-into": strangers.pk})
    assert (refused.status_code, now(task).state) == (422, "suggested")
    marias.post(f"/tasks/{task.pk}/merging/", {"merging-into": alike.pk})
    assert (now(task).state, now(task).merged_into) == ("merged", alike)


def test_one_tap_corrects_an_incident(told, stefans, stefan):
    incident = told("De fnös.", "waiting", 2)
    page = stefans.post(
        f"/incidents/{incident.pk}/judgement/",
        {"judgement-category": "treatment", "judgement-severity": "4", "judgement-polarity": "negative"},
    )
    incident.refresh_from_db()
    assert (page.url, incident.category, incident.severity) == (f"/incidents/{incident.pk}/", "treatment", 4)
    assert (incident.settled_by, incident.task.voices) == (stefan, 1)


def test_a_value_nobody_was_shown_is_answered_kindly(told, stefans):
    incident = told("De fnös.")
    page = stefans.post(f"/incidents/{incident.pk}/judgement/", {"judgement-category": "blame"})
    incident.refresh_from_db()
    assert (page.status_code, incident.settled_at) == (422, None)


def test_who_comes_back_to_an_address_that_only_answers_a_press_is_led_on(told, stefans):
    story = told("Så vänliga!", "treatment", 5, "positive")
    ends = {
        f"/incidents/{story.pk}/judgement/": f"/incidents/{story.pk}/",
        f"/incidents/{story.pk}/thanks/": "/thanks/",
        f"/review/{story.pk}/comparing/": "/review/comparing/",
    }
    assert {address: stefans.get(address).url for address in ends} == ends
    story.refresh_from_db()
    assert (story.settled_at, story.passed_on_at) == (None, None)


def test_not_an_incident_and_an_improvement_by_hand(told, stefans):
    incident = told("Kön.", severity=1)
    page = stefans.post(f"/incidents/{incident.pk}/improvement/")
    incident.refresh_from_db()
    assert (page.url, incident.task.state) == (f"/tasks/{incident.task_id}/", "open")
    stefans.post(f"/incidents/{incident.pk}/dismissal/")
    incident.refresh_from_db()
    assert (incident.dismissed, incident.task) == (True, None)


def test_words_too_long_to_pass_on_stand_there_again(told, stefans):
    praise = told("Så vänliga!", "treatment", 5, "positive")
    told("Så gott!", "core_outcome", 5, "positive")
    words = "Gott om tid. " * 40
    page = stefans.post(f"/incidents/{praise.pk}/thanks/", {f"thanks-{praise.pk}-made_possible": words})
    assert page.status_code == 422
    assert [(quote.incident, form["made_possible"].value()) for quote, form in page.context["rows"]] == [
        (praise, words)
    ]
    praise.refresh_from_db()
    assert praise.passed_on_at is None


def test_thanks_are_passed_on_in_one_press(told, stefans, stefan):
    praise = told("Så vänliga!", polarity="positive")
    stefans.post(f"/incidents/{praise.pk}/thanks/", {f"thanks-{praise.pk}-made_possible": "Time"})
    praise.refresh_from_db()
    assert (praise.passed_on_by, praise.made_possible) == (stefan, "Time")
    assert "What made it possible" in stefans.get("/thanks/").content.decode()


@pytest.mark.parametrize("end", ["owner/", "owner/end/", "rest/end/", "reopening/"])
def test_looking_changes_nothing(hotel, marias, end):
    assert marias.get(f"/tasks/{a_task(hotel).pk}/{end}").status_code == 405


@pytest.mark.parametrize("end", ["step/", "trial/", "work-done/", "closing/", "rest/", "declining/", "merging/"])
def test_who_comes_back_to_a_form_that_did_not_fit_is_led_to_its_task_and_changes_nothing(hotel, marias, maria, end):
    task = a_task(hotel, "taken", owner=maria)
    address = f"/tasks/{task.pk}/"
    assert (marias.get(address + end).url, marias.head(address + end).url) == (address, address)
    assert ImprovementTask.objects.filter(pk=task.pk).values().get() == {
        name: value for name, value in vars(task).items() if name != "_state"
    }


@pytest.mark.parametrize(
    "state", ["suggested", "taken", "testing", "measuring", "parked", "declined", "closed_learned"]
)
def test_every_state_has_its_page_for_the_owner_and_for_others(hotel, marias, stefans, stefan, state):
    task = a_task(hotel, state, owner=stefan, review_on=clock.now().date() if state == "parked" else None)
    for client in (marias, stefans):
        page = client.get(f"/tasks/{task.pk}/")
        assert page.status_code == 200
        assert page.content.decode().count("button-primary") <= 1


def test_words_for_a_task_that_has_moved_on_can_be_copied(hotel, stefans, marias):
    task = a_task(hotel)
    marias.post(f"/tasks/{task.pk}/owner/")
    page = stefans.post(f"/tasks/{task.pk}/declining/", {"declining-reason": "Not ours, I think."})
    assert page.status_code == 422
    words = page.content.decode()
    assert [text in words for text in ("Maria has already taken this.", "Not ours, I think.")] == [True, True]


def test_a_step_can_be_changed_without_doubling_its_kind(hotel, stefans):
    task = a_task(hotel)
    stefans.post(f"/tasks/{task.pk}/owner/")
    stefans.post(f"/tasks/{task.pk}/step/", {"step-chip": "mend", "step-step": "The fan"})
    form = stefans.get(f"/tasks/{task.pk}/").context["step_form"]
    assert (form["chip"].value(), form["step"].value()) == ("mend", "The fan")
    stefans.post(f"/tasks/{task.pk}/step/", {"step-chip": "mend", "step-step": "The old fan"})
    assert now(task).smallest_step == "Mend something: The old fan"
    page = stefans.post(f"/tasks/{task.pk}/step/", {"step-chip": "mend", "step-step": "x" * 240})
    assert (page.status_code, now(task).smallest_step) == (422, "Mend something: The old fan")
