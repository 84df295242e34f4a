"""A mail that has gone, by its rows alone (sending has its own tests)."""

from common import clock
from invitations.models import Customer, EmailDelivery, Mailing
from surveys.models import Survey
from tests import cast


def sent_mail(survey: Survey, customer: Customer, **fields) -> EmailDelivery:
    """The mail that invited the customer to the survey a moment ago."""
    now = clock.now()
    mailing = Mailing.objects.create(
        organisation=survey.organisation,
        survey=survey,
        from_name="Fjällhotellet",
        reply_to_name="Maria",
        reply_to_email="maria@example.org",
        created_at=now,
    )
    return EmailDelivery.objects.create(
        organisation=survey.organisation,
        invitation=cast.invitation(survey, customer, mailing=mailing),
        **{"to_address": customer.email, "state": "sent", "sent_at": now, "created_at": now, **fields},
    )
