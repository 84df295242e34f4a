"""What was read, when, by whom, and what became of it: kept, but for the lines that could not be read."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Organisation, Unit, User
from common import clock
from invitations.customers import importing
from invitations.customers.importing import Report
from invitations.models import CustomerImport

MOST_BAD_LINES = 200  # kept of one list
KEPT_BAD_LINES = timedelta(days=30)  # they hold addresses
SAME_PRESS = timedelta(minutes=10)


@transaction.atomic
def take(
    organisation: Organisation,
    text: str,
    *,
    file_name: str,
    roles: Sequence[str],
    unit: Unit,
    language: str,
    units: QuerySet[Unit],
    by: User,
    days_from: str = "",
) -> Report:
    """Import a list somebody chose or pasted, and note that it was read. A form sent twice is noted once.

    Raises NotReadable, and nothing is stored then.
    """
    report = importing.import_customers(
        organisation, text, unit=unit, language=language, by=by, units=units, roles=roles, days_from=days_from
    )
    content_hash = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
    is_new = bool(report.new or report.updated)
    if not is_new and _is_repeated(organisation, content_hash, by=by):
        return report
    CustomerImport.objects.create(
        organisation=organisation,
        unit=unit,
        file_name=file_name.replace("\x00", "")[:200],
        content_hash=content_hash,
        by=by,
        at=clock.now(),
        new=report.new,
        updated=report.updated,
        unchanged=report.unchanged + report.elsewhere,
        bad=len(report.bad_lines),
        bad_lines=[
            {"number": line.number, "excerpt": line.excerpt, "reason": line.reason}
            for line in report.bad_lines[:MOST_BAD_LINES]
        ],
    )
    return report


def _is_repeated(organisation: Organisation, content_hash: str, *, by: User) -> bool:
    last = CustomerImport.objects.for_organisation(organisation).filter(folder=None, by=by).order_by("-pk").first()
    return bool(last) and last.content_hash == content_hash and clock.now() - last.at < SAME_PRESS


def forget_bad_lines() -> int:
    """By the clock: the counts of a list stay, its bad lines go after 30 days. Returns how many lists lost them."""
    old = CustomerImport.objects.filter(at__lt=clock.now() - KEPT_BAD_LINES).exclude(bad_lines=[])
    return old.update(bad_lines=[])
