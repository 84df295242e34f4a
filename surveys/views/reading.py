"""One survey's page."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import staff_required
from surveys import estimating, publishing, seeing
from surveys.forms import ANONYMITY_WORDS
from surveys.models import SurveyVersion
from surveys.texts import in_language


@staff_required
@require_safe
def detail(request, survey_id):
    """One survey: its state, its questions in words, and where to go from here."""
    surveys = seeing.visible_to(request.membership).select_related("unit", "published_version", "organisation")
    survey = get_object_or_404(surveys, pk=survey_id)
    draft = survey.draft
    version = draft or survey.published_version
    questions = list(version.questions.select_related("touchpoint"))
    may_change = seeing.changeable_by(request.membership).filter(pk=survey.pk).exists()
    return render(
        request,
        "surveys/detail.html",
        {
            "survey": survey,
            "draft": draft,
            "version": version,
            "language": _language(version),
            "questions": [_told(question, _language(version)) for question in questions],
            "minutes": estimating.minutes_to_answer(version, questions),
            "anonymity_words": ANONYMITY_WORDS[survey.anonymity],
            "may_change": may_change,
            "problems": publishing.problems(draft) if draft and may_change else [],
        },
    )


def _language(version: SurveyVersion) -> str:
    """The reader's language if the survey speaks it, else the survey's own."""
    return get_language() if get_language() in version.languages else version.languages[0]


def _told(question, language: str) -> dict:
    return {
        "question": question,
        "text": in_language(question.texts, language),
        "why": in_language(question.prompt.get("neutral"), language),
        "answers": [in_language(option["texts"], language) for option in question.options],
        "low": in_language(question.ends.get("low"), language),
        "high": in_language(question.ends.get("high"), language),
    }
