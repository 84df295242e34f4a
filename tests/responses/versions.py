"""A version with one question of every kind, without a database."""

import uuid

from surveys import question_kinds
from surveys.definitions import Definition, QuestionDefinition

YES_NO, SCALE, CHOICE, OPEN, FIVE, RECOMMEND, SEVERAL, SHORT, NUMBER, DAY, ONE_TIME = (
    uuid.UUID(int=number) for number in range(1, 12)
)


def question(key, kind, **more) -> QuestionDefinition:
    fields = {"texts": {"sv": f"Fråga {key.int}", "en": f"Question {key.int}"}, "options": (), "ends": {}, "prompt": {}}
    fields |= {"required": False, "reversed": False, "touchpoint_id": 1, "id": key.int}
    return QuestionDefinition(**(fields | {"key": key, "kind": kind} | more))


def version(**required) -> Definition:
    options = (
        {"key": "bus", "texts": {"sv": "Buss", "en": "Bus"}},
        {"key": "car", "texts": {"sv": "Bil", "en": "Car"}},
    )
    return Definition(
        version_id=1,
        number=1,
        survey_id=1,
        organisation_id=1,
        languages=("sv", "en"),
        title={},
        intro={},
        thanks={},
        questions=(
            question(YES_NO, question_kinds.YES_NO, required=required.get("yes_no", False)),
            question(SCALE, question_kinds.SCALE, ends={"low": {"sv": "dåligt"}, "high": {"sv": "bra"}}),
            question(CHOICE, question_kinds.SINGLE_CHOICE, options=options),
            question(OPEN, question_kinds.OPEN_TEXT, required=required.get("open", False)),
            question(FIVE, question_kinds.SCALE_1_5, required=required.get("five", False)),
            question(RECOMMEND, question_kinds.NPS),
            question(SEVERAL, question_kinds.MULTIPLE_CHOICE, options=options, required=required.get("several", False)),
            question(SHORT, question_kinds.SHORT_TEXT, required=required.get("short", False)),
            question(NUMBER, question_kinds.NUMBER, required=required.get("number", False)),
            question(DAY, question_kinds.DATE, required=required.get("day", False)),
            question(ONE_TIME, question_kinds.ONE_TIME, required=required.get("one_time", False)),
        ),
    )
