"""Maria tries her survey as often as she likes; nothing of it is stored."""

import pytest

from common.models import Work
from responses.models import Response
from tests import cast
from tests.responses.conftest import answering

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(hotel):
    return cast.survey(hotel)


def addresses(survey) -> list[str]:
    return [f"/surveys/{survey.pk}/preview/", f"/surveys/{survey.pk}/preview/page/"]


def test_a_draft_is_drawn_by_the_customers_own_template(logged_in, maria, draft):
    page = logged_in(maria).get(addresses(draft)[1], {"language": "en"})
    assert page.templates[0].name == "responses/page.html"
    assert "Did you sleep well?" in page.content.decode()
    assert (page["X-Frame-Options"], page.cookies) == ("SAMEORIGIN", {})


def test_the_frame_shows_the_chosen_language(logged_in, maria, draft):
    page = logged_in(maria).get(addresses(draft)[0], {"language": "en"}).content.decode()
    assert f'src="{addresses(draft)[1]}?language=en"' in page


def test_trying_follows_the_rules_and_stores_nothing(logged_in, stefan, draft):
    client, question = logged_in(stefan), draft.draft.questions.first()
    page = client.get(addresses(draft)[1], {"language": "en"})
    assert client.post(addresses(draft)[1], answering(page)).status_code == 422
    tried = client.post(addresses(draft)[1], answering(page, (question, "yes", "")))
    assert "Nothing was stored: it was the preview." in tried.content.decode()
    assert (Response.objects.count(), Work.objects.count()) == (0, 0)


def test_a_stranger_and_a_visitor_see_no_preview(logged_in, olga, client, draft):
    assert [logged_in(olga).get(address).status_code for address in addresses(draft)] == [404, 404]
    assert [client.get(address).status_code for address in addresses(draft)] == [302, 302]


def test_a_survey_without_questions_can_be_looked_at(logged_in, maria, draft):
    draft.draft.questions.all().delete()
    assert logged_in(maria).get(addresses(draft)[1]).status_code == 200
