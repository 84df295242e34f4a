"""The short code beside a QR code, for whoever has no camera: ABCD-EFGH, typed at /c/.

A code opens nothing secret, it is a shorter spelling of a link that hangs on a wall. No vowels, so that it spells no
word, and of signs that look alike only one: the other is read as that one.
"""

import re
import secrets
import unicodedata

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from invitations.models import PublicLink
from invitations.ways_in import kinds

ALPHABET = "CDFHJKMNPRTVWX23456789"
LENGTH = 8
TRIES = 20  # of 22^8 codes two are equal so seldom that the second try is there for the proof of it
# Signs that no code has, and what they are meant for.
_LOOK_ALIKES = str.maketrans("O0QZSBGUYAEI1L", "DDD2586VV43J7J")


class NoCodeLeft(Exception):
    """Every code that was tried belongs to another link."""


def give(link: PublicLink) -> str:
    """The link's code; made at the first asking, the same one afterwards."""
    for _try in range(TRIES):
        if link.code:
            return link.code
        try:
            with transaction.atomic():
                PublicLink.objects.filter(pk=link.pk, code__isnull=True).update(code=new_code())
        except IntegrityError:
            continue  # another link has it
        link.refresh_from_db(fields=["code"])  # ours, or that of whoever asked at the same moment
    raise NoCodeLeft


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def shown(code: str) -> str:
    """In two groups, which are easier to keep in mind on the way from paper to keys."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read(typed: str) -> str:
    """What was meant: whatever its case, with spaces, dashes and look-alikes. May be no code at all."""
    signs = unicodedata.normalize("NFKC", typed[:100]).upper()
    return re.sub(r"[\W_]", "", signs).translate(_LOOK_ALIKES)


def link_behind(typed: str) -> PublicLink | None:
    """The link somebody means by what they typed, an ended one too, or None. One query, whatever was typed."""
    return PublicLink.objects.filter(code=read(typed)[: LENGTH + 1], kind__in=kinds.TYPED).first()


def address() -> str:
    """Where codes are typed, as short as it can be said: without scheme and last slash."""
    return settings.SITE_URL.partition("://")[2] + reverse("invitations:code").rstrip("/")
