"""A survey goes out as a file and comes in again: all of it, with new keys, or with a word about what is wrong."""

import json
from uuid import UUID

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from jsonschema import Draft202012Validator

from accounts.models import AuditEvent
from surveys import building, copying, inserting, question_kinds, ready_made, touchpoints
from surveys.files import survey_files
from surveys.models import Question, Survey, Touchpoint
from tests import cast

KEYS = [one.key for one in ready_made.all_ready_made()]
FIRST = "11111111-1111-4111-8111-111111111111"
SECOND = "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def survey(hotel, maria):
    """One question of every kind, a condition, an insertion, a moment of its own."""
    survey = building.start_from_library(hotel, "hotel", by=maria)
    draft = survey.draft
    code = inserting.code_for(draft.questions.first().key)
    words = {"sv": "Ord", "en": "Words"}
    for kind, _name in question_kinds.CHOICES:
        building.add_question(
            draft,
            kind=kind,
            by=maria,
            texts={"sv": f"Du sa {{answer:{code}|det}}", "fi": "😀 <b>"},
            prompt={"neutral": words, "yes": words} if kind in question_kinds.CLOSED else {},
            options=[{"key": "k1", "texts": words}, {"key": "k2", "texts": {}}] * (kind in question_kinds.CHOOSING),
            ends={"low": words, "high": {"sv": "Hög"}} if kind in question_kinds.SCALES else {},
            required=kind == question_kinds.DATE,
            reversed=kind == question_kinds.YES_NO,
            show_if={"question": str(draft.questions.first().key), "operator": "is", "value": "no"},
            if_no_we_will="Ring upp",
        )
    return survey


def minimal(**changes) -> dict:
    question = {
        "key": FIRST,
        "kind": "yes_no",
        "text": {"sv": "Sov du gott?"},
        "prompt": {"neutral": {"sv": "Varför?"}},
    }
    told = {"format": "enmil-survey", "version": 1, "name": "Natten", "languages": ["sv"], "questions": [question]}
    return told | changes


def asking(**changes) -> dict:
    told = minimal()
    told["questions"][0] |= changes
    return told


def send(client, told, name="natten.json"):
    content = told if isinstance(told, bytes) else json.dumps(told).encode()
    unit = Survey.objects.first().unit_id if Survey.objects.exists() else cast.Unit.objects.first().pk
    return client.post("/surveys/new/from-file/", {"file": SimpleUploadedFile(name, content), "unit": unit})


def without_keys(told: dict) -> str:
    """The file with every key of a question told by its place."""
    text = json.dumps(told, ensure_ascii=False)
    for number, question in enumerate(told["questions"]):
        text = text.replace(question["key"], f"key {number}").replace(f":{question['key'][:6]}", f":code {number}")
    return text


def imported(client) -> Survey:
    return Survey.objects.latest("pk")


def test_the_schema_is_one_and_says_the_same_as_the_product():
    schema = survey_files.schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$defs"]["question"]["properties"]["kind"]["enum"] == [kind for kind, _ in question_kinds.CHOICES]
    assert sorted(schema["$defs"]["language"]["enum"]) == sorted(dict(settings.LANGUAGES))
    assert schema["properties"]["questions"]["maxItems"] == building.MAX_QUESTIONS
    assert schema["$defs"]["question"]["properties"]["options"]["maxItems"] == question_kinds.MAX_OPTIONS


@pytest.mark.parametrize("key", KEYS)
def test_every_ready_made_survey_makes_a_file_that_keeps_to_the_schema(hotel, maria, key):
    draft = building.start_from_library(hotel, key, by=maria).draft
    told = survey_files.told(draft)
    assert list(Draft202012Validator(survey_files.schema()).iter_errors(told)) == []
    assert told["ready_made"] == key


def test_a_survey_comes_back_as_it_went_but_for_its_keys(client, survey, library, olga, logged_in):
    before = survey_files.told(survey.draft)
    assert list(Draft202012Validator(survey_files.schema()).iter_errors(before)) == []
    assert len(before["questions"]) == 14 and len(before["touchpoints"]) == 3
    answer = send(logged_in(olga), survey_files.written(survey.draft).encode())
    assert answer.status_code == 422  # not with a unit of another house
    unit = cast.root_unit(library).pk
    stored = SimpleUploadedFile("x.json", survey_files.written(survey.draft).encode())
    answer = logged_in(olga).post("/surveys/new/from-file/", {"file": stored, "unit": unit})
    made = imported(client)
    after = survey_files.told(made.draft)
    assert answer["Location"] == reverse("surveys:build", args=[made.pk])
    assert without_keys(after) == without_keys(before)
    assert not {question["key"] for question in before["questions"]} & {q["key"] for q in after["questions"]}
    assert (made.organisation, made.contact_name, made.state) == (library, "Olga", Survey.State.DRAFT)
    told = AuditEvent.objects.for_organisation(library).about(made).filter(by=olga)
    assert list(told.values_list("verb", flat=True)) == ["survey.started", "survey.imported"]


def test_a_file_is_taken_out_by_a_manager(client, survey, logged_in, stefan, olga):
    url = reverse("surveys:file", args=[survey.pk])
    answer = client.get(url)
    assert answer["Content-Disposition"] == f'attachment; filename="{survey.name.lower()}.enmil.json"'
    assert (answer["Content-Type"], json.loads(answer.content)) == ("application/json", survey_files.told(survey.draft))
    assert [logged_in(who).get(url).status_code for who in (stefan, olga)] == [403, 404]
    assert client.get(url, {"version": "9"}).status_code == 404


def test_an_older_version_by_its_number(client, hotel, maria):
    survey = cast.published_survey(hotel)
    told = client.get(reverse("surveys:file", args=[survey.pk]), {"version": "1"}).json()
    assert told["title"] == {"sv": "Din natt hos oss", "en": "Your night with us"}


def test_moments_are_found_by_name_and_made_where_they_are_new(client, hotel):
    night = touchpoints.named(hotel, {"sv": "Natten"}, customer_need={"sv": "Sova"})
    moments = [
        {"id": "a", "name": {"sv": "natten"}, "need": {"sv": "Annat"}},
        {"id": "b", "name": {"sv": "Frukosten"}, "step": "after", "feel": {"sv": "Lugnt"}},
        {"id": "c", "name": {"sv": "Ingen frågar om den"}},
    ]
    questions = [asking(touchpoint="a")["questions"][0], asking(key=SECOND, touchpoint="b")["questions"][0]]
    send(client, minimal(touchpoints=moments, questions=questions))
    first, second = imported(client).draft.questions.all()
    assert first.touchpoint == night and night.customer_need == {"sv": "Sova"}
    assert (second.touchpoint.names, second.touchpoint.step, second.touchpoint.we_want_it_to_feel) == (
        {"sv": "Frukosten"},
        "after",
        {"sv": "Lugnt"},
    )
    assert not any("Ingen" in name for one in Touchpoint.objects.all() for name in one.names.values())


def test_where_the_way_is_full_the_question_is_about_the_whole_visit(client, hotel):
    for number in range(touchpoints.MOST_MOMENTS):
        touchpoints.named(hotel, {"sv": f"Stund {number}"})
    told = asking(touchpoint="a") | {"touchpoints": [{"id": "a", "name": {"sv": "Bastun"}}]}
    page = client.get(send(client, told)["Location"]).content.decode()
    assert "no room for “Bastun”" in page
    assert imported(client).draft.questions.get().touchpoint.is_default


def test_conditions_and_insertions_follow_to_the_new_keys(client, hotel):
    told = asking()
    condition = {"question": FIRST.upper().replace("-", ""), "operator": "is_not", "value": ""}
    told["intro"] = {"sv": "{answer:111111|hej}"}
    told["questions"].append({"key": SECOND, "kind": "open_text", "text": {"sv": "Hej?"}, "show_if": condition})
    send(client, told)
    draft = imported(client).draft
    first, second = draft.questions.all()
    assert UUID(second.show_if["question"]) == first.key and second.show_if["operator"] == "is_not"
    assert draft.intro == {"sv": f"{{answer:{inserting.code_for(first.key)}|hej}}"}


def test_what_is_not_known_is_passed_over_and_told(client, hotel):
    told = asking(colour="red", text={"sv": "Sov du gott?", "de": "Gut?"}) | {"theme": {}, "languages": ["de", "sv"]}
    page = client.get(send(client, told)["Location"]).content.decode()
    assert "does not know it: theme, colour, de" in page
    assert imported(client).draft.languages == ["sv"]
    assert imported(client).draft.questions.get().texts == {"sv": "Sov du gott?"}


def test_a_reason_nobody_may_demand_becomes_optional_and_it_is_said(client, hotel):
    page = client.get(send(client, asking(motivation_required=True))["Location"]).content.decode()
    assert "The reason why is optional now. In the file 1 question demanded one." in page


def test_conditions_on_questions_that_are_not_there_are_told(client, hotel):
    condition = {"question": SECOND, "operator": "is", "value": "no"}
    page = client.get(send(client, asking(show_if=condition, touchpoint="nowhere"))["Location"]).content.decode()
    assert "Question 1 is always asked now" in page and "Question 1 is about the whole visit now" in page
    assert imported(client).draft.questions.get().show_if == {}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (b"", "This file is empty."),
        (b"\xff\xfe\x00", "This file cannot be read as JSON."),
        (b"{", "This file cannot be read as JSON."),
        (b"[" * 20_000, "This file cannot be read as JSON."),
        (b'{"version": ' + b"9" * 5_000 + b"}", "This file cannot be read as JSON."),
        (b"[]", "This is not a survey"),
        ({"format": "typeform"}, "This is not a survey"),
        (minimal(version=2), "This file has format 2, and this Enmil reads up to 1."),
        (minimal(version="1"), "Format: “version” cannot be read."),
        (minimal(questions={}), "Questions: “questions” cannot be read."),
        ({"format": "enmil-survey", "version": 1, "name": "N", "languages": ["sv"]}, "“questions” is missing."),
        (minimal(languages=["xx"]), "Languages: “languages” is empty."),
        (minimal(languages=["sv", "sv"]), "Languages: something in “languages” is named twice."),
        (minimal(title={"sv": "x" * 121}), "Heading: “title.sv” is 121 characters long, and 120 fit."),
        (minimal(questions=[1]), "Question 1: this cannot be read."),
        (minimal(questions=asking()["questions"] * 201), "Questions: there are more than 200."),
        (asking(kind="matrix"), "Question 1: unknown kind “matrix”."),
        (asking(kind=["x"] * 90), "Question 1: unknown kind “[&#x27;x&#x27;, "),
        (asking(key="x"), "Question 1: “x” cannot be a key."),
        (asking(text={"sv": 1}), "Question 1: “text.sv” cannot be read."),
        (asking(text={"sv": "x" * 301}), "Question 1: “text.sv” is 301 characters long, and 300 fit."),
        (asking(prompt={"no": {"fi": []}}), "Question 1: “prompt.no.fi” cannot be read."),
        (asking(required="yes"), "Question 1: “required” cannot be read."),
        (asking(show_if={"question": FIRST}), "Question 1: “show_if.operator” is missing."),
        (
            asking(show_if={"question": FIRST, "operator": "matches", "value": ".*"}),
            "Question 1: unknown word “matches” for “show_if.operator”.",
        ),
        (asking(options=[{"key": f"k{n}"} for n in range(51)]), "Question 1: there are more than 50 answers"),
        (asking(options=[{"key": "a"}, {"key": "a/b"}]), "Question 1, answer 2: “a/b” cannot be a key."),
        (asking(options=[{"key": "a"}, {"key": "a"}]), "Question 1: two answers have the same key."),
        (minimal(questions=asking()["questions"] * 2), "Question 2: another question has the same key."),
        (minimal(touchpoints=[{"id": "a", "name": {}, "step": "later"}]), "Moment 1: unknown word “later” for “step”."),
        (b" " * survey_files.MOST_BYTES + b"{}", "This file is larger than 5 MB."),
    ],
)
def test_what_is_wrong_is_said_in_its_place_and_nothing_is_stored(client, hotel, told, words):
    page = send(client, told)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert not Survey.objects.exists()


def test_all_that_is_wrong_is_told_at_once_in_order(client, hotel):
    questions = [{"key": FIRST, "kind": "matrix"}, {"key": "x", "kind": "yes_no"}, *[{"kind": "yes_no"}] * 40]
    page = send(client, minimal(questions=questions))
    reasons = list(page.context["form"].errors["file"])
    assert reasons[:3] == [
        "Question 1: unknown kind “matrix”.",
        "Question 2: “x” cannot be a key.",
        "Question 3: “key” is missing.",
    ]
    assert len(reasons) == 12


def test_a_file_that_breaks_while_it_is_stored_leaves_nothing_behind(client, hotel, monkeypatch):
    def broken(_keys):
        raise ValidationError("No room.")

    monkeypatch.setattr(copying.NewKeys, "for_each", broken)
    told = asking(touchpoint="a") | {"touchpoints": [{"id": "a", "name": {"sv": "Bastun"}}]}
    page = send(client, told)
    assert (page.status_code, "No room." in page.content.decode()) == (422, True)
    assert not Survey.objects.exists()
    assert not Touchpoint.objects.for_organisation(hotel).filter(is_default=False).exists()


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "שלום \u202eעולם", "😀" * 50, "{{ 7*7 }}", "=1+1"])
def test_hostile_and_foreign_words_stay_plain_text(client, hotel, words):
    answer = send(client, asking(text={"sv": words}) | {"name": words, "title": {"sv": words}})
    assert imported(client).draft.questions.get().texts["sv"] == words
    page = client.get(answer["Location"]).content.decode()
    assert "<script>alert" not in page


def test_characters_no_database_keeps_are_left_out(client, hotel):
    told = asking(text={"sv": "Sov\x00 du?"}) | {"\ud800x": 1}
    answer = send(client, json.dumps(told).replace("du?", "du\\ud800?").encode())
    assert imported(client).draft.questions.get().texts["sv"] == "Sov du?"
    assert client.get(answer["Location"]).status_code == 200


def test_two_hundred_questions_of_fifty_answers_come_in(client, hotel, django_assert_max_num_queries):
    texts = dict.fromkeys(("sv", "en", "da", "nb", "fi"), "Ett svar med några ord")
    options = [{"key": f"k{number}", "text": texts} for number in range(50)]
    questions = [
        {"key": f"{number:08x}-1111-4111-8111-111111111111", "kind": "single_choice", "text": texts, "options": options}
        for number in range(200)
    ]
    with django_assert_max_num_queries(60):
        answer = send(client, minimal(questions=questions))
    assert answer.status_code == 302
    assert imported(client).draft.questions.count() == 200
    assert Question.objects.latest("position").options[49]["texts"] == texts


def test_the_page_tells_where_the_schema_is(client, hotel):
    page = client.get("/surveys/new/from-file/").content.decode()
    assert "schemas/survey-1" in page
