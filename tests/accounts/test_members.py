"""Roles, units, leaving; and always somebody who can open the door."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts import arranging_units, joining, members
from accounts.models import AuditEvent, Membership
from accounts.models.membership import Role
from tests import cast


def membership(user, of) -> Membership:
    return Membership.objects.get(user=user, organisation=of)


def roles(organisation) -> dict[str, str]:
    return dict(Membership.objects.for_organisation(organisation).values_list("user__name", "role"))


def test_an_owner_gives_a_role_and_it_is_noted_once(hotel, agnes, stefan):
    for _time in range(2):
        members.change_role(membership(stefan, hotel), role=Role.MANAGER, privacy=True, by=agnes)
    changed = membership(stefan, hotel)
    assert (changed.role, changed.privacy) == (Role.MANAGER, True)
    (event,) = AuditEvent.objects.filter(verb="member.role")
    assert event.by == agnes
    assert event.detail == {
        "before": {"role": "staff", "privacy": False},
        "after": {"role": "manager", "privacy": True},
    }


@pytest.mark.parametrize("who", ["maria", "stefan", "olga"])
def test_only_an_owner_changes_roles_units_and_membership(hotel, stefan, who, request):
    by = request.getfixturevalue(who)
    theirs = membership(stefan, hotel)
    with pytest.raises(PermissionDenied):
        members.change_role(theirs, role=Role.OWNER, privacy=False, by=by)
    with pytest.raises(PermissionDenied):
        members.set_units(theirs, units=[], by=by)
    with pytest.raises(PermissionDenied):
        members.remove(theirs, by=by)
    assert roles(hotel)["Stefan"] == Role.STAFF


def test_the_last_owner_stays(hotel, agnes):
    with pytest.raises(members.LastOwner):
        members.change_role(membership(agnes, hotel), role=Role.STAFF, privacy=False, by=agnes)
    with pytest.raises(members.LastOwner):
        members.remove(membership(agnes, hotel), by=agnes)
    assert roles(hotel) == {"Agnes": Role.OWNER}


def test_an_owner_of_another_organisation_does_not_count(hotel, agnes, library, olga):
    Membership.objects.filter(user=olga).update(role=Role.OWNER)
    with pytest.raises(members.LastOwner):
        members.remove(membership(agnes, hotel), by=agnes)


def test_leaving_is_said_twice_and_done_once(hotel, agnes, stefan):
    theirs = membership(stefan, hotel)
    members.remove(theirs, by=agnes)
    members.remove(theirs, by=agnes)
    assert roles(hotel) == {"Agnes": Role.OWNER}
    assert AuditEvent.objects.filter(verb="member.removed").count() == 1
    stefan.refresh_from_db()
    assert stefan.is_active


def test_units_of_another_organisation_are_refused(hotel, agnes, stefan, library):
    with pytest.raises(PermissionDenied):
        members.set_units(membership(stefan, hotel), units=[cast.root_unit(library)], by=agnes)
    assert membership(stefan, hotel).sees_everything


def test_a_new_owner_sees_the_whole_organisation(hotel, agnes, stefan):
    east = arranging_units.add(parent=cast.root_unit(hotel), name="East", by=agnes)
    members.set_units(membership(stefan, hotel), units=[east], by=agnes)
    assert list(membership(stefan, hotel).visible_units()) == [east]
    members.change(membership(stefan, hotel), role=Role.OWNER, privacy=False, units=[east], by=agnes)
    assert membership(stefan, hotel).sees_everything


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leave", ["remove", "step down"])
def test_of_two_owners_who_leave_at_once_one_stays(hotel, agnes, leave):
    britt = cast.person("Britt", hotel, Role.OWNER)
    both_ready, outcomes = threading.Barrier(2), []

    def go(user):
        try:
            theirs = membership(user, hotel)
            both_ready.wait(timeout=10)
            if leave == "remove":
                members.remove(theirs, by=user)
            else:
                members.change_role(theirs, role=Role.STAFF, privacy=False, by=user)
            outcomes.append("gone")
        except members.LastOwner:
            outcomes.append("asked to stay")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(user,)) for user in (agnes, britt)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["asked to stay", "gone"]
    assert Membership.objects.for_organisation(hotel).owners().count() == 1


def test_an_invitation_to_privacy_or_more_units_than_its_sender_has_left_is_withdrawn(hotel, agnes, rung):
    root = cast.root_unit(hotel)
    east, west = (arranging_units.add(parent=root, name=name, by=agnes) for name in ("East", "West"))
    britt = cast.person("Britt", hotel, Role.OWNER)

    def invite(name, **more):
        address = f"{name}@example.org"
        joining.invite(organisation=hotel, email=address, role=Role.STAFF, by=britt, language="sv", **more)

    invite("private", privacy=True)
    invite("whole")
    invite("east", units=[east])
    invite("west", units=[west])
    here = Membership.objects.get(user=britt)
    members.change_role(here, role=Role.MANAGER, privacy=False, by=agnes)
    open_then = {one.email.split("@")[0] for one in joining.pending(hotel)}
    members.set_units(here, units=[east], by=agnes)
    open_now = {one.email.split("@")[0] for one in joining.pending(hotel)}
    assert (open_then, open_now) == ({"whole", "east", "west"}, {"east"})
