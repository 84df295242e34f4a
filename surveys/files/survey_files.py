"""A survey as a file: what one version asks, in every language, as JSON that another house can read.

The format is described in docs/survey-files.md and published as a JSON Schema in static/schemas/.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from surveys.models import Question, SurveyVersion, Touchpoint

FORMAT, VERSION = "enmil-survey", 1
SCHEMA = Path("schemas") / f"survey-{VERSION}.json"  # below static/
MOST_BYTES = 5 * 1024 * 1024
SETTINGS = ("shows_help_lines", "hides_health_words")  # those that come with what is asked; false where not told


@lru_cache(maxsize=1)
def schema() -> dict:
    """The JSON Schema of the format as it is published."""
    return json.loads((settings.BASE_DIR / "static" / SCHEMA).read_text(encoding="utf-8"))


def written(version: SurveyVersion) -> str:
    """The version as the text of a file."""
    return json.dumps(told(version), ensure_ascii=False, indent=2) + "\n"


def told(version: SurveyVersion) -> dict[str, Any]:
    """What the version asks, in the words of the format; nothing empty is told."""
    questions = list(version.questions.select_related("touchpoint").order_by("position", "id"))
    names: dict[int, str] = {}
    moments = []
    for question in questions:
        moment = question.touchpoint
        if not moment.is_default and moment.pk not in names:
            names[moment.pk] = f"moment-{len(names) + 1}"
            moments.append(_moment(moment, names[moment.pk]))
    return {
        "format": FORMAT,
        "version": VERSION,
        **_bare(
            {
                "name": version.survey.name,
                "ready_made": version.survey.made_from,
                "languages": version.languages,
                "title": version.title,
                "intro": version.intro,
                "thanks": version.thanks,
                "touchpoints": moments,
                **{name: getattr(version.survey, name) for name in SETTINGS},
            }
        ),
        "questions": [_question(question, names.get(question.touchpoint_id, "")) for question in questions],
    }


def _moment(moment: Touchpoint, name: str) -> dict[str, Any]:
    return _bare(
        {
            "id": name,
            "name": moment.names,
            "step": moment.step,
            "need": moment.customer_need,
            "feel": moment.we_want_it_to_feel,
        }
    )


def _question(question: Question, moment: str) -> dict[str, Any]:
    return _bare(
        {
            "key": str(question.key),
            "kind": question.kind,
            "touchpoint": moment,
            "text": question.texts,
            "options": [{"key": option["key"], "text": option["texts"]} for option in question.options],
            "ends": question.ends,
            "prompt": question.prompt,
            "required": question.required,
            "reversed": question.reversed,
            "show_if": question.show_if,
            "if_no_we_will": question.if_no_we_will,
        }
    )


def _bare(told: Any) -> Any:
    """The same without what is empty or false; a condition keeps its empty value, which is still to be said."""
    if isinstance(told, dict):
        if "operator" in told:
            return told
        return {name: bare for name, part in told.items() if (bare := _bare(part)) not in ("", False, {}, [])}
    if isinstance(told, list):
        return [_bare(part) for part in told]
    return told
