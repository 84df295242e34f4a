"""Thanks: what went well, in the customers' words, and passing it on."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import staff_required
from insights import thanking
from insights.improving import NotAllowed
from insights.quoting import quote
from insights.views.looking_up import incident_or_404, incidents_for
from responses import paging

THANKS_A_PAGE = 20


class PassingOnForm(forms.Form):
    made_possible = forms.CharField(
        label=gettext_lazy("What made this possible?"), max_length=thanking.MAX_WORDS, required=False
    )


@staff_required
@require_safe
def thanks_list(request):
    return _page(request)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def passing_on(request, incident_id):
    row = incident_or_404(request, incident_id)
    if request.method != "POST":
        return redirect("insights:thanks_list")
    form = PassingOnForm(request.POST, prefix=f"thanks-{row.pk}")
    if not form.is_valid():
        return _page(request, only=row, form=form, status=422)
    try:
        thanking.pass_on(row, by=request.user, made_possible=form.cleaned_data["made_possible"])
    except NotAllowed as no:
        messages.warning(request, no.words)
    else:
        messages.success(request, _("Passed on. Thank you for telling."))
    return redirect("insights:thanks_list")


def _page(request, *, only=None, form: PassingOnForm | None = None, status: int = 200):
    """A page of thanks, newest first; or `only` the one whose `form` came in wrong, with what was typed."""
    told = incidents_for(request).standing().positive().with_words().select_related("passed_on_by", "organisation")
    told = told.defer("organisation__logo")
    if only:
        told = told.filter(pk=only.pk)
    cursors = {name: request.GET.get(name, "") for name in ("older", "newer")}
    page = paging.newest_first(told, moment="happened_at", size=THANKS_A_PAGE, **cursors)
    rows = [(quote(one), form or PassingOnForm(prefix=f"thanks-{one.pk}")) for one in page.rows]
    context = {"rows": rows, **paging.addresses(request, page)}
    return render(request, "insights/thanks.html", context, status=status)
