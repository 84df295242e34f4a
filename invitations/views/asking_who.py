"""The page "Is this mail really from us?", for anybody. It stores nothing, whatever is done on it."""

from django.conf import settings
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import mail_servers
from accounts.access import anonymous_allowed
from common import clock, errors, throttling
from invitations.mails import asking_who as asking
from invitations.mails import saying
from invitations.ways_in import opening_links


@anonymous_allowed("who asks is told to whoever was asked, and nothing about anybody else")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def asking_who(request, asks_key: str):
    organisation = asking.organisation_behind(asks_key)
    if organisation is None:
        return opening_links.unknown_link_page(request)
    language, now = opening_links.readers_language(request, request.POST.get("language", "")), clock.now()
    pasted, verdict, is_asked = request.POST.get("pasted", ""), None, request.method == "POST"
    if is_asked:
        if throttling.has_failed_too_often(request, what=opening_links.COUNTED_AS):
            return opening_links.as_link_page(errors.too_many(request, language=language))
        verdict = asking.verdict_on(pasted, organisation, now=now)
        if verdict and not verdict.is_ours:
            throttling.count_failure(request, what=opening_links.COUNTED_AS)
    with translation.override(language):
        asked = asking.asking_now(organisation, language, now=now)
        contact_name, contact_email = asking.contact_of(organisation, asked)
        context = {
            "language": language,
            "languages": opening_links.language_links(language),
            "organisation": organisation,
            "organisation_name": saying.sender_name(organisation),
            "asked": asked,
            "sender_address": mail_servers.from_address_for(organisation),
            "site": f"{settings.SITE_URL}/",
            "contact_name": contact_name,
            "contact_email": contact_email,
            "pasted": pasted[: asking.LONGEST],
            "verdict": verdict,
            "is_missing": is_asked and verdict is None,
        }
        status = 422 if context["is_missing"] else 200
        return opening_links.as_link_page(render(request, "invitations/asking_who.html", context, status=status))
