"""What another site may try through a colleague's browser: forms, redirects, hosts."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import joining
from common import working
from invitations.mails import writing
from invitations.models import EmailDelivery
from responses.models import Response
from tests import cast
from tests.addresses import every_address

pytestmark = pytest.mark.django_db

# A customer's pages have no cookie to protect, the preview stores nothing, and the status takes no POST at all.
WITHOUT_FORM_TOKEN = {
    "insights:health",
    "invitations:asking_who",
    "invitations:code",
    "invitations:mail_events",
    "invitations:stop",
    "responses:earlier",
    "responses:page",
    "responses:preview_page",
    "responses:thanks",
}


@pytest.mark.parametrize("who", ["anonymous", "owner"])
def test_every_post_needs_the_form_token_except_a_customers(world, who):
    strict = Client(enforce_csrf_checks=True)
    if world.people[who]:
        strict.force_login(world.people[who])
    taken = {address.name for address in every_address() if strict.post(world.url(address)).status_code != 403}
    assert taken == WITHOUT_FORM_TOKEN


def test_the_preview_stores_nothing_and_the_status_takes_nothing(world):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.people["owner"])
    first = world.survey.published_version.questions.first()
    before = Response.objects.count()
    shown = strict.post(reverse("responses:preview_page", args=[world.survey.pk]), {f"q-{first.key}": "no"})
    assert (shown.status_code, Response.objects.count()) == (200, before)
    assert strict.post(reverse("insights:health")).status_code == 405


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    " https://evil.example",
    "\thttps://evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "data:text/html,x",
]


def stays_here(location: str) -> bool:
    """Whether a browser that follows this stays on our site: a path of our own, read as browsers read it."""
    path = location.strip().replace("\\", "/")
    return path.startswith(("/", "?")) and not path.startswith("//") and not urlsplit(path).netloc


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nothing_leads_to_another_site(world, stefan, elsewhere):
    posts = [
        (Client(), reverse("account_login"), {"login": stefan.email, "password": cast.PASSWORD}),
        (world.client("staff"), reverse("set_language"), {"language": "sv"}),
        (world.client("staff"), reverse("responses:reading", args=[world.ids["response_id"]]), {}),
        (world.client("staff"), reverse("account_logout"), {}),
    ]
    for client, url, fields in posts:
        for answer in (
            client.post(url, fields | {"next": elsewhere}),
            client.post(f"{url}?next={elsewhere}", fields, headers={"referer": elsewhere}),
        ):
            assert stays_here(answer.headers.get("Location", "/"))
    page = Client().get(reverse("account_login"), {"next": elsewhere}).content.decode()
    assert f'action="{elsewhere}' not in page
    assert f'href="{elsewhere}' not in page


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_fragment_asked_for_by_another_site_leads_to_our_log_in(client, db, elsewhere):
    asked = client.get(reverse("insights:home"), headers={"HX-Request": "true", "HX-Current-URL": elsewhere})
    assert (asked.status_code, asked.headers["HX-Redirect"].split("?")[0]) == (204, reverse("account_login"))
    assert stays_here(asked.headers["HX-Redirect"])
    assert stays_here(parse_qs(urlsplit(asked.headers["HX-Redirect"]).query)["next"][0])


def test_a_form_sent_in_passing_leaves_the_page_where_somebody_writes(client, db):
    answer = client.post(reverse("surveys:coach", args=[1]), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (204, "logged-out")
    assert "HX-Redirect" not in answer.headers


def test_a_doubled_slash_is_no_other_site(client, db):
    assert client.get("//evil.example/a").status_code == 404
    assert client.get("//evil.example/settings").headers.get("Location", "/")[:2] != "//"


@pytest.mark.parametrize("header", ["host", "x-forwarded-host", "x-forwarded-proto", "forwarded"])
def test_no_mail_takes_its_links_from_the_request(world, hotel, agnes, settings, header):
    """Every mail there is, asked for by a request that lies about where it came in."""
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["*"], "https://enmil.example"
    settings.EMAIL_URL = "memory://"
    lie = {header: "evil.example"}
    visitor, owner = Client(), world.client("owner")
    visitor.post(reverse("account_reset_password"), {"email": agnes.email}, headers=lie)
    visitor.post(reverse("account_request_login_code"), {"email": agnes.email}, headers=lie)
    invite = {"invite-email": "ny@example.org", "invite-role": "staff", "invite-language": "sv"}
    owner.post(reverse("accounts:people"), invite, headers=lie)
    owner.post(
        reverse("invitations:mailing_new", args=[world.survey.pk]),
        {"whom": "all", "from_name": "Maria", "send": "1", "form_number": "00000000-0000-4000-8000-000000000001"},
        headers=lie,
    )
    for kind in ("expand mailing", "send mail", joining.WORK):
        working.do_waiting(kind)
    sent = [*mail.outbox, *(writing.compose(one) for one in EmailDelivery.objects.for_organisation(hotel))]
    assert len(sent) >= 4
    for one in sent:
        told = one.message().as_string() + one.body + one.alternatives[0].content
        assert "evil.example" not in told
        assert "testserver" not in told


def test_a_host_that_is_not_ours_is_refused(client, db):
    for path in ("/", reverse("account_login"), "/a/x/"):
        assert client.get(path, headers={"host": "evil.example"}).status_code == 400
