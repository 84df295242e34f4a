"""What a mail program's scanner does with a mail: it looks at every link in it, in every way but pressing a button."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from urllib.parse import urlsplit

from django.core.mail import EmailMultiAlternatives
from django.db import connection, connections
from django.test import Client

TIMES, AT_ONCE = 3, 8


def links_in(mail: EmailMultiAlternatives) -> list[str]:
    """Every web address of the mail: in its text, its HTML and its headers."""
    parts = [mail.body, *(content for content, _kind in mail.alternatives), *mail.extra_headers.values()]
    found = {unescape(link).rstrip(".,)>") for part in parts for link in re.findall(r"https?://[^\s\"'<>]+", part)}
    return sorted(found)


def path_of(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def scan(links: list[str]) -> dict[str, int]:
    """GET and HEAD each link several times and at once, and the links on those pages too. Gives the statuses."""

    def look(path: str) -> tuple[str, int, list[str]]:
        try:
            client = Client(REMOTE_ADDR="192.0.2.1", headers={"user-agent": "LinkScanner"})
            client.head(path)
            page = client.get(path, follow=True)
            html = page.content.decode(errors="replace") if page["Content-Type"].startswith("text/html") else ""
            return path, page.status_code, _links_on(path, html)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        seen = list(pool.map(look, [path_of(link) for link in links] * TIMES))
        further = {address for _path, _status, addresses in seen for address in addresses}
        seen += pool.map(look, sorted(further) * TIMES)
    return {path: status for path, status, _addresses in seen}


def _links_on(path: str, html: str) -> list[str]:
    base = path.split("?")[0]
    found = [unescape(href) for href in re.findall(r'href="([^"]*)"', html)]
    inside = [href for href in found if not re.match(r"[a-z]+:|#|//", href)]
    return [base + href if href.startswith("?") else href for href in inside if href.startswith(("?", "/"))]


def dump() -> dict[str, str]:
    """A digest of every row of every table, sessions included."""
    digests = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # table names come from the database itself
            rows = sorted(map(repr, cursor.fetchall()))
            digests[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests
