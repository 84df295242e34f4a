"""What was decided, by whom and when. Events are added, never changed but by `auditing.reword`."""

from django.conf import settings
from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow


class AuditEventQuerySet(OwnedQuerySet):
    def about(self, thing: models.Model) -> "AuditEventQuerySet":
        return self.filter(object_type=thing._meta.label_lower, object_id=thing.pk)


class AuditEvent(OwnedRow):
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=60)  # "survey.published"
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    detail = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "object_type", "object_id", "at"], name="audit_of_object")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}"
