"""A card says whose words its title is, and how many said it in theirs."""

import pytest

from insights import headlines, tending_themes
from insights.models import ImprovementTask
from tests.insights.test_pages import words_on

pytestmark = pytest.mark.django_db


def card_of(task) -> headlines.Card:
    return headlines.card(ImprovementTask.objects.with_headline().get(pk=task.pk))


def test_a_quote_that_stands_for_several_people_is_called_an_example(told, logged_in, stefan):
    told("De fnös åt oss. Alla tre.", "treatment", 4)
    task = told("Ingen hälsade.", "treatment", 2).task
    card = card_of(task)
    assert (card.headline, card.is_example, card.about, card.about_language) == (
        "De fnös åt oss.",
        True,
        "How I was treated",
        "",
    )
    client = logged_in(stefan)
    assert "An example of How I was treated · said by 2 people" in words_on(client.get("/tasks/"))
    assert "said by 2 people in all, each in their own words" in words_on(client.get(f"/tasks/{task.pk}/"))


def test_the_words_of_one_person_alone_are_no_example(told, logged_in, stefan):
    task = told("De fnös åt oss.", "treatment", 4).task
    assert not card_of(task).is_example
    said = words_on(logged_in(stefan).get("/tasks/"))
    assert ("said by 1 person" in said, "An example of" in said) == (True, False)


def test_a_title_somebody_wrote_is_no_example(told):
    told("De fnös åt oss.", "treatment", 4)
    task = told("Ingen hälsade.", "treatment", 2).task
    ImprovementTask.objects.filter(pk=task.pk).update(title="Hur vi hälsar")
    assert (card_of(task).headline, card_of(task).is_example) == ("Hur vi hälsar", False)


def test_the_machines_name_of_what_it_is_an_example_of_says_its_language(told, maria):
    stories = [told("Kön ringlade ut på gatan."), told("En lång kö ringlade fram.")]
    told("Fläkten tjöt hela natten.", "environment")
    tending_themes.split(stories[0].theme, incidents=stories, by=maria)
    told("Kön stod still.")
    for task in ImprovementTask.objects.filter(theme__is_default=False):
        assert (card_of(task).about, card_of(task).about_language) == ("Väntan: ringlade", "sv")
