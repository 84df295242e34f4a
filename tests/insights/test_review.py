"""The review queue: the unsure first, one press each, nobody's word overwritten, and a way back."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from accounts.models import Membership
from common import clock, working
from insights import analysing, improving, settling
from insights.models import Coding, ImprovementTask, Incident
from tests.insights import telling

pytestmark = pytest.mark.django_db


def words_on(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def shown(client) -> Incident | None:
    return client.get("/review/").context["incident"]


def press(client, incident: Incident, **what):
    return client.post(f"/review/{incident.pk}/", what or {"decision": "right"}, follow=True)


def unsure_about(incident: Incident, **how) -> Incident:
    Incident.objects.filter(pk=incident.pk).update(**(how or {"machine_confidence": 0.2}))
    return incident


def test_the_unsure_come_first_then_the_newest(told, maria_reviews):
    unsure = unsure_about(told("Kön ringlade.", days_ago=5))
    newest, older = told("Fläkten tjöt."), told("Dörren gnisslade.", days_ago=3)
    seen = []
    while incident := shown(maria_reviews):
        seen.append(incident)
        press(maria_reviews, incident)
    assert seen == [unsure, newest, older]
    assert "All is looked at" in words_on(maria_reviews.get("/review/"))


@pytest.mark.parametrize(
    ("slept", "polarity", "first"),
    [("yes", "negative", True), ("no", "positive", True), ("no", "negative", False), ("neither", "positive", False)],
)
def test_words_read_otherwise_than_what_was_chosen_are_shown_first_and_said(
    told, maria_reviews, slept, polarity, first
):
    odd = told("Sängen var hård.", "environment", 2, polarity, slept=slept, days_ago=4)
    plain = told("Fläkten tjöt.", slept="no")
    assert shown(maria_reviews) == (odd if first else plain)
    for address in (f"/review/{odd.pk}/", f"/incidents/{odd.pk}/"):
        assert ("What the customer chose beside these words" in words_on(maria_reviews.get(address))) == first


def test_what_a_person_has_called_bad_is_no_weak_guess_any_more(told, maria_reviews, maria):
    odd = told("Sängen var hård.", "environment", 2, "positive", slept="no", days_ago=4)
    plain = told("Fläkten tjöt.", slept="no")
    assert shown(maria_reviews) == odd
    settling.correct(odd, by=maria, polarity="positive", rest_is_right=False)
    assert shown(maria_reviews) == plain


def test_words_changed_after_a_decision_come_back_for_another_look(told, engine, maria_reviews, maria):
    settled = settling.correct(told("Kön ringlade."), by=maria)
    told("Fläkten tjöt.")
    engine.knows("Kön var evig.")
    telling.tells_anew(settled.answer.response, "Kön var evig.")
    working.do_waiting(analysing.KIND)
    again = shown(maria_reviews)
    assert (again, again.flags) == (settled, ["look_again"])
    assert "has written anew since" in words_on(maria_reviews.get("/review/"))


def test_thats_right_settles_it_as_it_was_guessed(told, maria_reviews, maria):
    incident = told("Kön ringlade.", "waiting", 3)
    page = press(maria_reviews, incident)
    incident.refresh_from_db()
    assert (incident.settled_by, incident.human_category, incident.human_severity) == (maria, "waiting", 3)
    assert "Kept as it was: it is right." in words_on(page)
    coding = Coding.objects.get()
    assert (coding.coder, coding.is_incident, coding.category, coding.polarity, coding.severity, coding.was_blind) == (
        maria, True, "waiting", "negative", 3, False
    )  # fmt: skip


def test_one_press_moves_it_and_says_where(told, maria_reviews):
    told("De suckade.", "treatment", 4)
    wrong = told("De fnös åt oss.", "waiting", 4)
    said = words_on(press(maria_reviews, wrong, category="treatment"))
    assert "Moved to How I was treated. It now belongs to “De suckade”." in said
    assert "counts" not in said
    said = words_on(press(maria_reviews, wrong, severity="2"))
    assert "How much it meant: “Cost time”." in said


def test_the_focus_lands_on_the_story_and_on_the_error_where_there_is_one(told, maria_reviews):
    incident = told("Kön ringlade.")
    assert re.findall(r'<(\w+) id="(\w+)" tabindex="-1" autofocus', maria_reviews.get("/review/").content.decode()) == [
        ("figure", "story")
    ]
    sorry = maria_reviews.post(f"/review/{incident.pk}/", {"severity": "9"}).content.decode()
    assert re.findall(r"<(\w+) [^>]*autofocus", sorry) == ["div"]


def test_praise_that_was_bad_is_asked_how_bad(told, maria_reviews):
    praise = told("Jo, jättekul kö.", "waiting", None, "positive", slept="yes")
    page = press(maria_reviews, praise, polarity="negative")
    assert (page.context["incident"], "One more press" in words_on(page)) == (praise, True)
    assert press(maria_reviews, praise, severity="2").context["incident"] == praise
    press(maria_reviews, praise)
    praise.refresh_from_db()
    assert (praise.polarity, praise.severity, shown(maria_reviews)) == ("negative", 2, None)


def test_not_an_incident(told, maria_reviews):
    incident = told("Snorkigt.", "treatment", 4)
    assert "not an incident. The words stay" in words_on(press(maria_reviews, incident, decision="not_incident"))
    incident.refresh_from_db()
    assert (incident.dismissed, ImprovementTask.objects.count()) == (True, 0)
    assert list(Coding.objects.values_list("is_incident", "category", "severity")) == [(False, "", None)]


@pytest.mark.parametrize("what", [{"category": "blame"}, {"severity": "9"}, {"decision": "maybe"}, {"nothing": "1"}])
def test_values_nobody_was_shown_change_nothing(told, maria_reviews, what):
    incident = told("Kön ringlade.")
    assert maria_reviews.post(f"/review/{incident.pk}/", what).status_code == 422
    incident.refresh_from_db()
    assert (incident.settled_at, Coding.objects.count()) == (None, 0)


def test_nobodys_word_is_overwritten_by_a_quick_key(told, maria, logged_in, stefan):
    incident = told("Kön ringlade.")
    settling.correct(incident, by=maria, category="recovery")
    page = press(logged_in(stefan), incident, category="treatment")
    incident.refresh_from_db()
    assert (incident.category, incident.settled_by) == ("recovery", maria)
    assert "Maria was quicker" in words_on(page)
    assert not Coding.objects.filter(coder=stefan).exists()


def test_two_people_are_shown_different_ones(told, logged_in, maria, stefan, agnes):
    Membership.objects.filter(user=agnes).delete()
    for number in range(6):
        told(f"Kön ringlade {number}.")
    marias, stefans = logged_in(maria), logged_in(stefan)
    for _ in range(3):
        hers, his = shown(marias), shown(stefans)
        assert hers != his
        press(marias, hers)
        assert shown(stefans) == his  # hers going changes nothing for him
        press(stefans, his)
    assert shown(marias) is None


def test_undo_puts_everything_back(told, maria_reviews):
    told("De suckade.", "treatment", 4)
    incident = told("Vi fick fel nota.", "price_billing", 4)
    before = Incident.objects.filter(pk=incident.pk).values().get()
    tasks = sorted(ImprovementTask.objects.values_list("pk", "voices", "state"))
    press(maria_reviews, incident, category="treatment")
    page = maria_reviews.post("/review/undoing/", follow=True)
    after = Incident.objects.filter(pk=incident.pk).values().get()
    assert page.context["incident"] == incident
    new_task = after.pop("task_id")
    before.pop("task_id")  # the suggestion it was alone in went when it left; another like it stands there now
    assert after == before
    assert ImprovementTask.objects.get(pk=new_task).theme.category == "price_billing"
    assert [row[1:] for row in sorted(ImprovementTask.objects.values_list("pk", "voices", "state"))] == [
        row[1:] for row in tasks
    ]
    assert Coding.objects.count() == 0
    assert "nothing to take back" in words_on(maria_reviews.post("/review/undoing/", follow=True))


def test_undo_gives_a_taken_task_its_story_back(told, maria_reviews, stefan):
    incident = told("Vi fick fel nota.", "price_billing", 4)
    improving.take(incident.task, by=stefan)
    press(maria_reviews, incident, decision="not_incident")
    maria_reviews.post("/review/undoing/")
    incident.refresh_from_db()
    assert (incident.task.state, incident.task.voices, incident.dismissed) == ("taken", 1, False)


def test_undo_leaves_what_somebody_has_decided_since(told, maria_reviews, stefan):
    incident = told("Kön ringlade.")
    press(maria_reviews, incident, category="recovery")
    settling.correct(incident, by=stefan, category="treatment")
    assert "Somebody has decided" in words_on(maria_reviews.post("/review/undoing/", follow=True))
    incident.refresh_from_db()
    assert (incident.category, incident.settled_by) == ("treatment", stefan)


def test_an_earlier_decision_and_coding_come_back_with_undo(told, maria_reviews, maria):
    incident = settling.correct(told("Kön ringlade."), by=maria, category="recovery")
    press(maria_reviews, incident, category="treatment")
    maria_reviews.post("/review/undoing/")
    incident.refresh_from_db()
    assert (incident.category, incident.settled_by, Coding.objects.get().category) == ("recovery", maria, "recovery")


def test_what_is_skipped_waits_until_it_is_asked_for(told, maria_reviews):
    incident = told("Kön ringlade.")
    page = maria_reviews.post(f"/review/{incident.pk}/skipping/", follow=True)
    assert (page.context["incident"], "Only what you skipped is left" in words_on(page)) == (None, True)
    assert maria_reviews.post("/review/skipping/end/", follow=True).context["incident"] == incident


def test_progress_counts_today(told, maria_reviews, maria):
    with clock.at(clock.now() - timedelta(days=2)):
        settling.correct(told("Förrgår."), by=maria)
    for words in ("Ett.", "Två.", "Tre."):
        told(words)
    press(maria_reviews, shown(maria_reviews))
    assert "1 looked at today, 2 left" in words_on(maria_reviews.get("/review/"))


def test_names_are_masked_and_the_words_that_weighed_are_marked(told, engine, maria_reviews):
    incident = told("Anna Svensson fnös åt mig.", "treatment", 4)
    Incident.objects.filter(pk=incident.pk).update(machine_why=["Anna", "fnös"])
    page = maria_reviews.get("/review/").content.decode()
    assert (re.findall("Anna|Svensson", page), re.findall(r"<mark>(.*?)</mark>", page)) == ([], ["fnös"])


def test_who_asks_for_a_reply_is_shown(told, maria_reviews):
    told("Ring mig!", wants_reply=True, reply_contact="070")
    assert "Waiting for a reply" in words_on(maria_reviews.get("/review/"))


def test_a_house_sees_its_own_queue(told, night, logged_in, stefan, maria_reviews):
    house = arranging_units.add(parent=night.unit, name="House", by=None)
    Membership.objects.get(user=stefan).units.add(house)
    elsewhere = told("De fnös i ladan.")
    client = logged_in(stefan)
    assert shown(client) is None
    addresses = [f"/review/{elsewhere.pk}/", f"/review/{elsewhere.pk}/skipping/", f"/review/{elsewhere.pk}/comparing/"]
    assert [client.post(address, {"decision": "right"}).status_code for address in addresses] == [404, 404, 404]
    assert "ladan" not in client.get("/review/").content.decode()


def test_a_stranger_has_a_queue_of_their_own(told, logged_in, olga):
    incident = told("De fnös.")
    client = logged_in(olga)
    assert shown(client) is None
    assert client.post(f"/review/{incident.pk}/", {"decision": "right"}).status_code == 404


def test_it_works_with_plain_forms(told, maria_reviews):
    incident = told("Kön ringlade.", "waiting", 3)
    page = maria_reviews.get("/review/").content.decode()
    form = page[page.index(f'action="/review/{incident.pk}/"') : page.index("</form>", page.index('id="right"'))]
    buttons = re.findall(r'<button[^>]*name="(\w+)" value="(\w+)"[^>]*>', form)
    assert buttons[0] == ("decision", "right")
    assert {name for name, _ in buttons} == {"decision", "category", "polarity", "severity"}
    assert len([value for name, value in buttons if name == "category"]) == 15
    keys = re.findall(r'data-key="(\w+)"', page)
    assert len(keys) == len(set(keys))


def test_the_start_page_leads_here_with_the_number(told, maria_reviews):
    assert 'id="to-review"' not in maria_reviews.get("/").content.decode()
    told("Kön ringlade."), told("Fläkten tjöt.")
    assert "2 stories to look through" in words_on(maria_reviews.get("/"))


def test_many_cost_as_many_queries_as_one(told, maria_reviews):
    def queries() -> int:
        maria_reviews.get("/review/")
        with CaptureQueriesContext(connection) as captured:
            maria_reviews.get("/review/")
        return len(captured)

    told("Kön ringlade.")
    one = queries()
    for number in range(8):
        unsure_about(told(f"Fläkten tjöt {number}."))
    assert queries() - one <= 0  # an empty group of unsure ones is asked for, too
