import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import migrations
from django.db.models import F
from django.utils import timezone

from common.casefolding import normalise_email

BATCH = 2000


def note_mailings_as_expanded(apps, schema_editor):
    mailings = apps.get_model("invitations", "Mailing").objects.using(schema_editor.connection.alias)
    mailings.filter(expanded_at__isnull=True).update(expanded_at=F("created_at"), reminder_after_days=0)


def note_contacts(apps, schema_editor):
    """The contact rule counts the mails of the last year, also those sent before there was a rule."""
    alias = schema_editor.connection.alias
    contacts = apps.get_model("invitations", "Contact").objects.using(alias)
    deliveries = apps.get_model("invitations", "EmailDelivery").objects.using(alias)
    recent = deliveries.filter(created_at__gte=timezone.now() - timedelta(days=365), contact__isnull=True)
    recent = recent.exclude(to_address="").exclude(state__in=["stopped", "failed"])
    last = 0
    columns = ("pk", "organisation_id", "organisation__suppression_salt", "to_address", "created_at")
    while rows := list(recent.filter(pk__gt=last).order_by("pk").values_list(*columns)[:BATCH]):
        last = rows[-1][0]
        contacts.bulk_create(
            [
                contacts.model(
                    organisation_id=organisation, address_hash=_hash(salt, address), kind="invitation", at=at, delivery_id=pk
                )
                for pk, organisation, salt, address, at in rows
            ]
        )


def _hash(salt, address):
    """As common.signing.keyed_hash made it when this migration was written."""
    key = f"{settings.LINK_KEY}:{salt}".encode()
    return hmac.new(key, normalise_email(address).encode(), hashlib.sha256).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("invitations", "0004_reaching_customers")]
    operations = [
        migrations.RunPython(note_mailings_as_expanded, migrations.RunPython.noop),
        migrations.RunPython(note_contacts, migrations.RunPython.noop),
    ]
