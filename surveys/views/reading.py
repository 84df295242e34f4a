"""One survey's page, and what an earlier version of it asked."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import staff_required
from accounts.models import AuditEvent
from surveys import estimating, inserting, publishing, question_kinds, saying_conditions, seeing
from surveys.forms import ANONYMITY_WORDS
from surveys.models import Question, Survey, SurveyVersion
from surveys.texts import in_language

MOST_VERSIONS = 50  # listed on the survey's page, the newest


@staff_required
@require_safe
def detail(request, survey_id):
    """One survey: its state, its questions in words, and where to go from here."""
    survey = _survey(request, survey_id)
    draft = survey.draft
    version = draft or survey.published_version
    language = _language(version)
    questions = list(version.questions.select_related("touchpoint"))
    may_change = seeing.changeable_by(request.membership).filter(pk=survey.pk).exists()
    problems = publishing.problems(draft) if draft and may_change else []
    return render(
        request,
        "surveys/detail.html",
        {
            "survey": survey,
            "draft": draft,
            "version": version,
            "language": language,
            "questions": told(questions, language),
            "minutes": estimating.minutes_to_answer(version, questions),
            "anonymity_words": ANONYMITY_WORDS[survey.anonymity],
            "may_change": may_change,
            "blocking": _numbered([problem for problem in problems if problem.blocks], questions),
            "versions": _versions(survey),
        },
    )


@staff_required
@require_safe
def version(request, survey_id, number):
    """What a published version asked, word for word, for as long as the survey is there."""
    survey = _survey(request, survey_id)
    shown = next((one for one in _versions(survey) if one.number == number), None)
    if shown is None:
        raise Http404
    wished = request.GET.get("language")
    language = wished if wished in shown.languages else _language(shown)
    questions = list(shown.questions.select_related("touchpoint"))
    context = {
        "survey": survey,
        "version": shown,
        "language": language,
        "title": in_language(shown.title, language),
        "intro": in_language(shown.intro, language),
        "thanks": in_language(shown.thanks, language),
        "questions": told(questions, language),
        "reason": _reason(survey, number),
    }
    return render(request, "surveys/detail_version.html", context)


def told(questions: list[Question], language: str) -> list[dict]:
    """The questions as they can be read aloud: insertions give way to what may stand there."""
    return [
        {
            "question": question,
            "text": _read(question.texts, language),
            "why": _read(question.prompt.get("neutral"), language),
            "answers": [_read(option["texts"], language) for option in question.options],
            "scale": _scale(question, language),
            "condition": saying_conditions.in_words(question, questions, language=language),
        }
        for question in questions
    ]


def _numbered(problems: list[publishing.Problem], questions: list[Question]) -> list[tuple]:
    """Each problem with the number of the question it is about; None where it is about the survey."""
    places = {question.pk: number for number, question in enumerate(questions, start=1)}
    return [(problem, places.get(problem.where)) for problem in problems]


def _survey(request, survey_id: int) -> Survey:
    surveys = seeing.visible_to(request.membership).select_related(
        "unit", "published_version", "organisation", "responsible"
    )
    return get_object_or_404(surveys, pk=survey_id)


def _versions(survey: Survey) -> list[SurveyVersion]:
    """Those customers have met, the newest first."""
    published = survey.versions.filter(published_at__isnull=False).select_related("published_by")
    return list(published.order_by("-number")[:MOST_VERSIONS])


def _reason(survey: Survey, number: int) -> str:
    """Why strong advice was set aside when this version was published, if it was."""
    events = AuditEvent.objects.for_organisation(survey.organisation).about(survey)
    event = events.filter(verb="survey.published", detail__version=number).first()
    return event.detail.get("reason", "") if event else ""


def _language(version: SurveyVersion) -> str:
    """The reader's language if the survey speaks it, else the survey's own."""
    return get_language() if get_language() in version.languages else version.languages[0]


def _read(texts: dict[str, str] | None, language: str) -> str:
    return inserting.sample(in_language(texts, language))


def _scale(question: Question, language: str) -> dict | None:
    if question.kind not in question_kinds.SCALES:
        return None
    values = question_kinds.SCALES[question.kind]
    low, high = [in_language(question.ends.get(end), language) for end in ("low", "high")]
    return {"first": values[0], "last": values[-1], "low": low, "high": high}
