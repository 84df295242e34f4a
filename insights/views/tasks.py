"""The list of improvements, and one of them."""

from django.core.paginator import Paginator
from django.forms import Form
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import staff_required
from common import clock
from insights import categories, explaining, headlines, improving, quoting, ranking, telling
from insights.models import ImprovementTask
from insights.models.improvement_task import State
from insights.task_forms import (
    ClosingForm,
    DecliningForm,
    MergingForm,
    RestForm,
    StepForm,
    TaskFilter,
    TrialForm,
    WorkDoneForm,
)
from insights.views.looking_up import incidents_for, task_or_404, tasks_for

TASKS_A_PAGE = 24
QUOTES_A_PAGE = 20


@staff_required
@require_safe
def tasks(request):
    chooser = TaskFilter(request.GET, units=request.membership.visible_units(), auto_id="filter-%s")
    chosen = chooser.chosen(tasks_for(request), by=request.user).with_headline().by_priority()
    page = Paginator(chosen, TASKS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "chooser": chooser,
        "page": page,
        "cards": [headlines.card(task) for task in page],
        "clear_url": reverse("insights:tasks") if chooser.is_used else "",
        **neighbours(request, page),
    }
    return render(request, "insights/tasks.html", context)


@staff_required
@require_safe
def task(request, task_id):
    return task_page(request, task_or_404(request, task_id))


def task_page(request, task: ImprovementTask, *, status: int = 200, **given: Form):
    """The page of one task; a form given by name stands there instead of an empty one, with what was typed.

    Where the task has moved on and the form has no place any longer, its words stand on the page to be copied.
    """
    now = clock.now()
    is_mine = task.is_in_hands and task.owner_id == request.user.pk
    offered = _offered(request, task, is_mine=is_mine)
    told = incidents_for(request).filter(task=task).standing().negative()
    told = told.with_words().order_by("-severity", "-happened_at", "id")
    page = Paginator(told, QUOTES_A_PAGE).get_page(request.GET.get("page"))
    category = categories.label(task.theme.category)
    context = {
        "task": task,
        "card": headlines.card(task),
        "category": categories.name_of(task.theme),
        "theme_url": reverse("insights:theme", args=[task.theme_id]),
        "is_mine": is_mine,
        "may_free": request.membership.is_manager and improving.owner_has_left(task),
        "why_here": explaining.why_here(ranking.standing_of(task, now=now), category_name=category),
        "places": [task.unit, *task.extra_units.order_by("name").exclude(pk=task.unit_id)],
        "quotes": [quoting.quote(incident) for incident in page],
        "page": page,
        "history": telling.history(task),
        "asked_to_decline": task.decline_asked_by if task.state != State.DECLINED else None,
        **neighbours(request, page),
        "homeless": [form for name, form in given.items() if name not in offered],
        **offered,
        **{name: form for name, form in given.items() if name in offered},
    }
    return render(request, "insights/task.html", context, status=status)


def _offered(request, task: ImprovementTask, *, is_mine: bool) -> dict[str, Form]:
    """The forms this reader can use in this state."""
    forms = {}
    if is_mine and task.state == State.MEASURING:
        forms["closing_form"] = ClosingForm(prefix="closing")
    elif is_mine:
        forms["step_form"] = StepForm(prefix="step", initial=StepForm.parts(task.smallest_step))
        forms["work_done_form"] = WorkDoneForm(prefix="work", initial={"what_we_did": task.what_we_did})
        if task.state == State.TAKEN:
            forms["trial_form"] = TrialForm(prefix="trial", initial={"hypothesis": task.hypothesis})
    if not (task.is_free or task.state == State.PARKED):
        return forms
    if task.decline_asked_at is None:
        forms["declining_form"] = DecliningForm(prefix="declining")
    if request.membership.is_manager:
        if task.is_free:
            forms["rest_form"] = RestForm(prefix="rest")
        if (merging := merging_form(request, task)).tasks:
            forms["merging_form"] = merging
    return forms


def merging_form(request, task: ImprovementTask, data=None) -> MergingForm:
    return MergingForm(data, prefix="merging", task=task, tasks=tasks_for(request))


def neighbours(request, page) -> dict[str, str]:
    """Addresses of the pages beside this one, with the filter kept; empty at the ends."""

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = number
        return f"{request.path}?{query.urlencode()}"

    return {
        "previous_url": address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(page.next_page_number()) if page.has_next() else "",
    }
