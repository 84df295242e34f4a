"""Adding one customer by hand, and changing what is known of one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import auditing
from accounts.models import Organisation, Unit, User
from common import clock
from common.casefolding import normalise_email
from invitations.customers.carrying_over import carry_over
from invitations.models import Customer, EmailDelivery

FIELDS = ("email", "name", "unit", "language", "use_happened_at", "attributes")


class AddressTaken(Exception):
    """Somebody of this organisation has the address already: `customer`. Nothing was changed."""

    def __init__(self, customer: Customer) -> None:
        super().__init__(f"customer {customer.pk}")
        self.customer = customer


@transaction.atomic
def add(
    organisation: Organisation,
    *,
    email: str,
    name: str,
    unit: Unit,
    language: str,
    use_happened_at: datetime | None = None,
    attributes: dict[str, str] | None = None,
    by: User,
) -> Customer:
    """A new customer. The very same press again gives the one there is; otherwise raises AddressTaken."""
    values = {
        "email": email,
        "name": name,
        "unit": unit,
        "language": language,
        "use_happened_at": use_happened_at,
        "attributes": attributes or {},
    }
    _alone(organisation)
    if there := _with_address(organisation, email):
        if all(getattr(there, field) == value for field, value in values.items()):
            return there
        raise AddressTaken(there)
    customer = Customer.objects.create(organisation=organisation, created_at=clock.now(), **values)
    auditing.note(by, "customer.added", customer)
    return customer


@transaction.atomic
def change(customer: Customer, *, by: User, **values) -> Customer:
    """Take over some of FIELDS. Nothing new changes nothing. Raises AddressTaken where another has the address.

    With a new address the mails that wait go there, and what was promised under the old one holds: a stop is a stop.
    """
    _alone(customer.organisation)
    row = Customer.objects.select_for_update(of=("self",)).select_related("organisation", "unit").get(pk=customer.pk)
    different = [field for field in FIELDS if field in values and getattr(row, field) != values[field]]
    if not different:
        return row
    earlier = row.email
    for field in different:
        setattr(row, field, values[field])
    is_other = normalise_email(earlier) != normalise_email(row.email)
    if is_other and (there := _with_address(row.organisation, row.email)):
        raise AddressTaken(there)
    try:
        with transaction.atomic():
            row.save(update_fields=[*different, "email_normalised", "search_text"])
    except IntegrityError as race:
        raise AddressTaken(_with_address(row.organisation, row.email)) from race
    if "email" in different:
        waiting = EmailDelivery.objects.filter(
            invitation__customer=row, state__in=[EmailDelivery.State.WAITING, EmailDelivery.State.OUTBOX]
        )
        waiting.exclude(to_address="").update(to_address=row.email)
    if is_other:
        carry_over(row.organisation, from_address=earlier, to_address=row.email)
    auditing.note(by, "customer.changed", row, fields=different)
    return row


def _alone(organisation: Organisation) -> None:
    """One writer of customers at a time, as for lists (see importing.store)."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _with_address(organisation: Organisation, address: str) -> Customer | None:
    there = Customer.objects.for_organisation(organisation).select_related("unit")
    return there.filter(email_normalised=normalise_email(address)).first()
