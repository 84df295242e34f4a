"""A moment on the customer's way. Every organisation has a default one: the whole visit."""

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.owned import OwnedQuerySet, OwnedRow
from surveys.texts import in_language


class Touchpoint(OwnedRow):
    class Step(models.TextChoices):
        BEFORE = "before", _("Before")
        USE = "use", pgettext_lazy("step on the customer's way", "Use")
        AFTER = "after", _("After")

    names = models.JSONField(default=dict)
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.USE)
    customer_need = models.JSONField(default=dict, blank=True)
    we_want_it_to_feel = models.JSONField(default=dict, blank=True, db_default=Value({}, models.JSONField()))
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    is_default = models.BooleanField(default=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(is_default=True), name="touchpoint_one_default"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language."""
        if self.is_default:
            return str(_("The whole visit"))
        return in_language(self.names, get_language() or "en")

    @property
    def need(self) -> str:
        """What the customer needs then, in the reader's language."""
        return in_language(self.customer_need, get_language() or "en")

    @property
    def feel(self) -> str:
        """How we want it to feel, in the reader's language."""
        return in_language(self.we_want_it_to_feel, get_language() or "en")
