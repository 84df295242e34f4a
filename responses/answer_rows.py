"""An answer as a row and back: each kind in its own typed column, the customer's words in one of two."""

from responses.answer_values import AnswerValue
from responses.models import Answer, Response
from surveys.definitions import QuestionDefinition
from surveys.question_kinds import STEPS

# What a customer said, where nothing is said; the rest of the row says whose and to what.
NOTHING_SAID = {
    "value_choice": "",
    "value_number": None,
    "value_choices": None,
    "value_decimal": None,
    "value_date": None,
    "value_text": "",
    "value_steps": None,
    "motivation": "",
}
SAID = tuple(NOTHING_SAID)


def row_of(response: Response, question: QuestionDefinition, value: AnswerValue) -> Answer:
    """The row that holds this value, not yet stored. Words beside a closed answer are its motivation."""
    return Answer(
        organisation_id=response.organisation_id,
        response=response,
        question_id=question.id,
        question_key=question.key,
        value_choice=value.choice,
        value_number=value.number,
        value_choices=list(value.choices) or None,
        value_decimal=value.decimal,
        value_date=value.day,
        value_text="" if question.is_closed else value.words,
        value_steps=dict(zip(STEPS, value.steps, strict=True)) if value.steps else None,
        motivation=value.words if question.is_closed else "",
    )


def value_of(answer: Answer) -> AnswerValue:
    """What the row holds, as it was given; an empty value where an answer was taken back."""
    steps = answer.value_steps or {}
    return AnswerValue(
        answer.question_key,
        choice=answer.value_choice,
        number=answer.value_number,
        words=answer.words,
        choices=tuple(answer.value_choices or ()),
        decimal=answer.value_decimal,
        day=answer.value_date,
        steps=tuple(steps.get(step, "") for step in STEPS) if steps else (),
    )
