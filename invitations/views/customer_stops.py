"""Holding questions back from one customer, or not: a colleague's word, never against the customer's own."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import manager_required
from invitations import seeing
from invitations.forms.stopping import HoldingForm
from invitations.models import Customer, Suppression
from invitations.stopping import holding_back, suppressing


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def customer_stop(request, customer_id: int):
    customer = _customer(request, customer_id)
    form = HoldingForm(request.POST if request.method == "POST" else None, customer=customer)
    if request.method == "POST" and form.is_valid():
        holding_back.hold(customer, **form.cleaned_data, by=request.user)
        messages.success(request, _("Nothing is sent to this person."))
        return redirect(_page_of(customer))
    context = {
        "customer": customer,
        "form": form,
        "stops": holding_back.standing_for(customer),
        "back_url": _page_of(customer),
    }
    return render(request, "invitations/customer_stop.html", context, status=422 if form.errors else 200)


@manager_required
@require_POST
def customer_stop_end(request, customer_id: int, reason: str):
    customer = _customer(request, customer_id)
    if reason not in Suppression.Reason.values:
        raise Http404
    try:
        lifted = holding_back.let_go(customer, reason=reason, by=request.user)
    except suppressing.NotOurs:
        messages.warning(request, _("This person asked us to stop. Only they can change that."))
        return redirect(_page_of(customer))
    if lifted:
        messages.success(request, _("This reason holds nothing back any more."))
    return redirect(_page_of(customer))


def _customer(request, customer_id: int) -> Customer:
    customers = seeing.customers_of(request.membership).select_related("organisation")
    return get_object_or_404(customers, pk=customer_id)


def _page_of(customer: Customer) -> str:
    return reverse("invitations:customer", args=[customer.pk])
