"""What is done to one customer as a whole: made one with another, told everything, erased."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import manager_required, privacy_required
from invitations import seeing
from invitations.customers import merging as joining
from invitations.models import Customer
from responses import erasing, merging, telling_everything
from responses.erasing_form import ErasingForm

OFFERED = 10


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def customer_erasing(request, customer_id: int):
    """Asks once, and says what goes and what stays; POST erases."""
    customer = _customer(request, customer_id)
    form = ErasingForm(request.POST if request.method == "POST" else None)
    context = {"customer": customer, "form": form, "may_read_everything": request.membership.privacy}
    if form.is_valid():
        try:
            erased = erasing.erase(customer, by=request.user, ask_no_more=form.cleaned_data["ask_no_more"])
        except erasing.NotNow as reason:
            form.add_error(None, str(reason))
            return render(request, "responses/customer_erasing.html", context, status=409)
        messages.success(request, _told(erased))
        return redirect("invitations:customers")
    return render(request, "responses/customer_erasing.html", context)


@privacy_required
@require_POST
def customer_everything(request, customer_id: int):
    """One file for the customer. A POST, because that somebody looked is noted."""
    customer = _customer(request, customer_id)
    told = telling_everything.everything_about(customer, by=request.user)
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(told, json_dumps_params=options)
    response["Content-Disposition"] = f'attachment; filename="customer-{customer.pk}.json"'
    response["Cache-Control"] = "no-store"
    return response


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def customer_merging(request, customer_id: int):
    """Whom to make one with; then both side by side and what they will be; POST makes one of them."""
    keep = _customer(request, customer_id)
    others = seeing.customers_of(request.membership).select_related("organisation", "unit").exclude(pk=keep.pk)
    told = request.POST if request.method == "POST" else request.GET
    other = _chosen(others, told.get("other", ""))
    if request.method == "POST" and other:
        merging.merge(keep, other, by=request.user)
        messages.success(request, _("They are one customer now."))
        return redirect("invitations:customer", keep.pk)
    words = told.get("q", "").strip()
    context = {"customer": keep, "other": other, "words": words}
    if other:
        context["one"] = joining.as_one(keep, other)
    elif words:
        context["found"] = list(others.matching(words[:200]).order_by("-pk")[: OFFERED + 1])
        context["has_more"] = len(context["found"]) > OFFERED
        context["found"] = context["found"][:OFFERED]
    return render(request, "responses/customer_merging.html", context, status=422 if request.method == "POST" else 200)


def _customer(request, customer_id: int) -> Customer:
    customers = seeing.customers_of(request.membership).select_related("organisation", "unit")
    return get_object_or_404(customers, pk=customer_id)


def _chosen(customers, written: str) -> Customer | None:
    is_number = written.isascii() and written.isdigit() and len(written) < 19
    return customers.filter(pk=int(written)).first() if is_number else None


def _told(erased: erasing.Erased) -> str:
    words = ngettext(
        "Erased, with the words of %(count)d answer.", "Erased, with the words of %(count)d answers.", erased.answers
    )
    told = words % {"count": erased.answers}
    if erased.lists:
        lists = ngettext(
            "%(count)d list that had been read from a folder was removed too.",
            "%(count)d lists that had been read from a folder were removed too.",
            erased.lists,
        )
        told = f"{told} {lists % {'count': erased.lists}}"
    return told
