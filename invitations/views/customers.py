"""The customers: a list to search, one of them, and a form to add or change one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import manager_required
from common import clock
from invitations import paging, seeing
from invitations.customers import changing, finding, visit_times
from invitations.forms.customers import STOPPED, CustomerFilter, CustomerForm
from invitations.mailings import resting, waits
from invitations.models import Customer, EmailDelivery, Spared
from invitations.stopping import holding_back, suppressing
from surveys.models import Survey

SPARED_PAGE = 20


@manager_required
@require_safe
def customers(request):
    form = CustomerFilter(request.GET, membership=request.membership)
    found = form.narrow(seeing.customers_of(request.membership).select_related("unit"))
    if form.chosen_standing == STOPPED:
        page, count = finding.stopped(request.organisation, found, request), None
    else:
        page, count = paging.newest_first(found, request), finding.count(found)
    context = {
        "form": form,
        "page": page,
        "stops": suppressing.stops_among(request.organisation, [customer.email for customer in page.rows]),
        "count": count,
        "most": finding.COUNTED,
        "is_filtered": form.is_used,
    }
    return render(request, "invitations/customers.html", context)


@manager_required
@require_safe
def customer(request, customer_id: int):
    row = _customer(request, customer_id)
    verdict = resting.verdicts(request.organisation, [row], now=clock.now()).get(row.pk)
    mails = seeing.mails_by_name_of(request.membership).filter(invitation__customer=row)
    mails_page = paging.newest_first(mails.select_related("invitation__survey"), request)
    waits.tell(mails_page.rows)
    spared = (
        Spared.objects.for_organisation(request.organisation).filter(customer=row).select_related("mailing__survey")
    )
    spared_page = paging.newest_first(spared, request, size=SPARED_PAGE, prefix="spared_")
    for one in spared_page.rows:
        one.why = resting.words_for(one, zone=request.organisation.zone)
    context = {
        "customer": row,
        "has_time": row.use_happened_at
        and not visit_times.is_whole_day(row.use_happened_at, request.organisation.zone),
        "may_be_asked": verdict is None,
        "why_not": resting.words_for(verdict) if verdict else "",
        "stops": holding_back.standing_for(row),
        "mails": mails_page,
        "spared": spared_page,
        "named": Survey.Anonymity.NAMED,
        "reminder": EmailDelivery.Kind.REMINDER,
    }
    return render(request, "invitations/customer.html", context)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def customer_new(request):
    form = CustomerForm(request.POST if request.method == "POST" else None, membership=request.membership)
    if form.is_valid():
        try:
            made = changing.add(request.organisation, by=request.user, **form.values())
            return redirect("invitations:customer", made.pk)
        except changing.AddressTaken as taken:
            return _taken(request, form, taken.customer)
    return _form(request, form)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def customer_change(request, customer_id: int):
    row = _customer(request, customer_id)
    posted = request.POST if request.method == "POST" else None
    form = CustomerForm(posted, membership=request.membership, customer=row)
    if form.is_valid():
        try:
            changing.change(row, by=request.user, **form.values())
        except changing.AddressTaken as taken:
            return _taken(request, form, taken.customer, customer=row)
        messages.success(request, _("Saved."))
        return redirect("invitations:customer", row.pk)
    return _form(request, form, customer=row)


def _customer(request, customer_id: int) -> Customer:
    customers = seeing.customers_of(request.membership).select_related("organisation", "unit")
    return get_object_or_404(customers, pk=customer_id)


def _taken(request, form, other: Customer, *, customer: Customer | None = None):
    """Somebody has the address; who it is is told only to a colleague who sees that customer."""
    visible = seeing.customers_of(request.membership).filter(pk=other.pk).exists()
    form.add_error(
        "email",
        _("Somebody here has this address already.")
        if visible
        else _("Another house keeps somebody with this address. A colleague there can help."),
    )
    return _form(request, form, customer=customer, other=other if visible else None)


def _form(request, form, *, customer: Customer | None = None, other: Customer | None = None):
    context = {"form": form, "customer": customer, "other": other}
    return render(request, "invitations/customer_form.html", context, status=422 if form.errors else 200)
