"""The coach reads along: notes on the words of one question while they are typed. Nothing is stored."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accounts.access import manager_required
from surveys import coaching, seeing
from surveys.models import Question

MOST_READ = 2000  # characters of one text: far more than the builder takes


@manager_required
@require_POST
def notes(request, survey_id):
    """The notes on the question of `key` as it reads in the builder's fields just now.

    204 where they stand already, and where there is no such question to write on any more: nobody is disturbed.
    """
    survey = get_object_or_404(seeing.changeable_by(request.membership).select_related("organisation"), pk=survey_id)
    question = _question(survey, request.GET.get("key", ""))
    if question is None:
        return HttpResponse(status=204)
    posted, prefix = request.POST, f"q-{question.key.hex}"
    language = posted.get("language", "")
    if language not in question.version.languages:
        language = survey.language
    fields = {name: f"{prefix}-{name}" for name in ("text", "neutral", "yes", "no")}
    typed = {name: posted[field][:MOST_READ] for name, field in fields.items() if field in posted}
    found = coaching.notes_of(
        question,
        language,
        text=typed.pop("text", None),
        prompts=typed,
        typed=posted,
        has_privacy=request.membership.privacy,
    )
    if posted.get(f"coach-{question.key.hex}") == found.signature:
        return HttpResponse(status=204)
    return render(request, "surveys/coach_notes.html", {"notes": found})


def _question(survey, key: str) -> Question | None:
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return None
    questions = Question.objects.for_organisation(survey.organisation).select_related("version")
    return questions.filter(key=wanted, version__survey=survey, version__published_at__isnull=True).first()
