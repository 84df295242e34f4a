"""Saving along the way: what the builder's script sends while somebody writes, and the order after a drag."""

import uuid

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import manager_required
from surveys import building
from surveys.builder import saving_drafts
from surveys.builder.draft_fields import DraftPart
from surveys.builder.draft_page import DraftPage
from surveys.drafts import undoing
from surveys.frozen import Frozen
from surveys.models import SurveyVersion
from surveys.views.building import changeable


@manager_required
@require_POST
def saving(request, survey_id):
    """Store the changed controls that were sent, as far as they fit, and tell what became of each."""
    survey = changeable(request, survey_id)
    draft = survey.draft
    if draft is None:
        return JsonResponse({"state": "published"})
    page = DraftPage(draft, language=request.POST.get("language", ""), posted=request.POST)
    try:
        saved = saving_drafts.save_what_fits(page, by=request.user)
    except Frozen:
        return JsonResponse({"state": "published"})
    now = DraftPage(saved.draft, language=page.language)
    return JsonResponse(
        {
            "state": "conflict" if saved.conflicts else "refused" if saved.errors else "saved",
            "revision": saved.draft.revision,
            "conflicts": [_conflict(name, now) for name in saved.conflicts],
            "errors": [{"id": control_id, "words": str(reason)} for control_id, _label, reason in saved.errors],
            "fresh": _fresh(saved.draft, page.expected_revision, now),
            "keys": list(now.everyone),
            "can_undo": undoing.can_undo(saved.draft, by=request.user),
            "can_redo": undoing.can_redo(saved.draft, by=request.user),
        }
    )


def _fresh(draft: SurveyVersion, seen_revision: int, now: DraftPage) -> dict:
    """What the controls say now, by id, where anybody has written since the sender last looked."""
    if draft.revision == seen_revision:
        return {}
    changes = [change.after for change in draft.changes.filter(revision__gt=seen_revision)]
    parts = [now.texts] if any("version" in after for after in changes) else []
    keys = dict.fromkeys(key for after in changes for key in after.get("questions", {}))
    parts += [_part(key, now) for key in keys if key in now.everyone]
    return {
        part[name].id_for_label or part[name].auto_id: part.initial.get(name) for part in parts for name in part.fields
    }


def _part(key: str, now: DraftPage) -> DraftPart:
    return now.card(now.everyone[key].question)


def _conflict(name: str, now: DraftPage) -> dict:
    """What somebody else has saved in a control, in words."""
    key = name[2:34]
    told = {"id": f"id_{name}", "name": name, "theirs": _("(the question was removed)")}
    if name.startswith("q-") and key not in now.everyone:
        return told
    part = _part(key, now) if name.startswith("q-") else now.texts
    short = name.removeprefix(f"{part.prefix}-")
    if short not in part.fields:
        return told | {"theirs": _("(empty)")}
    return told | {"theirs": str(part.told(short, part.initial.get(short)) or _("(empty)"))}


@manager_required
@require_POST
def order(request, survey_id):
    """The order after a drag: nothing is drawn again, so that nobody's typing is disturbed."""
    survey = changeable(request, survey_id)
    keys, seen = [_keys(request.POST.getlist(name)) for name in ("order", "seen")]
    draft = survey.draft
    if draft is None:
        raise Http404
    try:
        building.put_in_order(draft, keys=keys, seen=seen or None, by=request.user)
    except Frozen as published_meanwhile:
        raise Http404 from published_meanwhile
    return HttpResponse(status=204)


def _keys(texts: list[str]) -> list[uuid.UUID]:
    keys = []
    for text in texts:
        try:
            keys.append(uuid.UUID(text))
        except ValueError:
            continue
    return keys
