"""Conditions and insertions before publishing: what leads nowhere, and what may have nothing to show."""

import uuid

import pytest

from surveys import inserting, readiness
from tests import cast

OPTIONS = [{"key": key, "texts": {"sv": key, "en": key}} for key in ("fan", "street")]


@pytest.fixture
def draft(hotel):
    return cast.survey(hotel).draft


@pytest.fixture
def first(draft):
    return draft.questions.first()


@pytest.fixture
def last(draft):
    return draft.questions.last()


def waits(question, for_question, operator="is", value="no"):
    key = getattr(for_question, "key", for_question)
    question.show_if = {"question": str(key), "operator": operator, "value": value}
    question.save()


def says(question, text):
    question.texts = {"sv": text, "en": "How were you treated?"}
    question.save()


def ask(draft, kind, **fields):
    return cast.question(draft, kind, {"sv": f"Fråga om {kind}?", "en": f"About {kind}?"}, **fields)


def found(draft):
    codes = {"reference_gone", "reference_forward", "unreachable_question", "empty_insertion"}
    return [(one.code, one.where) for one in readiness.problems(draft) if one.code in codes and one.blocks]


def words(draft, code):
    return [str(one.message) for one in readiness.problems(draft) if one.code == code]


def test_a_question_that_waits_for_an_earlier_answer_is_fine(draft, first, last):
    waits(last, first)
    assert found(draft) == []


def test_a_question_that_waits_for_one_that_is_gone(draft, last):
    waits(last, uuid.uuid4())
    assert found(draft) == [("reference_gone", last.pk)]


def test_a_question_that_waits_for_a_later_one_or_for_itself(draft, first, last):
    waits(first, last)
    waits(last, last)
    assert found(draft) == [("reference_forward", first.pk), ("reference_forward", last.pk)]


def test_a_loop_is_told_of_at_each_of_its_questions(draft, first, last):
    waits(first, last)
    waits(last, first)
    assert found(draft) == [("reference_forward", first.pk), ("unreachable_question", last.pk)]
    assert words(draft, "unreachable_question") == ["Nobody meets this question, because nobody meets question 1."]


def test_what_waits_for_a_question_nobody_meets_is_met_by_nobody(draft, first, last):
    waits(last, first, value="perhaps")
    third = ask(draft, "yes_no", show_if={"question": str(last.key), "operator": "contains", "value": "fläkt"})
    assert found(draft) == [("unreachable_question", last.pk), ("unreachable_question", third.pk)]
    assert words(draft, "unreachable_question")[0] == "Nobody meets this question: no answer to question 1 leads to it."


def test_a_condition_somebody_has_just_begun_asks_for_the_rest(draft, first, last):
    waits(last, first, value="  ")
    assert words(draft, "unreachable_question") == ["Say which answer to question 1 it waits for."]


REACHED = [
    ("yes_no", "is", "neither", True),
    ("yes_no", "is", "maybe", False),
    ("yes_no", "is_not", "yes", True),
    ("yes_no", "below", "5", False),
    ("scale_0_10", "below", "1", True),
    ("scale_0_10", "below", "0", False),
    ("scale_1_5", "below", "1", False),
    ("scale_1_5", "is", "6", False),
    ("nps", "is", "10", True),
    ("single_choice", "is", "fan", True),
    ("single_choice", "is", "gone", False),
    ("multiple_choice", "contains", "street", True),
    ("multiple_choice", "contains", "gone", False),
    ("number", "below", "-3,5", True),
    ("number", "is", "many", False),
    ("date", "below", "2026-02-03", True),
    ("date", "below", "soon", False),
    ("open_text", "contains", "fläkt", True),
    ("short_text", "is_not", "nej", True),
    ("open_text", "resembles", "fläkt", False),
]


@pytest.mark.parametrize(("kind", "operator", "value", "is_reached"), REACHED)
def test_an_answer_that_cannot_be_given_leads_nowhere(draft, kind, operator, value, is_reached):
    asked = ask(draft, kind, options=OPTIONS if kind.endswith("choice") else [])
    waiting = ask(draft, "open_text")
    waits(waiting, asked, operator, value)
    assert found(draft) == ([] if is_reached else [("unreachable_question", waiting.pk)])


def test_an_only_answer_that_is_not_wanted_leads_nowhere(draft):
    asked = ask(draft, "single_choice", options=OPTIONS[:1])
    waiting = ask(draft, "open_text")
    waits(waiting, asked, "is_not", "fan")
    assert found(draft) == [("unreachable_question", waiting.pk)]


@pytest.mark.parametrize(
    ("insertion", "code"),
    [
        ("{answer:FIRST|det}", None),
        ("{answer:FIRST|}", "empty_insertion"),
        ("{answer:FIRST}", "empty_insertion"),
        ("{answer:LAST|det}", "reference_forward"),
        ("{answer:000000|det}", "reference_gone"),
        ("{customer:first_name|du}", None),
        ("{customer:first_name}", "empty_insertion"),
        ("{customer:shoe_size|du}", "reference_gone"),
        ("{weather:today}", None),
    ],
)
def test_an_insertion_has_something_to_show(draft, first, last, insertion, code):
    codes = {"FIRST": inserting.code_for(first.key), "LAST": inserting.code_for(last.key)}
    for name, written in codes.items():
        insertion = insertion.replace(name, written)
    says(last, f"Du sa {insertion}. Hur blev du bemött, {insertion}?")
    assert found(draft) == ([(code, last.pk)] if code else [])


def test_an_answer_that_has_to_be_given_needs_no_words_to_fall_back_on(draft, first, last):
    first.required = True
    first.save()
    says(last, f"Du sa {{answer:{inserting.code_for(first.key)}}}.")
    assert found(draft) == []


def test_nothing_is_answered_before_the_first_question(draft, first):
    draft.intro = {"sv": f"Du sa {{answer:{inserting.code_for(first.key)}|det}}.", "en": "Hello {customer:first_name}"}
    draft.save()
    assert found(draft) == [("reference_forward", None), ("empty_insertion", None)]
    assert words(draft, "empty_insertion") == [
        "{customer:first_name} may be empty. After a | write what to show instead."
    ]
