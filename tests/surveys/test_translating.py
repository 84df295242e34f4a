"""Fia translates: all texts side by side, what is missing counted and named."""

import pytest
from django.urls import reverse

from surveys import publishing, question_kinds
from surveys.models import Question
from surveys.side_by_side import translating
from tests import cast
from tests.surveys.texts_of import first, name_of, promised_survey, sent, url


@pytest.fixture
def survey(hotel):
    return promised_survey(hotel)


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


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
    assert "Swedish" not in said and "Missing in English: answer 1, answer 2." in said


def test_a_translator_sees_the_original_beside_each_field(client, survey):
    page = client.get(url(survey), {"language": "fi"}).content.decode()
    name = name_of(survey, "option-k2", 2)
    assert f'<label for="{name}" class="texts-where">Question 3, answer 2' in page
    assert f'id="{name}-original" lang="sv" dir="auto">Tåg</p>' in page
    assert f'<textarea name="{name}" id="{name}" lang="fi"' in page
    assert 'lang="en" dir="auto">Did you sleep well?</p>' in page  # a third language for wide screens
    assert reverse("surveys:build", args=[survey.pk]) in page


def test_saving_stores_this_language_only(client, survey):
    typed = sent(survey, **{name_of(survey): " Nukuitko \n hyvin? ", name_of(survey, "option-k1", 2): "Bussi"})
    typed["survey-intro"] = "Rivi yksi.\r\nRivi kaksi."
    answer = client.post(url(survey), typed)
    sleep, _treated, way = survey.draft.questions.all()
    assert (answer.status_code, answer["Location"]) == (302, f"{url(survey)}?language=fi")
    assert sleep.texts == {"sv": "Sov du gott?", "en": "Did you sleep well?", "fi": "Nukuitko hyvin?"}
    assert way.options[0]["texts"] == {"sv": "Buss", "fi": "Bussi"}
    assert survey.draft.intro["fi"] == "Rivi yksi.\nRivi kaksi."
    assert survey.draft.revision == 2


def test_saying_the_same_changes_nothing_and_emptying_takes_away(client, survey):
    client.post(url(survey), sent(survey, "en"))
    assert survey.draft.revision == 1
    client.post(url(survey), sent(survey, "en", **{name_of(survey): ""}))
    assert (first(survey).texts, survey.draft.revision) == ({"sv": "Sov du gott?"}, 2)


def test_words_stored_with_odd_spaces_are_not_changed_by_looking_at_them(client, survey):
    Question.objects.filter(pk=first(survey).pk).update(texts={"sv": "Sov  du gott? ", "en": " Did you?"})
    client.post(url(survey), sent(survey, "en"))
    assert survey.draft.revision == 1


def test_only_what_is_missing_and_the_buttons_save_before_they_lead_on(client, survey):
    typed = sent(survey, "en", do="only:missing", **{name_of(survey, "option-k1", 2): "Bus"})
    answer = client.post(url(survey), typed)
    assert answer["Location"] == f"{url(survey)}?language=en&only=missing"
    rows = client.get(answer["Location"]).context["page"].rows
    assert [row.place.where for row in rows] == ["Question 3, answer 2"]
    answer = client.post(url(survey), {**typed, "do": "language:fi", name_of(survey, "option-k2", 2): "Train"})
    assert survey.draft.questions.last().options[1]["texts"]["en"] == "Train"
    assert answer["Location"] == f"{url(survey)}?language=fi"


def test_with_nothing_missing_the_filter_says_so(client, survey):
    page = client.get(url(survey), {"language": "sv", "only": "missing"}).content.decode()
    assert "Nothing is missing in Swedish" in page and "<textarea" not in page


def test_a_text_that_is_too_long_stays_with_a_word_at_its_field(client, survey):
    answer = client.post(url(survey), sent(survey, **{name_of(survey): "ö" * 301, "survey-title": "Yö"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ö" * 301 in page and ">\nYö</textarea>" in page
    assert f'<a href="#{name_of(survey)}">Question 1: This is 301 characters long, and 300 fit.' in page
    assert survey.draft.revision == 1


def test_a_survey_of_one_language_shows_that_one(client, hotel):
    page = client.get(url(cast.survey(hotel, languages=("sv",)))).context["page"]
    assert (page.language, page.third, [row.original for row in page.rows if row.original]) == ("sv", "", [])


@pytest.mark.parametrize("language", ["xx", "sv-SE", "\x00", "<script>"])
def test_odd_words_in_the_address_are_passed_over(client, survey, language):
    page = client.get(url(survey), {"language": language, "page": language, "only": language})
    assert (page.status_code, page.context["page"].language) == (200, "en")


def test_staff_and_strangers_do_not_come_in(logged_in, stefan, olga, survey):
    assert logged_in(stefan).get(url(survey)).status_code == 403
    assert logged_in(olga).get(url(survey)).status_code == 404
