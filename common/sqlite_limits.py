"""How many values one statement may carry on SQLite: as many as the library at hand takes.

Django 5.2 counts on 999, the limit of versions before 3.32, and cuts rows that are stored together into more statements
the more there are.
"""

import sqlite3

from django.db.backends.signals import connection_created
from django.dispatch import receiver


@receiver(connection_created)
def ask_the_library(sender, connection, **kwargs) -> None:
    if connection.vendor == "sqlite":
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = limit
