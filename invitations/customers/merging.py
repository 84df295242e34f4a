"""Two customers who are one person: this room's half of it. `responses.merging` does the whole."""

from django.db.models import QuerySet

from accounts.models import Organisation
from common import clock
from invitations.customers import attributes
from invitations.customers.carrying_over import carry_over
from invitations.models import Customer, Invitation, Mailing, Spared, StandingSend
from invitations.stopping import forgetting


def locked(keep: Customer, gone: Customer) -> tuple[Customer, Customer] | None:
    """Both, locked with everything that names them singly; None where one of them is no longer there.

    Mailings first and the organisation after them, as whoever expands a mailing does.
    """
    organisation_id = keep.organisation_id
    list(_naming(Mailing.objects.to_expand(), organisation_id, gone).select_for_update(of=("self",)).order_by("pk"))
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    rows = Customer.objects.filter(pk__in=[keep.pk, gone.pk], organisation_id=organisation_id)
    found = {row.pk: row for row in rows.select_for_update(of=("self",)).select_related("organisation").order_by("pk")}
    return (found[keep.pk], found[gone.pk]) if len(found) == 2 else None


def as_one(keep: Customer, gone: Customer) -> Customer:
    """What the one will be, not stored: the first as it is, with what only the second knows, and the later visit."""
    one = Customer.objects.get(pk=keep.pk)
    one.name = keep.name or gone.name
    one.use_happened_at = max(filter(None, [keep.use_happened_at, gone.use_happened_at]), default=None)
    one.attributes = attributes.together(gone.attributes, keep.attributes)
    return one


def join(keep: Customer, gone: Customer) -> None:
    """Let `keep` have all that `gone` has, and delete it; in the transaction that locked both."""
    one = as_one(keep, gone)
    _join_invitations(keep, gone)
    _join_spared(keep, gone)
    for rows in (Mailing.objects.to_expand(), StandingSend.objects.living()):
        _name_instead(_naming(rows, keep.organisation_id, gone), keep, gone)
    carry_over(keep.organisation, from_address=gone.email, to_address=keep.email)
    gone.delete()
    one.save()


def _join_invitations(keep: Customer, gone: Customer) -> None:
    """Asked twice by one mailing, under two addresses: the invitation that was answered stays with the person.

    The other one is let go of, so that the mailing still counts two mails, and none that waits goes out twice.
    """
    now = clock.now()
    theirs = {row.mailing_id: row for row in keep.invitations.filter(mailing__isnull=False)}
    for row in gone.invitations.order_by("pk"):
        other = theirs.get(row.mailing_id)
        if other is None:
            continue
        spare = other if row.answered_at and not other.answered_at else row
        forgetting.forget([spare.pk], now=now)
    Invitation.objects.filter(customer=gone).update(customer=keep)


def _join_spared(keep: Customer, gone: Customer) -> None:
    theirs = Spared.objects.filter(customer=keep).values("mailing")
    Spared.objects.filter(customer=gone, mailing__in=theirs).delete()  # once is told already
    Spared.objects.filter(customer=gone).update(customer=keep)


def _naming(rows: QuerySet, organisation_id: int, customer: Customer) -> QuerySet:
    """Of these rows, those for customers chosen singly, this one among them."""
    singly = rows.filter(organisation_id=organisation_id, recipients__has_key="customers")
    naming = [pk for pk, told in singly.values_list("pk", "recipients") if customer.pk in told["customers"]]
    return rows.filter(pk__in=naming)


def _name_instead(rows: QuerySet, keep: Customer, gone: Customer) -> None:
    for row in rows:
        others = [pk for pk in row.recipients["customers"] if pk not in (keep.pk, gone.pk)]
        row.recipients = {**row.recipients, "customers": sorted([*others, keep.pk])}
        row.save(update_fields=["recipients"])
