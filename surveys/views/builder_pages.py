"""What the builder's page shows: the whole of it, the form alone for htmx, or one question."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import replace_url

from surveys import coaching, estimating, inserting, kind_words, publishing, saying_conditions, undoing
from surveys.draft_page import Asked, DraftPage
from surveys.moment_step import PREFIX, MomentStep
from surveys.wishes import Outcome

SCRIPTS = ["sortable", "copy", *(f"builder-{name}" for name in ("saving", "swaps", "keys", "insert", "preview"))]
MOST_INSERTIONS = 12  # earlier questions in the menu of things to insert, the nearest ones


def show(
    request,
    page: DraftPage,
    *,
    step: MomentStep | None = None,
    outcome: Outcome | None = None,
    typed_moment=None,
    status: int = 200,
    is_published: bool = False,
) -> HttpResponse:
    """The page, opened at the control the outcome names. `typed_moment` holds the words of a moment being named."""
    outcome = outcome or Outcome()
    page.go_on_at(outcome.at)
    problems = publishing.problems(page.draft)
    checked = "check" in request.GET
    for asked in page.asked:
        _dress(request, asked, page)
        asked.problems = [one for one in problems if one.where == asked.question.pk] if checked else []
    first_kinds, more_kinds = kind_words.shown()
    context = _context(request, page) | {
        "scripts": [f"js/{name}.js" for name in SCRIPTS],
        "is_published": is_published,
        "checked": checked,
        "problems": problems,
        "own_problems": [one for one in problems if one.where is None],
        "checklist": _checklist(problems, page),
        "minutes": estimating.minutes_to_answer(page.draft, [asked.question for asked in page.asked]),
        "first_kinds": first_kinds,
        "more_kinds": more_kinds,
        "step": step or _step(page, typed_moment),
        "outcome": outcome,
        "at": outcome.at,
        "new_key": uuid.uuid4().hex,
        "can_undo": not is_published and undoing.can_undo(page.draft, by=request.user),
        "can_redo": not is_published and undoing.can_redo(page.draft, by=request.user),
    }
    if request.htmx:
        # Always 200: the form takes the old one's place whatever is in it, and a browser would log anything else.
        answer = render(request, "surveys/build_swap.html", context)
        return replace_url(answer, f"{request.path}?language={page.language}")
    return render(request, "surveys/build.html", context, status=status)


def show_card(request, page: DraftPage, key: str, *, is_open: bool) -> HttpResponse:
    asked = next(one for one in page.asked if one.question.key.hex == key)
    asked.card = page.card(asked.question) if is_open else None
    at = f"q-{key}-open"
    if asked.card:
        at = ""
        if (chosen := request.GET.get(f"q-{key}-if_question")) is not None:
            asked.card.choose_condition(chosen)
        asked.card.fields["text"].widget.attrs["autofocus"] = True
    _dress(request, asked, page)
    asked.problems = []
    return render(request, "surveys/question_card.html", _context(request, page) | {"asked": asked, "at": at})


def _context(request, page: DraftPage) -> dict:
    return {"page": page, "survey": page.survey, "main": page.main, "language": page.language}


def _dress(request, asked: Asked, page: DraftPage) -> None:
    """What a question's card and row need beside its form."""
    asked.icon = kind_words.ICONS[asked.question.kind]
    everyone = [one.question for one in page.asked]
    asked.condition = saying_conditions.in_words(asked.question, everyone, language=page.language)
    asked.notes = coaching.notes_of(
        asked.question, page.language, typed=request.POST, has_privacy=request.membership.privacy, **_written(asked)
    )
    if asked.card:
        before = [one for one in page.asked if one.number < asked.number][-MOST_INSERTIONS:]
        asked.insertions = [
            (f"{{answer:{inserting.code_for(one.question.key)}|}}", one.number, one.text or "…") for one in before
        ]


def _written(asked: Asked) -> dict:
    """The words that stand on the card, also those that could not be saved; nothing for a row."""
    if asked.card is None:
        return {}
    names = [name for name in ("neutral", "yes", "no") if name in asked.card.fields]
    return {
        "text": asked.card["text"].value() or "",
        "prompts": {name: asked.card[name].value() or "" for name in names},
    }


def _step(page: DraftPage, typed) -> MomentStep:
    """The first step of the next question: about the moment of the last one, until another is chosen."""
    chosen = page.asked[-1].question.touchpoint if page.asked else None
    if typed and typed.get(f"{PREFIX}-name"):
        return MomentStep(typed, moments=page.moments, chosen=chosen)
    return MomentStep(moments=page.moments, chosen=chosen)


def _checklist(problems: list, page: DraftPage) -> list[dict]:
    """Each problem with the question it is about: its number and its place on the page."""
    places = {one.question.pk: (one.number, one.question.key.hex) for one in page.asked}
    return [
        {"problem": problem, "number": number, "place": place}
        for problem in problems
        for number, place in [places.get(problem.where, (None, None))]
    ]
