"""What the builder's page shows: the whole of it, the form alone for htmx, or one question."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import replace_url

from surveys import coaching, estimating, inserting, kind_words, publishing, saying_conditions
from surveys.builder.draft_page import Asked, DraftPage
from surveys.builder.moment_step import PREFIX, MomentStep
from surveys.builder.wishes import Outcome
from surveys.drafts import undoing
from surveys.readiness import Problem

SCRIPTS = [
    "sortable",
    "copy",
    *(f"builder-{name}" for name in ("saving", "swaps", "keys", "insert", "preview", "told")),
]
MOST_INSERTIONS = 12  # earlier questions in the menu of things to insert, the nearest ones
MOST_LISTED = 6  # things to do before publishing; whatever stands in the way is listed always
# What leads nowhere is told at the question at once; texts that are not written yet wait until somebody asks.
AT_ONCE = {"reference_gone", "reference_forward", "unreachable_question", "empty_insertion"}


def show(
    request,
    page: DraftPage,
    *,
    step: MomentStep | None = None,
    outcome: Outcome | None = None,
    typed_moment=None,
    refusal: dict | None = None,
    status: int = 200,
    is_published: bool = False,
) -> HttpResponse:
    """The page, opened at the control the outcome names.

    `typed_moment` holds the words of a moment being named; `refusal` the `name` of a reason for keeping a question
    that is not enough, and `words` that say why.
    """
    outcome = outcome or Outcome()
    page.go_on_at(outcome.at)
    for asked in page.asked:
        _dress(request, asked, page)
    first_kinds, more_kinds = kind_words.shown()
    context = _told(request, page) | {
        "scripts": [f"js/{name}.js" for name in SCRIPTS],
        "is_published": is_published,
        "first_kinds": first_kinds,
        "more_kinds": more_kinds,
        "step": step or _step(page, typed_moment),
        "outcome": outcome,
        "refusal": refusal,
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


def show_told(request, page: DraftPage) -> HttpResponse:
    """What the page says of the draft outside its fields, to be put in place while somebody goes on writing."""
    return render(request, "surveys/build_told.html", _told(request, page))


def show_card(request, page: DraftPage, key: str, *, is_open: bool) -> HttpResponse:
    asked = next(one for one in page.asked if one.question.key.hex == key)
    asked.card = page.card(asked.question) if is_open else None
    at = f"q-{key}-open"
    if asked.card:
        at = ""
        if (chosen := request.GET.get(f"q-{key}-if_question")) is not None:
            asked.card.choose_condition(chosen)
        asked.card.fields["text"].widget.attrs["autofocus"] = True
    _tell(request, asked, page, publishing.problems(page.draft))
    _dress(request, asked, page)
    return render(request, "surveys/question_card.html", _context(request, page) | {"asked": asked, "at": at})


def _context(request, page: DraftPage) -> dict:
    return {"page": page, "survey": page.survey, "main": page.main, "language": page.language}


def _told(request, page: DraftPage) -> dict:
    """The page's questions with all that is said of them, and what is left to do before publishing."""
    problems = publishing.problems(page.draft)
    for asked in page.asked:
        _tell(request, asked, page, problems)
    return _context(request, page) | {
        "own_problems": _in_place(request, problems, None),
        "checklist": _checklist(problems, page),
        "minutes": estimating.minutes_to_answer(page.draft, [asked.question for asked in page.asked]),
    }


def _in_place(request, problems: list[Problem], where: int | None) -> list[Problem]:
    """The problems to tell at a question, or of the survey itself: all of them once somebody wants to publish."""
    here = [one for one in problems if one.where == where]
    return here if "check" in request.GET else [one for one in here if one.code in AT_ONCE]


def _tell(request, asked: Asked, page: DraftPage, problems: list[Problem]) -> None:
    """What is said of a question as it is stored."""
    asked.problems = _in_place(request, problems, asked.question.pk)
    everyone = [one.question for one in page.asked]
    asked.condition = saying_conditions.in_words(asked.question, everyone, language=page.language)
    asked.named = page.everyone[asked.question.key.hex].named(page.language, page.main)


def _dress(request, asked: Asked, page: DraftPage) -> None:
    """What a question's card and row need beside its form."""
    asked.icon = kind_words.ICONS[asked.question.kind]
    asked.notes = coaching.notes_of(
        asked.question, page.language, typed=request.POST, has_privacy=request.membership.privacy, **_written(asked)
    )
    if asked.card:
        before = [one for one in page.asked if one.number < asked.number][-MOST_INSERTIONS:]
        asked.insertions = [
            (f"{{answer:{inserting.code_for(one.question.key)}|}}", one.number, one.text or "…", one.question.key.hex)
            for one in before
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


def _checklist(problems: list[Problem], page: DraftPage) -> dict:
    """What to do before publishing, what stands in the way first: each with its question's number and place."""
    places = {one.question.pk: (one.number, one.question.key.hex) for one in page.asked}
    items = [
        {"problem": problem, "number": number, "place": place}
        for problem in sorted(problems, key=lambda problem: not problem.blocks)
        for number, place in [places.get(problem.where, (None, None))]
    ]
    shown = max(MOST_LISTED, sum(problem.blocks for problem in problems))
    return {"shown": items[:shown], "more": len(items[shown:])}
