"""What a manager sees of customers and mails: those of their own units and below; a manager of the whole sees all."""

from django.db.models import Exists, OuterRef

from accounts.models import Membership
from invitations.models import Customer, EmailDelivery, Invitation, Mailing, PublicLink


def customers_of(membership: Membership):
    return _within(Customer.objects.for_organisation(membership.organisation), membership, "unit")


def deliveries_of(membership: Membership):
    return _within(EmailDelivery.objects.for_organisation(membership.organisation), membership, "invitation__unit")


def mailings_of(membership: Membership):
    """The mailings in which at least one customer of theirs was asked."""
    mailings = Mailing.objects.for_organisation(membership.organisation)
    if membership.sees_everything:
        return mailings
    theirs = Invitation.objects.filter(mailing=OuterRef("pk"), unit__in=membership.visible_units())
    return mailings.filter(Exists(theirs))


def public_links_of(membership: Membership):
    return _within(PublicLink.objects.for_organisation(membership.organisation), membership, "unit")


def _within(rows, membership: Membership, unit: str):
    if membership.sees_everything:
        return rows  # not through the units: a list of a whole house costs what it did
    return rows.filter(**{f"{unit}__in": membership.visible_units()})
