"""What changes a task: each state is a resource, POST makes it so. Every one answers with the task's page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import manager_required, staff_required
from insights import improving, task_forms
from insights.improving import NotAllowed
from insights.views.looking_up import task_or_404
from insights.views.tasks import merging_form, task_page


def _press(request, task_id: int, verb, said: str):
    """A verb that needs nothing but the press."""
    task = task_or_404(request, task_id)
    try:
        verb(task, by=request.user)
    except NotAllowed as no:
        messages.warning(request, no.words)
    else:
        messages.success(request, said)
    return redirect(task)


def _tell(request, task_id: int, name: str, make_form, verb, said: str):
    """A verb with words: what was typed stands there again when it could not be done.

    Who comes back to that page by its address finds the task, and what was typed is gone.
    """
    task = task_or_404(request, task_id)
    if request.method != "POST":
        return redirect(task)
    form = make_form(request, task)
    if form.is_valid():
        try:
            verb(task, form)
        except NotAllowed as no:
            form.add_error(None, no.words)
        else:
            messages.success(request, said)
            return redirect(task)
    return task_page(request, task_or_404(request, task_id), status=422, **{name: form})


def _plain(form_class, prefix: str):
    return lambda request, task: form_class(request.POST, prefix=prefix)


@staff_required
@require_POST
def taking(request, task_id):
    return _press(request, task_id, improving.take, _("It is yours. Thank you for taking it."))


@staff_required
@require_POST
def handing_back(request, task_id):
    return _press(request, task_id, improving.hand_back, _("Handed back. It is free to take again."))


@staff_required
@require_POST
def opening(request, task_id):
    return _press(request, task_id, improving.open_task, _("It is free to take now."))


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, task_id):
    return _tell(
        request,
        task_id,
        "step_form",
        _plain(task_forms.StepForm, "step"),
        lambda task, form: improving.note_step(task, step=form.whole(), by=request.user),
        _("The smallest step is written down."),
    )


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request, task_id):
    return _tell(
        request,
        task_id,
        "trial_form",
        _plain(task_forms.TrialForm, "trial"),
        lambda task, form: improving.start_trying(task, by=request.user, **form.cleaned_data),
        _("Good luck. Tell what you did when you have tried it."),
    )


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def work_done(request, task_id):
    return _tell(
        request,
        task_id,
        "work_done_form",
        _plain(task_forms.WorkDoneForm, "work"),
        lambda task, form: improving.done(task, by=request.user, **form.cleaned_data),
        _("Well done. Now we look at what happens."),
    )


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request, task_id):
    return _tell(
        request,
        task_id,
        "closing_form",
        _plain(task_forms.ClosingForm, "closing"),
        lambda task, form: improving.close(task, by=request.user, **form.cleaned_data),
        _("Done, and we learned from it. Thank you."),
    )


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def rest(request, task_id):
    return _tell(
        request,
        task_id,
        "rest_form",
        _plain(task_forms.RestForm, "rest"),
        lambda task, form: improving.park(task, by=request.user, **form.cleaned_data),
        _("It rests until the day you chose."),
    )


@staff_required
@require_POST
def waking(request, task_id):
    return _press(request, task_id, improving.unpark, _("It is free to take now."))


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def declining(request, task_id):
    return _tell(
        request,
        task_id,
        "declining_form",
        _plain(task_forms.DecliningForm, "declining"),
        lambda task, form: improving.decline(task, by=request.user, **form.cleaned_data),
        _("Your reason stands here for everybody to read."),
    )


@staff_required
@require_POST
def agreeing(request, task_id):
    """A second person agrees with leaving it; the reason is the first one's."""
    if task_or_404(request, task_id).decline_asked_at is None:
        raise Http404
    return _press(request, task_id, improving.decline, _("The two of you agree. It is not taken further."))


@staff_required
@require_POST
def keeping(request, task_id):
    return _press(request, task_id, improving.keep, _("It stays, free to take."))


@staff_required
@require_POST
def reopening(request, task_id):
    return _press(request, task_id, improving.reopen, _("It is free to take again."))


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def merging(request, task_id):
    return _tell(
        request,
        task_id,
        "merging_form",
        lambda request, task: merging_form(request, task, request.POST),
        lambda task, form: improving.merge(task, into=form.target, by=request.user),
        _("Merged. The stories stand together now."),
    )
