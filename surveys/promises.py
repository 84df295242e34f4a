"""What customers are told before they answer: who asks and why they may, how anonymous, how long. True words only."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation, Unit
from surveys.models import Survey


def asker(organisation: Organisation, unit: Unit | None) -> str:
    """The organisation as it signs, with the place where it is not the whole of it; it fits into any sentence."""
    name = organisation.sender_name or organisation.name
    if unit is None or unit.is_root or unit.name in {name, organisation.name}:
        return name
    return f"{unit.name} ({name})"


def basis() -> str:
    """The legal basis in plain words. Which of the two it is depends on who asks, and that is not ours to know."""
    return _(
        "We ask in order to do better. The law calls that a legitimate interest; for a public authority it is part of "
        "its task."
    )


def anonymity(mode: str) -> str:
    """What readers see of whoever answers."""
    return {
        Survey.Anonymity.NAMED: _("We can see who you are and can reply."),
        Survey.Anonymity.PSEUDONYMOUS: _(
            "Readers cannot see who you are. What ties your answer to you is deleted within 90 days."
        ),
        Survey.Anonymity.ANONYMOUS: _("Nobody can see who you are, not even us."),
    }[mode]


def kept(survey: Survey) -> str:
    sentence = ngettext(
        "Your words are kept for %(count)d month. Then they are deleted.",
        "Your words are kept for %(count)d months. Then they are deleted.",
        survey.retention_months,
    )
    return sentence % {"count": survey.retention_months}


def sorting() -> str:
    return _("A computer program helps to sort the answers. People read and decide.")


def choice() -> str:
    return _("It is up to you whether you answer.")


def facts(survey: Survey) -> list[tuple[str, str]]:
    """Everything a customer may want to know, as headings and words, in the reader's language."""
    return [
        (_("Who asks"), asker(survey.organisation, survey.unit)),
        (_("Why we may ask"), basis()),
        (_("How anonymous"), anonymity(survey.anonymity)),
        (_("How long"), kept(survey)),
        (_("How it is sorted"), sorting()),
        (_("Your choice"), choice()),
    ]
