"""Maria keeps the questions that worked, and asks them again in the next survey."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import AuditEvent
from surveys import banking, building, inserting, question_kinds, touchpoints
from surveys.models import BankQuestion, Question
from tests import cast


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel)


@pytest.fixture
def sleep(survey):
    """The yes/no question, about the night, waiting for nothing, with all that can be kept of it."""
    question = survey.draft.questions.select_related("touchpoint").first()
    question.touchpoint = touchpoints.named(survey.organisation, {"sv": "Natten", "en": "The night"})
    question.required, question.if_no_we_will = True, "Byta säng"
    question.save()
    return question


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


def url(name="bank", *ids):
    return reverse(f"surveys:{name}", args=ids)


def texts(page) -> list[str]:
    return [row["text"] for row in page.context["rows"]]


def test_a_question_is_kept_whole_and_once(hotel, maria, sleep):
    kept = banking.keep(sleep, by=maria)
    assert banking.keep(sleep, by=maria) == kept
    names = ("kind", "touchpoint", "texts", "options", "ends", "prompt", "required", "reversed", "if_no_we_will")
    assert [getattr(kept, name) for name in names] == [getattr(sleep, name) for name in names]
    assert (kept.organisation, kept.created_by) == (hotel, maria)
    verbs = AuditEvent.objects.for_organisation(hotel).values_list("verb", flat=True)
    assert list(verbs).count("bank.question_kept") == 1


def test_other_words_are_another_question_and_the_whole_visit_is_no_moment(maria, survey, sleep):
    banking.keep(sleep, by=maria)
    sleep.prompt = {"neutral": {"sv": "Vad störde?"}}
    banking.keep(sleep, by=maria)
    treated = banking.keep(survey.draft.questions.last(), by=maria)
    assert (BankQuestion.objects.count(), treated.touchpoint) == (3, None)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Du sa {answer:CODE|det}. Varför?", "Du sa det. Varför?"),
        ("Varför {answer:CODE}?", "Varför?"),
        ("{answer:CODE|} Hej", "Hej"),
        ("Hej {customer:first_name|du}, {answer:ffffff|a} {answer:CODE|b}", "Hej {customer:first_name|du}, a b"),
        ("Inget att sätta in {här}", "Inget att sätta in {här}"),
    ],
)
def test_a_kept_question_stands_alone(survey, sleep, maria, written, kept):
    written = written.replace("CODE", inserting.code_for(sleep.key))
    question = cast.question(survey.draft, "open_text", {"sv": written}, prompt={"neutral": {"sv": written}})
    bank_question = banking.keep(question, by=maria)
    assert (bank_question.texts, bank_question.prompt) == ({"sv": kept}, {"neutral": {"sv": kept}})


def test_what_is_added_is_the_same_question_under_a_new_key(hotel, maria, sleep):
    kept = banking.keep(sleep, by=maria)
    draft = building.start_blank(hotel, name="Nästa", languages=["sv"], by=maria).draft
    key = uuid.uuid4()
    added = banking.add(kept, draft, by=maria, key=key)
    assert banking.add(kept, draft, by=maria, key=key) == added
    assert (added.key, added.key != sleep.key, draft.questions.count()) == (key, True, 1)
    assert (added.texts, added.prompt, added.required, added.if_no_we_will, added.touchpoint) == (
        sleep.texts,
        sleep.prompt,
        True,
        "Byta säng",
        sleep.touchpoint,
    )


def test_a_kept_question_outlives_its_survey_and_its_moment(maria, survey, sleep):
    kept = banking.keep(sleep, by=maria)
    moment = sleep.touchpoint
    survey.draft.delete()
    moment.delete()
    kept.refresh_from_db()
    assert (kept.touchpoint, kept.texts["sv"]) == (None, "Sov du gott?")


def test_taking_it_out_twice_is_once_and_surveys_keep_it(maria, survey, sleep):
    kept = banking.keep(sleep, by=maria)
    banking.remove(kept, by=maria)
    banking.remove(kept, by=maria)
    assert (BankQuestion.objects.count(), survey.draft.questions.count()) == (0, 2)


def test_a_manager_keeps_a_question_and_comes_back_to_its_card(client, survey, sleep):
    answer = client.post(url("keeping", survey.pk), {"question": sleep.key.hex})
    assert answer["Location"].startswith(reverse("surveys:build", args=[survey.pk]))
    assert answer["Location"].endswith(f"#question-{sleep.key.hex}")
    assert BankQuestion.objects.get().texts == sleep.texts
    for odd in ("", "x", uuid.uuid4().hex):
        assert client.post(url("keeping", survey.pk), {"question": odd}).status_code == 404


def test_a_published_question_can_be_kept_too(client, hotel):
    survey = cast.published_survey(hotel)
    question = survey.published_version.questions.first()
    answer = client.post(url("keeping", survey.pk), {"question": str(question.key)})
    assert (answer["Location"], BankQuestion.objects.count()) == (survey.get_absolute_url(), 1)


def test_from_the_builder_each_question_has_a_button_that_adds_it(client, survey, sleep, maria):
    kept = banking.keep(sleep, by=maria)
    page = client.get(url(), {"survey": survey.pk})
    html = page.content.decode()
    assert page.context["survey"] == survey and f'id="add-{kept.pk}"' in html and "Natten" in html
    new_key = page.context["rows"][0]["new_key"]
    for _press in range(2):
        answer = client.post(url("bank_adding", kept.pk), {"survey": survey.pk, "new_key": new_key})
    assert survey.draft.questions.count() == 3
    assert answer["Location"].endswith(f"?at=id_q-{new_key}-text#question-{new_key}")
    assert client.get(answer["Location"]).status_code == 200


def test_without_a_survey_nothing_can_be_added(client, hotel, sleep, maria):
    kept = banking.keep(sleep, by=maria)
    published = cast.published_survey(hotel)
    for number in ("", "x", "0", str(10**9), str(published.pk)):
        page = client.get(url(), {"survey": number})
        assert (page.status_code, page.context["survey"]) == (200, None)
        assert client.post(url("bank_adding", kept.pk), {"survey": number}).status_code == 404
    assert f'id="add-{kept.pk}"' not in client.get(url()).content.decode()


def test_a_full_survey_says_so(client, survey, sleep, maria, monkeypatch):
    kept = banking.keep(sleep, by=maria)
    monkeypatch.setattr(building, "MAX_QUESTIONS", 2)
    page = client.post(url("bank_adding", kept.pk), {"survey": survey.pk}, follow=True)
    assert "A survey can have 2 questions." in page.content.decode()


def test_taking_out_asks_once(client, sleep, maria, survey):
    kept = banking.keep(sleep, by=maria)
    page = client.get(url()).content.decode()
    assert "Remove it from the bank? Surveys that ask it keep it." in page
    answer = client.post(url("bank_removal", kept.pk), {"survey": survey.pk})
    assert (answer["Location"], BankQuestion.objects.count()) == (f"{url()}?survey={survey.pk}", 0)
    assert "No question is kept yet" in client.get(url()).content.decode()


def kept(hotel, kind="yes_no", **texts) -> BankQuestion:
    return BankQuestion.objects.create(organisation=hotel, kind=kind, texts=texts, created_at=hotel.created_at)


def test_searching_and_choosing_a_kind(client, hotel):
    kept(hotel, sv="Sov du gott i Åre?", en="Did you sleep well?")
    kept(hotel, kind=question_kinds.OPEN_TEXT, sv="Hur blev du bemött?")
    assert texts(client.get(url(), {"text": "ÅRE sov"})) == ["Did you sleep well?"]
    assert texts(client.get(url(), {"kind": "open_text"})) == ["Hur blev du bemött?"]
    assert len(texts(client.get(url(), {"kind": "nonsense"}))) == 2
    page = client.get(url(), {"text": "nothing like it"}).content.decode()
    assert "Nothing fits this filter" in page


def test_a_question_is_shown_in_the_readers_language_and_says_which(client, hotel, maria):
    kept(hotel, sv="Sov du gott?", en="Did you sleep well?")
    kept(hotel, fi="Nukuitko?")
    page = client.get(url())
    assert [(row["text"], row["language"]) for row in page.context["rows"]] == [
        ("Nukuitko?", "fi"),
        ("Did you sleep well?", "en"),
    ]
    assert 'lang="fi" dir="auto">Nukuitko?' in page.content.decode()


def test_the_bank_has_pages_and_as_few_queries_for_many_as_for_one(client, hotel, survey, sleep, maria):
    banking.keep(sleep, by=maria)
    with CaptureQueriesContext(connection) as one:
        client.get(url(), {"survey": survey.pk})
    for number in range(60):
        moment = touchpoints.named(hotel, {"sv": f"Stund {number % 8}"})
        kept(hotel, sv=f"Fråga {number}").__class__.objects.filter(touchpoint=None).update(touchpoint=moment)
    with CaptureQueriesContext(connection) as many:
        first = client.get(url(), {"survey": survey.pk})
    assert len(many) == len(one)
    assert (len(first.context["rows"]), texts(first)[0]) == (30, "Fråga 59")
    assert first.context["older_url"] == f"?survey={survey.pk}&page=2"
    last = client.get(url(), {"page": 3})
    assert (texts(last), last.context["older_url"]) == (["Did you sleep well?"], "")


def test_keeping_takes_a_bounded_number_of_queries(hotel, maria, sleep):
    for number in range(30):
        kept(hotel, sv=f"Fråga {number}")
    with CaptureQueriesContext(connection) as queries:
        banking.keep(sleep, by=maria)
    assert len(queries) < 8


def test_staff_read_and_change_nothing(logged_in, stefan, maria, survey, sleep):
    bank_question = banking.keep(sleep, by=maria)
    client = logged_in(stefan)
    page = client.get(url(), {"survey": survey.pk})
    assert texts(page) == ["Did you sleep well?"]
    assert "<button" not in page.content.decode().partition('id="bank"')[2].partition("</main>")[0]
    for name, number in (("bank_adding", bank_question.pk), ("bank_removal", bank_question.pk), ("keeping", survey.pk)):
        assert client.post(url(name, number)).status_code == 403


def test_another_organisations_bank_is_not_there(logged_in, olga, maria, survey, sleep):
    bank_question = banking.keep(sleep, by=maria)
    client = logged_in(olga)
    assert texts(client.get(url(), {"survey": survey.pk})) == []
    for name, number in (("bank_adding", bank_question.pk), ("bank_removal", bank_question.pk), ("keeping", survey.pk)):
        assert client.post(url(name, number), {"survey": survey.pk}).status_code == 404
    assert (BankQuestion.objects.count(), Question.objects.count()) == (1, 2)


def test_the_bank_speaks_finnish_too(client, hotel, maria):
    maria.language = "fi"
    maria.save()
    kept(hotel, sv="Sov du gott?", fi="Nukuitko hyvin?")
    with translation.override("fi"):
        assert texts(client.get(url())) == ["Nukuitko hyvin?"]
