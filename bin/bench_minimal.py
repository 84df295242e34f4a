"""The least a Django survey could be: one page, one SELECT and one INSERT an answer. bench.py measures Enmil beside it.

It runs under the same gunicorn on the same kind of database, so what differs is what Enmil does more.
"""

import os
import secrets
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpResponse
from django.urls import path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import dj_database_url  # noqa: E402  # from the requirements, as in config/settings.py

SQLITE = {"transaction_mode": "IMMEDIATE", "timeout": 20}
SQLITE["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
PAGE = '<!doctype html><title>Minimal</title><form method="post"><input type="hidden" name="n" value="1"></form>'


def configure() -> None:
    database = dj_database_url.parse(os.environ["MINIMAL_DATABASE_URL"], conn_max_age=60, conn_health_checks=True)
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = SQLITE
    settings.configure(
        SECRET_KEY=secrets.token_hex(32),
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": database},
        USE_TZ=True,
    )
    django.setup()


configure()


class Minimal(models.Model):
    token = models.CharField(max_length=40, db_index=True)
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "minimal"
        db_table = "bench_minimal"

    def __str__(self) -> str:
        return self.token


def page(request, token: str) -> HttpResponse:
    if request.method == "POST":
        if Minimal.objects.filter(token=token).exists():
            return HttpResponse(status=409)
        Minimal.objects.create(token=token, words=request.POST.get("words", ""))
        return HttpResponse(status=303, headers={"Location": "./thanks/"})
    return HttpResponse(PAGE)


def make_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Minimal)


def drop_table() -> None:
    with connection.schema_editor() as editor:
        editor.delete_model(Minimal)


urlpatterns = [path("<str:token>/", page)]

if __name__ == "__main__":
    {"make": make_table, "drop": drop_table}[sys.argv[1]]()
else:
    application = get_wsgi_application()
