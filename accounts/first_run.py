"""The first day: an empty installation lets in whoever holds the code its terminal printed, once.

Where there is a demo, its owner needs no code. As soon as a real organisation has an owner, the door is shut.
"""

import hmac
import secrets
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import auditing, founding, keeping_mail_server
from accounts.models import Membership, Organisation, User
from accounts.models.membership import Role
from common import signing

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misread
GROUPS, GROUP_LENGTH = 3, 4
HASH_PURPOSE = "first run"


class Closed(Exception):
    """The set-up is done already, or the code was spent a moment ago."""


def is_empty() -> bool:
    """Nobody can log in yet."""
    return not User.objects.exists()


def is_open_for(membership: Membership | None) -> bool:
    """Whether the set-up page is there at all for this reader: nobody here yet, or the demo's owner is."""
    if membership is None:
        return is_empty()
    return membership.is_owner and membership.organisation.is_demo and not _has_real_owner()


def _has_real_owner() -> bool:
    return Membership.objects.filter(role=Role.OWNER, organisation__is_demo=False).exists()


def _file() -> Path:
    return Path(settings.VAR_DIR) / "secrets" / "first_run_code"


def make_code() -> str:
    """A fresh one-time code, 58 bits; only its hash is kept, and earlier codes stop working."""
    groups = ("".join(secrets.choice(ALPHABET) for _letter in range(GROUP_LENGTH)) for _group in range(GROUPS))
    code = "-".join(groups)
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text(_hash(code), encoding="utf-8")
    path.chmod(0o600)
    return code


def code_is_right(code: str) -> bool:
    """Whether this is the code printed last; spaces, dashes and small letters do not matter."""
    try:
        kept = _file().read_text(encoding="utf-8").strip()
    except OSError:
        return False
    return bool(kept) and hmac.compare_digest(kept, _hash(code))


def _hash(code: str) -> str:
    return signing.keyed_hash(HASH_PURPOSE, "".join(sign for sign in code.upper() if sign.isalnum()))


def set_up(
    *, person: dict, organisation: dict, mail_server: dict | None, asked_by: Membership | None, code: str = ""
) -> Membership:
    """Found the first real organisation with its owner; all of it or nothing. Raises Closed.

    person: name, email, password, language. organisation: name, purpose, language, time_zone.
    """
    try:
        with transaction.atomic():
            owner, founded = _found(person, organisation, mail_server, asked_by, code)
    except IntegrityError as error:
        # The same press twice at once: the other one has made the owner.
        raise Closed(_("This installation is set up already.")) from error
    return Membership.objects.select_related("organisation", "user").get(organisation=founded, user=owner)


def _found(
    person: dict, organisation: dict, mail_server: dict | None, asked_by: Membership | None, code: str
) -> tuple[User, Organisation]:
    if asked_by:
        Organisation.objects.select_for_update().get(pk=asked_by.organisation_id)
    if not is_open_for(asked_by) or not (asked_by or code_is_right(code)):
        raise Closed(_("This installation is set up already."))
    owner = User.objects.create_user(
        person["email"], person["password"], name=person["name"], language=person["language"]
    )
    founded = founding.found(owner=owner, **organisation)
    if mail_server:
        keeping_mail_server.keep(founded, by=owner, **mail_server)
    auditing.note(owner, "installation.set_up", founded)
    if not asked_by:
        _spend_code()
    return owner, founded


def _spend_code() -> None:
    """Of two who arrive at once only one can delete the file; the other's rows are rolled back."""
    try:
        _file().unlink()
    except FileNotFoundError as error:
        raise Closed(_("This installation is set up already.")) from error
