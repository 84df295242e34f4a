"""What the sorting asks about themes, each answered with one press; and what the clock does with them."""

import re

import numpy
import pytest
from django.core.cache import cache

from accounts import arranging_units
from accounts.models import Membership
from common import clock
from insights import reckoning, suggesting_themes, tasks, tending_themes
from insights.engine.theming import Limits
from insights.models import Incident, IncidentVector, Theme, ThemeCandidates
from tests.insights import telling
from tests.insights.asked import ALSO_EAST, BETWEEN, EAST, NORTH, QUESTIONS, a_theme, asked, now, shown
from tests.insights.test_pages import queries, words_on

pytestmark = pytest.mark.django_db


def test_four_alike_by_four_people_are_asked_about_and_one_press_makes_the_theme(said, four, marias):
    far = said("Fläkten tjöt.", *NORTH)
    ((group, _address),) = asked(marias, "groups")
    assert ({quote.incident for quote in group.quotes}, group.title) == (set(four), "Väntan: kön, ringlade")
    page = marias.get(QUESTIONS).content.decode()
    assert "These 4 stories seem to be about the same thing" in page
    assert Theme.objects.finer().count() == 0  # nothing happens by itself
    marias.post(
        f"/themes/{group.theme.pk}/splitting/",
        {"splitting-incident": [one.pk for one in four], "splitting-title": "Kön"},
    )
    assert {now(one).theme.title for one in four} == {"Kön"}
    assert now(far).theme.is_default
    assert shown(marias, "groups") == []  # at once, before the clock looks anew


def test_a_page_reads_what_the_clock_has_found_and_finds_nothing_itself(said, four, marias, monkeypatch):
    assert shown(marias, "groups") == []
    assert "Nothing to ask just now" in words_on(marias.get(QUESTIONS))
    tasks.find_theme_questions()
    for work in ("groups", "alike"):
        monkeypatch.setattr(suggesting_themes.engine, work, None)  # calling it would fail
    cache.clear()  # every process has a cache of its own
    assert len(shown(marias, "groups")) == 1


def test_what_the_clock_found_goes_when_it_finds_it_no_more(said, four, marias, hotel):
    tasks.find_theme_questions()
    Incident.objects.filter(pk=four[0].pk).update(dismissed=True)
    assert shown(marias, "groups") == []  # three are no group
    tasks.find_theme_questions()
    assert ThemeCandidates.objects.get(organisation=hotel).groups == []


def test_stories_are_compared_anew_only_where_something_has_changed(said, four, numbers, maria, hotel, monkeypatch):
    assert [suggesting_themes.find() for _turn in range(2)] == [1, 0]
    said("Kön ringlade en gång till.", *EAST)  # comes
    assert [suggesting_themes.find() for _turn in range(2)] == [1, 0]
    assert len(ThemeCandidates.objects.get(organisation=hotel).groups[0]) == 5
    Incident.objects.filter(pk=four[0].pk).update(dismissed=True)  # goes
    assert [suggesting_themes.find() for _turn in range(2)] == [1, 0]
    theme = a_theme(four[1], "Kön", maria)  # moves
    assert [suggesting_themes.find() for _turn in range(2)] == [1, 0]
    Theme.objects.filter(pk=theme.pk).update(middle=numpy.asarray(NORTH, numpy.float16).tobytes())
    assert [suggesting_themes.find() for _turn in range(2)] == [1, 0]
    hidden_words = numbers.row(numbers.likens("[dolt] ringlade, dag 2.", *BETWEEN))
    IncidentVector.objects.filter(incident=four[2]).update(values=hidden_words)
    assert [suggesting_themes.find() for _turn in range(2)] == [1, 0]
    monkeypatch.setattr(suggesting_themes.engine, "limits_for", lambda name: Limits(0.6, 0.5, 0.3, 0.6))
    assert [suggesting_themes.find() for _turn in range(2)] == [1, 0]
    ThemeCandidates.objects.all().delete()  # what was found is gone
    assert [suggesting_themes.find() for _turn in range(2)] == [1, 0]


def test_a_big_group_is_shown_in_short_and_taken_whole(said, marias):
    many = [said(f"Kön ringlade, dag {number}.", *EAST) for number in range(7)]
    ((group, address),) = asked(marias, "groups")
    assert (len(group.quotes), group.incidents) == (5, many[::-1])
    page = marias.get(QUESTIONS).content.decode()
    form = page[page.index("/splitting/") : page.index(f'id="{address}-yes"')]
    assert {int(pk) for pk in re.findall(r'name="splitting-incident" value="(\d+)"', form)} == {one.pk for one in many}


def test_the_list_of_themes_leads_here_only_who_is_asked_something(said, four, marias, logged_in, stefan, maria):
    def is_led(client) -> bool:
        return 'id="to-questions"' in client.get("/themes/").content.decode()

    stefans = logged_in(stefan)
    assert not is_led(marias)
    tasks.find_theme_questions()
    assert (is_led(marias), is_led(stefans)) == (True, False)  # a group is a manager's to answer
    a_theme(four[1], "Kön", maria)
    said("Nästan kö.", *BETWEEN)
    assert is_led(stefans)


def test_one_press_is_promised_only_where_one_is_enough(said, four, marias, maria):
    tasks.find_theme_questions()
    page = marias.get(QUESTIONS).content.decode()
    assert ("A new theme needs a name as well" in page, "One press an answer" in page) == (True, False)
    a_theme(four[1], "Kön", maria)
    said("Nästan kö.", *BETWEEN)
    Incident.objects.filter(pk__in=[one.pk for one in four]).update(dismissed=True)
    tasks.find_theme_questions()
    page = marias.get(QUESTIONS).content.decode()
    assert ("A new theme needs a name as well" in page, "One press an answer" in page) == (False, True)


def test_not_now_is_kept_until_there_is_more(said, four, marias):
    ((group, _address),) = asked(marias, "groups")
    marias.post(f"/themes/{group.theme.pk}/not-now/", {"incident": [one.pk for one in four]})
    assert asked(marias, "groups") == []


def test_one_person_telling_often_is_no_group(said, hotel, marias):
    guest, other = telling.guest(hotel), telling.guest(hotel)
    for number in range(5):
        said(f"Kö {number}.", *EAST, by=guest if number else other)
    assert asked(marias, "groups") == []


def test_old_stories_and_those_a_person_has_placed_make_no_group(said, marias, maria):
    for number in range(3):
        said(f"Kö {number}.", *EAST)
    said("Gammal kö.", *EAST, days_ago=100)
    a_theme(said("Egen kö.", *BETWEEN), "Egen", maria)
    assert asked(marias, "groups") == []


def test_staff_are_not_asked_what_a_manager_decides(four, logged_in, stefan):
    client = logged_in(stefan)
    assert (asked(client, "groups"), asked(client, "pairs")) == ([], [])


def test_a_group_shows_nothing_from_places_the_reader_does_not_see(said, night, marias, maria):
    house = arranging_units.add(parent=night.unit, name="House", by=None)
    inside = [said(f"Kö {number}.", *EAST, unit=house) for number in range(4)]
    said("Utanför.", *EAST)
    assert len(asked(marias, "groups")[0][0].incidents) == 5
    Membership.objects.get(user=maria).units.add(house)
    assert set(asked(marias, "groups")[0][0].incidents) == set(inside)
    assert asked(marias, "pairs") == []


def test_two_that_look_alike_are_merged_or_left_with_one_press(said, marias, maria):
    stories = [said("Kö.", *EAST), said("Köer.", *ALSO_EAST), said("Fläkt.", *NORTH)]
    one, other, _fan = (a_theme(story, story.answer.motivation, maria) for story in stories)
    ((pair, *_names),) = asked(marias, "pairs")
    assert (pair.theme, pair.other) == (one, other)
    marias.post(f"/themes/{one.pk}/not-now/", {"other": other.pk})
    assert asked(marias, "pairs") == []
    marias.post(f"/themes/{other.pk}/merging/", {"merging-into": one.pk, "confirmed": "yes"})
    assert now(stories[1]).theme == one


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_doubt_is_answered_once(said, logged_in, stefan, maria, answer):
    theme = a_theme(said("Kö.", *EAST), "Kön", maria)
    story = said("Nästan kö.", *BETWEEN)
    client = logged_in(stefan)
    ((quote, near, name),) = asked(client, "doubts")
    assert (quote.incident, near, name) == (story, theme, "Kön")
    goal = theme.pk if answer == "yes" else story.theme_id
    page = client.post(f"/incidents/{story.pk}/theme/", {"moving-theme": goal, "back": "questions"})
    assert (page.url, asked(client, "doubts")) == (QUESTIONS, [])
    assert (now(story).theme_id, now(story).theme_pinned) == (goal, True)


def test_nothing_to_ask_says_so(marias):
    assert "Nothing to ask just now" in words_on(marias.get(QUESTIONS))


@pytest.mark.parametrize("given", [{}, {"incident": ["x", "-1", "9" * 40]}, {"other": "x"}, {"other": "9" * 40}])
def test_a_crooked_not_now_changes_nothing(four, marias, given):
    assert marias.post(f"/themes/{four[0].theme_id}/not-now/", given).status_code == 302
    assert len(asked(marias, "groups")) == 1


def test_more_questions_cost_no_more(said, four, marias, maria):
    a_theme(said("Fläkt.", *NORTH), "Fläkten", maria)
    said("Nästan fläkt.", 0.8, 0.6)
    asked(marias, "doubts")
    few = queries(marias, QUESTIONS)
    for number in range(3):
        said(f"Nästan fläkt {number}.", 0.8, 0.6)
    assert len(asked(marias, "doubts")) > 1
    assert queries(marias, QUESTIONS) == few


def test_every_day_a_middle_forgets_what_was_erased(said, maria):
    first, second = said("Kö.", *EAST), said("Fläkt.", *NORTH)
    theme = tending_themes.split(first.theme, incidents=[first, second], title="Båda", by=maria)
    second.delete()
    tasks.reckon_themes()
    theme.refresh_from_db()
    assert (theme.weight, numpy.frombuffer(theme.middle, dtype=numpy.float16)[:2].tolist()) == (1, [1, 0])


def test_themes_outlive_a_change_of_embedder(said, maria, numbers):
    story = said("Kö.", *EAST)
    theme = a_theme(story, "Kön", maria)
    numbers.name = "another"
    numbers.likens("Kö.", *NORTH)
    assert said("Ny kö.", *NORTH).theme.is_default  # until the day's reckoning
    reckoning.reckon()
    reckoning.reckon()
    theme.refresh_from_db()
    assert (theme.embedder, theme.weight) == ("another", 1)
    assert set(IncidentVector.objects.values_list("embedder", flat=True)) == {"another"}
    assert said("Nyare kö.", *NORTH).theme == theme


def test_an_empty_theme_has_no_middle(hotel):
    theme = Theme.objects.create(
        organisation=hotel, category="waiting", polarity="negative", created_at=clock.now(), middle=b"\0\0", weight=1
    )
    assert reckoning.reckon() == 1
    theme.refresh_from_db()
    assert (theme.middle, theme.weight) == (None, 0)
