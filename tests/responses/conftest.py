"""A survey of the hotel's, Carl's invitation to it, and how a customer's browser posts."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from responses import stepping
from surveys import question_kinds
from surveys.models import Question, Survey
from tests import cast


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel)


@pytest.fixture
def invitation(survey, carl):
    return cast.invitation(survey, carl)


@pytest.fixture
def slept(survey):
    """The yes/no question."""
    return survey.published_version.questions.all()[0]


@pytest.fixture
def treated(survey):
    """The open question."""
    return survey.published_version.questions.all()[1]


@pytest.fixture
def link(invitation) -> str:
    return f"/a/{invitation.token}/"


OPTIONS = [
    {"key": "bus", "texts": {"sv": "Buss", "en": "Bus"}},
    {"key": "car", "texts": {"sv": "Bil", "en": "Car"}},
    {"key": "foot", "texts": {"sv": "Till fots", "en": "On foot"}},
]


def published(of, *questions: dict, **fields) -> tuple[Survey, list[Question]]:
    """A published survey of these questions alone: a kind, a text for both languages, and whatever else."""
    survey = cast.survey(of, **fields)
    draft = survey.draft
    draft.questions.all().delete()
    asked = []
    for told in questions:
        kind = told["kind"]
        text = told.get("text", kind)
        more = {"options": OPTIONS} if kind in question_kinds.CHOOSING else {}
        more |= {} if kind in question_kinds.CLOSED else {"prompt": {}}
        more |= {name: value for name, value in told.items() if name not in {"kind", "text"}}
        asked.append(cast.question(draft, kind, {"sv": f"{text} (sv)", "en": text}, **more))
    draft.published_at = clock.now()
    draft.save()
    survey.published_version = draft
    survey.save()
    return survey, asked


def when(question: Question, operator: str = "is", value: str = "no") -> dict:
    """A condition on an earlier answer."""
    return {"question": str(question.key), "operator": operator, "value": value}


def hidden(page) -> dict[str, str]:
    """The hidden fields of a customer's page, as a browser would send them back."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.content.decode()))


def answering(page, *answers, **more) -> dict[str, str]:
    """What a browser posts for this page: answers as (question, choice, words)."""
    posted = hidden(page)
    for question, choice, words in answers:
        posted |= {f"q-{question.key}": choice, f"w-{question.key}": words}
    return {name: value for name, value in (posted | more).items() if value != ""}


@pytest.fixture
def on_one_page(monkeypatch):
    """A survey of any length stands on one page, as it does for whoever changes what was sent."""
    monkeypatch.setattr(stepping, "PAGED_FROM", 1_000)


@contextmanager
def statements(limit: int):
    """At most so many SELECT, INSERT, UPDATE and DELETE inside; savepoints do not count."""
    with CaptureQueriesContext(connection) as captured:
        yield
    said = [query["sql"] for query in captured if re.match(r"\W*(SELECT|INSERT|UPDATE|DELETE)", query["sql"])]
    assert len(said) <= limit, "\n".join(said)
