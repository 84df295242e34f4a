"""Making the demo: a mountain hotel with two houses and a clinic, and a library that is no part of it.

All or nothing: one transaction, so that a start interrupted half-way leaves an empty installation, not half a company.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.models import Organisation, User
from common import clock, doorbell, working
from common.models import Work
from demo import stories
from demo.half_year import HalfYear
from insights import applying, refreshing, suggesting_themes, teaching


class AlreadyThere(Exception):
    """The demo stands already; nothing was changed."""


def is_there() -> bool:
    """Whether anybody of the demo can log in."""
    addresses = [member["email"] for told in stories.company().values() for member in told["members"]]
    return User.objects.filter(email__in=addresses).exists()


def found_demo(
    *, password: str, now: datetime | None = None, limit: int | None = None, say: Callable[[str], None] = print
) -> Organisation:
    """Make both demo organisations as they stand at `now`; returns the first. All log in with `password`.

    `limit` tells only so many of the first one's stories. Raises AlreadyThere.
    """
    now = now or clock.now()
    told = stories.company()
    names = told["demo"]["names"]
    with transaction.atomic(), doorbell.silent():
        if is_there():
            raise AlreadyThere
        first = HalfYear(told["demo"], names=names, password=password, now=now)
        first.happen(stories.some_stories(limit), acts=stories.acts(), say=say)
        first.ask_last()
        first.go_home()
        first.mark_read()
        first.look_through()
        second = HalfYear(told["other"], names=names, password=password, now=now)
        second.happen(stories.stories_of_the_other(told["other"]), acts=[], say=say)
        with clock.at(now):
            refreshing.refresh()
            suggesting_themes.find()
        with clock.at(now + teaching.REST):
            working.do_waiting(teaching.KIND)
        both = [first.organisation.pk, second.organisation.pk]
        Work.objects.filter(kind=applying.KIND, object_id__in=both).delete()  # its stories stay as they were read
    return first.organisation
