"""One mail about one invitation. It keeps no text: it is rendered when it is sent or looked at."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.owned import OwnedQuerySet, OwnedRow
from invitations.models.invitation import Invitation


class EmailDeliveryQuerySet(OwnedQuerySet):
    def waiting(self) -> "EmailDeliveryQuerySet":
        return self.filter(state=EmailDelivery.State.WAITING)

    def in_outbox(self) -> "EmailDeliveryQuerySet":
        """Those a mail server could still send."""
        return self.filter(state=EmailDelivery.State.OUTBOX).exclude(to_address="")


class EmailDelivery(OwnedRow):
    class Kind(models.TextChoices):
        INVITATION = "invitation"
        REMINDER = "reminder"  # one at most

    class State(models.TextChoices):
        WAITING = "waiting"  # for the worker
        OUTBOX = "outbox"  # no mail server yet: to be read on screen
        SENT = "sent"
        STOPPED = "stopped"  # the customer asked us to stop before it went
        FAILED = "failed"
        BOUNCED = "bounced"  # it went, and came back

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.INVITATION)
    to_address = models.EmailField()  # empty once the key is deleted
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    ambiguous_ends = models.PositiveSmallIntegerField(default=0)  # the server took the text, then went silent
    created_at = models.DateTimeField()
    send_after = models.DateTimeField(null=True, blank=True)  # not before the use is so long ago, or quiet hours end
    sent_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    provider_message_id = models.CharField(max_length=200, blank=True, db_default="")
    error = models.TextField(blank=True)

    objects = EmailDeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "kind"], name="mail_once_a_kind"),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_has_a_time"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="mail_newest_first"),
            models.Index(fields=["organisation", "state"], name="mail_by_state"),
            models.Index(fields=["state", "sent_at"], name="mail_sent_by_time"),
            models.Index(
                fields=["provider_message_id"],
                condition=~Q(provider_message_id=""),
                name="mail_by_provider_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to_address}"
