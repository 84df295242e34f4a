"""One's own name and language, password and organisations."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import settings_pages
from accounts.access import signed_in_required
from accounts.forms.settings import ProfileForm
from accounts.models import Membership, User


@signed_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(person.language or translation.get_language()):
            messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    mine = Membership.objects.filter(user=request.user).select_related("organisation").order_by("organisation__name")
    context = {
        "form": form,
        "memberships": mine,
        "tabs": settings_pages.tabs(request.membership, current="profile"),
    }
    return render(request, "accounts/profile.html", context)
