"""A new survey from a file that was read: all of it, or nothing."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import auditing
from accounts.models import Organisation, Unit, User
from surveys import building, copying, logic, touchpoints
from surveys.copying import Original
from surveys.files.reading_survey_files import SurveyFile
from surveys.files.survey_files import SETTINGS
from surveys.models import Survey, Touchpoint
from surveys.texts import in_language


@transaction.atomic
def start(
    file: SurveyFile, organisation: Organisation, *, by: User, unit: Unit | None = None
) -> tuple[Survey, list[str]]:
    """A survey whose draft asks what the file says, and what was put right on the way.

    Questions get new keys, and what points to them follows. The moments are found in the organisation by name or
    made; where it has no room for another, the question is about the whole visit. Raises ValidationError.
    """
    told, notes = file.told, list(file.notes)
    survey = building.start_blank(
        organisation,
        name=" ".join(told["name"].split()) or _("New survey"),
        languages=told["languages"],
        by=by,
        unit=unit,
        texts={name: _said(told.get(name)) for name in ("title", "intro", "thanks")},
    )
    _take_settings(survey, told)
    moments = _moments(organisation, told, notes, by=by)
    copying.ask(survey, [_original(question, moments) for question in told["questions"]], by=by)
    auditing.note(by, "survey.imported", survey, questions=len(told["questions"]))
    return survey, notes


def _take_settings(survey: Survey, told: dict[str, Any]) -> None:
    chosen = {name: told[name] for name in SETTINGS if name in told}
    if made_from := told.get("ready_made"):
        chosen["made_from"] = made_from
    for name, value in chosen.items():
        setattr(survey, name, value)
    if chosen:
        survey.save(update_fields=list(chosen))


def _moments(organisation: Organisation, told: dict[str, Any], notes: list[str], *, by: User) -> dict[str, Touchpoint]:
    """The moments that questions of the file are about, by their name in the file; "" is the whole visit."""
    whole_visit = touchpoints.default_of(organisation)
    found = {"": whole_visit}
    asked = {question.get("touchpoint", "") for question in told["questions"]}
    for moment in told.get("touchpoints", []):
        if moment["id"] not in asked:
            continue
        try:
            found[moment["id"]] = touchpoints.named(
                organisation,
                _said(moment["name"]),
                step=moment.get("step", Touchpoint.Step.USE),
                customer_need=_said(moment.get("need")),
                we_want_it_to_feel=_said(moment.get("feel")),
                by=by,
            )
        except ValidationError:
            found[moment["id"]] = whole_visit
            words = _("The customer’s way has no room for “%(name)s”, so its questions are about the whole visit.")
            notes.append(words % {"name": in_language(moment["name"], get_language() or "en")})
    return found


def _original(told: dict[str, Any], moments: dict[str, Touchpoint]) -> Original:
    condition = told.get("show_if", {})
    values = {
        "touchpoint": moments[told.get("touchpoint", "")],
        "texts": _said(told.get("text")),
        "options": [{"key": option["key"], "texts": _said(option.get("text"))} for option in told.get("options", [])],
        "ends": {name: _said(texts) for name, texts in told.get("ends", {}).items()},
        "prompt": {name: _said(texts) for name, texts in told.get("prompt", {}).items()},
        "required": told.get("required", False),
        "reversed": told.get("reversed", False),
        "show_if": condition and {**condition, "question": str(logic.key_in(condition))},
        "if_no_we_will": told.get("if_no_we_will", ""),
        "kept_advice": {},
    }
    return Original(uuid.UUID(told["key"]), told["kind"], values)


def _said(texts: dict[str, str] | None) -> dict[str, str]:
    """The texts that say something."""
    return {language: text for language, text in (texts or {}).items() if text.strip()}
