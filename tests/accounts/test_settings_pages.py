"""The settings: who sees which page, what is changed, and what nobody can forge."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units, joining
from accounts.models import AuditEvent, JoiningInvitation, Membership, Unit, User
from accounts.models.membership import Role
from tests import cast

PAGES = ("organisation", "look", "units", "people", "mail", "profile")
SEES = {"agnes": PAGES, "maria": ("units", "people", "profile"), "stefan": ("profile",), "petra": ("profile",)}


@pytest.mark.parametrize("who", SEES)
def test_each_role_sees_its_pages_and_no_others(who, request, logged_in, hotel):
    client = logged_in(request.getfixturevalue(who))
    codes = {page: client.get(f"/settings/{page}/").status_code for page in PAGES}
    assert codes == {page: 200 if page in SEES[who] else 403 for page in PAGES}
    assert client.get("/settings/").url == f"/settings/{SEES[who][0]}/"


def test_visitors_are_asked_to_log_in(db, client):
    assert [client.get(f"/settings/{page}/").status_code for page in PAGES] == [302] * len(PAGES)


def test_the_organisation_is_changed_and_noted(hotel, agnes, logged_in):
    fields = {"name": "Fjäll", "purpose": "Vi bedriver hotell.", "language": "fi", "time_zone": "Europe/Helsinki"}
    client = logged_in(agnes)
    assert client.post("/settings/organisation/", fields).url == "/settings/organisation/"
    hotel.refresh_from_db()
    assert (hotel.name, hotel.purpose, hotel.language, hotel.time_zone) == tuple(fields.values())
    client.post("/settings/organisation/", fields)
    (event,) = AuditEvent.objects.filter(verb="organisation.changed")
    assert event.detail["before"]["time_zone"] == "Europe/Stockholm"


def test_the_purpose_gets_its_hint_and_is_kept_as_written(hotel, agnes, logged_in):
    hotel.purpose = "Vi bedriver hotell."
    hotel.save()
    page = logged_in(agnes).get("/settings/organisation/").content.decode()
    assert "Vi hjälper … att …" in page


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Middle/Earth"}, {"language": "xx"}, {"name": ""}, {"purpose": "å" * 241}]
)
def test_a_wrong_field_keeps_the_organisation_and_the_words(hotel, agnes, logged_in, wrong):
    fields = {"name": "Fjäll", "purpose": "", "language": "sv", "time_zone": "Europe/Oslo"} | wrong
    page = logged_in(agnes).post("/settings/organisation/", fields)
    assert page.status_code == 200
    assert 'class="error-summary"' in page.content.decode()
    hotel.refresh_from_db()
    assert hotel.name == "Fjällhotellet"


def test_forged_organisation_fields_change_nothing(hotel, agnes, logged_in):
    fields = {"name": "Fjäll", "purpose": "", "language": "sv", "time_zone": "Europe/Oslo"}
    salt = hotel.suppression_salt
    logged_in(agnes).post("/settings/organisation/", fields | {"is_demo": "1", "suppression_salt": "x", "id": "99"})
    hotel.refresh_from_db()
    assert (hotel.is_demo, hotel.suppression_salt) == (False, salt)


def test_units_are_added_renamed_and_refused_twice(hotel, maria, logged_in):
    client, root = logged_in(maria), cast.root_unit(hotel)
    assert client.post("/settings/units/", {"name": "East", "parent": root.pk}).status_code == 302
    east = Unit.objects.get(name="East")
    assert (east.parent, east.path) == (root, f"/{root.pk}/{east.pk}/")
    again = client.post("/settings/units/", {"name": "East", "parent": root.pk})
    assert "There is already a unit called “East” there." in again.content.decode()
    assert client.post(f"/settings/units/{east.pk}/name/", {"name": "Sunrise"}).status_code == 302
    east.refresh_from_db()
    assert east.name == "Sunrise"
    assert list(AuditEvent.objects.filter(verb__startswith="unit.").values_list("verb", flat=True)) == [
        "unit.added",
        "unit.renamed",
    ]


def test_units_of_strangers_do_not_exist(hotel, maria, library, logged_in):
    client, theirs = logged_in(maria), cast.root_unit(library)
    assert client.get(f"/settings/units/{theirs.pk}/name/").status_code == 404
    assert client.post(f"/settings/units/{theirs.pk}/name/", {"name": "Mine"}).status_code == 404
    assert client.post("/settings/units/", {"name": "Inside", "parent": theirs.pk}).status_code == 200
    assert Unit.objects.for_organisation(library).count() == 1


def test_a_manager_of_one_house_arranges_that_house(hotel, agnes, maria, logged_in):
    root = cast.root_unit(hotel)
    east = arranging_units.add(parent=root, name="East", by=agnes)
    west = arranging_units.add(parent=root, name="West", by=agnes)
    Membership.objects.get(user=maria).units.set([east])
    client = logged_in(maria)
    assert client.get(f"/settings/units/{west.pk}/name/").status_code == 404
    assert client.post("/settings/units/", {"name": "Attic", "parent": west.pk}).status_code == 200
    assert client.post("/settings/units/", {"name": "Attic", "parent": east.pk}).status_code == 302
    assert "West" not in client.get("/settings/units/").content.decode()


def invite(client, **fields):
    posted = {"invite-email": "nora@example.org", "invite-role": "staff", "invite-language": "sv"}
    return client.post("/settings/people/", posted | {f"invite-{name}": value for name, value in fields.items()})


def test_inviting_shows_the_link_to_the_owner(hotel, agnes, maria, logged_in, rung):
    assert invite(logged_in(agnes)).status_code == 302
    link = joining.link_of(JoiningInvitation.objects.get())
    assert link in logged_in(agnes).get("/settings/people/").content.decode()
    assert link not in logged_in(maria).get("/settings/people/").content.decode()


@pytest.mark.parametrize(
    "forged", [{"role": "owner"}, {"role": "manager"}, {"role": "king"}, {"units": ["x"]}, {"units": ["9" * 30]}]
)
def test_a_manager_cannot_forge_a_role(hotel, maria, logged_in, forged):
    assert invite(logged_in(maria), **forged).status_code == 200
    assert JoiningInvitation.objects.count() == 0


def test_a_manager_cannot_forge_privacy_or_another_organisation(hotel, maria, library, logged_in, rung):
    invite(logged_in(maria), privacy="on", organisation=library.pk)
    invitation = JoiningInvitation.objects.get()
    assert (invitation.privacy, invitation.organisation) == (False, hotel)
    assert invite(logged_in(maria), units=[cast.root_unit(library).pk], email="b@example.org").status_code == 200
    assert JoiningInvitation.objects.count() == 1


def test_inviting_a_member_says_so_and_keeps_the_address(hotel, agnes, stefan, logged_in):
    page = invite(logged_in(agnes), email=stefan.email).content.decode()
    assert f"{stefan.email} is a member already." in page
    assert f'value="{stefan.email}"' in page


def test_an_owner_changes_a_member(hotel, agnes, stefan, logged_in):
    theirs = Membership.objects.get(user=stefan)
    client = logged_in(agnes)
    fields = {"role": "manager", "privacy": "on", "units": [cast.root_unit(hotel).pk]}
    assert client.post(f"/settings/people/{theirs.pk}/", fields).url == "/settings/people/"
    theirs.refresh_from_db()
    assert (theirs.role, theirs.privacy, theirs.units.count()) == (Role.MANAGER, True, 1)


def test_the_last_owner_is_asked_to_stay(hotel, agnes, logged_in):
    mine, client = Membership.objects.get(user=agnes), logged_in(agnes)
    page = client.post(f"/settings/people/{mine.pk}/", {"role": "staff"}).content.decode()
    assert "This is the only owner." in page
    assert client.post(f"/settings/people/{mine.pk}/removal/").url == f"/settings/people/{mine.pk}/"
    mine.refresh_from_db()
    assert mine.role == Role.OWNER


@pytest.mark.parametrize("who", ["maria", "stefan"])
def test_only_owners_open_a_member(hotel, who, request, logged_in):
    user = request.getfixturevalue(who)
    mine, client = Membership.objects.get(user=user), logged_in(user)
    assert client.post(f"/settings/people/{mine.pk}/", {"role": "owner"}).status_code == 403
    assert client.post(f"/settings/people/{mine.pk}/removal/").status_code == 403
    mine.refresh_from_db()
    assert mine.role != Role.OWNER


def test_members_and_invitations_of_strangers_do_not_exist(hotel, agnes, library, olga, logged_in, rung):
    theirs = Membership.objects.get(user=olga)
    invitation = joining.invite(organisation=library, email="n@example.org", role=Role.STAFF, by=olga, language="sv")
    client = logged_in(agnes)
    assert client.get(f"/settings/people/{theirs.pk}/").status_code == 404
    assert client.post(f"/settings/people/{theirs.pk}/removal/").status_code == 404
    assert client.post(f"/settings/invitations/{invitation.pk}/withdrawal/").status_code == 404
    assert Membership.objects.filter(pk=theirs.pk).exists()
    assert list(joining.pending(library)) == [invitation]
    assert olga.email not in client.get("/settings/people/").content.decode()


def test_one_removed_is_out_at_once(hotel, agnes, stefan, logged_in):
    his = logged_in(stefan)
    logged_in(agnes).post(f"/settings/people/{Membership.objects.get(user=stefan).pk}/removal/")
    assert his.get("/settings/people/").url == "/no-organisation/"
    assert his.get("/no-organisation/").status_code == 200


def test_the_profile_changes_name_and_language_and_nothing_else(hotel, stefan, logged_in):
    forged = {"name": "Steffe", "language": "fi", "email": "boss@example.org", "is_superuser": "on", "role": "owner"}
    logged_in(stefan).post("/settings/profile/", forged)
    stefan = User.objects.get(pk=stefan.pk)
    assert (stefan.name, stefan.language, stefan.email) == ("Steffe", "fi", "stefan@example.org")
    assert (stefan.is_superuser, Membership.objects.get(user=stefan).role) == (False, Role.STAFF)
    assert '<html lang="fi">' in logged_in(stefan).get("/settings/profile/").content.decode()


def test_one_switches_only_to_ones_own_organisations(hotel, library, olga, stefan, logged_in):
    Membership.objects.create(user=olga, organisation=hotel)
    client = logged_in(olga)
    assert client.get("/settings/people/").status_code == 200  # manager of the library, joined first
    assert client.post("/organisation/switch/", {"organisation": hotel.pk}).url == "/"
    assert client.get("/settings/people/").status_code == 403  # staff of the hotel
    his = logged_in(stefan)
    for unknown in (library.pk, 999_999, "x", "", "-1", "9" * 30):
        assert his.post("/organisation/switch/", {"organisation": unknown}).status_code == 404
    assert his.get("/organisation/switch/").status_code == 405


POSTED = (
    "/settings/organisation/",
    "/settings/units/",
    "/settings/units/1/name/",
    "/settings/people/",
    "/settings/people/1/",
    "/settings/people/1/removal/",
    "/settings/invitations/1/withdrawal/",
    "/settings/profile/",
    "/settings/mail/",
    "/settings/mail/test/",
    "/settings/mail/removal/",
    "/organisation/switch/",
    "/join/x/",
    "/setup/",
    "/account/login/",
    "/account/logout/",
)


@pytest.mark.parametrize("path", POSTED)
def test_no_form_is_taken_from_another_site(hotel, agnes, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(agnes)
    assert client.post(path, {"name": "Forged"}).status_code == 403


@pytest.mark.parametrize("name", ["people", "units"])
def test_many_rows_cost_no_more_queries_than_one(hotel, agnes, logged_in, name, rung):
    client = logged_in(agnes)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/settings/{name}/").status_code == 200
        return len(captured)

    def more(start: int, count: int) -> None:
        for number in range(start, start + count):
            unit = arranging_units.add(parent=cast.root_unit(hotel), name=f"House {number}", by=agnes)
            member = cast.person(f"Person{number}", hotel)
            Membership.objects.get(user=member).units.set([unit])
            joining.invite(
                organisation=hotel,
                email=f"n{number}@example.org",
                role=Role.STAFF,
                units=[unit],
                by=agnes,
                language="sv",
            )

    more(0, 1)
    client.get(f"/settings/{name}/")
    one = queries()
    more(1, 15)
    assert queries() == one
    assert one <= 15
