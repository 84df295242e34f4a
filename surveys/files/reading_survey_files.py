"""Reading a survey's file: held against the published schema, with what is wrong said in words and in its place.

Nothing is stored here. What is not known is passed over and told, so that a file from elsewhere can still be read.
"""

import json
import uuid
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from jsonschema import Draft202012Validator

from common import languages
from surveys import logic, ready_made
from surveys.files.errors import in_words
from surveys.files.survey_files import FORMAT, MOST_BYTES, VERSION, schema

MOST_ERRORS = 12
_MOST_NAMED = 8


class NotReadable(Exception):
    """The file is no survey that can be read; `reasons` say why, each a sentence with its place."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class SurveyFile:
    """What the file says, in the words of the format, and what was passed over or put right."""

    told: dict[str, Any]
    notes: list[str] = field(default_factory=list)


def read(stored: bytes) -> SurveyFile:
    """The survey in the file. Raises NotReadable."""
    loaded = _loaded(stored)
    if loaded.get("format") != FORMAT:
        raise NotReadable(_("This is not a survey that was saved as a file from Enmil."))
    version = loaded.get("version")
    if isinstance(version, int) and version > VERSION:
        words = _("This file has format %(theirs)d, and this Enmil reads up to %(ours)d. Update Enmil to read it.")
        raise NotReadable(words % {"theirs": min(version, 10**6), "ours": VERSION})
    unknown: dict[str, None] = {}
    told = _known(loaded, schema(), unknown)
    if isinstance(codes := told.get("languages"), list):
        spoken = [code for code in codes if not isinstance(code, str) or code in languages.NAMES]
        unknown.update(dict.fromkeys(str(code)[:40] for code in codes if code not in spoken))
        told["languages"] = spoken
    errors = list(islice(Draft202012Validator(schema()).iter_errors(told), MOST_ERRORS * 4))
    errors.sort(key=lambda error: [str(step).zfill(4) for step in error.absolute_path])
    if reasons := list(dict.fromkeys(in_words(error) for error in errors)):
        raise NotReadable(*reasons[:MOST_ERRORS])
    if reasons := _doubles(told):
        raise NotReadable(*reasons[:MOST_ERRORS])
    return SurveyFile(told, [*_passed_over(unknown), *_put_right(told)])


def _loaded(stored: bytes) -> dict[str, Any]:
    if not stored.strip():
        raise NotReadable(_("This file is empty."))
    if len(stored) > MOST_BYTES:
        raise NotReadable(_("This file is larger than %(count)d MB.") % {"count": MOST_BYTES // 1024**2})
    try:
        loaded = json.loads(stored.decode("utf-8-sig"))
    except (ValueError, RecursionError) as broken:
        raise NotReadable(_("This file cannot be read as JSON. Save the survey as a file once more.")) from broken
    if not isinstance(loaded, dict):
        raise NotReadable(_("This is not a survey that was saved as a file from Enmil."))
    return loaded


def _known(told: Any, rule: dict, unknown: dict[str, None]) -> Any:
    """Only what the schema names; the names of the rest are added to `unknown`. Lists are cut just past their limit."""
    if "$ref" in rule:
        return _known(told, schema()["$defs"][rule["$ref"].rpartition("/")[2]], unknown)
    if isinstance(told, dict) and "properties" in rule:
        unknown.update(dict.fromkeys(_storable(name)[:40] for name in told if name not in rule["properties"]))
        return {
            name: _known(part, rule["properties"][name], unknown)
            for name, part in told.items()
            if name in rule["properties"]
        }
    if isinstance(told, list) and "items" in rule:
        return [_known(part, rule["items"], unknown) for part in told[: rule["maxItems"] + 1]]
    return _storable(told)


def _storable(told: Any) -> Any:
    """Text without the characters that no database keeps."""
    if isinstance(told, str):
        return "".join(sign for sign in told if sign != "\0" and not "\ud800" <= sign <= "\udfff")
    return told


def _doubles(told: dict[str, Any]) -> list[str]:
    """What the schema cannot say: nothing may be there twice under the same key."""
    keys = [uuid.UUID(question["key"]) for question in told["questions"]]
    reasons = []
    for number, (key, question) in enumerate(zip(keys, told["questions"], strict=True), start=1):
        if key in keys[: number - 1]:
            reasons.append(_("Question %(number)d: another question has the same key.") % {"number": number})
        answers = [option["key"] for option in question.get("options", [])]
        if len(set(answers)) < len(answers):
            reasons.append(_("Question %(number)d: two answers have the same key.") % {"number": number})
    return reasons


def _passed_over(unknown: dict[str, None]) -> list[str]:
    if not unknown:
        return []
    names = ", ".join(islice(unknown, _MOST_NAMED))
    if more := max(len(unknown) - _MOST_NAMED, 0):
        names = f"{names}, +{more}"
    return [_("Passed over, because this Enmil does not know it: %(names)s") % {"names": names}]


def _put_right(told: dict[str, Any]) -> list[str]:
    """Take back what a survey here cannot be, and say so."""
    notes = []
    forced = [question.pop("motivation_required", False) for question in told["questions"]]
    if count := sum(forced):
        words = ngettext(
            "The reason why is optional now. In the file %(count)d question demanded one.",
            "The reason why is optional now. In the file %(count)d questions demanded one.",
            count,
        )
        notes.append(words % {"count": count})
    keys = {uuid.UUID(question["key"]) for question in told["questions"]}
    moments = {moment["id"] for moment in told.get("touchpoints", [])}
    for number, question in enumerate(told["questions"], start=1):
        if "show_if" in question and logic.key_in(question["show_if"]) not in keys:
            del question["show_if"]
            words = _("Question %(number)d is always asked now: what it waited for is not in the file.")
            notes.append(words % {"number": number})
        if question.get("touchpoint", "") not in {"", *moments}:
            del question["touchpoint"]
            words = _("Question %(number)d is about the whole visit now: its moment is not in the file.")
            notes.append(words % {"number": number})
    if told.get("ready_made") not in {one.key for one in ready_made.all_ready_made()}:
        told.pop("ready_made", None)
    return notes
