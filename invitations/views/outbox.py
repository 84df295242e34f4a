"""The outbox: every mail about an invitation, and one mail as the customer sees it."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts import mail_servers
from accounts.access import manager_required
from accounts.models import User
from common.casefolding import normalise_email
from invitations import paging, seeing
from invitations.mailings import sending, waits
from invitations.mails import framing, writing
from invitations.models import EmailDelivery, Mailing
from surveys.models import Survey

HIDDEN_LINK = "#"


@manager_required
@require_safe
def outbox(request):
    deliveries = seeing.mails_by_name_of(request.membership)
    state = request.GET.get("state", "")
    state = state if state in EmailDelivery.State.values else ""
    found = deliveries.filter(state=state) if state else deliveries
    mailing = _mailing(request)
    if mailing:
        found = found.filter(invitation__mailing=mailing)
    page = paging.newest_first(found.select_related("invitation__customer", "invitation__survey"), request)
    waits.tell(page.rows)
    context = {
        "mailing": mailing,
        "page": page,
        "state": state,
        "states": EmailDelivery.State.values,
        "can_send": mail_servers.can_send(request.organisation),
        "waits": seeing.deliveries_of(request.membership).in_outbox().exists(),
    }
    return render(request, "invitations/outbox.html", context)


@manager_required
@require_POST
def outbox_sending(request):
    """Send what has waited for a mail server; it never goes by itself."""
    if not (mail_servers.can_send(request.organisation) or request.organisation.is_demo):
        messages.warning(request, _("There is no mail server yet, so the mails stay here."))
        return redirect("invitations:outbox")
    units = request.membership.visible_units()
    try:
        count = sending.send_from_outbox(request.organisation, by=request.user, units=units)
    except sending.NotSendable as reason:
        messages.warning(request, str(reason))
        return redirect("invitations:outbox")
    words = ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", count)
    messages.success(request, words % {"count": count})
    return redirect("invitations:outbox")


@manager_required
@require_safe
def mail(request, delivery_id: int):
    delivery = _delivery(request, delivery_id)
    composed = writing.compose(delivery)
    waits.tell([delivery])
    text, hidden = composed.body, link_is_hidden(delivery, request.user)
    if hidden:
        for link in (delivery.invitation.link, delivery.invitation.stop_link):
            text = re.sub(rf"{re.escape(link)}\S*", "[…]", text)
    context = {
        "delivery": delivery,
        "mail": composed,
        "sender": writing.sender_of(delivery),
        "reply_to": writing.reply_to_of(delivery),
        "text": text,
        "link_is_hidden": hidden,
    }
    return render(request, "invitations/mail.html", context)


@manager_required
@xframe_options_sameorigin
@require_safe
def mail_body(request, delivery_id: int):
    """The HTML part alone, for a frame: it may draw its own styles and open links elsewhere, and nothing more."""
    delivery = _delivery(request, delivery_id)
    link = HIDDEN_LINK if link_is_hidden(delivery, request.user) else ""
    html = writing.html_without_inlined_styles(delivery, link=link)
    return framing.framed(html)


def link_is_hidden(delivery: EmailDelivery, reader: User) -> bool:
    """A personal link is the customer's alone, because what is answered behind it may be without a name.

    Where the mail has reached nobody, the screen is its only way: for whoever it is written to, in the demo, and where
    names are shown anyway. Never does it hang on whether it is answered, so that nobody reads that here.
    """
    invitation = delivery.invitation
    if delivery.state != EmailDelivery.State.OUTBOX or invitation.forgotten_at:
        return True
    is_own = normalise_email(delivery.to_address) == normalise_email(reader.email)
    is_named = invitation.survey.anonymity == Survey.Anonymity.NAMED
    return not (is_own or is_named or delivery.organisation.is_demo)


def _mailing(request) -> Mailing | None:
    """The one the list is narrowed to by ?mailing=ID; a stranger's is not there."""
    number = request.GET.get("mailing", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit()) or int(number[:20]) > paging.MAX_ID:
        raise Http404
    return get_object_or_404(seeing.mailings_of(request.membership).select_related("survey"), pk=number)


def _delivery(request, delivery_id: int) -> EmailDelivery:
    deliveries = seeing.mails_by_name_of(request.membership).select_related(*writing.RELATED)
    return get_object_or_404(deliveries, pk=delivery_id)
