"""Members of an organisation: their role, their units, their leaving. There is always an owner.

Every change takes the organisation's row first, so that two owners who leave in the same moment leave one after
the other, and the second is asked to stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import auditing
from accounts.models import JoiningInvitation, Membership, Organisation, Unit, User
from accounts.models.membership import Role
from common import clock


class LastOwner(Exception):
    """Somebody has to be able to let people in; the text says so in kind words."""

    def __str__(self) -> str:
        return _("This is the only owner. Make somebody else an owner first, so that the door can still be opened.")


def lock(organisation: Organisation) -> None:
    """Hold the organisation until the caller's transaction ends."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def membership_of(user: User, organisation: Organisation) -> Membership:
    """As it is now, not as it was when the page was opened. Raises PermissionDenied for a stranger."""
    membership = Membership.objects.for_organisation(organisation).filter(user=user).first()
    if membership is None:
        raise PermissionDenied
    return membership


def roles_given_by(membership: Membership) -> list[str]:
    """The roles this member may give to others: owners any, managers staff."""
    if membership.is_owner:
        return list(Role.values)
    return [Role.STAFF] if membership.is_manager else []


@dataclass(frozen=True)
class Limits:
    """What one member may give to others, or take back from them."""

    roles: frozenset[str]
    privacy: bool
    units: frozenset[int]
    whole: bool  # whether no units, that is the whole organisation, may be given

    def allow(self, *, role: str, units: Iterable[Unit], privacy: bool) -> bool:
        chosen = {unit.pk for unit in units}
        return (
            role in self.roles and (self.privacy or not privacy) and chosen <= self.units and bool(chosen or self.whole)
        )


NOTHING = Limits(roles=frozenset(), privacy=False, units=frozenset(), whole=False)


def limits_of(membership: Membership) -> Limits:
    return Limits(
        roles=frozenset(roles_given_by(membership)),
        privacy=membership.is_owner,
        units=frozenset(membership.visible_units().values_list("pk", flat=True)),
        whole=membership.sees_everything,
    )


def may_give(membership: Membership, *, role: str, units: list[Unit], privacy: bool) -> None:
    """Raises PermissionDenied when this member would give away more than they may."""
    if not limits_of(membership).allow(role=role, units=units, privacy=privacy):
        raise PermissionDenied


def of(organisation: Organisation) -> QuerySet[Membership]:
    rows = Membership.objects.for_organisation(organisation).select_related("user").prefetch_related("units")
    return rows.order_by("user__name", "user__email", "id")


@transaction.atomic
def change_role(membership: Membership, *, role: str, privacy: bool, by: User) -> Membership:
    """Give the member another role. Raises LastOwner, and PermissionDenied unless `by` is an owner."""
    membership = _held(membership, by)
    if (membership.role, membership.privacy) == (role, privacy):
        return membership
    if role not in Role.values:
        raise PermissionDenied
    if role != Role.OWNER:
        _keep_an_owner(membership)
    before = {"role": membership.role, "privacy": membership.privacy}
    membership.role, membership.privacy = role, privacy
    membership.save(update_fields=["role", "privacy"])
    if membership.is_owner:
        membership.units.clear()  # an owner sees the whole organisation, or nobody could widen it again
    auditing.note(by, "member.role", membership, before=before, after={"role": role, "privacy": privacy})
    _withdraw_what_is_too_much(membership, limits_of(membership), by)
    return membership


@transaction.atomic
def set_units(membership: Membership, *, units: Iterable[Unit], by: User) -> Membership:
    """Let the member see these units and those below; none means the whole organisation."""
    membership = _held(membership, by)
    units = [] if membership.is_owner else list(units)
    may_give(membership_of(by, membership.organisation), role=membership.role, units=units, privacy=False)
    before, after = set(membership.units.values_list("pk", flat=True)), {unit.pk for unit in units}
    if before != after:
        membership.units.set(units)
        auditing.note(by, "member.units", membership, before=sorted(before), after=sorted(after))
        _withdraw_what_is_too_much(membership, limits_of(membership), by)
    return membership


@transaction.atomic
def change(membership: Membership, *, role: str, privacy: bool, units: Iterable[Unit], by: User) -> Membership:
    """Role, privacy and units together: all or nothing."""
    changed = change_role(membership, role=role, privacy=privacy, by=by)
    if membership.user_id != by.pk or changed.is_owner:
        return set_units(changed, units=units, by=by)
    return changed  # an owner who just stepped down can no longer arrange units, their own included


@transaction.atomic
def remove(membership: Membership, *, by: User) -> None:
    """The member leaves the organisation; the person and their log-in stay. Twice is once. Raises LastOwner."""
    lock(membership.organisation)
    if not Membership.objects.filter(pk=membership.pk).exists():
        return
    membership = _held(membership, by)
    _keep_an_owner(membership)
    auditing.note(by, "member.removed", membership, email=membership.user.email, role=membership.role)
    _withdraw_what_is_too_much(membership, NOTHING, by)
    membership.delete()


def _held(membership: Membership, by: User) -> Membership:
    """The member's row as it is now, held; only an owner of the same organisation gets it."""
    lock(membership.organisation)
    if not membership_of(by, membership.organisation).is_owner:
        raise PermissionDenied
    return Membership.objects.select_related("organisation", "user").get(pk=membership.pk)


def _keep_an_owner(membership: Membership) -> None:
    others = Membership.objects.for_organisation(membership.organisation).owners().exclude(pk=membership.pk)
    if membership.is_owner and not others.exists():
        raise LastOwner


def _withdraw_what_is_too_much(membership: Membership, limits: Limits, by: User) -> None:
    """Open invitations outlive no right: what its sender could not give any more is withdrawn."""
    now = clock.now()
    sent = JoiningInvitation.objects.for_organisation(membership.organisation).pending(now)
    for invitation in sent.filter(invited_by=membership.user).prefetch_related("units"):
        if limits.allow(role=invitation.role, units=invitation.units.all(), privacy=invitation.privacy):
            continue
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
        auditing.note(by, "joining.withdrawn", invitation, email=invitation.email)
