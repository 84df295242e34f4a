"""Thanks: what went well, in the customers' words, and passing it on."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import staff_required
from insights import thanking
from insights.improving import NotAllowed
from insights.quoting import quote
from insights.views.looking_up import incident_or_404, incidents_for
from insights.views.tasks import neighbours

THANKS_A_PAGE = 20


class PassingOnForm(forms.Form):
    made_possible = forms.CharField(
        label=gettext_lazy("What made this possible?"), max_length=thanking.MAX_WORDS, required=False
    )


@staff_required
@require_safe
def thanks_list(request):
    told = incidents_for(request).standing().positive().with_words().select_related("passed_on_by").newest_first()
    page = Paginator(told, THANKS_A_PAGE).get_page(request.GET.get("page"))
    rows = [(quote(one), PassingOnForm(prefix=f"thanks-{one.pk}")) for one in page]
    return render(request, "insights/thanks.html", {"rows": rows, "page": page, **neighbours(request, page)})


@staff_required
@require_POST
def passing_on(request, incident_id):
    row = incident_or_404(request, incident_id)
    form = PassingOnForm(request.POST, prefix=f"thanks-{row.pk}")
    if not form.is_valid():
        messages.warning(request, form.errors["made_possible"][0])
        return redirect("insights:thanks_list")
    try:
        thanking.pass_on(row, by=request.user, made_possible=form.cleaned_data["made_possible"])
    except NotAllowed as no:
        messages.warning(request, no.words)
    else:
        messages.success(request, _("Passed on. Thank you for telling."))
    return redirect("insights:thanks_list")
