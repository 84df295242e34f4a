"""Whether an answer may have been sent by a machine that tries the links of a mail. It is kept, and looked at first.

Never for a public link, a preview or a demonstration, and never for being quick alone: a person may press Send half a
minute after the mail came. Counted is how many different mails' links one network answers by within a minute; of the
network only a keyed digest stands in the cache, for that minute.
"""

from datetime import timedelta

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from common import clock, throttling
from responses.opening import Opened
from responses.reading_forms import CHOICE
from surveys.definitions import Definition
from surveys.question_kinds import MULTIPLE_CHOICE

AT_ONCE = timedelta(seconds=30)
MANY_LINKS, WITHIN_S = 3, 60
TRAP = "leave"  # a field that no person sees


def may_be_automatic(request, opened: Opened) -> bool:
    """Whether this POST came at once after its mail and is scattershot besides. One look-up in the cache at most."""
    if not _came_at_once(opened):
        return False
    links = _links_of_network(request, opened)
    return bool(request.POST.get(TRAP)) or _is_impossible(opened.definition, request.POST) or links >= MANY_LINKS


def _came_at_once(opened: Opened) -> bool:
    if opened.invitation is None or opened.is_preview or opened.organisation.is_demo or opened.mailed_at is None:
        return False
    return clock.now() - opened.mailed_at <= AT_ONCE


def _is_impossible(definition: Definition | None, posted) -> bool:
    """Two answers at once to a question that takes one: no browser sends that."""
    questions = definition.questions if definition else ()
    single = (one for one in questions if one.is_closed and one.kind != MULTIPLE_CHOICE)
    return any(len(set(posted.getlist(f"{CHOICE}{one.key}"))) > 1 for one in single)


def _links_of_network(request, opened: Opened) -> int:
    """How many different links this network has answered by lately, this one included."""
    network = salted_hmac("responses.suspecting", throttling.address_of(request)).hexdigest()[:32]
    key, now = f"quick:{network}", clock.now().timestamp()
    lately = {link: at for link, at in (cache.get(key) or {}).items() if now - at < WITHIN_S}
    lately[opened.invitation.pk] = now
    cache.set(key, dict(sorted(lately.items(), key=lambda one: one[1])[-MANY_LINKS:]), WITHIN_S)
    return len(lately)
