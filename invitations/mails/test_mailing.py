"""The invitation as it will arrive, mailed to whoever asks for it: nobody's link, nothing stored."""

from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from accounts import mail_servers
from accounts.models import Organisation, User
from common import emails
from common.emails import one_line
from invitations.mailings import letters
from invitations.mailings.letters import Letter
from invitations.mails import saying, writing
from surveys.models import Survey


def compose(
    survey: Survey, *, to: User, letter: Letter | None = None, language: str | None = None
) -> EmailMultiAlternatives:
    """The mail this letter makes, marked as a test, not yet sent; in the survey's main language unless one is named.

    With a letter it is about what customers meet now, without one about the latest version, a draft too. Its links
    lead to the preview, which asks for a log-in: there is nothing personal in it to pass on.
    """
    version = None if letter else survey.latest_version
    letter = letter or letters.default_for(survey)
    matter = writing.sample_matter(survey, letter, language=language or survey.language, version=version)
    with translation.override(matter.language):
        context = saying.context_of(matter)
    sender = one_line(letter.from_name) or saying.sender_name(survey.organisation)
    contact, address = context["contact_name"], context["contact_email"]
    return emails.compose(
        "survey_test",
        to=one_line(to.email),
        language=matter.language,
        context=context,
        from_email=formataddr((sender, mail_servers.from_address_for(survey.organisation))),
        reply_to=formataddr((contact, address)) if address else "",
    )


def send(mail: EmailMultiAlternatives, organisation: Organisation) -> bool:
    """Send it the way customers' mails go. False where there is no way, as in a demo: then nothing is sent.

    Raises MailServerProblem in the reader's language when the server does not take it.
    """
    return mail_servers.send(mail, organisation)
