"""The builder's page: one form, every button saves what is typed, and nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from surveys import building, publishing, touchpoints
from surveys.models import BankQuestion
from tests import cast
from tests.surveys.builder_posts import keys, texts, typed, url


@pytest.fixture
def survey(hotel):
    return cast.walk(cast.survey(hotel))


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


def test_the_page_shows_every_text_in_the_chosen_language_and_works_without_script(client, survey):
    page = client.get(url(survey), {"language": "en"}).content.decode()
    for words in ("Did you sleep well?", "How were you treated?", "Your night with us", "We help tired people wake up"):
        assert words in page
    assert page.count('<form class="builder-form"') == 1
    assert "onclick" not in page and "style=" not in page
    first, _last = keys(survey)
    for control in ("save", "publish", "language:sv", "add:yes_no", f"up:{first}", f"down:{first}", f"remove:{first}"):
        assert f'name="do" value="{control}"' in page


def test_the_page_opens_at_its_top(client, survey):
    assert "autofocus" not in client.get(url(survey)).content.decode()


def test_an_unknown_language_shows_the_main_one(client, survey):
    page = client.get(url(survey), {"language": "xx"})
    assert page.context["page"].language == "sv"


def test_an_empty_draft_shows_the_purpose_and_how_to_begin(client, hotel, maria):
    survey = building.start_blank(hotel, name="Tomt", languages=["sv"], by=maria)
    page = client.get(url(survey)).content.decode()
    assert page.index("Which moment matters?") < page.index("How may they answer?") < page.index("The beginning")
    assert "<q>We help tired people wake up rested.</q>" in page


def test_saving_stores_everything_typed_in_one_language_only(client, survey):
    sent = typed(survey, q0_text=" Sov  du gott \n i natt?", q0_no="Vad störde?", q1_required="on")
    sent["survey-intro"] = "Rad ett.\r\nRad två."
    answer = client.post(url(survey), sent)
    first, second = survey.draft.questions.all()
    assert (answer.status_code, answer["Location"]) == (302, f"{url(survey)}?language=sv&at=save")
    assert (texts(survey), texts(survey, "en")) == (
        ["Sov du gott i natt?", "Hur blev du bemött?"],
        ["Did you sleep well?", "How were you treated?"],
    )
    assert (first.prompt["no"], first.required, second.required) == ({"sv": "Vad störde?"}, False, True)
    assert survey.draft.intro == {"sv": "Rad ett.\nRad två.", "en": "We want to know how your night was."}
    assert survey.draft.revision == 2


def test_saving_what_is_there_already_changes_nothing(client, survey):
    for _time in range(2):
        assert client.post(url(survey), typed(survey)).status_code == 302
    assert survey.draft.revision == 1


def test_text_that_is_too_long_stays_on_the_page_with_a_word_at_the_field(client, survey):
    answer = client.post(url(survey), typed(survey, q0_text="å" * 301, q1_text="Mitt nya ord"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "å" * 301 in page and "Mitt nya ord" in page
    key = keys(survey)[0]
    assert f'<a href="#id_q-{key}-text">' in page and f'id="id_q-{key}-text_error"' in page
    assert texts(survey) == ["Sov du gott?", "Hur blev du bemött?"]


def test_a_lost_update_keeps_both_texts_and_the_next_save_decides(client, survey, maria, agnes):
    sent = typed(survey, q0_text="Marias ord")
    first = survey.draft.questions.first()
    cast.change_question(first, texts={**first.texts, "sv": "Agnes ord"}, expected_revision=1, by=agnes)
    answer = client.post(url(survey), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Marias ord</textarea>" in page and '<p class="theirs-words">Agnes ord</p>' in page
    assert page.count("data-conflict=") == 1
    assert texts(survey)[0] == "Agnes ord"
    assert client.post(url(survey), {**sent, "revision": 2}).status_code == 302
    assert texts(survey)[0] == "Marias ord"


def test_a_question_added_by_somebody_else_is_not_emptied_by_the_next_save(client, survey, agnes):
    sent = typed(survey, q0_text="Marias ord")
    building.add_question(survey.draft, kind="yes_no", texts={"sv": "Ny fråga?"}, by=agnes)
    assert client.post(url(survey), sent).status_code == 302
    assert texts(survey) == ["Marias ord", "Hur blev du bemött?", "Ny fråga?"]


def test_words_for_a_question_taken_away_meanwhile_are_shown(client, survey, agnes):
    sent = typed(survey, q0_text="Marias ord")
    building.remove_question(survey.draft.questions.first(), by=agnes)
    answer = client.post(url(survey), sent)
    assert answer.status_code == 409
    assert "You had written: “Marias ord”" in answer.content.decode()


def test_words_typed_while_somebody_published_can_go_into_a_new_draft(client, survey, agnes):
    sent = typed(survey, q0_text="Marias ord")
    publishing.publish(survey.draft, by=agnes)
    answer = client.post(url(survey), sent)
    assert answer.status_code == 409
    assert "Marias ord</textarea>" in answer.content.decode()
    assert client.post(url(survey), {**sent, "do": "next-draft"}).status_code == 302
    survey.refresh_from_db()
    assert (texts(survey)[0], survey.published_version.questions.first().texts["sv"]) == ("Marias ord", "Sov du gott?")


@pytest.mark.parametrize("kind", ["yes_no", "scale_0_10", "single_choice", "open_text"])
def test_every_kind_is_added_by_a_button_that_saves_the_rest(client, survey, kind):
    sent = typed(survey, q0_text="Vilade du?", do=f"add:{kind}")
    for _time in range(2):
        answer = client.post(url(survey), sent)
    added = survey.draft.questions.last()
    assert (added.kind, texts(survey)[:2]) == (kind, ["Vilade du?", "Hur blev du bemött?"])
    assert survey.draft.questions.count() == 3
    page = client.get(answer["Location"]).content.decode()
    control = page[page.index(f'name="q-{added.key.hex}-text"') :]
    assert " autofocus" in control[: control.index(">")] and page.count(" autofocus") == 1


def test_questions_are_moved_and_removed_by_buttons_that_save_the_rest(client, survey):
    first, last = keys(survey)
    client.post(url(survey), typed(survey, q0_text="Vilade du?", do=f"down:{first}"))
    assert (keys(survey), texts(survey)) == ([last, first], ["Hur blev du bemött?", "Vilade du?"])
    client.post(url(survey), typed(survey, do=f"down:{first}"))
    assert keys(survey) == [last, first]
    client.post(url(survey), typed(survey, do=f"up:{first}"))
    assert keys(survey) == [first, last]
    answer = client.post(url(survey), typed(survey, q1_text="Och nu?", do=f"remove:{first}"), follow=True)
    change = survey.draft.changes.last().number
    assert f'id="undo-removal" name="do" value="undo:{change}" autofocus' in answer.content.decode()
    assert (keys(survey), texts(survey)) == ([last], ["Och nu?"])


def test_the_answers_of_a_choice_are_written_added_and_removed(client, survey, maria):
    question = building.add_question(survey.draft, kind="single_choice", texts={"sv": "Vad?", "en": "What?"}, by=maria)
    first, second = [option["key"] for option in question.options]
    prefix = f"q-{question.key.hex}-option-"
    sent = typed(survey, do=f"add-option:{question.key.hex}")
    client.post(url(survey), sent | {prefix + first: "Ro", prefix + second: "Mat"})
    client.post(url(survey), typed(survey, do=f"remove-option:{question.key.hex}:{first}"))
    question.refresh_from_db()
    assert question.options == [{"key": second, "texts": {"sv": "Mat"}}, {"key": "0a0a0a0a", "texts": {}}]


def test_another_moment_is_chosen_for_a_question(client, survey, hotel):
    night = touchpoints.named(hotel, {"en": "The night"})
    client.post(url(survey), typed(survey, q0_moment=str(night.pk)))
    first, second = survey.draft.questions.select_related("touchpoint")
    assert (first.touchpoint, second.touchpoint) == (night, touchpoints.default_of(hotel))


def test_a_language_is_promised_by_a_tick_and_its_tab_saves_too(client, survey):
    sent = typed(survey, q0_text="Vilade du?", do="language:en") | {"survey-languages": ["en", "fi"]}
    answer = client.post(url(survey), sent)
    assert answer["Location"] == f"{url(survey)}?language=en"
    assert (survey.draft.languages, texts(survey)[0]) == (["sv", "fi", "en"], "Vilade du?")


def test_the_way_to_publishing_saves_first(client, survey):
    answer = client.post(url(survey), typed(survey, q0_neutral="", do="publish"))
    assert (answer.status_code, answer["Location"]) == (302, url(survey, "publication"))
    assert survey.draft.questions.first().prompt["neutral"] == {"en": "Why?"}


def test_the_page_shows_each_problem_at_its_question(client, survey):
    client.post(url(survey), typed(survey, q0_neutral=""))
    first = survey.draft.questions.first()
    with override("en"):
        messages = [str(one.message) for one in publishing.problems(survey.draft) if one.where == first.pk]
    page = client.get(url(survey), {"check": "1"}).content.decode()
    begin = page.index(f'id="question-{first.key.hex}"')
    card = page[begin : page.index("</li>", begin)]
    assert len(messages) > 0
    assert [words for words in messages if escape(words) not in card] == []


def test_the_order_after_a_drag_is_stored_and_nothing_is_drawn(client, survey):
    first, last = keys(survey)
    answer = client.post(url(survey, "order"), {"order": [last, "nonsense", first]})
    assert (answer.status_code, answer.content, keys(survey)) == (204, b"", [last, first])


@pytest.mark.parametrize("do", ["", "fly:away", "up:nonsense", "remove:" + "f" * 32, "add:stars", "remove-option::"])
def test_a_press_that_means_nothing_is_a_plain_save(client, survey, do):
    before = texts(survey)
    assert client.post(url(survey), typed(survey, do=do)).status_code == 302
    assert texts(survey) == before


def test_a_post_of_nonsense_harms_nothing(client, survey):
    before = texts(survey)
    sent = {"revision": "x" * 40, "language": "\x00", "survey-title": "a\x00b", "q-zz-text": "?", "new_key": "!"}
    assert client.post(url(survey), sent).status_code == 422
    assert texts(survey) == before


def test_from_the_fourth_question_the_page_advises_to_ask_less(client, survey, maria):
    advice = "Fewer customers get as far as the fourth question."
    building.add_question(survey.draft, kind="open_text", by=maria)
    assert advice not in client.get(url(survey)).content.decode()
    building.add_question(survey.draft, kind="open_text", by=maria)
    assert advice in client.get(url(survey)).content.decode()


def test_the_page_asks_as_few_questions_of_the_database_for_fifty_as_for_two(
    client, survey, maria, django_assert_max_num_queries
):
    with CaptureQueriesContext(connection) as two:
        client.get(url(survey))
    for number in range(48):
        cast.question(survey.draft, "yes_no", {"sv": str(number), "en": str(number)})
    with django_assert_max_num_queries(len(two)):
        client.get(url(survey))


def test_a_draft_of_two_hundred_questions_is_saved_whole(client, survey, maria):
    answers = [{"key": f"{number:08x}", "texts": {"sv": "Ja"}} for number in range(20)]
    for number in range(198):
        cast.question(survey.draft, "single_choice", {"sv": f"Fråga {number}", "en": "Why?"}, options=answers)
    posted = typed(survey, q199_text="Den sista")
    posted |= {
        f"q-{key}-option-{answer['key']}": f"Svar {place}"
        for key in keys(survey)[2:]
        for place, answer in enumerate(answers)
    }
    assert len(posted) > 4000
    assert client.post(url(survey), posted).status_code == 302
    last = survey.draft.questions.last()
    assert (last.texts["sv"], last.options[19]["texts"]["sv"]) == ("Den sista", "Svar 19")


def test_a_new_answers_key_is_never_what_somebody_made_up(client, survey, maria):
    question = building.add_question(survey.draft, kind="single_choice", by=maria)
    do = f"add-option:{question.key.hex}"
    client.post(url(survey), {"revision": survey.draft.revision, "do": do, "new_key": "\0:<b>"})
    question.refresh_from_db()
    assert [len(option["key"]) for option in question.options] == [8, 8, 8]
    assert all(option["key"].isalnum() for option in question.options)


def test_a_test_mail_to_oneself_is_asked_for_after_saving(client, survey):
    sent = typed(survey, q0_text="Vilade du?", do="test-mail") | {"next": url(survey)}
    answer = client.post(url(survey), sent, follow=True)
    assert answer.redirect_chain == [(reverse("invitations:test_mail", args=[survey.pk]), 307), (url(survey), 302)]
    assert texts(survey)[0] == "Vilade du?"
    assert "maria@example.org" in answer.content.decode()


def test_a_question_is_kept_in_the_bank_as_it_was_just_typed(client, survey, hotel):
    sent = typed(survey, q0_text="Vilade du?", do=f"to-bank:{keys(survey)[0]}")
    page = client.post(url(survey), sent, follow=True).content.decode()
    assert [kept.texts["sv"] for kept in BankQuestion.objects.for_organisation(hotel)] == ["Vilade du?"]
    assert "Kept in the question bank." in page


def test_the_preview_is_opened_after_saving(client, survey):
    answer = client.post(url(survey), typed(survey, q0_text="Vilade du?", do="preview"))
    assert answer["Location"] == f"{reverse('responses:preview', args=[survey.pk])}?language=sv"
    assert texts(survey)[0] == "Vilade du?"
