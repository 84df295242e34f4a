"""A mail scanner looks at every link of a mail, several times and at once: nothing is recorded anywhere."""

import pytest
from django.conf import settings

from invitations.mailings import sending
from invitations.mails import writing
from invitations.models import EmailDelivery
from responses.models import Response
from surveys.models import Survey
from tests import cast
from tests.browser.kinds import survey_of
from tests.responses.scanning import dump, links_in, path_of, scan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["one page", "page by page"])
def asked(hotel, carl, maria, request, rung) -> Survey:
    survey = survey_of(hotel) if request.param == "page by page" else cast.published_survey(hotel)
    sending.invite(survey, [carl], by=maria)
    EmailDelivery.objects.update(state="sent", sent_at="2026-01-01T00:00Z")
    return survey


def mail():
    return writing.compose(EmailDelivery.objects.select_related(*writing.RELATED).get())


def test_the_mail_has_every_link_that_matters(asked):
    links = [link.removeprefix(settings.SITE_URL) for link in links_in(mail())]
    answers = [link for link in links if "a=" in link.partition("?")[2]]
    assert (len(answers), len({link.split("/")[1] for link in links} & {"a", "stop", "asks"})) == (3, 3), links


def test_a_scanner_leaves_no_trace(asked):
    links = links_in(mail())
    before = dump()
    statuses = scan(links)
    assert {status for path, status in statuses.items() if path in map(path_of, links)} == {200}
    assert [table for table, digest in dump().items() if digest != before[table]] == []
    assert Response.objects.count() == 0


def test_nor_when_the_answer_has_begun_or_is_sent(asked, slept_by):
    slept_by(asked)
    before = dump()
    scan(links_in(mail()))
    assert [table for table, digest in dump().items() if digest != before[table]] == []


@pytest.fixture
def slept_by(client):
    from tests.responses.walking import Walker

    def answer(survey) -> None:
        link = next(link for link in links_in(mail()) if "/a/" in link)
        Walker(path_of(link).split("?")[0]).answer(survey.published_version.questions.first(), "no", "Fläkten tjöt.")

    return answer
