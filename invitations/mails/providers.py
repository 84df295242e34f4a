"""Handing one mail to a mail provider, and reading how far it came."""

import re
from email.utils import parseaddr

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from accounts import mail_providers
from accounts.models import MailServer
from invitations.mails.outcomes import Ambiguous, NotNow, Refused

OUR_NUMBER = "enmil_mail"  # of the mail, in what the provider keeps with it and says again with its news
LONGEST_ID = 200
_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


def hand_over(mail: EmailMultiAlternatives, backend: BaseEmailBackend) -> str:
    """Give the mail to the provider; returns its own number of the mail once it has taken it.

    Raises NotNow, Refused or Ambiguous.
    """
    _number(mail, backend)
    problem = mail_providers.problem_sending(mail, backend)
    if problem is None:
        return _id_of(mail)
    words = mail_providers.answer_of(problem) or mail_providers.words_for(problem, _server_of(mail, backend))
    if mail_providers.is_about_the_recipient(problem):
        raise Refused(words) from None
    if mail_providers.is_silence(problem):
        raise Ambiguous(words) from None
    raise NotNow(words) from None


def _number(mail: EmailMultiAlternatives, backend: BaseEmailBackend) -> None:
    """Let the news about the mail find it again, and one Message-ID stay the same however often it is sent."""
    message_id = mail.extra_headers.get("Message-ID", "")
    number = message_id.strip("<>").partition("@")[0]
    if _UUID.match(number):
        mail.metadata = {OUR_NUMBER: number}
    if backend.esp_name == "Postmark":
        mail.extra_headers["X-PM-KeepID"] = "true"
    elif backend.esp_name == "Mailjet":
        mail.extra_headers.pop("Message-ID", None)  # it refuses a mail that brings its own


def _id_of(mail: EmailMultiAlternatives) -> str:
    found = mail.anymail_status.message_id
    return found[:LONGEST_ID] if isinstance(found, str) else ""


def _server_of(mail: EmailMultiAlternatives, backend: BaseEmailBackend) -> MailServer:
    """As much of the way of sending as the words about a problem speak of."""
    return MailServer(provider=backend.esp_name.lower(), provider_domain="", from_address=parseaddr(mail.from_email)[1])
