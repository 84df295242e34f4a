"""How much of its tables a page reads, asked of the database itself: both say it in words of their own."""

import json
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

BIG_TABLES = {"responses_response", "responses_answer", "insights_incident", "insights_responseanalysis"}
LITTLE = 6_000  # rows of the 50,000: one place of twenty, read and sorted


def greedy_reads(client, address: str) -> list[str]:
    """What this page reads beyond measure from a big table, a line each; [] is what a list must give."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    big = [sql for sql in asked if any(f'"{table}"' in sql for table in BIG_TABLES)]
    assert big, f"{address} asked nothing of a big table; this test tests nothing"
    return [f"{address}: {line}" for sql in big for line in greed_of(sql)]


def greed_of(sql: str) -> list[str]:
    """The same of one statement."""
    return (_of_postgresql if connection.vendor == "postgresql" else _of_sqlite)(sql)


def _of_postgresql(sql: str) -> list[str]:
    """Tables of which one step really read many rows, those it threw away included."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        told = cursor.fetchone()[0]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return [line for step in _steps(plan) if (line := _greed(step))]


def _steps(plan: dict):
    yield plan
    for below in plan.get("Plans", []):
        yield from _steps(below)


def _greed(step: dict) -> str:
    if step.get("Relation Name") not in BIG_TABLES:
        return ""
    read = (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
    return f"{step['Node Type']} read {read} rows of {step['Relation Name']}" if read > LITTLE else ""


def _of_sqlite(sql: str) -> list[str]:
    """Big tables that are gone through from end to end: no index leads to the rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        lines = [row[-1] for row in cursor.fetchall()]
    names = {
        alias or table for table, alias in re.findall(r'(?:FROM|JOIN) "(\w+)"(?: (U\d+))?', sql) if table in BIG_TABLES
    }
    return [line for line in lines if line.startswith("SCAN ") and line.split()[1] in names]
