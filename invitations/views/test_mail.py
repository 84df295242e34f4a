"""A test mail to oneself, before anybody else gets one."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import mail_servers
from accounts.access import manager_required
from invitations import test_mailing
from surveys.seeing import changeable_by


@manager_required
@require_POST
def test_mail(request, survey_id: int):
    surveys = changeable_by(request.membership).select_related("organisation", "unit", "published_version")
    survey = get_object_or_404(surveys, pk=survey_id)
    mail = test_mailing.compose(survey, to=request.user)
    try:
        was_sent = test_mailing.send(mail, survey.organisation)
    except mail_servers.MailServerProblem as problem:
        messages.error(request, str(problem))
    else:
        tell = messages.success if was_sent else messages.warning
        tell(
            request,
            _words(was_sent, survey.organisation.is_demo) % {"email": request.user.email, "subject": mail.subject},
        )
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)  # an address as it stands: `redirect` would look for a view of that name
    return redirect(survey)


def _words(was_sent: bool, is_demo: bool) -> str:
    if was_sent:
        return _("A test mail is on its way to %(email)s. Its subject is “%(subject)s”.")
    if is_demo:
        return _("The demo sends no mail. %(email)s would have got: “%(subject)s”.")
    return _(
        "There is no mail server yet, so nothing was sent to %(email)s. An owner sets one up under Settings, Mail. "
        "The subject would have been “%(subject)s”."
    )
