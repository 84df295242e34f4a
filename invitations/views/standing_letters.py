"""Starting and changing a standing send: whom, when, and the letter. Everything typed stays until it is kept."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import manager_required
from common import clock
from invitations import paging, seeing
from invitations.forms.letters import LetterForm
from invitations.forms.standing import StandingForm
from invitations.mailings import choosing, keeping_standing
from invitations.mailings.letters import Letter
from invitations.mails import test_mailing
from invitations.models import StandingSend
from invitations.views import test_mail
from invitations.views.letter_frames import frame_of
from surveys.models import Survey
from surveys.seeing import changeable_by


@manager_required
@require_safe
def standing_survey(request):
    """Which survey is it to ask? The only one there is needs no asking."""
    now, surveys = clock.now(), changeable_by(request.membership).exclude(anonymity=Survey.Anonymity.ANONYMOUS)
    page = paging.newest_first(surveys.at_hand().open(now).select_related("unit"), request)
    if len(page.rows) == 1 and not page.newer_url:
        return redirect("invitations:standing_new", page.rows[0].pk)
    return render(request, "invitations/standing_survey.html", {"page": page})


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def standing_new(request, survey_id: int):
    surveys = changeable_by(request.membership).select_related("organisation", "unit", "published_version")
    return _written(request, get_object_or_404(surveys, pk=survey_id))


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def standing_change(request, standing_id: int):
    one = _one(request, standing_id)
    if one.ended_at:
        messages.warning(request, _("This standing send has ended."))
        return redirect("invitations:standing_send", one.pk)
    return _written(request, one.survey, one)


@manager_required
@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "POST"])
def standing_preview(request, standing_id: int):
    """The mail as it would arrive; of the words typed on the page when it is posted to."""
    one = _one(request, standing_id)
    posted = request.POST if request.method == "POST" else {}
    form = LetterForm(posted, survey=one.survey, letter=Letter.of(one))
    return frame_of(form, language=request.POST.get("preview") or request.GET.get("language", ""))


def _written(request, survey: Survey, one: StandingSend | None = None):
    posted = request.POST if request.method == "POST" else None
    form = StandingForm(posted, survey=survey, membership=request.membership, standing=one)
    letter_form = LetterForm(posted, survey=survey, letter=Letter.of(one) if one else None)
    if posted is None or not (form.is_valid() & letter_form.is_valid()):
        return _page(request, survey, one, form, letter_form)
    if language := request.POST.get("test"):
        mail = test_mailing.compose(survey, to=request.user, letter=letter_form.letter(), language=language)
        test_mail.tell(request, survey, mail)
        return _page(request, survey, one, form, letter_form)
    wish = {**form.wish(), "letter": letter_form.letter(), "by": request.user}
    kept = keeping_standing.change(one, **wish) if one else keeping_standing.start(survey, **wish)
    messages.success(request, _("Kept. Here stands what it will send."))
    return redirect("invitations:standing_send", kept.pk)


def _page(request, survey: Survey, one: StandingSend | None, form: StandingForm, letter_form: LetterForm):
    context = {
        "survey": survey,
        "standing": one,
        "form": form,
        "letter_form": letter_form,
        "stop": "" if one else choosing.reason_not_to_send(survey),
        "attribute_names": choosing.attribute_names(request.membership),
    }
    status = 422 if form.errors or letter_form.errors else 200
    return render(request, "invitations/standing_form.html", context, status=status)


def _one(request, standing_id: int) -> StandingSend:
    rows = seeing.standing_sends_of(request.membership)
    related = ("organisation", "unit", "survey__organisation", "survey__unit", "survey__published_version")
    return get_object_or_404(rows.select_related(*related), pk=standing_id)
