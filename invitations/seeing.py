"""What a manager sees of customers and mails: those of their own units and below; a manager of the whole sees all."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership
from invitations.models import (
    Customer,
    CustomerImport,
    EmailDelivery,
    Invitation,
    Mailing,
    PublicLink,
    Spared,
    StandingSend,
    WatchedFolder,
)
from surveys.models import Survey
from surveys.seeing import changeable_by


def customers_of(membership: Membership):
    return _within(Customer.objects.for_organisation(membership.organisation), membership, "unit")


def deliveries_of(membership: Membership):
    return _within(EmailDelivery.objects.for_organisation(membership.organisation), membership, "invitation__unit")


def mails_by_name_of(membership: Membership):
    """The mails that may be shown beside a name. A reminder tells who had not answered, and one that was held who had:
    both only where customers were told that it is seen who they are."""
    is_named = Q(invitation__survey__anonymity=Survey.Anonymity.NAMED)
    return deliveries_of(membership).filter(~Q(kind=EmailDelivery.Kind.REMINDER) | is_named)


def mailings_of(membership: Membership):
    """The mailings of their own surveys, and those in which at least one customer of theirs was asked."""
    mailings = Mailing.objects.for_organisation(membership.organisation)
    if membership.sees_everything:
        return mailings
    units = membership.visible_units()
    theirs = Invitation.objects.filter(mailing=OuterRef("pk"), unit__in=units)
    return mailings.filter(Q(survey__unit__in=units) | Exists(theirs))


def steered_by(membership: Membership):
    """The mailings a manager may pause, stop and move: those of the surveys they may change."""
    mailings = Mailing.objects.for_organisation(membership.organisation)
    return mailings.filter(survey__in=changeable_by(membership))


def invitations_of(membership: Membership):
    return _within(Invitation.objects.for_organisation(membership.organisation), membership, "unit")


def spared_of(membership: Membership):
    return _within(Spared.objects.for_organisation(membership.organisation), membership, "unit")


def public_links_of(membership: Membership):
    return _within(PublicLink.objects.for_organisation(membership.organisation), membership, "unit")


def standing_sends_of(membership: Membership):
    return _within(StandingSend.objects.for_organisation(membership.organisation), membership, "unit")


def watched_folders_of(membership: Membership):
    return _within(WatchedFolder.objects.for_organisation(membership.organisation), membership, "unit")


def imports_of(membership: Membership):
    return _within(CustomerImport.objects.for_organisation(membership.organisation), membership, "unit")


def _within(rows, membership: Membership, unit: str):
    if membership.sees_everything:
        return rows  # not through the units: a list of a whole house costs what it did
    return rows.filter(**{f"{unit}__in": membership.visible_units()})
