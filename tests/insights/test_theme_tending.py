"""Staff know best what belongs together: names, joining, dividing and moving, and what becomes of improvements."""

import pytest

from accounts import arranging_units
from accounts.models import AuditEvent, Membership
from common import clock
from insights import analysing, erasing, improving, settling, tending_themes
from insights.improving import NotAllowed
from insights.models import ImprovementTask, Incident, Theme
from responses.erasing import Said
from tests.insights import telling

pytestmark = pytest.mark.django_db

QUEUE, FAN = ("Kön till frukosten var lång.", "waiting", 2), ("Fläkten tjöt hela natten.", "waiting", 2)


def now(row):
    return type(row).objects.get(pk=row.pk)


def verbs(theme) -> list[str]:
    return list(AuditEvent.objects.about(theme).values_list("verb", flat=True))


@pytest.fixture
def of_its_own(maria):
    """of_its_own(stories, title) divides them from their theme."""

    def divide(*stories, title="Köer", **options) -> Theme:
        return tending_themes.split(now(stories[0]).theme, incidents=stories, title=title, by=maria, **options)

    return divide


def test_a_name_is_a_persons_until_it_is_given_back(told, of_its_own, stefan):
    stories = [told("Kön ringlade ut på gatan."), told("En lång kö ringlade fram.")]
    told("Fläkten tjöt hela natten.", "environment")
    theme = of_its_own(*stories, title="")
    assert (theme.title, theme.language, theme.named_by) == ("Väntan: ringlade", "sv", None)
    named = tending_themes.rename(theme, title="  Kön till   frukosten ", by=stefan)
    tending_themes.rename(theme, title="Kön till frukosten", by=stefan)
    assert (named.title, named.named_by, verbs(theme).count("theme.renamed")) == ("Kön till frukosten", stefan, 1)
    back = tending_themes.rename(theme, title="", by=stefan)
    assert (back.title, back.named_by) == ("Väntan: ringlade", None)


def test_the_words_of_one_person_alone_are_no_name(told, of_its_own):
    assert of_its_own(told("Kön ringlade."), title="").title == ""


def test_a_default_theme_keeps_the_name_of_its_category(told, maria):
    with pytest.raises(NotAllowed):
        tending_themes.rename(told(*QUEUE).theme, title="Köer", by=maria)


def test_divided_stories_stay_in_their_improvement_and_are_a_persons_word(told, of_its_own, maria):
    stories = [told(*QUEUE), told(*FAN), told(*FAN)]
    task = now(stories[0]).task
    theme = of_its_own(stories[0])
    moved = now(stories[0])
    assert (moved.theme, moved.theme_pinned, moved.settled_by, moved.task) == (theme, True, maria, task)
    assert (moved.human_category, moved.human_severity, moved.human_polarity) == ("waiting", None, None)
    assert [now(one).theme.is_default for one in stories[1:]] == [True, True]
    assert (theme.category, theme.polarity, verbs(theme)) == ("waiting", "negative", ["theme.made"])


def test_divided_stories_may_leave_and_become_an_improvement_of_their_own(told, of_its_own, maria):
    queues, fans = [told(*QUEUE) for _ in range(3)], [told(*FAN) for _ in range(3)]
    old = now(fans[0]).task
    theme = of_its_own(*queues, leave_tasks=True)
    own = now(queues[0]).task
    assert (own.theme, own.voices, now(old).voices) == (theme, 3, 3)
    assert {now(one).task for one in fans} == {old}


def test_dividing_twice_is_dividing_once(told, of_its_own, maria):
    story = told(*QUEUE)
    default = story.theme
    theme = of_its_own(story)
    again = tending_themes.split(default, incidents=[story], title="Köer", by=maria)
    assert (again, Theme.objects.finer().count()) == (theme, 1)


def test_a_story_that_was_moved_meanwhile_is_not_divided(told, of_its_own, maria):
    first, second = told(*QUEUE), told(*FAN)
    default = first.theme
    of_its_own(first)
    with pytest.raises(NotAllowed):
        tending_themes.split(default, incidents=[first, second], title="Annat", by=maria)
    with pytest.raises(NotAllowed):
        tending_themes.split(default, incidents=[], title="Annat", by=maria)


def test_a_merged_theme_is_a_name_for_the_other(told, of_its_own, maria):
    first, second = told(*QUEUE), told("En lång kö ringlade.")
    one, other = of_its_own(first, title="Kön"), of_its_own(second, title="Köer")
    assert tending_themes.merge(one, into=other, by=maria) == other
    assert tending_themes.merge(one, into=other, by=maria) == other
    assert (now(one).merged_into, now(first).theme, now(second).theme) == (other, other, other)
    assert (verbs(one).count("theme.merged"), verbs(other).count("theme.received")) == (1, 1)


def test_nobody_has_to_follow_a_chain(told, of_its_own, maria):
    themes = [of_its_own(told(f"Kön {number} var lång."), title=f"Kö {number}") for number in range(3)]
    tending_themes.merge(themes[0], into=themes[1], by=maria)
    tending_themes.merge(themes[1], into=themes[2], by=maria)
    assert [now(one).merged_into for one in themes] == [themes[2], themes[2], None]
    with pytest.raises(NotAllowed):
        tending_themes.merge(themes[2], into=themes[0], by=maria)


@pytest.mark.parametrize("kind", [("treatment", "negative"), ("waiting", "positive")])
def test_only_what_is_of_one_kind_is_merged(told, of_its_own, maria, kind):
    one, other = of_its_own(told(*QUEUE)), of_its_own(told("Annat.", kind[0], 2, kind[1]))
    with pytest.raises(NotAllowed):
        tending_themes.merge(one, into=other, by=maria)


def serious(told, of_its_own, title):
    """A theme with a living improvement."""
    story = told(f"{title} var hemsk.", "waiting", 4)
    theme = of_its_own(story, title=title, leave_tasks=True)
    return theme, now(story).task


def test_living_improvements_at_one_place_are_joined(told, of_its_own, maria):
    (one, task), (other, kept) = serious(told, of_its_own, "Kön"), serious(told, of_its_own, "Väntan")
    tending_themes.merge(one, into=other, by=maria)
    assert (now(task).state, now(task).merged_into, now(kept).voices) == ("merged", kept, 2)


def test_the_free_one_joins_the_one_somebody_holds(told, of_its_own, maria, stefan):
    (one, held), (other, free) = serious(told, of_its_own, "Kön"), serious(told, of_its_own, "Väntan")
    improving.take(held, by=stefan)
    tending_themes.merge(one, into=other, by=maria)
    assert (now(free).merged_into, now(held).theme, now(held).voices, now(held).owner) == (held, other, 2, stefan)


def test_two_that_people_hold_stay_and_the_page_says_so(told, of_its_own, maria, stefan, logged_in):
    (one, marias), (other, stefans) = serious(told, of_its_own, "Kön"), serious(told, of_its_own, "Väntan")
    improving.take(marias, by=maria)
    improving.take(stefans, by=stefan)
    tending_themes.merge(one, into=other, by=maria)
    assert [now(task).state for task in (marias, stefans)] == ["taken", "taken"]
    page = logged_in(maria).get(f"/themes/{other.pk}/")
    assert {card.pk for card in page.context["tasks"]} == {marias.pk, stefans.pk}
    assert "people hold both" in page.content.decode()
    story = told("Kön växer.", "waiting", 4)
    settling.move(story, to=one, by=maria)  # by the old name
    assert (now(story).theme, now(story).task) == (other, stefans)


def test_what_was_too_little_apart_becomes_a_suggestion_together(told, of_its_own, maria):
    stories = [told(f"Kön nummer {number}.") for number in range(2)]
    one = of_its_own(*stories)
    other = of_its_own(told("Väntan."), title="Väntan")
    assert not ImprovementTask.objects.exists()
    tending_themes.merge(one, into=other, by=maria)
    assert [task.voices for task in other.tasks.all()] == [3]


def test_who_may(told, of_its_own, stefan, olga, maria, night):
    story = told(*QUEUE)
    one, other = of_its_own(story), of_its_own(told(*FAN), title="Fläkten")
    for by in (stefan, olga):
        with pytest.raises(NotAllowed):
            tending_themes.merge(one, into=other, by=by)
        with pytest.raises(NotAllowed):
            tending_themes.split(one, incidents=[story], by=by)
    with pytest.raises(NotAllowed):
        tending_themes.rename(one, title="Nej", by=olga)
    with pytest.raises(NotAllowed):
        settling.move(story, to=other, by=olga)
    Membership.objects.get(user=maria).units.add(night.unit)
    with pytest.raises(NotAllowed):
        tending_themes.merge(one, into=other, by=maria)
    assert now(one).merged_into is None


def test_a_moved_story_stays_leaves_its_improvement_and_joins_the_other(told, of_its_own, maria, stefan):
    theme, task = serious(told, of_its_own, "Kön")
    story = told(*FAN)
    left = told("Snorkigt.", "treatment", 4)
    moved = settling.move(left, to=theme, by=stefan)
    assert (moved.theme, moved.task, moved.category, moved.theme_pinned) == (theme, task, "waiting", True)
    again = settling.move(story, to=theme, by=stefan)
    settling.move(again, to=theme, by=stefan)
    assert now(task).voices == 3
    assert AuditEvent.objects.about(story).filter(verb="incident.moved").count() == 1
    assert verbs(theme).count("theme.story_moved_here") == 2


def test_another_category_takes_a_story_out_of_its_theme(told, of_its_own, maria):
    story = told(*QUEUE)
    of_its_own(story)
    corrected = settling.correct(story, by=maria, category="treatment")
    assert (corrected.theme.category, corrected.theme.is_default, corrected.theme_pinned) == ("treatment", True, False)


def analysed_again(*stories, engine, monkeypatch, **meaning) -> None:
    """The same words, heard by another version that may take them for something else."""
    monkeypatch.setattr(analysing, "engine_version", lambda: "listener 2")
    for story in stories:
        words = now(story).answer.words
        engine.known[words] |= meaning
        response = story.answer.response
        analysing.settle(response.pk, 1, analysing.compute(response.pk, 1))


def test_what_staff_decided_outlives_another_engine(told, of_its_own, maria, engine, monkeypatch):
    one, two, three, four = told(*QUEUE), told("En lång kö."), told("Köerna!"), told(*FAN)
    first, second = of_its_own(one, title="Kön"), of_its_own(two, title="Köer")
    settling.move(three, to=first, by=maria)
    tending_themes.merge(first, into=second, by=maria)
    settling.correct(four, by=maria, category="environment")
    analysed_again(one, two, three, four, engine=engine, monkeypatch=monkeypatch, category="treatment", severity=1)
    assert [now(story).theme for story in (one, two, three)] == [second] * 3
    assert (now(four).category, now(four).theme.category) == ("environment", "environment")
    assert (now(three).engine_version, now(one).engine_version) == ("listener 2", "listener 1")  # one is half a guess
    assert not first.incidents.exists()


def test_the_list_shows_what_the_reader_may_see(told, of_its_own, logged_in, stefan, maria, night, library):
    house = arranging_units.add(parent=night.unit, name="House", by=None)
    inside, outside = told(*QUEUE, unit=house), told(*FAN)
    seen, unseen = of_its_own(inside, title="Kön"), of_its_own(outside, title="Fläkten")
    Theme.objects.create(organisation=library, category="waiting", polarity="negative", created_at=clock.now())
    named = {row["name"] for row in logged_in(maria).get("/themes/").context["rows"]}
    assert {"Kön", "Fläkten"} <= named
    Membership.objects.get(user=stefan).units.add(house)
    client = logged_in(stefan)
    assert [row["name"] for row in client.get("/themes/?category=waiting&direction=negative").context["rows"]] == [
        "Kön"
    ]
    assert client.get(f"/themes/{unseen.pk}/").status_code == 404
    assert client.get(f"/themes/{seen.pk}/").status_code == 200


def test_the_page_of_a_merged_theme_leads_on(told, of_its_own, maria, logged_in):
    one, other = of_its_own(told(*QUEUE)), of_its_own(told(*FAN), title="Fläkten")
    tending_themes.merge(one, into=other, by=maria)
    assert logged_in(maria).get(f"/themes/{one.pk}/").url == f"/themes/{other.pk}/"


def test_a_theme_is_tended_by_presses(told, logged_in, maria):
    stories = [told(*QUEUE), told(*FAN)]
    client, default = logged_in(maria), stories[0].theme_id
    nothing = client.post(f"/themes/{default}/splitting/", {"splitting-title": "Kön"})
    assert (nothing.status_code, "Kön" in nothing.content.decode()) == (422, True)
    chosen = {"splitting-title": "Kön", "splitting-incident": [stories[0].pk]}
    made = Theme.objects.get(pk=int(client.post(f"/themes/{default}/splitting/", chosen).url.strip("/").split("/")[-1]))
    client.post(f"/themes/{made.pk}/title/", {"title-title": "Frukostkön"})
    assert (now(made).title, now(stories[0]).theme) == ("Frukostkön", made)
    client.post(f"/incidents/{stories[1].pk}/theme/", {"moving-theme": made.pk})
    assert now(stories[1]).theme == made
    asked = client.post(f"/themes/{made.pk}/merging/", {"merging-into": default})
    assert (asked.status_code, now(made).merged_into_id) == (200, None)
    assert (asked.context["name"], asked.context["count"], asked.context["into_count"]) == ("Frukostkön", 2, 0)
    back = client.get(f"/themes/{made.pk}/merging/", {"confirmed": "yes", "merging-into": default})  # a restored tab
    assert (back.url, now(made).merged_into_id) == (f"/themes/{made.pk}/", None)
    client.post(f"/themes/{made.pk}/merging/", {"merging-into": default, "confirmed": "yes"})
    assert now(made).merged_into_id == default


def test_more_stories_cost_no_more_questions(told, of_its_own, maria, logged_in, django_assert_max_num_queries):
    from tests.insights.test_pages import queries

    client = logged_in(maria)
    theme = of_its_own(told(*QUEUE))

    def tell(numbers) -> tuple[int, int]:
        for number in numbers:
            story = told(f"Kö nummer {number}.", "waiting", 4, by=telling.guest(theme.organisation))
            settling.move(story, to=theme, by=maria)
            of_its_own(told(f"Kö utan nummer {number}."), title=f"Kö {number}")
        return queries(client, f"/themes/{theme.pk}/"), queries(client, "/themes/")

    assert tell(range(1, 3)) == tell(range(3, 8))
    assert Incident.objects.filter(theme=theme).count() == 8


def test_the_name_of_a_theme_quotes_nobody_who_was_erased(told, of_its_own, hotel):
    theme = of_its_own(told(*QUEUE), title="”Kön till frukosten var lång”")
    kept = of_its_own(told(*FAN), title="Fläkten")
    erasing.remove_quotations(response_ids=[], said=Said(hotel.pk, (QUEUE[0],), (), "[removed]"))
    assert (now(theme).title, now(kept).title) == ("”[removed]”", "Fläkten")
