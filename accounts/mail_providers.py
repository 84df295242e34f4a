"""Mail providers: opening their sending interface with the organisation's own key, and their answers in plain words.

Anymail does the talking. It and `requests` are imported where a provider is used: most installations send by SMTP.
"""

import json
import warnings
from base64 import b64decode
from importlib import import_module

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import MailServer

Provider = MailServer.Provider
TIMEOUT_S = (5, 15)  # to connect, to answer
WITH_A_REGION = {Provider.MAILGUN, Provider.SENDGRID}
POSTMARK_INACTIVE = 406  # "a recipient that has been marked as inactive"
_EUROPE = {Provider.MAILGUN: "https://api.eu.mailgun.net/v3", Provider.SENDGRID: "https://api.eu.sendgrid.com/v3/"}
_MODULES = "anymail.backends"

# Anymail says so at every start; docs/mail-and-bounces.md says it once.
warnings.filterwarnings("ignore", message="django-anymail has dropped official support for SendGrid")


def backend_for(server: MailServer, *, key: str) -> BaseEmailBackend:
    """The provider's backend, not yet opened. Everything is given here: nothing comes from the settings."""
    return import_module(f"{_MODULES}.{server.provider}").EmailBackend(
        **_account(server, key),
        **({"api_url": _EUROPE[server.provider]} if _is_european(server) else {}),
        timeout=TIMEOUT_S,
        ignore_unsupported_features=False,
        ignore_recipient_status=False,
        debug_api_requests=False,
        fail_silently=False,
    )


def is_provider(backend: BaseEmailBackend) -> bool:
    return type(backend).__module__.startswith(_MODULES)


def problem_sending(mail: EmailMessage, backend: BaseEmailBackend) -> Exception | None:
    """Hand the mail to the provider; what went wrong comes back, None when it has been taken.

    No pixel and no rewritten links, whatever the account there is set to; Brevo knows no such wish.
    """
    from anymail.exceptions import AnymailAPIError, AnymailError

    if type(backend).__module__ != f"{_MODULES}.{Provider.BREVO}":
        mail.track_opens = mail.track_clicks = False
    try:
        backend.send_messages([mail])
    except (AnymailError, OSError, ValueError) as error:  # anymail's own, and those of requests
        return error
    if mail.anymail_status.status and not mail.anymail_status.status & {"sent", "queued"}:
        # Mailjet's refusals come back as an answer like any other.
        return AnymailAPIError(response=mail.anymail_status.esp_response, backend=backend, status_code=400)
    return None


def account_of(backend: BaseEmailBackend) -> tuple:
    """What tells one account from another, so that a kept connection serves its own alone."""
    secrets = (getattr(backend, name, "") for name in ("api_key", "secret_key", "server_token", "sender_domain"))
    return (backend.esp_name, backend.api_url, *secrets)


def _account(server: MailServer, key: str) -> dict[str, str]:
    if server.provider == Provider.POSTMARK:
        return {"server_token": key}
    if server.provider == Provider.MAILJET:
        return {"api_key": server.username, "secret_key": key}
    if server.provider == Provider.MAILGUN:
        return {"api_key": key, "sender_domain": server.provider_domain or None}
    return {"api_key": key}


def _is_european(server: MailServer) -> bool:
    return server.provider_region == "eu" and server.provider in WITH_A_REGION


def words_for(error: Exception, server: MailServer, *, key: str = "") -> str:
    """What went wrong and what to try, for somebody who does not run mail servers for a living."""
    reason, answer = _reason(error), answer_of(error, key=key)
    words = _WORDS[reason] % {
        "provider": server.get_provider_display(),
        "domain": server.provider_domain or server.from_address.rpartition("@")[2],
        "address": server.from_address,
    }
    if not answer or reason in _SAID_ENOUGH:
        return words
    return f"{words} {_('It said: %(answer)s') % {'answer': answer}}"


_WORDS = {
    "network": _lazy("%(provider)s cannot be reached. Is this computer connected to the internet?"),
    "slow": _lazy("%(provider)s did not answer in time. Please try again in a moment."),
    "rate": _lazy("%(provider)s takes no more mails just now, because many were sent. Please wait a while."),
    "away": _lazy("%(provider)s has a problem of its own just now. Please try again later."),
    "key": _lazy("%(provider)s does not accept this key. Copy it once more from your account there."),
    "domain": _lazy("%(provider)s does not know the domain %(domain)s. Add it in your account there."),
    "sender": _lazy("%(provider)s does not yet let us send from %(address)s. Confirm it in your account there."),
    "recipient": _lazy("%(provider)s does not pass mail on to that address."),
    "credit": _lazy("Your account at %(provider)s may not send just now. Please look there: is it new, or used up?"),
    "": _lazy("%(provider)s did not take the mail."),
}
_SAID_ENOUGH = {"network", "slow", "rate", "away"}


def _reason(error: Exception) -> str:
    if is_before_sending(error):
        return "network"
    status = getattr(error, "status_code", None)
    if status is None:
        return "recipient" if is_about_the_recipient(error) else "slow" if is_silence(error) else ""
    said = answer_of(error).casefold()
    if status == 429:
        return "rate"
    if status >= 500:
        return "away"
    if is_about_the_recipient(error):
        return "recipient"
    if "domain" in said and ("not found" in said or "unknown" in said or "not exist" in said):
        return "domain"
    if any(words in said for words in _SENDER_WORDS):
        return "sender"
    if status in {401, 403} or "api key" in said or "unauthorized" in said:
        return "key"
    if status == 402 or any(words in said for words in _CREDIT_WORDS):
        return "credit"
    return "domain" if status == 404 else ""


_SENDER_WORDS = (
    *("sender signature", "sender identity", "verified sender", "authorized sender", "sender is invalid"),
    *("'from' address", "from address", "sender you used", "not verified", "valid sender", "unverified"),
)
_CREDIT_WORDS = ("credit", "quota", "suspended", "under validation", "not activated", "blocked", "pending approval")


def is_before_sending(error: Exception) -> bool:
    """Whether the provider cannot have seen the mail: no line, no such name, no trust in the certificate."""
    import requests
    from urllib3 import exceptions as line

    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError | requests.exceptions.ProxyError):
        return True
    if not isinstance(error, requests.ConnectionError):
        return False
    cause = error.__cause__ or error
    inner = cause.args[0] if cause.args else None
    reason = getattr(inner, "reason", inner)
    return isinstance(reason, line.NewConnectionError | line.ConnectTimeoutError | line.NameResolutionError)


def is_silence(error: Exception) -> bool:
    """Whether the mail may have been taken: it was sent, and no readable answer came."""
    import requests

    status = getattr(error, "status_code", None)
    if status is not None:
        return status == 504 or 200 <= status <= 299
    return isinstance(error, requests.RequestException) and not is_before_sending(error)


def is_about_the_recipient(error: Exception) -> bool:
    """Whether the provider blames this one address; anything else might be mended and tried again."""
    from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused

    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        return True
    if getattr(error, "status_code", None) not in {400, 422}:
        return False
    body = _json_of(getattr(error, "response", None))
    return any(_blames_recipient(one) for one in _objects_in(body))


def _blames_recipient(said: dict) -> bool:
    """In the tongues of Postmark, Mailjet and SendGrid; Mailgun and Brevo have words alone."""
    if said.get("ErrorCode") == POSTMARK_INACTIVE:
        return True
    related = said.get("ErrorRelatedTo")
    if isinstance(related, list) and any(str(name).startswith("To") for name in related):
        return True
    if str(said.get("field") or "").startswith("personalizations"):
        return True
    words = str(said.get("message") or said.get("ErrorMessage") or "").casefold()
    return any(sign in words for sign in ("'to' parameter", "to parameter is not", "not valid in to", "invalid 'to'"))


def answer_of(error: Exception, *, key: str = "") -> str:
    """The provider's own words on one line, not too long, and never with the key in them."""
    response = getattr(error, "response", None)
    if response is None:
        return ""
    found = [
        str(value)
        for one in _objects_in(_json_of(response))
        for name, value in one.items()
        if name.casefold() in {"message", "errormessage", "error"} and isinstance(value, str) and value
    ]
    words = " ".join(dict.fromkeys(found)) or (response.text or response.reason or "")
    words = " ".join(words.split())[:300]
    return words.replace(key, "[…]") if key else words


def _json_of(response) -> object:
    try:
        return json.loads(response.text)
    except (AttributeError, ValueError, RecursionError):
        return None


def _objects_in(body: object, depth: int = 0):
    """Every JSON object in the answer, a few levels deep."""
    if depth > 5:
        return
    if isinstance(body, dict):
        yield body
        body = list(body.values())
    if isinstance(body, list):
        for one in body[:50]:
            yield from _objects_in(one, depth + 1)


def is_public_key(text: str) -> bool:
    """Whether this is a key that signatures can be checked by, as SendGrid shows it."""
    try:
        load_der_public_key(b64decode(text, validate=True))
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True
