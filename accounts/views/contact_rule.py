"""The contact rule: how seldom one person is asked. Managers read it, owners change it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import settings_pages
from accounts.access import manager_required, owner_required
from accounts.changing_organisation import change_contact_rule
from accounts.forms.contact_rule import ContactRuleForm


@manager_required
@require_safe
def contact_rule(request):
    return _page(request, ContactRuleForm(organisation=request.organisation))


@owner_required
@require_POST
def change(request):
    form = ContactRuleForm(request.POST, organisation=request.organisation)
    if not form.is_valid():
        return _page(request, form, status=422)
    change_contact_rule(request.organisation, by=request.user, **form.rule())
    messages.success(request, _("Saved."))
    return redirect("accounts:contact_rule")


def _page(request, form, *, status: int = 200):
    context = {
        "form": form,
        "may_change": request.membership.is_owner,
        "lines": [(field.label, field.value()) for field in form.help_line_fields if field.value()],
        "tabs": settings_pages.tabs(request.membership, current="contact_rule"),
    }
    return render(request, "accounts/contact_rule.html", context, status=status)
