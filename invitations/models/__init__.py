"""Who is asked and how it reaches them: customers, mailings, personal and public links, mails, stops."""

from invitations.models.bounce_mailbox import BounceMailbox
from invitations.models.contact import Contact
from invitations.models.customer import Customer
from invitations.models.email_delivery import EmailDelivery
from invitations.models.invitation import Invitation
from invitations.models.mailing import Mailing
from invitations.models.public_link import PublicLink
from invitations.models.spared import Spared
from invitations.models.standing_send import StandingSend
from invitations.models.suppression import Suppression
from invitations.models.watched_folder import CustomerImport, WatchedFolder

__all__ = [
    "BounceMailbox",
    "Contact",
    "Customer",
    "CustomerImport",
    "EmailDelivery",
    "Invitation",
    "Mailing",
    "PublicLink",
    "Spared",
    "StandingSend",
    "Suppression",
    "WatchedFolder",
]
