"""Publishing, closing, opening again, going on with the next draft and throwing it away. Managers only."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import manager_required
from common.addresses import whole_number
from surveys import arranging, publishing
from surveys.frozen import Frozen
from surveys.models import Survey, SurveyVersion
from surveys.views.building import changeable
from surveys.views.publication_pages import PublicationPage

WORDS_WHEN_PUBLISHED = {
    Survey.State.OPEN: gettext_lazy("Published. The survey takes answers now."),
    Survey.State.SCHEDULED: gettext_lazy("Waiting for its opening day"),
    Survey.State.CLOSED: gettext_lazy("The survey is closed"),  # published before, and closed since
}
DRAFT_IS_GONE = gettext_lazy("The draft is gone. Customers meet the survey as before.")


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def publication(request, survey_id):
    """The last page before customers: GET shows what stands in the way, POST publishes."""
    survey = changeable(request, survey_id)
    draft = survey.draft
    if request.method == "POST":
        return _publish(request, survey, draft) if draft else _published(request, survey)
    return PublicationPage(request, survey, draft).show() if draft else redirect(survey)


def _publish(request, survey: Survey, draft: SurveyVersion) -> HttpResponse:
    """Keep what was typed, and publish. Whatever stops it stands in its place on the same page."""
    page = PublicationPage(request, survey, draft, posted=request.POST)
    if request.POST.get("do") == "save":
        page.form.fields["decision"].required = False
    if not page.form.is_valid():
        return page.show(status=422, is_refused=True)
    arranging.change_settings(survey, by=request.user, **page.form.settings())
    if request.POST.get("do") == "save":
        messages.success(request, _("Saved."))
        return redirect("surveys:publication", survey.pk)
    try:
        publishing.publish(
            draft,
            by=request.user,
            new_keys=page.form.new_keys(),
            reason=page.form.why_anyway(),
            expected_revision=whole_number(request.POST, "revision") or None,  # None: the page did not say
        )
    except publishing.NotReady as not_ready:
        survey.refresh_from_db()
        page.refuse(not_ready.problems)
        return page.show(status=422, is_refused=True)
    except publishing.ChangedMeanwhile as changed:
        page = PublicationPage(request, survey, changed.draft, posted=request.POST)
        return page.show(status=409, is_changed=True)
    except Frozen:  # thrown away by a colleague meanwhile
        messages.warning(request, DRAFT_IS_GONE)
        return redirect("surveys:detail", survey.pk)
    return _published(request, survey)


def _published(request, survey: Survey) -> HttpResponse:
    survey.refresh_from_db()
    messages.success(request, WORDS_WHEN_PUBLISHED[survey.state])
    return redirect(survey)


@manager_required
@require_POST
def closing(request, survey_id):
    if publishing.close(changeable(request, survey_id), by=request.user).closed_at:
        messages.success(request, _("Closed. No more answers are taken."))
    return redirect("surveys:detail", survey_id)


@manager_required
@require_POST
def reopening(request, survey_id):
    survey = publishing.reopen(changeable(request, survey_id), by=request.user)
    if survey.state == Survey.State.OPEN:
        messages.success(request, _("The survey takes answers again."))
    return redirect("surveys:detail", survey_id)


@manager_required
@require_POST
def next_draft(request, survey_id):
    publishing.start_next_draft(changeable(request, survey_id), by=request.user)
    return redirect("surveys:build", survey_id)


@manager_required
@require_POST
def draft_removal(request, survey_id):
    """Throw the next draft away; the first draft of a survey is all there is of it, and stays."""
    survey = changeable(request, survey_id)
    had_draft = survey.published_version_id and survey.draft
    if survey.published_version_id:
        publishing.discard_draft(survey, by=request.user)
    if had_draft:
        messages.success(request, DRAFT_IS_GONE)
    return redirect("surveys:detail", survey_id)
