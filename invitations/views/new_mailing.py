"""A new mailing: choose whom and when, write the letter, look, send. Everything typed stays until it is sent."""

from contextlib import contextmanager, suppress

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from accounts import mail_servers
from accounts.access import manager_required
from invitations.customers import importing
from invitations.forms.letters import TEST, LetterForm, languages_of
from invitations.forms.mailings import MailingForm
from invitations.mailings import choosing, sending
from invitations.mails import test_mailing
from invitations.views import test_mail
from invitations.views.letter_frames import frame_of
from surveys.models import Survey
from surveys.seeing import changeable_by


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def mailing_new(request, survey_id: int):
    survey = _survey(request, survey_id)
    if request.method != "POST":
        return _first_page(request, survey)
    form = MailingForm(request.POST, survey=survey, membership=request.membership)
    letter_form = LetterForm(request.POST, survey=survey)
    if (language := request.POST.get(TEST)) and letter_form.is_valid():
        _send_test(request, survey, letter_form, language)
        if not form.is_valid():
            form.errors.clear()  # a test needs the letter alone; whom to ask may be chosen afterwards
            return _page(request, survey, form, letter_form)
    if not (form.is_valid() & letter_form.is_valid()):
        return _page(request, survey, form, letter_form, counted=_counted(request, survey, form), status=422)
    if "send" in request.POST and (earlier := choosing.sent_by(form, survey)):
        return redirect("invitations:mailing", earlier.pk)
    choice = None
    with _refusals_told(form):
        if "send" in request.POST:
            choice = choosing.look(survey, form, by=request.membership, in_passing=True)
            if choice.told == (form.cleaned_data["told"] or choice.told):
                choosing.refuse_unless_somebody(choice)
                mailing = choosing.send(survey, form, letter=letter_form.letter(), by=request.membership)
                return redirect("invitations:mailing", mailing.pk)
        choice = choosing.look(survey, form, by=request.membership)
    if form.errors:
        return _page(request, survey, form, letter_form, choice=choice, status=422)
    return _page(request, survey, form, letter_form, choice=choice, is_another="send" in request.POST)


@manager_required
@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "POST"])
def mailing_preview(request, survey_id: int):
    """The mail as it would arrive, for a frame of the page; of the words typed there when it is posted to."""
    survey = _survey(request, survey_id)
    form = LetterForm(request.POST if request.method == "POST" else {}, survey=survey)
    return frame_of(form, language=request.POST.get("preview") or request.GET.get("language", ""))


def _survey(request, survey_id: int) -> Survey:
    surveys = changeable_by(request.membership).select_related("organisation", "unit", "published_version")
    return get_object_or_404(surveys, pk=survey_id)


def _first_page(request, survey: Survey):
    """With oneself as the only recipient: a press on the button then is a trial, and says so."""
    form, choice = MailingForm.at_first(survey=survey, membership=request.membership), None
    stop = choosing.reason_not_to_send(survey)
    if form.is_valid() and not stop:
        # One's own address may be one that no list may hold; the page can be used for others all the same.
        with suppress(importing.NotReadable, choosing.BadLines):
            choice = choosing.look(survey, form, by=request.membership)
    return _page(request, survey, form, LetterForm(survey=survey), choice=choice, stop=stop)


@contextmanager
def _refusals_told(form: MailingForm):
    """What stands in the way of whom was chosen becomes words in the form."""
    try:
        yield
    except (importing.NotReadable, choosing.BadLines) as problem:
        form.add_error("addresses", problem.args[0])
    except sending.NotSendable as reason:
        form.add_error(None, str(reason))


def _counted(request, survey: Survey, form: MailingForm) -> choosing.Choice | None:
    """Who would get it now, where only the time is still to be written or mended."""
    if set(form.errors) == {"moment"}:
        with _refusals_told(form):
            return choosing.look(survey, form, by=request.membership)
    return None


def _page(
    request,
    survey,
    form,
    letter_form,
    *,
    status: int = 200,
    choice=None,
    counted=None,
    stop: str = "",
    is_another=False,
):
    template = "invitations/mailing_new.html"
    if request.htmx and request.htmx.target == "who-gets-it":
        template += "#who"
        if "look" not in request.POST:  # drawn anew while they choose: what they have not come to yet is no mistake
            form.forgive_gaps()
            letter_form.forgive_gaps()
    context = {
        "survey": survey,
        "form": form,
        "letter_form": letter_form,
        "choice": choice,
        "counted": counted or (None if form.errors or letter_form.errors else choice),
        "shows_them": "look" in request.POST,
        "is_another": is_another,
        "stop": stop,
        "only_open_links": survey.anonymity == Survey.Anonymity.ANONYMOUS,
        "can_send": mail_servers.can_send(survey.organisation),
        "attribute_names": choosing.attribute_names(request.membership),
    }
    return render(request, template, context, status=status)


def _send_test(request, survey: Survey, letter_form: LetterForm, language: str) -> None:
    language = language if language in languages_of(survey) else survey.language
    mail = test_mailing.compose(survey, to=request.user, letter=letter_form.letter(), language=language)
    test_mail.tell(request, survey, mail)
