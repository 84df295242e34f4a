"""Maria makes a survey of an older one: the same words under new keys, and everything follows."""

import json
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts import arranging_units
from accounts.models import AuditEvent, Membership
from surveys import building, copying, inserting, logic, publishing, question_kinds
from surveys.drafts import undoing
from surveys.models import Survey
from surveys.rekeying import NewKeys
from tests import cast


@pytest.fixture
def survey(hotel):
    """Its second question waits for the first, and its third tells what was said before."""
    survey = cast.survey(hotel, anonymity="named", retention_months=6, made_from="hotel", decision="New beds")
    draft = survey.draft
    first = draft.questions.first()
    code = inserting.code_for(first.key)
    draft.intro = {"sv": f"Hej {{customer:first_name|du}}, {{answer:{code}|-}}", "en": "Hello"}
    draft.save()
    cast.question(
        draft,
        question_kinds.SINGLE_CHOICE,
        {"sv": f"Du sa {{answer:{code.upper()} | något }}, {{answer:{code}}} och {{answer:ffffff|x}}. Varför?"},
        options=[{"key": "k1", "texts": {"sv": f"{{answer:{code}|a}}"}}],
        show_if={"question": str(first.key), "operator": "is", "value": "no"},
        if_no_we_will="Byta säng",
        kept_advice={"sv": {"leading": {"reason": "så", "by": "Maria", "at": "2026-01-01"}}},
    )
    return survey


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


def url(survey):
    return reverse("surveys:copying", args=[survey.pk])


def with_places(words, places):
    """The words as they are stored, but for the codes in their insertions."""
    codes = {key.hex[:6]: f"q{place}" for key, place in places.items()}
    named = re.compile(r"answer: *(\w{6}) *(?=[|}])")
    return named.sub(lambda found: f"answer:{codes.get(found[1].lower(), found[1])}", json.dumps(words))


def told(version):
    """What the version asks, with every key told by its place."""
    questions = list(version.questions.order_by("position"))
    places = {question.key: number for number, question in enumerate(questions)}
    return [
        {
            **{name: getattr(question, name) for name in ("kind", "touchpoint_id", "required", "if_no_we_will")},
            "words": with_places([question.texts, question.options, question.prompt], places),
            "waits_for": places.get(logic.key_in(question.show_if)),
            "show_if": {**question.show_if, "question": ""},
            "kept": question.kept_advice,
        }
        for question in questions
    ]


def test_a_copy_asks_the_same_under_new_keys(survey, agnes):
    draft = survey.draft
    copy = copying.copy(draft, by=agnes)
    old, new = ({question.key for question in one.questions.all()} for one in (draft, copy.draft))
    assert told(copy.draft) == told(draft)
    assert told(copy.draft)[2]["waits_for"] == 0
    assert not old & new
    assert (copy.draft.languages, copy.draft.title, copy.draft.thanks) == (draft.languages, draft.title, draft.thanks)


def test_insertions_follow_to_the_new_keys_and_all_other_letters_stay(survey, agnes):
    draft = copying.copy(survey.draft, by=agnes).draft
    code = inserting.code_for(draft.questions.first().key)
    last = draft.questions.last()
    assert draft.intro["sv"] == f"Hej {{customer:first_name|du}}, {{answer:{code}|-}}"
    assert last.texts["sv"] == f"Du sa {{answer:{code}| något }}, {{answer:{code}}} och {{answer:ffffff|x}}. Varför?"
    assert last.options == [{"key": "k1", "texts": {"sv": f"{{answer:{code}|a}}"}}]


def test_the_copier_answers_for_it_and_promises_to_customers_stay(survey, agnes, hotel):
    with override("sv"):
        copy = copying.copy(survey.draft, by=agnes)
    assert (copy.contact_name, copy.contact_email) == ("Agnes", "agnes@example.org")
    assert (copy.anonymity, copy.retention_months, copy.made_from) == ("named", 6, "hotel")
    assert (copy.decision, copy.published_version, copy.state) == ("", None, Survey.State.DRAFT)
    assert "Natten" in copy.name and copy.name != "Natten" and copy.unit == survey.unit
    event = AuditEvent.objects.for_organisation(hotel).get(verb="survey.copied")
    assert (event.object_id, event.detail) == (copy.pk, {"source": survey.pk, "version": 1})


def test_nothing_of_a_copy_is_there_to_be_undone(survey, agnes):
    draft = copying.copy(survey.draft, by=agnes).draft
    assert (undoing.can_undo(draft, by=agnes), draft.questions.count()) == (False, 3)


def test_keys_never_look_alike_in_an_insertion(monkeypatch):
    wanted = iter([uuid.UUID("abcdef00-0000-4000-8000-00000000000" + n) for n in "123"] + [uuid.uuid4()])
    monkeypatch.setattr(uuid, "uuid4", lambda: next(wanted))
    keys = NewKeys.for_each([uuid.UUID(int=1), uuid.UUID(int=2)])
    assert len({inserting.code_for(key) for key in keys.by_old.values()}) == 2


def test_the_button_makes_it_and_opens_the_builder(client, survey):
    answer = client.post(url(survey))
    copy = Survey.objects.latest("pk")
    assert (answer["Location"], copy.name) == (reverse("surveys:build", args=[copy.pk]), "Copy of Natten")
    assert client.get(url(survey)).status_code == 405


def test_a_name_that_is_long_already_is_cut(client, survey):
    Survey.objects.filter(pk=survey.pk).update(name="å" * 120)
    client.post(url(survey))
    assert Survey.objects.latest("pk").name == "Copy of " + "å" * 112


def test_an_older_version_of_a_closed_survey_by_its_number(client, hotel, maria):
    survey = cast.published_survey(hotel)
    draft = publishing.start_next_draft(survey, by=maria)
    building.change_version_texts(draft, title={"sv": "Ny"}, expected_revision=draft.revision, by=maria)
    publishing.close(survey, by=maria)
    client.post(url(survey), {"version": "1"})
    client.post(url(survey))
    older, newer = Survey.objects.order_by("pk")[1:]
    assert (older.draft.title["sv"], newer.draft.title["sv"]) == ("Din natt hos oss", "Ny")
    for odd in ("7", "x", "-1", "9" * 40):
        assert client.post(url(survey), {"version": odd}).status_code == 404
    assert Survey.objects.count() == 3


def test_a_manager_of_one_house_copies_the_survey_of_the_whole_into_it(client, hotel, maria, agnes, survey):
    barn = arranging_units.add(parent=cast.root_unit(hotel), name="Ladan", by=agnes)
    Membership.objects.get(user=maria).units.add(barn)
    client.post(url(survey))
    assert Survey.objects.latest("pk").unit == barn


def test_staff_and_strangers_copy_nothing(logged_in, stefan, olga, survey):
    assert logged_in(stefan).post(url(survey)).status_code == 403
    assert logged_in(olga).post(url(survey)).status_code == 404
    assert Survey.objects.count() == 1


def test_a_large_survey_is_copied_in_as_many_queries_as_a_small_one(hotel, agnes, survey):
    large = cast.survey(hotel)
    for number in range(60):
        cast.question(large.draft, "yes_no", {"sv": str(number)})

    def count(of):
        version = of.draft
        with CaptureQueriesContext(connection) as queries:
            copying.copy(version, by=agnes)
        return len(queries)

    copying.copy(survey.draft, by=agnes)
    assert count(large) == count(survey)
