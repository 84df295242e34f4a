"""Everything we hold about one customer, for them to read: their own words in full, and what was made of them."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation

from accounts import auditing
from accounts.models import User
from common import clock
from invitations.customers import letting_go
from invitations.models import Contact, Customer, CustomerImport, EmailDelivery, Spared, Suppression
from invitations.stopping import suppressing
from responses import erasing, signals
from responses.answer_rows import value_of
from responses.models import Response
from responses.wording import Wording
from surveys.definitions import published_definition


@transaction.atomic
def everything_about(customer: Customer, *, by: User) -> dict:
    """What is stored about this person, in plain words and values that JSON knows. That it was asked for is noted."""
    responses = list(_told_by(customer).select_related("survey", "unit").prefetch_related("answers").order_by("pk"))
    ids = [response.pk for response in responses]
    told = {
        "organisation": customer.organisation.name,
        "told_at": clock.now(),
        "customer": _facts(customer),
        "stops": _stops(customer),
        "asked": _contacts(customer),
        "mails": _mails(customer),
        "left_in_peace": _spared(customer),
        "lines_that_could_not_be_read": _lines(customer),
        "answers": [_answered(response) for response in responses],
    }
    for _receiver, more in signals.asked_about.send(Response, response_ids=ids):
        told |= more or {}
    auditing.note(by, "customer.told_everything", customer, answers=len(ids))
    return told


def _told_by(customer: Customer) -> QuerySet[Response]:
    """What this person said. An answer that only names their address is left out where somebody else is known to have
    written it: those words are not theirs to be told."""
    own = Q(invitation__customer=customer) | Q(respondent_key=customer.respondent_key)
    own |= Q(reply_contact__iexact=customer.email)
    anothers = Q(invitation__customer__isnull=False) | ~Q(reply_contact="")
    return erasing.responses_of(customer).filter(own | ~anothers)


def _facts(customer: Customer) -> dict:
    return {
        "email": customer.email,
        "name": customer.name,
        "unit": customer.unit.name,
        "language": customer.language,
        "visit": customer.use_happened_at,
        "kept_besides": customer.attributes,
        "added_at": customer.created_at,
    }


def _hash(customer: Customer) -> str:
    return suppressing.address_hash(customer.organisation, customer.email)


def _stops(customer: Customer) -> list[dict]:
    rows = Suppression.objects.for_organisation(customer.organisation).filter(address_hash=_hash(customer))
    return [{"reason": row.reason, "since": row.created_at, "until": row.until} for row in rows.order_by("pk")]


def _contacts(customer: Customer) -> list[dict]:
    rows = Contact.objects.for_organisation(customer.organisation).filter(address_hash=_hash(customer))
    return [{"kind": row.kind, "at": row.at} for row in rows.order_by("at", "pk")]


def _mails(customer: Customer) -> list[dict]:
    rows = EmailDelivery.objects.filter(invitation__customer=customer).select_related("invitation__survey")
    return [
        {
            "survey": row.invitation.survey.name,
            "kind": row.kind,
            "to": row.to_address,
            "state": row.state,
            "written_at": row.created_at,
            "sent_at": row.sent_at,
            "came_back_at": row.bounced_at,
            "about_the_visit": row.invitation.use_happened_at,
        }
        for row in rows.order_by("pk")
    ]


def _spared(customer: Customer) -> list[dict]:
    rows = Spared.objects.filter(customer=customer).select_related("mailing__survey")
    return [
        {"survey": row.mailing.survey.name, "reason": row.reason, "at": row.at, "until": row.until}
        for row in rows.order_by("pk")
    ]


def _lines(customer: Customer) -> list[dict]:
    traces = letting_go.traces_of(customer)
    rows = CustomerImport.objects.for_organisation(customer.organisation).exclude(bad_lines=[])
    return [
        {"read_at": row.at, "line": line.get("excerpt"), "why": line.get("reason")}
        for row in rows.order_by("pk").iterator(200)
        for line in row.bad_lines
        if letting_go.holds(list(line.values()), traces)
    ]


def _answered(response: Response) -> dict:
    with translation.override(response.language):
        return {
            "survey": response.survey.name,
            "unit": response.unit.name,
            "language": response.language,
            "begun_at": response.begun_at,
            "sent_in_at": response.submitted_at,
            "wants_to_know_the_outcome": response.wants_outcome,
            "wants_a_reply": response.wants_reply,
            "reply_to": response.reply_contact,
            "answers": list(_given(response)),
        }


def _given(response: Response) -> Iterable[dict]:
    definition = published_definition(response.version_id)
    values = {answer.question_key: value_of(answer) for answer in response.answers.all()}
    wording = Wording(definition, response.language).after(values.values())
    for question in definition.questions:
        value = values.get(question.key)
        if value and not value.is_empty:
            yield {
                "question": wording.of(question.texts),
                "answer": wording.value_in_words(question, value),
                "words": value.words,
            }
