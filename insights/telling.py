"""What has happened with a task or a theme so far, in words, newest last. Handing back is told without a name."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEvent
from insights.models import ImprovementTask, Theme

WORDS = {
    "task.suggested": _("Suggested by what customers told us"),
    "task.made": _("Made an improvement of this"),
    "task.opened": _("Said that it is worth somebody's time"),
    "task.taken": _("Took it"),
    "task.handed_back": _("Handed back, free to take again"),
    "task.step_noted": _("Wrote down the smallest step"),
    "task.trying": _("Started trying something"),
    "task.work_done": _("Told what was done"),
    "task.closed": _("Told what happened"),
    "task.parked": _("Put to rest"),
    "task.woken": _("Awake again"),
    "task.decline_asked": _("Suggested not to take this further"),
    "task.declined": _("Not taken further"),
    "task.kept": _("Wanted to keep it"),
    "task.reopened": _("It has come back"),
    "task.merged": _("Merged with another improvement"),
    "task.received": _("Another improvement was merged into this"),
    "theme.made": _("Made a theme of stories that are about the same thing"),
    "theme.divided": _("Made a theme of its own of some stories"),
    "theme.renamed": _("Gave it a name"),
    "theme.name_given_back": _("Let the telling words name it"),
    "theme.merged": _("Merged with another theme"),
    "theme.received": _("Another theme was merged into this"),
    "theme.story_moved_here": _("Moved a story here"),
}
WITHOUT_A_NAME = {"task.handed_back"}  # giving something back leaves no mark on a person
MOST = 100


@dataclass(frozen=True)
class Line:
    at: datetime
    words: str
    who: str  # empty for the machine, and where nobody is named


def history(thing: ImprovementTask | Theme) -> list[Line]:
    """The latest hundred events of it, oldest first; one query."""
    events = AuditEvent.objects.for_organisation(thing.organisation_id).about(thing).select_related("by")
    latest = list(events.order_by("-at", "-id")[:MOST])
    return [Line(event.at, str(WORDS[event.verb]), _name(event)) for event in reversed(latest) if event.verb in WORDS]


def _name(event: AuditEvent) -> str:
    if event.by is None or event.verb in WITHOUT_A_NAME:
        return ""
    return event.by.display_name
