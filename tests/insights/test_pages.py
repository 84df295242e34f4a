"""The start page, the lists and one task, as Maria, Stefan and strangers meet them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from accounts.models import Membership
from common import clock
from insights import improving
from insights.models import ImprovementTask
from insights.views import thanks
from tests import cast
from tests.insights.test_improving import a_task

pytestmark = pytest.mark.django_db

NAMED = "Anna Svensson på 070-123 45 67 fnös åt mig."


def words_on(page) -> str:
    text = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(text.split())


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.fixture
def barn(night):
    return arranging_units.add(parent=night.unit, name="Barn", by=None)


@pytest.fixture
def limited(stefan, hotel, night):
    """Stefan sees one house only."""
    house = arranging_units.add(parent=night.unit, name="House", by=None)
    Membership.objects.get(user=stefan).units.add(house)
    return house


def test_a_visitor_is_asked_to_log_in(client, db):
    assert client.get("/").url == "/account/login/?next=/"


def test_the_start_page_tells_the_newest_bad_news_in_the_customers_words(told, logged_in, stefan):
    told("Fläkten tjöt hela natten.", "environment", 3, days_ago=2)
    told("Mannen fnös.", "treatment", 2, days_ago=1)
    told("Maten var god men kall.", "core_outcome", 2, "mixed")
    told("Underbar säng!", "core_outcome", 3, "positive")
    page = logged_in(stefan).get("/")
    assert [one.words for one in page.context["stories"]] == [
        "Maten var god men kall.",
        "Mannen fnös.",
        "Fläkten tjöt hela natten.",
    ]
    said = words_on(page)
    assert "We help tired people wake up rested." in said
    assert [word for word in ("yesterday", "Place and surroundings", "Mattered", "Swedish") if word not in said] == []
    assert [one.words for one in page.context["thanks"]] == ["Underbar säng!"]
    assert re.findall(r"average|mean score", said, re.IGNORECASE) == []


def test_only_what_is_free_has_the_button(told, logged_in, stefan, maria):
    free = told("De fnös.", "treatment", 4).task
    improving.take(told("Vi halkade.", "safety", 4).task, by=maria)
    page = logged_in(stefan).get("/tasks/").content.decode()
    assert re.findall(r'action="(/tasks/\d+/owner/)"', page) == [f"/tasks/{free.pk}/owner/"]


def test_names_are_masked_everywhere(told, logged_in, maria):
    incident = told(NAMED, "treatment", 4)
    praise = told("Anna Svensson bar min väska.", polarity="positive")
    client = logged_in(maria)
    addresses = (
        "/",
        "/tasks/",
        f"/tasks/{incident.task_id}/",
        f"/incidents/{incident.pk}/",
        f"/incidents/{praise.pk}/",
        f"/answers/{incident.answer.response_id}/",
        "/thanks/",
    )
    leaking = [a for a in addresses if re.search("Anna|Svensson|070-123", client.get(a).content.decode())]
    assert leaking == []


@pytest.mark.parametrize(
    ("role", "surveys", "words"),
    [
        ("maria", False, "Make a survey"),
        ("maria", True, "Invite customers to your survey"),
        ("stefan", True, "Nothing for you to do right now"),
    ],
)
def test_an_empty_start_page_says_what_comes_next(request, logged_in, hotel, role, surveys, words):
    if surveys:
        request.getfixturevalue("night")
    assert words in words_on(logged_in(request.getfixturevalue(role)).get("/"))


def test_only_good_news_is_good_news(told, logged_in, stefan):
    told("Underbart!", polarity="positive")
    assert "Nothing has gone wrong that anybody told us" in words_on(logged_in(stefan).get("/"))


def test_a_stranger_finds_nothing(told, logged_in, olga):
    incident = told("De fnös.", "treatment", 4)
    client = logged_in(olga)
    addresses = (
        f"/tasks/{incident.task_id}/",
        f"/incidents/{incident.pk}/",
        f"/answers/{incident.answer.response_id}/",
    )
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    for address in ("/", "/tasks/", "/thanks/"):
        assert "fnös" not in client.get(address).content.decode()
    ends = ["owner/", "owner/end/", "opening/", "step/", "trial/", "work-done/", "closing/", "rest/", "rest/end/"]
    ends += ["declining/", "declining/agreement/", "declining/end/", "reopening/", "merging/"]
    posts = [f"/tasks/{incident.task_id}/{end}" for end in ends]
    posts += [f"/incidents/{incident.pk}/{end}" for end in ("judgement/", "dismissal/", "improvement/", "thanks/")]
    assert [client.post(address).status_code for address in posts] == [404] * len(posts)
    assert ImprovementTask.objects.get().state == "suggested"


def test_merging_shows_nobody_the_words_of_another_house(told, logged_in, maria, stefan, limited, barn):
    elsewhere = told("De fnös i ladan.", "treatment", 3, unit=barn)
    here = told("De fnös i huset.", "treatment", 4, unit=limited)
    client = logged_in(stefan)
    improving.merge(elsewhere.task, into=here.task, by=maria)
    assert [one.incident for one in client.get(f"/tasks/{here.task_id}/").context["quotes"]] == [here]
    second = told("De skrek i huset.", "environment", 4, unit=limited)
    improving.merge(second.task, into=told("De skrek i ladan.", "environment", 5, unit=barn).task, by=maria)
    page = client.get(f"/incidents/{second.pk}/")
    assert ("ladan" in page.content.decode(), page.context["task_card"]) == (False, None)
    assert 'id="make-improvement"' not in page.content.decode()  # it has one, elsewhere


def test_who_is_limited_to_a_house_sees_that_house(told, logged_in, stefan, limited, barn):
    elsewhere = told("De fnös i ladan.", "treatment", 4, unit=barn)
    here = told("De fnös i huset.", "treatment", 4, unit=limited)
    client = logged_in(stefan)
    assert [one.incident for one in client.get("/").context["stories"]] == [here]
    assert [card.pk for card in client.get("/tasks/").context["cards"]] == [here.task_id]
    hidden = f"/tasks/{elsewhere.task_id}/", f"/incidents/{elsewhere.pk}/", f"/answers/{elsewhere.answer.response_id}/"
    assert [client.get(address).status_code for address in hidden] == [404, 404, 404]
    assert client.post(f"/tasks/{elsewhere.task_id}/owner/").status_code == 404


def test_tasks_stand_by_band_then_score_then_the_oldest(hotel, logged_in, stefan):
    made = {
        category: a_task(hotel, category=category, band=band, band_order=order, score=score)
        for category, band, order, score in [
            ("waiting", "later", 2, 7),
            ("safety", "now", 0, 30),
            ("recovery", "next", 1, 9),
            ("treatment", "next", 1, 12),
            ("technology", "next", 1, 9),
        ]
    }
    page = logged_in(stefan).get("/tasks/")
    expected = [made[name].pk for name in ("safety", "treatment", "recovery", "technology", "waiting")]
    assert [card.pk for card in page.context["cards"]] == expected


def test_the_list_is_filtered_by_state_band_place_and_mine(hotel, night, barn, logged_in, stefan, maria):
    free = a_task(hotel, "open", band="now", band_order=0)
    mine = a_task(hotel, "taken", owner=stefan, category="safety", unit=barn)
    theirs = a_task(hotel, "taken", owner=maria, category="recovery")
    done = a_task(hotel, "declined", category="treatment")
    client = logged_in(stefan)

    def shown(query: str) -> list[int]:
        return sorted(card.pk for card in client.get(f"/tasks/?{query}").context["cards"])

    assert shown("") == [free.pk, mine.pk, theirs.pk]
    assert shown("state=taken") == [mine.pk, theirs.pk]
    assert shown("state=declined") == [done.pk]
    assert shown("band=now") == [free.pk]
    assert shown(f"unit={barn.pk}") == [mine.pk]
    assert shown("mine=on") == [mine.pk]
    assert shown("state=dancing&unit=x&page=99") == [free.pk, mine.pk, theirs.pk]


def test_the_list_is_paged_and_keeps_the_filter(hotel, night, logged_in, stefan):
    for number in range(25):
        a_task(hotel, unit=arranging_units.add(parent=night.unit, name=f"Room {number}", by=None))
    page = logged_in(stefan).get("/tasks/?state=suggested")
    assert (len(page.context["cards"]), page.context["next_url"]) == (24, "/tasks/?state=suggested&page=2")


def test_a_task_page_tells_why_what_and_who(told, logged_in, stefan):
    told("De fnös åt oss. Alla tre.", "treatment", 4)
    task = told("Ingen hälsade.", "treatment", 2).task
    page = logged_in(stefan).get(f"/tasks/{task.pk}/")
    said = words_on(page)
    assert [one.words for one in page.context["quotes"]] == ["De fnös åt oss. Alla tre.", "Ingen hälsade."]
    for words in (
        "De fnös åt oss.",
        "said by 2 people in all",
        "We help tired people",
        "High up because",
        "I'll take this",
    ):
        assert words in said
    assert said.index("I'll take this") < said.index("Ingen hälsade.")


def test_many_quotes_come_in_pages(told, logged_in, stefan):
    for number in range(21):
        task = told(f"Kön var lång, {number}.", severity=3).task or None
    page = logged_in(stefan).get(f"/tasks/{task.pk}/")
    assert (len(page.context["quotes"]), page.context["next_url"]) == (20, f"/tasks/{task.pk}/?page=2")


def test_pages_ask_the_same_few_questions_for_one_and_for_many(told, hotel, night, logged_in, stefan, maria):
    stefans, marias = logged_in(stefan), logged_in(maria)

    def all_pages(task) -> list[int]:
        addresses = ("/", "/tasks/", "/thanks/", f"/tasks/{task.pk}/")
        return [queries(client, address) for client in (stefans, marias) for address in addresses]

    told("Underbart!", "waiting", 2, "positive")
    task = told("De fnös.", "treatment", 4).task
    improving.take(told("Vi halkade.", "safety", 4).task, by=stefan)
    one = all_pages(task)
    for number in range(5):
        told(f"Underbart, {number}!", "waiting", 2, "positive")
        told(f"De fnös, {number}.", "treatment", 2)
        house = arranging_units.add(parent=night.unit, name=f"House {number}", by=None)
        told(f"De fnös i hus {number}.", "treatment", 4, unit=house)
        improving.take(told(f"Vi halkade i hus {number}.", "safety", 4, unit=house).task, by=stefan)
    assert all_pages(task) == one
    assert max(one) <= 22, one


def test_an_answer_shows_what_was_found_and_is_read_by_a_post(told, logged_in, stefan):
    older = told("Kön var lång.", days_ago=2)
    incident = told("De fnös.", "treatment", 4, days_ago=1)
    newer = told("Vi halkade.", "safety", 3)
    address = f"/answers/{incident.answer.response_id}/"
    page = logged_in(stefan).get(address)
    neighbours = page.context["neighbours"]
    assert (neighbours.newer_id, neighbours.older_id) == (newer.answer.response_id, older.answer.response_id)
    assert [one.words for one in page.context["quotes"]] == ["De fnös."]
    assert incident.answer.response.readings.count() == 0
    assert f'action="{address}reading/"' in page.content.decode()


def test_an_incident_is_marked_in_the_whole_answer(told, logged_in, stefan):
    incident = told("Hej. De fnös. Hej då.")
    incident.start, incident.end = 5, 13
    incident.save()
    page = logged_in(stefan).get(f"/incidents/{incident.pk}/").content.decode()
    assert "Hej. <mark>De fnös.</mark> Hej då." in page


@pytest.mark.parametrize(("removed_at", "says"), [(None, 0), (clock.now(), 1)])
def test_an_answer_whose_words_have_been_removed_says_so(logged_in, stefan, hotel, removed_at, says):
    survey = cast.published_survey(hotel)
    response = cast.response(
        survey, invitation=cast.invitation(survey), submitted_at=clock.now(), words_removed_at=removed_at
    )
    page = logged_in(stefan).get(f"/answers/{response.pk}/")
    assert words_on(page).count("The words have been removed, as promised.") == says


def test_thanks_are_read_page_by_page(told, stefan, logged_in, monkeypatch):
    monkeypatch.setattr(thanks, "THANKS_A_PAGE", 2)
    told_ids = [told(f"Så gott, {day}!", "core_outcome", 5, "positive", days_ago=day).pk for day in range(3)]
    client = logged_in(stefan)

    def shown(address: str) -> tuple[list[int], str, str]:
        context = client.get(f"/thanks/{address}").context
        return [quote.incident.pk for quote, _form in context["rows"]], context["newer_url"], context["older_url"]

    first, newer, older = shown("")
    assert (first, newer) == (told_ids[:2], "")
    second, newer, last = shown(older)
    assert (second, last) == (told_ids[2:], "")
    assert shown(newer)[0] == first
