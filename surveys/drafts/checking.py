"""Checking that a draft's parts can be stored and read again, whoever sent them: a page, a file or a colleague."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from surveys import question_kinds
from surveys.drafts import pieces
from surveys.logic import OPERATORS
from surveys.models import Question, SurveyVersion, Touchpoint

LANGUAGES = {code for code, _name in settings.LANGUAGES}
KINDS = {kind for kind, _name in question_kinds.CHOICES}
MOST_CHARACTERS = 20_000  # of any one text; the pages ask for far fewer
MOST_OF_A_DECISION = 300
MOST_OF_A_KEY = 40


def refuse_impossible_values(values: dict[str, Any]) -> None:
    """Raises ValidationError for the parts of a draft, by field, that cannot be."""
    for name, value in values.items():
        if name in _REFUSALS:
            _REFUSALS[name](value)
        elif not _CHECKS[name](value):
            raise ValidationError(_("Something in this question could not be read. Nothing was changed."))


def refuse_impossible_question(question: Question) -> None:
    """Raises ValidationError for a question that cannot be."""
    refuse_impossible_values({name: getattr(question, name) for name in ("kind", *pieces.OF_A_QUESTION)})


def refuse_impossible_version(version: SurveyVersion) -> None:
    """Raises ValidationError for a draft's own texts or languages that cannot be."""
    refuse_impossible_values({name: getattr(version, name) for name in pieces.OF_A_VERSION})


def _refuse_options(options: Any) -> None:
    if not (isinstance(options, list) and all(_is_option(option) for option in options)):
        raise ValidationError(_("These answers could not be read. Nothing was changed."))
    if len(options) > question_kinds.MAX_OPTIONS:
        raise ValidationError(
            _("A question can have %(count)d answers to choose from.") % {"count": question_kinds.MAX_OPTIONS}
        )
    keys = [option["key"] for option in options]
    if len(set(keys)) != len(keys) or not all(keys):
        raise ValidationError(_("Two answers of one question cannot be the same one."))


def _refuse_decision(text: Any) -> None:
    if not _is_text(text) or len(text) > MOST_OF_A_DECISION:
        raise ValidationError(_("Say it in at most %(count)d characters.") % {"count": MOST_OF_A_DECISION})


def _refuse_condition(told: Any) -> None:
    if not _is_condition(told):
        raise ValidationError(_("Choose an earlier question, how to compare, and what to compare with."))


def _is_condition(told: Any) -> bool:
    if told == {}:
        return True
    if not isinstance(told, dict) or told.keys() != {"question", "operator", "value"}:
        return False
    is_known = isinstance(told["operator"], str) and told["operator"] in OPERATORS
    return is_known and _is_uuid(told["question"]) and _is_text(told["value"]) and len(told["value"]) <= 300


def _is_option(option: Any) -> bool:
    is_whole = isinstance(option, dict) and option.keys() == {"key", "texts"}
    return is_whole and (option["key"] == "" or _is_key(option["key"])) and _is_texts(option["texts"])


def _is_uuid(key: Any) -> bool:
    try:
        return isinstance(key, str) and bool(uuid.UUID(key))
    except ValueError:
        return False


def _are_languages(codes: Any) -> bool:
    is_list = isinstance(codes, list) and bool(codes) and all(_is_language(code) for code in codes)
    return is_list and len(set(codes)) == len(codes)


def _are_reasons(kept: Any) -> bool:
    return _is_dict(kept, _is_language, lambda rules: _is_dict(rules, _is_key, _is_reason))


def _is_reason(told: Any) -> bool:
    return _is_dict(told, {"reason", "by", "at"}.__contains__, _is_text)


def _are_named_texts(told: Any) -> bool:
    return _is_dict(told, _is_key, _is_texts)


def _is_texts(texts: Any) -> bool:
    return _is_dict(texts, _is_language, _is_text)


def _is_dict(told: Any, is_key: Callable, is_value: Callable) -> bool:
    return isinstance(told, dict) and all(is_key(key) and is_value(value) for key, value in told.items())


def _is_language(code: Any) -> bool:
    return isinstance(code, str) and code in LANGUAGES


def _is_key(key: Any) -> bool:
    return _is_text(key) and 0 < len(key) <= MOST_OF_A_KEY and "/" not in key


def _is_text(text: Any) -> bool:
    """A text that both databases can keep: no null character, no half of a character pair."""
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS or "\0" in text:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


_REFUSALS = {"options": _refuse_options, "if_no_we_will": _refuse_decision, "show_if": _refuse_condition}
_CHECKS = {
    "title": _is_texts,
    "intro": _is_texts,
    "thanks": _is_texts,
    "languages": _are_languages,
    "kind": lambda kind: isinstance(kind, str) and kind in KINDS,
    "texts": _is_texts,
    "prompt": _are_named_texts,
    "ends": _are_named_texts,
    "required": lambda answer: isinstance(answer, bool),
    "reversed": lambda answer: isinstance(answer, bool),
    "kept_advice": _are_reasons,
    "touchpoint": lambda touchpoint: isinstance(touchpoint, Touchpoint),
}
