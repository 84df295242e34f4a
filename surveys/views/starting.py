"""Starting a survey: from a ready-made one, or from a clean sheet. Managers only."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import manager_required
from surveys import building, ready_made
from surveys.forms import BLANK, StartForm
from surveys.views.listing import starter_card


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Start a survey, from blank or from a ready-made one."""
    form = StartForm(request.POST or None, membership=request.membership, start=request.GET.get("start", ""))
    if request.method == "POST" and form.is_valid():
        return redirect("surveys:build", _start(request, form).pk)
    starters = [starter_card(one) for one in ready_made.all_ready_made()]
    context = {"form": form, "starters": starters, "chosen": form["start"].value()}
    return render(request, "surveys/new.html", context, status=422 if form.errors else 200)


def _start(request, form: StartForm):
    told = form.cleaned_data
    common = {name: told[name] for name in StartForm.FOLDED}
    common |= {"name": form.name_or_usual, "languages": form.languages, "by": request.user}
    if told["start"] == BLANK:
        return building.start_blank(request.organisation, **common)
    return building.start_from_library(request.organisation, told["start"], **common)
