from django.db import migrations, models

from common.casefolding import search_text


def fold(apps, schema_editor):
    """Customers of before the column are found by their names too."""
    Customer = apps.get_model("invitations", "Customer")
    for customer in Customer.objects.filter(search_text="").iterator():
        customer.search_text = search_text(customer.email, customer.name)[:400]
        customer.save(update_fields=["search_text"])


class Migration(migrations.Migration):

    dependencies = [
        ("invitations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="search_text",
            field=models.CharField(blank=True, default="", editable=False, max_length=400),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
