"""The rows this reader may see: the organisation's, in the units of the membership. Everything else is 404."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from insights.models import Coding, ImprovementTask, Incident, Theme


def tasks_for(request):
    tasks = ImprovementTask.objects.for_organisation(request.organisation)
    return tasks.in_units(request.membership.visible_units())


def incidents_for(request):
    incidents = Incident.objects.for_organisation(request.organisation)
    return incidents.in_units(request.membership.visible_units())


def themes_for(request):
    """Names for other themes included. A member limited to units sees those with a story from there."""
    themes = Theme.objects.for_organisation(request.organisation)
    if request.membership.sees_everything:
        return themes
    return themes.filter(Exists(incidents_for(request).filter(theme=OuterRef("pk"))))


def theme_or_404(request, theme_id: int) -> Theme:
    return get_object_or_404(themes_for(request).select_related("merged_into", "named_by"), pk=theme_id)


def codings_for(request):
    codings = Coding.objects.for_organisation(request.organisation)
    return codings.filter(incident__unit__in=request.membership.visible_units())


def task_or_404(request, task_id: int) -> ImprovementTask:
    return get_object_or_404(tasks_for(request).with_headline(), pk=task_id)


def incident_or_404(request, incident_id: int) -> Incident:
    return get_object_or_404(incidents_for(request).with_words(), pk=incident_id)
