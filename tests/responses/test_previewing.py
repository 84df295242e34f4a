"""Maria tries her survey as often as she likes; nothing of it is stored."""

import pytest

from common.models import Work
from responses.models import Response
from surveys import building, walking
from surveys.models import Question, Survey, Walk
from tests import cast
from tests.responses.conftest import answering, hidden, when

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(hotel):
    return cast.survey(hotel)


def addresses(survey) -> list[str]:
    return [f"/surveys/{survey.pk}/preview/", f"/surveys/{survey.pk}/preview/page/"]


def test_a_draft_is_drawn_by_the_customers_own_template(logged_in, maria, draft):
    page = logged_in(maria).get(addresses(draft)[1], {"language": "en"})
    assert page.templates[0].name == "responses/page.html"
    assert "Did you sleep well?" in page.content.decode()
    assert (page["X-Frame-Options"], page.cookies) == ("SAMEORIGIN", {})


def test_the_frame_shows_the_chosen_language(logged_in, maria, draft):
    page = logged_in(maria).get(addresses(draft)[0], {"language": "en"}).content.decode()
    assert f'src="{addresses(draft)[1]}?language=en"' in page


def test_trying_follows_the_rules_and_stores_nothing(logged_in, stefan, draft):
    client, question = logged_in(stefan), draft.draft.questions.first()
    page = client.get(addresses(draft)[1], {"language": "en"})
    assert client.post(addresses(draft)[1], answering(page)).status_code == 422
    tried = client.post(addresses(draft)[1], answering(page, (question, "yes", "")))
    assert "This was only a try: nothing was stored. You have now walked the mile." in tried.content.decode()
    assert (Response.objects.count(), Work.objects.count()) == (0, 0)


def test_whoever_answers_in_the_preview_has_walked_and_whoever_looks_has_not(logged_in, stefan, draft):
    client, question, address = logged_in(stefan), draft.draft.questions.first(), addresses(draft)[1]
    page = client.get(address)
    client.post(address, answering(page))
    client.post(address, answering(page, (question, "maybe", "")))
    client.post(address, answering(page, (question, "yes", "")) | {"switch": "en"})
    assert not walking.is_walked(draft.draft)
    for _again in range(2):
        client.post(address, answering(page, (question, "yes", "")))
    walk = Walk.objects.get()
    assert (walk.user, walk.role, walk.has_answered, walk.version) == (stefan, "staff", True, draft.draft)


def test_nobody_has_walked_past_a_question_that_came_after_the_page_was_drawn(logged_in, maria, draft):
    client, inner = logged_in(maria), addresses(draft)[1]
    first = draft.draft.questions.first()
    sent = answering(client.get(inner), (first, "yes", ""))
    building.add_question(draft.draft, kind="open_text", by=maria, texts={"sv": "Vad mer?", "en": "What else?"})
    told = client.post(inner, sent)
    assert (told.status_code, walking.is_walked(draft.draft)) == (409, False)
    assert "Vad mer?" in told.content.decode()
    assert client.post(inner, sent | hidden(told)).status_code == 200
    assert walking.is_walked(draft.draft)


def test_the_preview_follows_conditions_and_knows_a_sample_customer(logged_in, maria, draft):
    slept, treated = draft.draft.questions.all()
    text = {"en": "Hello {customer:first_name|you}: how were you treated?", "sv": "Hur blev du bemött?"}
    Question.objects.filter(pk=treated.pk).update(show_if=when(slept), texts=text)
    client, address = logged_in(maria), addresses(draft)[1]
    page = client.get(address, {"language": "en"})
    assert "how were you treated" not in page.content.decode()
    more = client.post(address, answering(page, (slept, "no", "Noise.")))
    assert "Hello Kim: how were you treated?" in more.content.decode()
    assert "Noise.</textarea>" in more.content.decode()
    assert not walking.is_walked(draft.draft)
    client.post(address, hidden(more) | {f"q-{slept.key}": "no"})
    assert walking.is_walked(draft.draft)
    Survey.objects.update(anonymity="anonymous")
    more = client.post(address, answering(page, (slept, "no", "")))
    assert "Hello you: how were you treated?" in more.content.decode()


def test_a_colleague_says_what_they_think_and_managers_read_it(logged_in, maria, stefan, draft):
    outer, look = addresses(draft)[0], f"/surveys/{draft.pk}/preview/look/"
    colleague = logged_in(stefan)
    assert colleague.get(look).status_code == 405
    assert "I have read it" in colleague.get(outer).content.decode()
    said = colleague.post(look, {"words": "Ask about <b>the bed</b> instead."})
    assert (said.status_code, said.url) == (302, outer)
    assert "You have read it" in colleague.get(outer).content.decode()
    colleague.post(look, {"words": "Ask about the bed first."})
    walk = Walk.objects.get()
    assert (walk.user, walk.has_answered, walk.words) == (stefan, False, "Ask about the bed first.")
    managers = logged_in(maria).get(outer).content.decode()
    assert "What your colleagues say" in managers
    assert "Ask about the bed first." in managers
    other = cast.person("Sven", draft.organisation)
    assert "Ask about the bed first." not in logged_in(other).get(outer).content.decode()
    assert not walking.is_walked(draft.draft)


def test_a_remark_holds_what_both_databases_can_keep(logged_in, stefan, draft):
    logged_in(stefan).post(f"/surveys/{draft.pk}/preview/look/", {"words": "Fint\0 \x07fråga"})
    assert Walk.objects.get().words == "Fint fråga"


def test_reading_without_a_word_is_enough(logged_in, stefan, draft):
    logged_in(stefan).post(f"/surveys/{draft.pk}/preview/look/")
    assert [(look.user, look.words) for look in walking.looks(draft.draft)] == [(stefan, "")]


def test_a_strangers_look_is_nobodys(logged_in, olga, client, draft):
    address = f"/surveys/{draft.pk}/preview/look/"
    assert (logged_in(olga).post(address).status_code, client.post(address).status_code) == (404, 302)
    assert Walk.objects.count() == 0


@pytest.mark.usefixtures("on_one_page")
def test_two_hundred_questions_take_no_more_statements_than_two(logged_in, maria, draft, django_assert_max_num_queries):
    client, counted = logged_in(maria), []
    for _round in range(2):
        with django_assert_max_num_queries(20) as captured:
            page = client.get(addresses(draft)[1])
        counted.append(len(captured))
        Question.objects.bulk_create(_many(draft.draft, 198 - len(page.context["fields"]) + 2))
    assert counted[0] == counted[1]
    assert len(client.get(addresses(draft)[1]).context["fields"]) == building.MAX_QUESTIONS


def _many(version, count) -> list[Question]:
    pattern = version.questions.first()
    return [
        Question(
            organisation_id=version.organisation_id,
            version=version,
            kind="scale_0_10",
            position=10 + number,
            touchpoint_id=pattern.touchpoint_id,
            texts=pattern.texts,
        )
        for number in range(count)
    ]


def test_a_stranger_and_a_visitor_see_no_preview(logged_in, olga, client, draft):
    assert [logged_in(olga).get(address).status_code for address in addresses(draft)] == [404, 404]
    assert [client.get(address).status_code for address in addresses(draft)] == [302, 302]


def test_a_survey_without_questions_can_be_looked_at(logged_in, maria, draft):
    draft.draft.questions.all().delete()
    assert logged_in(maria).get(addresses(draft)[1]).status_code == 200
