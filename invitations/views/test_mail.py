"""A test mail to oneself, before anybody else gets one."""

from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import mail_servers
from accounts.access import manager_required
from invitations.forms.letters import LetterForm
from invitations.mails import test_mailing
from surveys.models import Survey
from surveys.seeing import changeable_by


@manager_required
@require_POST
def test_mail(request, survey_id: int):
    """In the language that is named, with the words of a letter where these are sent along, else with our own."""
    surveys = changeable_by(request.membership).select_related("organisation", "unit", "published_version")
    survey = get_object_or_404(surveys, pk=survey_id)
    language, letter = request.POST.get("language", ""), None
    form = LetterForm(request.POST, survey=survey)
    if has_letter := not form.fields.keys().isdisjoint(request.POST):
        letter = form.letter() if form.is_valid() else None
    if has_letter and letter is None:
        for problem in (words for field in form.errors.values() for words in field):
            messages.error(request, problem)
    else:
        tell(request, survey, test_mailing.compose(survey, to=request.user, letter=letter, language=language))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)  # an address as it stands: `redirect` would look for a view of that name
    return redirect(survey)


def tell(request, survey: Survey, mail: EmailMultiAlternatives) -> None:
    """Send the test mail and say on the next page what became of it."""
    try:
        was_sent = test_mailing.send(mail, survey.organisation)
    except mail_servers.MailServerProblem as problem:
        messages.error(request, str(problem))
        return
    say = messages.success if was_sent else messages.warning
    say(request, _words(was_sent, survey.organisation.is_demo) % {"email": request.user.email, "subject": mail.subject})


def _words(was_sent: bool, is_demo: bool) -> str:
    if was_sent:
        return _("A test mail is on its way to %(email)s. Its subject is “%(subject)s”.")
    if is_demo:
        return _("The demo sends no mail. %(email)s would have got: “%(subject)s”.")
    return _(
        "There is no mail server yet, so nothing was sent to %(email)s. An owner sets one up under Settings, Mail. "
        "The subject would have been “%(subject)s”."
    )
