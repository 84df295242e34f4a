"""The kinds of question, by the strings that are stored."""

from django.utils.translation import gettext_lazy as _

YES_NO = "yes_no"
SCALE = "scale_0_10"
SINGLE_CHOICE = "single_choice"
OPEN_TEXT = "open_text"

CHOICES = [
    (YES_NO, _("Yes or no")),
    (SCALE, _("Scale 0 to 10")),
    (SINGLE_CHOICE, _("One choice")),
    (OPEN_TEXT, _("Own words")),
]

YES, NO, NEITHER = "yes", "no", "neither"
YES_NO_VALUES = (YES, NO, NEITHER)
SCALE_VALUES = tuple(str(number) for number in range(11))

CLOSED = {YES_NO, SCALE, SINGLE_CHOICE}  # these carry a motivation in the customer's own words
MAX_OPTIONS = 50
MAX_WORDS = 5000  # characters of one answer in the customer's own words
