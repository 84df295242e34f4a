"""The rows this reader may see: the organisation's, in the units of the membership. Everything else is 404."""

from django.shortcuts import get_object_or_404

from insights.models import ImprovementTask, Incident


def tasks_for(request):
    tasks = ImprovementTask.objects.for_organisation(request.organisation)
    return tasks.in_units(request.membership.visible_units())


def incidents_for(request):
    incidents = Incident.objects.for_organisation(request.organisation)
    return incidents.in_units(request.membership.visible_units())


def task_or_404(request, task_id: int) -> ImprovementTask:
    return get_object_or_404(tasks_for(request).with_headline(), pk=task_id)


def incident_or_404(request, incident_id: int) -> Incident:
    return get_object_or_404(incidents_for(request).with_words(), pk=incident_id)
