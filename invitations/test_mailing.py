"""The invitation as it will arrive, mailed to whoever asks for it: nobody's link, nothing stored."""

from email.utils import formataddr
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from accounts import mail_servers
from accounts.models import MailServer, Organisation, User
from common import emails
from invitations import addressing, writing
from surveys.definitions import definition_of
from surveys.models import Survey


def compose(survey: Survey, *, to: User) -> EmailMultiAlternatives:
    """The mail about the survey's latest version in its main language, marked as a test, not yet sent.

    Its links lead to the preview, which asks for a log-in: there is nothing personal in it to pass on.
    """
    organisation, language = survey.organisation, survey.language
    known = addressing.words_about_a_sample(survey)
    definition = definition_of(survey.latest_version)
    context = writing.about(survey, survey.unit, language, known=known, definition=definition)
    link = _preview_link(survey, language)
    sender = writing.one_line(organisation.sender_name or organisation.name)
    contact, address = writing.one_line(survey.contact_name), writing.one_line(survey.contact_email)
    return emails.compose(
        "survey_test",
        to=writing.one_line(to.email),
        language=language,
        context=context | {"contact_name": contact, "contact_email": address, "link": link, "stop_link": link},
        from_email=formataddr((sender, mail_servers.from_address_for(organisation))),
        reply_to=formataddr((contact, address)) if address else "",
    )


def send(mail: EmailMultiAlternatives, organisation: Organisation) -> bool:
    """Send it the way customers' mails go. False where there is no way, as in a demo: then nothing is sent.

    Raises MailServerProblem in the reader's language when the server does not take it.
    """
    mail.connection = mail_servers.connection_for(organisation)
    if mail.connection is None:
        return False
    try:
        mail.send()
    except (OSError, ValueError) as error:  # smtplib's and ssl's errors are OSErrors too
        server = mail_servers.own_server(organisation) or MailServer(host=settings.EMAIL_HOST, port=settings.EMAIL_PORT)
        raise mail_servers.MailServerProblem(mail_servers.words_for(error, server)) from error
    return True


def _preview_link(survey: Survey, language: str) -> str:
    # The page stands in a room to the right, which this one knows by its address alone.
    page = reverse("responses:preview_page", args=[survey.pk])
    return f"{settings.SITE_URL}{page}?{urlencode({'language': language})}"
