"""Writing the mail: rendered when it is sent or looked at, never stored. Neutral by design."""

from email.utils import formataddr
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from accounts import mail_servers
from accounts.models import Unit
from common import emails
from invitations import addressing
from invitations.models import EmailDelivery
from surveys import estimating, inserting, texts
from surveys.definitions import Definition, published_definition
from surveys.models import Survey

TEMPLATE = "survey_invitation"
RELATED = (
    *("organisation", "invitation__survey__organisation", "invitation__unit"),
    *("invitation__mailing", "invitation__customer"),
)


def compose(delivery: EmailDelivery) -> EmailMultiAlternatives:
    """The whole mail with its headers, not yet sent. The Message-ID is the same however often it is composed.

    Everything that reaches a header is made one line first, so nothing can be smuggled in.
    """
    invitation = delivery.invitation
    sender, (answers_to, reply_to) = sender_of(delivery), reply_to_of(delivery)
    return emails.compose(
        TEMPLATE,
        to=one_line(delivery.to_address),
        language=invitation.language,
        context=context_of(delivery),
        from_email=formataddr(sender),
        reply_to=formataddr((answers_to, reply_to)) if reply_to else "",
        headers={
            "Message-ID": f"<{delivery.message_id}@{urlsplit(settings.SITE_URL).hostname}>",
            "List-Unsubscribe": ", ".join(_ways_to_stop(invitation.stop_link, reply_to)),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def sender_of(delivery: EmailDelivery) -> tuple[str, str]:
    """Name and address of the From line."""
    name = one_line(delivery.invitation.mailing.from_name)
    return name, mail_servers.from_address_for(delivery.organisation)


def reply_to_of(delivery: EmailDelivery) -> tuple[str, str]:
    """Name and address of the person a reply reaches; two empty words for none."""
    mailing = delivery.invitation.mailing
    address = one_line(mailing.reply_to_email)
    return (one_line(mailing.reply_to_name), address) if address else ("", "")


def _ways_to_stop(link: str, reply_to: str) -> list[str]:
    return [f"<{link}>", *([f"<mailto:{quote(reply_to, safe='@+._-')}?subject=Stop>"] if reply_to else [])]


def html_without_inlined_styles(delivery: EmailDelivery, *, link: str = "") -> str:
    """The HTML part as the template writes it, for showing on a page of ours whose styles stand in its head."""
    context = context_of(delivery)
    if link:
        context |= {"link": link, "stop_link": link}
    with translation.override(delivery.invitation.language):
        return render_to_string(f"emails/{TEMPLATE}.body.html", {"subject": subject_of(delivery), **context})


def subject_of(delivery: EmailDelivery) -> str:
    with translation.override(delivery.invitation.language):
        return one_line(render_to_string(f"emails/{TEMPLATE}.subject.txt", context_of(delivery)))


def context_of(delivery: EmailDelivery) -> dict:
    """What the mail's three files speak of."""
    invitation = delivery.invitation
    survey, mailing = invitation.survey, invitation.mailing
    known = addressing.words_about(survey, invitation.customer, invitation.unit)
    return about(survey, invitation.unit, invitation.language, known=known) | {
        "contact_name": one_line(mailing.reply_to_name),
        "contact_email": mailing.reply_to_email,
        "link": invitation.link,
        "stop_link": invitation.stop_link,
    }


def about(
    survey: Survey, unit: Unit, language: str, *, known: dict[str, str], definition: Definition | None = None
) -> dict:
    """What a mail says of the survey: as customers meet it now, unless another version's definition is given."""
    definition = definition or published_definition(survey.published_version_id)
    organisation = survey.organisation.name
    title = inserting.fill(texts.in_language(definition.title, language, *definition.languages), customer=known)
    return {
        "language": language,
        "organisation_name": organisation,
        "place": organisation if unit.is_root else f"{unit.name}, {organisation}",
        "title": one_line(title),
        "number": len(definition.questions),
        "minutes": estimating.minutes_to_answer(definition, definition.questions),
        "retention_months": survey.retention_months,
    }


def one_line(text: str) -> str:
    """The text without line breaks, control characters and idle space."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
