"""Taking the demo away: every demo organisation with all it owns, and the people who belong nowhere else."""

import logging
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError

from accounts import joining
from accounts.models import JoiningInvitation, Membership, Organisation, User
from common.models import Work
from common.preparing import DEMO_REMOVED
from insights.analysing import KIND as ANALYSE
from insights.applying import KIND as APPLY
from insights.reanalysing import KIND as ANALYSE_AGAIN
from insights.teaching import KIND as LEARN
from invitations.mailings.sending import EXPAND, SEND_MAIL
from invitations.models import EmailDelivery, Mailing
from responses.models import Response

logger = logging.getLogger(__name__)

WORK_ABOUT = {
    ANALYSE: Response,
    ANALYSE_AGAIN: Response,
    EXPAND: Mailing,
    SEND_MAIL: EmailDelivery,
    joining.WORK: JoiningInvitation,
}


@dataclass(frozen=True)
class Removed:
    organisations: int
    people: frozenset[int]  # who can no longer log in


def has_demo() -> bool:
    return Organisation.objects.filter(is_demo=True).exists()


@transaction.atomic
def remove(*, by: User) -> Removed:
    """Delete all demo organisations, synthetic ones too, and leave every real row as it is. Twice is once.

    Somebody of the demo who also belongs to a real organisation stays; the next start makes no demo again.
    """
    gone = list(Organisation.objects.select_for_update().filter(is_demo=True).values_list("pk", flat=True))
    people = _people_only_in(gone)
    for kind, model in WORK_ABOUT.items():
        about = model.objects.filter(organisation__in=gone)
        Work.objects.filter(kind=kind, object_id__in=about.values("pk")).delete()
    Work.objects.filter(kind__in=(LEARN, APPLY), object_id__in=gone).delete()
    for model in _owned_models():
        _delete_rows(model, gone)
    # All in one sweep each and without asking row by row: published versions refuse to be deleted singly, and the
    # constraints, which are deferred, see at the end that nothing is left behind.
    _sweep(Organisation.objects.filter(pk__in=gone))
    numbers = frozenset(user.pk for user in people)  # a deleted row forgets its own
    for user in people:
        _say_goodbye(user)
    transaction.on_commit(_leave_a_mark)
    logger.info("User %s removed the demo: %s organisations, %s people", by.pk, len(gone), len(people))
    return Removed(len(gone), numbers)


def _people_only_in(organisations: list[int]) -> list[User]:
    elsewhere = Membership.objects.exclude(organisation__in=organisations)
    members = User.objects.filter(memberships__organisation__in=organisations).exclude(memberships__in=elsewhere)
    return list(members.distinct().order_by("pk"))


def _owned_models() -> list[type[models.Model]]:
    """Every model whose rows belong to an organisation; the rooms furthest right first, so that parents go last."""
    return [
        model
        for model in apps.get_models()
        if any(field.name == "organisation" and field.related_model is Organisation for field in model._meta.fields)
    ]


def _delete_rows(model: type[models.Model], organisations: list[int]) -> None:
    for field in model._meta.local_many_to_many:
        links = field.remote_field.through._base_manager
        _sweep(links.filter(**{f"{field.m2m_field_name()}__organisation__in": organisations}))
    _sweep(model._base_manager.filter(organisation__in=organisations))


def _sweep(rows: models.QuerySet) -> None:
    rows._raw_delete(rows.db)


def _say_goodbye(user: User) -> None:
    """Delete the person; one whom a real organisation still names in its history keeps the name and loses the key."""
    try:
        with transaction.atomic():
            user.delete()
    except (ProtectedError, RestrictedError):
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])


def _leave_a_mark() -> None:
    (settings.VAR_DIR / DEMO_REMOVED).touch()
