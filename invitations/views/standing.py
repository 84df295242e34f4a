"""Standing sends: the list of them, and what one of them will send, holds back and has sent."""

from datetime import date, timedelta

from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from accounts.access import manager_required
from common import clock
from invitations import paging, seeing
from invitations.mailings import forecasting, keeping_standing, resting, standing, standing_words, telling, watching
from invitations.models import Customer, EmailDelivery, Mailing, StandingSend
from surveys.seeing import changeable_by, visible_to

PAGE_SIZE = 20
SHOWN_MAILINGS = 5
SHOWN_PEOPLE = 10


@manager_required
@require_safe
def standing_sends(request):
    """Those of the whole organisation."""
    return _list(request, seeing.standing_sends_of(request.membership), may_start=True)


@manager_required
@require_safe
def survey_standing_sends(request, survey_id: int):
    survey = get_object_or_404(visible_to(request.membership), pk=survey_id)
    rows = seeing.standing_sends_of(request.membership).filter(survey=survey)
    may_start = changeable_by(request.membership).filter(pk=survey.pk).exists()
    return _list(request, rows, survey=survey, may_start=may_start)


@manager_required
@require_safe
def standing_send(request, standing_id: int):
    one = _one(request, standing_id)
    day, show = _day(request, one), "held" if request.GET.get("show") == "held" else "asked"
    told, latest = forecasting.forecast(one, day), forecasting.last_use(one)
    context = {
        "standing": one,
        "state": standing_words.state(one),
        "whom": standing_words.whom(one),
        "when": standing_words.when(one),
        "told": told,
        "is_quiet": told.goes_at != max(told.moment, clock.now()) and not told.rests,
        "day_words": standing_words.day(one, day),
        "days": [(that, standing_words.day(one, that), that == day) for that in _days(one)],
        "show": show,
        "page": _people(request, one, told, show),
        "last_use": latest,
        "is_silent": forecasting.is_list_silent(one, latest),
        "mailings": _counted(one, list(_mailings(one)[:SHOWN_MAILINGS]), request),
    }
    return render(request, "invitations/standing_send.html", context)


@manager_required
@require_safe
def standing_mailings(request, standing_id: int):
    """Every mailing it has made, the newest first."""
    one = _one(request, standing_id)
    page = paging.newest_first(_mailings(one), request, size=PAGE_SIZE)
    context = {"standing": one, "page": page, "mailings": _counted(one, page.rows, request)}
    return render(request, "invitations/standing_mailings.html", context)


@manager_required
@require_POST
def standing_pause(request, standing_id: int):
    return _done(keeping_standing.pause(_one(request, standing_id), by=request.user))


@manager_required
@require_POST
def standing_going_on(request, standing_id: int):
    return _done(keeping_standing.go_on(_one(request, standing_id), by=request.user))


@manager_required
@require_POST
def standing_end(request, standing_id: int):
    return _done(keeping_standing.end(_one(request, standing_id), by=request.user))


def _done(one: StandingSend):
    return redirect("invitations:standing_send", one.pk)


def _one(request, standing_id: int) -> StandingSend:
    rows = seeing.standing_sends_of(request.membership)
    related = ("organisation", "unit", "survey__organisation", "created_by")
    return get_object_or_404(rows.select_related(*related), pk=standing_id)


def _list(request, rows, **context):
    rows = rows.select_related("organisation", "unit", "survey__organisation")
    page = paging.newest_first(rows, request, size=PAGE_SIZE)
    mailings = Mailing.objects.for_organisation(request.organisation)
    sent = mailings.filter(standing__in=[one.pk for one in page.rows]).order_by()
    last = dict(sent.values_list("standing").annotate(Max("standing_day")))
    for one in page.rows:
        one.state, one.when = standing_words.state(one), standing_words.when(one)
        one.last_day = last.get(one.pk)
    return render(request, "invitations/standing_sends.html", {"page": page, **context})


def _days(one: StandingSend) -> list[date]:
    today = standing.day_at(one.organisation, clock.now())
    return [today + timedelta(days=ahead) for ahead in range(forecasting.DAYS_AHEAD + 1)]


def _day(request, one: StandingSend) -> date:
    """The day the address asks for, within the week; else today before its hour, and tomorrow after it."""
    days, now = _days(one), clock.now()
    usual = days[0] if standing.moment_of(one, days[0]) > now and not standing.mailing_of(one, days[0]) else days[1]
    try:
        wanted = parse_date(request.GET.get("day", ""))
    except ValueError:
        wanted = None
    return wanted if wanted in days else usual


def _people(request, one: StandingSend, told: forecasting.Forecast, show: str) -> paging.Page:
    wanted = told.held if show == "held" else told.asked
    rows = Customer.objects.for_organisation(one.organisation).filter(pk__in=list(wanted)).select_related("unit")
    page = paging.newest_first(rows, request, size=SHOWN_PEOPLE)
    if show == "held":
        for customer in page.rows:
            customer.words = resting.words_for(told.held[customer.pk], zone=one.organisation.zone)
    return page


def _mailings(one: StandingSend):
    rows = Mailing.objects.for_organisation(one.organisation).filter(standing=one)
    return rows.defer("recipients").order_by("-pk")  # perhaps thousands of numbers each


def _counted(one: StandingSend, mailings: list[Mailing], request) -> list[Mailing]:
    """The same rows with what became of them: asked, spared, waiting, answered, come back.

    How many answered is None where it is not to be told (invitations.mailings.telling).
    """
    watching.with_counts(mailings, by=request.membership)
    asked = seeing.invitations_of(request.membership).filter(mailing__in=[one.pk for one in mailings]).order_by()
    of_invitation = Q(deliveries__kind=EmailDelivery.Kind.INVITATION)
    bounced = of_invitation & Q(deliveries__state=EmailDelivery.State.BOUNCED)
    counts = {
        row["mailing"]: row
        for row in asked.values("mailing").annotate(
            answered=Count("pk", filter=Q(answered_at__isnull=False), distinct=True),
            bounced=Count("pk", filter=bounced, distinct=True),
        )
    }
    telling_ones = telling.that_tell(mailings, one.survey, by=request.membership)
    for mailing in mailings:
        counted = counts.get(mailing.pk, {})
        mailing.answered_count = counted.get("answered", 0) if mailing.pk in telling_ones else None
        mailing.bounced_count = counted.get("bounced", 0)
    return mailings
