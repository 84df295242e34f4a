"""What this room does when answers lose their words or get new keys: both in the transaction of the sender."""

from collections.abc import Collection

from django.db.models import OuterRef, Q, Subquery

from common import clock
from insights import ranking, teaching
from insights.models import ImprovementTask, Incident
from responses.models import Answer


def remove_incidents(*, response_ids: Collection[int], **_told) -> None:
    """Incidents are spans of words, so they go with them. Tasks stay; the living ones are ranked without them."""
    incidents = Incident.objects.filter(answer__response__in=response_ids)
    found = dict(incidents.values_list("pk", "task_id"))
    if not found:
        return
    taught = set(incidents.filter(settled_at__isnull=False).values_list("organisation_id", flat=True))
    held = Q(pk__in=set(found.values()) - {None}) | Q(headline__in=found)
    # Locked in the order of their ids, as everywhere: removing a headline writes to its task.
    tasks = list(ImprovementTask.objects.select_for_update(of=("self",)).filter(held).order_by("id"))
    incidents.delete()
    ranking.rescore([task.pk for task in tasks if not task.is_ended], now=clock.now())
    for organisation_id in taught:
        teaching.learn_soon(organisation_id)  # the sorting forgets the words too


def follow_keys(*, response_ids: Collection[int], **_told) -> None:
    """An incident knows who told it by the key of its response, whatever that is now."""
    key = Answer.objects.filter(pk=OuterRef("answer_id")).values("response__respondent_key")
    Incident.objects.filter(answer__response__in=response_ids).update(respondent_key=Subquery(key[:1]))
