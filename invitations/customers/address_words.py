"""Why mail cannot be sent to what somebody wrote as an address, in the reader's language."""

from django.utils.translation import gettext as _

from common.mail_addresses import letters_to_spell

SHOWN = 80  # characters


def why_not(written: str) -> str:
    """One sentence a person can act on, for an address that does not look like one."""
    return of_letters(written) or _("“%(words)s” is not quite an e-mail address, like name@place.example.") % {
        "words": written[:SHOWN]
    }


def of_letters(written: str) -> str:
    """What is said where letters like å or ø are all that is wrong; empty where something else is."""
    spelled = letters_to_spell(written)
    if not spelled:
        return ""
    sentence = _(
        "There is “%(letter)s” in “%(words)s”, and mail cannot be sent there. "
        "The real address is likely written with “%(plain)s” instead."
    )
    return sentence % {"words": written[:SHOWN], "letter": ", ".join(spelled), "plain": ", ".join(spelled.values())}
