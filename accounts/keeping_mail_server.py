"""Keeping an organisation's own way of sending mail, or forgetting it."""

import secrets
import uuid

from django.db import transaction

from accounts import auditing, mail_servers
from accounts.models import MailServer, Organisation, User
from common import clock

PLAIN_FIELDS = (
    *("provider", "host", "port", "security", "username"),
    *("provider_domain", "provider_region", "from_address"),
)
Provider = MailServer.Provider
SIGNING_ITSELF = {Provider.MAILGUN, Provider.SENDGRID}  # the others prove themselves by a word in the address


def drafted(organisation: Organisation | None, *, password: str = "", **fields) -> MailServer:
    """An unsaved mail server to try out. An empty password means the one kept, if server and user are the same."""
    known = {"provider_domain": "", "provider_region": ""} | {
        name: fields[name] for name in PLAIN_FIELDS if name in fields
    }
    server = MailServer(organisation=organisation, **known)
    kept = mail_servers.own_server(organisation) if organisation else None
    if password:
        server.password_encrypted = mail_servers.encrypt(password)
    elif kept and is_same_account(kept, provider=server.provider, host=server.host, username=server.username):
        server.password_encrypted = kept.password_encrypted
    return server


def is_same_account(kept: MailServer, *, provider: str, host: str, username: str) -> bool:
    """A kept password goes only to the server or provider and user it was given for."""
    return (kept.provider, kept.host.lower(), kept.username) == (provider, host.lower(), username)


@transaction.atomic
def keep(organisation: Organisation, *, by: User, password: str = "", **fields) -> MailServer:
    """Store the way of sending; an empty password keeps the one there was."""
    server = drafted(organisation, password=password, **fields)
    kept = mail_servers.own_server(organisation)
    if kept:
        server.pk, server.tested_at = kept.pk, kept.tested_at
        server.events_key, server.events_secret_encrypted = kept.events_key, kept.events_secret_encrypted
        names = (*PLAIN_FIELDS, "password_encrypted")
        changed = [name for name in names if getattr(kept, name) != getattr(server, name)]
        if not changed:
            return kept
        server.tested_at = None
    if kept is None or kept.provider != server.provider:
        # Another provider's news comes to an address of its own, proved by a secret of its own.
        server.events_key = None if server.provider == Provider.SMTP else uuid.uuid4()
        server.events_secret_encrypted = ""
    server.save()
    auditing.note(by, "mail_server.kept", organisation, provider=server.provider, host=server.host, port=server.port)
    return server


@transaction.atomic
def keep_news_secret(organisation: Organisation, *, by: User, secret: str = "") -> str:
    """Store the secret the provider signs its news by; without one a new one is made, which comes back this once.

    Empty where nothing is sent by a provider.
    """
    kept = mail_servers.own_server(organisation)
    if kept is None or kept.provider == Provider.SMTP:
        return ""
    secret = secret or secrets.token_urlsafe(24)
    kept.events_key = kept.events_key or uuid.uuid4()
    kept.events_secret_encrypted = mail_servers.encrypt(secret)
    kept.save(update_fields=["events_key", "events_secret_encrypted"])
    auditing.note(by, "mail_server.news_secret_kept", organisation, provider=kept.provider)
    return secret


@transaction.atomic
def note_tested(organisation: Organisation, server: MailServer, *, by: User) -> None:
    """Remember that a mail went through; only of the server that is kept, not of one that is being typed."""
    kept = mail_servers.own_server(organisation)
    is_kept = kept and all(getattr(kept, name) == getattr(server, name) for name in PLAIN_FIELDS)
    if is_kept and _have_one_password(kept, server):
        kept.tested_at = clock.now()
        kept.save(update_fields=["tested_at"])
        auditing.note(by, "mail_server.tested", organisation)


def _have_one_password(kept: MailServer, server: MailServer) -> bool:
    if kept.password_encrypted == server.password_encrypted:
        return True  # not typed anew
    try:
        return mail_servers.decrypt(kept.password_encrypted) == mail_servers.decrypt(server.password_encrypted)
    except mail_servers.MailServerProblem:
        return False


@transaction.atomic
def forget(organisation: Organisation, *, by: User) -> None:
    """Remove the way of sending with all its secrets. Twice is once."""
    removed, _rows = MailServer.objects.for_organisation(organisation).delete()
    if removed:
        auditing.note(by, "mail_server.forgotten", organisation)
