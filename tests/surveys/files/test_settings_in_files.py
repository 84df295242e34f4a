"""The two settings that belong to what is asked go out with a survey's file and come in again."""

import pytest
from jsonschema import Draft202012Validator

from surveys.files import survey_files
from surveys.models import Survey
from tests import cast
from tests.surveys.files.test_survey_files import imported, minimal, send


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


@pytest.mark.parametrize(
    "chosen",
    [(), ("shows_help_lines",), ("hides_health_words",), survey_files.SETTINGS],
    ids=["none", "help lines", "health words", "both"],
)
def test_they_come_along(client, hotel, chosen):
    survey = cast.survey(hotel)
    for name in survey_files.SETTINGS:
        setattr(survey, name, name in chosen)
    survey.save()
    told = survey_files.told(survey.draft)
    assert list(Draft202012Validator(survey_files.schema()).iter_errors(told)) == []
    assert {name: told[name] for name in survey_files.SETTINGS if name in told} == dict.fromkeys(chosen, True)
    assert send(client, told).status_code == 302
    made = imported(client)
    assert made != survey
    assert [name for name in survey_files.SETTINGS if getattr(made, name)] == list(chosen)


def test_an_older_file_leaves_them_off(client, hotel):
    assert send(client, minimal()).status_code == 302
    assert [getattr(imported(client), name) for name in survey_files.SETTINGS] == [False, False]


def test_one_that_is_neither_on_nor_off_is_told(client, hotel):
    page = send(client, minimal(hides_health_words="often"))
    assert (page.status_code, Survey.objects.count()) == (422, 0)
    assert "Settings: “hides_health_words” cannot be read." in page.content.decode()
