"""The survey as customers will meet it, for colleagues: the same template, the same rules, nothing stored.

Whoever sends an answer in the preview has walked a mile, and whoever only reads it can say so; that alone is noted.
"""

from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import staff_required
from common import clock
from responses import presenting, reading_forms, stepping
from responses.answer_values import SURVEY_CHANGED, Problem, clean_words, kept, problems
from responses.opening import Opened, as_preview
from responses.views import previewing_pages
from responses.views.customer_pages import customers_page, page_context, speaking, told
from responses.views.drawing import form_page
from responses.views.flowing import Posted, before_sending, page_sent
from responses.wishing import Wishes
from surveys import walking
from surveys.models import Survey
from surveys.seeing import changeable_by, visible_to


def _survey(request, survey_id: int) -> Survey:
    surveys = visible_to(request.membership)
    return get_object_or_404(surveys.select_related("organisation", "unit", "published_version"), pk=survey_id)


@staff_required
@require_safe
def preview(request, survey_id: int):
    survey = _survey(request, survey_id)
    version = survey.latest_version
    opened = as_preview(survey, version)
    chosen = request.GET.get("language")
    language = chosen if chosen in opened.languages else opened.languages[0]
    looks = walking.looks(version)
    context = {
        "survey": survey,
        "language": language,
        "languages": presenting.languages(opened, language),
        "is_draft": not version.is_published,
        "may_publish": not version.is_published and changeable_by(request.membership).filter(pk=survey.pk).exists(),
        "my_look": next((look for look in looks if look.user_id == request.user.pk and not look.has_answered), None),
        "remarks": [look for look in looks if look.words] if request.membership.is_manager else [],
    }
    return render(request, "responses/preview.html", context)


@staff_required
@require_POST
def preview_look(request, survey_id: int):
    """Somebody has read the survey, and perhaps says what they think."""
    version = _survey(request, survey_id).latest_version
    words = clean_words(request.POST.get("words", ""))
    walking.looked(version, by=request.user, role=request.membership.role, words=words)
    messages.success(request, _("Thank you for reading it."))
    return redirect(reverse("responses:preview", args=[survey_id]))


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@customers_page  # no form token: it is the customers' form, and no answer is stored
def preview_page(request, survey_id: int):
    survey = _survey(request, survey_id)
    version = survey.latest_version
    opened = as_preview(survey, version)
    # What is asked now, as the form's number: nobody has walked past a question that came after the page was drawn.
    asked = UUID(walking.shape_of(version, opened.definition.questions)[:32])
    with speaking(request, opened) as language:
        if stepping.is_paged(opened.definition):
            answer = previewing_pages.turn_over(request, opened, language=language, asked=asked)
        else:
            answer = _one_page(request, opened, language=language, asked=asked)
        if answer is not None:
            return answer
        walking.walked(version, by=request.user, role=request.membership.role)
        return _thanks(request, opened, language)


def _one_page(request, opened: Opened, *, language: str, asked: UUID):
    """The page to draw; None once everything was answered and sent."""
    if request.method != "POST":
        return form_page(request, opened, language=language, form_number=asked)
    posted, values = Posted.read(request.POST), reading_forms.read(opened.definition, request.POST)
    unfinished = before_sending(request, opened, posted, language=language, values=values)
    if unfinished:
        return unfinished
    again = {"values": values, "form_number": asked, "wishes": Wishes.read(request.POST)}
    if found := problems(opened.definition, kept(opened.definition, values)):
        again |= {"page": page_sent(opened, posted, values, found), "problems": found}
        return form_page(request, opened, language=language, status=422, **again)
    if posted.form_number not in {None, asked}:
        changed = [Problem("questions_changed", SURVEY_CHANGED)]
        return form_page(request, opened, language=language, status=409, problems=changed, **again)
    return None


def _thanks(request, opened: Opened, language: str):
    heading, own_words = presenting.thanks_texts(presenting.wording_for(opened, language))
    context = page_context(opened, language) | {
        "heading": heading,
        "own_words": own_words,
        "read_by_words": presenting.read_by_words(opened, sent_at=clock.now()),
        "help_words": presenting.help_words(opened, language),
        "change_url": f"./?language={language}",
        "is_preview": True,
    }
    return told(render(request, "responses/thanks.html", context), opened, language)
