"""Who: organisations with their units, people, and what they did."""

from accounts.models.audit_event import AuditEvent
from accounts.models.joining_invitation import JoiningInvitation
from accounts.models.mail_server import MailServer
from accounts.models.membership import Membership
from accounts.models.organisation import Organisation
from accounts.models.unit import Unit
from accounts.models.user import User

__all__ = ["AuditEvent", "JoiningInvitation", "MailServer", "Membership", "Organisation", "Unit", "User"]
