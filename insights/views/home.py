"""The start page: what happened to customers lately, in their own words, and what is free to take."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import staff_required
from insights import looking_through
from insights.engine import TREATMENT_GROUP
from insights.headlines import card
from insights.models import Incident
from insights.quoting import Quote, quote
from insights.views.looking_up import incidents_for, tasks_for
from responses import reading
from surveys.models import Survey

MANY = 100  # to look through: beyond it nobody asks how many
STORIES, FREE, MINE, THANKS = 12, 4, 5, 3
LOOKED_THROUGH = 36  # incidents, to find that many stories: one answer may tell of several


@staff_required
@require_safe
def home(request):
    incidents = incidents_for(request).standing()
    tasks = tasks_for(request).with_headline()
    stories = _one_an_answer(incidents.negative().with_words().newest_first()[:LOOKED_THROUGH])
    thanks = incidents.positive().filter(passed_on_at__isnull=True).with_words().newest_first()[:THANKS]
    context = {
        "stories": stories,
        "free": [card(task) for task in tasks.free().by_priority()[:FREE]],
        "mine": [card(task) for task in tasks.owned_by(request.user).order_by("taken_at")[:MINE]],
        "thanks": [quote(one) for one in thanks],
        "to_review": looking_through.waiting(incidents).newest_first()[:MANY].count(),
        "many": MANY,
    }
    if not stories:
        context["has_answers"] = reading.visible_to(request.membership).exists()
        context["has_surveys"] = Survey.objects.for_organisation(request.organisation).exists()
    return render(request, "insights/home.html", context)


def _one_an_answer(incidents) -> list[Quote]:
    """The gravest incident of each answer, in the given order, with how many more that answer tells."""
    told: dict[int, list[Incident]] = {}
    for incident in incidents:
        told.setdefault(incident.answer.response_id, []).append(incident)
    return [quote(max(some, key=_gravity), more=len(some) - 1) for some in list(told.values())[:STORIES]]


def _gravity(incident: Incident) -> tuple:
    """Danger first, then what meant most, then how people were met, then what was told first."""
    is_danger, is_treatment = incident.category == "safety", incident.category in TREATMENT_GROUP
    return is_danger, incident.severity or 0, is_treatment, -incident.pk
