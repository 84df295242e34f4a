from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invitations", "0002_customer_search_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="answered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="forgotten_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                condition=models.Q(("forgotten_at__isnull", True)),
                fields=["created_at"],
                name="invitation_to_forget_by_age",
            ),
        ),
    ]
