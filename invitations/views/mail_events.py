"""The address a mail provider tells its news to. The provider is a machine: it gets a number, not a page.

Failures are not counted: the same few machines post for every organisation, and a key cannot be guessed.
"""

import logging
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.access import anonymous_allowed
from invitations.mails import hearing_providers

logger = logging.getLogger(__name__)


@anonymous_allowed("a provider's server posts here; its signature or secret is checked before a word is believed")
@csrf_exempt
@require_POST
def mail_events(request, events_key: UUID):
    if _size(request) > hearing_providers.MOST_BYTES:
        return HttpResponse(status=413)
    server = hearing_providers.server_behind(events_key)
    if server is None:
        return HttpResponse(status=404)
    try:
        hearing_providers.hear(server, request)
    except hearing_providers.NotBelieved as reason:
        logger.warning("News of a mail provider was not believed: %s", reason)
        return HttpResponse(status=403)
    return HttpResponse(status=200)


def _size(request) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
