"""The kinds of question, by the strings that are stored."""

from django.utils.translation import gettext_lazy as _

YES_NO = "yes_no"
SCALE = "scale_0_10"
SCALE_1_5 = "scale_1_5"
NPS = "nps"
SINGLE_CHOICE = "single_choice"
MULTIPLE_CHOICE = "multiple_choice"
OPEN_TEXT = "open_text"
SHORT_TEXT = "short_text"
NUMBER = "number"
DATE = "date"
ONE_TIME = "critical_incident"  # "tell us about one time", in the steps of the critical incident technique

CHOICES = [
    (YES_NO, _("Yes or no")),
    (OPEN_TEXT, _("Own words")),
    (ONE_TIME, _("Tell us about one time")),
    (SINGLE_CHOICE, _("One choice")),
    (MULTIPLE_CHOICE, _("Several choices")),
    (SCALE, _("Scale 0 to 10")),
    (SCALE_1_5, _("Scale 1 to 5")),
    (NPS, _("Would recommend, 0 to 10")),
    (SHORT_TEXT, _("Short text")),
    (NUMBER, _("Number")),
    (DATE, _("Date")),
]

YES, NO, NEITHER = "yes", "no", "neither"
YES_NO_VALUES = (YES, NO, NEITHER)
SCALES = {SCALE: range(11), SCALE_1_5: range(1, 6), NPS: range(11)}  # the values a kind offers
CHOOSING = {SINGLE_CHOICE, MULTIPLE_CHOICE}  # these carry options
CLOSED = {YES_NO, *SCALES, *CHOOSING}  # these carry a motivation in the customer's own words
WORDS = {OPEN_TEXT, ONE_TIME}  # answered in the customer's own words, which are read for what happened
LOW_AND_HIGH = {SCALE: (4, 7), SCALE_1_5: (2, 4), NPS: (6, 9)}  # up to, and from: why is asked in other words there
STEPS = ("happened", "met", "led_to")  # the parts of ONE_TIME
STEP_LABELS = {"happened": _("What happened?"), "met": _("How were you met?"), "led_to": _("What did it lead to?")}

MAX_OPTIONS = 50
MAX_WORDS = 5000  # characters of one answer in the customer's own words
MAX_SHORT = 200  # characters of a short text
MAX_DIGITS, MAX_DECIMALS = 14, 4  # of a number, before and after its decimal sign
FIRST_YEAR, LAST_YEAR = 1900, 2199  # of a date


def mood_of(kind: str, value: str) -> str:
    """Which prompt asks why after this answer: "yes" after a good one, "no" after a bad one, empty for the neutral one.

    A yes is "yes" also where it is bad news: the prompt follows what was answered, not what it means.
    """
    if kind == YES_NO:
        return value if value in {YES, NO} else ""
    if kind not in LOW_AND_HIGH:
        return ""
    low, high = LOW_AND_HIGH[kind]
    if int(value) <= low:
        return NO
    return YES if int(value) >= high else ""
