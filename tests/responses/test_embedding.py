"""Which pages may stand in somebody's frame: those of an embedded link, on the sites it names, and no others."""

import pytest

from common import clock
from invitations.models import PublicLink
from invitations.ways_in import framing, links
from surveys.models import Survey
from tests.addresses import every_address
from tests.responses.conftest import answering
from tests.security.test_headers import IN_OUR_FRAMES, policy

pytestmark = pytest.mark.django_db
SITES = ["https://hotel.example", "https://bar.example:8443"]


@pytest.fixture
def embedded(survey, maria) -> PublicLink:
    return links.public_link(survey, survey.unit, kind=PublicLink.Kind.EMBED, by=maria, frame_origins=SITES)


def framed_by(answer) -> tuple[str | None, str | None]:
    return answer.headers.get("X-Frame-Options"), policy(answer).get("frame-ancestors")


CLOSED = ("DENY", "'none'")


def test_every_page_of_an_embedded_link_may_be_shown_by_its_sites_and_by_no_other(client, embedded, slept, rung):
    link = f"/a/{embedded.token}/"
    form = client.get(link)
    refused = client.post(link, answering(form))  # nothing was answered
    thanks = client.post(link, answering(form, (slept, "no", "Fläkten.")), follow=True)
    Survey.objects.update(closed_at=clock.now())
    closed = client.get(link)
    pages = [form, refused, thanks, closed]
    assert [page.status_code for page in pages] == [200, 422, 200, 410]
    assert [framed_by(page) for page in pages] == [(None, " ".join(SITES))] * 4
    assert all("Set-Cookie" not in page.headers and "<script" not in page.text for page in pages)
    assert {policy(page)["base-uri"] for page in pages} == {"'none'"}


def test_links_of_other_kinds_are_shown_in_no_frame(client, survey, maria):
    for kind in (PublicLink.Kind.OPEN, PublicLink.Kind.KIOSK):
        link = links.public_link(survey, survey.unit, kind=kind, by=maria, frame_origins=SITES)
        assert framed_by(client.get(f"/a/{link.token}/")) == CLOSED


def test_an_embedded_link_without_sites_is_shown_in_no_frame(client, survey, maria):
    link = links.public_link(survey, survey.unit, kind=PublicLink.Kind.EMBED, by=maria)
    assert framed_by(client.get(f"/a/{link.token}/")) == CLOSED


def test_what_is_no_origin_never_reaches_the_header(client, embedded):
    embedded.frame_origins = ["*", "https://hotel.example; script-src *", "https://good.example", None, "'self'"]
    embedded.save()
    answer = client.get(f"/a/{embedded.token}/")
    assert framed_by(answer) == (None, "https://good.example")
    assert "script-src *" not in answer["Content-Security-Policy"]


def test_no_other_address_may_be_framed_by_a_strange_site(world):
    """Over all URL patterns: an embedded link opens its own pages and nothing beside them."""
    survey = world.survey
    links.public_link(survey, survey.unit, kind=PublicLink.Kind.EMBED, by=world.people["owner"], frame_origins=SITES)
    owner, wrong = world.client("owner"), {}
    for address in every_address():
        answer = owner.get(world.url(address))
        options, ancestors = framed_by(answer)
        if address.name in IN_OUR_FRAMES and answer.status_code == 200:
            as_wanted = (options, ancestors) == ("SAMEORIGIN", "'self'")
        else:
            as_wanted = (options, ancestors) == CLOSED
        if not as_wanted:
            wrong[address.name] = (options, ancestors)
    assert wrong == {}


def test_the_snippet_is_safe_html_with_a_name(embedded):
    snippet = framing.snippet(embedded, title='"><script>alert(1)</script>')
    assert snippet.startswith(f'<iframe src="{embedded.link}" title="&quot;&gt;&lt;script&gt;')
    assert snippet.endswith("></iframe>")
