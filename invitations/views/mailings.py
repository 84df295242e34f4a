"""Mailings: the list of them, and how far one has come."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import manager_required
from invitations import paging, seeing
from invitations.forms.mailings import SendingTime
from invitations.mailings import choosing, recipients, resting, sparing_words, telling, waits, watching
from invitations.models import EmailDelivery, Mailing
from surveys.models import Survey
from surveys.seeing import changeable_by, visible_to

PAGE_SIZE = 20
SPARED, ANSWERED = "spared", "answered"
State = EmailDelivery.State
STATES = (State.WAITING, State.OUTBOX, State.SENT, State.BOUNCED, State.STOPPED, State.FAILED)


@manager_required
@require_safe
def mailings(request):
    """Those of the whole organisation."""
    spared = watching.spared_lately(request.membership)
    context = {
        "spared_lately": sparing_words.people(spared.total()) if spared else "",
        "reasons": sparing_words.reasons(spared, request.organisation),
    }
    return _list(request, seeing.mailings_of(request.membership), **context)


@manager_required
@require_safe
def mailings_of_survey(request, survey_id: int):
    survey = get_object_or_404(visible_to(request.membership), pk=survey_id)
    is_theirs = changeable_by(request.membership).filter(pk=survey.pk).exists()
    rows = seeing.mailings_of(request.membership).filter(survey=survey)
    return _list(request, rows, survey=survey, may_change=is_theirs)


def _list(request, rows, **context):
    rows = rows.select_related("survey", "standing", "created_by").defer("recipients")  # perhaps thousands of numbers
    page = paging.newest_first(rows, request, size=PAGE_SIZE)
    watching.with_counts(page.rows, by=request.membership)
    return render(request, "invitations/mailings.html", {"page": page, **context})


@manager_required
@require_safe
def mailing(request, mailing_id: int):
    row = get_object_or_404(_with_all(seeing.mailings_of(request.membership)), pk=mailing_id)
    return page_of(request, row)


def _with_all(rows):
    return rows.select_related("organisation", "survey__organisation", "created_by", "standing")


def page_of(request, row: Mailing, *, time_form: SendingTime | None = None, status: int = 200):
    """The page of one mailing, or the part of it that follows along."""
    progress = watching.progress(row, by=request.membership)
    state = _state(request, row)
    may_steer = changeable_by(request.membership).filter(pk=row.survey_id).exists()
    if may_steer and time_form is None and row.state == Mailing.State.SCHEDULED:
        time_form = SendingTime(initial={"moment": row.scheduled_at}, survey=row.survey)
    context = {
        "mailing": row,
        "progress": progress,
        "state": state,
        "states": _filters(progress, row),
        "goes_at": row.scheduled_at and choosing.when_words(row.scheduled_at, row.organisation),
        "described": recipients.described(row.organisation, row.recipients),
        "shows_who_answered": _is_named(row),
        "tells_answered": progress.has_answers and telling.tells_answers(row, by=request.membership),
        "may_steer": may_steer,
        "time_form": time_form if may_steer else None,
        "page": _rows(request, row, state),
    }
    template = "invitations/mailing.html"
    return render(request, f"{template}#progress" if request.htmx else template, context, status=status)


def _is_named(row: Mailing) -> bool:
    """Whether customers were told that it is seen who answers."""
    return row.survey.anonymity == Survey.Anonymity.NAMED


def _state(request, row: Mailing) -> str:
    """The state the list is narrowed to; empty for all."""
    known = {*STATES, SPARED, *([ANSWERED] if _is_named(row) else [])}
    asked = request.GET.get("state", "")
    return asked if asked in known else ""


def _filters(progress: watching.Progress, row: Mailing) -> list[tuple[str, int]]:
    """The states that hold somebody, and how many."""
    found = [(state.value, progress.states[state]) for state in STATES]
    found.append((SPARED, progress.spared_count))
    if _is_named(row):
        found.append((ANSWERED, progress.answered))
    return [(state, count) for state, count in found if count]


def _rows(request, row: Mailing, state: str) -> paging.Page:
    if state == SPARED:
        spared = seeing.spared_of(request.membership).filter(mailing=row).select_related("customer")
        page = paging.newest_first(spared, request)
        for one in page.rows:
            one.words = resting.words_for(one, zone=row.organisation.zone)
        return page
    mails = seeing.deliveries_of(request.membership).filter(invitation__mailing=row, kind=EmailDelivery.Kind.INVITATION)
    if state == ANSWERED:
        mails = mails.filter(invitation__answered_at__isnull=False)
    elif state:
        mails = mails.filter(state=state)
    page = paging.newest_first(mails.select_related("invitation__customer"), request)
    waits.tell(page.rows)
    if _is_named(row):
        _with_reminders(request, page.rows)
    return page


def _with_reminders(request, mails: list[EmailDelivery]) -> None:
    """The same mails with `reminder_state`: what became of the reminder, empty where there is none."""
    reminders = seeing.mails_by_name_of(request.membership).filter(
        kind=EmailDelivery.Kind.REMINDER, invitation__in=[mail.invitation_id for mail in mails]
    )
    states = dict(reminders.values_list("invitation_id", "state"))
    for mail in mails:
        mail.reminder_state = states.get(mail.invitation_id, "")
