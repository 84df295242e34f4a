"""All texts of a survey side by side, one language beside the main one. Managers only."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import manager_required
from common.addresses import whole_number
from surveys import building, publishing
from surveys.frozen import Frozen
from surveys.models import Survey, SurveyVersion
from surveys.side_by_side import saving_texts
from surveys.side_by_side.texts_page import TextsPage
from surveys.views.building import changeable

MISSING = "missing"
MOST_HOMELESS = 5


@dataclass(frozen=True)
class Place:
    """Which part of the texts is looked at, as the address says it."""

    language: str
    only: str
    number: str

    @classmethod
    def read(cls, told) -> "Place":
        return cls(told.get("language", ""), told.get("only", ""), told.get("page", "1"))

    def page_of(self, version: SurveyVersion, posted=None) -> TextsPage:
        is_missing = self.only == MISSING
        return TextsPage(version, language=self.language, only_missing=is_missing, number=self.number, posted=posted)

    def after(self, wish: str) -> "Place":
        """Where the pressed button leads: "language:fi", "page:2", "only:missing"."""
        verb, _colon, about = wish.partition(":")
        match verb:
            case "language":
                return Place(about, self.only, "1")
            case "only":
                return Place(self.language, about, "1")
            case "page":
                return Place(self.language, self.only, about)
        return self

    def address(self, survey: Survey) -> str:
        told = {"language": self.language, "only": self.only, "page": self.number if self.number != "1" else ""}
        query = urlencode({name: value[:20] for name, value in told.items() if value})
        return reverse("surveys:texts", args=[survey.pk]) + (f"?{query}" if query else "")


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request, survey_id):
    """Every button saves what is typed and then leads on; a published version is only shown."""
    survey = changeable(request, survey_id)
    if request.method == "POST":
        return _save(request, survey)
    place = Place.read(request.GET).after(request.GET.get("do", ""))
    return _show(request, survey, place.page_of(survey.latest_version))


def _save(request, survey: Survey) -> HttpResponse:
    posted, place, wish = request.POST, Place.read(request.POST), request.POST.get("do", "save")
    draft, expected = survey.draft, whole_number(posted, "revision")
    if draft is None:
        page = place.page_of(survey.published_version, posted)
        if not page.rows:
            return redirect(place.after(wish).address(survey))
        if wish != "next-draft":
            return _show(request, survey, page, status=409)
        draft = publishing.start_next_draft(survey, by=request.user)
        expected = draft.revision
    page = place.page_of(draft, posted)
    if not page.is_valid():
        return _show(request, survey, page, status=422)
    try:
        saved = saving_texts.save(page, expected_revision=expected, by=request.user)
        if wish == "promise":
            building.promise(saved.draft, page.language, by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return _show(request, survey, page, status=422)
    except Frozen:
        survey = changeable(request, survey.pk)
        return _show(request, survey, place.page_of(survey.latest_version, posted), status=409)
    for words in saved.homeless[:MOST_HOMELESS]:
        messages.warning(request, _("Removed meanwhile. You had written: “%(words)s”") % {"words": words})
    if saved.undecided:
        page = place.page_of(saved.draft, posted)
        page.keep_only({one.place.key for one in saved.undecided})
        return _show(request, survey, page, status=409)
    if wish in {"save", "promise", "next-draft"}:
        messages.success(request, _("Saved."))
    if wish.startswith("build:"):
        return redirect(_in_builder(survey, page, wish.removeprefix("build:")))
    return redirect(place.after(wish).address(survey))


def _in_builder(survey: Survey, page: TextsPage, key: str) -> str:
    """The builder at one question, in the language that is written here."""
    address = f"{reverse('surveys:build', args=[survey.pk])}?{urlencode({'language': page.language})}"
    is_there = any(group.question and group.question.key.hex == key for group in page.groups)
    return f"{address}&open={key}#question-{key}" if is_there else address


def _show(request, survey: Survey, page: TextsPage, *, status: int = 200) -> HttpResponse:
    is_published = page.version.is_published
    context = {
        "page": page,
        "survey": survey,
        "only": MISSING if page.only_missing else "",
        "is_published": is_published,
        "has_typed": page.posted is not None,
        "is_shown_only": is_published and page.posted is None,
        "has_conflicts": any(row.theirs for row in page.rows),
    }
    return render(request, "surveys/texts.html", context, status=status)
