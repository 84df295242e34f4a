"""The question bank. Everybody reads it; managers keep, add and remove."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import manager_required, staff_required
from common import addresses
from surveys import banking, kind_words, question_kinds, seeing
from surveys.frozen import Frozen
from surveys.models import BankQuestion, Survey
from surveys.models.bank_question import BankQuestionQuerySet
from surveys.texts import in_language
from surveys.views.building import changeable

PAGE_SIZE = 30
SHOWN_ANSWERS = 6


class BankFilter(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Search in the questions"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *question_kinds.CHOICES]
    )
    survey = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def of(self, kept: BankQuestionQuerySet) -> BankQuestionQuerySet:
        """Those that fit. A choice that does not exist is left out; the form says so beside it."""
        self.is_valid()
        if kind := self.cleaned_data.get("kind"):
            kept = kept.filter(kind=kind)
        return kept.matching(self.cleaned_data.get("text", ""))

    @property
    def is_in_use(self) -> bool:
        return any(self.data.get(name) for name in ("text", "kind"))


@staff_required
@require_safe
def bank(request):
    """The kept questions, newest first; with ?survey=, a button a question that adds it to that survey's draft."""
    everything = BankQuestion.objects.for_organisation(request.organisation)
    chooser = BankFilter(request.GET)
    found = chooser.of(everything).select_related("touchpoint").order_by("-id")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    survey = _survey_to_add_to(request)
    context = {
        "page": page,
        "rows": [_row(kept) for kept in page.object_list],
        **addresses.beside(request, page),
        "chooser": chooser,
        "survey": survey,
        "bank_url": _bank_url(survey.pk if survey else 0),
        "has_any": bool(page.object_list) or everything.exists(),
    }
    return render(request, "surveys/bank.html", context)


@manager_required
@require_POST
def keeping(request, survey_id):
    """Keep one question of a survey, its draft if there is one."""
    survey = changeable(request, survey_id)
    key = _key(request.POST.get("question", ""))
    question = get_object_or_404(survey.latest_version.questions.select_related("touchpoint"), key=key)
    banking.keep(question, by=request.user)
    messages.success(request, _("Kept in the question bank."))
    return redirect(_at_card(survey, question.key) if survey.draft else survey.get_absolute_url())


@manager_required
@require_POST
def adding(request, bank_question_id):
    """Add a kept question to the draft of a survey, and go on there."""
    kept = _kept(request, bank_question_id)
    survey = changeable(request, addresses.whole_number(request.POST, "survey"))
    draft = survey.draft
    if draft is None:
        raise Http404
    try:
        question = banking.add(kept, draft, by=request.user, key=_key(request.POST.get("new_key", "")))
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect(_bank_url(survey.pk))
    except Frozen as published_meanwhile:
        raise Http404 from published_meanwhile
    return redirect(_at_card(survey, question.key))


@manager_required
@require_POST
def removal(request, bank_question_id):
    kept = _kept(request, bank_question_id)
    banking.remove(kept, by=request.user)
    messages.success(request, _("Removed from the question bank. Surveys that ask it keep it."))
    return redirect(_bank_url(addresses.whole_number(request.POST, "survey")))


def _kept(request, bank_question_id: int) -> BankQuestion:
    kept = BankQuestion.objects.for_organisation(request.organisation).select_related("touchpoint")
    return get_object_or_404(kept, pk=bank_question_id)


def _survey_to_add_to(request) -> Survey | None:
    """The survey the address names, where this person may add to its draft."""
    number = addresses.whole_number(request.GET, "survey")
    if not number:
        return None
    survey = seeing.changeable_by(request.membership).filter(pk=number).first()
    return survey if survey and survey.draft else None


def _row(kept: BankQuestion) -> dict:
    language = get_language() or "en"
    answers = [in_language(option["texts"], language) for option in kept.options]
    return {
        "kept": kept,
        "text": in_language(kept.texts, language),
        "language": next((code for code in (language, "en", *kept.texts) if kept.texts.get(code)), language),
        "languages": [code for code, text in kept.texts.items() if text],
        "answers": answers[:SHOWN_ANSWERS],
        "more": max(len(answers) - SHOWN_ANSWERS, 0),
        "why": in_language(kept.prompt.get("neutral"), language),
        "icon": kind_words.ICONS[kept.kind],
        "new_key": uuid.uuid4().hex,
    }


def _bank_url(survey_id: int) -> str:
    return reverse("surveys:bank") + (f"?survey={survey_id}" if survey_id else "")


def _at_card(survey: Survey, key: uuid.UUID) -> str:
    """The builder, open at this question."""
    return f"{reverse('surveys:build', args=[survey.pk])}?at=id_q-{key.hex}-text#question-{key.hex}"


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
