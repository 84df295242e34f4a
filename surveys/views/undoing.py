"""Taking back what was just changed in a draft, and doing it again. Managers only."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import manager_required
from surveys import seeing
from surveys.drafts import undoing
from surveys.frozen import Frozen


@manager_required
@require_POST
def undo(request, survey_id):
    return _turned(request, survey_id, undoing.undo, _("Undone: %(what)s."), _("There is nothing to undo."))


@manager_required
@require_POST
def redo(request, survey_id):
    return _turned(request, survey_id, undoing.redo, _("Redone: %(what)s."), _("There is nothing to redo."))


def _turned(request, survey_id: int, turn, words: str, nothing: str) -> HttpResponse:
    """Take the step, and go back to the builder in the language it was in."""
    survey = get_object_or_404(seeing.changeable_by(request.membership), pk=survey_id)
    draft = survey.draft
    if draft is None:
        raise Http404
    try:
        step = turn(draft, by=request.user)
        messages.success(request, words % {"what": undoing.what(step)} if step else nothing)
    except undoing.CannotUndo as refused:
        messages.warning(request, refused.words)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    except Frozen as published_meanwhile:
        raise Http404 from published_meanwhile
    language = request.POST.get("language", "")
    address = reverse("surveys:build", args=[survey.pk])
    return redirect(f"{address}?{urlencode({'language': language})}" if language else address)
