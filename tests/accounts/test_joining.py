"""A colleague is invited, opens the link, and is in; nobody gets more than the inviter may give."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client

from accounts import arranging_units, joining, members
from accounts.models import AuditEvent, JoiningInvitation, Membership, User
from accounts.models.membership import Role
from common import clock, signing, working
from tests import cast

NEW = "nora@example.org"
GOOD_PASSWORD = "sju mil i mina skor"


@pytest.fixture
def invitation(hotel, agnes, rung):
    return joining.invite(organisation=hotel, email=NEW, role=Role.STAFF, by=agnes, language="sv")


def path_of(invitation) -> str:
    return f"/join/{joining.token_of(invitation)}/"


def answer(client, invitation, name="Nora", password=GOOD_PASSWORD, **more):
    return client.post(path_of(invitation), {"name": name, "password": password, **more})


def test_an_invitation_is_mailed_once_in_its_language_with_a_link_from_site_url(invitation, settings):
    settings.SITE_URL, settings.EMAIL_URL = "https://enmil.example", "smtp://mail.example"
    assert working.do_waiting("send joining") == 1
    assert working.do_waiting("send joining") == 0
    (sent,) = mail.outbox
    assert sent.to == [NEW]
    assert sent.reply_to == ["agnes@example.org"]
    assert f"https://enmil.example{path_of(invitation)}" in sent.body
    invitation.refresh_from_db()
    assert invitation.mailed_at is not None


def test_without_a_mail_server_nobody_is_told_that_it_was_mailed(invitation, agnes, logged_in):
    working.do_waiting("send joining")
    invitation.refresh_from_db()
    assert invitation.mailed_at is None
    page = logged_in(agnes).get("/settings/people/").content.decode()
    assert "No mail server is set, so pass the link on yourself." in page


def test_the_database_holds_no_link(invitation):
    row = JoiningInvitation.objects.values().get()
    token = joining.token_of(invitation)
    assert token not in str(row)
    assert row["token_hash"] == signing.token_hash(token)


def test_a_withdrawn_invitation_is_not_mailed(invitation, agnes):
    joining.withdraw(invitation, by=agnes)
    working.do_waiting("send joining")
    assert mail.outbox == []


def test_the_same_invitation_twice_is_one(invitation, hotel, agnes):
    again = joining.invite(organisation=hotel, email=NEW.upper(), role=Role.STAFF, by=agnes, language="sv")
    assert again == invitation
    assert JoiningInvitation.objects.count() == 1


def test_another_role_replaces_the_earlier_invitation(invitation, hotel, agnes):
    other = joining.invite(organisation=hotel, email=NEW, role=Role.MANAGER, by=agnes, language="sv")
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    assert list(joining.pending(hotel)) == [other]


def test_an_expired_invitation_can_be_given_again(invitation, hotel, agnes):
    with clock.at(clock.now() + joining.LIFE):
        again = joining.invite(organisation=hotel, email=NEW, role=Role.STAFF, by=agnes, language="sv")
        assert list(joining.pending(hotel)) == [again]


def test_there_is_an_end_to_open_invitations(hotel, agnes, rung, monkeypatch):
    monkeypatch.setattr(joining, "MOST_PENDING", 2)
    for name in ("a", "b"):
        joining.invite(organisation=hotel, email=f"{name}@e.org", role=Role.STAFF, by=agnes, language="sv")
    with pytest.raises(ValidationError):
        joining.invite(organisation=hotel, email="c@e.org", role=Role.STAFF, by=agnes, language="sv")
    assert joining.pending(hotel).count() == 2


def test_a_member_cannot_be_invited(hotel, agnes, stefan):
    with pytest.raises(ValidationError):
        joining.invite(organisation=hotel, email=stefan.email, role=Role.STAFF, by=agnes, language="sv")
    assert JoiningInvitation.objects.count() == 0


def test_looking_at_the_link_changes_nothing(invitation, client):
    for _time in range(2):
        page = client.get(path_of(invitation))
        assert page.status_code == 200
    assert client.head(path_of(invitation)).status_code == 200
    assert not User.objects.filter(email=NEW).exists()
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_a_new_person_joins_and_is_logged_in(invitation, client, hotel):
    response = answer(client, invitation)
    assert (response.status_code, response.url) == (302, "/")
    membership = Membership.objects.get(user__email=NEW)
    assert (membership.organisation, membership.role, membership.privacy) == (hotel, Role.STAFF, False)
    assert membership.user.name == "Nora"
    assert membership.user.check_password(GOOD_PASSWORD)
    assert client.session["_auth_user_id"] == str(membership.user.pk)
    verbs = AuditEvent.objects.filter(object_type="accounts.joininginvitation").values_list("verb", flat=True)
    assert list(verbs) == ["joining.invited", "joining.accepted"]


def test_who_joins_goes_on_in_the_language_they_read_the_page_in(invitation, client):
    client.post(path_of(invitation), {"name": "Nora", "password": GOOD_PASSWORD}, HTTP_ACCEPT_LANGUAGE="nb")
    assert User.objects.get(email=NEW).language == "nb"
    home = client.get("/")
    assert (home["Content-Language"], str(*home.context["messages"])) == ("nb", "Velkommen til Fjällhotellet.")


def test_the_link_works_once(invitation, client):
    answer(client, invitation)
    stranger = Client()
    assert answer(stranger, invitation, name="Mallory").status_code == 410
    assert "_auth_user_id" not in stranger.session
    assert User.objects.get(email=NEW).name == "Nora"
    assert client.post(path_of(invitation)).url == "/"
    assert Membership.objects.filter(user__email=NEW).count() == 1


def test_forged_fields_give_nothing(invitation, client, hotel, library):
    answer(client, invitation, role="owner", privacy="on", organisation=library.pk, email="boss@example.org")
    membership = Membership.objects.get(user__email=NEW)
    assert (membership.organisation, membership.role, membership.privacy) == (hotel, Role.STAFF, False)
    assert not User.objects.filter(email="boss@example.org").exists()


@pytest.mark.parametrize("password", ["", "kort", "password12", NEW])
def test_a_weak_password_is_refused_and_the_name_kept(invitation, client, password):
    page = answer(client, invitation, password=password)
    assert page.status_code == 200
    assert 'value="Nora"' in page.content.decode()
    assert not User.objects.filter(email=NEW).exists()


def test_a_password_that_has_to_be_written_again_is_said_so(invitation, client):
    page = answer(client, invitation, name="").content.decode()
    assert "Please write it once more" in page
    assert GOOD_PASSWORD not in page


def test_somebody_with_a_log_in_joins_with_one_press(hotel, agnes, olga, library, client, rung):
    invitation = joining.invite(organisation=hotel, email=olga.email, role=Role.MANAGER, by=agnes, language="en")
    page = client.get(path_of(invitation)).content.decode()
    assert f"/account/login/?next=/join/{joining.token_of(invitation)}/" in page
    assert answer(client, invitation).status_code == 200
    assert not olga.memberships.filter(organisation=hotel).exists()  # a link alone is not the person
    client.force_login(olga)
    assert client.get(path_of(invitation)).status_code == 200
    assert client.post(path_of(invitation)).url == "/"
    assert sorted(m.organisation.name for m in olga.memberships.all()) == ["Biblioteket", "Fjällhotellet"]
    assert client.session["organisation_id"] == hotel.pk


def test_the_link_is_bound_to_its_address(invitation, logged_in, stefan, olga):
    client = logged_in(olga)
    assert client.get(path_of(invitation)).status_code == 200
    assert client.post(path_of(invitation)).status_code == 403
    with pytest.raises(joining.NotForThem):
        joining.accept(invitation, user=olga)
    assert olga.memberships.count() == 1


def test_an_expired_link_says_so(invitation, client):
    with clock.at(clock.now() + joining.LIFE + timedelta(seconds=1)):
        assert client.get(path_of(invitation)).status_code == 410
        assert answer(client, invitation).status_code == 410
    assert not User.objects.filter(email=NEW).exists()


def test_a_token_of_another_purpose_opens_nothing(invitation, client):
    other = signing.token("respond", invitation.uuid)
    assert client.get(f"/join/{other}/").status_code == 404
    assert client.get("/join/nonsense/").status_code == 404


def test_guessing_is_limited_but_a_good_link_costs_nothing(invitation, client):
    for _time in range(50):
        client.get(path_of(invitation))
    assert client.get(path_of(invitation)).status_code == 200
    answers = [client.get(f"/join/{'x' * 32}/").status_code for _time in range(60)]
    assert answers == [404] * 40 + [429] * 20
    cache.clear()


def test_a_manager_invites_staff_only(hotel, maria, rung):
    assert joining.invite(organisation=hotel, email=NEW, role=Role.STAFF, by=maria, language="sv").role == Role.STAFF
    for role in (Role.OWNER, Role.MANAGER):
        with pytest.raises(PermissionDenied):
            joining.invite(organisation=hotel, email="x@example.org", role=role, by=maria, language="sv")
    with pytest.raises(PermissionDenied):
        joining.invite(
            organisation=hotel, email="x@example.org", role=Role.STAFF, privacy=True, by=maria, language="sv"
        )
    assert JoiningInvitation.objects.count() == 1


@pytest.mark.parametrize("who", ["stefan", "olga"])
def test_staff_and_strangers_invite_nobody(hotel, who, request):
    by = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        joining.invite(organisation=hotel, email=NEW, role=Role.STAFF, by=by, language="sv")


def test_a_manager_of_one_house_gives_no_more_than_that_house(hotel, agnes, maria, library, rung):
    root = cast.root_unit(hotel)
    east = arranging_units.add(parent=root, name="East", by=agnes)
    room = arranging_units.add(parent=east, name="Room 4", by=agnes)
    west = arranging_units.add(parent=root, name="West", by=agnes)
    Membership.objects.get(user=maria).units.set([east])
    for units in ([], [west], [root], [cast.root_unit(library)]):
        with pytest.raises(PermissionDenied):
            joining.invite(organisation=hotel, email=NEW, role=Role.STAFF, units=units, by=maria, language="sv")
    invitation = joining.invite(organisation=hotel, email=NEW, role=Role.STAFF, units=[room], by=maria, language="sv")
    membership = joining.accept_as_new(invitation, name="Nora", password=GOOD_PASSWORD)
    assert list(membership.visible_units()) == [room]


def test_a_manager_cannot_touch_an_owners_invitation(hotel, agnes, maria, logged_in, rung):
    invitation = joining.invite(organisation=hotel, email=NEW, role=Role.OWNER, by=agnes, language="sv")
    with pytest.raises(ValidationError):
        joining.invite(organisation=hotel, email=NEW, role=Role.STAFF, by=maria, language="sv")
    assert logged_in(maria).post(f"/settings/invitations/{invitation.pk}/withdrawal/").status_code == 403
    assert list(joining.pending(hotel)) == [invitation]


def test_invitations_of_somebody_who_lost_the_right_are_withdrawn(hotel, agnes, rung):
    britt = cast.person("Britt", hotel, Role.OWNER)
    invitation = joining.invite(organisation=hotel, email=NEW, role=Role.OWNER, by=britt, language="sv")
    members.change_role(Membership.objects.get(user=britt), role=Role.MANAGER, privacy=False, by=agnes)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_joins(invitation):
    both_ready, outcomes = threading.Barrier(2), []

    def press(name):
        try:
            both_ready.wait(timeout=10)
            outcomes.append(joining.accept_as_new(invitation, name=name, password=GOOD_PASSWORD).user.name)
        except (joining.HasAccount, joining.NoLongerOpen):
            outcomes.append("told to log in")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(name,)) for name in ("Nora", "Mallory")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    (membership,) = Membership.objects.filter(user__email=NEW).select_related("user")
    assert sorted(outcomes) == sorted([membership.user.name, "told to log in"])
