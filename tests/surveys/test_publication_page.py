"""The page before publishing: one next step, nothing typed lost, and customers only when it is right."""

import pytest
from django.urls import reverse

from accounts import arranging_units
from accounts.models import AuditEvent
from accounts.models.membership import Role
from surveys import walking
from surveys.models import Survey
from tests import cast
from tests.surveys.publication_of import DECISION, put, typed, url


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel, decision="", purpose_link="")


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


def next_step(client, survey):
    page = client.get(url(survey))
    assert page.status_code == 200
    return page.context["next_step"]


def state(survey):
    return Survey.objects.get(pk=survey.pk).state


def test_there_is_one_next_step_from_the_questions_to_the_customers(client, survey, maria):
    question = survey.draft.questions.first()
    put(question, texts={"sv": "Sov du gott?"})
    steps = [next_step(client, survey)]
    put(question, texts={"sv": "Sov du gott?", "en": "Did you sleep well?"})
    steps.append(next_step(client, survey))
    walking.walked(survey.draft, by=maria, role="manager")
    steps.append(next_step(client, survey))
    client.post(url(survey), typed(survey, do="save"))
    steps.append(next_step(client, survey))
    assert steps == ["mend", "walk", "decide", "publish"]
    answer = client.post(url(survey), typed(survey), follow=True)
    assert answer.redirect_chain == [(url(survey, "detail"), 302)]
    assert (state(survey), Survey.objects.get().decision, Survey.objects.get().responsible) == ("open", DECISION, maria)


def test_a_problem_at_a_question_leads_to_its_card(client, survey):
    question = survey.draft.questions.last()
    put(question, texts={"sv": "Hur blev du bemött?"})
    page = client.get(url(survey)).text
    key = question.key.hex
    place = f"?check=1&amp;open={key}&amp;language=en#id_q-{key}-text"  # the field that is empty
    assert f'href="{url(survey, "build")}{place}">Question 2</a>: Missing in English: the question.' in page


def test_what_is_missing_leads_to_its_field_in_its_language(client, survey):
    options = [{"key": "a1", "texts": {"sv": "Ja", "en": "Yes", "fi": "Joo"}}, {"key": "b2", "texts": {}}]
    every = dict.fromkeys(("sv", "en", "fi"), "Hej?")
    question = cast.question(survey.draft, "single_choice", every, options=options)
    put(survey.draft, languages=["sv", "fi", "en"])
    first = survey.draft.questions.first()
    put(first, texts=every, prompt={}, show_if={"question": question.key.hex, "operator": "is", "value": "a1"})
    links = [item.url for item in client.get(url(survey)).context["to_mend"]]
    build, key = url(survey, "build"), question.key.hex
    assert links[:2] == [f"{build}?check=1&language=fi#id_survey-{name}" for name in ("title", "intro")]
    assert f"{build}?check=1&open={key}&language=sv#id_q-{key}-option-b2" in links
    # It waits for a later one, in every language.
    assert f"{build}?check=1&open={first.key.hex}#question-{first.key.hex}" in links
    page = client.get(links[-1]).text
    assert f'id="id_q-{key}-option-b2"' in page
    assert 'id="id_survey-title"' in page and 'id="id_survey-intro"' in page


def test_what_stops_it_stands_on_the_same_page_and_nothing_typed_is_lost(client, survey, maria, agnes):
    put(survey, contact_email="")
    sent = typed(survey, purpose_link="Rested is what they come for.", responsible=agnes.pk)
    answer = client.post(url(survey), sent)
    assert (answer.status_code, state(survey)) == (422, "draft")
    assert [item.problem.code for item in answer.context["blocking"]] == ["no_contact", "not_walked"]
    assert f"{DECISION}</textarea>" in answer.text and 'value="Rested is what they come for."' in answer.text
    assert "Error: not published yet" in answer.text
    survey.refresh_from_db()
    assert (survey.decision, survey.responsible, survey.purpose_link) == (
        DECISION,
        agnes,
        "Rested is what they come for.",
    )


@pytest.mark.parametrize("decision", ["", "  ", "Vi ser till."])
def test_no_decision_is_asked_for_at_its_field(client, survey, decision):
    cast.walk(survey)
    answer = client.post(url(survey), typed(survey, decision=decision))
    assert (answer.status_code, state(survey)) == (422, "draft")
    assert answer.context["form"].errors["decision"] == [
        "Say which decision the answers will feed. If nobody will act, rather do not ask."
    ]
    said_once = "Say which decision the answers will feed. If nobody will act, rather do not ask.</a>"
    assert f'<a href="#id_decision">{said_once}' in answer.text


def test_where_every_question_has_its_plan_no_decision_is_needed(client, survey):
    for question in survey.draft.questions.all():
        put(question, if_no_we_will="Husfrun ser över rummet.")
    page = client.get(url(cast.walk(survey)))
    assert (page.context["next_step"], page.context["form"].fields["decision"].required) == ("publish", False)
    assert page.text.count("Husfrun ser över rummet.") == 2
    client.post(url(survey), typed(survey, decision=""))
    assert state(survey) == "open"


def test_a_decision_that_is_too_long_is_kept_on_the_page(client, survey):
    cast.walk(survey)
    answer = client.post(url(survey), typed(survey, decision="ord " * 200))
    assert (answer.status_code, list(answer.context["form"].errors), state(survey)) == (422, ["decision"], "draft")
    assert "ord ord ord" in answer.text


def test_only_members_who_see_the_unit_may_act(client, survey, hotel, maria, agnes, stefan, olga):
    east, west = [
        arranging_units.add(parent=cast.root_unit(hotel), name=name, by=agnes) for name in ("Östra", "Västra")
    ]
    in_east, in_west = cast.person("Eva", hotel, Role.STAFF), cast.person("Vera", hotel, Role.STAFF)
    in_east.memberships.get().units.add(east)
    in_west.memberships.get().units.add(west)
    Survey.objects.filter(pk=survey.pk).update(unit=east)
    choices = client.get(url(survey)).context["form"].fields["responsible"].queryset
    assert list(choices) == [agnes, in_east, maria, stefan]
    answer = client.post(url(cast.walk(survey)), typed(survey, responsible=olga.pk))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["responsible"])


def test_somebody_who_no_longer_sees_the_survey_gives_way_to_whoever_publishes(client, survey, maria, stefan):
    put(survey, responsible=stefan)
    assert client.get(url(survey)).context["form"]["responsible"].value() == stefan.pk
    stefan.memberships.all().delete()
    assert client.get(url(survey)).context["form"]["responsible"].value() == maria.pk


def test_strong_advice_may_be_set_aside_with_a_reason_that_can_be_read_later(client, survey):
    for number in range(4):
        cast.question(survey.draft, "number", {"sv": f"Antal {number}?", "en": f"Count {number}?"}, prompt={})
    page = client.get(url(cast.walk(survey)))
    assert page.context["advice"][0].problem.code == "too_many_questions" and 'id="id_reason"' in page.text
    client.post(url(survey), typed(survey, reason="The union asked for all six."))
    assert state(survey) == "open"
    assert "The union asked for all six." in client.get(reverse("surveys:version", args=[survey.pk, 1])).text


def test_advice_is_folded_after_three_and_a_short_survey_is_asked_for_no_reason(client, survey):
    for kind in ("scale_0_10", "scale_1_5"):
        cast.question(survey.draft, kind, {"sv": f"Var {kind} rent och gott?", "en": f"Was {kind} clean and good?"})
    page = client.get(url(survey))
    assert len(page.context["advice"]) > 3 and 'id="more-advice"' in page.text
    assert 'id="id_reason"' not in page.text


def test_whoever_tried_it_is_named_with_what_they_said(client, survey, stefan):
    walking.looked(survey.draft, by=stefan, role="staff", words="Fråga <b>hellre</b> om sängen.")
    page = client.get(url(survey)).text
    assert "Fråga &lt;b&gt;hellre&lt;/b&gt; om sängen." in page and "has read it" in page
    assert "Let somebody who meets the customers read it too." not in page


def test_what_customers_are_told_stands_there_in_true_words(client, survey):
    put(survey, retention_months=6)
    page = client.get(url(survey)).text
    for words in (
        "The law calls that a legitimate interest; for a public authority it is part of its task.",
        "Readers cannot see who you are. What ties your answer to you is deleted within 90 days.",
        "Your words are kept for 6 months. Then they are deleted.",
        "A computer program helps to sort the answers. People read and decide.",
        "We want to know how your night was.",
    ):
        assert words in page


def test_a_draft_that_changed_meanwhile_is_shown_once_more_with_what_was_typed(client, survey, maria):
    sent = typed(cast.walk(survey), decision=f"{DECISION} And more.")
    put(survey.draft, revision=sent["revision"] + 1)
    answer = client.post(url(survey), sent)
    assert (answer.status_code, state(survey)) == (409, "draft")
    assert "Somebody changed the draft while you were reading." in answer.text
    assert f"{DECISION} And more.</textarea>" in answer.text
    assert client.post(url(survey), typed(survey, revision="nonsense")).status_code == 302
    assert state(survey) == "open"


def test_pressing_twice_publishes_once(client, survey, maria):
    sent = typed(cast.walk(survey))
    answers = [client.post(url(survey), sent) for _twice in range(2)]
    assert {answer["Location"] for answer in answers} == {url(survey, "detail")}
    assert AuditEvent.objects.about(survey).filter(verb="survey.published").count() == 1


def test_without_a_draft_there_is_nothing_to_publish(client, hotel):
    survey = cast.published_survey(hotel)
    assert client.get(url(survey))["Location"] == url(survey, "detail")


def test_whoever_has_walked_finds_the_way_back(client, logged_in, stefan, survey):
    preview = reverse("responses:preview", args=[survey.pk])
    assert f'href="{url(survey)}"' in client.get(preview).text
    assert f'href="{url(survey)}"' not in logged_in(stefan).get(preview).text


def test_hundreds_of_problems_are_counted_and_only_some_are_listed(client, survey):
    for number in range(50):
        cast.question(survey.draft, "open_text", {"sv": f"Fråga {number}?"})
    page = client.get(url(survey))
    assert (page.context["blocking_count"], len(page.context["to_mend"])) == (52, 40)
    assert "52 things left before it may go out" in page.text
    assert "And 10 more; each stands at its question in the builder." in page.text


def test_what_nobody_can_mend_is_said_and_leads_nowhere(client, survey):
    put(cast.walk(survey), made_from="staff_pulse")
    page = client.get(url(survey))
    assert [item.url for item in page.context["to_mend"]] == [""]
    assert "You can read it, but not publish it yet." in page.text and 'id="next"' not in page.text
