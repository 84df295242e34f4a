"""Forgetting one customer for good, when they ask for it: one action, everywhere.

The address, the name, the words of the answers and what was made of them go; what is counted stays, without text. That
an address is not to be written to stays too, as a keyed hash, so that no later list asks again.
"""

from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import auditing
from accounts.models import Organisation, User
from common import clock
from common.masking import mask
from invitations.customers import cleaning_folders, letting_go
from invitations.models import Customer
from invitations.stopping import suppressing
from responses import hiding, hiding_by_hand, revealing, signals
from responses.answer_rows import NOTHING_SAID
from responses.models import Answer, Response
from responses.storing import forget_errors
from responses.typed_values import written


class NotNow(Exception):
    """Nothing was erased, because a list is being read at this moment. The text says so to the reader."""


@dataclass(frozen=True)
class Said:
    """What was said, told to whoever may have quoted it: the texts as written and as masked, and what says by whom."""

    organisation_id: int
    texts: tuple[str, ...]
    traces: tuple[str, ...]  # folded
    removed: str  # what stands in the place of a quotation


@dataclass(frozen=True)
class Erased:
    answers: int = 0
    mails: int = 0
    lists: int = 0  # read from a watched folder and lying there still


def responses_of(customer: Customer) -> QuerySet[Response]:
    """Every response we can still know to be this person's, by link, by key, or because the address stands in it."""
    organisation, address = customer.organisation, customer.email
    maybe = Answer.objects.for_organisation(organisation).filter(
        Q(value_text__icontains=address) | Q(motivation__icontains=address)
    )
    # Asked of the database roughly, and here exactly: ann@x.se is not in a text that names joann@x.se.
    written_in = {answer.response_id for answer in maybe if letting_go.holds(answer.words, [address.casefold()])}
    return Response.objects.for_organisation(organisation).filter(
        Q(invitation__customer=customer)
        | Q(respondent_key=customer.respondent_key)
        | Q(reply_contact__iexact=address)
        | Q(pk__in=written_in)
    )


def erase(customer: Customer, *, by: User, ask_no_more: bool = True) -> Erased:
    """Erase this customer. `ask_no_more` keeps a stop for the address. Twice is once; nothing is left half done.

    Raises NotNow; then nothing was erased that is kept in the database.
    """
    lists = _remove_leftovers(customer)
    return _erase(customer, by=by, ask_no_more=ask_no_more, lists=lists)


def _remove_leftovers(customer: Customer) -> int:
    """First of all and outside a transaction: files come back with no roll-back."""
    try:
        return cleaning_folders.remove_leftovers(customer.organisation, letting_go.traces_of(customer))
    except cleaning_folders.Busy as busy:
        raise NotNow(_("A list of customers is being read right now. Please try again in a moment.")) from busy


@transaction.atomic
def _erase(customer: Customer, *, by: User, ask_no_more: bool, lists: int) -> Erased:
    organisation, now = customer.organisation, clock.now()
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    rows = Customer.objects.select_for_update(of=("self",)).select_related("organisation")
    row = rows.filter(pk=customer.pk).first()
    if row is None:
        return Erased()
    with translation.override(organisation.language):
        removed = _("[removed at the customer’s request]")
    traces = letting_go.traces_of(row)
    ids = sorted(responses_of(row).values_list("pk", flat=True))
    said = Said(organisation.pk, tuple(_texts(ids)), tuple(traces), removed)
    _remove_words(ids, now)
    revealing.withhold_reasons(ids, removed=removed)
    signals.words_removed.send(Response, response_ids=ids, said=said)
    if ask_no_more:
        suppressing.suppress(organisation, row.email, by=by)
    auditing.note(by, "customer.erased", row, answers=len(ids), asks_no_more=ask_no_more)
    mails = letting_go.let_go(row, traces, removed=removed, now=now)
    return Erased(answers=len(ids), mails=mails, lists=lists)


def _texts(response_ids: list[int]) -> list[str]:
    """What was written, and as colleagues read it."""
    found: list[str] = []
    answers = Answer.objects.filter(response__in=response_ids).with_words().select_related("response__survey")
    for answer in answers.prefetch_related("hidden_spans").order_by("pk"):
        also = hiding.also_in(answer, answer.response)
        steps = [str(step) for step in (answer.value_steps or {}).values()]
        for text in filter(None, [answer.words, *steps]):
            found += [text, mask(text, language=answer.response.language, also=replace(also, spans=()))]
        found.append(hiding.masked(answer, answer.response))
    return list(dict.fromkeys(found))


def _remove_words(response_ids: list[int], now) -> None:
    """In the order of their keys, as whoever stores an answer does. Choices and scales stay, to be counted."""
    list(Response.objects.select_for_update(of=("self",)).filter(pk__in=response_ids).order_by("pk").values("pk"))
    answers = Answer.objects.filter(response__in=response_ids)
    answers.filter(response__submitted_at__isnull=True).update(**NOTHING_SAID)  # begun, and never sent
    answers.update(value_text="", value_steps=None, motivation="", value_date=None)
    for answer in answers.filter(value_decimal__isnull=False).select_related("response"):
        number = written(answer.value_decimal)
        if mask(number, language=answer.response.language) != number:  # a telephone's, or a person's
            Answer.objects.filter(pk=answer.pk).update(value_decimal=None)
    responses = Response.objects.filter(pk__in=response_ids)
    responses.update(search_text="", reply_contact="", words_removed_at=now)
    hiding_by_hand.forget_hidden(response_ids)
    forget_errors(response_ids)
