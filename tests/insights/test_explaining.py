"""One sentence that tells Stefan why a task stands where it stands."""

from django.utils.translation import override

from insights.explaining import why_here
from insights.prioritising import Voice, priority


def sentence(voices, category, name, **more):
    with override("en"):
        return why_here(priority(voices, category, **more), category_name=name)


def test_a_task_high_up_tells_who_spoke_and_what_weighs():
    voices = [Voice("a", 4, 1), Voice("b", 3, 3), Voice("c", 2, 9), Voice("d", 3, 40)]
    assert sentence(voices, "treatment", "How I was treated") == (
        "High up because 3 people told us about it in the last month, 1 of them about something serious, "
        "it concerns how I was treated, which counts 1.5 times as much, and it is growing."
    )


def test_one_person_is_one_person():
    assert sentence([Voice("a", 4, 40), Voice("a", 3, 2)], "technology", "Technology") == (
        "Can wait a little: 1 person told us about it in the last month."
    )


def test_one_serious_story_is_told_in_one_breath():
    assert sentence([Voice("a", 5, 3)], "safety", "Safety") == (
        "High up because one person told us about something serious in the last month, "
        "and it concerns safety, which counts 2 times as much."
    )


def test_what_was_told_long_ago_is_not_called_recent():
    assert sentence([Voice("a", 3, 40), Voice("b", 3, 45)], "waiting", "Waiting") == (
        "Can wait a little: 2 people told us about it more than a month ago, and it is fading."
    )


def test_several_places_and_a_return_are_told():
    voices = [Voice("a", 3, 10), Voice("b", 3, 40), Voice("c", 3, 2), Voice("d", 3, 41)]
    assert sentence(voices, "waiting", "Waiting", locations=3, reopened=True) == (
        "High up because 2 people told us about it in the last month, it is told in 3 places, and it has come back."
    )


def test_nothing_told_needs_no_reason():
    assert sentence([], "waiting", "Waiting") == ""


def test_two_people_more_are_no_growth_and_three_are():
    told = [Voice("a", 3, 1), Voice("b", 3, 2)]
    assert "growing" not in sentence(told, "waiting", "Waiting")
    assert sentence([*told, Voice("c", 3, 3)], "waiting", "Waiting").endswith(" and it is growing.")
