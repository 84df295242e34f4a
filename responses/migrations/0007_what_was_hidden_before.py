import re

from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

AT_ONCE = 500


def note_what_was_read(apps, schema_editor):
    """Whoever has read a response has read the words as they stand: those of changed answers were forgotten."""
    alias = schema_editor.connection.alias
    responses = apps.get_model("responses", "Response").objects.using(alias)
    revision = responses.filter(pk=OuterRef("response_id")).values("revision")[:1]
    apps.get_model("responses", "Reading").objects.using(alias).filter(response__revision__gt=1).update(
        revision=Subquery(revision)
    )


def note_what_was_hidden(apps, schema_editor):
    """What stands at the places hidden by hand is kept as words, so that it is hidden after a change too."""
    alias = schema_editor.connection.alias
    responses = apps.get_model("responses", "Response").objects.using(alias)
    spans = apps.get_model("responses", "HiddenSpan").objects.using(alias)
    spans.exclude(revision=F("answer__response__revision")).delete()
    spans.filter(answer__response__words_removed_at__isnull=False).delete()
    last = 0
    hidden = spans.order_by("answer__response").values_list("answer__response", flat=True).distinct()
    while page := list(hidden.filter(answer__response__gt=last)[:AT_ONCE]):
        for pk in page:
            responses.filter(pk=pk).update(hidden_words=words_of(spans.filter(answer__response=pk)))
        last = page[-1]


def words_of(spans) -> list[dict]:
    found = {}
    for span in spans.select_related("answer").order_by("pk"):
        written = span.answer.value_text or span.answer.motivation
        if words := " ".join(written[span.start : span.end].split()):
            words = re.sub(r"['’]?s$", "", words) if span.kind == "name" and len(words) > 3 else words
            entry = {"words": words, "kind": span.kind, "by": span.hidden_by_id, "at": span.hidden_at.isoformat()}
            found.setdefault(words.casefold(), entry | {"revision": span.revision})
    return list(found.values())


def search_anew(apps, schema_editor):
    """Searching finds no colleague's name in older answers either: left to the worker."""
    alias, now = schema_editor.connection.alias, timezone.now()
    organisations = apps.get_model("accounts", "Organisation").objects.using(alias)
    Work = apps.get_model("common", "Work")
    Work.objects.using(alias).bulk_create(
        [
            Work(kind="hide names", object_id=pk, revision=1, created_at=now, due=now)
            for pk in organisations.exclude(colleague_names="").order_by("pk").values_list("pk", flat=True)
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_know_colleague_names"),
        ("common", "0001_initial"),
        ("responses", "0006_keep_hidden_words"),
    ]

    operations = [
        migrations.RunPython(note_what_was_read, migrations.RunPython.noop),
        migrations.RunPython(note_what_was_hidden, migrations.RunPython.noop),
        migrations.RunPython(search_anew, migrations.RunPython.noop),
    ]
