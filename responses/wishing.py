"""Two wishes beside the answers, never ticked beforehand: to be told what was done, and to get a reply."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from responses.answer_values import Problem, clean_words
from responses.models import Response
from responses.opening import Opened

OUTCOME, REPLY, CONTACT = "outcome", "reply", "contact"  # the fields' names
LONGEST = 254
FEWEST_DIGITS = 5

CONTACT_MISSING = _("Please write an e-mail address or a telephone number, so that we can reach you.")
NOT_A_CONTACT = _("We could not read this as an e-mail address or a telephone number. Please look at it once more.")


@dataclass(frozen=True)
class Wishes:
    outcome: bool = False
    reply: bool = False
    contact: str = ""  # an address or a telephone number; empty by a mail's link: the address the mail came to

    @property
    def any(self) -> bool:
        return self.outcome or self.reply

    @classmethod
    def read(cls, posted) -> "Wishes":
        return cls(OUTCOME in posted, REPLY in posted, " ".join(clean_words(posted.get(CONTACT, "")).split()))

    @classmethod
    def of(cls, response: Response) -> "Wishes":
        return cls(response.wants_outcome, response.wants_reply, response.reply_contact)

    @property
    def columns(self) -> dict:
        return {"wants_outcome": self.outcome, "wants_reply": self.reply, "reply_contact": self.contact}


NONE = Wishes()


def problems(wishes: Wishes, opened: Opened) -> list[Problem]:
    """Why a wish cannot be met as it stands."""
    if not wishes.any:
        return []
    if not wishes.contact:
        return [] if opened.is_preview or _known_address(opened) else [Problem("contact_missing", CONTACT_MISSING)]
    return [] if _is_contact(wishes.contact) else [Problem("not_a_contact", NOT_A_CONTACT)]


def to_store(wishes: Wishes, opened: Opened) -> Wishes:
    """No more than the wish needs: whoever asks for a reply can be reached, nobody else's address is copied."""
    if not wishes.any:
        return NONE
    if wishes.reply and not wishes.contact:
        return Wishes(wishes.outcome, wishes.reply, _known_address(opened))
    return wishes


def _known_address(opened: Opened) -> str:
    customer = opened.invitation.customer if opened.invitation else None
    return customer.email if customer else ""


def _is_contact(text: str) -> bool:
    if len(text) > LONGEST:
        return False
    if "@" not in text:
        return sum(sign.isdigit() for sign in text) >= FEWEST_DIGITS
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
