"""One survey's page: where it stands, what it is for, its versions, and what else can be done with it."""

import pytest
from django.urls import reverse

from surveys import archiving, arranging, publishing
from surveys.models import Survey
from tests import cast


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel)


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


def url(survey, name="detail", *more):
    return reverse(f"surveys:{name}", args=[survey.pk, *more])


def put(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


@pytest.fixture
def second(survey, maria):
    """The same survey, published once more with other words."""
    publishing.start_next_draft(survey, by=maria)
    put(survey.draft.questions.first(), texts={"sv": "Vilade du?", "en": "Did you rest?"})
    publishing.publish(cast.walk(survey).draft, by=maria)
    survey.refresh_from_db()
    return survey


def test_what_the_answers_are_for_stands_beside_the_questions(client, survey, maria, agnes):
    arranging.change_settings(survey, by=maria, decision="What we change on Mondays.", responsible=agnes)
    page = client.get(url(survey)).text
    assert "What we change on Mondays." in page and "Agnes" in page and "Rested is what our guests come for." in page


def test_versions_are_listed_the_newest_first_and_can_be_read_word_for_word(client, second, stefan, logged_in):
    page = client.get(url(second))
    assert [one.number for one in page.context["versions"]] == [2, 1]
    assert url(second, "version", 1) in page.text
    first = logged_in(stefan).get(url(second, "version", 1)).text
    assert "Did you sleep well?" in first and "Did you rest?" not in first
    swedish = client.get(f"{url(second, 'version', 1)}?language=sv").text
    assert "Sov du gott?" in swedish and "Din natt hos oss" in swedish
    assert client.get(f"{url(second, 'version', 2)}?language=xx").text.count("Did you rest?") == 1


def test_a_draft_or_an_unknown_number_is_no_version_to_read(client, hotel):
    draft = cast.survey(hotel)
    assert [client.get(url(draft, "version", number)).status_code for number in (1, 2, 999)] == [404] * 3


def test_conditions_insertions_and_ends_are_told_in_words(client, hotel):
    draft = cast.survey(hotel).draft
    first, last = draft.questions.all()
    put(last, show_if={"question": str(first.key), "operator": "is_not", "value": "yes"})
    ends = {"low": {"en": "tired"}, "high": {"en": "rested"}}
    cast.question(draft, "scale_1_5", {"en": f"You said {{answer:{first.key.hex[:6]}|it}}. How?"}, ends=ends)
    page = client.get(url(draft.survey)).text
    assert "Asked only after another answer than “Yes” to question 1." in page
    assert "You said it. How?" in page and "1 tired – 5 rested" in page


def test_a_next_draft_is_discarded_from_the_page_and_a_first_one_is_not(client, survey, maria, hotel):
    publishing.start_next_draft(survey, by=maria)
    assert url(survey, "draft_removal") in client.get(url(survey)).text
    answer = client.post(url(survey, "draft_removal"), follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "The draft is gone. Customers meet the survey as before."
    ]
    assert (survey.draft, client.post(url(survey, "draft_removal")).status_code) == (None, 302)
    fresh = cast.survey(hotel)
    assert url(fresh, "draft_removal") not in client.get(url(fresh)).text
    client.post(url(fresh, "draft_removal"))
    assert fresh.draft.questions.count() == 2


def test_a_survey_in_the_archive_says_so_and_can_be_taken_out(client, survey, maria):
    assert url(survey, "archiving") not in client.get(url(survey)).text
    publishing.close(survey, by=maria)
    assert url(survey, "archiving") in client.get(url(survey)).text
    archiving.archive(survey, by=maria)
    page = client.get(url(survey)).text
    assert "Archived" in page and url(survey, "taking_out") in page and url(survey, "archiving") not in page


def test_staff_are_asked_to_read_a_draft_and_see_no_managers_buttons(logged_in, stefan, hotel):
    draft = cast.survey(hotel)
    page = logged_in(stefan).get(url(draft)).text
    assert "You meet the customers" in page and reverse("responses:preview", args=[draft.pk]) in page
    for name in ("build", "publication", "archiving", "settings"):
        assert url(draft, name) not in page
    published = cast.published_survey(hotel, name="Frukosten")
    assert "You meet the customers" not in logged_in(stefan).get(url(published)).text


def test_what_stands_in_the_way_is_in_short_on_the_page(client, hotel):
    survey = cast.survey(hotel, decision="")
    page = client.get(url(survey))
    assert [problem.code for problem, _number in page.context["blocking"]] == ["not_walked", "no_action_plan"]
    put(survey.draft.questions.last(), prompt={}, kind="yes_no")
    assert "Question 2: Leave room to say why" in client.get(url(survey)).text
    put(survey.draft.questions.last(), kind="open_text")
    assert "Almost there" in page.text and url(survey, "publication") in page.text
    Survey.objects.update(decision="What we change on Mondays.")
    assert "Ready to publish" in client.get(url(cast.walk(survey))).text


def test_as_few_queries_for_many_questions_as_for_few(client, survey, maria, django_assert_num_queries):
    publishing.start_next_draft(survey, by=maria)
    for number in range(30):
        cast.question(survey.draft, "open_text", {"sv": f"Fråga {number}?", "en": f"Question {number}?"})
    with django_assert_num_queries(16):
        client.get(url(survey))
