"""What this browser's last presses in the review did: told beside the story, and taken back one by one."""

from datetime import datetime

from django.utils.translation import gettext as _

from common import clock
from insights import headlines, looking_through, quoting, recounting
from insights.coding import Reading
from insights.models import Incident
from insights.views.looking_up import incidents_for, tasks_for

KEY = "review_presses"
MOST_KEPT = 10


def keep(request, press: dict) -> None:
    request.session[KEY] = [*request.session.get(KEY, []), press][-MOST_KEPT:]


def keep_alone(request, press: dict) -> None:
    """One that is not taken back, and behind which no other is."""
    request.session[KEY] = [press]


def last(request) -> dict:
    """Empty where nothing was pressed."""
    return request.session.get(KEY, [{}])[-1]


def take_last(request) -> dict:
    """Empty where nothing was pressed."""
    kept = request.session.pop(KEY, [])
    if kept[:-1]:
        request.session[KEY] = kept[:-1]
    return kept[-1] if kept else {}


def told(request, shown: Incident | None) -> dict | None:
    """What the last one did, beside the story `shown`; nothing of it when its words are gone or it was long ago.

    Where it was about another story than this, that is quoted.
    """
    press = last(request)
    if not press or clock.now() - datetime.fromisoformat(press["decided_at"]) > looking_through.ONE_SITTING:
        return None
    is_another = shown is None or shown.pk != press["incident_id"]
    row = incidents_for(request).with_words().filter(pk=press["incident_id"]).first() if is_another else shown
    if row is None:
        return None
    told = [_("Skipped for now.")] if is_skip(press) else _what_it_did(request, press, row)
    if press.get("is_half") and row.is_half_judged and not is_another and not row.lacks_severity:
        told.append(_("The rest is still a guess: say “That's right”, or change that too."))
    quote = quoting.quote(row) if is_another else None
    return {"incident": row, "words": " ".join(told), "quote": quote, "can_undo": is_skip(press) or "before" in press}


def is_skip(press: dict) -> bool:
    return press.get("is_skip", False)


def _what_it_did(request, press: dict, row: Incident) -> list[str]:
    now, can_undo = Reading(**press["now"]), "before" in press
    if not can_undo or press["was_blind"]:
        told = recounting.beside_the_guess(now, row)
    else:
        told = recounting.changes(Reading(**press["was"]), now)
    if can_undo:
        task = tasks_for(request).with_headline().filter(pk=row.task_id).first()
        headline = headlines.headline(task)[0] if task else ""
        told += recounting.whereabouts(press["before"]["task_id"], row, headline)
    return told
