"""Two people translate at once, a survey is published meanwhile, and a survey is large: nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys import building
from surveys.frozen import Frozen
from surveys.models import Survey
from tests import cast
from tests.surveys.texts_of import first, large_survey, name_of, promised_survey, sent, url


@pytest.fixture
def survey(hotel):
    return promised_survey(hotel)


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


def test_two_translators_lose_nothing_and_the_later_sees_both(client, survey, agnes, logged_in):
    typed = sent(survey, **{name_of(survey): "Fian sanat", "survey-title": "Fian otsikko"})
    logged_in(agnes).post(url(survey), sent(survey, **{name_of(survey): "Agneksen sanat", "survey-thanks": "Kiitos"}))
    answer = client.post(url(survey), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ">\nFian sanat</textarea>" in page and "Agneksen sanat" in page
    assert [row.place.name for row in answer.context["page"].rows] == [name_of(survey)]
    draft = survey.draft
    assert (draft.title["fi"], draft.thanks["fi"]) == ("Fian otsikko", "Kiitos")
    assert first(survey).texts["fi"] == "Agneksen sanat"
    seen = {"revision": draft.revision, "language": "fi", name_of(survey): "Fian sanat"}
    client.post(url(survey), seen | {"theirs": name_of(survey)})
    assert first(survey).texts["fi"] == "Agneksen sanat"
    client.post(url(survey), seen)
    assert first(survey).texts["fi"] == "Fian sanat"


def test_two_translators_of_two_languages_never_meet(client, survey, agnes, logged_in):
    in_english = sent(survey, "en", **{name_of(survey): "Slept well?"})
    client.post(url(survey), sent(survey, **{name_of(survey): "Nukuitko?"}))
    assert logged_in(agnes).post(url(survey), in_english).status_code == 302
    assert first(survey).texts == {"sv": "Sov du gott?", "en": "Slept well?", "fi": "Nukuitko?"}


def test_words_for_a_question_that_was_taken_away_are_shown_once_more(client, survey, maria):
    gone = first(survey)
    typed = sent(survey, **{name_of(survey): "Nukuitko?", "survey-title": "Otsikko"})
    building.remove_question(gone, by=maria)
    page = client.post(url(survey), typed, follow=True).content.decode()
    assert "You had written: “Nukuitko?”" in page
    assert survey.draft.title["fi"] == "Otsikko"


def test_the_way_to_a_question_in_the_builder_saves_first(client, survey):
    question = first(survey)
    answer = client.post(url(survey), sent(survey, **{name_of(survey): "Nukuitko?", "do": f"build:{question.key.hex}"}))
    build = reverse("surveys:build", args=[survey.pk])
    assert answer["Location"] == f"{build}?language=fi&open={question.key.hex}#question-{question.key.hex}"
    assert first(survey).texts["fi"] == "Nukuitko?"
    answer = client.post(url(survey), sent(survey, do="build:<nonsense>"))
    assert answer["Location"] == f"{build}?language=fi"


def test_words_that_only_repeat_what_was_taken_away_are_not_missed(client, survey, maria):
    typed = sent(survey, "en")
    building.remove_question(first(survey), by=maria)
    assert "You had written" not in client.post(url(survey), typed, follow=True).content.decode()


def test_a_published_version_is_shown_and_words_typed_meanwhile_go_into_the_next_draft(client, hotel, maria):
    survey = cast.published_survey(hotel)
    page = client.get(url(survey), {"language": "en"}).content.decode()
    assert "Did you sleep well?" in page and "<textarea" not in page
    assert (
        '<form class="texts" id="texts" method="get"' in page
        and reverse("surveys:next_draft", args=[survey.pk]) in page
    )
    seen = client.get(url(survey), {"language": "en", "do": "language:sv"}).context["page"]
    assert (seen.language, seen.rows[0].value) == ("sv", "Din natt hos oss")
    assert client.post(url(survey), {"language": "en", "do": "language:sv"})["Location"] == f"{url(survey)}?language=sv"
    key = survey.published_version.questions.first().key.hex
    typed = {"revision": 1, "language": "en", f"q-{key}-text": "Slept well?"}
    answer = client.post(url(survey), typed)
    assert answer.status_code == 409
    assert ">\nSlept well?</textarea>" in answer.content.decode() and survey.draft is None
    client.post(url(survey), typed | {"do": "next-draft"})
    assert first(survey).texts["en"] == "Slept well?"


def test_published_in_the_very_moment_of_saving(client, survey, monkeypatch):
    def publish_first(version, **_sent):
        version.published_at = version.created_at
        version.save()
        Survey.objects.filter(pk=survey.pk).update(published_version=version)
        raise Frozen

    monkeypatch.setattr(building, "change_draft", publish_first)
    answer = client.post(url(survey), sent(survey, **{name_of(survey): "Nukuitko?"}))
    assert (answer.status_code, ">\nNukuitko?</textarea>" in answer.content.decode()) == (409, True)
    assert "This survey was published while you were writing" in answer.content.decode()


def test_a_language_that_is_not_promised_can_be_written_and_then_offered(client, survey):
    page = client.get(url(survey), {"language": "da"}).content.decode()
    assert "Customers cannot choose Danish yet." in page and "Danish: 10 texts are missing" in page
    client.post(url(survey), sent(survey, "da", do="promise", **{name_of(survey): "Sov du godt?"}))
    assert (survey.draft.languages, first(survey).texts["da"]) == (["sv", "da", "fi", "en"], "Sov du godt?")


@pytest.mark.parametrize(
    "words", ["😀" * 20, "שלום \u202eעולם", "<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", "=1+1"]
)
def test_any_words_are_kept_as_they_are(client, survey, words):
    client.post(url(survey), sent(survey, **{name_of(survey): words}))
    assert first(survey).texts["fi"] == words
    page = client.get(url(survey), {"language": "fi"}).content.decode()
    assert "<script>alert" not in page and "SECRET_KEY }}" in page or "SECRET" not in words


def test_a_character_no_database_keeps_is_refused_in_words(client, survey):
    answer = client.post(url(survey), sent(survey, **{name_of(survey): "Nukuitko\x00?"}))
    assert (answer.status_code, survey.draft.revision) == (422, 1)
    assert "Nothing was changed" in answer.content.decode()


def test_a_page_of_a_large_survey_costs_no_more_queries_than_one_of_a_small(client, hotel, survey):
    with CaptureQueriesContext(connection) as small:
        client.get(url(survey))
    many = large_survey(hotel)
    with CaptureQueriesContext(connection) as large:
        page = client.get(url(many), {"language": "fi", "page": 3}).context["page"]
    assert len(large) == len(small)
    assert ([section.group.number for section in page.sections], page.page.paginator.num_pages) == (
        list(range(31, 46)),
        14,
    )


def test_saving_a_page_of_a_large_survey_takes_a_bounded_number_of_queries(client, hotel, survey):
    def save(of, number):
        name = f"q-{of.draft.questions.all()[number].key.hex}-text"
        typed = {"revision": 1, "language": "fi", "do": "page:2", name: "Sana"}
        with CaptureQueriesContext(connection) as queries:
            assert client.post(url(of), typed).status_code == 302
        return len(queries)

    assert save(large_survey(hotel), 20) == save(survey, 0)
