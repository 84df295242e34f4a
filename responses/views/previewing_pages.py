"""A longer survey in the preview: the same pages, one question each. What was answered travels in the form."""

from uuid import UUID

from responses import reading_forms, stepping
from responses.answer_values import SURVEY_CHANGED, Problem, kept, problems
from responses.opening import Opened
from responses.stepping import Saved
from responses.views.drawing import step_page
from responses.views.flowing import Posted
from responses.wishing import Wishes


def turn_over(request, opened: Opened, *, language: str, asked: UUID):
    """The page to draw; None once everything was answered and sent."""
    definition = opened.definition
    if request.method != "POST":
        step = stepping.next_step(definition, Saved())
        return step_page(request, opened, step, language=language, form_number=asked)
    posted = Posted.read(request.POST)
    saved = _carried(opened, posted, request.POST)
    pressed = posted.pressed(definition, request.POST)
    turn = stepping.press(definition, saved, pressed)
    look = {"language": language, "form_number": asked, "saved": turn.saved, "wishes": Wishes.read(request.POST)}
    if turn.stays:
        hidden = _to_carry(opened, saved, pressed.asked) + ([("retraces", 1)] if pressed.retraces else [])
        look |= {"hidden": hidden, "shown": pressed.value, "problems": turn.problems}
        return step_page(request, opened, turn.step, status=422 if turn.problems else 200, **look)
    if not turn.is_sent:
        key = turn.step.question.key if turn.step.question else None
        hidden = _to_carry(opened, turn.saved, key) + ([("retraces", 1)] if turn.shows else [])
        look |= {"hidden": hidden, "shown": turn.saved.of(key) if key else None}
        return step_page(request, opened, turn.step, **look)
    found = problems(definition, kept(definition, turn.saved.values))
    if not found and posted.form_number not in {None, asked}:
        found = [Problem("questions_changed", SURVEY_CHANGED)]
    if not found:
        return None
    here = stepping.step_of(definition, turn.saved, pressed.asked) or turn.step
    look |= {"hidden": _to_carry(opened, turn.saved, pressed.asked), "shown": pressed.value, "problems": found}
    status = 409 if found[0].rule == "questions_changed" else 422
    return step_page(request, opened, here, status=status, **look)


def _carried(opened: Opened, posted: Posted, form) -> Saved:
    """The pages before this one, as its hidden fields tell them."""
    seen = reading_forms.read_keys(form.get("passed", ""))
    values = (value for value in reading_forms.read(opened.definition, form) if value.key in seen - {posted.asked})
    return Saved(tuple(values), seen)


def _to_carry(opened: Opened, saved: Saved, here: UUID | None) -> list[tuple[str, object]]:
    carried = reading_forms.carried(opened.definition, saved.values, besides={here})
    return [("passed", " ".join(str(key) for key in saved.seen)), *carried]
