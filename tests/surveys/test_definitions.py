"""What a process keeps of published versions: as many as it can hold, the newest it met."""

import pytest

from surveys import definitions
from tests import cast
from tests.responses.conftest import statements

pytestmark = pytest.mark.django_db


def test_where_too_many_are_known_only_the_oldest_is_forgotten(hotel, monkeypatch):
    monkeypatch.setattr(definitions, "MOST_KNOWN", 2)
    definitions.forget_definitions()
    surveys = [cast.published_survey(hotel, name=str(number)) for number in range(3)]
    first, *others = [survey.published_version_id for survey in surveys]
    for version in (first, *others):
        definitions.published_definition(version)
    with statements(0):
        assert [definitions.published_definition(version).version_id for version in others] == others
    with pytest.raises(AssertionError, match="surveys_question"), statements(0):
        definitions.published_definition(first)
