"""Steering a mailing that is on its way: pause, go on, stop, try again, another time. Each may be pressed twice."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import manager_required
from invitations import seeing
from invitations.forms.mailings import SendingTime
from invitations.mailings import choosing, pausing, retrying, scheduling
from invitations.models import Mailing
from invitations.views import mailings


@manager_required
@require_POST
def pause(request, mailing_id: int):
    return _done(pausing.pause(_mailing(request, mailing_id), by=request.user))


@manager_required
@require_POST
def go_on(request, mailing_id: int):
    return _done(pausing.go_on(_mailing(request, mailing_id), by=request.user))


@manager_required
@require_POST
def stop(request, mailing_id: int):
    """For good: what has not gone never goes."""
    return _done(pausing.stop(_mailing(request, mailing_id), by=request.user))


@manager_required
@require_POST
def retry(request, mailing_id: int):
    mailing = _mailing(request, mailing_id)
    count = retrying.retry_failed(mailing, by=request.user)
    if count:
        words = ngettext("%(count)d mail is tried again.", "%(count)d mails are tried again.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("There is no mail that could be tried again."))
    return _done(mailing)


@manager_required
@require_POST
def move(request, mailing_id: int):
    """Give a mailing that has not begun another time."""
    mailing = _mailing(request, mailing_id)
    form = SendingTime(request.POST, survey=mailing.survey)
    if not form.is_valid():
        return mailings.page_of(request, mailing, time_form=form, status=422)
    try:
        mailing = scheduling.move(mailing, to=form.cleaned_data["moment"], by=request.user)
    except scheduling.NotMovable as reason:
        messages.warning(request, str(reason))
        return _done(mailing)
    when = choosing.when_words(mailing.scheduled_at, request.organisation)
    messages.success(request, _("It goes on %(when)s.") % {"when": when})
    return _done(mailing)


def _mailing(request, mailing_id: int) -> Mailing:
    mailings_of = seeing.steered_by(request.membership).select_related("organisation", "survey__organisation")
    return get_object_or_404(mailings_of, pk=mailing_id)


def _done(mailing: Mailing):
    return redirect("invitations:mailing", mailing.pk)
