"""Finding customers in a list: counts that stay cheap, and those nothing may be sent to."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from accounts.models import Organisation
from invitations import paging
from invitations.models import Customer, Invitation
from invitations.paging import PAGE_SIZE, Page
from invitations.stopping import suppressing

COUNTED = 10_000  # more are "more than 10,000"
LOOKED_THROUGH = 20_000  # customers for one page of stopped ones: their hashes are worked out, not stored
AT_A_TIME = 2_000


def count(customers: QuerySet[Customer]) -> int:
    """How many there are, at most one more than COUNTED."""
    return customers.order_by()[: COUNTED + 1].count()


def asked(customers: QuerySet[Customer], *, lately: bool) -> QuerySet[Customer]:
    """Those asked (or not) as far as we still know: after 90 days nothing leads from an invitation to a person."""
    invited = Exists(Invitation.objects.filter(customer=OuterRef("pk")))
    return customers.filter(invited if lately else ~invited)


def stopped(organisation: Organisation, customers: QuerySet[Customer], request: HttpRequest) -> Page:
    """A page of those nothing may be sent to, newest first; it may end early where stopped ones are rare."""
    before = paging.number(request, "before")
    older = customers.filter(pk__lt=before) if before is not None else customers
    found: list[Customer] = []
    last, looked = None, 0
    while looked < LOOKED_THROUGH and len(found) < PAGE_SIZE:
        rows = older.filter(pk__lt=last) if last else older
        some = list(rows.order_by("-pk")[:AT_A_TIME])
        stops = suppressing.stops_among(organisation, [customer.email for customer in some])
        for customer in some:
            last, looked = customer.pk, looked + 1
            if customer.email in stops:
                found.append(customer)
                if len(found) == PAGE_SIZE:
                    break
        if len(some) < AT_A_TIME and len(found) < PAGE_SIZE:
            last = None
            break
    return Page(
        rows=found,
        newer_url=paging.address(request) if before is not None else "",
        older_url=paging.address(request, before=last) if last else "",
    )
