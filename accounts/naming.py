"""The words of the names of everybody who works in an organisation, or did: what is hidden where customers say them.

They stand in the organisation's own row, a line each in the order they came, so that whoever has that row has them
without a question. No line is ever taken out: who has left is hidden as before, and so is a name that was changed.
"""

import re
import time
from collections.abc import Collection
from functools import lru_cache

from django.db import transaction
from django.dispatch import Signal

from accounts.models import Membership, Organisation, User
from common import casefolding

SHORTEST_NAME = 3
REMEMBERED_S = 60
NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

# Sent with organisation_id and `line`, the first of the new ones counted from 1, in the transaction that adds them.
learned = Signal()

_remembered: dict[int, tuple[float, str]] = {}


def names_of(organisation: Organisation) -> frozenset[str]:
    """The words of the names, casefolded, from the row in hand."""
    return _apart(organisation.colleague_names)


def names_in(organisation_id: int) -> frozenset[str]:
    """The same where there is no row in hand; asked of the database at most once a minute and process."""
    asked_at, lines = _remembered.get(organisation_id, (-REMEMBERED_S, ""))
    if time.monotonic() - asked_at >= REMEMBERED_S:
        return read_anew(organisation_id)
    return _apart(lines)


def read_anew(organisation_id: int) -> frozenset[str]:
    """The same as it is now: one query."""
    asked_at, lines = time.monotonic(), "\n".join(lines_of(organisation_id))
    _remembered[organisation_id] = asked_at, lines
    return _apart(lines)


def remember(organisation: Organisation) -> None:
    """This row was read just now: who reads answers for it knows every name, whichever process learned it."""
    _remembered[organisation.pk] = time.monotonic(), organisation.colleague_names


def forget() -> None:
    _remembered.clear()


def lines_of(organisation_id: int) -> list[str]:
    """The words as they came, read anew; none of an organisation that is gone."""
    rows = Organisation.objects.filter(pk=organisation_id)
    return (rows.values_list("colleague_names", flat=True).first() or "").splitlines()


def words_of(name: str) -> list[str]:
    """The words of a name that are long enough to be looked for, casefolded, each once."""
    words = NAME.findall(casefolding.search_text(name))
    return list(dict.fromkeys(word for word in words if len(word) >= SHORTEST_NAME))


def learn(organisation_id: int, name: str) -> None:
    """Know this name from now on. Said twice it changes nothing."""
    words = words_of(name)
    if set(words) <= set(lines_of(organisation_id)):
        return
    with transaction.atomic():
        # Not against whoever adds a row that belongs to the organisation: two may join in the same moment.
        row = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
        known = row.colleague_names.splitlines()
        fresh = [word for word in words if word not in known]
        if not fresh:
            return
        row.colleague_names = "\n".join([*known, *fresh])
        row.save(update_fields=["colleague_names"])
        forget()
        transaction.on_commit(forget)
        learned.send(Organisation, organisation_id=organisation_id, line=len(known) + 1)


def joined(*, instance: Membership, created: bool, **_told) -> None:
    """Somebody works here."""
    if not created:
        return
    learn(instance.organisation_id, instance.user.name)
    if Membership.organisation.is_cached(instance):
        instance.organisation.refresh_from_db(fields=["colleague_names"])


def renamed(*, instance: User, created: bool, update_fields: Collection[str] | None = None, **_told) -> None:
    """Somebody has, perhaps, another name."""
    if created or (update_fields is not None and "name" not in update_fields):
        return
    theirs = Membership.objects.filter(user=instance).order_by("organisation_id")
    for organisation_id in theirs.values_list("organisation_id", flat=True):
        learn(organisation_id, instance.name)


@lru_cache(maxsize=64)
def _apart(lines: str) -> frozenset[str]:
    return frozenset(lines.splitlines())
