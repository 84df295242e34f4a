"""The answers to the first question as links in the mail. A link only chooses: it shows the page, and a person sends.

Every answer looks like the others, so that none is easier to press.
"""

from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from invitations.models import Invitation
from surveys import inserting
from surveys.definitions import Definition, QuestionDefinition
from surveys.question_kinds import NEITHER, NO, NPS, SCALE_1_5, SCALES, SINGLE_CHOICE, YES, YES_NO
from surveys.texts import in_language

NAME = "a"  # of the answer in the link's address
MOST_CHOICES = 5
CELLS_A_ROW = 6  # of a long scale: eleven in a row would be too small for a thumb
SHORT = 10  # letters that fit a third of a telephone's width


def question_for(definition: Definition) -> QuestionDefinition | None:
    """The first question, where a mail can offer its answers; None where it cannot."""
    if not definition.questions or definition.questions[0].show_if:
        return None
    first = definition.questions[0]
    few = first.kind == SINGLE_CHOICE and 0 < len(first.options) <= MOST_CHOICES
    return first if few or first.kind in {YES_NO, *SCALES} else None


def links(
    invitation: Invitation | str, definition: Definition, language: str, *, customer: dict[str, str] | None = None
) -> list[tuple[str, str]]:
    """(label, address) of each answer to the first question; empty where the mail offers a plain button instead.

    For an invitation's own link, or for any address that leads to the survey's page. `customer` is what is known of
    them, for options that say it. Speak the mail's language around it.
    """
    question = question_for(definition)
    if question is None:
        return []
    link = invitation if isinstance(invitation, str) else invitation.link
    joint = "&" if "?" in link else "?"
    return [
        (label, f"{link}{joint}{urlencode({NAME: value})}")
        for value, label in _choices(question, definition, language, customer or {})
    ]


def in_rows(question: QuestionDefinition, answers: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The same, in the rows of a table whose cells are all of one size: what is long stands below each other."""
    if question.kind == SINGLE_CHOICE or any(len(label) > SHORT for label, _url in answers):
        return [[answer] for answer in answers]
    rows = [answers[start : start + CELLS_A_ROW] for start in range(0, len(answers), CELLS_A_ROW)]
    return [row + [("", "")] * (len(rows[0]) - len(row)) for row in rows]


def hint(question: QuestionDefinition, definition: Definition, language: str) -> str:
    """What the ends of a scale mean; empty for other questions."""
    if question.kind not in SCALES:
        return ""
    low, high = (in_language(question.ends.get(end), language, *definition.languages) for end in ("low", "high"))
    if question.kind == NPS:
        low, high = low or _("not at all likely"), high or _("very likely")
    if not (low and high):
        return ""
    words = {"low": low, "high": high}
    if question.kind == SCALE_1_5:
        return _("1 means %(low)s, 5 means %(high)s.") % words
    return _("0 means %(low)s, 10 means %(high)s.") % words


def _choices(
    question: QuestionDefinition, definition: Definition, language: str, customer: dict[str, str]
) -> list[tuple[str, str]]:
    if question.kind == YES_NO:
        return [(YES, _("Yes")), (NO, _("No")), (NEITHER, pgettext("answer between yes and no", "A bit of both"))]
    if question.kind in SCALES:
        return [(str(value), str(value)) for value in SCALES[question.kind]]
    return [
        (
            option["key"],
            inserting.fill(in_language(option["texts"], language, *definition.languages), customer=customer),
        )
        for option in question.options
    ]
