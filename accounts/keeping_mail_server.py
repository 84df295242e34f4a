"""Keeping an organisation's own mail server, or forgetting it."""

from django.db import transaction

from accounts import auditing, mail_servers
from accounts.models import MailServer, Organisation, User
from common import clock

PLAIN_FIELDS = ("host", "port", "security", "username", "from_address")


def drafted(organisation: Organisation | None, *, password: str = "", **fields) -> MailServer:
    """An unsaved mail server to try out. An empty password means the one kept, if server and user are the same."""
    server = MailServer(organisation=organisation, **{name: fields[name] for name in PLAIN_FIELDS})
    kept = mail_servers.own_server(organisation) if organisation else None
    if password:
        server.password_encrypted = mail_servers.encrypt(password)
    elif kept and is_same_account(kept, host=server.host, username=server.username):
        server.password_encrypted = kept.password_encrypted
    return server


def is_same_account(kept: MailServer, *, host: str, username: str) -> bool:
    """A kept password goes only to the server and user it was given for."""
    return (kept.host.lower(), kept.username) == (host.lower(), username)


@transaction.atomic
def keep(organisation: Organisation, *, by: User, password: str = "", **fields) -> MailServer:
    """Store the mail server; an empty password keeps the one there was."""
    server = drafted(organisation, password=password, **fields)
    kept = mail_servers.own_server(organisation)
    if kept:
        server.pk, server.tested_at = kept.pk, kept.tested_at
        names = (*PLAIN_FIELDS, "password_encrypted")
        changed = [name for name in names if getattr(kept, name) != getattr(server, name)]
        if not changed:
            return kept
        server.tested_at = None
    server.save()
    auditing.note(by, "mail_server.kept", organisation, host=server.host, port=server.port)
    return server


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
    """Remove the server and its password. Twice is once."""
    removed, _rows = MailServer.objects.for_organisation(organisation).delete()
    if removed:
        auditing.note(by, "mail_server.forgotten", organisation)
