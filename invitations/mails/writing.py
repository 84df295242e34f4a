"""Writing the mail: rendered when it is sent or looked at, never stored. Neutral by design."""

from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import formataddr
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import mail_servers
from common import clock, emails
from common.emails import one_line
from invitations.mailings.letters import Letter
from invitations.mails import addressing, saying
from invitations.mails.saying import Matter
from invitations.models import Customer, EmailDelivery
from surveys.definitions import definition_of, published_definition
from surveys.models import Survey, SurveyVersion

Kind = EmailDelivery.Kind
TEMPLATES = {Kind.INVITATION: "survey_invitation", Kind.REMINDER: "survey_reminder"}
RELATED = (
    *("organisation", "invitation__survey__organisation", "invitation__unit"),
    *("invitation__mailing", "invitation__customer"),
)
A_DAY = timedelta(days=1)


def compose(delivery: EmailDelivery) -> EmailMultiAlternatives:
    """The whole mail with its headers, not yet sent. The Message-ID is the same however often it is composed.

    Everything that reaches a header is made one line first, so nothing can be smuggled in.
    """
    matter = saying.matter_of(delivery)
    sender, (answers_to, reply_to) = sender_of(delivery), reply_to_of(delivery)
    with translation.override(matter.language):
        context = saying.context_of(matter)
    return emails.compose(
        TEMPLATES[delivery.kind],
        to=one_line(delivery.to_address),
        language=matter.language,
        context=context,
        from_email=formataddr(sender),
        reply_to=formataddr((answers_to, reply_to)) if reply_to else "",
        headers={
            "Message-ID": _message_id(delivery),
            **_belongs_to(delivery),
            "List-Unsubscribe": ", ".join(_ways_to_stop(matter.stop_link, reply_to)),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def sender_of(delivery: EmailDelivery) -> tuple[str, str]:
    """Name and address of the From line: it says who asks."""
    name = one_line(delivery.invitation.mailing.from_name) or saying.sender_name(delivery.organisation)
    return name, mail_servers.from_address_for(delivery.organisation)


def reply_to_of(delivery: EmailDelivery) -> tuple[str, str]:
    """Name and address of the person a reply reaches; two empty words for none."""
    mailing = delivery.invitation.mailing
    address = one_line(mailing.reply_to_email)
    return (one_line(mailing.reply_to_name), address) if address else ("", "")


def html_without_inlined_styles(delivery: EmailDelivery, *, link: str = "") -> str:
    """The HTML part as the template writes it, for showing on a page of ours whose styles stand in its head.

    With `link`, that stands in the place of everything that is the customer's alone.
    """
    matter = saying.matter_of(delivery)
    return _drawn(replace(matter, link=link, stop_link=link) if link else matter, delivery.kind).html


@dataclass(frozen=True)
class Preview:
    """A mail to look at; its HTML has its styles in the head (see `framing.framed`)."""

    subject: str
    text: str
    html: str


def preview(
    survey: Survey,
    letter: Letter,
    *,
    language: str,
    customer: Customer | None = None,
    kind: str = Kind.INVITATION,
) -> Preview:
    """The mail this letter makes, to `customer` or to nobody in particular, in a language of the survey.

    About the survey as customers meet it, or its draft where there is nothing else. Its links lead to the survey's
    preview: nothing in it is anybody's own.
    """
    return _drawn(sample_matter(survey, letter, language=language, customer=customer), kind)


def sample_matter(
    survey: Survey,
    letter: Letter,
    *,
    language: str = "",
    customer: Customer | None = None,
    version: SurveyVersion | None = None,
) -> Matter:
    """What a mail would be about whose links lead to the survey's preview; without a customer one is made up."""
    version = version or survey.published_version or survey.draft
    definition = published_definition(version.pk) if version.is_published else definition_of(version)
    language, now = definition.language_or_main(language or survey.language), clock.now()
    known = (
        addressing.words_about(survey, customer, customer.unit) if customer else addressing.words_about_a_sample(survey)
    )
    # The page stands in a room to the right, which this one knows by its address alone.
    page = settings.SITE_URL + reverse("responses:preview_page", args=[survey.pk])
    page = f"{page}?{urlencode({'language': language})}"
    return Matter(
        survey=survey,
        definition=definition,
        letter=letter,
        unit=customer.unit if customer else survey.unit,
        language=language,
        link=page,
        stop_link=page,
        written_at=now,
        visited_at=customer.use_happened_at if customer else now - A_DAY,
        known=known,
    )


def _drawn(matter: Matter, kind: str) -> Preview:
    name = TEMPLATES[kind]
    with translation.override(matter.language):
        context = saying.context_of(matter)
        subject = one_line(render_to_string(f"emails/{name}.subject.txt", context))
        text = render_to_string(f"emails/{name}.body.txt", context).strip() + "\n"
        return Preview(subject, text, render_to_string(f"emails/{name}.body.html", context | {"subject": subject}))


def _message_id(delivery: EmailDelivery) -> str:
    return f"<{delivery.message_id}@{urlsplit(settings.SITE_URL).hostname}>"


def _belongs_to(delivery: EmailDelivery) -> dict[str, str]:
    """A reminder stands below its invitation in whatever the customer reads mail with."""
    if delivery.kind != Kind.REMINDER:
        return {}
    first = EmailDelivery.objects.filter(invitation_id=delivery.invitation_id, kind=Kind.INVITATION).first()
    return {"In-Reply-To": _message_id(first), "References": _message_id(first)} if first else {}


def _ways_to_stop(link: str, reply_to: str) -> list[str]:
    return [f"<{link}>", *([f"<mailto:{quote(reply_to, safe='@+._-')}?subject=Stop>"] if reply_to else [])]
