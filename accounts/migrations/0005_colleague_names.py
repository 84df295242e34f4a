from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_asks_keys")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="colleague_names",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
    ]
