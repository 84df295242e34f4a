from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("responses", "0005_hidden_spans")]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="revision",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="response",
            name="hidden_words",
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
    ]
