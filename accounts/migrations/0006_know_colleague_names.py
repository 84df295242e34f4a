import re
import unicodedata

from django.db import migrations

NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # as accounts.naming had it when this was written
SHORTEST_NAME = 3


def know_names(apps, schema_editor):
    """The names of everybody who works here, and of those who have left and still have a log-in."""
    alias = schema_editor.connection.alias
    organisations = apps.get_model("accounts", "Organisation").objects.using(alias)
    members = apps.get_model("accounts", "Membership").objects.using(alias)
    events = apps.get_model("accounts", "AuditEvent").objects.using(alias).filter(verb="member.removed")
    users = apps.get_model("accounts", "User").objects.using(alias)
    for pk in organisations.order_by("pk").values_list("pk", flat=True):
        left = {detail.get("email", "") for detail in events.filter(organisation=pk).values_list("detail", flat=True)}
        here = members.filter(organisation=pk).order_by("pk").values_list("user__name", flat=True)
        names = [*here, *users.filter(email__in=left).order_by("pk").values_list("name", flat=True)]
        if words := dict.fromkeys(word for name in names for word in words_of(name)):
            organisations.filter(pk=pk).update(colleague_names="\n".join(words))


def words_of(name):
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return [word for word in NAME.findall(folded) if len(word) >= SHORTEST_NAME]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_colleague_names")]
    operations = [migrations.RunPython(know_names, migrations.RunPython.noop)]
