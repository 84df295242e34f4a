"""The coach reads along in the builder: notes come while Maria types, and nothing is stored or in her way."""

import uuid

import pytest
from django.urls import reverse

from common import clock
from surveys import building, coaching
from surveys.models import SurveyVersion
from tests.surveys.coaching_of import BLAMING, LEADING, now


@pytest.fixture
def draft(hotel, maria):
    return building.start_blank(hotel, name="Natten", languages=["sv", "fi", "en"], by=maria).draft


@pytest.fixture
def asked(draft, maria):
    """Asks one question, in these languages."""

    def ask(**texts):
        return building.add_question(draft, kind="yes_no", by=maria, texts=texts, prompt={}, if_no_we_will="Ringa.")

    return ask


def post(client, question, text, *, language="sv", **fields):
    address = f"{reverse('surveys:coach', args=[question.version.survey_id])}?key={question.key.hex}"
    named = {f"q-{question.key.hex}-{name}": words for name, words in {"text": text, **fields}.items()}
    return client.post(address, {"language": language, "revision": "1", **named})


@pytest.mark.parametrize("language", LEADING)
def test_notes_come_while_typing_and_nothing_is_stored(draft, asked, maria, logged_in, language):
    question = asked(sv="Sov du gott?")
    answer = post(logged_in(maria), question, LEADING[language], language=language)
    page = answer.content.decode()
    assert (answer.status_code, page.count('class="coach-note"')) == (200, 1)
    assert "The wording leans towards one answer." in page and f'<q lang="{language}">' in page
    for button in ("example", "keep-anyway"):
        assert f'name="do" value="{button}:{question.key.hex}:leading"' in page
    assert "<html" not in page
    assert (now(question).texts, now(question).version.revision) == ({"sv": "Sov du gott?"}, draft.revision)


def test_notes_that_stand_there_already_are_not_drawn_again(asked, maria, logged_in):
    question, client = asked(sv="Sov du gott?"), logged_in(maria)
    shown = coaching.notes_of(question, "sv", text=LEADING["sv"]).signature
    again = {f"coach-{question.key.hex}": shown}
    address = f"{reverse('surveys:coach', args=[question.version.survey_id])}?key={question.key.hex}"
    for text, status in ((LEADING["sv"], 204), ("Sov du gott?", 200)):
        typed = {"language": "sv", f"q-{question.key.hex}-text": text, **again}
        assert client.post(address, typed).status_code == status


def test_a_reason_on_its_way_is_kept_with_its_field_open(asked, maria, logged_in):
    question = asked(sv=BLAMING)
    address = f"{reverse('surveys:coach', args=[question.version.survey_id])}?key={question.key.hex}"
    page = logged_in(maria).post(address, {f"reason-{question.key.hex}-staff_blame": "kort <b>"}).content.decode()
    assert ">kort &lt;b&gt;</textarea>" in page and 'data-hx-preserve="true" open>' in page


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202e", "å" * 10_000, "\0", "{answer:|", "?!" * 500])
def test_strange_words_are_read_calmly(asked, maria, logged_in, text):
    answer = post(logged_in(maria), asked(sv="Sov du gott?"), text, no=text)
    assert answer.status_code == 200 and b"<script>alert" not in answer.content


def test_a_question_that_is_not_there_has_no_notes(asked, draft, maria, olga, logged_in):
    question = asked(sv="Sov du gott?")
    address = reverse("surveys:coach", args=[draft.survey_id])
    for key in ("", "nonsense", uuid.uuid4().hex):
        assert logged_in(maria).post(address, {}, query_params={"key": key}).status_code == 204
    assert post(logged_in(olga), question, "Sov du gott?").status_code == 404
    assert logged_in(maria).get(address).status_code == 405


def test_a_question_that_a_colleague_took_away_or_published_disturbs_nobody(asked, draft, maria, logged_in):
    gone, published = asked(sv="Sov du gott?"), asked(sv="Hur sov du?")
    building.remove_question(gone, by=maria)
    assert post(logged_in(maria), gone, LEADING["sv"]).status_code == 204
    assert post(logged_in(maria), published, LEADING["sv"]).status_code == 200
    SurveyVersion.objects.filter(pk=draft.pk).update(published_at=clock.now())
    assert post(logged_in(maria), published, LEADING["sv"]).status_code == 204


def test_the_live_notes_ask_the_database_as_little_in_a_long_survey(
    draft, asked, maria, logged_in, django_assert_max_num_queries
):
    client, question = logged_in(maria), asked(sv="Sov du gott?")
    for number in range(20):
        asked(sv=f"{number}?")
    with django_assert_max_num_queries(7):
        post(client, question, LEADING["sv"])
