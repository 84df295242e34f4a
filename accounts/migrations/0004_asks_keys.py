import secrets

from django.db import migrations


def give_keys(apps, schema_editor):
    """Each organisation there is gets the key of its page "is this mail really from us?"."""
    organisations = apps.get_model("accounts", "Organisation").objects.using(schema_editor.connection.alias)
    for pk in organisations.filter(asks_key="").values_list("pk", flat=True):
        organisations.filter(pk=pk).update(asks_key=secrets.token_hex(5))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_reaching_customers")]
    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop)]
