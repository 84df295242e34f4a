"""What the sorting would like to know: most questions are answered with one press."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import manager_required, staff_required
from insights import categories, suggesting_themes
from insights.theme_forms import NotNowForm
from insights.views.looking_up import incidents_for, theme_or_404, themes_for


@staff_required
@require_safe
def questions(request):
    incidents, organisation = incidents_for(request), request.organisation
    doubts = suggesting_themes.doubts(themes_for(request), incidents=incidents)
    groups = suggesting_themes.groups(organisation, incidents=incidents) if request.membership.is_manager else []
    pairs = suggesting_themes.pairs(organisation) if suggesting_themes.may_merge(request.membership) else []
    context = {
        "doubts": [(one.quote, one.theme, categories.name_of(one.theme)) for one in doubts],
        "groups": [(one, _address_of(one)) for one in groups],
        "pairs": [(one, categories.name_of(one.theme), categories.name_of(one.other)) for one in pairs],
    }
    return render(request, "insights/theme_questions.html", context)


def _address_of(group: suggesting_themes.Group) -> str:
    """A name for its part of the page that no other group has."""
    return f"group-{group.incidents[0].pk}"


@manager_required
@require_POST
def not_now(request, theme_id):
    row = theme_or_404(request, theme_id)
    form = NotNowForm(request.POST)
    form.is_valid()
    asked = incidents_for(request).filter(pk__in=form.incidents)
    other = form.cleaned_data.get("other")
    suggesting_themes.not_now(
        row,
        by=request.user,
        incidents=list(asked.values_list("pk", flat=True)),
        other=get_object_or_404(themes_for(request), pk=other) if other else None,
    )
    messages.success(request, _("Not now, then. It is not asked again for a while."))
    return redirect("insights:theme_questions")
