"""Keeping the mailbox for bounces, or forgetting it."""

from django.db import transaction

from accounts import auditing, mail_servers
from accounts.models import Organisation, User
from invitations.mails import bounce_mailboxes
from invitations.models import BounceMailbox

PLAIN_FIELDS = ("address", "host", "port", "security", "username")


def drafted(organisation: Organisation, *, password: str = "", **fields) -> BounceMailbox:
    """An unsaved mailbox to try out. An empty password means the one kept, if server and user are the same."""
    mailbox = BounceMailbox(organisation=organisation, **{name: fields[name] for name in PLAIN_FIELDS})
    kept = bounce_mailboxes.of(organisation)
    if password:
        mailbox.password_encrypted = mail_servers.encrypt(password)
    elif kept and is_same_account(kept, host=mailbox.host, username=mailbox.username):
        mailbox.password_encrypted = kept.password_encrypted
    return mailbox


def is_same_account(kept: BounceMailbox, *, host: str, username: str) -> bool:
    """A kept password goes only to the server and user it was given for."""
    return (kept.host.lower(), kept.username) == (host.lower(), username)


@transaction.atomic
def keep(organisation: Organisation, *, by: User, password: str = "", **fields) -> BounceMailbox:
    """Store the mailbox; an empty password keeps the one there was. Twice is once."""
    mailbox = drafted(organisation, password=password, **fields)
    if kept := bounce_mailboxes.of(organisation):
        names = (*PLAIN_FIELDS, "password_encrypted")
        if all(getattr(kept, name) == getattr(mailbox, name) for name in names):
            return kept
        mailbox.pk = kept.pk
    mailbox.save()
    auditing.note(by, "bounce_mailbox.kept", organisation, host=mailbox.host, port=mailbox.port)
    return mailbox


@transaction.atomic
def forget(organisation: Organisation, *, by: User) -> None:
    """Remove the mailbox and its password; mails that come back are then read by nobody. Twice is once."""
    removed, _rows = BounceMailbox.objects.for_organisation(organisation).delete()
    if removed:
        auditing.note(by, "bounce_mailbox.forgotten", organisation)
