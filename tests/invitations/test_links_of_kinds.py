"""A link for each unit and place where people meet it; its page; the sites that may show one in a frame."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from accounts.models import AuditEvent
from invitations.models import PublicLink
from invitations.ways_in import kinds, links, origins
from tests import cast

pytestmark = pytest.mark.django_db
Kind = PublicLink.Kind


def test_a_unit_has_one_living_link_of_each_kind(survey, maria):
    first = {kind: links.public_link(survey, survey.unit, kind=kind, by=maria) for kind in Kind}
    again = {kind: links.public_link(survey, survey.unit, kind=kind, by=maria) for kind in Kind}
    assert first == again
    assert PublicLink.objects.count() == len(Kind)
    assert AuditEvent.objects.filter(verb="public_link.made").count() == len(Kind)


def test_only_links_that_people_carry_about_have_a_short_code(survey, maria):
    made = {kind: links.public_link(survey, survey.unit, kind=kind, by=maria) for kind in Kind}
    assert {kind for kind, link in made.items() if link.code} == set(kinds.TYPED)


def test_sites_are_added_and_never_lost(survey, maria):
    sites = [["https://hotel.example"], ["https://bar.example", "https://hotel.example"], []]
    for wanted in sites:
        link = links.public_link(survey, survey.unit, kind=Kind.EMBED, by=maria, frame_origins=wanted)
    assert link.frame_origins == ["https://hotel.example", "https://bar.example"]
    links.allow_sites(link, ["https://bar.example"], by=maria)
    links.allow_sites(link, ["https://bar.example"], by=maria)
    assert PublicLink.objects.get().frame_origins == ["https://bar.example"]
    assert AuditEvent.objects.filter(verb="public_link.sites_allowed").count() == 2


READ = {
    "https://Hotel.example": ["https://hotel.example"],
    "hotel.example\nhttps://hotel.example/kontakt?x=1#y": ["https://hotel.example"],
    "https://hotel.example:8443, bar.example": ["https://hotel.example:8443", "https://bar.example"],
    "http://localhost:3000": ["http://localhost:3000"],
    "http://127.0.0.1": ["http://127.0.0.1"],
    "https://fjällhotellet.example": ["https://xn--fjllhotellet-hcb.example"],
}


@pytest.mark.parametrize(("typed", "meant"), READ.items(), ids=list(READ))
def test_a_pasted_address_is_read_as_its_site(typed, meant):
    assert origins.read(typed) == meant
    assert all(map(origins.is_origin, meant))


WRONG = [
    "http://hotel.example",
    "https://*.example",
    "*",
    "https://",
    "https://hotel",
    "ftp://hotel.example",
    "javascript://hotel.example",
    "data:text/html,x",
    "https://user@hotel.example",
    "https://hotel.example:99999",
    "https://-hotel.example",
    "https://hotel_.example",
    "https://hotel.example;script-src",
    "https://[::1]",
    "'self'",
    "https://" + "a" * 300 + ".example",
    "",
]


@pytest.mark.parametrize("typed", WRONG)
def test_what_names_no_safe_site_is_refused(typed):
    with pytest.raises(origins.NotAnOrigin) as refusal:
        origins.read(typed)
    assert str(refusal.value)


def test_a_list_of_sites_has_an_end():
    many = "\n".join(f"https://site{number}.example" for number in range(origins.MOST + 1))
    with pytest.raises(origins.NotAnOrigin, match="At most 10"):
        origins.read(many)


def test_a_link_for_a_web_page_is_made_with_its_sites(logged_in, maria, survey):
    desk, url = logged_in(maria), f"/surveys/{survey.pk}/public-links/"
    refused = desk.post(url, {"unit": survey.unit_id, "kind": "embed", "sites": "http://hotel.example"})
    assert refused.status_code == 422
    assert "begins with http://" in refused.text
    assert "http://hotel.example" in refused.text  # what was typed is still there
    assert desk.post(url, {"unit": survey.unit_id, "kind": "embed", "sites": ""}).status_code == 422
    assert PublicLink.objects.count() == 0
    page = desk.post(url, {"unit": survey.unit_id, "kind": "embed", "sites": "hotel.example"}, follow=True)
    link = PublicLink.objects.get()
    assert (link.kind, link.frame_origins) == ("embed", ["https://hotel.example"])
    assert f"&lt;iframe src=&quot;{link.link}&quot;" in page.text
    assert "QR code" not in page.text


def test_the_sites_of_a_link_can_be_changed(logged_in, maria, survey):
    link = links.public_link(survey, survey.unit, kind=Kind.EMBED, by=maria, frame_origins=["https://hotel.example"])
    desk, url = logged_in(maria), f"/public-links/{link.pk}/sites/"
    assert desk.post(url, {"sites": "nonsense"}).status_code == 422
    assert desk.post(url, {"sites": "bar.example"})["Location"] == f"/public-links/{link.pk}/"
    assert PublicLink.objects.get().frame_origins == ["https://bar.example"]


def test_only_an_embedded_link_takes_sites(logged_in, maria, survey):
    link = links.public_link(survey, survey.unit, by=maria)
    logged_in(maria).post(f"/public-links/{link.pk}/sites/", {"sites": "https://bar.example"})
    assert PublicLink.objects.get().frame_origins == []


def test_a_field_of_another_choice_stops_nothing(logged_in, maria, survey):
    url = f"/surveys/{survey.pk}/public-links/"
    assert logged_in(maria).post(url, {"unit": survey.unit_id, "kind": "kiosk", "sites": "nonsense"}).status_code == 302
    link = PublicLink.objects.get()
    assert (link.kind, link.frame_origins) == ("kiosk", [])


def test_what_colleagues_enter_by_has_no_page_and_cannot_be_made_by_hand(logged_in, maria, survey):
    desk, url = logged_in(maria), f"/surveys/{survey.pk}/public-links/"
    assert desk.post(url, {"unit": survey.unit_id, "kind": "paper"}).status_code == 422
    paper = links.public_link(survey, survey.unit, kind=Kind.PAPER, by=maria)
    page = desk.get(url)
    assert paper.link not in page.text
    assert [desk.get(f"/public-links/{paper.pk}/{end}").status_code for end in ("", "poster/", "qr.svg")] == [404] * 3


def test_a_page_of_links_costs_the_same_for_one_and_for_many(logged_in, maria, survey, agnes, hotel):
    desk, url = logged_in(maria), f"/surveys/{survey.pk}/public-links/"
    desk.get(url)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(url).status_code == 200
        return len(captured)

    links.public_link(survey, survey.unit, by=maria)
    few = queries()
    for number in range(8):
        house = arranging_units.add(parent=cast.root_unit(hotel), name=f"Hus {number}", by=agnes)
        for kind in kinds.SHARED:
            links.public_link(survey, house, kind=kind, by=maria)
    assert queries() == few


def test_looking_at_a_links_pages_records_nothing(logged_in, maria, survey):
    link = links.public_link(survey, survey.unit, by=maria)
    PublicLink.objects.update(code=None)
    desk, events = logged_in(maria), AuditEvent.objects.count()
    for end in ("", "poster/", "cards/", "letter/", "qr.svg"):
        assert desk.get(f"/public-links/{link.pk}/{end}").status_code == 200
    assert (PublicLink.objects.get().code, AuditEvent.objects.count()) == (None, events)
