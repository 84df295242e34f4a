"""A mail provider's news: checked by anymail's own views with the organisation's secret, then taken to heart.

Of what providers tell, only that a mail came back, that somebody complained or asked to stop is listened to.
"""

import json
from datetime import timedelta
from importlib import import_module
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from accounts import mail_servers
from accounts.models import MailServer
from common import clock
from invitations.mails import bouncing, providers
from invitations.models import EmailDelivery
from invitations.stopping import unsubscribing

MOST_BYTES = 1_000_000
NEWS_LASTS = timedelta(days=3)  # providers try again for a day or so; a signature that was caught ends with it
NEWS_USER = "enmil"  # of the address a provider is given, where it signs nothing itself
Provider = MailServer.Provider
_HARD = {Provider.BREVO: ("event", {"hard_bounce", "invalid_email"}), Provider.POSTMARK: ("Type", {"HardBounce"})}
_MALFORMED = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, OSError),
    ImproperlyConfigured,
)


class NotBelieved(Exception):
    """The news is not signed by this organisation's provider, or cannot be read; nothing was done."""


def server_behind(events_key: UUID) -> MailServer | None:
    """Whose news comes to this address. The key is the authority: it names one organisation, and its mails alone."""
    return MailServer.objects.select_related("organisation").filter(events_key=events_key).first()


def hear(server: MailServer, request: HttpRequest) -> int:
    """Take the news in this request to heart; returns how many of our mails it was about. Twice is once.

    Raises NotBelieved, and nothing is done then.
    """
    events = _believed(server, request)
    return sum(_take_to_heart(server, event) for event in events)


def _believed(server: MailServer, request: HttpRequest) -> list:
    from anymail.exceptions import AnymailError

    try:
        secret = mail_servers.decrypt(server.events_secret_encrypted)
    except mail_servers.MailServerProblem as problem:
        raise NotBelieved("The secret cannot be read.") from problem
    if not secret or server.provider == Provider.SMTP:
        raise NotBelieved("There is no secret to check the news by.")
    try:
        view = _view(server.provider, secret)
        view.run_validators(request)
        if not _is_of_now(server.provider, request):
            raise NotBelieved("The signature is too old.")
        return view.parse_events(request)
    except (AnymailError, *_MALFORMED) as problem:
        raise NotBelieved(type(problem).__name__) from None


def _is_of_now(provider: str, request: HttpRequest) -> bool:
    """Whether what signs itself was signed lately. The others prove themselves by a word that has no time."""
    if provider == Provider.MAILGUN:
        is_json = request.content_type == "application/json"  # else in the older form
        signed = (json.loads(request.body)["signature"] if is_json else request.POST)["timestamp"]
    elif provider == Provider.SENDGRID:
        signed = request.headers["X-Twilio-Email-Event-Webhook-Timestamp"]
    else:
        return True
    return abs(clock.now().timestamp() - float(signed)) <= NEWS_LASTS.total_seconds()


def _view(provider: str, secret: str):
    """Anymail's own view of this provider's news, told its secret here: nothing comes from the settings."""
    view = getattr(
        import_module(f"anymail.webhooks.{provider}"), f"{MailServer.Provider(provider).label}TrackingWebhookView"
    )
    if provider == Provider.MAILGUN:
        return view(webhook_signing_key=secret, webhook_secret=[])
    if provider == Provider.SENDGRID:
        return view(tracking_webhook_verification_key=secret, webhook_secret=[])
    return view(webhook_secret=f"{NEWS_USER}:{secret}")


def _take_to_heart(server: MailServer, event) -> bool:
    from anymail.signals import EventType

    heard = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED, EventType.COMPLAINED, EventType.UNSUBSCRIBED}
    delivery = _delivery_of(server, event) if event.event_type in heard else None
    if delivery is None:
        return False
    reason = (event.reject_reason or "").casefold()
    if event.event_type == EventType.COMPLAINED or reason == "spam":
        bouncing.complained(delivery)
    elif event.event_type == EventType.UNSUBSCRIBED or reason == "unsubscribed":
        unsubscribing.stop(delivery.invitation)
    else:
        words = event.mta_response or event.description or event.reject_reason or ""
        bouncing.bounced(delivery, is_permanent=_is_permanent(server.provider, event), words=str(words))
    return True


def _delivery_of(server: MailServer, event) -> EmailDelivery | None:
    deliveries = EmailDelivery.objects.for_organisation(server.organisation_id).select_related("invitation__customer")
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    try:
        by_our_number = deliveries.filter(message_id=UUID(str(metadata.get(providers.OUR_NUMBER)))).first()
    except ValueError:
        by_our_number = None
    if by_our_number or not isinstance(event.message_id, str) or not event.message_id:
        return by_our_number
    return deliveries.filter(provider_message_id=event.message_id[: providers.LONGEST_ID]).first()


def _is_permanent(provider: str, event) -> bool:
    """Whether the address is to blame and stays so; a full mailbox, a block or a time-out may pass."""
    from anymail.signals import EventType

    said = event.esp_event if isinstance(event.esp_event, dict) else {}
    reason = (event.reject_reason or "").casefold()
    if event.event_type == EventType.REJECTED:
        return reason in {"bounced", "invalid"}
    if event.event_type == EventType.FAILED:
        return False
    if provider in _HARD:
        name, hard = _HARD[provider]
        return said.get(name) in hard
    if provider == Provider.MAILJET:
        return said.get("hard_bounce") is True
    if provider == Provider.SENDGRID:
        return said.get("type") != "blocked"
    return True  # Mailgun tells of temporary failures as of a delay, which is not listened to
