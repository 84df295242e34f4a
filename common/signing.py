"""Tokens of personal links. Nothing in the database opens a link: a token is made again from the link key."""

import base64
import hashlib
import hmac
import re
from uuid import UUID

from django.conf import settings

TOKEN_LENGTH = 32
TOKEN_SHAPE = re.compile(rf"^[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}$")


def token(purpose: str, uuid: UUID) -> str:
    """The 192-bit token of the object `uuid` for one purpose; the same again whenever it is asked for."""
    digest = hmac.new(settings.LINK_KEY.encode(), f"{purpose}:{uuid}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def token_hash(value: str) -> str:
    """What is stored of a token, and what a visitor's token is looked up by."""
    return hashlib.sha256(value.encode()).hexdigest()


def looks_like_token(value: str) -> bool:
    return bool(TOKEN_SHAPE.match(value))


def keyed_hash(salt: str, text: str) -> str:
    """A hash that only this installation can make, for remembering an address without keeping it."""
    return hmac.new(f"{settings.LINK_KEY}:{salt}".encode(), text.encode(), hashlib.sha256).hexdigest()
