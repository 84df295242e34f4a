"""Fold the names of the surveys that are there, so that searching finds them too."""

from django.db import migrations

from common.casefolding import search_text


def fold(apps, schema_editor):
    surveys = apps.get_model("surveys", "Survey").objects.using(schema_editor.connection.alias)
    for survey in surveys.filter(search_text="").only("pk", "name").iterator(chunk_size=500):
        surveys.filter(pk=survey.pk).update(search_text=search_text(survey.name))


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_designing")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop, elidable=True)]
