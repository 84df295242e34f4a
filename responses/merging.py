"""Making one customer of two who are the same person: nothing is lost, and their answers count as one person's."""

from django.db import transaction

from accounts import auditing
from accounts.models import User
from invitations.customers import merging
from invitations.models import Customer
from responses import signals
from responses.models import Response


class NotTheSame(Exception):
    """These two cannot be made one: they are one already, or of two organisations."""


@transaction.atomic
def merge(keep: Customer, gone: Customer, *, by: User) -> Customer:
    """Let `keep` be both; `gone` is deleted, and what was promised to its address holds for both addresses.

    Merged again, nothing happens. Raises NotTheSame.
    """
    if keep.pk == gone.pk or keep.organisation_id != gone.organisation_id:
        raise NotTheSame
    both = merging.locked(keep, gone)
    if both is None:
        return keep
    keep, gone = both
    theirs = Response.objects.select_for_update(of=("self",)).filter(
        organisation_id=keep.organisation_id, respondent_key=gone.respondent_key
    )
    ids = [response.pk for response in theirs.only("pk").order_by("pk")]
    Response.objects.filter(pk__in=ids).update(respondent_key=keep.respondent_key)
    if ids:
        signals.keys_renewed.send(Response, response_ids=ids, merged=True)
    auditing.note(by, "customer.merged", keep, gone=gone.pk)
    merging.join(keep, gone)
    return Customer.objects.select_related("organisation", "unit").get(pk=keep.pk)
