"""Who is in, who is on the way in, and what each may do."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import joining, mail_servers, members, settings_pages
from accounts.access import manager_required, owner_required
from accounts.forms.people import InviteForm, MemberForm
from accounts.models import JoiningInvitation, Membership

PAGE_SIZE = 50


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request):
    form = InviteForm(request.POST or None, membership=request.membership)
    if request.method == "POST" and form.is_valid() and _invite(request, form):
        return redirect("accounts:people")
    pending = joining.pending(request.organisation).select_related("invited_by").prefetch_related("units")
    context = {
        "page": Paginator(members.of(request.organisation), PAGE_SIZE).get_page(request.GET.get("page")),
        "pending": _shown(pending[: joining.MOST_PENDING], request.membership),
        "form": form,
        "can_mail": mail_servers.can_send(request.organisation),
        "tabs": settings_pages.tabs(request.membership, current="people"),
    }
    return render(request, "accounts/people.html", context)


def _invite(request, form: InviteForm) -> bool:
    try:
        invitation = joining.invite(
            organisation=request.organisation,
            email=form.cleaned_data["email"],
            language=form.cleaned_data["language"],
            by=request.user,
            **form.values(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("%(email)s is invited.") % {"email": invitation.email})
    return True


def _shown(pending, membership: Membership) -> list[JoiningInvitation]:
    """The invitations with what this reader may do: see the link, take it back."""
    limits, shown = members.limits_of(membership), list(pending)
    for invitation in shown:
        units = invitation.units.all()
        invitation.link_id = f"link-{invitation.pk}"
        invitation.link = joining.link_of(invitation) if joining.may_see_link(invitation, membership=membership) else ""
        invitation.can_withdraw = limits.allow(role=invitation.role, units=units, privacy=invitation.privacy)
    return shown


@manager_required
@require_POST
def withdrawal(request, invitation_id):
    rows = JoiningInvitation.objects.for_organisation(request.organisation)
    invitation = get_object_or_404(rows, pk=invitation_id)
    joining.withdraw(invitation, by=request.user)
    messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect("accounts:people")


@owner_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request, membership_id):
    membership = get_object_or_404(members.of(request.organisation), pk=membership_id)
    initial = {"role": membership.role, "privacy": membership.privacy, "units": membership.units.all()}
    form = MemberForm(request.POST or None, membership=request.membership, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            members.change(membership, by=request.user, **values)
        except members.LastOwner as kind_words:
            form.add_error("role", str(kind_words))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:people")
    context = {
        "member": membership,
        "form": form,
        "tabs": settings_pages.tabs(request.membership, current="people"),
    }
    return render(request, "accounts/member.html", context)


@owner_required
@require_POST
def removal(request, membership_id):
    membership = get_object_or_404(members.of(request.organisation), pk=membership_id)
    try:
        members.remove(membership, by=request.user)
    except members.LastOwner as kind_words:
        messages.warning(request, str(kind_words))
        return redirect("accounts:member", membership_id)
    messages.success(request, _("%(name)s is no longer a member.") % {"name": membership.user.display_name})
    return redirect("accounts:people" if membership.user_id != request.user.pk else "/")
