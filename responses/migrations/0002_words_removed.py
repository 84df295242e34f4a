from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def note_earlier_answers(apps, schema_editor) -> None:
    """Invitations answered before the column was there get the time of their answer."""
    Invitation, Response = apps.get_model("invitations", "Invitation"), apps.get_model("responses", "Response")
    answers = Response.objects.filter(invitation=OuterRef("pk"))
    Invitation.objects.filter(response__isnull=False).update(answered_at=Subquery(answers.values("submitted_at")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("invitations", "0003_answered_and_forgotten"),
        ("responses", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="words_removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("words_removed_at__isnull", True)),
                fields=["survey", "submitted_at"],
                name="response_with_words_by_age",
            ),
        ),
        migrations.RunPython(note_earlier_answers, migrations.RunPython.noop),
    ]
