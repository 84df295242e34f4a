"""Who is asked and how it reaches them: customers, mailings, personal and public links, mails, stops."""

from invitations.models.customer import Customer
from invitations.models.email_delivery import EmailDelivery
from invitations.models.invitation import Invitation
from invitations.models.mailing import Mailing
from invitations.models.public_link import PublicLink
from invitations.models.suppression import Suppression

__all__ = ["Customer", "EmailDelivery", "Invitation", "Mailing", "PublicLink", "Suppression"]
