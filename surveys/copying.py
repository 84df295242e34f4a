"""Making a survey of an older one: the same texts and questions under new keys, everything that points to them too."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import auditing
from accounts.models import Unit, User
from surveys import building, inserting, logic, recording
from surveys.inserting import ANSWER, code_for
from surveys.models import Question, Survey, SurveyVersion

KEPT_SETTINGS = ("anonymity", "retention_months", "made_from")  # of the old survey; the rest is decided anew
MOST_OF_A_NAME = 120
_OWN_TEXTS = ("title", "intro", "thanks")


@dataclass(frozen=True)
class Original:
    """A question as it was elsewhere: its key there, its kind, and all its fields by name."""

    key: uuid.UUID
    kind: str
    values: dict[str, Any]

    @classmethod
    def of(cls, question: Question) -> "Original":
        return cls(question.key, question.kind, {name: getattr(question, name) for name in building.QUESTION_FIELDS})


@transaction.atomic
def copy(version: SurveyVersion, *, by: User, unit: Unit | None = None) -> Survey:
    """A new survey whose draft asks what this version asks. Whoever copies it is its contact person.

    It is named in the copier's language; the moments are the same, and so is how far the customer can be seen.
    """
    source = version.survey
    survey = building.start_blank(
        version.organisation,
        name=(_("Copy of %(name)s") % {"name": source.name})[:MOST_OF_A_NAME],
        languages=list(version.languages),
        by=by,
        unit=unit or source.unit,
        texts={name: getattr(version, name) for name in _OWN_TEXTS},
    )
    for name in KEPT_SETTINGS:
        setattr(survey, name, getattr(source, name))
    survey.save(update_fields=KEPT_SETTINGS)
    questions = version.questions.select_related("touchpoint").order_by("position", "id")
    ask(survey, [Original.of(question) for question in questions], by=by)
    auditing.note(by, "survey.copied", survey, source=source.pk, version=version.number)
    return survey


def ask(survey: Survey, originals: list[Original], *, by: User | None) -> None:
    """Let the draft of a survey that has just been started begin with these questions, in their order.

    Conditions and insertions follow the questions to their new keys, also those in the survey's own texts; one that
    points to none of them stays as it is. Raises ValidationError for parts that cannot be.
    """
    keys = new_keys(original.key for original in originals)
    codes = {code_for(old): code_for(new) for old, new in keys.items()}
    with recording.changing(survey.draft, by=by, verb="started") as draft:
        for name in _OWN_TEXTS:
            setattr(draft.version, name, with_codes(getattr(draft.version, name), codes))
        for original in originals:
            draft.questions.append(
                Question(
                    organisation=survey.organisation,
                    version=draft.version,
                    key=keys[original.key],
                    kind=original.kind,
                    **renamed(original.values, keys, codes),
                )
            )
    recording.forget(survey.draft)  # what it begins with is not there to be undone


def new_keys(old: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """A new key for each, no two of which look the same in an insertion."""
    found: dict[uuid.UUID, uuid.UUID] = {}
    codes: set[str] = set()
    for key in old:
        new = uuid.uuid4()
        while code_for(new) in codes:
            new = uuid.uuid4()
        codes.add(code_for(new))
        found[key] = new
    return found


def renamed(values: dict[str, Any], keys: Mapping[uuid.UUID, uuid.UUID], codes: Mapping[str, str]) -> dict[str, Any]:
    """A question's fields with every key and code of an old question made the new one's."""
    renamed = dict(values)
    for name in ("texts", "ends", "prompt", "options"):
        if name in values:
            renamed[name] = with_codes(values[name], codes)
    if condition := values.get("show_if"):
        new = keys.get(logic.key_in(condition))
        renamed["show_if"] = {**condition, "question": str(new or condition["question"])}
    return renamed


def with_codes(told: Any, codes: Mapping[str, str]) -> Any:
    """The same texts, however deep they lie, with the codes of their insertions changed. Keys stay."""
    if isinstance(told, dict):
        return {name: part if name == "key" else with_codes(part, codes) for name, part in told.items()}
    if isinstance(told, list):
        return [with_codes(part, codes) for part in told]
    return _with_codes(told, codes) if "{" in told else told


def _with_codes(text: str, codes: Mapping[str, str]) -> str:
    for one in reversed(inserting.find(text)):
        if one.kind == ANSWER and one.name in codes:
            _name, bar, rest = text[one.start : one.end].partition("|")
            text = f"{text[: one.start]}{{{ANSWER}:{codes[one.name]}{bar + rest if bar else '}'}{text[one.end :]}"
    return text
