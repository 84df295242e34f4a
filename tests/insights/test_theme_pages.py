"""The pages of themes: in which order they stand, what they are called, and what a person starts from them."""

import re

import pytest

from insights import categories, improving, settling, tending_themes
from insights.models import Coding, ImprovementTask, Incident, Theme
from insights.theme_forms import MergingForm, MovingForm

pytestmark = pytest.mark.django_db


def a_theme(story: Incident, title: str, maria) -> Theme:
    story.refresh_from_db()
    return tending_themes.split(story.theme, incidents=[story], title=title, by=maria)


def test_most_people_first_and_what_nobody_told_lately_at_the_end(told, marias):
    told("Fin utsikt.", "environment", None, "positive", slept="yes")
    told("Fläkten tjöt.", "environment")
    told("Kön ringlade."), told("Kön var lång.")
    told("De fnös.", "treatment", days_ago=50)
    told("Fel nota.", "price_billing"), told("Fel nota igen.", "price_billing"), told("Nota fel.", "price_billing")
    page = marias.get("/themes/")
    rows = [(row["section"], row["theme"].category, row["people"]) for row in page.context["rows"]]
    assert rows == [
        ("negative", "price_billing", 3),
        ("negative", "waiting", 2),
        ("negative", "environment", 1),
        ("positive", "environment", 1),
        ("quiet", "treatment", 0),
    ]
    shown = page.content.decode()
    numbers = re.findall(r"(\d) (?:person|people) told us about it", shown)
    assert numbers == ["3", "2", "1", "1", "0"]
    quiet = shown[shown.index('id="quiet-summary"') : shown.rindex("</details>")]
    assert re.findall(r'id="theme-link-(\d+)"', quiet) == [str(page.context["rows"][-1]["theme"].pk)]


def test_everything_else_is_said_only_where_there_is_something_else(told, marias, maria):
    told("Fläkten tjöt.", "environment")
    queue, other = told("Kön ringlade."), told("Kön var lång.")
    a_theme(queue, "Frukostkön", maria)
    named = {row["theme"].pk: str(row["name"]) for row in marias.get("/themes/").context["rows"]}
    default = Theme.objects.get(category="environment", is_default=True).pk
    assert named[default] == categories.label("environment")
    assert named[other.theme_id] == f"{categories.label('waiting')}: everything else"
    offered = dict(MovingForm(themes=Theme.objects.all()).fields["theme"].choices)
    assert (default, categories.label("environment")) in [
        (pk, str(name)) for group in offered.values() for pk, name in group
    ]


def test_where_a_story_may_be_moved_stands_as_it_is_called(told, maria):
    for title in ("överbokat", "Frukostkön", "Aldrig svar"):
        a_theme(told(f"{title}!"), title, maria)
    told("Kön var lång.")
    told("Fläkten tjöt.", "environment")
    choices = MovingForm(themes=Theme.objects.all()).fields["theme"].choices
    shown = [[str(name) for _pk, name in group] for _direction, group in choices]
    assert shown == [["Aldrig svar", "Frukostkön", "Place and surroundings", "Waiting: everything else", "överbokat"]]


def test_nothing_is_chosen_before_somebody_chooses_what_to_merge_with(told, marias, maria):
    made = a_theme(told("Kön ringlade."), "Frukostkön", maria)
    told("Kön var lång.")
    form = MergingForm(theme=made, themes=Theme.objects.all())
    assert (form.fields["into"].choices[0][0], len(form.fields["into"].choices)) == ("", 2)
    marias.post(f"/themes/{made.pk}/merging/", {"merging-into": "", "confirmed": "yes"})
    assert Theme.objects.get(pk=made.pk).merged_into is None


@pytest.mark.parametrize("title", ["", "  ", "Waiting", "väntan", "WAITING "], ids=str)
def test_a_theme_has_a_name_that_is_not_its_categorys(told, marias, monkeypatch, title):
    names = frozenset({"waiting", "väntan"})
    monkeypatch.setattr(categories, "names_in_all_languages", lambda code: names)
    story = told("Kön ringlade.")
    told("Kön var lång.")
    address = f"/themes/{story.theme_id}/splitting/"
    page = marias.post(address, {"splitting-incident": [story.pk], "splitting-title": title})
    assert (page.status_code, Theme.objects.finer().count()) == (422, 0)
    assert 'href="#id_splitting-title"' in page.content.decode()
    back = marias.get(address)  # in another language, say: the page stood at an address that is posted to
    assert (back.status_code, back.url) == (302, f"/themes/{story.theme_id}/")


def test_the_categorys_names_are_known_in_every_language():
    names = categories.names_in_all_languages("waiting")
    assert categories.label("waiting").casefold() in names
    assert len(names) > 1


def test_an_improvement_starts_from_a_theme_made_of_stories_of_another(told, marias, maria):
    stories = [told("Kön ringlade.", severity=4), told("Kön var lång."), told("Fläkten lät som en kö.")]
    before = Incident.objects.get(pk=stories[0].pk).task
    made = a_theme(stories[0], "Frukostkön", maria)
    page = marias.get(f"/themes/{made.pk}/")
    assert (page.context["may_improve"], 'id="make-improvement"' in page.content.decode()) == (True, True)
    answer = marias.post(f"/themes/{made.pk}/improvement/")
    task = ImprovementTask.objects.get(theme=made)
    assert answer.url == f"/tasks/{task.pk}/"
    assert list(task.incidents.all()) == [stories[0]]
    assert (task.state, before != task) == ("open", True)
    assert not marias.get(f"/themes/{made.pk}/").context["may_improve"]
    marias.post(f"/themes/{made.pk}/improvement/")
    assert ImprovementTask.objects.filter(theme=made).count() == 1


def test_what_somebody_holds_keeps_its_stories(told, marias, maria, stefan):
    story = told("Kön ringlade.", severity=4)
    improving.take(story.task, by=stefan)
    made = a_theme(story, "Frukostkön", maria)
    assert not marias.get(f"/themes/{made.pk}/").context["may_improve"]
    marias.post(f"/themes/{made.pk}/improvement/")
    story.refresh_from_db()
    assert (story.task.owner, ImprovementTask.objects.filter(theme=made).count()) == (stefan, 0)


def test_praise_starts_no_improvement_and_staff_are_not_offered_one(told, marias, logged_in, stefan):
    praise = told("Snällt!", "treatment", None, "positive", slept="yes")
    assert not marias.get(f"/themes/{praise.theme_id}/").context["may_improve"]
    bad = told("De fnös.", "environment", 1)
    assert bad.task is None
    assert not logged_in(stefan).get(f"/themes/{bad.theme_id}/").context["may_improve"]
    assert marias.get(f"/themes/{bad.theme_id}/").context["may_improve"]


def test_telling_words_are_of_the_wanted_language_where_a_story_is_told_in_it(told):
    from insights import finer_themes

    stories = [told("Hissen stod stilla i dag igen.", language="sv") for _ in range(2)]
    stories += [told(f"The lift was broken again {n}.", language="en") for n in range(3)]
    stories = list(Incident.objects.with_words().order_by("id"))
    assert finer_themes.telling_words(stories, [])[1] == "en"
    assert finer_themes.telling_words(stories, [], languages=["sv", "en"])[1] == "sv"
    assert finer_themes.telling_words(stories, [], languages=["fi"])[1] == "en"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, ["category", "polarity"]),
        ({"category": "waiting"}, ["polarity"]),
        ({"category": "waiting", "polarity": "negative"}, ["severity"]),
        ({"polarity": "positive"}, ["category"]),
    ],
    ids=["nothing", "category", "no severity", "praise"],
)
def test_reading_blind_says_which_group_is_missing_and_leads_there(told, marias, maria, stefan, given, missing):
    incident = settling.correct(told("Kön ringlade."), by=stefan, was_blind=True)
    for address in (f"/review/{incident.pk}/comparing/", None):
        if address is None:
            marias.post("/review/blindness/", {"blind": "on"})
            address = f"/review/{incident.pk}/"
        page = marias.post(address, given)
        shown = page.content.decode()
        assert page.status_code == 422
        assert re.findall(r'<li><a href="#id_(\w+)">Say ', shown) == missing
        assert re.findall(r'<ul class="error-list" id="(\w+)-error">', shown) == missing
        assert (
            re.findall(r'<fieldset class="field" id="id_(\w+)"[^>]* aria-describedby="[^"]*-error"', shown) == missing
        )
        assert "Needed here too, unless it was good" in shown
    assert not Coding.objects.filter(coder=maria).exists()
