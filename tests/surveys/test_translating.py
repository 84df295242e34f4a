"""Fia translates: all texts side by side, what is missing counted and named, two translators at once."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys import building, publishing, question_kinds, translating
from surveys.models import Question, Survey
from tests import cast


@pytest.fixture
def survey(hotel):
    """Promised in Swedish, English and Finnish; the Finnish is not there yet."""
    survey = cast.survey(hotel)
    draft = survey.draft
    draft.languages = ["sv", "en", "fi"]
    draft.save()
    options = [{"key": f"k{n}", "texts": {"sv": words}} for n, words in enumerate(("Buss", "Tåg"), start=1)]
    cast.question(draft, question_kinds.SINGLE_CHOICE, {"sv": "Hur kom du hit?", "en": "How?"}, options=options)
    return survey


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


def url(survey):
    return reverse("surveys:texts", args=[survey.pk])


def names(survey, language="fi", **seen):
    """The controls of the page, as a browser would send them."""
    return TextsOf(survey, language, **seen)


class TextsOf(dict):
    """What stands on the page in one language, by control; `revision` and the place come along."""

    def __init__(self, survey, language, **changes):
        draft = Survey.objects.get(pk=survey.pk).latest_version
        places = translating.places_in(translating.groups_of(draft))
        super().__init__({place.name: place.said(language) for place in places})
        self |= {"revision": draft.revision, "language": language, "page": "1", "only": "", "do": "save"} | changes


def first(survey) -> Question:
    return survey.draft.questions.first()


def name_of(survey, path="text", number=0) -> str:
    return f"q-{survey.draft.questions.all()[number].key.hex}-{path}"


def test_every_place_has_a_name_and_a_key_that_stays(survey):
    draft = survey.draft
    sleep, treated, way = draft.questions.all()
    places = translating.places_in(translating.groups_of(draft))
    assert [(place.key, place.where) for place in places] == [
        ("survey:title", "Heading"),
        ("survey:intro", "Why you ask"),
        ("survey:thanks", "Thank you, afterwards"),
        (f"q:{sleep.key.hex}:text", "Question 1"),
        (f"q:{sleep.key.hex}:prompt:neutral", "Question 1, room to say why"),
        (f"q:{treated.key.hex}:text", "Question 2"),
        (f"q:{way.key.hex}:text", "Question 3"),
        (f"q:{way.key.hex}:option:k1", "Question 3, answer 1"),
        (f"q:{way.key.hex}:option:k2", "Question 3, answer 2"),
        (f"q:{way.key.hex}:prompt:neutral", "Question 3, room to say why"),
    ]


def test_every_kind_has_its_places_once_somebody_wrote_there(hotel, maria):
    draft = cast.survey(hotel, languages=("sv",)).draft
    both = {"sv": "Ord"}
    for kind, _name in question_kinds.CHOICES:
        cast.question(
            draft,
            kind,
            both,
            prompt=dict.fromkeys(("neutral", "yes", "no"), both),
            ends={"low": both, "high": both},
            options=[{"key": "k1", "texts": both}] if kind in question_kinds.CHOOSING else [],
        )
    groups = {group.question.kind: group for group in translating.groups_of(draft)[3:]}
    paths = {kind: [place.path for place in group.places] for kind, group in groups.items()}
    prompts = ["prompt/neutral", "prompt/yes", "prompt/no"]
    assert paths[question_kinds.YES_NO] == ["texts", *prompts]
    assert paths[question_kinds.SCALE_1_5] == ["texts", "ends/low", "ends/high", *prompts]
    assert paths[question_kinds.MULTIPLE_CHOICE] == ["texts", "options/k1", *prompts]
    wheres = [place.where for place in groups[question_kinds.NPS].places]
    assert wheres == [
        "Question 10",
        "Question 10, what 0 means",
        "Question 10, what 10 means",
        "Question 10, room to say why",
        "Question 10, why after a high answer",
        "Question 10, why after a low answer",
    ]


def test_what_is_missing_is_counted_by_language_and_named(client, survey):
    page = client.get(url(survey))
    text = " ".join(page.content.decode().split())
    assert page.context["page"].tabs == [("sv", 0), ("en", 2), ("fi", 10)]
    assert page.context["page"].language == "en"  # the first with a gap
    assert "English: 2 texts are missing" in text
    assert "Question 3, answer 1 · Question 3, answer 2</p>" in text


def test_missing_agrees_with_what_stops_publishing(survey):
    draft = survey.draft
    gaps = translating.missing(translating.places_in(translating.groups_of(draft)), draft.languages)
    stopping = {"missing_translation", "no_title"}
    said = " ".join(str(one.message) for one in publishing.problems(draft) if one.code in stopping)
    assert [len(gaps[code]) for code in ("sv", "en", "fi")] == [0, 2, 10]
    assert "Swedish" not in said and "English: 2 texts are missing" in said


def test_a_translator_sees_the_original_beside_each_field(client, survey):
    page = client.get(url(survey), {"language": "fi"}).content.decode()
    name = name_of(survey, "option-k2", 2)
    assert f'<label for="{name}" class="texts-where">Question 3, answer 2' in page
    assert f'id="{name}-original" lang="sv" dir="auto">Tåg</p>' in page
    assert f'<textarea name="{name}" id="{name}" lang="fi"' in page
    assert 'lang="en" dir="auto">Did you sleep well?</p>' in page  # a third language for wide screens
    assert reverse("surveys:build", args=[survey.pk]) in page


def test_saving_stores_this_language_only(client, survey):
    sent = names(survey, **{name_of(survey): " Nukuitko \n hyvin? ", name_of(survey, "option-k1", 2): "Bussi"})
    sent["survey-intro"] = "Rivi yksi.\r\nRivi kaksi."
    answer = client.post(url(survey), sent)
    sleep, _treated, way = survey.draft.questions.all()
    assert (answer.status_code, answer["Location"]) == (302, f"{url(survey)}?language=fi")
    assert sleep.texts == {"sv": "Sov du gott?", "en": "Did you sleep well?", "fi": "Nukuitko hyvin?"}
    assert way.options[0]["texts"] == {"sv": "Buss", "fi": "Bussi"}
    assert survey.draft.intro["fi"] == "Rivi yksi.\nRivi kaksi."
    assert survey.draft.revision == 2


def test_saying_the_same_changes_nothing_and_emptying_takes_away(client, survey):
    client.post(url(survey), names(survey, "en"))
    assert survey.draft.revision == 1
    client.post(url(survey), names(survey, "en", **{name_of(survey): ""}))
    assert (first(survey).texts, survey.draft.revision) == ({"sv": "Sov du gott?"}, 2)


def test_words_stored_with_odd_spaces_are_not_changed_by_looking_at_them(client, survey):
    Question.objects.filter(pk=first(survey).pk).update(texts={"sv": "Sov  du gott? ", "en": " Did you?"})
    client.post(url(survey), names(survey, "en"))
    assert survey.draft.revision == 1


def test_only_what_is_missing_and_the_buttons_save_before_they_lead_on(client, survey):
    sent = names(survey, "en", do="only:missing", **{name_of(survey, "option-k1", 2): "Bus"})
    answer = client.post(url(survey), sent)
    assert answer["Location"] == f"{url(survey)}?language=en&only=missing"
    rows = client.get(answer["Location"]).context["page"].rows
    assert [row.place.where for row in rows] == ["Question 3, answer 2"]
    answer = client.post(url(survey), {**sent, "do": "language:fi", name_of(survey, "option-k2", 2): "Train"})
    assert survey.draft.questions.last().options[1]["texts"]["en"] == "Train"
    assert answer["Location"] == f"{url(survey)}?language=fi"


def test_with_nothing_missing_the_filter_says_so(client, survey):
    page = client.get(url(survey), {"language": "sv", "only": "missing"}).content.decode()
    assert "Nothing is missing in Swedish" in page and "<textarea" not in page


def test_a_text_that_is_too_long_stays_with_a_word_at_its_field(client, survey):
    answer = client.post(url(survey), names(survey, **{name_of(survey): "ö" * 301, "survey-title": "Yö"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ö" * 301 in page and ">\nYö</textarea>" in page
    assert f'<a href="#{name_of(survey)}">Question 1: This is 301 characters long, and 300 fit.' in page
    assert survey.draft.revision == 1


def test_two_translators_lose_nothing_and_the_later_sees_both(client, survey, agnes, logged_in):
    sent = names(survey, **{name_of(survey): "Fian sanat", "survey-title": "Fian otsikko"})
    logged_in(agnes).post(url(survey), names(survey, **{name_of(survey): "Agneksen sanat", "survey-thanks": "Kiitos"}))
    answer = client.post(url(survey), sent)
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
    in_english = names(survey, "en", **{name_of(survey): "Slept well?"})
    client.post(url(survey), names(survey, **{name_of(survey): "Nukuitko?"}))
    assert logged_in(agnes).post(url(survey), in_english).status_code == 302
    assert first(survey).texts == {"sv": "Sov du gott?", "en": "Slept well?", "fi": "Nukuitko?"}


def test_words_for_a_question_that_was_taken_away_are_shown_once_more(client, survey, maria):
    gone = first(survey)
    sent = names(survey, **{name_of(survey): "Nukuitko?", "survey-title": "Otsikko"})
    building.remove_question(gone, by=maria)
    page = client.post(url(survey), sent, follow=True).content.decode()
    assert "You had written: “Nukuitko?”" in page
    assert survey.draft.title["fi"] == "Otsikko"


def test_words_that_only_repeat_what_was_taken_away_are_not_missed(client, survey, maria):
    sent = names(survey, "en")
    building.remove_question(first(survey), by=maria)
    assert "You had written" not in client.post(url(survey), sent, follow=True).content.decode()


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
    sent = {"revision": 1, "language": "en", f"q-{key}-text": "Slept well?"}
    answer = client.post(url(survey), sent)
    assert answer.status_code == 409
    assert ">\nSlept well?</textarea>" in answer.content.decode() and survey.draft is None
    client.post(url(survey), sent | {"do": "next-draft"})
    assert first(survey).texts["en"] == "Slept well?"


def test_a_language_that_is_not_promised_can_be_written_and_then_offered(client, survey):
    page = client.get(url(survey), {"language": "da"}).content.decode()
    assert "Customers cannot choose Danish yet." in page and "Danish: 10 texts are missing" in page
    client.post(url(survey), names(survey, "da", do="promise", **{name_of(survey): "Sov du godt?"}))
    assert (survey.draft.languages, first(survey).texts["da"]) == (["sv", "da", "fi", "en"], "Sov du godt?")


def test_a_survey_of_one_language_shows_that_one(client, hotel):
    page = client.get(url(cast.survey(hotel, languages=("sv",)))).context["page"]
    assert (page.language, page.third, [row.original for row in page.rows if row.original]) == ("sv", "", [])


@pytest.mark.parametrize("language", ["xx", "sv-SE", "\x00", "<script>"])
def test_odd_words_in_the_address_are_passed_over(client, survey, language):
    page = client.get(url(survey), {"language": language, "page": language, "only": language})
    assert (page.status_code, page.context["page"].language) == (200, "en")


@pytest.mark.parametrize(
    "words", ["😀" * 20, "שלום \u202eעולם", "<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", "=1+1"]
)
def test_any_words_are_kept_as_they_are(client, survey, words):
    client.post(url(survey), names(survey, **{name_of(survey): words}))
    assert first(survey).texts["fi"] == words
    page = client.get(url(survey), {"language": "fi"}).content.decode()
    assert "<script>alert" not in page and "SECRET_KEY }}" in page or "SECRET" not in words


def test_a_character_no_database_keeps_is_refused_in_words(client, survey):
    answer = client.post(url(survey), names(survey, **{name_of(survey): "Nukuitko\x00?"}))
    assert (answer.status_code, survey.draft.revision) == (422, 1)
    assert "Nothing was changed" in answer.content.decode()


def test_staff_and_strangers_do_not_come_in(logged_in, stefan, olga, survey):
    assert logged_in(stefan).get(url(survey)).status_code == 403
    assert logged_in(olga).get(url(survey)).status_code == 404


def big(hotel, questions=200):
    survey = cast.survey(hotel, languages=("sv", "en", "da", "nb", "fi"))
    draft, languages = survey.draft, ("sv", "en", "da", "nb", "fi")
    texts = dict.fromkeys(languages, "Ett svar med några ord")
    rows = [
        Question(
            organisation=hotel,
            version=draft,
            key=uuid.uuid4(),
            kind="single_choice",
            position=number + 3,
            touchpoint=draft.questions.first().touchpoint,
            texts=texts,
            options=[{"key": f"k{option}", "texts": texts} for option in range(50)],
            prompt={"neutral": texts},
        )
        for number in range(questions - 2)
    ]
    Question.objects.bulk_create(rows)
    return survey


def test_a_page_of_a_large_survey_costs_no_more_queries_than_one_of_a_small(client, hotel, survey):
    with CaptureQueriesContext(connection) as small:
        client.get(url(survey))
    many = big(hotel)
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
        sent = {"revision": 1, "language": "fi", "do": "page:2", name: "Sana"}
        with CaptureQueriesContext(connection) as queries:
            assert client.post(url(of), sent).status_code == 302
        return len(queries)

    assert save(big(hotel), 20) == save(survey, 0)
